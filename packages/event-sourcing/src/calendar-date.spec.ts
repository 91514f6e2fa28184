/** Days of the calendar, and the day of an instant in Shanghai. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CalendarDate, dayOfInstant } from './calendar-date.ts'

describe('a calendar date', () => {
  test.each(['2023-01-01', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('may be %s', (text) => {
    expect(CalendarDate.is(text)).toBe(true)
  })

  test.each(['', '2023-02-29', '1900-02-29', '2023-04-31', '2023-13-01', '2023-00-10', '2023-01-00', '0000-01-01', '2023-1-1', '20230101', '2023-01-01T00:00', '2023-01-01\n', '２０２３-01-01'])('may not be %j', (text) => {
    expect(CalendarDate.is(text)).toBe(false)
  })

  test('is any that the calendar of the platform knows, and no other', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }), (year, month, day) => {
      const text = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
      const known = new Date(`${text}T00:00:00Z`)
      expect(CalendarDate.is(text)).toBe(!Number.isNaN(known.getTime()) && known.toISOString().startsWith(text))
    }), { numRuns: 500 })
  })
})

test.each([
  ['2023-12-31T15:59:59.999Z', '2023-12-31'],
  ['2023-12-31T16:00:00.000Z', '2024-01-01'],
  ['2024-02-28T16:00:00.000Z', '2024-02-29'],
  ['1970-01-01T00:00:00.000Z', '1970-01-01'],
])('the instant %s lies on %s in Shanghai', (instant, day) => {
  expect(dayOfInstant(Date.parse(instant))).toBe(day)
})
