/** Which streams a reader of one part passes over: those of other parts, noted in a table of the connection that is in no file. */

import type { StreamName } from '@grid-governance/event-sourcing'
import { query, type Database } from '../database.ts'
import { createOtherStreams } from '../sql/create-other-streams.ts'
import { insertOtherStream } from '../sql/insert-other-stream.ts'
import { selectStreamsFrom } from '../sql/select-streams-from.ts'

/**
 * Notes the streams that are not to be read, as they are now. A stream that begins later is read: it is beyond the head that the parts read to, and
 * what is read needlessly is seen to be, while what is passed over is lost.
 */
export const passOverOtherStreams = (database: Database, isRead: (stream: StreamName) => boolean): void => {
  for (const statement of createOtherStreams) database.exec(statement)
  const streams = query<readonly [number, StreamName]>(database, selectStreamsFrom)
  const insert = database.prepare(insertOtherStream)
  database.exec('BEGIN')
  let from = 0
  for (;;) {
    const page = streams.all(from)
    for (const [id, name] of page) if (!isRead(name)) insert.run(id)
    const last = page.at(-1)
    if (last === undefined) break
    from = last[0] + 1
  }
  database.exec('COMMIT')
}
