/** Reads that check: each event must fit the link that was stored with it and that of the event before it, or the read fails. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { chainStart, nextLink, type EventReader, type StoredEvent, type StoreUnavailable } from '@grid-governance/event-store'
import { query, type Database } from './database.ts'
import { attempt, unavailable } from './sqlite-failures.ts'
import { selectLinksAt } from './sql/select-links-at.ts'

/** The reads of a reader, with a check. They are never sparing, since a link is taken over the whole of an event. */
export const checkedReads = (reader: EventReader, database: Database, path: string): Pick<EventReader, 'readStream' | 'readAll' | 'readAt'> => {
  const linksAt = query<LinkRow>(database, selectLinksAt)

  const check = (events: ReadonlyArray<StoredEvent>): E.Either<StoreUnavailable, void> => pipe(
    attempt(path, () => linksAt.all(JSON.stringify(events.map((event) => event.globalPosition)))),
    E.flatMap((rows) => {
      const altered = firstAltered(events, rows)
      return altered === undefined ? E.right(undefined) : E.left(unavailable('corrupt', path, sentenceOn(altered)))
    }),
  )

  return {
    readStream: (request) => pipe(reader.readStream(request), TE.tapEither(({ events }) => check(events))),
    readAll: (request) => pipe(reader.readAll({ ...request, sparing: false }), TE.tapEither(({ events }) => check(events))),
    readAt: (positions) => pipe(reader.readAt(positions), TE.tapEither(check)),
  }
}

type LinkRow = readonly [position: number, link: string, before: string | null]

/** The first event that does not fit; one whose predecessor is gone does not either. */
function firstAltered(events: ReadonlyArray<StoredEvent>, rows: ReadonlyArray<LinkRow>): StoredEvent | undefined {
  const links = new Map(rows.map(([position, link, before]) => [position, { link, before }]))
  return events.find((event) => {
    const found = links.get(event.globalPosition)
    const before = event.globalPosition === 0 ? chainStart : found?.before
    return found === undefined || before === undefined || before === null || nextLink(before, event) !== found.link
  })
}

function sentenceOn({ globalPosition, stream, streamVersion }: StoredEvent): string {
  return `the event at position ${globalPosition} (${stream}, version ${streamVersion}), its link or the event before it is not what was written`
}
