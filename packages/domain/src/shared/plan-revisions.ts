/** What executed plans say about a map or register: each plan's last word replaces what it said before. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import type { EffectPlace } from './entry-chains.ts'
import type { PlanId } from './identifiers.ts'

/** A change that a plan decided; `root` is its entry in the plan's stream. */
export interface DecidedChange {
  readonly root: EntryId
  readonly effectiveOn: CalendarDate
}

/** A plan's last word, as of a version of the plan's stream. */
export interface PlanRevision<C extends DecidedChange> {
  readonly planVersion: number
  readonly changes: ReadonlyArray<C>
  /** When each root first arrived, among all roots of this stream; a corrected change keeps its place. */
  readonly arrivals: { readonly [root: string]: number }
}

export interface PlanRevisions<C extends DecidedChange> {
  readonly [planId: string]: PlanRevision<C>
}

/** A change of some plan, with its place in the order of effect. */
export interface PlannedPlace<C extends DecidedChange> extends EffectPlace {
  readonly planId: PlanId
  readonly change: C
}

/** What a plan says now. */
export interface RevisionSaid<C extends DecidedChange> {
  readonly planId: PlanId
  readonly planVersion: number
  readonly changes: ReadonlyArray<C>
}

/** Whether this says something newer than what the plan said before. */
export const isNews = (revisions: PlanRevisions<DecidedChange>, planId: PlanId, planVersion: number): boolean =>
  planVersion > (revisions[planId]?.planVersion ?? -1)

/** Files a plan's word; `arrived` counts the roots of the stream so far, and is given back with the new ones counted. */
export const revise = <C extends DecidedChange>(
  revisions: PlanRevisions<C>, { planId, planVersion, changes }: RevisionSaid<C>, arrived: number,
): { readonly revisions: PlanRevisions<C>, readonly arrived: number } => {
  const before = revisions[planId]?.arrivals ?? {}
  const fresh = [...new Set(changes.map((change) => change.root))].filter((root) => !Object.hasOwn(before, root))
  const arrivals = { ...before, ...Object.fromEntries(fresh.map((root, index) => [root, arrived + index])) }
  return { revisions: { ...revisions, [planId]: { planVersion, changes, arrivals } }, arrived: arrived + fresh.length }
}

/** All changes that plans decided, as they stand. */
export const plannedChanges = <C extends DecidedChange>(revisions: PlanRevisions<C>): ReadonlyArray<PlannedPlace<C>> =>
  Object.entries(revisions).flatMap(([planId, { changes, arrivals }]) =>
    changes.map((change) => ({ planId: planId as PlanId, change, effectiveOn: change.effectiveOn, arrived: arrivals[change.root] ?? 0 })))
