/** Days as numbers: each comes back, and they sort as the days do. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import { dayOfNumber, lastDay, dayNumber } from './day-numbers.ts'

const days = fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10) as CalendarDate)

it('every day comes back from its number', () => {
  fc.assert(fc.property(days, (day) => { expect(dayOfNumber(dayNumber(day))).toBe(day) }))
  expect([dayNumber(''), dayOfNumber(0), dayNumber('0000-01-01' as CalendarDate)]).toEqual([0, '', 1])
})

it('numbers sort as days do, no day before all others', () => {
  fc.assert(fc.property(days, days, (one, other) => { expect(Math.sign(dayNumber(one) - dayNumber(other))).toBe(one < other ? -1 : one > other ? 1 : 0) }))
  fc.assert(fc.property(days, (day) => { expect(dayNumber(day) > dayNumber('') && dayNumber(day) <= lastDay).toBe(true) }))
})
