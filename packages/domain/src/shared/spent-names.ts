/** Names that are used up for ever (ids, codes, building numbers), and the plan that holds each of them, if one does (T31). */

import type { PlanId } from './identifiers.ts'

/** By name: the plan that reserved it or brought it; null where the stream itself used it. */
export interface SpentNames {
  readonly [name: string]: PlanId | null
}

/** The same names and these: who used a name first, keeps it. */
export const spend = (spent: SpentNames, names: ReadonlyArray<string>, by: PlanId | null = null): SpentNames => {
  const fresh = names.filter((name) => !Object.hasOwn(spent, name))
  return fresh.length === 0 ? spent : { ...spent, ...Object.fromEntries(fresh.map((name) => [name, by])) }
}

/** Whether a name is used up; a plan may come back to a name that it reserved before. */
export const isSpent = (spent: SpentNames, name: string, forPlan?: PlanId): boolean =>
  Object.hasOwn(spent, name) && (forPlan === undefined || spent[name] !== forPlan)

/** The names that a plan reserved or brought, with that plan. */
export const heldByPlans = (spent: SpentNames): { readonly [name: string]: PlanId } =>
  Object.fromEntries(Object.entries(spent).flatMap(([name, planId]) => planId === null ? [] : [[name, planId]]))
