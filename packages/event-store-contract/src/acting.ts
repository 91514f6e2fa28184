/** What the checks do with a store: run a task, expect its failure, read a stream or the log whole. */

import assert from 'node:assert/strict'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { isAfter, type After, type Position, type StreamName } from '@grid-governance/event-sourcing'
import type { AppendReceipt, AppendRequest, EventReader, EventStore, InvalidAppend, ReadAllRequest, StoredEvent } from '@grid-governance/event-store'

/** What a task yields; a failure of the task is a failure of the check. */
export const ran = async <F, A>(task: TaskEither<F, A>): Promise<A> => {
  const result = await task()
  if (E.isLeft(result)) assert.fail(`should have succeeded, failed with ${show(result.left)}`)
  return result.right
}

/** What a task fails with; a success is a failure of the check. */
export const refused = async <F, A>(task: TaskEither<F, A>): Promise<F> => {
  const result = await task()
  if (E.isRight(result)) assert.fail(`should have been refused, succeeded with ${show(result.right)}`)
  return result.left
}

/** Writes, and checks that something was written now. */
export const write = async (store: EventStore, request: AppendRequest): Promise<AppendReceipt> => {
  const receipt = await ran(store.append(request))
  assert.equal(receipt.repeated, false, 'the receipt says that nothing was written')
  return receipt
}

/** Checks that an append is refused with WrongExpectedVersion, that it says all, and that nothing was written. */
export const conflicts = async (store: EventStore, request: AppendRequest, actual: number): Promise<void> => {
  await leavesNoTrace(store, async () => {
    const failure = await refused(store.append(request))
    assert.deepEqual(failure, { tag: 'WrongExpectedVersion', stream: request.stream, expected: request.expectedVersion, actual })
  })
}

/** Checks that an append is refused with InvalidAppend and at least one sentence, and that nothing was written. */
export const isInvalid = async (store: EventStore, request: AppendRequest): Promise<void> => {
  await leavesNoTrace(store, async () => {
    const failure = await refused(store.append(request))
    assert.equal(failure.tag, 'InvalidAppend')
    const { problems } = failure as InvalidAppend
    assert.ok(problems.length > 0 && problems.every((problem) => problem.length > 0), 'no problem is named')
  })
}

/** Checks that the log is the same before and after. */
export const leavesNoTrace = async (store: EventStore, work: () => Promise<void>): Promise<void> => {
  const before = await snapshotOf(store)
  await work()
  assert.deepEqual(await snapshotOf(store), before, 'the log was changed')
}

/** A copy of everything that a log holds, and its head. */
export const snapshotOf = async (reader: EventReader) => structuredClone({ head: await ran(reader.head()), events: await logOf(reader) })

/** The whole log, or what passes the filter between two places, page by page. */
export const logOf = async (reader: EventReader, request: Partial<ReadAllRequest> = {}): Promise<ReadonlyArray<StoredEvent>> =>
  (await pagesOf(reader, { after: 'beginning', maxCount: 5000, ...request })).flatMap((page) => page.events)

/** The pages of the log as a subscription reads them, each from where the one before ended; every page must make progress. */
export const pagesOf = async (reader: EventReader, request: ReadAllRequest) => {
  const pages = []
  let after: After = request.after
  for (;;) {
    const page = await ran(reader.readAll({ ...request, after }))
    pages.push(page)
    if (page.endOfLog) return pages
    assert.ok(page.readTo !== 'beginning' && isAfter(page.readTo, after), `a page that is not the end did not get on from ${after}`)
    after = page.readTo
  }
}

/** A whole stream, forwards. */
export const streamOf = async (reader: EventReader, stream: StreamName): Promise<ReadonlyArray<StoredEvent>> => {
  const events: StoredEvent[] = []
  for (;;) {
    const page = await ran(reader.readStream({ stream, from: events.length + 1, maxCount: 5000 }))
    events.push(...page.events)
    if (page.endOfStream) return events
  }
}

/** The positions of events. */
export const positionsOf = (events: ReadonlyArray<StoredEvent>): ReadonlyArray<Position> => events.map((event) => event.globalPosition)

/** A value as a message shows it. */
export const show = (value: unknown): string => {
  const text = JSON.stringify(value, (_, child: unknown) => typeof child === 'bigint' ? `${child}n` : child) ?? String(value)
  return text.length > 500 ? `${text.slice(0, 500)}...` : text
}
