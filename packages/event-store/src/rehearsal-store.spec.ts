/** A rehearsal cannot be told from the log that would come of it, and leaves the real log alone. */

import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { derivedId, type After, type Position, type StreamName } from '@grid-governance/event-sourcing'
import { memoryStore } from './memory-store.ts'
import type { AppendRequest, EventStore } from './port.ts'
import { rehearse, type Rehearsal } from './rehearsal-store.ts'

const streams = ['gridMap-1', 'gridMap-2', 'plan-1'] as ReadonlyArray<string> as ReadonlyArray<StreamName>
const types = ['GridOpened', 'GridClosed']

describe('a rehearsal', () => {
  const appends = fc.array(fc.record({ stream: fc.nat(2), size: fc.integer({ min: 1, max: 3 }), later: fc.nat(5) }), { maxLength: 12 })

  test('reads as the log would read if everything had been written', async () => {
    await fc.assert(fc.asyncProperty(appends, fc.nat(12), async (plan, written) => {
      let now = 1000
      const requests = plan.map(({ stream, size }, index) => requestOf(index, streams[stream] as StreamName, size))
      const real = memoryStore(() => now)
      const whole = memoryStore(() => now)
      let rehearsal: Rehearsal | undefined
      for (const [index, request] of requests.entries()) {
        now += plan[index]?.later ?? 0
        if (index === written) rehearsal = await rehearsalOn(real, () => now)
        expect(await (rehearsal ?? real).append(request)()).toEqual(await whole.append(request)())
      }
      const tried = rehearsal ?? await rehearsalOn(real, () => now)
      expect(await answersOf(tried)).toEqual(await answersOf(whole))
    }), { numRuns: 60 })
  })

  test('writes nothing to the real log', async () => {
    const real = memoryStore(() => 0)
    await real.append(requestOf(0, streams[0] as StreamName, 2))()
    const before = await answersOf(real)
    const rehearsal = await rehearsalOn(real, () => 0)
    await rehearsal.append(requestOf(1, streams[0] as StreamName, 2))()
    expect(await answersOf(real)).toEqual(before)
    expect(rehearsal.rehearsed().map((event) => event.streamVersion)).toEqual([3, 4])
  })

  test('does not see what is written to the real log after it began', async () => {
    const real = memoryStore(() => 0)
    await real.append(requestOf(0, streams[0] as StreamName, 1))()
    const rehearsal = await rehearsalOn(real, () => 0)
    await real.append(requestOf(1, streams[0] as StreamName, 1))()
    expect(await rehearsal.readStream({ stream: streams[0] as StreamName, maxCount: 9 })()).toMatchObject(E.right({ streamVersion: 1 }))
    expect(await rehearsal.readAll({ after: 'beginning', maxCount: 9 })()).toMatchObject(E.right({ events: [{ streamVersion: 1 }], endOfLog: true }))
  })
})

async function rehearsalOn(log: EventStore, now: () => number): Promise<Rehearsal> {
  const opened = await rehearse(log, now)()
  if (E.isLeft(opened)) throw new Error(opened.left.tag)
  return opened.right
}

function requestOf(index: number, stream: StreamName, size: number): AppendRequest {
  const events = Array.from({ length: size }, (_, place) =>
    ({ eventId: derivedId(`${index}/${place}`), type: types[(index + place) % 2] ?? 'Grid', schemaVersion: 1, data: { index, place }, metadata: {} }))
  return { stream, expectedVersion: 'any', events: events as unknown as AppendRequest['events'] }
}

/** What a store says to many questions; the chain is left out, since a rehearsal keeps none. */
async function answersOf(store: EventStore): Promise<unknown> {
  const log = await pages(store, {})
  const places: ReadonlyArray<Position> = log.map((event) => event.globalPosition)
  return {
    log,
    head: E.map(({ after, recordedAt }: { readonly after: After, readonly recordedAt: number | undefined }) => ({ after, recordedAt }))(await store.head()()),
    streams: await Promise.all(streams.flatMap((stream) => (['forwards', 'backwards'] as const).map((direction) => store.readStream({ stream, direction, maxCount: 2, from: 2 })()))),
    filtered: await pages(store, { filter: { categories: ['gridMap'], types: ['GridOpened'] } }),
    upTo: await Promise.all(places.map((upTo) => pages(store, { upTo }))),
    after: await Promise.all(places.map((after) => pages(store, { after }))),
    at: await store.readAt([...places].reverse())(),
    known: await Promise.all([999, 1000, 1005, 1010, 1100].map((instant) => store.prefixKnownAt(instant)())),
  }
}

async function pages(store: EventStore, request: Partial<Parameters<EventStore['readAll']>[0]>) {
  const events = []
  let after: After = request.after ?? 'beginning'
  for (;;) {
    const page = await store.readAll({ ...request, after, maxCount: 3 })()
    if (E.isLeft(page)) throw new Error(page.left.tag)
    events.push(...page.right.events)
    after = page.right.readTo
    if (page.right.endOfLog) return events
  }
}
