/** Seeded chance: the same seed makes the same history. */

import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'

export interface Chance {
  /** A whole number from `min` to `max`, both included. */
  readonly between: (min: number, max: number) => number
  /** True this often out of a hundred. */
  readonly percent: (share: number) => boolean
  /** One of these; the list must not be empty. */
  readonly pick: <A>(items: ReadonlyArray<A>) => A
  /** One of these names, by weight. */
  readonly weighted: <Name extends string>(weights: Readonly<Record<Name, number>>) => Name
}

/** Chance from a whole number as seed. */
export const seededChance = (seed: number): Chance => {
  const generator = xoroshiro128plus(seed)
  const between = (min: number, max: number): number => uniformInt(generator, min, max)
  return {
    between,
    percent: (share) => between(1, 100) <= share,
    pick: (items) => {
      const item = items[between(0, items.length - 1)]
      if (item === undefined) throw new Error('There is nothing to pick from.')
      return item
    },
    weighted: (weights) => pickWeighted(Object.entries(weights) as Array<[keyof typeof weights, number]>, between),
  }
}

function pickWeighted<Name>(weights: ReadonlyArray<readonly [Name, number]>, between: Chance['between']): Name {
  let left = between(1, weights.reduce((sum, [, weight]) => sum + weight, 0))
  for (const [name, weight] of weights) {
    left -= weight
    if (left <= 0) return name
  }
  throw new Error('There is nothing to pick from.')
}
