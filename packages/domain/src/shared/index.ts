/** What all concepts share. */

export * from './identifiers.ts'
export * from './codes.ts'
export * from './vocabulary.ts'
export * from './structure.ts'
export * from './rule-set.ts'
export * from './rule-set-of-the-case.ts'
export * from './division-structure.ts'
export * from './rejections.ts'
export { addDays, daysBetween, daysInYearOf, earlierOf, lastDayWithin, laterOf } from './calendar-date.ts'
