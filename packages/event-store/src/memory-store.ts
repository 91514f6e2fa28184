/** The in-memory store: the model that all other stores are compared with; written to be read by authors of adapters. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { categoryOf, isAfter, type After, type Position, type StreamName } from '@grid-governance/event-sourcing'
import { judgeAppend } from './expected-version.ts'
import type { AppendFailure, InvalidRead, ReadFailure } from './failures.ts'
import { chainStart, nextLink } from './hash-chain.ts'
import type { AppendReceipt, AppendRequest, EventFilter, EventStore, LogHead, LogPage, ReadAllRequest, ReadStreamRequest, StreamPage } from './port.ts'
import { prepareAppend, type PreparedEvent } from './prepare-append.ts'
import { instantProblems, logReadProblems, streamReadProblems } from './read-problems.ts'
import type { StoredEvent } from './stored-event.ts'
import { idsOf, pageOf, receiptOf } from './stream-slices.ts'
import { waitUntil } from './wait-until.ts'

/** How far the clock may be behind the log before an append is refused, in milliseconds. */
export const clockToleranceMs = 1000

/** A store that lives as long as the process. `now` gives milliseconds since 1970. */
export const memoryStore = (now: () => number): EventStore => {
  const log: StoredEvent[] = []
  const streams = new Map<StreamName, StoredEvent[]>()
  const waiting = new Set<() => void>()
  let link = chainStart

  const append = (request: AppendRequest): E.Either<AppendFailure, AppendReceipt> => {
    const prepared = prepareAppend(request)
    if (E.isLeft(prepared)) return prepared
    const stream = streams.get(request.stream) ?? []
    const verdict = judgeAppend(request.expectedVersion, idsOf(stream), request.events.map((event) => event.eventId))
    switch (verdict.verdict) {
      case 'conflict': return E.left({ tag: 'WrongExpectedVersion', stream: request.stream, expected: request.expectedVersion, actual: stream.length })
      case 'repeated': return E.right(receiptOf(stream.slice(verdict.firstVersion - 1, verdict.firstVersion - 1 + request.events.length), true))
      case 'write': return write(request.stream, stream, prepared.right)
    }
  }

  const write = (name: StreamName, stream: StoredEvent[], events: ReadonlyArray<PreparedEvent>): E.Either<AppendFailure, AppendReceipt> => {
    const newest = log.at(-1)?.recordedAt ?? 0
    const clock = now()
    if (clock < newest - clockToleranceMs) return E.left({ tag: 'ClockBehindLog', clock, log: newest })
    const recordedAt = Math.max(clock, newest)
    const written = events.map((event, index): StoredEvent => Object.freeze({
      ...event, stream: name, streamVersion: stream.length + 1 + index, globalPosition: (log.length + index) as Position, recordedAt,
    }))
    for (const event of written) link = nextLink(link, event)
    log.push(...written)
    stream.push(...written)
    streams.set(name, stream)
    for (const wake of waiting) wake()
    return E.right(receiptOf(written, false))
  }

  const readStream = (request: ReadStreamRequest): E.Either<ReadFailure, StreamPage> => {
    const problems = streamReadProblems(request)
    if (problems.length > 0) return invalidRead(problems)
    const stream = streams.get(request.stream) ?? []
    return E.right(pageOf(stream, request))
  }

  const readAll = (request: ReadAllRequest): E.Either<ReadFailure, LogPage> => {
    const problems = logReadProblems(request)
    if (problems.length > 0) return invalidRead(problems)
    const events: StoredEvent[] = []
    const first = request.after === 'beginning' ? 0 : request.after + 1
    const end = Math.min(log.length, (request.upTo ?? Number.MAX_SAFE_INTEGER) + 1)
    let place = first
    while (place < end && events.length < request.maxCount) {
      const event = log[place] as StoredEvent
      if (passes(request.filter, event)) events.push(event)
      place += 1
    }
    return E.right({ events, readTo: place > first ? (place - 1) as Position : request.after, endOfLog: place >= end })
  }

  const head = (): LogHead => {
    const last = log.at(-1)
    return { after: last?.globalPosition ?? 'beginning', recordedAt: last?.recordedAt, link }
  }

  const prefixKnownAt = (instant: number): E.Either<ReadFailure, After> => {
    const problems = instantProblems(instant)
    if (problems.length > 0) return invalidRead(problems)
    const next = log.findIndex((event) => event.recordedAt > instant)
    const count = next === -1 ? log.length : next
    return E.right(log[count - 1]?.globalPosition ?? 'beginning')
  }

  return {
    declared: { name: 'memory', positionsDense: true, keepsChain: true, filtersOn: 'store', clockBehindLog: 'refused', noticesOthersWithinMs: 0 },
    append: (request) => later(() => append(request)),
    readStream: (request) => later(() => readStream(request)),
    readAll: (request) => later(() => readAll(request)),
    readAt: (positions) => later(() => E.right([...new Set(positions)].sort((left, right) => left - right).flatMap((position) => log[position] ?? []))),
    head: () => later(() => E.right(head())),
    prefixKnownAt: (instant) => later(() => prefixKnownAt(instant)),
    waitBeyond: (after, options) => () => waitUntil(() => log.length > 0 && isAfter((log.length - 1) as Position, after), waiting, options),
  }
}

/** Whether an event passes a filter; exact names, both lists count. */
export const passes = (filter: EventFilter | undefined, event: Pick<StoredEvent, 'stream' | 'type'>): boolean =>
  (filter?.types === undefined || filter.types.includes(event.type))
  && (filter?.categories === undefined || filter.categories.includes(categoryOf(event.stream)))

const later = <F, A>(work: () => E.Either<F, A>): TaskEither<F, A> => async () => work()

function invalidRead(problems: ReadonlyArray<string>): E.Left<InvalidRead> {
  return { _tag: 'Left', left: { tag: 'InvalidRead', problems } }
}
