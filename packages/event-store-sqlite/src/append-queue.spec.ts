/** Group commit: appends that are asked for together share one transaction, in the order of the calls, each with its own verdict. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StreamName } from '@grid-governance/event-sourcing'
import type { AppendReceipt, AppendRequest, StoreUnavailable } from '@grid-governance/event-store'
import { appendQueue, type AppendQueueOptions } from './append-queue.ts'
import { connect, query } from './database.ts'
import type { GroupAnswer } from './log-writer.ts'
import { unavailable } from './sqlite-failures.ts'
import { appending, logOf, ran, refused, stream, write } from './trial/appends.ts'
import { newFolder, opened } from './trial/log-folder.ts'

describe('the queue', () => {
  it('writes what is asked for in one turn as one group, in the order of the calls', async () => {
    const { groups, queue } = queueOf()
    const answers = await Promise.all([1, 2, 3].map((number) => queue.append(appendOf(number))))
    expect(groups).toEqual([[1, 2, 3]])
    expect(answers.map((answer) => E.isRight(answer) && answer.right.streamVersion)).toEqual([1, 2, 3])
  })

  it('gathers callers that come by ways of different length through promises', async () => {
    const { groups, queue } = queueOf()
    await Promise.all([1, 2, 3].map(async (number) => {
      for (let step = 0; step < number * 5; step += 1) await Promise.resolve()
      await queue.append(appendOf(number))
    }))
    expect(groups).toEqual([[1, 2, 3]])
  })

  it('begins a group for each append of a caller who waits', async () => {
    const { groups, queue } = queueOf()
    for (const number of [1, 2, 3]) await queue.append(appendOf(number))
    expect(groups).toEqual([[1], [2], [3]])
  })

  it('ends a group at ten thousand events, and goes on with the next', async () => {
    const { groups, queue } = queueOf()
    await Promise.all([1, 2, 3].map((number) => queue.append(appendOf(number, 6000))))
    expect(groups).toEqual([[1, 2], [3]])
  })

  it('tries a locked log again, with those who came meanwhile behind', async () => {
    let locked = true
    const { groups, queue } = queueOf({ busyTimeoutMs: 60_000, write: (group) => locked ? E.left(unavailable('locked', 'log', 'busy')) : answered(group) })
    const first = queue.append(appendOf(1))
    await pause(12)
    const second = queue.append(appendOf(2))
    locked = false
    expect([await first, await second].every(E.isRight)).toBe(true)
    expect(groups.at(-1)).toEqual([1, 2])
  })

  it('gives up on a locked log after the busy timeout, not before', async () => {
    const { queue } = queueOf({ busyTimeoutMs: 50, write: () => E.left(unavailable('locked', 'log', 'busy')) })
    const began = performance.now()
    expect(await queue.append(appendOf(3))).toEqual(E.left(unavailable('locked', 'log', 'busy')))
    expect(performance.now() - began).toBeGreaterThan(45)
  })

  it('tells every caller of a group that failed, and goes on', async () => {
    let full = true
    const { queue } = queueOf({ write: (group) => full ? E.left(unavailable('full', 'log', 'no room')) : answered(group) })
    const answers = await Promise.all([1, 2].map((number) => queue.append(appendOf(number))))
    expect(answers).toEqual([E.left(unavailable('full', 'log', 'no room')), E.left(unavailable('full', 'log', 'no room'))])
    full = false
    expect(E.isRight(await queue.append(appendOf(3)))).toBe(true)
  })

  it('throws a defect to those whose group it struck, and to nobody else', async () => {
    let broken = true
    const { queue } = queueOf({ write: (group) => { if (broken) throw new TypeError('a defect'); else return answered(group) } })
    await expect(queue.append(appendOf(1))).rejects.toThrow('a defect')
    broken = false
    expect(E.isRight(await queue.append(appendOf(2)))).toBe(true)
  })

  it('lets timers have their turn while a caller appends without pause', async () => {
    const { queue } = queueOf()
    let turns = 0
    const timer = setInterval(() => { turns += 1 }, 1)
    // Long, so that a busy machine does not decide; without turns no timer would end it either.
    const end = performance.now() + 10_000
    while (turns < 2 && performance.now() < end) await queue.append(appendOf(1))
    clearInterval(timer)
    expect(turns).toBe(2)
  })
})

describe('the store', () => {
  let folder: string
  let path: string

  beforeEach(() => {
    folder = newFolder()
    path = join(folder, 'log.sqlite')
  })
  afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

  it('commits a hundred concurrent appends at once: another connection sees none of them or all', async () => {
    const store = await opened({ path })
    const watcher = connect({ path, access: 'readOnly', busyTimeoutMs: 100 })
    const frames = query<[number, number, number]>(watcher, 'PRAGMA wal_checkpoint(NOOP)')
    const before = frames.get()?.[1] ?? 0
    await Promise.all(Array.from({ length: 100 }, (_, index) => write(store, appending('noStream', [`e${index}`], `gridMap-${index}` as StreamName))))
    const pages = (frames.get()?.[1] ?? 0) - before
    watcher.close()
    await ran(store.close())
    // One transaction writes each of its pages once: about 40 KB of events and 5 KB of names.
    expect(pages).toBeLessThan(40)
  })

  it('answers each append of a group on its own: a conflict, a refusal and a repeat do not trouble the others', async () => {
    const store = await opened({ path })
    await write(store, appending('noStream', ['a']))
    const [ok, conflict, invalid, repeat, next] = await Promise.all([
      store.append(appending(1, ['b']))(),
      store.append(appending(1, ['c']))(),
      store.append(appending(-1, ['c']))(),
      store.append(appending('noStream', ['a']))(),
      store.append(appending(2, ['d']))(),
    ])
    expect(ok).toMatchObject({ right: { streamVersion: 2, repeated: false } })
    expect(conflict).toMatchObject({ left: { tag: 'WrongExpectedVersion', actual: 2 } })
    expect(invalid).toMatchObject({ left: { tag: 'InvalidAppend' } })
    expect(repeat).toMatchObject({ right: { streamVersion: 1, repeated: true } })
    expect(next).toMatchObject({ right: { streamVersion: 3 } })
    expect((await logOf(store)).map((event) => JSON.parse(event.data).name)).toEqual(['a', 'b', 'd'])
    await ran(store.close())
  })

  it('refuses an append while the clock is behind the log, and the others of the group as well', async () => {
    let now = 10_000
    const store = await opened({ path, now: () => now })
    await write(store, appending('noStream', ['a']))
    now = 8_999
    expect(await refused(store.append(appending(1, ['b'])))).toEqual({ tag: 'ClockBehindLog', clock: 8_999, log: 10_000 })
    now = 9_000
    await write(store, appending(1, ['b']))
    expect((await logOf(store)).map((event) => event.recordedAt)).toEqual([10_000, 10_000])
    await ran(store.close())
  })
})

function queueOf(options: Partial<Pick<AppendQueueOptions, 'write' | 'busyTimeoutMs'>> = {}) {
  const groups: number[][] = []
  const inner = options.write ?? answered
  const queue = appendQueue({
    where: 'log',
    write: (group) => {
      groups.push(group.map((append) => append.expectedVersion as number))
      return inner(group)
    },
    afterCommit: () => undefined,
    busyTimeoutMs: options.busyTimeoutMs ?? 50,
  })
  return { groups, queue }
}

function answered(group: ReadonlyArray<AppendRequest>): E.Either<StoreUnavailable, GroupAnswer> {
  return E.right({ answers: group.map((append) => E.right(receiptOf(append))), written: group.length })
}

function receiptOf(request: AppendRequest): AppendReceipt {
  return { stream, firstVersion: 1, streamVersion: request.expectedVersion as number, position: 0 as AppendReceipt['position'], eventIds: [], repeated: false }
}

/** An append that is known by its expected version; the queue looks at nothing but the number of its events. */
function appendOf(number: number, events = 1): AppendRequest {
  return appending(number, Array.from({ length: events }, () => 'a'))
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds) })
}
