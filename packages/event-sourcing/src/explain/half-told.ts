/** Places that the facts named alone leave half told: something stands there that does not stand there when all facts are told. */

import { sameTree } from '../json.ts'
import { isRecord } from './origins.ts'
import type { ReadPlace } from './read-places.ts'

/** Models by name and key. */
export type Tree = Readonly<Record<string, ReadonlyMap<string, unknown>>>

/** Of the places that a query read, those of which the models of some facts say something else than those of all facts. */
export const halfTold = (read: ReadonlyArray<ReadPlace>, all: Tree, some: Tree): ReadonlyArray<ReadPlace> =>
  read.flatMap((place): ReadonlyArray<ReadPlace> => {
    const [full, told] = [standsAt(all, place), standsAt(some, place)]
    if (place.look === 'keys' && isRecord(told)) {
      return Object.keys(told).filter((name) => !isRecord(full) || !Object.hasOwn(full, name)).map((name) => ({ ...place, path: [...place.path, name], look: 'value' }))
    }
    return told === undefined || isSame(full, told) ? [] : [place]
  })

/** Of a record it only counts that it is one: what stands in it is read at places of its own. */
function isSame(full: unknown, told: unknown): boolean {
  return isRecord(full) && isRecord(told) ? true : sameTree(full, told)
}

/** What stands at a place. */
export function standsAt(tree: Tree, { models, key, path }: ReadPlace): unknown {
  return path.reduce<unknown>((value, name) => isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined, tree[models]?.get(key))
}
