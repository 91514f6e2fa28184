/** Walks one stream backwards, from event to event, entering long streams near the place asked for. */

import type { EventId } from '@grid-governance/event-sourcing'
import { query, type Database } from './database.ts'
import { uuidOfHex } from './event-id.ts'
import type { EventRow } from './event-row.ts'
import { DamagedLog } from './sqlite-failures.ts'
import type { StreamHead } from './stream-heads.ts'
import { selectStreamIds } from './sql/select-stream-ids.ts'
import { selectStreamMark } from './sql/select-stream-mark.ts'
import { selectStreamWalk } from './sql/select-stream-walk.ts'

export interface PlacedId {
  readonly version: number
  readonly position: number
  readonly eventId: EventId
}

/** Every how many events the place of one is noted. */
export const markEvery = 128

export interface StreamWalk {
  /** The rows from version `newest` back to `oldest`, newest first. */
  readonly rows: (head: StreamHead, newest: number, oldest: number) => ReadonlyArray<EventRow>
  /** The ids from version `newest` back to `oldest`, newest first. */
  readonly ids: (head: StreamHead, newest: number, oldest: number) => ReadonlyArray<PlacedId>
}

export const streamWalk = (database: Database): StreamWalk => {
  const markAt = query<[number, number]>(database, selectStreamMark)
  const walkRows = query<EventRow>(database, selectStreamWalk)
  const walkIds = query<[number, number, string, number]>(database, selectStreamIds)

  const entry = (head: StreamHead, newest: number): readonly [position: number | null, version: number] => {
    if (head.version - newest < markEvery) return [head.position, head.version]
    const mark = markAt.get(head.id, newest)
    return mark === undefined ? [head.position, head.version] : [mark[1], mark[0]]
  }

  return {
    rows: (head, newest, oldest) => {
      if (newest < oldest) return []
      const rows = walkRows.all(...entry(head, newest), newest, oldest)
      expectUnbroken(head, newest, oldest, rows.map((row) => [row[1], row[2]]))
      return rows
    },
    ids: (head, newest, oldest) => {
      if (newest < oldest) return []
      const rows = walkIds.all(...entry(head, newest), newest, oldest)
      expectUnbroken(head, newest, oldest, rows.map((row) => [row[3], row[0]]))
      return rows.map((row) => ({ version: row[0], position: row[1], eventId: uuidOfHex(row[2]) }))
    },
  }
}

/** A pointer that was damaged leads to another stream, to another version, or nowhere. */
function expectUnbroken(head: StreamHead, newest: number, oldest: number, places: ReadonlyArray<readonly [stream: number, version: number]>): void {
  const sound = places.length === newest - oldest + 1
    && places.every(([stream, version], index) => stream === head.id && version === newest - index)
  if (!sound) throw new DamagedLog(`stream ${head.id} cannot be followed from version ${newest} back to ${oldest}; run verify`)
}
