/** A rehearsal: appends go to memory on top of a real log, so that a batch can be tried whole before anything is written. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { isAfter, type After, type Position, type StreamName } from '@grid-governance/event-sourcing'
import { judgeAppend } from './expected-version.ts'
import type { AppendFailure, ReadFailure } from './failures.ts'
import { clockToleranceMs, passes } from './memory-store.ts'
import type { AppendReceipt, AppendRequest, EventReader, EventStore, LogPage, ReadAllRequest, ReadStreamRequest, SparingHint, StreamPage } from './port.ts'
import { prepareAppend } from './prepare-append.ts'
import { instantProblems, logReadProblems, streamReadProblems } from './read-problems.ts'
import type { StoredEvent } from './stored-event.ts'
import { idsOf, pageOf, receiptOf } from './stream-slices.ts'
import { waitUntil } from './wait-until.ts'

/** A store over a log that was read up to its head when the rehearsal began; what is appended here is never written there. */
export interface Rehearsal extends EventStore {
  /** What would have been written, in order. */
  readonly rehearsed: () => ReadonlyArray<StoredEvent>
}

/** Opens a rehearsal on a log; `now` gives milliseconds since 1970. */
export const rehearse = (log: EventReader, now: () => number): TE.TaskEither<ReadFailure, Rehearsal> =>
  pipe(log.head(), TE.map((head) => {
    const rehearsed: StoredEvent[] = []
    const waiting = new Set<() => void>()
    let last: Promise<unknown> = Promise.resolve()
    const base = head.after === 'beginning' ? -1 : head.after
    let newest = head.recordedAt ?? 0

    const own = (stream: StreamName): ReadonlyArray<StoredEvent> => rehearsed.filter((event) => event.stream === stream)

    const wholeStream = async (stream: StreamName): Promise<E.Either<ReadFailure, ReadonlyArray<StoredEvent>>> => {
      const events: StoredEvent[] = []
      for (;;) {
        const page = await log.readStream({ stream, from: events.length + 1, maxCount: 1000 })()
        if (E.isLeft(page)) return page
        events.push(...page.right.events.filter((event) => event.globalPosition <= base))
        if (page.right.endOfStream) return E.right([...events, ...own(stream)])
      }
    }

    const append = async (request: AppendRequest): Promise<E.Either<AppendFailure, AppendReceipt>> => {
      const prepared = prepareAppend(request)
      if (E.isLeft(prepared)) return prepared
      const stream = await wholeStream(request.stream)
      if (E.isLeft(stream)) return stream.left.tag === 'InvalidRead' ? E.left({ tag: 'InvalidAppend', stream: request.stream, problems: stream.left.problems }) : E.left(stream.left)
      const verdict = judgeAppend(request.expectedVersion, idsOf(stream.right), request.events.map((event) => event.eventId))
      if (verdict.verdict === 'conflict') return E.left({ tag: 'WrongExpectedVersion', stream: request.stream, expected: request.expectedVersion, actual: stream.right.length })
      if (verdict.verdict === 'repeated') return E.right(receiptOf(stream.right.slice(verdict.firstVersion - 1, verdict.firstVersion - 1 + request.events.length), true))
      const clock = now()
      if (clock < newest - clockToleranceMs) return E.left({ tag: 'ClockBehindLog', clock, log: newest })
      newest = Math.max(clock, newest)
      const written = prepared.right.map((event, index): StoredEvent => Object.freeze({
        ...event, stream: request.stream, streamVersion: stream.right.length + 1 + index,
        globalPosition: (base + 1 + rehearsed.length + index) as Position, recordedAt: newest,
      }))
      rehearsed.push(...written)
      for (const wake of waiting) wake()
      return E.right(receiptOf(written, false))
    }

    /** One append at a time, in the order in which they were sent. */
    const appendInTurn = (request: AppendRequest): Promise<E.Either<AppendFailure, AppendReceipt>> => {
      const mine = last.then(() => append(request))
      last = mine
      return mine
    }

    const readStream = async (request: ReadStreamRequest): Promise<E.Either<ReadFailure, StreamPage>> => {
      const problems = streamReadProblems(request)
      if (problems.length > 0) return E.left({ tag: 'InvalidRead', problems })
      const stream = await wholeStream(request.stream)
      if (E.isLeft(stream)) return stream
      return E.right(pageOf(stream.right, request))
    }

    const readAll = async (request: ReadAllRequest): Promise<E.Either<ReadFailure, LogPage>> => {
      const problems = logReadProblems(request)
      if (problems.length > 0) return E.left({ tag: 'InvalidRead', problems })
      const upTo = Math.min(base, request.upTo ?? base) as Position
      if (base >= 0 && (request.after === 'beginning' || request.after < upTo)) {
        const page = await log.readAll({ ...request, upTo })()
        return E.isLeft(page) ? page : E.right({ ...page.right, endOfLog: page.right.endOfLog && (rehearsed.length === 0 || upTo === request.upTo) })
      }
      const rest = rehearsed.filter((event) => (request.after === 'beginning' || event.globalPosition > request.after) && event.globalPosition <= (request.upTo ?? Number.MAX_SAFE_INTEGER))
      const page = rest.slice(0, request.maxCount)
      return E.right({ events: page.filter((event) => passes(request.filter, event)), readTo: page.at(-1)?.globalPosition ?? request.after, endOfLog: rest.length <= request.maxCount })
    }

    return {
      declared: { ...log.declared, name: `a rehearsal on ${log.declared.name}`, keepsChain: false, filtersOn: 'client', clockBehindLog: 'refused' },
      rehearsed: () => rehearsed,
      append: (request: AppendRequest) => () => appendInTurn(request),
      readStream: (request: ReadStreamRequest) => () => readStream(request),
      readAll: (request: ReadAllRequest) => () => readAll(request),
      readAt: (positions: ReadonlyArray<Position>, hint?: SparingHint) => pipe(log.readAt(positions.filter((position) => position <= base), hint), TE.map((found) => [
        ...found, ...rehearsed.filter((event) => positions.includes(event.globalPosition)),
      ])),
      head: () => TE.right({ after: rehearsed.at(-1)?.globalPosition ?? head.after, recordedAt: newest === 0 ? undefined : newest, link: undefined }),
      prefixKnownAt: (instant: number) => {
        const known = rehearsed.filter((event) => event.recordedAt <= instant).at(-1)
        return known === undefined || instantProblems(instant).length > 0 ? log.prefixKnownAt(instant) : TE.right(known.globalPosition)
      },
      waitBeyond: (after, options) => () => waitUntil(() => isBeyond(rehearsed.at(-1)?.globalPosition ?? head.after, after), waiting, options),
    }
  }))

function isBeyond(end: After, after: After): boolean {
  return end !== 'beginning' && isAfter(end, after)
}
