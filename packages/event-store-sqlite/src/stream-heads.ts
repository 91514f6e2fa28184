/** Where each stream ends: as saved in the file, plus what is newer, kept in memory and right as of the last `refresh`. */

import type { StreamName } from '@grid-governance/event-sourcing'
import { query, type Database } from './database.ts'
import { DamagedLog } from './sqlite-failures.ts'
import { selectHeadsReach } from './sql/select-heads-reach.ts'
import { selectPlacesAfter } from './sql/select-places-after.ts'
import { selectStreamHead } from './sql/select-stream-head.ts'

/** A stream's number, its version, and the position of its last event; null while it has none. */
export interface StreamHead {
  readonly id: number
  readonly version: number
  readonly position: number | null
}

export interface StreamHeads {
  /**
   * Looks for what other connections have committed; call it before `headOf`. Answers with a number that changes when there was something,
   * or when all was forgotten: what was learnt under another number may be stale.
   */
  readonly refresh: () => number
  /** The head of a stream; undefined when the log knows no such stream. */
  readonly headOf: (name: StreamName) => StreamHead | undefined
  /** The head of a stream as it was when this connection last looked; undefined where nothing is remembered, and nothing is read for it. */
  readonly remembered: (name: StreamName) => StreamHead | undefined
  /** Notes a stream that was given its number just now. */
  readonly begin: (name: StreamName, id: number) => StreamHead
  /** Moves a head on by the event that was inserted at a position just now. */
  readonly advance: (head: StreamHead, position: number) => void
  /** How many heads are not saved. */
  readonly unsaved: () => number
  /** These heads, and the position up to which all are known; right after `refresh` in a write transaction. Tell `saved` once they are. */
  readonly toSave: () => { readonly heads: ReadonlyArray<StreamHead>, readonly reach: number }
  readonly saved: () => void
  /** Forgets everything, after a transaction that was rolled back. */
  readonly forget: () => void
}

type WritableHead = { -readonly [K in keyof StreamHead]: StreamHead[K] }

/** How many streams are remembered by name at most. */
const mostNames = 100_000
const pageSize = 10_000

export const streamHeads = (database: Database): StreamHeads => {
  const dataVersion = query<[number]>(database, 'PRAGMA data_version')
  const headsReach = query<[number]>(database, selectHeadsReach)
  const placesAfter = query<[position: number, stream: number, version: number]>(database, selectPlacesAfter)
  const savedHead = query<[id: number, version: number | null, position: number | null, streamThere: number | null, versionThere: number | null]>(database, selectStreamHead)
  const byName = new Map<StreamName, WritableHead>()
  /** Every stream that has events after what is saved, up to `seenTo`. */
  const news = new Map<number, WritableHead>()
  let seenTo = -1
  let seenVersion: number | undefined
  let generation = 0

  const refresh = (): number => {
    const version = dataVersion.get()?.[0]
    if (version === seenVersion) return generation
    generation += 1
    byName.clear()
    const saved = headsReach.get()?.[0] ?? -1
    if (seenVersion === undefined || saved > seenTo) {
      news.clear()
      seenTo = saved
    }
    noteWhatIsNew()
    seenVersion = version
    return generation
  }

  const noteWhatIsNew = (): void => {
    for (;;) {
      const places = placesAfter.all(seenTo, pageSize)
      for (const [position, stream, version] of places) note(stream, version, position)
      if (places.length < pageSize) return
    }
  }

  const note = (id: number, version: number, position: number): void => {
    const head = news.get(id)
    if (head === undefined) news.set(id, { id, version, position })
    else if (head.version + 1 === version) Object.assign(head, { version, position })
    else throw new DamagedLog(`at position ${position} stands version ${version} of stream ${id}, which was at ${head.version}; run verify`)
    seenTo = position
  }

  const headOf = (name: StreamName): StreamHead | undefined => byName.get(name) ?? load(name)

  const load = (name: StreamName): StreamHead | undefined => {
    const row = savedHead.get(name)
    if (row === undefined) return undefined
    const [id, version, position, streamThere, versionThere] = row
    if (version !== null && (streamThere !== id || versionThere !== version)) throw new DamagedLog(`the saved head of stream ${id} does not lead to its event; run verify`)
    return remember(name, news.get(id) ?? { id, version: version ?? 0, position })
  }

  const remember = (name: StreamName, head: WritableHead): StreamHead => {
    if (byName.size >= mostNames) byName.clear()
    byName.set(name, head)
    return head
  }

  const advance = (head: WritableHead, position: number): void => {
    head.version += 1
    head.position = position
    news.set(head.id, head)
    seenTo = position
  }

  return {
    refresh,
    headOf,
    remembered: (name) => byName.get(name),
    begin: (name, id) => remember(name, { id, version: 0, position: null }),
    advance,
    unsaved: () => news.size,
    toSave: () => ({ heads: [...news.values()].sort((left, right) => left.id - right.id), reach: seenTo }),
    saved: () => { news.clear() },
    forget: () => {
      byName.clear()
      news.clear()
      seenVersion = undefined
    },
  }
}
