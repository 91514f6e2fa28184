/** The order of the log: contiguous versions, rising positions, and one order for all, whoever writes at the same time. */

import assert from 'node:assert/strict'
import type { After, StreamName } from '@grid-governance/event-sourcing'
import type { AppendReceipt, EventReader, EventStore, LogPage, StoredEvent } from '@grid-governance/event-store'
import { logOf, positionsOf, ran, refused, streamOf, write } from '../acting.ts'
import { chapter, hookOf, type StorePromise } from '../harness.ts'
import { appending, idOf, names, otherStream, stream } from '../samples.ts'
import { runWriters, type WriterTask } from '../writers.ts'

export const order: ReadonlyArray<StorePromise> = chapter('the order of the log', [
  {
    name: 'an empty log has no events, begins at the beginning, and knows no newest event',
    check: async ({ store }) => {
      assert.deepEqual(await logOf(store), [])
      const { after, recordedAt } = await ran(store.head())
      assert.deepEqual({ after, recordedAt }, { after: 'beginning', recordedAt: undefined })
    },
  },
  {
    name: 'events stand in the log in the order of the appends and, within one, in the order given',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a', 'b']))
      await write(store, appending('any', ['c'], otherStream))
      await write(store, appending(2, ['d', 'e']))
      const log = await logOf(store)
      assert.deepEqual(log.map((event) => event.eventId), ['a', 'b', 'c', 'd', 'e'].map(idOf))
      assert.deepEqual(log.map((event) => event.streamVersion), [1, 2, 1, 3, 4])
      checkOrder(store, log)
    },
  },
  {
    name: 'the receipt names the position and the versions at which its events are read',
    check: async ({ store }) => {
      const receipts = [await write(store, appending('noStream', ['a', 'b'])), await write(store, appending('any', ['c'], otherStream)), await write(store, appending(2, ['d']))]
      checkReceipts(receipts, await logOf(store))
      assert.equal((await ran(store.head())).after, receipts[2]?.position)
    },
  },
  {
    name: 'many appends at once are all written, each whole, in one order',
    check: async ({ store }) => {
      const requests = manyRequests()
      const receipts = await Promise.all(requests.map((request) => ran(store.append(request))))
      const log = await logOf(store)
      assert.equal(log.length, requests.reduce((sum, request) => sum + request.events.length, 0))
      checkOrder(store, log)
      checkReceipts(receipts, log)
      checkWhole(receipts, log)
    },
  },
  {
    name: 'of many appends at one expected version exactly one is written',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a']))
      const results = await Promise.all(names(12, 'r').map((name) => store.append(appending(1, [name]))()))
      assert.equal(results.filter((result) => result._tag === 'Right').length, 1)
      for (const result of results) if (result._tag === 'Left') assert.deepEqual(result.left, { tag: 'WrongExpectedVersion', stream, expected: 1, actual: 2 })
      assert.equal((await streamOf(store, stream)).length, 2)
    },
  },
  {
    name: 'appends to one stream that are not waited for are written in the order in which they were sent',
    check: async ({ store }) => {
      const receipts = await Promise.all(names(25).map((name, index) => ran(store.append(appending(index, [name])))))
      assert.deepEqual(receipts.map((receipt) => receipt.streamVersion), names(25).map((_, index) => index + 1))
      assert.deepEqual((await streamOf(store, stream)).map((event) => event.eventId), names(25).map(idOf))
    },
  },
  {
    name: 'one refused append among many at once takes no other with it',
    check: async ({ store }) => {
      const sent = names(20).map((name, index) => index % 5 === 2
        ? refused(store.append(appending('streamExists', [name], `gridMap-gone${index}` as StreamName)))
        : ran(store.append(appending('noStream', [name], `gridMap-s${index}` as StreamName))))
      await Promise.all(sent)
      assert.equal((await logOf(store)).length, 16)
    },
  },
  {
    name: 'the same append sent twice at once is written once',
    check: async ({ store }) => {
      const both = await Promise.all([ran(store.append(appending('noStream', ['a', 'b']))), ran(store.append(appending('noStream', ['a', 'b'])))])
      assert.deepEqual(both.map((receipt) => receipt.repeated).sort(), [false, true])
      assert.deepEqual({ ...both[0], repeated: false }, { ...both[1], repeated: false })
      assert.equal((await logOf(store)).length, 2)
    },
  },
  {
    name: 'who reads on while others write misses nothing and sees nothing twice',
    check: async ({ store }) => {
      const requests = manyRequests()
      const seen = await readOn(store, Promise.all(requests.map((request) => ran(store.append(request)))))
      assert.equal(seen.length, requests.reduce((sum, request) => sum + request.events.length, 0))
      assert.deepEqual(positionsOf(seen), positionsOf(await logOf(store)))
    },
  },
  {
    name: 'two writers on one log see each other at once and share one order',
    needs: 'secondWriter',
    check: async (opened) => {
      const { store } = opened
      const second = await hookOf(opened, 'secondWriter')()
      await write(store, appending('noStream', ['a']))
      await refused(second.append(appending('noStream', ['b'])))
      await write(second, appending(1, ['b']))
      await refused(store.append(appending(1, ['c'])))
      await write(store, appending(2, ['c']))
      await write(second, appending('noStream', ['d'], otherStream))
      const log = await logOf(store)
      assert.deepEqual(log.map((event) => event.eventId), ['a', 'b', 'c', 'd'].map(idOf))
      assert.deepEqual(await logOf(second), log)
      assert.deepEqual(await ran(second.head()), await ran(store.head()))
      checkOrder(store, log)
    },
  },
  {
    name: 'what one writer wrote, sent again by another, is known',
    needs: 'secondWriter',
    check: async (opened) => {
      const second = await hookOf(opened, 'secondWriter')()
      for (const expected of ['noStream', 'any'] as const) {
        const to = `gridMap-${expected}` as StreamName
        const first = await write(opened.store, appending(expected, ['a', 'b'], to))
        assert.deepEqual(await ran(second.append(appending(expected, ['a', 'b'], to))), { ...first, repeated: true })
      }
    },
  },
  {
    name: 'many appends at once through two writers are all written, each whole, in one order',
    needs: 'secondWriter',
    timeoutMs: 30_000,
    check: async (opened) => {
      const writers = [opened.store, await hookOf(opened, 'secondWriter')()]
      const requests = manyRequests()
      const receipts = await Promise.all(requests.map((request, index) => ran((writers[index % 2] as EventStore).append(request))))
      const log = await logOf(opened.store)
      checkOrder(opened.store, log)
      checkReceipts(receipts, log)
      checkWhole(receipts, log)
      assert.equal(log.length, requests.reduce((sum, request) => sum + request.events.length, 0))
      assert.deepEqual(await logOf(writers[1] as EventStore), log)
    },
  },
  {
    name: 'several processes that write at once lose nothing, write nothing twice, and share one order',
    needs: 'processes',
    timeoutMs: 90_000,
    check: async (opened) => {
      const tasks: ReadonlyArray<WriterTask> = names(3, 'w').map((writer) => ({ writer, own: `gridMap-${writer}`, shared: stream, rounds: 20 }))
      const eventsInAll = tasks.reduce((sum, task) => sum + task.rounds * 3, 0)
      const writing = runWriters(hookOf(opened, 'processes'), tasks)
      const seen = await readOn(opened.store, writing)
      const receipts = await writing
      const log = await logOf(opened.store)
      assert.equal(log.length, eventsInAll)
      assert.equal(new Set(log.map((event) => event.eventId)).size, eventsInAll)
      checkOrder(opened.store, log)
      checkReceipts(receipts, log)
      checkWhole(receipts, log)
      assert.deepEqual(positionsOf(seen), positionsOf(log), 'who read on meanwhile saw another order')
    },
  },
])

/** Appends of one to three events to four streams, under expectations that hold in any order. */
function manyRequests() {
  const streams = names(4, 'gridMap-s') as ReadonlyArray<StreamName>
  return Array.from({ length: 80 }, (_, index) =>
    appending('any', names(1 + index % 3, `m${index}.`), streams[index % streams.length]))
}

/** Versions without gaps in each stream, positions rising, dense where that is declared, times never going back. */
function checkOrder(reader: EventReader, log: ReadonlyArray<StoredEvent>): void {
  const versions = new Map<string, number>()
  for (const [index, event] of log.entries()) {
    const version = (versions.get(event.stream) ?? 0) + 1
    assert.equal(event.streamVersion, version, `${event.stream} has a gap or a double at ${version}`)
    versions.set(event.stream, version)
    const before = log[index - 1]
    if (before === undefined) continue
    assert.ok(event.globalPosition > before.globalPosition, `position ${event.globalPosition} comes after ${before.globalPosition}`)
    assert.ok(Number.isSafeInteger(event.globalPosition))
    if (reader.declared.positionsDense) assert.equal(event.globalPosition, before.globalPosition + 1, 'the store declares dense positions')
    assert.ok(event.recordedAt >= before.recordedAt, 'the time of recording went back')
  }
}

/** Each receipt's events are in the log where it says. */
function checkReceipts(receipts: ReadonlyArray<AppendReceipt>, log: ReadonlyArray<StoredEvent>): void {
  const places = new Map(log.map((event) => [`${event.stream}/${event.streamVersion}`, event]))
  for (const receipt of receipts) {
    const own = receipt.eventIds.map((_, index) => places.get(`${receipt.stream}/${receipt.firstVersion + index}`))
    assert.deepEqual(own.map((event) => event?.eventId), receipt.eventIds)
    assert.equal(receipt.streamVersion, receipt.firstVersion + receipt.eventIds.length - 1)
    assert.equal(own.at(-1)?.globalPosition, receipt.position)
  }
}

/** No other append stands between the events of one. */
function checkWhole(receipts: ReadonlyArray<AppendReceipt>, log: ReadonlyArray<StoredEvent>): void {
  const places = new Map(log.map((event, index) => [event.globalPosition, index]))
  for (const receipt of receipts) {
    const last = places.get(receipt.position) ?? -1
    const there = log.slice(last + 1 - receipt.eventIds.length, last + 1)
    assert.deepEqual(there.map((event) => event.eventId), receipt.eventIds, 'an append was torn apart in the log')
  }
}

/** Reads from the beginning on, page after page, until the writers are done and the end is reached. */
async function readOn(reader: EventReader, writers: Promise<unknown>): Promise<ReadonlyArray<StoredEvent>> {
  let done = false
  void writers.finally(() => { done = true }).catch(() => undefined)
  const seen: StoredEvent[] = []
  let after: After = 'beginning'
  for (;;) {
    const last: boolean = done
    if (!last) await reader.waitBeyond(after, { timeoutMs: 100 })()
    const page: LogPage = await ran(reader.readAll({ after, maxCount: 7 }))
    seen.push(...page.events)
    after = page.readTo
    if (last && page.endOfLog) return seen
  }
}
