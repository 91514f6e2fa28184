/** What a store promises whatever befalls it: every acknowledged fact there once and in order, at the places that receipts say, and each seen once by whoever follows. */

import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { After, EventId, Position, StreamName } from '@grid-governance/event-sourcing'
import type { AppendReceipt, EventStore, EventToAppend, ReadFailure, StoredEvent, StreamPage } from '@grid-governance/event-store'
import type { EventStoreDbStore } from '../index.ts'
import { pause } from '../pause.ts'

export function made(): EventToAppend {
  return { eventId: randomUUID() as EventId, type: 'GridOpened', schemaVersion: 1, data: { made: 'up' }, metadata: {} }
}

/** The receipt; what failed without being refused is sent again as it was. */
export async function untilAcknowledged(store: EventStore, stream: StreamName, expectedVersion: number | 'any', events: readonly [EventToAppend, ...EventToAppend[]]): Promise<AppendReceipt> {
  for (let tries = 0; tries < 300; tries += 1) {
    const appended = await store.append({ stream, expectedVersion, events: [...events] as never })()
    if (E.isRight(appended)) return appended.right
    if (appended.left.tag !== 'StoreUnavailable') throw new Error(`an append that nobody was in the way of was refused: ${JSON.stringify(appended.left)}`)
    expectNoAccusation(appended.left)
    await pause(Math.min(100, 5 * tries))
  }
  throw new Error('an append never came through')
}

/** Reads on as a runner does, until it was told to stop and nothing is left; a node that lags has shown everything after `lagMs`. */
export async function seeAll(reader: EventStore, stop: AbortSignal, lagMs = 0): Promise<ReadonlyArray<EventId>> {
  const seen: EventId[] = []
  let after: After = 'beginning'
  for (let empty = 0; ;) {
    const last = stop.aborted
    const page = await reader.readAll({ after, maxCount: 5 })()
    if (E.isLeft(page)) {
      expectNoAccusation(page.left)
      await pause(20)
      continue
    }
    seen.push(...page.right.events.map((event) => event.eventId))
    after = page.right.readTo
    if (!page.right.endOfLog) continue
    // A reading that was cut short says that the log ends there, until it is asked again.
    empty = last && page.right.events.length === 0 ? empty + 1 : 0
    if (empty === 3) return seen
    if (last) await pause(2 * lagMs)
    if (last) continue
    await reader.waitBeyond(after, { timeoutMs: 300, signal: stop })()
  }
}

export interface Looking {
  /** A store that was opened just now. */
  readonly reopen: () => Promise<EventStoreDbStore>
  /** What was acknowledged so far. */
  readonly receipts: ReadonlyArray<AppendReceipt>
  /** Whether an answer may be behind what was acknowledged: that of a node which does not lead. */
  readonly mayLag: boolean
}

/**
 * Asks everything else that the port answers, of a store that is opened anew each time, until it was told to stop: the head, a stream read both ways, and events by their
 * positions. Each answer holds whatever was acknowledged before it was asked for. Answers how many questions were answered.
 */
export async function lookAround({ reopen, receipts, mayLag }: Looking, stop: AbortSignal): Promise<number> {
  let answered = 0
  for (let turn = 0; turn === 0 || !stop.aborted; turn += 1) {
    const store = await reopen()
    try {
      for (const ask of [headHolds, streamHolds, positionsHold]) if (await ask(store, receipts.slice(), mayLag)) answered += 1
    } finally {
      await store.close()
    }
    await pause(5)
  }
  return answered
}

async function headHolds(store: EventStore, known: ReadonlyArray<AppendReceipt>, mayLag: boolean): Promise<boolean> {
  const head = answerOf(await store.head()())
  if (head === undefined) return false
  const furthest = Math.max(-1, ...known.map(({ position }) => position))
  if (!mayLag && furthest >= 0 && (head.after === 'beginning' || head.after < furthest)) throw new Error(`the head is ${head.after}, and an event at ${furthest} was acknowledged before`)
  return true
}

/** Forwards from the beginning, and backwards from the end, in small pages: nothing is missing between, and both ways give the same. */
async function streamHolds(store: EventStore, known: ReadonlyArray<AppendReceipt>, mayLag: boolean): Promise<boolean> {
  const stream = known.at(-1)?.stream
  if (stream === undefined) return false
  const [forwards, backwards] = [await wholeStream(store, stream, 'forwards'), await wholeStream(store, stream, 'backwards')]
  if (forwards === undefined || backwards === undefined) return false
  backwards.reverse()
  for (const events of [forwards, backwards]) {
    if (events.some(({ streamVersion }, place) => streamVersion !== place + 1)) throw new Error(`${stream} was read as ${events.map(({ streamVersion }) => streamVersion).join(' ')}`)
    for (const receipt of known) if (receipt.stream === stream) expectAtVersions(receipt, events, mayLag)
  }
  const [shorter, longer] = forwards.length < backwards.length ? [forwards, backwards] : [backwards, forwards]
  if (shorter.some(({ eventId }, place) => eventId !== longer[place]?.eventId)) throw new Error(`${stream} is another backwards than forwards`)
  return true
}

function expectAtVersions({ firstVersion, streamVersion, eventIds, stream }: AppendReceipt, events: ReadonlyArray<StoredEvent>, mayLag: boolean): void {
  const there = events.slice(firstVersion - 1, streamVersion).map(({ eventId }) => eventId)
  if (mayLag ? there.some((id, place) => id !== eventIds[place]) : there.join() !== eventIds.join()) throw new Error(`of ${stream} an acknowledged append was not read at version ${firstVersion}`)
}

async function wholeStream(store: EventStore, stream: StreamName, direction: 'forwards' | 'backwards'): Promise<StoredEvent[] | undefined> {
  const events: StoredEvent[] = []
  for (;;) {
    const last = events.at(-1)?.streamVersion
    const from = last === undefined ? undefined : direction === 'forwards' ? last + 1 : last - 1
    const page: StreamPage | undefined = from === 0 ? { events: [], streamVersion: 0, endOfStream: true } : answerOf(await store.readStream({ stream, direction, maxCount: 3, ...(from !== undefined && { from }) })())
    if (page === undefined) return undefined
    events.push(...page.events)
    if (page.endOfStream) return events
  }
}

async function positionsHold(store: EventStore, known: ReadonlyArray<AppendReceipt>, mayLag: boolean): Promise<boolean> {
  const asked = known.slice(-4)
  const events = answerOf(await store.readAt(asked.map(({ position }) => position))())
  if (events === undefined || asked.length === 0) return false
  const expected = new Map(asked.map(({ position, eventIds }) => [position, eventIds.at(-1)]))
  if (!mayLag && events.length !== expected.size) throw new Error(`at ${expected.size} positions that were acknowledged there are ${events.length} events`)
  for (const { globalPosition, eventId } of events) if (expected.get(globalPosition as Position) !== eventId) throw new Error(`at position ${globalPosition} there is another event than was acknowledged`)
  return true
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

function answerOf<A>(answer: E.Either<ReadFailure, A>): A | undefined {
  if (E.isRight(answer)) return answer.right
  expectNoAccusation(answer.left)
  return undefined
}

/** A connection that fails is no reason to call a log damaged, or to say that somebody else wrote to it. */
export function expectNoAccusation(failure: { readonly tag: string, readonly reason?: string }): void {
  if (failure.tag !== 'StoreUnavailable' || failure.reason === 'corrupt' || failure.reason === 'foreign') throw new Error(`a sound log was found unsound: ${JSON.stringify(failure)}`)
}
