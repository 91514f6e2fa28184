/** Names that are used up for ever (ids, codes, building numbers), and the plan that holds each of them, if one does (T31). */

import type { PlanId } from './identifiers.ts'

/** A name, and the plan that reserved it or brought it; null where the stream itself used it. */
export interface SpentName {
  readonly name: string
  readonly by: PlanId | null
}

/** In the order in which they were spent, each once. A list, since states are compared and kept as plain trees. */
export type SpentNames = ReadonlyArray<SpentName>

/** The same names and these: who used a name first, keeps it. */
export const spend = (spent: SpentNames, names: ReadonlyArray<string>, by: PlanId | null = null): SpentNames => {
  if (names.length === 0) return spent
  const known = byName(spent)
  const fresh = [...new Set(names)].filter((name) => !known.has(name)).map((name) => ({ name, by }))
  return fresh.length === 0 ? spent : grown(spent, known, fresh)
}

/** A name as it was spent; undefined where it is free, also for a plan that comes back to a name that it reserved before. */
export const spentAs = (spent: SpentNames, name: string, forPlan?: PlanId): SpentName | undefined => {
  const found = byName(spent).get(name)
  return found === undefined || (forPlan !== undefined && found.by === forPlan) ? undefined : found
}

/** All names alone. */
export const namesSpent = (spent: SpentNames): ReadonlyArray<string> => spent.map(({ name }) => name)

/** The names that a plan reserved or brought, with that plan. */
export const heldByPlans = (spent: SpentNames): { readonly [name: string]: PlanId } =>
  Object.fromEntries(spent.flatMap(({ name, by }) => by === null ? [] : [[name, by]]))

/** Lists that were looked into, by name: a list of many thousand names must not be searched for each new one. */
const lookups = new WeakMap<SpentNames, Map<string, SpentName>>()

function byName(spent: SpentNames): Map<string, SpentName> {
  const known = lookups.get(spent)
  if (known !== undefined) return known
  const made = new Map(spent.map((one) => [one.name, one]))
  lookups.set(spent, made)
  return made
}

/** The lookup is handed on to the longer list; the shorter one makes another if it is ever looked into again. */
function grown(spent: SpentNames, known: Map<string, SpentName>, fresh: ReadonlyArray<SpentName>): SpentNames {
  const longer = spent.concat(fresh)
  for (const one of fresh) known.set(one.name, one)
  lookups.delete(spent)
  lookups.set(longer, known)
  return longer
}
