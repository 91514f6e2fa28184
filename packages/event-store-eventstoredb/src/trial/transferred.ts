/** Made-up logs for the specs of transfers, and logs as they can be compared between stores. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { derivedId, type After, type StreamName } from '@grid-governance/event-sourcing'
import { memoryStore, transferLog, type EventReader, type EventStore, type StoredEvent, type TransferReport, type TransferTarget } from '@grid-governance/event-store'
import { openEventStoreDb, openEventStoreDbTarget, type EventStoreDbStore } from '../index.ts'
import type { OpenOptions } from '../on-server.ts'

/** An append: to which stream, of how many events, how long after the one before. */
export interface Append {
  readonly stream: number
  readonly events: number
  readonly laterMs: number
}

const appends = fc.record({ stream: fc.nat(3), events: fc.integer({ min: 1, max: 4 }), laterMs: fc.constantFrom(0, 0, 1, 5000, 86_400_000) })

export const histories = fc.array(appends, { maxLength: 20 })
export const longHistories = fc.array(appends, { minLength: 15, maxLength: 25 })

export const begins = 1_530_000_000_000

/** A log in memory. */
export const logWith = async (history: ReadonlyArray<Append>): Promise<EventStore> => {
  let now = begins
  const store = memoryStore(() => now)
  for (const [place, { stream, events, laterMs }] of history.entries()) {
    now += laterMs
    await write(store, `gridMap-${stream}`, Array.from({ length: events }, (_, index) => `${place}.${index}`))
  }
  return store
}

export const write = async (store: EventStore, stream: string, names: ReadonlyArray<string>): Promise<void> => {
  const events = names.map((name) => ({ eventId: derivedId(name), type: 'GridOpened', schemaVersion: 2, metadata: { made: 'up', 文号: '〔2018〕1' }, data: { name, 网格: [1, 2.5, null] } }))
  must(await store.append({ stream: stream as StreamName, expectedVersion: 'any', events: events as never })())
}

/** Moves a log into a database, in one run. */
export const transferred = async (source: EventReader, options: OpenOptions): Promise<TransferReport> => {
  const target = must(await openEventStoreDbTarget(options)())
  try {
    return must(await transferLog({ source, target, pageSize: 9 })())
  } finally {
    await target.close()
  }
}

/** Opens the log of a database, works with it, and closes it. */
export const onLog = async <A>(options: OpenOptions, work: (store: EventStoreDbStore) => Promise<A>): Promise<A> => {
  const store = must(await openEventStoreDb(options)())
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

export const eventsOf = async (reader: Pick<EventReader, 'readAll'>): Promise<ReadonlyArray<StoredEvent>> => must(await reader.readAll({ after: 'beginning', maxCount: 10_000 })()).events

/** Events without what is a store's own. */
export const unplaced = (events: ReadonlyArray<StoredEvent>): ReadonlyArray<object> => events.map(({ globalPosition: _, ...event }) => event)

/** How many events lie up to a place. */
export const countUpTo = (events: ReadonlyArray<StoredEvent>, place: After): number => place === 'beginning' ? 0 : events.filter(({ globalPosition }) => globalPosition <= place).length

export const must = <A>(answer: E.Either<unknown, A>): A => {
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  return answer.right
}

/** A log in memory to move another one to, with its times. */
export const memoryTarget = (): { readonly store: EventStore, readonly target: TransferTarget<never> } => {
  let recordedAt = 0
  const store = memoryStore(() => recordedAt)
  return {
    store,
    target: {
      reader: store, sealed: undefined,
      append: (request, time) => async () => { recordedAt = time; return await store.append(request)() },
      seal: () => async () => E.right(undefined),
    },
  }
}
