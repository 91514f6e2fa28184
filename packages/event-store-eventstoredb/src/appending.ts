/**
 * Appending: always at a concrete revision and with ids that stay the same, so that an append whose answer was lost can be sent again and
 * looked for, before anybody is told that it failed.
 */

import * as E from 'fp-ts/lib/Either.js'
import type { EventId, Position, StreamName } from '@grid-governance/event-sourcing'
import {
  judgeAppend, prepareAppend,
  type AppendFailure, type AppendReceipt, type AppendRequest, type ExpectedVersion, type PreparedEvent, type StoreUnavailable, type StreamIds,
} from '@grid-governance/event-store'
import { NO_STREAM } from './client.ts'
import type { Connection } from './connection.ts'
import { unavailableOf, type CallFailure, type ServerUnavailable } from './failures-of-calls.ts'
import { eventToSend, versionOf, type RawEvent } from './raw-event.ts'
import type { LogReading } from './reading.ts'
import { knownVersions, type KnownVersions } from './known-versions.ts'

type Appended = Promise<E.Either<AppendFailure, AppendReceipt>>

export interface AppendingOptions {
  /** How often an append is sent in all, while its outcome is not known. */
  readonly attempts: number
  /** The pause before it is sent again, in milliseconds; twice as long each time. The server drops what it is still working on. */
  readonly pauseMs: number
  /** For a transfer: the time, kept with it, at which the append at hand was recorded where it comes from. */
  readonly originalTime?: () => number
}

export interface Appending {
  readonly append: (request: AppendRequest) => Appended
  /** Notes where a stream was seen to end. */
  readonly seen: (stream: StreamName, version: number) => void
}

export const appendingTo = (connection: Connection, reading: LogReading, options: AppendingOptions): Appending => {
  const known: KnownVersions = knownVersions()
  const turns = new Map<StreamName, Promise<unknown>>()

  /** Appends to one stream are sent one after another: a client that was just made may let a later call overtake an earlier one. */
  const append = async (request: AppendRequest): Appended => {
    const prepared = prepareAppend(request)
    if (E.isLeft(prepared)) return prepared
    const before = turns.get(request.stream) ?? Promise.resolve()
    const turn = before.then(() => appendInTurn({ ...request, events: [...request.events] as unknown as AppendRequest['events'] }, prepared.right))
    turns.set(request.stream, turn)
    const done = await turn
    if (turns.get(request.stream) === turn) turns.delete(request.stream)
    return done
  }

  const appendInTurn = (request: AppendRequest, prepared: ReadonlyArray<PreparedEvent>): Appended => {
    const { expectedVersion } = request
    if (expectedVersion === 'noStream') return appendExactly(request.stream, 0, expectedVersion, prepared)
    return typeof expectedVersion === 'number' ? appendExactly(request.stream, expectedVersion, expectedVersion, prepared) : appendBySearch(request, prepared)
  }

  /** The server's own law. Where a stream was seen to end at that very version, what is accepted is new; else it is looked for first. */
  const appendExactly = async (stream: StreamName, version: number, expected: ExpectedVersion, prepared: ReadonlyArray<PreparedEvent>): Appended => {
    if (known.of(stream) !== version) {
      const there = await whatStandsAt(stream, version + 1, prepared)
      if (E.isLeft(there)) return there
      if (there.right.length > 0) return await judged(stream, expected, prepared, there.right)
    }
    return await send(stream, version, expected, prepared)
  }

  /**
   * The events that stand where these would. An append is whole or not there, so that only its beginning was read means that the reading
   * was cut short, and it is read again.
   */
  const whatStandsAt = async (stream: StreamName, version: number, prepared: ReadonlyArray<PreparedEvent>): Promise<E.Either<StoreUnavailable, ReadonlyArray<RawEvent>>> => {
    for (let attempt = 1; ; attempt += 1) {
      const there = await reading.rawStream(stream, version, 'forwards', prepared.length)
      if (E.isLeft(there) || attempt === options.attempts || !isBeginningOf(prepared, there.right)) return there
    }
  }

  /** Somebody else was first: the same events make it a repeat, others a conflict. */
  const judged = async (stream: StreamName, expected: ExpectedVersion, prepared: ReadonlyArray<PreparedEvent>, there: ReadonlyArray<RawEvent>): Appended => {
    if (sameIds(prepared, there)) return E.right(receiptOf(stream, there, true))
    const version = await versionNow(stream)
    return E.isLeft(version) ? version : E.left({ tag: 'WrongExpectedVersion', stream, expected, actual: version.right })
  }

  /** `any` and `streamExists` search the stream for the ids, once; after that only what has come since. */
  const appendBySearch = async ({ stream, expectedVersion }: AppendRequest, prepared: ReadonlyArray<PreparedEvent>): Appended => {
    const events: RawEvent[] = []
    for (;;) {
      const more = await readOn(stream, events)
      if (more !== undefined) return E.left(more)
      const verdict = judgeAppend(expectedVersion, idsOf(events), prepared.map((event) => event.eventId))
      if (verdict.verdict === 'conflict') return E.left({ tag: 'WrongExpectedVersion', stream, expected: expectedVersion, actual: lastVersion(events) })
      if (verdict.verdict === 'repeated') return E.right(receiptOf(stream, events.filter((raw) => versionOf(raw) >= verdict.firstVersion).slice(0, prepared.length), true))
      const sent = await send(stream, lastVersion(events), expectedVersion, prepared)
      if (E.isRight(sent) || sent.left.tag !== 'WrongExpectedVersion') return sent
    }
  }

  /** Reads what has come since. */
  const readOn = async (stream: StreamName, events: RawEvent[]): Promise<StoreUnavailable | undefined> => {
    for (;;) {
      const page = await reading.rawStream(stream, lastVersion(events) + 1, 'forwards', 2000)
      if (E.isLeft(page)) return page.left
      events.push(...page.right)
      if (page.right.length < 2000) return undefined
    }
  }

  const send = async (stream: StreamName, version: number, expected: ExpectedVersion, prepared: ReadonlyArray<PreparedEvent>): Appended => {
    const events = prepared.map((event) => eventToSend(event, options.originalTime?.()))
    const expectedRevision = version === 0 ? NO_STREAM : BigInt(version - 1)
    let unknown: ServerUnavailable | undefined
    for (let attempt = 0; attempt < options.attempts; attempt += 1) {
      if (attempt > 0) await pause(options.pauseMs * 2 ** (attempt - 1))
      const answer = await connection.call((client) => client.appendToStream(stream, events, { expectedRevision }))
      if (E.isRight(answer)) return await accepted(stream, version, prepared, answer.right.position?.commit)
      const found = await settled(answer.left, stream, version, expected, prepared, unknown !== undefined)
      if (found !== 'unknown') return found
      unknown = unavailableOf(answer.left, connection)
    }
    known.forget(stream)
    return E.left(unknownOutcome(unknown as ServerUnavailable))
  }

  /** What a failure comes to, after looking what the stream holds where its outcome is not known. */
  const settled = async (
    failure: CallFailure, stream: StreamName, version: number, expected: ExpectedVersion, prepared: ReadonlyArray<PreparedEvent>, wasUnknown: boolean,
  ): Promise<E.Either<AppendFailure, AppendReceipt> | 'unknown'> => {
    if (failure.kind === 'refused') return E.left(failure.unavailable)
    if (failure.kind === 'conflict' && !wasUnknown) {
      known.note(stream, failure.actual)
      return E.left({ tag: 'WrongExpectedVersion', stream, expected, actual: failure.actual })
    }
    const there = await whatStandsAt(stream, version + 1, prepared)
    if (E.isLeft(there) || there.right.length === 0) return 'unknown'
    if (!sameIds(prepared, there.right)) return await judged(stream, expected, prepared, there.right)
    known.note(stream, version + prepared.length)
    return E.right(receiptOf(stream, there.right, false))
  }

  const accepted = async (stream: StreamName, version: number, prepared: ReadonlyArray<PreparedEvent>, commit: bigint | undefined): Appended => {
    const streamVersion = version + prepared.length
    known.note(stream, streamVersion)
    const receipt = (position: number): AppendReceipt => ({ stream, firstVersion: version + 1, streamVersion, position: position as Position, eventIds: prepared.map(({ eventId }) => eventId), repeated: false })
    if (commit !== undefined) return E.right(receipt(Number(commit)))
    // The server may leave the position out.
    const there = await reading.rawStream(stream, streamVersion, 'forwards', 1)
    if (E.isLeft(there)) return there
    const last = there.right[0]
    return last === undefined ? E.left({ tag: 'StoreUnavailable', reason: 'io', where: connection.where, detail: `the server accepted an append to ${stream} that is not there` }) : E.right(receipt(last.position))
  }

  const versionNow = async (stream: StreamName): Promise<E.Either<StoreUnavailable, number>> => {
    const last = await reading.rawStream(stream, 'end', 'backwards', 1)
    if (E.isLeft(last)) return last
    known.note(stream, lastVersion(last.right))
    return E.right(lastVersion(last.right))
  }

  return { append, seen: known.note }
}

function unknownOutcome(failure: ServerUnavailable): ServerUnavailable {
  return { ...failure, detail: `${failure.detail}; whether it was stored is not known, send the same append again`, outcomeUnknown: true }
}

function idsOf(events: ReadonlyArray<RawEvent>): StreamIds {
  return {
    version: lastVersion(events),
    idsFrom: (version, count) => events.filter((raw) => versionOf(raw) >= version && versionOf(raw) < version + count).map((raw) => raw.event.id as EventId),
    versionOf: (eventId) => { const found = events.find((raw) => raw.event.id === eventId); return found === undefined ? undefined : versionOf(found) },
  }
}

function lastVersion(events: ReadonlyArray<RawEvent>): number {
  const last = events.at(-1)
  return last === undefined ? 0 : versionOf(last)
}

function sameIds(prepared: ReadonlyArray<PreparedEvent>, there: ReadonlyArray<RawEvent>): boolean {
  return there.length === prepared.length && prepared.every(({ eventId }, index) => there[index]?.event.id === eventId)
}

function isBeginningOf(prepared: ReadonlyArray<PreparedEvent>, there: ReadonlyArray<RawEvent>): boolean {
  return there.length > 0 && there.length < prepared.length && sameIds(prepared.slice(0, there.length), there)
}

function receiptOf(stream: StreamName, events: ReadonlyArray<RawEvent>, repeated: boolean): AppendReceipt {
  const [first, last] = [events[0] as RawEvent, events.at(-1) as RawEvent]
  return {
    stream, firstVersion: versionOf(first), streamVersion: versionOf(last), position: last.position as Position,
    eventIds: events.map((raw) => raw.event.id as EventId), repeated,
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds) })
}
