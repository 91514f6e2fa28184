/** A database as the target of a transfer: events are written with their original times, and a marker at the end makes a log of it. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StoreUnavailable, TransferTarget } from '@grid-governance/event-store'
import { appendingTo } from './appending.ts'
import { onServer, type OnServer, type OpenOptions } from './on-server.ts'
import { originalTimes, timesAsGiven } from './original-times.ts'
import { readingOf, type LogReading } from './reading.ts'
import { markBegun, markSealed, readMarker } from './transfer-marker.ts'

export interface EventStoreDbTarget extends TransferTarget<StoreUnavailable> {
  readonly close: () => Promise<void>
}

/** Opens a database for `transferLog`, also one into which a transfer was begun. Fails with StoreUnavailable, as the store does. */
export const openEventStoreDbTarget = (options: OpenOptions): TaskEither<StoreUnavailable, EventStoreDbTarget> => onServer(options, targetOn)

async function targetOn(server: OnServer): Promise<E.Either<StoreUnavailable, EventStoreDbTarget>> {
  const { connection, attempts, pauseMs } = server
  const reading = readingOf(connection, timesAsGiven)
  const standing = await readMarker(reading, connection.where)
  if (E.isLeft(standing)) return standing
  if (standing.right.state === 'sealed') {
    const log = readingOf(connection, originalTimes(standing.right, connection.where))
    const sound = await log.clock.reach('end')
    return E.isLeft(sound) ? sound : E.right({ ...target(log, unwritable), sealed: standing.right.digest, close: connection.close })
  }

  let begun = standing.right.state === 'begun'
  let recordedAt = 0
  const appending = appendingTo(connection, reading, { attempts, pauseMs, originalTime: () => recordedAt })
  const begin = async (): Promise<E.Either<StoreUnavailable, void>> => {
    const marked = begun ? E.right(undefined) : await markBegun(connection, reading, attempts)
    begun = E.isRight(marked)
    return marked
  }
  return E.right({
    ...target(reading, {
      append: (request, time) => async () => {
        const marked = await begin()
        if (E.isLeft(marked)) return marked
        recordedAt = time
        // What was there was compared, so that it is known where every stream ends.
        if (typeof request.expectedVersion === 'number') appending.seen(request.stream, request.expectedVersion)
        return await appending.append(request)
      },
      seal: (digest) => async () => {
        const marked = await begin()
        return E.isLeft(marked) ? marked : await markSealed(connection, reading, attempts, digest)
      },
    }),
    sealed: undefined, close: connection.close,
  })
}

type Writing = Pick<EventStoreDbTarget, 'append' | 'seal'>

const unwritable: Writing = {
  append: () => { throw new Error('a sealed target is not written to') },
  seal: () => async () => E.right(undefined),
}

function target(reading: LogReading, writing: Writing): Writing & Pick<EventStoreDbTarget, 'reader'> {
  return { ...writing, reader: { readAll: (request) => () => reading.readAll(request) } }
}
