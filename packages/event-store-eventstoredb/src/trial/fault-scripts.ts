/**
 * Random faults under concurrent writers and a reader, of the server and of the network before it: whatever the connection does, every fact
 * that was acknowledged is there once and in order, and the reader saw each once.
 */

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { After, EventId, StreamName } from '@grid-governance/event-sourcing'
import type { AppendReceipt, EventStore, EventToAppend, StoredEvent } from '@grid-governance/event-store'
import { startDouble, type Fault } from '@grid-governance/eventstoredb-double'
import { clientFor } from '../client.ts'
import { guardedClient } from '../guarded-client.ts'
import { openEventStoreDb, type EventStoreDbStore, type MakeClient } from '../index.ts'
import { apartClient, endOf } from './apart-client.ts'
import { startProxy, type Disturbance, type TcpProxy } from './tcp-proxy.ts'

/** What befalls the calls of one run. */
export interface FaultScript {
  readonly faults: ReadonlyArray<Fault>
  /** What befalls the bytes between the adapter and the server; where there is none, there is no proxy between them. */
  readonly disturbances: ReadonlyArray<Disturbance>
  /** How many appends each of the writers makes; writers share one stream and have one of their own. */
  readonly writers: ReadonlyArray<number>
}

const grpc = { unavailable: 14, aborted: 10, deadline: 4, cancelled: 1, internal: 13 } as const
const codes = fc.constantFrom(...Object.values(grpc))
const times = fc.record({ skip: fc.nat(12), times: fc.integer({ min: 1, max: 2 }) })

const appendFaults = fc.oneof(
  fc.record({ fault: fc.constant('silence' as const), stored: fc.boolean() }),
  fc.record({ fault: fc.constant('endWithOk' as const), stored: fc.boolean() }),
  fc.record({ fault: fc.constant('status' as const), stored: fc.boolean(), code: codes }),
  fc.record({ fault: fc.constant('lateAnswer' as const), ms: fc.integer({ min: 1, max: 400 }), stored: fc.constantFrom('before' as const, 'then' as const) }),
  fc.record({ fault: fc.constant('slowCommit' as const), ms: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ fault: fc.constantFrom('duplicateAnswer' as const, 'wrongOrder' as const, 'noPosition' as const, 'notReady' as const, 'poison' as const) }),
)
const readFaults = fc.oneof(
  fc.record({ fault: fc.constantFrom('silence' as const, 'endWithOk' as const), afterEvents: fc.nat(3) }),
  fc.record({ fault: fc.constant('status' as const), code: codes, afterEvents: fc.nat(3) }),
)
const subscriptionFaults = fc.oneof(readFaults, fc.record({ fault: fc.constantFrom('tailCheckpoint' as const, 'repeatedEvent' as const) }))

export const faults: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(times, appendFaults).map(([when, fault]) => ({ on: 'append', ...when, ...fault }) as Fault) },
  { weight: 2, arbitrary: fc.tuple(times, readFaults).map(([when, fault]) => ({ on: 'read', ...when, ...fault }) as Fault) },
  { weight: 1, arbitrary: fc.tuple(times, subscriptionFaults).map(([when, fault]) => ({ on: 'subscribe', ...when, ...fault }) as Fault) },
)

const writers = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 })

/** A script passes some tens of thousands of bytes; the first hundreds open the connection. */
const places = fc.oneof(fc.nat(400), fc.nat(4000), fc.nat(40_000))
const directions = fc.constantFrom('toServer' as const, 'toClient' as const)
const disturbances = fc.oneof(
  { weight: 4, arbitrary: fc.record({ direction: directions, afterBytes: places, what: fc.constantFrom('cut' as const, 'reset' as const, 'halfClose' as const) }) },
  { weight: 2, arbitrary: fc.record({ direction: directions, afterBytes: places, what: fc.constant('delay' as const), ms: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 1, arbitrary: fc.record({ direction: directions, afterBytes: places, what: fc.constant('silence' as const) }) },
)

export const faultScripts: fc.Arbitrary<FaultScript> = fc.record({
  faults: fc.array(faults, { minLength: 1, maxLength: 8 }), disturbances: fc.constant([]), writers,
})

/** Where the network is at fault, and the server not; these can be played on any server. */
export const networkScripts: fc.Arbitrary<FaultScript> = fc.record({
  faults: fc.constant([]), disturbances: fc.array(disturbances, { minLength: 1, maxLength: 6 }), writers,
})

/** Where both are. */
export const networkAndFaultScripts: fc.Arbitrary<FaultScript> = fc.record({
  faults: fc.array(faults, { minLength: 1, maxLength: 4 }), disturbances: fc.array(disturbances, { minLength: 1, maxLength: 4 }), writers,
})

/** A server to play scripts on, with a log that is the script's alone. */
export interface Played {
  /** As the client is told; the address is the only part of it that a proxy changes. */
  readonly connectionString: string
  readonly makeClient: (connectionString: string) => MakeClient
  readonly inject: (fault: Fault) => void
  readonly clearFaults: () => void
  readonly stop: () => Promise<void>
}

export const onDouble = async (): Promise<Played> => {
  const double = await startDouble({ commitTimeout: 500 })
  return { ...double, makeClient: (connectionString) => () => clientFor(connectionString) }
}

/** A server that others use as well; faults of its own cannot be asked for. */
export const onServer = (connectionString: string) => async (): Promise<Played> => {
  const ending = randomUUID().slice(0, 8)
  const first = clientFor(connectionString)
  const start = await endOf(first)
  await first.dispose()
  return {
    connectionString,
    makeClient: (address) => () => apartClient(guardedClient(clientFor(address)), ending, Date.now, start),
    inject: ({ fault }) => { throw new Error(`a server that is no double has no ${fault} on demand`) },
    clearFaults: () => undefined,
    stop: () => Promise.resolve(),
  }
}

/** Short, since a script is over in a second or two. */
const parameters = 'defaultDeadline=2000'
const address = /\/\/([^/?@:]+):(\d+)/

/** Runs a script; throws where a promise is broken. */
export const runFaultScript = async ({ faults: wanted, disturbances: disturbing, writers }: FaultScript, play: () => Promise<Played> = onDouble): Promise<void> => {
  const played = await play()
  const [, host = '', port = ''] = address.exec(played.connectionString) ?? []
  const proxy: TcpProxy | undefined = disturbing.length === 0 ? undefined : await startProxy({ host, port: Number(port) }, disturbing)
  const connectionString = `${proxy === undefined ? played.connectionString : played.connectionString.replace(address, `//127.0.0.1:${proxy.port}`)}&${parameters}`
  const stores: EventStoreDbStore[] = []
  const open = async (): Promise<EventStoreDbStore> => {
    for (let tries = 0; ; tries += 1) {
      const opened = await openEventStoreDb({ connectionString, makeClient: played.makeClient(connectionString), answerWithinMs: 600, attempts: 8, pauseMs: 40 })()
      if (E.isRight(opened)) {
        stores.push(opened.right)
        return opened.right
      }
      // A busy machine may take longer to answer than these short times.
      if (tries === 20) throw new Error(JSON.stringify(opened.left))
    }
  }
  try {
    const [reader, ...writing] = await Promise.all([open(), ...writers.map(open)])
    for (const fault of wanted) played.inject(fault)
    const stop = new AbortController()
    const seeing = seeAll(reader as EventStore, stop.signal)
    const receipts = (await Promise.all(writing.map((store, index) => write(store, index, writers[index] ?? 0)))).flat()
    played.clearFaults()
    proxy?.calm()
    stop.abort()
    const seen = await seeing
    await checkAll(await open(), receipts, seen)
  } finally {
    for (const store of stores) await store.close()
    await proxy?.stop()
    await played.stop()
  }
}

/** One after another to a stream of its own, each followed by one to the stream that all share; what failed is sent again as it was. */
async function write(store: EventStore, writer: number, appends: number): Promise<ReadonlyArray<AppendReceipt>> {
  const receipts: AppendReceipt[] = []
  for (let place = 0; place < appends; place += 1) {
    receipts.push(await untilAcknowledged(store, `gridMap-w${writer}` as StreamName, place * 2, [made(), made()]))
    receipts.push(await untilAcknowledged(store, 'gridMap-shared' as StreamName, 'any', [made()]))
  }
  return receipts
}

export function made(): EventToAppend {
  return { eventId: randomUUID() as EventId, type: 'GridOpened', schemaVersion: 1, data: { made: 'up' }, metadata: {} }
}

/** The receipt; what failed without being refused is sent again as it was. */
export async function untilAcknowledged(store: EventStore, stream: StreamName, expectedVersion: number | 'any', events: readonly [EventToAppend, ...EventToAppend[]]): Promise<AppendReceipt> {
  for (let tries = 0; tries < 300; tries += 1) {
    const appended = await store.append({ stream, expectedVersion, events: [...events] as never })()
    if (E.isRight(appended)) return appended.right
    if (appended.left.tag !== 'StoreUnavailable') throw new Error(`an append that nobody was in the way of was refused: ${JSON.stringify(appended.left)}`)
    await pause(Math.min(100, 5 * tries))
  }
  throw new Error('an append never came through')
}

/** Reads on as a runner does, until it was told to stop and nothing is left. */
export async function seeAll(reader: EventStore, stop: AbortSignal): Promise<ReadonlyArray<EventId>> {
  const seen: EventId[] = []
  let after: After = 'beginning'
  for (let empty = 0; ;) {
    const last = stop.aborted
    const page = await reader.readAll({ after, maxCount: 5 })()
    if (E.isLeft(page)) {
      await pause(20)
      continue
    }
    seen.push(...page.right.events.map((event) => event.eventId))
    after = page.right.readTo
    if (!page.right.endOfLog) continue
    // A reading that was cut short says that the log ends there, until it is asked again.
    empty = last && page.right.events.length === 0 ? empty + 1 : 0
    if (empty === 3) return seen
    if (last) continue
    await reader.waitBeyond(after, { timeoutMs: 300, signal: stop })()
  }
}

/** Throws unless the log is exactly what was acknowledged, each event once and in order, and what the reader saw is the log. */
export async function checkAll(store: EventStore, receipts: ReadonlyArray<AppendReceipt>, seen: ReadonlyArray<EventId>): Promise<void> {
  const log = await wholeLog(store)
  const ids = log.map((event) => event.eventId)
  const acknowledged = receipts.flatMap((receipt) => receipt.eventIds)
  if (new Set(ids).size !== ids.length) throw new Error('an event is there twice')
  if (ids.length !== acknowledged.length || acknowledged.some((id) => !ids.includes(id))) throw new Error(`${acknowledged.length} events were acknowledged, ${ids.length} are there`)
  for (const receipt of receipts) {
    const own = log.filter((event) => event.stream === receipt.stream && event.streamVersion >= receipt.firstVersion && event.streamVersion <= receipt.streamVersion)
    if (own.map((event) => event.eventId).join() !== receipt.eventIds.join()) throw new Error('an append does not stand where its receipt says')
    if (own.at(-1)?.globalPosition !== receipt.position) throw new Error('a receipt names another position than that of its last event')
  }
  if (seen.join() !== ids.join()) throw new Error(`a reader saw ${seen.length} events, of which ${new Set(seen).size} are different, of a log of ${ids.length}`)
}

/** A busy machine may take longer to answer than these short times. */
async function wholeLog(store: EventStore): Promise<ReadonlyArray<StoredEvent>> {
  for (let tries = 0; ; tries += 1) {
    const log = await store.readAll({ after: 'beginning', maxCount: 10_000 })()
    if (E.isRight(log)) return log.right.events
    if (tries === 20) throw new Error(JSON.stringify(log.left))
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds) })
}
