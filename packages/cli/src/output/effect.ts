/** When a fact takes effect, as cells of a row: the same in every table of facts. */

import { entryOf, type CalendarDate } from '@grid-governance/event-sourcing'

/**
 * The day that a fact gives, and whether it has come by `asOf`. Neither where it gives none, as an undated fact or a withdrawal: the day of
 * its recording stands in a column of its own and is never passed off as the other (§6.1).
 */
export const effectOf = (event: { readonly data: unknown }, asOf: string): { readonly effectiveOn: CalendarDate | null, readonly inEffect: boolean | null } => {
  const effectiveOn = dayGivenBy(event)
  return { effectiveOn, inEffect: effectiveOn === null ? null : effectiveOn <= asOf }
}

/** The day that a fact itself gives. */
export const dayGivenBy = (fact: { readonly data: unknown }): CalendarDate | null => {
  const { effectiveOn, period } = entryOf(fact)
  return effectiveOn ?? period?.from ?? null
}
