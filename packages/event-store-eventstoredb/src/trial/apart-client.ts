/**
 * A log of one's own on a server that others use, too: streams get an ending that is taken off again, other events are seen as gaps, the log
 * begins where the server's had come to, and the time of recording is that of a clock that tests can set.
 */

import { randomUUID } from 'node:crypto'
import type { AllStreamResolvedEvent, EventData, EventStoreDBClient, Position, ResolvedEvent } from '@eventstore/db-client'
import * as E from 'fp-ts/lib/Either.js'
import type { EventToSend } from '../append-messages.ts'
import { BACKWARDS, clientFor, END, START, type EsdbClient, type MakeClient } from '../client.ts'
import { guardedClient } from '../guarded-client.ts'
import { openEventStoreDb, type EventStoreDbStore } from '../index.ts'

type Change = (item: unknown) => unknown

interface Wrapped {
  readonly inner: unknown
  readonly now: number
}

/** Where the log of a server has come to. */
export const endOf = async (client: EsdbClient): Promise<Position | typeof START> => {
  for await (const { event, commitPosition = event?.position?.commit } of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 })) {
    if (commitPosition !== undefined) return { commit: commitPosition, prepare: commitPosition }
  }
  return START
}

export const apartClient = (client: EsdbClient, ending: string, now: () => number, start: Position | typeof START): EsdbClient => {
  const outside = (stream: string): string => `${stream}~${ending}`

  const inside = <A extends ResolvedEvent | AllStreamResolvedEvent>({ event, link, commitPosition }: A): A => {
    if (event === undefined || !event.streamId.endsWith(`~${ending}`)) return { commitPosition } as A
    const wrapped = event.metadata as Wrapped | undefined
    return { link, commitPosition, event: { ...event, streamId: event.streamId.slice(0, -ending.length - 1), metadata: wrapped?.inner, created: new Date(wrapped?.now ?? event.created.getTime()) } } as A
  }

  /** What came before is not gone through each time: a server that has been in use for a while holds much. */
  const fromHere = (options: { readonly fromPosition?: unknown } = {}): object => options.fromPosition === START ? { ...options, fromPosition: start } : options

  const apart: EsdbClient = {
    appendToStream: (stream: string, events: EventData | EventData[], options?: object) => {
      const stamped = [events].flat().map((event) => ({ ...event, metadata: { inner: parsed(event.metadata), now: now() } satisfies Wrapped }))
      return client.appendToStream(outside(stream), stamped as never, options)
    },
    appendTexts: (stream: string, events: ReadonlyArray<EventToSend>, revision: bigint | 'no_stream') =>
      client.appendTexts?.(outside(stream), events.map((event) => ({ ...event, metadata: `{"inner":${event.metadata},"now":${now()}}` })), revision),
    readStream: (stream: string, ...rest: ReadonlyArray<object>) => mapped(client.readStream(outside(stream), ...rest as []), inside as Change),
    readAll: (options?: object, ...rest: ReadonlyArray<object>) => mapped(client.readAll(fromHere(options), ...rest as []), inside as Change),
    subscribeToAll: (options?: object, ...rest: ReadonlyArray<object>) => mapped(client.subscribeToAll(fromHere(options), ...rest as []), inside as Change),
    deleteStream: (stream: string, ...rest: ReadonlyArray<object>) => (client as EventStoreDBClient).deleteStream(outside(stream), ...rest as []),
    dispose: () => client.dispose(),
  } as unknown as EsdbClient
  return apart
}

/** Metadata that are sent as the bytes of a JSON text are wrapped as what they say. */
function parsed(metadata: unknown): unknown {
  return metadata instanceof Uint8Array ? JSON.parse(Buffer.from(metadata).toString('utf8')) : metadata
}

/** The same answers, each changed, to whoever iterates or listens; all else is as it is. */
function mapped<A, R extends AsyncIterable<A> & { on: (event: string, listener: (item: A) => void) => unknown }>(inner: R, change: (item: A) => A): R {
  return new Proxy(inner, {
    get: (target, name) => {
      if (name === Symbol.asyncIterator) return () => changed(target, change)
      if (name === 'on') return (event: string, listener: (item: A) => void) => target.on(event, event === 'data' ? (item) => { listener(change(item)) } : listener)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) as unknown : value
    },
  })
}

async function* changed<A>(items: AsyncIterable<A>, change: (item: A) => A): AsyncGenerator<A, void, undefined> {
  for await (const item of items) yield change(item)
}

/** A log of one's own, opened: by a clock that the test sets. */
export const logApart = async (connectionString: string, now: () => number): Promise<{ readonly store: EventStoreDbStore, readonly open: () => Promise<EventStoreDbStore>, readonly makeClient: MakeClient, readonly close: () => Promise<void> }> => {
  const ending = randomUUID().slice(0, 8)
  const first = clientFor(connectionString)
  const start = await endOf(first)
  await first.dispose()
  const makeClient: MakeClient = () => apartClient(guardedClient(clientFor(connectionString)), ending, now, start)
  const opened: EventStoreDbStore[] = []
  const open = async (): Promise<EventStoreDbStore> => {
    const store = await openEventStoreDb({ connectionString, makeClient })()
    if (E.isLeft(store)) throw new Error(JSON.stringify(store.left))
    opened.push(store.right)
    return store.right
  }
  return { store: await open(), open, makeClient, close: async () => { for (const store of opened) await store.close() } }
}
