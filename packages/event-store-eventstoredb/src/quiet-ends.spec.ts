/** Readings that the server ends early with OK: nothing is taken for whole that is not. */

import { EventStoreDBClient } from '@eventstore/db-client'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StreamName } from '@grid-governance/event-sourcing'
import { startDouble, type Double } from '@grid-governance/eventstoredb-double'
import { openEventStoreDb, type EventStoreDbStore } from './index.ts'
import { begins, eventsOf, logWith, must, transferred, unplaced, write } from './trial/transferred.ts'

let double: Double
let now: number

beforeEach(async () => {
  now = begins
  double = await startDouble({ now: () => now })
})
afterEach(async () => { await double.stop() })

const stream = (index: number): StreamName => `gridMap-${index}` as StreamName

const opened = async (on = double): Promise<EventStoreDbStore> => must(await openEventStoreDb({ connectionString: on.connectionString, answerWithinMs: 2000, attempts: 3, pauseMs: 10 })())

/** Thirty events in three streams; the clock of the server goes back at the twentieth. */
const filled = async (): Promise<void> => {
  const store = await opened()
  for (let place = 0; place < 30; place += 1) {
    now = place === 15 ? begins + 9000 : place === 20 ? begins - 4000 : now
    await write(store, stream(place % 3), [`${place}`])
  }
  await store.close()
}

/** All that a store says of a log. */
const questions: ReadonlyArray<readonly [string, (store: EventStoreDbStore) => Promise<E.Either<unknown, unknown>>]> = [
  ['the head', (store) => store.head()()],
  ['what was known at an instant', (store) => store.prefixKnownAt(begins + 5000)()],
  ['the log in pages', async (store) => {
    const events: unknown[] = []
    for (let after: Parameters<EventStoreDbStore['readAll']>[0]['after'] = 'beginning'; ;) {
      const page = await store.readAll({ after, maxCount: 7 })()
      if (E.isLeft(page)) return page
      events.push(...page.right.events)
      after = page.right.readTo
      if (page.right.endOfLog) return E.right(events)
    }
  }],
  ['a category of it', (store) => store.readAll({ after: 'beginning', maxCount: 100, filter: { categories: ['gridMap'], types: ['GridOpened'] } })()],
  ['a stream', (store) => store.readStream({ stream: stream(1), maxCount: 100 })()],
  ['a stream backwards', (store) => store.readStream({ stream: stream(2), direction: 'backwards', maxCount: 4 })()],
  ['a stream that is not there', (store) => store.readStream({ stream: stream(9), maxCount: 4 })()],
]

describe('an answer that ends early with OK', () => {
  it('never makes a store say anything but the truth, or that it cannot', { timeout: 120_000 }, async () => {
    await filled()
    const store = await opened()
    const positions = (await eventsOf(store)).map(({ globalPosition }) => globalPosition)
    const all = [...questions, ['events at places', (asked: EventStoreDbStore) => asked.readAt(positions)()] as const]
    const truth = new Map<string, unknown>()
    for (const [name, ask] of all) truth.set(name, must(await ask(store)))
    await store.close()
    let [told, failed] = [0, 0]
    await fc.assert(fc.asyncProperty(
      fc.constantFrom(...all), fc.array(fc.record({ skip: fc.nat(3), afterEvents: fc.oneof(fc.constant(0), fc.nat(12)), times: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 3 }),
      async ([name, ask], cuts) => {
        const fresh = await opened()
        for (const cut of cuts) double.inject({ on: 'read', fault: 'endWithOk', ...cut })
        const answer = await ask(fresh)
        double.clearFaults()
        await fresh.close()
        if (E.isRight(answer)) expect(answer.right).toEqual(truth.get(name))
        told += E.isRight(answer) ? 1 : 0
        failed += E.isLeft(answer) ? 1 : 0
      },
    ), { numRuns: 150 })
    expect(told).toBeGreaterThan(100)
    expect(failed).toBeLessThan(50)
  })

  it('fails after some tries where it never stops', async () => {
    await filled()
    const store = await opened()
    double.inject({ on: 'read', fault: 'endWithOk', afterEvents: 0, times: Number.POSITIVE_INFINITY })
    expect(await store.head()()).toMatchObject({ left: { tag: 'StoreUnavailable', reason: 'unreachable' } })
    // A connection that is cut is no reason to say that the log is not what was written.
    for (const direction of ['forwards', 'backwards'] as const) {
      expect(await store.readStream({ stream: stream(0), direction, maxCount: 5 })()).toMatchObject({ left: { tag: 'StoreUnavailable', reason: 'unreachable' } })
    }
    double.clearFaults()
    expect(E.isRight(await store.head()())).toBe(true)
    await store.close()
  })

  it('leaves nothing out of a transfer, and damages no log that was transferred', { timeout: 60_000 }, async () => {
    const source = await logWith(Array.from({ length: 20 }, (_, place) => ({ stream: place % 3, events: 2, laterMs: 5 })))
    await transferred(source, double)
    for (let skip = 0; skip < 4; skip += 1) {
      double.inject({ on: 'read', stream: '$all', fault: 'endWithOk', afterEvents: 9, skip })
      const store = await opened()
      expect(unplaced(await eventsOf(store))).toEqual(unplaced(await eventsOf(source)))
      double.clearFaults()
      await store.close()
    }
  })
})

describe('what the server hides of a stream is not passed over', () => {
  const client = (): EventStoreDBClient => EventStoreDBClient.connectionString(double.connectionString)

  it('a stream that was deleted is not read as one that never was', async () => {
    const store = await opened()
    await write(store, stream(0), ['a', 'b', 'c'])
    const own = client()
    await own.deleteStream(stream(0))
    expect(await store.readStream({ stream: stream(0), maxCount: 5 })()).toMatchObject({ left: { reason: 'corrupt', trouble: 'streamHidden' } })
    await own.dispose()
    await store.close()
  })

  it.each([[3], [2]])('nor is one that was truncated before revision %i, in either direction', async (truncateBefore) => {
    const store = await opened()
    await write(store, stream(0), ['a', 'b', 'c'])
    const own = client()
    await own.setStreamMetadata(stream(0), { truncateBefore })
    for (const direction of ['forwards', 'backwards'] as const) {
      expect(await store.readStream({ stream: stream(0), direction, maxCount: 5 })()).toMatchObject({ left: { reason: 'corrupt', trouble: 'streamHidden' } })
    }
    await own.dispose()
    await store.close()
  })
})

it('on a silent server one look is under way at a time, and a wait ends soon after its time is up', async () => {
  const store = await opened()
  await write(store, stream(0), ['a'])
  const { after } = must(await store.head()())
  const before = double.log().length
  double.inject({ on: 'read', stream: '$all', fault: 'silence', times: Number.POSITIVE_INFINITY })
  expect(await store.waitBeyond(after, { timeoutMs: 1600 })()).toBe('timeout')
  expect(double.log().slice(before).filter(({ call }) => call.toLowerCase().includes('read')).length).toBe(1)
  double.clearFaults()
  await store.close()
})
