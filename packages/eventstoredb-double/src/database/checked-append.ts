/** Whether an append may be written: the expected version, and whether it was written before (the server's idempotency). */

import type { Expected } from './stored-event.ts'

/** What the check looks at; it knows also what is written and not yet committed. */
export interface Known {
  /** The last revision; -1 where there is none. */
  readonly last: number
  readonly tombstone: boolean
  readonly softDeleted: boolean
  readonly hasMetadata: boolean
  /** The revision that this id was given first, as far as the server remembers it. */
  readonly recent: (id: string) => number | undefined
  readonly idAt: (revision: number) => string | undefined
}

export type Verdict =
  | { readonly verdict: 'write'; readonly revive: boolean }
  | { readonly verdict: 'written'; readonly last: number }
  /** Known, but in an order that the server cannot tell of: it never answers. */
  | { readonly verdict: 'unspeakable' }
  | { readonly verdict: 'wrong'; readonly current: number }
  | { readonly verdict: 'deleted' }

export function checkedAppend(known: Known, expected: Expected, ids: readonly string[]): Verdict {
  if (known.tombstone) return { verdict: 'deleted' }
  if (expected === 'streamExists') {
    if (known.softDeleted) return { verdict: 'deleted' }
    if (known.last < 0 && !known.hasMetadata) return wrong(known)
  }
  if (typeof expected !== 'number') return checkedByIds(known, ids)
  if (expected > known.last) return wrong(known)
  if (expected < known.last) return checkedByPlace(known, expected, ids)
  return { verdict: 'write', revive: known.softDeleted }
}

/** Without a place to look at, ids are looked up; the first decides whether it is new. */
function checkedByIds(known: Known, ids: readonly string[]): Verdict {
  const revisions = ids.map(known.recent)
  const [first] = revisions
  if (first === undefined) return { verdict: 'write', revive: known.softDeleted }
  const last = revisions.at(-1)
  if (last === undefined || revisions.includes(undefined)) return wrong(known)
  // Its answer names the first and the last, and fails on the way where fewer than none lie between them.
  return last - first + 1 < 0 ? { verdict: 'unspeakable' } : { verdict: 'written', last }
}

/** Each id must be the one that stands where it would have been written. */
function checkedByPlace(known: Known, expected: number, ids: readonly string[]): Verdict {
  const differs = ids.findIndex((id, index) => known.idAt(expected + 1 + index) !== id)
  if (differs === 0 && expected === -1 && known.softDeleted) return { verdict: 'write', revive: true }
  if (differs >= 0 || ids.length === 0) return wrong(known)
  return { verdict: 'written', last: expected + ids.length }
}

function wrong({ last }: Known): Verdict {
  return { verdict: 'wrong', current: last }
}
