/** A toy of a durable store, to try the suite on: the in-memory store, fed from a file of appends under a lock. */

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After } from '@grid-governance/event-sourcing'
import { memoryStore, prepareAppend, type AppendFailure, type AppendReceipt, type AppendRequest, type EventStore } from '@grid-governance/event-store'

interface Line {
  readonly at: number
  readonly request: AppendRequest
}

const pollMs = 20

/** Opens the toy on a file; any number of stores and processes may have it open. `careless`: writers do not wait for one another. */
export const fileStore = (file: string, now: () => number, careless = false): EventStore => {
  let replayedTo = 0
  let clock = 0
  let last: Promise<unknown> = Promise.resolve()
  const inner = memoryStore(() => clock)

  const catchUp = async (): Promise<void> => {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    const news = text.slice(replayedTo, text.lastIndexOf('\n') + 1)
    replayedTo += news.length
    for (const line of news.split('\n').filter((each) => each !== '')) {
      const { at, request } = JSON.parse(line) as Line
      clock = at
      await inner.append(request)()
    }
  }

  const write = async (request: AppendRequest): Promise<E.Either<AppendFailure, AppendReceipt>> => {
    await catchUp()
    clock = now()
    const result = await inner.append(request)()
    if (careless) await pause(2)
    if (E.isRight(result) && !result.right.repeated) {
      const line = `${JSON.stringify({ at: clock, request } satisfies Line)}\n`
      appendFileSync(file, line)
      replayedTo += line.length
    }
    return result
  }

  const append = (request: AppendRequest): Promise<E.Either<AppendFailure, AppendReceipt>> => {
    const kept = E.isRight(prepareAppend(request)) ? JSON.parse(JSON.stringify(request)) as AppendRequest : request
    const mine = last.then(() => careless ? write(kept) : locked(`${file}.lock`, () => write(kept)))
    last = mine
    return mine
  }

  const fresh = <F, A>(task: () => TaskEither<F, A>): TaskEither<F, A> => async () => {
    await last
    await catchUp()
    return task()()
  }

  const waitBeyond = async (after: After, { timeoutMs, signal }: Parameters<EventStore['waitBeyond']>[1]): Promise<'more' | 'timeout'> => {
    const end = performance.now() + timeoutMs
    for (;;) {
      await fresh(() => inner.head())()
      const left = Math.max(0, Math.min(end - performance.now(), pollMs))
      const answer = await inner.waitBeyond(after, { timeoutMs: left, ...(signal === undefined ? {} : { signal }) })()
      if (answer === 'more' || signal?.aborted === true || performance.now() >= end) return answer
    }
  }

  return {
    declared: { ...inner.declared, name: 'toy', noticesOthersWithinMs: 100 },
    append: (request) => () => append(request),
    readStream: (request) => fresh(() => inner.readStream(request)),
    readAll: (request) => fresh(() => inner.readAll(request)),
    readAt: (positions, hint) => fresh(() => inner.readAt(positions, hint)),
    head: () => fresh(() => inner.head()),
    prefixKnownAt: (instant) => fresh(() => inner.prefixKnownAt(instant)),
    waitBeyond: (after, options) => () => waitBeyond(after, options),
  }
}

/** Runs work while nobody else, in this process or another, does; `mkdir` is atomic. */
async function locked<A>(lock: string, work: () => Promise<A>): Promise<A> {
  while (!taken(lock)) await pause(1)
  try {
    return await work()
  } finally {
    rmdirSync(lock)
  }
}

function taken(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds) })
}
