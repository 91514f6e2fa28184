/** Runs of positions: what was put in comes out, however many runs stand one behind the other. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Position } from '@grid-governance/event-sourcing'
import { positionRun, positionsIn } from './position-runs.ts'

const rising = fc.uniqueArray(fc.oneof(fc.nat(300), fc.maxSafeNat()), { maxLength: 40 }).map((positions) => positions.sort((left, right) => left - right) as Position[])

it('hold every position, in the order in which the runs stand', () => {
  fc.assert(fc.property(fc.array(rising, { maxLength: 6 }), (runs) => {
    expect(positionsIn(Buffer.concat(runs.map(positionRun)))).toEqual(runs.flat())
  }))
})

it('take two bytes for one fact near the beginning, and one for each that follows it closely', () => {
  expect([...positionRun([0] as Position[])]).toEqual([1, 0])
  expect([...positionRun([5, 6, 133, 261] as Position[])]).toEqual([4, 5, 1, 127, 128, 1])
})

it('tell a run that was cut', () => {
  expect(() => positionsIn(positionRun([5, 300] as Position[]).subarray(0, -1))).toThrow('too early')
})
