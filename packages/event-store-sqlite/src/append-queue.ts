/** Gathers appends that are asked for at the same time into groups, so that they share the wait for the disk. */

import * as E from 'fp-ts/lib/Either.js'
import type { AppendFailure, AppendReceipt, AppendRequest, StoreUnavailable } from '@grid-governance/event-store'
import type { GroupAnswer } from './log-writer.ts'
import { isLocked, retryLockedAfterMs, unavailable } from './sqlite-failures.ts'

type Answer = E.Either<AppendFailure, AppendReceipt>

interface Queued {
  readonly request: AppendRequest
  readonly resolve: (answer: Answer) => void
  readonly reject: (defect: unknown) => void
}

export interface AppendQueue {
  /** Answered once the transaction that holds the append is durable; calls keep their order. */
  readonly append: (request: AppendRequest) => Promise<Answer>
  /** Writes what is waiting, then refuses everything. */
  readonly close: () => void
}

export interface AppendQueueOptions {
  readonly where: string
  /** Writes one group in one transaction. */
  readonly write: (group: ReadonlyArray<AppendRequest>) => E.Either<StoreUnavailable, GroupAnswer>
  /** Told after each group that wrote something, once its callers have their answers. */
  readonly afterCommit: (events: number) => void
  readonly busyTimeoutMs: number
}

/** A group ends with the append that brings it to this many events. */
const eventsOfGroup = 10_000
/** After this many milliseconds without a turn of the event loop, the next group waits for one: timers and sockets must live too. */
const longestWithoutTurnMs = 20

export const appendQueue = ({ where, write, afterCommit, busyTimeoutMs }: AppendQueueOptions): AppendQueue => {
  let waiting: Queued[] = []
  let scheduled = false
  let closed = false
  let lastTurn = performance.now()
  let lockedSince: number | undefined

  const append = (request: AppendRequest): Promise<Answer> => new Promise((resolve, reject) => {
    if (closed) return resolve(E.left(closedStore(where)))
    waiting.push({ request, resolve, reject })
    schedule()
  })

  /** nextTick comes after every promise that can go on now has gone on: all that ask at the same time are in one group. */
  const schedule = (): void => {
    if (scheduled) return
    scheduled = true
    if (performance.now() - lastTurn < longestWithoutTurnMs) process.nextTick(flush)
    else setImmediate(turnAndFlush)
  }

  const turnAndFlush = (): void => {
    lastTurn = performance.now()
    flush()
  }

  const flush = (): void => {
    scheduled = false
    while (waiting.length > 0) {
      const group = takeGroup()
      const result = attemptGroup(group)
      if (result === undefined) continue
      if (isLocked(result) && stillPatient()) {
        waiting = [...group, ...waiting]
        scheduled = true
        setTimeout(turnAndFlush, retryLockedAfterMs)
        return
      }
      lockedSince = undefined
      answer(group, result)
    }
  }

  const attemptGroup = (group: ReadonlyArray<Queued>): E.Either<StoreUnavailable, GroupAnswer> | undefined => {
    try {
      return write(group.map((queued) => queued.request))
    } catch (defect) {
      for (const queued of group) queued.reject(defect)
      return undefined
    }
  }

  const answer = (group: ReadonlyArray<Queued>, result: E.Either<StoreUnavailable, GroupAnswer>): void => {
    group.forEach((queued, index) => { queued.resolve(E.isLeft(result) ? result : result.right.answers[index] as Answer) })
    if (E.isRight(result) && result.right.written > 0) afterCommit(result.right.written)
  }

  const takeGroup = (): ReadonlyArray<Queued> => {
    let events = 0
    const last = waiting.findIndex((queued) => (events += queued.request.events.length) >= eventsOfGroup)
    const group = waiting
    if (last === -1 || last === waiting.length - 1) {
      waiting = []
      return group
    }
    waiting = group.slice(last + 1)
    return group.slice(0, last + 1)
  }

  const stillPatient = (): boolean => {
    lockedSince ??= performance.now()
    return !closed && performance.now() - lockedSince < busyTimeoutMs
  }

  return {
    append,
    close: () => {
      closed = true
      flush()
    },
  }
}

/** What every call on a closed store is answered with. */
export const closedStore = (where: string): StoreUnavailable => unavailable('closed', where, 'the store was closed')
