/** The connection: calls that always end, each with a time limit of our own, since the client has calls that never do. */

import * as E from 'fp-ts/lib/Either.js'
import type { AppendResult } from '@eventstore/db-client'
import type { AppendTexts } from './batch-appends.ts'
import type { EsdbClient, MakeClient } from './client.ts'
import { guardedClient } from './guarded-client.ts'
import { callFailure, isRemembered, NotAnswered, type CallFailure } from './failures-of-calls.ts'

/** A read of the client: a stream that can be cancelled. */
export interface CancellableRead<A> {
  readonly on: {
    (event: 'data', listener: (item: A) => void): unknown
    (event: 'error', listener: (error: Error) => void): unknown
    (event: 'end' | 'close', listener: () => void): unknown
  }
  readonly cancel: () => Promise<void> | void
}

export interface Connection {
  /** Where the server is, as failures say it; without credentials. */
  readonly where: string
  /** A call with one answer. */
  readonly call: <A>(ask: (client: EsdbClient) => Promise<A>) => Promise<E.Either<CallFailure, A>>
  readonly append: (...given: Parameters<AppendTexts>) => Promise<E.Either<CallFailure, AppendResult>>
  /** All that a read gives; it ends when nothing came for the time of a call. */
  readonly collect: <A, B>(read: (client: EsdbClient) => CancellableRead<A>, keep: (item: A) => B | undefined) => Promise<E.Either<CallFailure, Collected<B>>>
  /** The client as it is now, for subscriptions. */
  readonly client: () => EsdbClient
  readonly close: () => Promise<void>
}

/** What was kept, and how many items came in all. */
export interface Collected<B> {
  readonly kept: ReadonlyArray<B>
  readonly came: number
}

export interface ConnectionOptions {
  readonly where: string
  /** How long a call may take without an answer, in milliseconds. */
  readonly answerWithinMs: number
}

export const connect = (makeClient: MakeClient, { where, answerWithinMs }: ConnectionOptions): Connection => {
  let client = guardedClient(makeClient())
  let closed = false

  const call = async <A>(ask: (client: EsdbClient) => Promise<A>): Promise<E.Either<CallFailure, A>> => {
    if (closed) return E.left(afterClosing(where))
    const asked = client
    try {
      return E.right(await answered(ask(asked), answerWithinMs))
    } catch (error) {
      return E.left(failed(error, asked))
    }
  }

  const collect = async <A, B>(read: (client: EsdbClient) => CancellableRead<A>, keep: (item: A) => B | undefined): Promise<E.Either<CallFailure, Collected<B>>> => {
    if (closed) return E.left(afterClosing(where))
    const asked = client
    try {
      return E.right(await collected(read(asked), keep, answerWithinMs))
    } catch (error) {
      return E.left(failed(error, asked))
    }
  }

  /** After silence a new client is made: on the old one, calls may wait for ever (its connection, or the stream that its appends share, may be dead). So it is where the old one would only fail again. */
  const failed = (error: unknown, asked: EsdbClient): CallFailure => {
    if ((error instanceof NotAnswered || isRemembered(error)) && asked === client && !closed) replaceClient(asked)
    return callFailure(error, where)
  }

  /** Where none can be made just now (its certificates are read each time), the old one is kept. */
  const replaceClient = (old: EsdbClient): void => {
    try {
      client = guardedClient(makeClient())
    } catch {
      return
    }
    void disposed(old)
  }

  return {
    where, call, collect, client: () => client,
    append: (...given) => call((asked) => (asked.appendTexts ?? appendValues(asked))(...given)),
    close: async () => {
      closed = true
      await disposed(client)
    },
  }
}

/** By the client's own append, which takes JSON values. */
function appendValues(client: EsdbClient): AppendTexts {
  return (stream, events, revision) => client.appendToStream(stream, events.map(({ id, type, data, metadata }) =>
    ({ id, type, contentType: 'application/json', data: JSON.parse(data) as Record<string, unknown>, metadata: JSON.parse(metadata) as Record<string, unknown> })), { expectedRevision: revision })
}

function afterClosing(where: string): CallFailure {
  return { kind: 'refused', unavailable: { tag: 'StoreUnavailable', reason: 'closed', where, detail: 'the store was closed', trouble: 'other' } }
}

/** A client that is in trouble may fail to dispose of itself; then there is nothing more to be done about it. */
async function disposed(client: EsdbClient): Promise<void> {
  try {
    await answered(client.dispose(), 2000)
  } catch {
    return
  }
}

function answered<A>(answer: Promise<A>, milliseconds: number): Promise<A> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => { reject(new NotAnswered(milliseconds)) }, milliseconds)
    answer.then((value) => {
      clearTimeout(timer)
      resolve(value)
    }, (error: unknown) => {
      clearTimeout(timer)
      reject(error as Error)
    })
  })
}

/** Listens instead of iterating, which would cost a promise for each item. */
async function collected<A, B>(read: CancellableRead<A>, keep: (item: A) => B | undefined, silenceMs: number): Promise<Collected<B>> {
  const kept: B[] = []
  let came = 0
  let timer: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => { leave(new NotAnswered(silenceMs)) }, silenceMs)
      /**
       * Leaving a read does not end its call. Nobody waits for that: while the client looks for a node, it takes as long as the search. One that ends by itself is
       * left alone: it would be reset, and a server may close the connection of a client that resets a thousand calls at once.
       */
      const leave = (error: Error): void => {
        reject(error)
        void Promise.resolve(read.cancel()).catch(() => undefined)
      }
      // Stays, since what is cancelled may fail once more.
      read.on('error', (error) => { if (isOfServer(error)) reject(error); else leave(error) })
      read.on('end', resolve)
      read.on('close', () => { reject(new Error('a read was closed before its end')) })
      read.on('data', (item: A) => {
        timer?.refresh()
        came += 1
        try {
          const value = keep(item)
          if (value !== undefined) kept.push(value)
        } catch (error) {
          leave(error as Error)
        }
      })
    })
    return { kept, came }
  } finally {
    clearTimeout(timer)
  }
}

/** Whether a call ended with this error. What the client itself stumbles over leaves the call as it is. */
function isOfServer(error: Error): boolean {
  const { type, code } = error as { readonly type?: unknown, readonly code?: unknown }
  return typeof type === 'string' || typeof code === 'number'
}
