/** Opening a store on EventStoreDB: by a connection string, or with a client of one's own. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Position } from '@grid-governance/event-sourcing'
import type { EventStore, StoreUnavailable } from '@grid-governance/event-store'
import { appendingTo } from './appending.ts'
import { clockKeeper, readClockFile, type ClockKeeper, type ClockState } from './clock-file.ts'
import { onServer, type OnServer, type OpenOptions } from './on-server.ts'
import { markerGone, originalTimes, timesAsGiven, unlessMarkerShows, wordOf } from './original-times.ts'
import { readingOf, type LogReading } from './reading.ts'
import { readMarker, type TransferStanding } from './transfer-marker.ts'
import type { RawEvent } from './raw-event.ts'
import { saysMore, waitBeyond } from './waiting.ts'

export interface EventStoreDbStore extends EventStore {
  /** Lets go of the connection; calls that come later fail with StoreUnavailable, `closed`. */
  readonly close: () => Promise<void>
}

/** How long at most until `waitBeyond` notices what others append, if its subscription died without a word. */
const lookEveryMs = 500

/**
 * Opens the store; fails with StoreUnavailable where no server answers, in bounded time, and with `unfinished` where a transfer into the database
 * was begun and not sealed.
 */
export const openEventStoreDb = (options: OpenOptions): TaskEither<StoreUnavailable, EventStoreDbStore> =>
  onServer(options, (server) => unlessMarkerShows(server, () => openOn(server, options)))

async function openOn(server: OnServer, options: OpenOptions): Promise<E.Either<StoreUnavailable, EventStoreDbStore>> {
  const { connection } = server
  const plainly = readingOf(connection, timesAsGiven)
  const standing = await readMarker(plainly, connection.where)
  if (E.isLeft(standing)) return standing
  if (standing.right.state === 'begun') return E.left(unusable(connection.where, 'unfinished', 'a transfer into it was begun and has not come to its end'))
  const kept = options.clockFile === undefined ? E.right(undefined) : await keptClock(options.clockFile, plainly, standing.right)
  if (E.isLeft(kept)) return kept
  const store = storeOn(server, standing.right, kept.right, options.clockFile)
  const answer = await store.readAll({ after: 'beginning', maxCount: 1 })()
  if (E.isRight(answer)) return E.right(store)
  // The marker was looked for a moment ago: its events are in the log of the server, and their stream was deleted.
  if (answer.left.tag === 'StoreUnavailable' && answer.left.reason === 'unfinished') return E.left(unusable(connection.where, 'corrupt', markerGone))
  return E.left(answer.left.tag === 'StoreUnavailable' ? answer.left : unusable(connection.where, 'unsupported', answer.left.problems.join('; ')))
}

/** What was kept, if the log is still that of which it was found out: its last event stands where it stood, under the same marker. */
async function keptClock(path: string, reading: LogReading, standing: TransferStanding): Promise<E.Either<StoreUnavailable, ClockState | undefined>> {
  const kept = readClockFile(path)
  if (kept?.standing !== wordOf(standing)) return E.right(undefined)
  const there = await reading.rawAt(kept.lastPosition as Position)
  return E.map((raw: RawEvent | undefined) => raw?.event.id === kept.lastEventId ? kept : undefined)(there)
}

function storeOn({ connection, ...options }: OnServer, standing: TransferStanding, kept: ClockState | undefined, clockFile: string | undefined): EventStoreDbStore {
  const keeper: ClockKeeper | undefined = clockFile === undefined ? undefined : clockKeeper(clockFile, () => reading.clock.state(), kept)
  const reading = readingOf(connection, originalTimes(standing, connection.where, kept), kept, keeper?.look)
  const appending = appendingTo(connection, reading, options)
  const readAll: EventStore['readAll'] = (request) => () => reading.readAll(request)
  return {
    declared: { name: 'eventstoredb', positionsDense: false, keepsChain: false, filtersOn: 'client', clockBehindLog: 'finding', noticesOthersWithinMs: lookEveryMs },
    append: (request) => () => appending.append(request),
    readStream: (request) => async () => {
      const page = await reading.readStream(request)
      if (E.isRight(page)) appending.seen(request.stream, page.right.streamVersion)
      return page
    },
    readAll,
    readAt: (positions) => () => reading.readAt(positions),
    head: () => () => reading.head(),
    prefixKnownAt: (instant) => () => reading.prefixKnownAt(instant),
    waitBeyond: (after, wait) => () => waitBeyond(connection, async () => saysMore(await readAll({ after, maxCount: 1 })()), lookEveryMs, after, wait),
    close: async () => {
      keeper?.save()
      await connection.close()
    },
  }
}

function unusable(where: string, reason: StoreUnavailable['reason'], detail: string): StoreUnavailable {
  return { tag: 'StoreUnavailable', reason, where, detail }
}
