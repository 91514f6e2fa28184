/** A database as the target of a transfer: events are written with their original times, and a marker at the end makes a log of it. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { isAfter, type Position } from '@grid-governance/event-sourcing'
import type { LogDigest, StoreUnavailable, TransferTarget } from '@grid-governance/event-store'
import { appendingTo } from './appending.ts'
import type { Connection } from './connection.ts'
import { digestOfHeld, firstHeld } from './held-log.ts'
import { onServer, type OnServer, type OpenOptions } from './on-server.ts'
import { eventsBefore, markerGone, originalTimes, timesAsGiven, unlessMarkerShows } from './original-times.ts'
import { pause } from './pause.ts'
import { readingOf, type LogReading } from './reading.ts'
import { markBegun, markSealed, readMarker, type TransferStanding, type Trying } from './transfer-marker.ts'

export interface EventStoreDbTarget extends TransferTarget<StoreUnavailable> {
  readonly close: () => Promise<void>
}

/**
 * Opens a database for `transferLog`, also one into which a transfer was begun. A log that is there already, moved or written there, is `sealed` and never
 * written to. Fails with StoreUnavailable, as the store does: `foreign` where events are there that were not written through the port, and `corrupt` where some lie before the
 * transfer that was begun.
 */
export const openEventStoreDbTarget = (options: OpenOptions): TaskEither<StoreUnavailable, EventStoreDbTarget> =>
  onServer(options, (server) => unlessMarkerShows(server, () => targetOn(server)))

async function targetOn(server: OnServer): Promise<E.Either<StoreUnavailable, EventStoreDbTarget>> {
  const { connection } = server
  const standing = await readMarker(readingOf(connection, timesAsGiven), connection.where)
  if (E.isLeft(standing)) return standing
  switch (standing.right.state) {
    case 'sealed': return await movedTarget(connection, standing.right)
    case 'begun': return await begunTarget(server, standing.right.from)
    case 'none': return await unmarkedTarget(server, standing.right)
  }
}

/** A log that was moved here: it is what its marker says, or damaged. */
async function movedTarget(connection: Connection, standing: TransferStanding & { readonly state: 'sealed' }): Promise<E.Either<StoreUnavailable, EventStoreDbTarget>> {
  const log = readingOf(connection, originalTimes(standing, connection.where))
  const sound = await log.clock.reach('end')
  return E.map(() => sealedTarget(connection, log, standing.digest))(sound)
}

/** A transfer goes on. What lies before its beginning would make the whole database unusable once it is sealed. */
async function begunTarget(server: OnServer, from: number): Promise<E.Either<StoreUnavailable, EventStoreDbTarget>> {
  const { connection } = server
  const first = await firstHeld(readingOf(connection, timesAsGiven))
  if (E.isLeft(first)) return first
  return first.right !== undefined && first.right.globalPosition < from ? E.left(unusable(connection.where, 'corrupt', eventsBefore)) : E.right(openTarget(server, true))
}

/** No transfer ever began: what is there was written there, and is a log of its own, with the times of the server. */
async function unmarkedTarget(server: OnServer, standing: TransferStanding): Promise<E.Either<StoreUnavailable, EventStoreDbTarget>> {
  const { connection } = server
  const log = readingOf(connection, originalTimes(standing, connection.where))
  const held = await digestOfHeld(log, connection.where)
  // The marker was looked for a moment ago: its events are in the log of the server, and their stream was deleted.
  if (E.isLeft(held)) return held.left.reason === 'unfinished' ? E.left(unusable(connection.where, 'corrupt', markerGone)) : held
  return E.right(held.right.count > 0 ? sealedTarget(connection, log, held.right) : openTarget(server, false))
}

function sealedTarget({ close }: Connection, log: LogReading, digest: LogDigest): EventStoreDbTarget {
  return { ...target(log, unwritable), sealed: digest, close }
}

function openTarget({ connection, attempts, pauseMs }: OnServer, wasBegun: boolean): EventStoreDbTarget {
  const reading = readingOf(connection, timesAsGiven)
  let begun = wasBegun
  let recordedAt = 0
  let lastWritten: Position | undefined
  const appending = appendingTo(connection, reading, { attempts, pauseMs, originalTime: () => recordedAt })
  const begin = async (): Promise<E.Either<StoreUnavailable, void>> => {
    const marked = begun ? E.right(undefined) : await beginOn(connection, reading, { attempts, pauseMs })
    begun = E.isRight(marked)
    return marked
  }
  /** What was written here is read back: a node that lags is asked again, and never taken for one where less is. */
  const readAll: LogReading['readAll'] = async (request) => {
    for (let attempt = 0; ; attempt += 1) {
      const page = await reading.readAll(request)
      if (E.isLeft(page) || !page.right.endOfLog || request.upTo !== undefined || lastWritten === undefined || !isAfter(lastWritten, page.right.readTo)) return page
      if (attempt === attempts) return E.left({ tag: 'StoreUnavailable', reason: 'unreachable', where: connection.where, detail: `it is read up to ${page.right.readTo} only, and was written up to ${lastWritten}` })
      await pause(pauseMs * 2 ** attempt)
    }
  }
  return {
    ...target({ readAll }, {
      append: (request, time) => async () => {
        const marked = await begin()
        if (E.isLeft(marked)) return marked
        recordedAt = time
        // What was there was compared, so that it is known where every stream ends.
        if (typeof request.expectedVersion === 'number') appending.seen(request.stream, request.expectedVersion)
        const appended = await appending.append(request)
        if (E.isRight(appended)) lastWritten = appended.right.position
        return appended
      },
      seal: (digest) => async () => {
        const marked = await begin()
        return E.isLeft(marked) ? marked : await markSealed(connection, reading, { attempts, pauseMs }, digest)
      },
    }),
    sealed: undefined, close: connection.close,
  }
}

/** Since it was opened, somebody may have made a log there; the marker would take it away from him. */
async function beginOn(connection: Connection, reading: LogReading, how: Trying): Promise<E.Either<StoreUnavailable, void>> {
  const first = await firstHeld(reading)
  if (E.isLeft(first)) return first
  return first.right === undefined ? await markBegun(connection, reading, how) : E.left(unusable(connection.where, 'io', 'events were written to it after it was opened for the transfer'))
}

type Writing = Pick<EventStoreDbTarget, 'append' | 'seal'>

const unwritable: Writing = {
  append: () => { throw new Error('a sealed target is not written to') },
  seal: () => async () => E.right(undefined),
}

function target(reading: Pick<LogReading, 'readAll'>, writing: Writing): Writing & Pick<EventStoreDbTarget, 'reader'> {
  return { ...writing, reader: { readAll: (request) => () => reading.readAll(request) } }
}

function unusable(where: string, reason: StoreUnavailable['reason'], detail: string): StoreUnavailable {
  return { tag: 'StoreUnavailable', reason, where, detail }
}
