/** Which streams a reader of one part passes over: those of other parts, marked in a table of the connection that is in no file. */

import type { StreamName } from '@grid-governance/event-sourcing'
import { query, type Database } from '../database.ts'
import { createOtherStreams } from '../sql/create-other-streams.ts'
import { insertOtherStreams } from '../sql/insert-other-streams.ts'
import { selectStreamsFrom } from '../sql/select-streams-from.ts'

/**
 * Marks the streams that are not to be read, as they are now. A stream that begins later is read: it is beyond the head that the parts read to, and
 * what is read needlessly is seen to be, while what is passed over is lost.
 */
export const passOverOtherStreams = (database: Database, isRead: (stream: StreamName) => boolean): void => {
  for (const statement of createOtherStreams) database.exec(statement)
  // To look a byte up takes half as long as to find a number in a table, and is done for every row of the log.
  database.prepare(insertOtherStreams).run(marksOf(database, isRead))
}

function marksOf(database: Database, isRead: (stream: StreamName) => boolean): Uint8Array {
  const streams = query<readonly [number, StreamName]>(database, selectStreamsFrom)
  let marks = new Uint8Array(1024)
  let from = 0
  for (;;) {
    const page = streams.all(from)
    const last = page.at(-1)?.[0]
    if (last === undefined) return marks.subarray(0, from)
    if (last >= marks.length) marks = grown(marks, last + 1)
    for (const [id, name] of page) if (!isRead(name)) marks[id] = 1
    from = last + 1
  }
}

function grown(marks: Uint8Array<ArrayBuffer>, atLeast: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(Math.max(atLeast, 2 * marks.length))
  more.set(marks)
  return more
}
