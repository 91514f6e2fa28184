/** Logs in databases, EventStoreDB or KurrentDB, one in each; the adapter is loaded when the first of them is opened. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { ReadFailure, StoreUnavailable } from '@grid-governance/event-store'
import type { EventStoreDbStore, OpenOptions, ServerUnavailable } from '@grid-governance/event-store-eventstoredb'
import type { FileUnusable } from './failure.ts'
import type { Logs, ReadableLog, WritableLog } from './ports.ts'
import { namesUser, withCredentials, withoutCredentials } from './store-address.ts'

export interface ConnectingOptions {
  /** `user:password` for addresses that name nobody, and the variable that says so. */
  readonly credentials?: { readonly variable: string, readonly value: string }
  /** How long an answer is waited for; 5 seconds unless said otherwise. */
  readonly answerWithinMs?: number
}

/** What can be done with a log that is not a file: there is nothing to copy. */
export type DatabaseLogs = Pick<Logs, 'create' | 'open' | 'read' | 'audit'>

/** So long an answer is waited for, so often an append is sent in all: nobody who sits and waits is left without a sentence for more than half a minute. */
const limits = { answerWithinMs: 5000, attempts: 3 } as const

/** Seconds for a node of a cluster to name the leader: a node that is silent leaves time for the others. */
const gossipTimeout = 2

/** How gridgov connects to the database at an address; fails where the credentials for it are none. */
export type Connecting = (address: string) => E.Either<StoreUnavailable, OpenOptions>

export const connectingWith = ({ credentials, answerWithinMs = limits.answerWithinMs }: ConnectingOptions): Connecting => (address) => {
  const needed = namesUser(address) ? undefined : credentials
  if (needed !== undefined && !/^[^:]+:./s.test(needed.value)) return E.left(malformedCredentials(withoutCredentials(address), needed.variable))
  const named = needed === undefined ? address : withCredentials(address, needed.value)
  return E.right({ connectionString: patient(named), where: withoutCredentials(address), answerWithinMs, attempts: limits.attempts })
}

/** Logs in databases; outcomes are kept in a file, which has to be named: there is none beside a database. */
export const eventStoreDbLogs = (connecting: Connecting, outcomes: (path: string) => ReturnType<NonNullable<ReadableLog['outcomes']>>): DatabaseLogs => {
  const open = (address: string): TE.TaskEither<StoreUnavailable, EventStoreDbStore> => async () => {
    const options = connecting(address)
    return E.isLeft(options) ? options : await (await import('@grid-governance/event-store-eventstoredb')).openEventStoreDb(options.right)()
  }
  const read = (address: string): TE.TaskEither<StoreUnavailable, ReadableLog> => pipe(open(address), TE.map((store) => readable(store, address)))
  return {
    create: (address) => pipe(open(address), TE.flatMap((store) => ifEmpty(store, withoutCredentials(address)))),
    open: (address) => pipe(open(address), TE.map(writable)),
    read,
    audit: (address) => pipe(read(address), TE.map((log) => ({ ...log, outcomes: (named) => named === undefined ? TE.right(undefined) : outcomes(named) }))),
  }
}

function malformedCredentials(where: string, variable: string): ServerUnavailable {
  return { tag: 'StoreUnavailable', reason: 'unsupported', where, detail: `${variable} must be written as user:password`, trouble: 'badAddress' }
}

function patient(address: string): string {
  return /[?&]gossip[_-]?timeout=/i.test(address) ? address : `${address.replace(/\/+$/, '')}${address.includes('?') ? '&' : '?'}gossipTimeout=${gossipTimeout}`
}

function writable(store: EventStoreDbStore): WritableLog {
  return { store, close: store.close }
}

function readable(store: EventStoreDbStore, address: string): ReadableLog {
  return { path: withoutCredentials(address), reader: store, close: store.close }
}

/** A log is there where the database has an event of one; events that others wrote are somebody else's, as a file that is no log. */
function ifEmpty(store: EventStoreDbStore, path: string): TE.TaskEither<StoreUnavailable | FileUnusable, WritableLog> {
  return async () => {
    const first = await store.readAll({ after: 'beginning', maxCount: 1 })()
    const [event] = E.isRight(first) ? first.right.events : []
    if (E.isRight(first) && event === undefined) return E.right(writable(store))
    await store.close()
    if (E.isLeft(first)) return E.left(unavailable(first.left))
    return E.left(event?.foreign === true
      ? { tag: 'StoreUnavailable', reason: 'foreign', where: path, detail: `${event.type} in the stream ${event.stream}` }
      : { tag: 'FileUnusable', path, reason: 'exists', detail: 'it is there already' })
  }
}

function unavailable(failure: ReadFailure): StoreUnavailable {
  if (failure.tag === 'StoreUnavailable') return failure
  throw new Error(`a page of one event was refused: ${failure.problems.join('; ')}`)
}
