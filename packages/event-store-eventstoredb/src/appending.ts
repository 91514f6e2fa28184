/**
 * Appending: always at a concrete revision and with ids that stay the same, so that an append whose answer was lost can be sent again and
 * looked for, before anybody is told that it failed.
 */

import type { AppendResult } from '@eventstore/db-client'
import * as E from 'fp-ts/lib/Either.js'
import type { Position, StreamName } from '@grid-governance/event-sourcing'
import {
  judgeAppend, prepareAppend,
  type AppendFailure, type AppendReceipt, type AppendRequest, type ExpectedVersion, type PreparedEvent, type StoreUnavailable, type StreamIds,
} from '@grid-governance/event-store'
import { NO_STREAM } from './client.ts'
import type { Connection } from './connection.ts'
import { unavailableOf, type CallFailure, type ServerUnavailable } from './failures-of-calls.ts'
import { eventToSend, idOf, versionOf, type RawEvent } from './raw-event.ts'
import type { LogReading } from './reading.ts'
import { streamStanding } from './quiet-ends.ts'
import { knownVersions, type KnownVersions } from './known-versions.ts'
import { pause } from './pause.ts'

type Appended = Promise<E.Either<AppendFailure, AppendReceipt>>

/** An append on its way: `version` is that of the stream before it, `ids` are those by which the server knows its events. */
interface Sent {
  readonly stream: StreamName
  readonly version: number
  readonly expected: ExpectedVersion
  readonly prepared: ReadonlyArray<PreparedEvent>
  readonly ids: ReadonlyArray<string>
}

/** So often a stream may end further on for the server than for its readers, before that is taken for hidden events. */
const mostHidden = 3

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
    const { stream, expectedVersion } = request
    const before = turns.get(stream)
    const run = (): Appended => appendInTurn(stream, expectedVersion, prepared.right)
    // A defect of the one before is told to whoever asked for that one.
    const turn = before === undefined ? run() : before.then(run, run)
    turns.set(stream, turn)
    try {
      return await turn
    } finally {
      if (turns.get(stream) === turn) turns.delete(stream)
    }
  }

  const appendInTurn = (stream: StreamName, expected: ExpectedVersion, prepared: ReadonlyArray<PreparedEvent>): Appended => {
    if (expected === 'noStream') return appendExactly(stream, 0, expected, prepared)
    return typeof expected === 'number' ? appendExactly(stream, expected, expected, prepared) : appendBySearch(stream, expected, prepared)
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
   * was cut short, and it is read again. Fails where the server hides what stands there.
   */
  const whatStandsAt = async (stream: StreamName, version: number, prepared: ReadonlyArray<PreparedEvent>): Promise<E.Either<StoreUnavailable, ReadonlyArray<RawEvent>>> => {
    for (let attempt = 1; ; attempt += 1) {
      const there = await reading.rawStream(stream, version, 'forwards', prepared.length)
      if (E.isLeft(there)) return there
      const [first] = there.right
      if (first !== undefined && versionOf(first) !== version) return E.left(hidden(`${stream} begins at version ${versionOf(first)}; what stands at version ${version} cannot be read`))
      if (attempt === options.attempts || !isBeginningOf(prepared, there.right)) return there
    }
  }

  /** Somebody else was first: the same events make it a repeat, others a conflict. */
  const judged = async (stream: StreamName, expected: ExpectedVersion, prepared: ReadonlyArray<PreparedEvent>, there: ReadonlyArray<RawEvent>): Appended => {
    if (sameIds(prepared, there)) return E.right(receiptOf(stream, there, true))
    const version = await versionNow(stream)
    return E.isLeft(version) ? version : E.left({ tag: 'WrongExpectedVersion', stream, expected, actual: version.right })
  }

  /**
   * `any` and `streamExists` search the stream for the ids, once; after that only what has come since. Nothing is written behind events that
   * cannot be read, since the ids may be among them.
   */
  const appendBySearch = async (stream: StreamName, expectedVersion: 'any' | 'streamExists', prepared: ReadonlyArray<PreparedEvent>): Appended => {
    const events: RawEvent[] = []
    let [actual, timesHidden] = [0, 0]
    for (;;) {
      const more = await readOn(stream, events)
      if (more !== undefined) return E.left(more)
      timesHidden = lastVersion(events) < actual ? timesHidden + 1 : 0
      if (timesHidden === mostHidden) return await hiddenOrLate(stream, actual, events.length)
      const verdict = judgeAppend(expectedVersion, idsOf(events), prepared.map((event) => event.eventId))
      if (verdict.verdict === 'conflict') return E.left({ tag: 'WrongExpectedVersion', stream, expected: expectedVersion, actual: lastVersion(events) })
      if (verdict.verdict === 'repeated') return E.right(receiptOf(stream, events.filter((raw) => versionOf(raw) >= verdict.firstVersion).slice(0, prepared.length), true))
      if (timesHidden > 0) {
        // A node that does not lead shows a moment later what the leader has.
        await pause(options.pauseMs * 2 ** (timesHidden - 1))
        continue
      }
      if (lastVersion(events) > events.length) return E.left(hidden(`of ${lastVersion(events)} events of ${stream} only ${events.length} can be read`))
      const sent = await send(stream, lastVersion(events), expectedVersion, prepared)
      if (E.isRight(sent) || sent.left.tag !== 'WrongExpectedVersion') return sent
      actual = sent.left.actual
    }
  }

  /** What is hidden says so in the metadata of its stream; anything else is only not shown yet, by a node that lags or before it is committed. */
  const hiddenOrLate = async (stream: StreamName, actual: number, shown: number): Appended => {
    const found = await streamStanding(connection, stream)
    if (E.isLeft(found)) return E.left(unavailableOf(found.left, connection))
    const detail = `${stream} ends at version ${actual}, and only ${shown} of its events can be read`
    return E.left(found.right.standing === 'hidden' ? hidden(detail) : { tag: 'StoreUnavailable', reason: 'unreachable', where: connection.where, detail: `${detail} yet` })
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
    const sent: Sent = { stream, version, expected, prepared, ids: events.map(({ id }) => id) }
    const expectedRevision = version === 0 ? NO_STREAM : BigInt(version - 1)
    let unknown: ServerUnavailable | undefined
    for (let attempt = 0; attempt < options.attempts; attempt += 1) {
      if (attempt > 0) await pause(options.pauseMs * 2 ** (attempt - 1))
      const answer = await connection.append(stream, events, expectedRevision)
      if (E.isRight(answer)) return await accepted(sent, answer.right)
      const found = await settled(answer.left, sent, unknown !== undefined)
      if (found !== 'unknown') return found
      unknown = unavailableOf(answer.left, connection)
      // Asking once more would only be refused once more.
      if (answer.left.kind === 'refused') break
    }
    known.forget(stream)
    return E.left(unknownOutcome(unknown as ServerUnavailable))
  }

  /** What a failure comes to, after looking what the stream holds where its outcome is not known: of what was refused, an earlier attempt may have been stored. */
  const settled = async (failure: CallFailure, sent: Sent, wasUnknown: boolean): Promise<E.Either<AppendFailure, AppendReceipt> | 'unknown'> => {
    const { stream, version, expected, prepared, ids } = sent
    if (failure.kind === 'refused' && !wasUnknown) return E.left(failure.unavailable)
    if (failure.kind === 'conflict' && !wasUnknown) return await conflicting(sent, failure.actual)
    const there = await whatStandsAt(stream, version + 1, prepared)
    if (E.isLeft(there) || there.right.length === 0) return 'unknown'
    if (!areSent(ids, there.right)) return await judged(stream, expected, prepared, there.right)
    known.note(stream, version + prepared.length)
    return E.right(receiptOf(stream, there.right, false))
  }

  /** The server knows events by their content, the port by their ids: what has the same ids there is a repeat, whatever it says. */
  const conflicting = async ({ stream, version, expected, prepared }: Sent, actual: number): Appended => {
    known.note(stream, actual)
    const there = actual < version + prepared.length ? E.right([]) : await whatStandsAt(stream, version + 1, prepared)
    return E.isRight(there) && sameIds(prepared, there.right) ? E.right(receiptOf(stream, there.right, true)) : E.left({ tag: 'WrongExpectedVersion', stream, expected, actual })
  }

  const accepted = async ({ stream, version, prepared }: Sent, { nextExpectedRevision, position }: AppendResult): Appended => {
    const streamVersion = version + prepared.length
    const written = Number(nextExpectedRevision) + 1
    if (written !== streamVersion) {
      known.forget(stream)
      return E.left(hidden(`the append to ${stream} is stored, but up to version ${written} instead of ${streamVersion}, behind events that the server hides`))
    }
    known.note(stream, streamVersion)
    const receipt = (place: number): AppendReceipt => ({ stream, firstVersion: version + 1, streamVersion, position: place as Position, eventIds: prepared.map(({ eventId }) => eventId), repeated: false })
    if (position !== undefined) return E.right(receipt(Number(position.commit)))
    // The server may leave the position out.
    const there = await reading.rawStream(stream, streamVersion, 'forwards', 1)
    const last = E.isRight(there) ? there.right[0] : undefined
    if (last !== undefined && versionOf(last) === streamVersion) return E.right(receipt(last.position))
    return E.left(unknownOutcome(E.isLeft(there) ? there.left : { tag: 'StoreUnavailable', reason: 'io', where: connection.where, detail: `the server accepted an append to ${stream} that is not there` }))
  }

  const hidden = (detail: string): ServerUnavailable => ({ tag: 'StoreUnavailable', reason: 'corrupt', where: connection.where, detail, trouble: 'streamHidden' })

  const versionNow = async (stream: StreamName): Promise<E.Either<StoreUnavailable, number>> => {
    const last = await reading.rawStream(stream, 'end', 'backwards', 1)
    if (E.isLeft(last)) return last
    known.note(stream, lastVersion(last.right))
    return E.right(lastVersion(last.right))
  }

  return { append, seen: known.note }
}

function unknownOutcome(failure: StoreUnavailable | ServerUnavailable): ServerUnavailable {
  return { trouble: 'other', ...failure, detail: `${failure.detail}; whether it was stored is not known, send the same append again`, outcomeUnknown: true }
}

function idsOf(events: ReadonlyArray<RawEvent>): StreamIds {
  const ids = events.map(idOf)
  return {
    version: lastVersion(events),
    idsFrom: (version, count) => ids.filter((_, place) => { const at = versionOf(events[place] as RawEvent); return at >= version && at < version + count }),
    versionOf: (eventId) => { const found = events[ids.indexOf(eventId)]; return found === undefined ? undefined : versionOf(found) },
  }
}

function lastVersion(events: ReadonlyArray<RawEvent>): number {
  const last = events.at(-1)
  return last === undefined ? 0 : versionOf(last)
}

function sameIds(prepared: ReadonlyArray<PreparedEvent>, there: ReadonlyArray<RawEvent>): boolean {
  return there.length === prepared.length && prepared.every(({ eventId }, index) => eventId === idOf(there[index] as RawEvent))
}

/** Whether these are the very events that were sent: their content is the same, too. */
function areSent(ids: ReadonlyArray<string>, there: ReadonlyArray<RawEvent>): boolean {
  return there.length === ids.length && ids.every((id, index) => id === there[index]?.event.id)
}

function isBeginningOf(prepared: ReadonlyArray<PreparedEvent>, there: ReadonlyArray<RawEvent>): boolean {
  return there.length > 0 && there.length < prepared.length && sameIds(prepared.slice(0, there.length), there)
}

function receiptOf(stream: StreamName, events: ReadonlyArray<RawEvent>, repeated: boolean): AppendReceipt {
  const [first, last] = [events[0] as RawEvent, events.at(-1) as RawEvent]
  return {
    stream, firstVersion: versionOf(first), streamVersion: versionOf(last), position: last.position as Position,
    eventIds: events.map(idOf), repeated,
  }
}
