/** What is common to all that is opened on a server: how it is connected to, and what is said where that fails. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StoreUnavailable } from '@grid-governance/event-store'
import { clientFor, type MakeClient } from './client.ts'
import { connect, type Connection } from './connection.ts'
import type { ServerUnavailable } from './failures-of-calls.ts'

export interface OpenOptions {
  /** `esdb://...` for one node, several nodes or a cluster; see the client's documentation for its parameters. */
  readonly connectionString: string
  /** Makes the clients instead, for tests and for the client's successors. */
  readonly makeClient?: MakeClient
  /** How failures name the server; by the connection string without credentials unless said otherwise. */
  readonly where?: string
  /**
   * A file in which to keep what is found out about the times of the log, made when it is missing: the log is read through once for that (some 20,000 events a second), and with the file
   * only by the first process. One for each log, and only where nobody else can write: what it says is believed.
   */
  readonly clockFile?: string
  /** How long a call may take without an answer, in milliseconds; 20 seconds unless said otherwise. */
  readonly answerWithinMs?: number
  /** How often an append is sent in all while its outcome is not known; 4 unless said otherwise. */
  readonly attempts?: number
  /** The first pause between them, in milliseconds; 250 unless said otherwise. */
  readonly pauseMs?: number
}

/** A connection, and how appends are sent on it. */
export interface OnServer {
  readonly connection: Connection
  readonly attempts: number
  readonly pauseMs: number
}

/** Connects, and closes the connection again where `open` fails. */
export const onServer = <A>(options: OpenOptions, open: (server: OnServer) => Promise<E.Either<StoreUnavailable, A>>): TaskEither<StoreUnavailable, A> => async () => {
  const { connectionString, makeClient = () => clientFor(connectionString), where = withoutCredentials(connectionString), answerWithinMs = 20_000, attempts = 4, pauseMs = 250 } = options
  try {
    const connection = connect(makeClient, { where, answerWithinMs })
    const opened = await open({ connection, attempts, pauseMs })
    if (E.isLeft(opened)) await connection.close()
    return opened
  } catch (error) {
    return E.left({ tag: 'StoreUnavailable', reason: 'unsupported', where, detail: error instanceof Error ? error.message : String(error), trouble: 'badAddress' } satisfies ServerUnavailable)
  }
}

/** The connection string as it may be shown: user and password are left out, and whatever else stands before the last @, since a password may hold one. */
export const withoutCredentials = (connectionString: string): string => connectionString.replace(/^([a-z][a-z0-9+.-]*:\/\/).*@/is, '$1')
