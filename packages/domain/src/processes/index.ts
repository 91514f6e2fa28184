/** What must remember, or wait for a date. */

export { restructureClock, type AwaitedPlan, type ScheduledPlan } from './restructure-clock.ts'
