/** Names that are used up for ever (ids, codes, building numbers), and the plan that holds each of them, if one does (T31). */

import type { PlanId } from './identifiers.ts'

/** A name, and the plan that reserved it or brought it; null where the stream itself used it. */
export interface SpentName {
  readonly name: string
  readonly by: PlanId | null
}

/** In the order in which they were spent, each once. A list, since it grows with every fact and is looked into by few commands. */
export type SpentNames = ReadonlyArray<SpentName>

/** The same names and these: who used a name first, keeps it. */
export const spend = (spent: SpentNames, names: ReadonlyArray<string>, by: PlanId | null = null): SpentNames => {
  const fresh = names.filter((name, place) => !spent.some((known) => known.name === name) && names.indexOf(name) === place)
  return fresh.length === 0 ? spent : [...spent, ...fresh.map((name) => ({ name, by }))]
}

/** A name as it was spent; undefined where it is free, also for a plan that comes back to a name that it reserved before. */
export const spentAs = (spent: SpentNames, name: string, forPlan?: PlanId): SpentName | undefined =>
  spent.find((known) => known.name === name && (forPlan === undefined || known.by !== forPlan))

/** All names alone. */
export const namesSpent = (spent: SpentNames): ReadonlyArray<string> => spent.map(({ name }) => name)

/** The names that a plan reserved or brought, with that plan. */
export const heldByPlans = (spent: SpentNames): { readonly [name: string]: PlanId } =>
  Object.fromEntries(spent.flatMap(({ name, by }) => by === null ? [] : [[name, by]]))
