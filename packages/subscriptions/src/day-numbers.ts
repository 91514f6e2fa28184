/** Days as numbers that sort as they do and take three bytes in a file; 0 stands for no day. */

import type { CalendarDate } from '@grid-governance/event-sourcing'

const daysOfMonth = 31
const daysOfYear = 12 * daysOfMonth

/** As if every month had 31 days, so that no calendar is needed: the distance to the day after is 1, or at the end of a month at most 4. */
export const dayNumber = (day: CalendarDate | ''): number =>
  day === '' ? 0 : digits(day, 0, 4) * daysOfYear + (digits(day, 5, 7) - 1) * daysOfMonth + digits(day, 8, 10)

/** The day of a number. */
export const dayOfNumber = (number: number): CalendarDate | '' => {
  if (number === 0) return ''
  const days = number - 1
  return `${padded(days / daysOfYear, 4)}-${padded((days % daysOfYear) / daysOfMonth + 1, 2)}-${padded(days % daysOfMonth + 1, 2)}` as CalendarDate
}

/** By hand: `Number` of parts of a text takes several times as long, and every fact is saved with its day. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let place = from; place < to; place += 1) number = number * 10 + text.charCodeAt(place) - zero
  return number
}

const zero = '0'.charCodeAt(0)

function padded(number: number, length: number): string {
  return String(Math.floor(number)).padStart(length, '0')
}

/** The last day that there is. */
export const lastDay = dayNumber('9999-12-31' as CalendarDate)
