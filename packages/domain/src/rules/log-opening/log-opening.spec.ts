/** The opening of a log, by example. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { DistrictId } from '../../shared/identifiers.ts'
import { decide } from './decide.ts'
import { logOpeningEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { initialState } from './state.ts'

const districtId = '440402' as DistrictId

describe('opening a log', () => {
  it('L1 opens an empty log, marked simulated', () => {
    expect(decide({ type: 'OpenLog', data: { districtId, nature: 'simulated' } }, initialState))
      .toEqual(E.right([logOpeningEvent.LogOpened({ districtId, nature: 'simulated' })]))
  })

  it('L1 refuses to open a log twice', () => {
    const opened = evolve(initialState, logOpeningEvent.LogOpened({ districtId, nature: 'simulated' }))
    expect(decide({ type: 'OpenLog', data: { districtId, nature: 'simulated' } }, opened))
      .toEqual(E.left({ type: 'LogAlreadyOpened', rule: 'L1', districtId, nature: 'simulated' }))
  })

  it('6.8 refuses a log for real people while their data cannot be encrypted', () => {
    expect(decide({ type: 'OpenLog', data: { districtId, nature: 'real' } }, initialState))
      .toEqual(E.left({ type: 'RealPeopleNotYetProtected', rule: '6.8', districtId }))
  })
})
