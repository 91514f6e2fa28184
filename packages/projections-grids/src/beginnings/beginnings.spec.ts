/** The beginnings of made-up units: from when on they are known, and what is said of the time before. */

import { describe, expect, it } from 'vitest'
import { givenFacts } from '@grid-governance/event-sourcing/testing'
import { districtKey } from '../keys.ts'
import { appendsOf, community, communityRegistered, correcting, day, details, district, districtRegistered, gridEstablished, learnt, townRegistered, type DraftFact } from '../testing/facts.ts'
import { beginnings } from './projection.ts'
import { gridsNeverTold, gridsUnknownBefore, unknownBefore } from './queries.ts'
import { noBeginnings, type Beginnings } from './read-model.ts'

const given = (...facts: ReadonlyArray<DraftFact>): Beginnings =>
  givenFacts(...appendsOf([learnt('2020-01-01', ...facts)])).project(beginnings).key(districtKey(district)).model ?? noBeginnings()

const on = { on: '2018-07-01' }

describe('beginnings', () => {
  it('T33 tells a beginning with an unknown past from one with none', () => {
    const { district: imported, towns } = given(districtRegistered(on, 'unknown'), townRegistered(on, 'T1'))
    expect(unknownBefore(imported, day('2018-06-30'))).toBe('2018-07-01')
    expect(unknownBefore(imported, day('2018-07-01'))).toBeNull()
    expect(unknownBefore(towns['T1'], day('2018-06-30'))).toBeNull()
    expect(unknownBefore(towns['T404'], day('2018-06-30'))).toBeNull()
  })

  it('T33 knows the grids of a community from the day on which the last imported one is known', () => {
    const model = given(gridEstablished(on, 'C1', 'G1', [details('B1')], 'unknown'), gridEstablished({ on: '2019-01-01' }, 'C1', 'G2', [details('B2')], 'unknown'), gridEstablished({ on: '2020-01-01' }, 'C1', 'G3', [details('B3')]))
    expect(gridsUnknownBefore(model, community('C1'), day('2018-01-01'))).toBe('2019-01-01')
    expect(gridsUnknownBefore(model, community('C1'), day('2019-01-01'))).toBeNull()
    expect(gridsUnknownBefore(model, community('C2'), day('2018-01-01'))).toBeNull()
  })

  it('T33 tells a community whose grids were never told from one that has none', () => {
    const model = given(communityRegistered(on, 'C1', 'T1', 'unknown'), communityRegistered(on, 'C2', 'T1', 'unknown'), communityRegistered(on, 'C3', 'T1'),
      gridEstablished({ on: '2019-01-01' }, 'C2', 'G1', [details('B1')]))
    expect(['C1', 'C2', 'C3', 'C404'].filter((id) => gridsNeverTold(model, community(id)))).toEqual(['C1'])
  })

  it('6.1 moves a beginning when its fact is corrected', () => {
    const model = given(communityRegistered({ ...on, entry: 'C1' }, 'C1', 'T1', 'unknown'), correcting(communityRegistered({ on: '2017-03-01' }, 'C1', 'T1', 'unknown'), 'C1'))
    expect(model.communities['C1']).toEqual({ name: 'Community C1', from: '2017-03-01', earlier: 'unknown', townId: 'T1' })
  })
})
