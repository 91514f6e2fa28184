/** Opening a store on EventStoreDB: by a connection string, or with a client of one's own. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EventStore, StoreUnavailable } from '@grid-governance/event-store'
import { appendingTo } from './appending.ts'
import { clientFor, type MakeClient } from './client.ts'
import { connect } from './connection.ts'
import type { ServerUnavailable } from './failures-of-calls.ts'
import { readingOf } from './reading.ts'
import { saysMore, waitBeyond } from './waiting.ts'

export interface OpenOptions {
  /** `esdb://...` for one node, several nodes or a cluster; see the client's documentation for its parameters. */
  readonly connectionString: string
  /** Makes the clients instead, for tests and for the client's successors. */
  readonly makeClient?: MakeClient
  /** How failures name the server; by the connection string without credentials unless said otherwise. */
  readonly where?: string
  /** How long a call may take without an answer, in milliseconds; 20 seconds unless said otherwise. */
  readonly answerWithinMs?: number
  /** How often an append is sent in all while its outcome is not known; 4 unless said otherwise. */
  readonly attempts?: number
  /** The first pause between them, in milliseconds; 250 unless said otherwise. */
  readonly pauseMs?: number
}

export interface EventStoreDbStore extends EventStore {
  /** Lets go of the connection; calls that come later fail with StoreUnavailable, `closed`. */
  readonly close: () => Promise<void>
}

/** How long at most until `waitBeyond` notices what others append, if its subscription died without a word. */
const lookEveryMs = 500

/** Opens the store; fails with StoreUnavailable where no server answers, in bounded time. */
export const openEventStoreDb = (options: OpenOptions): TaskEither<StoreUnavailable, EventStoreDbStore> => async () => {
  const { connectionString, makeClient = () => clientFor(connectionString), where = withoutCredentials(connectionString), answerWithinMs = 20_000, attempts = 4, pauseMs = 250 } = options
  try {
    const connection = connect(makeClient, { where, answerWithinMs })
    const store = storeOn(connection, { attempts, pauseMs })
    const answer = await store.readAll({ after: 'beginning', maxCount: 1 })()
    if (E.isRight(answer)) return E.right(store)
    await connection.close()
    return E.left(answer.left.tag === 'StoreUnavailable' ? answer.left : unusable(where, answer.left.problems.join('; ')))
  } catch (error) {
    return E.left(unusable(where, error instanceof Error ? error.message : String(error)))
  }
}

function storeOn(connection: ReturnType<typeof connect>, options: { readonly attempts: number, readonly pauseMs: number }): EventStoreDbStore {
  const reading = readingOf(connection)
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
    close: () => connection.close(),
  }
}

/** The connection string as it may be shown: user and password are left out, and whatever else stands before the last @, since a password may hold one. */
export const withoutCredentials = (connectionString: string): string => connectionString.replace(/^([a-z][a-z0-9+.-]*:\/\/).*@/is, '$1')

function unusable(where: string, detail: string): ServerUnavailable {
  return { tag: 'StoreUnavailable', reason: 'unsupported', where, detail, trouble: 'badAddress' }
}
