/** The writes that account for what stands at a place of a model. */

import type { Origin, Write } from './origins.ts'
import type { ReadPlace } from './read-places.ts'

export interface WritesAt {
  /** Those that made it what it is; a removal, where nothing is there. */
  readonly set: ReadonlyArray<Write>
  /** Those that said the same since. */
  readonly again: ReadonlyArray<Write>
}

const none: WritesAt = { set: [], again: [] }

/** What made what a place shows; nothing where no fact ever wrote there. */
export const writesAt = (root: Origin, { path, look }: Pick<ReadPlace, 'path' | 'look'>): WritesAt => {
  const { origin, reached } = originAt(root, path)
  if (origin === undefined) return none
  if (!reached) return valueAt(origin)
  switch (look) {
    case 'value': return valueAt(origin)
    case 'presence': return { set: some(origin.made), again: [] }
    case 'keys': return { set: [...some(origin.set), ...[...origin.children.values()].flatMap((child) => some(child.made))], again: [] }
    case 'removals': return { set: [...some(origin.set), ...removedMembers(root, path).flatMap(([, child]) => some(child.made))], again: [] }
    case 'whole': return wholeAt(origin)
  }
}

/** The members of a record that were removed and are not there; `stands` is what each was. */
export const removedMembers = (root: Origin, path: ReadonlyArray<string>): ReadonlyArray<readonly [string, Origin]> => {
  const { origin, reached } = originAt(root, path)
  return origin === undefined || !reached ? [] : [...origin.children].filter(([, child]) => child.kind === 'absent')
}

/** The origin at a path, or of the list, value or absence at which the path ends before; undefined where no fact ever wrote. */
function originAt(root: Origin, path: ReadonlyArray<string>): { readonly origin: Origin | undefined, readonly reached: boolean } {
  let origin: Origin | undefined = root
  for (const key of path) {
    if (origin.kind !== 'record') return { origin, reached: false }
    origin = origin.children.get(key)
    if (origin === undefined) break
  }
  return { origin, reached: true }
}

function valueAt({ set, again }: Origin): WritesAt {
  return { set: some(set), again }
}

function wholeAt(origin: Origin): WritesAt {
  const below = [...origin.children.values()].map(wholeAt)
  return {
    set: [...some(origin.set), ...below.flatMap(({ set }) => set)],
    again: [...(origin.kind === 'record' ? [] : origin.again), ...below.flatMap(({ again }) => again)],
  }
}

function some(write: Write | undefined): ReadonlyArray<Write> {
  return write === undefined ? [] : [write]
}
