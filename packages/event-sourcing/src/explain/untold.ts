/** Places that matter only together, so that none was found to matter alone: those that must be told besides to make the figure right. */

import { attempt } from './attempt.ts'
import { standsAt, type Tree } from './half-told.ts'
import { isRecord } from './origins.ts'
import type { ReadPlace } from './read-places.ts'

/**
 * Of the places that a query read, some of which nothing is told, and with which the figure is right; as few as are found by taking the
 * first ones. None, where not even all of them make it right.
 */
export const untold = (read: ReadonlyArray<ReadPlace>, all: Tree, some: Tree, initial: (models: string, key: string) => unknown, isRight: (models: Tree) => boolean): ReadonlyArray<ReadPlace> => {
  const missing = read.filter((place) => place.look !== 'keys' && standsAt(all, place) !== undefined && standsAt(some, place) === undefined)
  const needed: ReadPlace[] = []
  const rightWith = (count: number): boolean => {
    return attempt(() => isRight([...needed, ...missing.slice(0, count)].reduce((tree, place) => toldAt(tree, place, standsAt(all, place), initial), some))) === true
  }
  if (!rightWith(missing.length)) return []
  while (!rightWith(0)) {
    let [tooFew, enough] = [0, missing.length]
    while (enough - tooFew > 1) {
      const count = (tooFew + enough) >> 1
      if (rightWith(count)) enough = count
      else tooFew = count
    }
    needed.push(missing[enough - 1] as ReadPlace)
    missing.length = enough - 1
  }
  return needed
}

/** Models in which something is told at a place; of a record only that it is one. */
function toldAt(tree: Tree, { models, key, path }: ReadPlace, value: unknown, initial: (models: string, key: string) => unknown): Tree {
  const own = new Map(tree[models])
  own.set(key, toldIn(own.get(key) ?? initial(models, key), path, value))
  return { ...tree, [models]: own }
}

function toldIn(tree: unknown, path: ReadonlyArray<string>, value: unknown): unknown {
  const [name, ...rest] = path
  const record = isRecord(tree) ? tree : {}
  if (name === undefined) return isRecord(value) ? record : value
  return { ...record, [name]: toldIn(record[name], rest, value) }
}
