/** Keys spread evenly over all of a projection: one pass over the index, in as many leaps as there are keys asked for. */

import { query, type Database } from '../database.ts'
import { countModels } from './sql/count-models.ts'
import { selectKeys } from './sql/select-keys.ts'
import { selectKeyBeyond } from './sql/select-key-beyond.ts'

/** Answers at most so many keys of the projection with this number; to be used within one reading. */
export const spreadKeys = (database: Database): ((projection: number, count: number) => ReadonlyArray<string>) => {
  const counted = query<readonly [number]>(database, countModels)
  const first = query<readonly [string]>(database, selectKeys('all', 'first'))
  const beyond = query<readonly [string]>(database, selectKeyBeyond)
  return (projection, count) => {
    const models = counted.get(projection)?.[0] ?? 0
    const keys: string[] = []
    let place = 0
    for (const next of placesOf(models, count)) {
      const last = keys.at(-1)
      const key = (last === undefined ? first.get(projection, null, 1) : beyond.get(projection, last, next - place - 1))?.[0]
      if (key === undefined) break
      keys.push(key)
      place = next
    }
    return keys
  }
}

/** So many places from 0 to below `all`, evenly spread; all of them where they are no more. */
function placesOf(all: number, count: number): ReadonlyArray<number> {
  const chosen = Math.min(all, count)
  return Array.from({ length: chosen }, (_, index) => Math.ceil((index * all) / chosen))
}
