/** Reckoning with calendar dates, the same on every machine: days are counted in UTC, so no time zone can shift or skip one. */

// Each by an entry of its own: the root of date-fns loads all of its functions, which costs every start a second and more.
import { addMilliseconds } from 'date-fns/addMilliseconds'
import { millisecondsInDay } from 'date-fns/constants'
import { differenceInMilliseconds } from 'date-fns/differenceInMilliseconds'
import type { CalendarDate } from '@grid-governance/event-sourcing'

/** The day of an instant in Asia/Shanghai. */
export { dayOfInstant } from '@grid-governance/event-sourcing'

const firstDay = '0001-01-01' as CalendarDate
const lastDay = '9999-12-31' as CalendarDate

/** The day so many whole days later (earlier where negative); days beyond the calendar's ends (years 1 to 9999) are its ends. */
export const addDays = (date: CalendarDate, days: number): CalendarDate => {
  if (days < daysBetween(date, firstDay)) return firstDay
  if (days > daysBetween(date, lastDay)) return lastDay
  return addMilliseconds(midnightOf(date), days * millisecondsInDay).toISOString().slice(0, 10) as CalendarDate
}

/** The number of days of the half-open interval `[from, to)`; negative where `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number =>
  Math.round(differenceInMilliseconds(midnightOf(to), midnightOf(from)) / millisecondsInDay)

/** The last day of "within so many days of": the day itself is not counted, the last one counts whole (§6.1). */
export const lastDayWithin = (days: number, of: CalendarDate): CalendarDate => addDays(of, days)

/** The number of days of the year in which a day lies: 365 or 366. */
export const daysInYearOf = (date: CalendarDate): number => {
  const year = Number(date.slice(0, 4))
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 366 : 365
}

/** The earlier of two days. */
export const earlierOf = (left: CalendarDate, right: CalendarDate): CalendarDate => left < right ? left : right

/** The later of two days. */
export const laterOf = (left: CalendarDate, right: CalendarDate): CalendarDate => left < right ? right : left

function midnightOf(date: CalendarDate): Date {
  return new Date(`${date}T00:00:00.000Z`)
}
