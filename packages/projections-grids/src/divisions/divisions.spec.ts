/** The read model of a made-up district's divisions, fact by fact. */

import { describe, expect, it } from 'vitest'
import { givenFacts } from '@grid-governance/event-sourcing/testing'
import { districtKey } from '../keys.ts'
import {
  appendsOf, communityRecoded, communityRegistered, communityRenamed, communityReparented, communitySplit, correcting, district, districtRegistered, learnt, town, townClosed, townRecoded,
  townRegistered, townRenamed, type DraftFact,
} from '../testing/facts.ts'
import { divisions } from './projection.ts'
import { communitiesOfTown, openCommunities } from './queries.ts'
import { noDivisions, type Divisions } from './read-model.ts'

const given = (asOf: string, ...facts: ReadonlyArray<DraftFact>): Divisions =>
  givenFacts(...appendsOf([learnt('2020-01-01', ...facts)])).project(divisions).key(districtKey(district)).asOf(asOf).model ?? noDivisions(district)

const on = { on: '2018-07-01' }
const registered = [districtRegistered(on), townRegistered({ ...on, entry: 'T1' }, 'T1'), townRegistered(on, 'T2'), communityRegistered(on, 'C1', 'T1'), communityRegistered(on, 'C2', 'T2')]

describe('the divisions of a district', () => {
  it('knows towns and communities by id, with code, name, town and first day', () => {
    expect(given('2018-07-01', ...registered)).toMatchObject({
      districtId: '440402', name: 'Made-up District',
      towns: { T1: { code: '440402001', name: 'Town T1', since: '2018-07-01', ended: null } },
      communities: { C1: { code: '440402001001', name: 'Community C1', townId: 'T1', since: '2018-07-01', ended: null } },
    })
  })

  it('knows nothing of a district before its day', () => {
    expect(given('2018-06-30', ...registered)).toEqual(noDivisions(district))
  })

  it('gives units the names and codes of the day', () => {
    const changed = [townRenamed({ on: '2019-01-01' }, 'T1', 'East Town'), townRecoded({ on: '2019-02-01' }, 'T1', '440402901'), communityRenamed({ on: '2019-03-01' }, 'C1', 'East Community')]
    expect(given('2018-12-31', ...registered, ...changed).towns['T1']).toMatchObject({ code: '440402001', name: 'Town T1' })
    expect(given('2019-03-01', ...registered, ...changed)).toMatchObject({ towns: { T1: { code: '440402901', name: 'East Town' } }, communities: { C1: { name: 'East Community' } } })
  })

  it('I1 finds a community in one town on every day, also when it moves', () => {
    const moves = communityReparented({ on: '2019-06-01' }, 'C1', 'T1', 'T2')
    expect(communitiesOfTown(given('2019-05-31', ...registered, moves), town('T2'))).toEqual(['C2'])
    expect(communitiesOfTown(given('2019-06-01', ...registered, moves), town('T2'))).toEqual(['C1', 'C2'])
  })

  it('keeps a closed town with its end and its successors', () => {
    expect(given('2020-01-01', ...registered, townClosed({ on: '2020-01-01' }, 'T2', ['T1'])).towns['T2']?.ended).toEqual({ on: '2020-01-01', reason: 'merged', successors: ['T1'] })
  })

  it('T29 ends a community that is divided, or lets it continue', () => {
    const into = (first: string) => communitySplit({ on: '2020-03-01' }, 'C1', { [first]: { town: 'T1', grids: {} }, C6: { town: 'T1', grids: {} } })
    expect(openCommunities(given('2020-03-01', ...registered, into('C5')))).toEqual(['C2', 'C5', 'C6'])
    expect(given('2020-03-01', ...registered, into('C5')).communities['C1']?.ended).toEqual({ on: '2020-03-01', reason: 'split', successors: ['C5', 'C6'] })
    expect(openCommunities(given('2020-03-01', ...registered, into('C1')))).toEqual(['C1', 'C2', 'C6'])
    expect(given('2020-03-01', ...registered, into('C1')).communities['C1']?.since).toBe('2018-07-01')
  })

  it('I4 leaves code and town to a community that continues through its division, though they were learnt after it', () => {
    const divided = communitySplit({ on: '2020-03-01' }, 'C1', { C1: { town: 'T1', grids: {} }, C6: { town: 'T1', grids: {} } })
    const late = [communityReparented({ on: '2019-06-01', late: true }, 'C1', 'T1', 'T2'), communityRecoded({ on: '2019-07-01', late: true }, 'C1', '440402001901')]
    expect(given('2020-03-01', ...registered, divided, ...late).communities['C1']).toMatchObject({ townId: 'T2', code: '440402001901', since: '2018-07-01' })
  })

  it('does not bring back a community that continues through a division, if it was never registered', () => {
    const divided = communitySplit({ on: '2020-03-01' }, 'C9', { C9: { town: 'T1', grids: {} }, C6: { town: 'T1', grids: {} } })
    expect(openCommunities(given('2020-03-01', ...registered, divided))).toEqual(['C1', 'C2', 'C6'])
  })

  it('6.1 takes a correction in the place of what it corrects', () => {
    const corrected = correcting(townRegistered({ on: '2018-09-01' }, 'T1'), 'T1')
    expect(Object.keys(given('2018-08-31', ...registered, corrected).towns)).toEqual(['T2'])
    expect(given('2018-09-01', ...registered, corrected).towns['T1']?.since).toBe('2018-09-01')
  })
})
