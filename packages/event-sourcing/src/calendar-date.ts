/** Calendar dates as `YYYY-MM-DD` text: they sort as they are, and need no time zone. */

import type * as t from 'io-ts'
import { brandedText } from './brand.ts'

/** A day that exists in the Gregorian calendar, years 0001 to 9999, written `YYYY-MM-DD`. */
export const CalendarDate = brandedText('CalendarDate', 'a day as YYYY-MM-DD', isCalendarDate)
export type CalendarDate = t.TypeOf<typeof CalendarDate>

const daysBefore = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const offsetOfShanghaiMs = 8 * 60 * 60 * 1000

/** The day in Asia/Shanghai (UTC+8, no daylight saving since 1992) of an instant in milliseconds since 1970. */
export const dayOfInstant = (instantMs: number): CalendarDate =>
  new Date(instantMs + offsetOfShanghaiMs).toISOString().slice(0, 10) as CalendarDate

function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const year = numberAt(text, 0, 4)
  const month = numberAt(text, 5, 7)
  const day = numberAt(text, 8, 10)
  const leap = month === 2 && (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) ? 1 : 0
  return year >= 1 && day >= 1 && day <= (daysBefore[month - 1] ?? 0) + leap
}

/** The number that these digits say; without a text of its own, since every fact has its days checked. */
function numberAt(text: string, from: number, to: number): number {
  let number = 0
  for (let index = from; index < to; index += 1) number = number * 10 + text.charCodeAt(index) - zero
  return number
}

const zero = '0'.charCodeAt(0)
