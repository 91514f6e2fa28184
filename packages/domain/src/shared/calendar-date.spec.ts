/** Reckoning with days, by example and by law. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CalendarDate } from '@grid-governance/event-sourcing'
import { addDays, daysBetween, daysInYearOf, earlierOf, lastDayWithin, laterOf } from './calendar-date.ts'

const day = (text: string) => text as CalendarDate
const anyDay = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => day(date.toISOString().slice(0, 10)))

describe('calendar dates', () => {
  it('§6.1 a letter of 2025-05-20 that is good for 90 days is good to 08-18', () => {
    expect(lastDayWithin(90, day('2025-05-20'))).toBe('2025-08-18')
  })

  it('T1 counts 184 days from 2025-07-01 to the end of the year', () => {
    expect(daysBetween(day('2025-07-01'), day('2026-01-01'))).toBe(184)
  })

  it('counts leap days', () => {
    expect([daysInYearOf(day('2024-03-01')), daysInYearOf(day('2025-03-01')), daysInYearOf(day('2000-01-01')), daysInYearOf(day('1900-01-01'))]).toEqual([366, 365, 366, 365])
    expect(addDays(day('2024-02-28'), 1)).toBe('2024-02-29')
  })

  it('stays within the years 1 to 9999', () => {
    expect(addDays(day('9999-12-30'), 5)).toBe('9999-12-31')
    expect(addDays(day('0001-01-02'), -5)).toBe('0001-01-01')
  })

  it('knows the earlier and the later of two days', () => {
    expect([earlierOf(day('2018-07-01'), day('2018-06-30')), laterOf(day('2018-07-01'), day('2018-06-30'))]).toEqual(['2018-06-30', '2018-07-01'])
  })

  it('adds what lies between two days, and counts what was added', () => {
    fc.assert(fc.property(anyDay, anyDay, (from, to) => {
      expect(addDays(from, daysBetween(from, to))).toBe(to)
      expect(daysBetween(from, to)).toBe(-daysBetween(to, from) + 0)
      expect(CalendarDate.is(addDays(from, 400))).toBe(true)
    }), { numRuns: 200 })
  })
})
