/** Runs of places: what was put in comes out, however many runs stand one behind the other. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CalendarDate, Position } from '@grid-governance/event-sourcing'
import { dayOfNumber } from '@grid-governance/subscriptions'
import { numberedRun, placeRun, placesIn, somePlace } from './place-runs.ts'

const positions = fc.oneof(fc.nat(300), fc.maxSafeNat()) as fc.Arbitrary<unknown> as fc.Arbitrary<Position>
const days = fc.constantFrom('', '1949-10-01', '2024-01-31', '2024-02-01', '9999-12-31') as fc.Arbitrary<CalendarDate | ''>
const places = fc.array(fc.record({ position: positions, day: days }), { maxLength: 40 })

const at = (position: number, day: string) => ({ position: position as Position, day: day as CalendarDate | '' })

it('hold every place, in the order in which the runs stand', () => {
  fc.assert(fc.property(fc.array(places, { maxLength: 6 }), (runs) => {
    const found = placesIn(Buffer.concat(runs.map(placeRun)))
    expect(found.map(({ position, day }) => ({ position, day: dayOfNumber(day) }))).toEqual(runs.flat())
    expect(placesIn(numberedRun(found))).toEqual(found)
  }))
})

it('take three bytes for a day and as many for one of the first million positions, and two for each fact that follows closely', () => {
  expect(placeRun([at(1_000_000, '2024-01-31')])).toHaveLength(7)
  expect(placeRun([at(1_000_000, '2024-01-31'), at(1_000_001, '2024-01-31'), at(1_000_009, '2024-02-01')])).toHaveLength(11)
  expect([...placeRun([at(0, ''), at(5, '')])]).toEqual([2, 0, 0, 5, 0])
})

it('are looked at until what is sought is found', () => {
  const seen: number[] = []
  expect(somePlace(placeRun([at(5, ''), at(7, ''), at(9, '')]), (position) => {
    seen.push(position)
    return position === 7
  })).toBe(true)
  expect(seen).toEqual([5, 7])
})

it('tell a run that was cut', () => {
  expect(() => placesIn(placeRun([at(5, ''), at(300, '2024-01-01')]).subarray(0, -1))).toThrow('too early')
})
