/** Reading: pages of streams and of the log, events at positions, and where the log ends. */

import * as E from 'fp-ts/lib/Either.js'
import { isAfter, type After, type Position, type StreamName } from '@grid-governance/event-sourcing'
import {
  instantProblems, logReadProblems, passes, streamReadProblems,
  type LogHead, type LogPage, type ReadAllRequest, type ReadFailure, type ReadStreamRequest, type StoreUnavailable, type StoredEvent, type StreamPage,
} from '@grid-governance/event-store'
import { BACKWARDS, END, FORWARDS, START } from './client.ts'
import type { ClockState } from './clock-file.ts'
import type { Collected, Connection } from './connection.ts'
import { unavailableOf, type CallFailure, type ServerUnavailable } from './failures-of-calls.ts'
import { logClock, type LogClock, type RawPage } from './log-clock.ts'
import type { OriginalTimes } from './original-times.ts'
import { cutShort, isTruncated, lastPlace, mostTries, streamStanding } from './quiet-ends.ts'
import { belongsToLog, positionOf, rawEventOf, storedEvent, versionOf, type Answered, type RawEvent } from './raw-event.ts'

type Reading<A> = Promise<E.Either<ReadFailure, A>>

export interface LogReading {
  readonly clock: LogClock
  readonly readStream: (request: ReadStreamRequest) => Reading<StreamPage>
  readonly readAll: (request: ReadAllRequest) => Reading<LogPage>
  readonly readAt: (positions: ReadonlyArray<Position>) => Reading<ReadonlyArray<StoredEvent>>
  readonly head: () => Reading<LogHead>
  readonly prefixKnownAt: (instant: number) => Reading<After>
  /** The event that begins at a place, as the server gives it; undefined where none does. */
  readonly rawAt: (position: Position) => Promise<E.Either<StoreUnavailable, RawEvent | undefined>>
  /** Events of one stream as the server gives them, from a version on. */
  readonly rawStream: (stream: string, from: number | 'end', direction: 'forwards' | 'backwards', maxCount: number) => Promise<E.Either<StoreUnavailable, ReadonlyArray<RawEvent>>>
}

/** A filtered page is handed on, however little passed, after so many readings. */
const readingsForAPage = 8
const largestReading = 4000
/** How many events the client may hold ready; with the 16 of its own it keeps waiting for the server. */
const ahead = { highWaterMark: 256 }

/** `from` is what an earlier clock of the same log had found out; `read` is told after each page that the clock reads. */
export const readingOf = (connection: Connection, original: OriginalTimes, from?: ClockState, read?: () => void): LogReading => {
  /** Once anything was shown, an answer without anything was cut short. */
  let anythingSeen = from !== undefined

  const readRaw = async (after: After, maxCount: number): Promise<E.Either<StoreUnavailable, RawPage>> => {
    const page = await rawAfter(after, maxCount)
    if (E.isRight(page)) return page
    if (page.left.kind === 'noSuchPosition' && after !== 'beginning') return await readBeyondGap(after, maxCount)
    return E.left(unavailableOf(page.left, connection))
  }

  /** A page that is shorter than it was asked for may have been cut short: whether the log ends there is asked for by itself. */
  const rawAfter = async (after: After, maxCount: number): Promise<E.Either<CallFailure, RawPage>> => {
    for (let attempt = 1; ; attempt += 1) {
      const page = await shownAfter(after, maxCount)
      if (E.isLeft(page) || !page.right.ended) return page
      const end = await lastPlace(connection, anythingSeen || after !== 'beginning')
      if (E.isLeft(end)) return end
      // A database of which nothing at all is shown is asked twice.
      if (end.right === undefined && attempt === 1) continue
      if (end.right === undefined || !isAfter(end.right as Position, page.right.readTo)) return page
      if (page.right.readTo !== after) return E.right({ ...page.right, ended: false })
      if (attempt === mostTries) return E.left(cutShort(connection))
    }
  }

  /** Reads are from a place on, inclusive, so that the event at that place comes first and is left out. */
  const shownAfter = async (after: After, maxCount: number): Promise<E.Either<CallFailure, RawPage>> => {
    const asked = after === 'beginning' ? maxCount : maxCount + 1
    const fromPosition = after === 'beginning' ? START : { commit: BigInt(after), prepare: BigInt(after) }
    let readTo = after
    const read = await connection.collect((client) => client.readAll({ direction: FORWARDS, fromPosition, maxCount: asked }, ahead), (answered: Answered) => {
      anythingSeen = true
      readTo = (positionOf(answered) ?? readTo) as After
      return rawEventOf(answered)
    })
    return E.map(({ kept, came }: Collected<RawEvent>): RawPage =>
      ({ events: kept.filter((raw) => isAfter(raw.position as Position, after)), readTo, ended: came < asked }))(read)
  }

  /** No event is at that place: what comes after it is found from a known place before it. */
  const readBeyondGap = async (after: Position, maxCount: number): Promise<E.Either<StoreUnavailable, RawPage>> => {
    let from: After = clock.markUpTo(after)?.position ?? 'beginning'
    for (;;) {
      const page = await rawAfter(from, largestReading)
      if (E.isLeft(page)) return E.left(unavailableOf(page.left, connection))
      const beyond = page.right.events.filter((raw) => raw.position > after)
      if (beyond.length > 0 || page.right.ended) {
        const events = beyond.slice(0, maxCount)
        return E.right({ events, readTo: (events.at(-1)?.position ?? after) as Position, ended: page.right.ended && beyond.length <= maxCount })
      }
      from = page.right.readTo
    }
  }

  const clock = logClock(readRaw, original, (place) => hidden(`the event at ${place} was shown and is not there any more`), from, read)

  const stored = async (raws: ReadonlyArray<RawEvent>): Promise<E.Either<StoreUnavailable, ReadonlyArray<StoredEvent>>> => {
    const furthest = raws.reduce((far, { position }) => Math.max(far, position), -1)
    const reached = await clock.reach(furthest < 0 ? 'nowhere' : furthest as Position)
    return E.map(() => raws.map((raw) => storedEvent(raw, clock.recordedAt(raw))))(reached)
  }

  const rawStream: LogReading['rawStream'] = async (stream, from, direction, maxCount) => {
    const fromRevision = from === 'end' ? END : BigInt(from - 1)
    const read = await connection.collect(
      (client) => client.readStream(stream, { fromRevision, direction: direction === 'backwards' ? BACKWARDS : FORWARDS, maxCount }, ahead), rawEventOf,
    )
    if (E.isRight(read)) return E.right(read.right.kept)
    return read.left.kind === 'noStream' ? E.right([]) : E.left(unavailableOf(read.left, connection))
  }

  /** The version of a stream, 0 where there is none. What a decision rests on would be missing where the server shows nothing of it, and nothing else would tell. */
  const streamVersionOf = async (stream: StreamName): Promise<E.Either<StoreUnavailable, number>> => {
    const found = await streamStanding(connection, stream)
    if (E.isLeft(found)) return E.left(unavailableOf(found.left, connection))
    switch (found.right.standing) {
      case 'none': return E.right(0)
      case 'endsAt': return E.right(found.right.version)
      case 'hidden': return E.left(hidden(`nothing of ${stream} is shown`))
    }
  }

  const readStream = async (request: ReadStreamRequest): Reading<StreamPage> => {
    const problems = streamReadProblems(request)
    if (problems.length > 0) return E.left({ tag: 'InvalidRead', problems })
    return request.direction === 'backwards' ? await readBackwards(request) : await readForwards(request)
  }

  const readForwards = async ({ stream, from = 1, maxCount }: ReadStreamRequest): Reading<StreamPage> => {
    for (let attempt = 1; ; attempt += 1) {
      const raws = await rawStream(stream, from, 'forwards', maxCount + 1)
      if (E.isLeft(raws)) return raws
      const [first] = raws.right
      if (first !== undefined && versionOf(first) > from) return E.left(hidden(`${stream} begins at version ${versionOf(first)} where version ${from} was to be`))
      const version = await streamVersionOf(stream)
      if (E.isLeft(version)) return version
      const last = raws.right.at(-1)
      const isWhole = raws.right.length > maxCount || (last === undefined ? version.right < from : versionOf(last) >= version.right)
      if (isWhole) return await streamPage(raws.right.slice(0, maxCount), version, raws.right.length <= maxCount)
      if (attempt === mostTries) return E.left(unavailableOf(cutShort(connection), connection))
    }
  }

  const hidden = (detail: string): ServerUnavailable => ({ tag: 'StoreUnavailable', reason: 'corrupt', where: connection.where, detail, trouble: 'streamHidden' })

  const readBackwards = async ({ stream, from, maxCount }: ReadStreamRequest): Reading<StreamPage> => {
    const version = await streamVersionOf(stream)
    if (E.isLeft(version)) return version
    const start = Math.min(from ?? version.right, version.right)
    if (start === 0) return await streamPage([], version, true)
    for (let attempt = 1; ; attempt += 1) {
      const raws = await rawStream(stream, start, 'backwards', maxCount + 1)
      if (E.isLeft(raws)) return raws
      const last = raws.right.at(-1)
      const isWhole = raws.right.length > maxCount || (last !== undefined && versionOf(last) === 1)
      if (isWhole) return await streamPage(raws.right.slice(0, maxCount), version, raws.right.length <= maxCount)
      if (attempt < mostTries) continue
      const hides = await isTruncated(connection, stream)
      if (E.isLeft(hides) || !hides.right) return E.left(unavailableOf(E.isLeft(hides) ? hides.left : cutShort(connection), connection))
      return E.left(hidden(`${stream} shows nothing before version ${last === undefined ? start + 1 : versionOf(last)}`))
    }
  }

  const streamPage = async (raws: ReadonlyArray<RawEvent>, version: E.Either<StoreUnavailable, number>, endOfStream: boolean): Reading<StreamPage> => {
    if (E.isLeft(version)) return version
    return E.map((events: ReadonlyArray<StoredEvent>): StreamPage => ({ events, streamVersion: version.right, endOfStream }))(await stored(raws))
  }

  const readAll = async (request: ReadAllRequest): Reading<LogPage> => {
    const problems = logReadProblems(request)
    if (problems.length > 0) return E.left({ tag: 'InvalidRead', problems })
    const found = await findPassing(request)
    if (E.isLeft(found)) return found
    return E.map((events: ReadonlyArray<StoredEvent>): LogPage => ({ ...found.right, events }))(await stored(found.right.events))
  }

  const findPassing = async ({ after, upTo, filter, maxCount }: ReadAllRequest): Promise<E.Either<StoreUnavailable, Omit<LogPage, 'events'> & { readonly events: ReadonlyArray<RawEvent> }>> => {
    const events: RawEvent[] = []
    let [readTo, cursor]: [After, After] = [after, after]
    for (let readings = 0; filter === undefined || readings < readingsForAPage || events.length === 0; readings += 1) {
      // Where much does not belong to the log, or does not pass, more is read at once; what is read beyond the page travels again with the next.
      const page = await readRaw(cursor, Math.min((maxCount - events.length + 1) * 4 ** Math.min(readings, 6), largestReading))
      if (E.isLeft(page)) return page
      clock.take(cursor, page.right)
      for (const raw of page.right.events) {
        cursor = raw.position as Position
        if (upTo !== undefined && raw.position > upTo) return E.right({ events, readTo, endOfLog: true })
        if (!belongsToLog(raw)) continue
        if (events.length === maxCount) return E.right({ events, readTo, endOfLog: false })
        readTo = raw.position as Position
        if (passes(filter, { stream: raw.event.streamId as StreamName, type: raw.event.type })) events.push(raw)
      }
      cursor = page.right.readTo
      if (page.right.ended) return E.right({ events, readTo, endOfLog: true })
    }
    return E.right({ events, readTo, endOfLog: false })
  }

  const readAt = async (positions: ReadonlyArray<Position>): Reading<ReadonlyArray<StoredEvent>> => {
    const raws = await rawsAt(readRawFrom, [...new Set(positions)].sort((left, right) => left - right))
    return E.isLeft(raws) ? raws : await stored(raws.right.filter(belongsToLog))
  }

  /** Events from a place on, inclusive, perhaps fewer than there are; none where no event begins there. */
  const readRawFrom = async (position: Position, maxCount: number): Promise<E.Either<StoreUnavailable, ReadonlyArray<RawEvent>>> => {
    const fromPosition = { commit: BigInt(position), prepare: BigInt(position) }
    for (let attempt = 1; ; attempt += 1) {
      const read = await connection.collect((client) => client.readAll({ direction: FORWARDS, fromPosition, maxCount }, ahead), rawEventOf)
      if (E.isLeft(read)) return read.left.kind === 'noSuchPosition' ? E.right([]) : E.left(unavailableOf(read.left, connection))
      if (read.right.came > 0) return E.right(read.right.kept)
      // Beyond the end of the log there is nothing; anywhere else an empty answer was cut short.
      const end = await lastPlace(connection, false)
      if (E.isRight(end) && (end.right === undefined ? attempt > 1 : end.right < position)) return E.right([])
      if (attempt === mostTries) return E.left(unavailableOf(E.isLeft(end) ? end.left : cutShort(connection), connection))
    }
  }

  const rawAt: LogReading['rawAt'] = async (position) =>
    E.map((raws: ReadonlyArray<RawEvent>) => raws.find((raw) => raw.position === position))(await readRawFrom(position, 1))

  const head = async (): Reading<LogHead> => {
    const reached = await clock.reach('end')
    if (E.isLeft(reached)) return reached
    const last = clock.last()
    return E.right({ after: last?.position ?? 'beginning', recordedAt: last?.recordedAt, link: undefined })
  }

  const prefixKnownAt = async (instant: number): Reading<After> => {
    const problems = instantProblems(instant)
    if (problems.length > 0) return E.left({ tag: 'InvalidRead', problems })
    const reached = await clock.reach('end')
    if (E.isLeft(reached)) return reached
    let known: After = clock.markBefore(instant)?.position ?? 'beginning'
    let cursor = known
    for (;;) {
      const page = await readRaw(cursor, largestReading)
      if (E.isLeft(page)) return page
      clock.take(cursor, page.right)
      for (const raw of page.right.events) {
        cursor = raw.position as Position
        if (!belongsToLog(raw)) continue
        if (clock.recordedAt(raw) > instant) return E.right(known)
        known = raw.position as Position
      }
      cursor = page.right.readTo
      if (page.right.ended) return E.right(known)
    }
  }

  return { clock, readStream, readAll, readAt, head, prefixKnownAt, rawAt, rawStream }
}

/** As many readings at once as one connection carries well. */
const lanes = 8

/** The events at these places, in order. Places that lie near one another are read together: more at once as long as that pays. */
async function rawsAt(
  readFrom: (position: Position, maxCount: number) => Promise<E.Either<StoreUnavailable, ReadonlyArray<RawEvent>>>, positions: ReadonlyArray<Position>,
): Promise<E.Either<StoreUnavailable, ReadonlyArray<RawEvent>>> {
  const size = Math.ceil(positions.length / lanes)
  const found = await Promise.all(Array.from({ length: lanes }, (_, lane) => rawsOfLane(readFrom, positions.slice(lane * size, (lane + 1) * size))))
  const failed = found.find(E.isLeft)
  return failed ?? E.right(found.flatMap((lane) => E.isRight(lane) ? lane.right : []))
}

async function rawsOfLane(
  readFrom: (position: Position, maxCount: number) => Promise<E.Either<StoreUnavailable, ReadonlyArray<RawEvent>>>, positions: ReadonlyArray<Position>,
): Promise<E.Either<StoreUnavailable, ReadonlyArray<RawEvent>>> {
  const found: RawEvent[] = []
  let atOnce = 1
  for (let place = 0; place < positions.length;) {
    const first = positions[place] as Position
    const page = await readFrom(first, atOnce)
    if (E.isLeft(page)) return page
    const upTo = page.right.at(-1)?.position ?? first
    const byPosition = new Map(page.right.map((raw) => [raw.position, raw]))
    const before = place
    for (; place < positions.length && (positions[place] as Position) <= Math.max(upTo, first); place += 1) {
      const raw = byPosition.get(positions[place] as Position)
      if (raw !== undefined) found.push(raw)
    }
    atOnce = (place - before) * 4 >= atOnce ? Math.min(atOnce * 2, 1000) : Math.max(1, atOnce >> 1)
  }
  return E.right(found)
}
