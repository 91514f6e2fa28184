/** A watched store is the store, and tells of each call what may be told. */

import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Position } from '@grid-governance/event-sourcing'
import { memoryStore, type EventReader, type EventStore, type ReadFailure } from '@grid-governance/event-store'
import { eventStoreContract } from '@grid-governance/event-store-contract'
import { observedReader, observedStore } from './index.ts'
import { listening, pointsOf, told, type Listening } from './listening.spec-parts.ts'
import { account, awarded } from './points.spec-parts.ts'

const newStore = (): EventStore => observedStore(memoryStore(() => Date.UTC(2026, 10, 25)))
const unavailable: ReadFailure = { tag: 'StoreUnavailable', reason: 'io', where: 'here', detail: 'made up' }
const operation = (name: string) => ({ 'db.system.name': 'memory', 'db.operation.name': name })
const onAccount = { 'db.collection.name': 'pointsAccount', 'grid_governance.district': '440402' }

describe('while an SDK listens', () => {
  let sdk: Listening
  beforeAll(() => { sdk = listening() })
  afterAll(() => { sdk.stop() })

  eventStoreContract({
    name: 'the watched store in memory',
    open: async () => {
      let instant = 0
      return { store: observedStore(memoryStore(() => instant)), setNow: (next) => { instant = next }, close: async () => undefined }
    },
  })
})

describe('a watched store', () => {
  let sdk: Listening
  beforeEach(() => { sdk = listening() })
  afterEach(() => { sdk.stop() })

  it('tells of an append: category and district, what the writer believed, how many events and bytes, and how it ended', async () => {
    const store = newStore()
    const append = { stream: account, expectedVersion: 'noStream', events: [awarded('a')] } as const
    await store.append(append)()
    await store.append(append)()
    await store.append({ ...append, expectedVersion: 7, events: [awarded('b')] })()
    const before = { ...operation('append'), ...onAccount, 'grid_governance.events': 1 }
    expect(told(sdk.spans())).toEqual([
      ['eventStore.append', { ...before, 'grid_governance.expected_version': 'noStream', 'grid_governance.outcome': 'written', 'grid_governance.bytes': 124 }],
      ['eventStore.append', { ...before, 'grid_governance.expected_version': 'noStream', 'grid_governance.outcome': 'repeated', 'grid_governance.bytes': 124 }],
      ['eventStore.append', { ...before, 'grid_governance.expected_version': 'exactly', 'grid_governance.outcome': 'WrongExpectedVersion' }],
    ])
    expect(sdk.spans().map(({ kind, status }) => [kind, status.code])).toEqual(Array.from({ length: 3 }, () => [SpanKind.CLIENT, SpanStatusCode.UNSET]))
  })

  it('counts appends, events and conflicts, and measures how long each operation took', async () => {
    const store = newStore()
    const append = { stream: account, expectedVersion: 'noStream', events: [awarded('a'), awarded('b')] } as const
    await store.append(append)()
    await store.append(append)()
    await store.append({ ...append, events: [awarded('c')] })()
    await store.readStream({ stream: account, maxCount: 10 })()
    const collected = await sdk.collect()
    const ended = (outcome: string) => ({ ...operation('append'), ...onAccount, 'grid_governance.outcome': outcome })
    expect(pointsOf(collected, 'grid_governance.appends')).toEqual([[ended('written'), 1], [ended('repeated'), 1], [ended('WrongExpectedVersion'), 1]])
    expect(pointsOf(collected, 'grid_governance.appended_events')).toEqual([[ended('written'), 2]])
    expect(pointsOf(collected, 'grid_governance.append_conflicts')).toEqual([[ended('WrongExpectedVersion'), 1]])
    const read = { ...operation('readStream'), ...onAccount, 'grid_governance.outcome': 'read' }
    expect(pointsOf(collected, 'grid_governance.read_events')).toEqual([[read, 2]])
    expect(pointsOf(collected, 'db.client.operation.duration')).toEqual([[ended('written'), 1], [ended('repeated'), 1], [ended('WrongExpectedVersion'), 1], [read, 1]])
  })

  it('tells of every way to read how many events and bytes came', async () => {
    const store = newStore()
    await store.append({ stream: account, expectedVersion: 'any', events: [awarded('a'), awarded('b')] })()
    await store.readStream({ stream: account, maxCount: 1 })()
    await store.readAll({ after: 'beginning', maxCount: 10 })()
    await store.readAt([0 as Position])()
    await store.head()()
    await store.prefixKnownAt(0)()
    const page = (events: number) => ({ 'grid_governance.outcome': 'read', 'grid_governance.events': events, 'grid_governance.bytes': events * 124 })
    expect(told(sdk.spans().slice(1))).toEqual([
      ['eventStore.readStream', { ...operation('readStream'), ...onAccount, ...page(1), 'grid_governance.end_reached': false }],
      ['eventStore.readAll', { ...operation('readAll'), ...page(2), 'grid_governance.end_reached': true }],
      ['eventStore.readAt', { ...operation('readAt'), ...page(1) }],
      ['eventStore.head', { ...operation('head'), ...page(0) }],
      ['eventStore.prefixKnownAt', { ...operation('prefixKnownAt'), ...page(0) }],
    ])
  })

  it('calls a failure of the world an error, by its tag alone', async () => {
    const reader = observedReader<EventReader>({ ...memoryStore(() => 0), readAll: () => TE.left(unavailable) })
    expect(await reader.readAll({ after: 'beginning', maxCount: 1 })()).toEqual({ _tag: 'Left', left: unavailable })
    expect(sdk.spans()[0]).toMatchObject({ attributes: { 'error.type': 'StoreUnavailable' }, status: { code: SpanStatusCode.ERROR }, events: [] })
    expect(sdk.spans()[0]?.status.message).toBeUndefined()
    expect(pointsOf(await sdk.collect(), 'db.client.operation.duration')).toEqual([
      [{ ...operation('readAll'), 'grid_governance.outcome': 'StoreUnavailable', 'error.type': 'StoreUnavailable' }, 1],
    ])
  })

  it('lets a defect through, of which nothing is told but that there was one', async () => {
    const store = observedStore({ ...memoryStore(() => 0), head: () => () => Promise.reject(new Error('a machine of Wang Fang')) })
    await expect(store.head()()).rejects.toThrow('a machine of Wang Fang')
    expect(sdk.spans()[0]).toMatchObject({ attributes: { 'error.type': 'defect' }, status: { code: SpanStatusCode.ERROR }, events: [] })
  })

  it('hands all else through: what a class gave it, what it got later, and values as they are now', async () => {
    class Closing { #open = true; get isOpen(): boolean { return this.#open } close(): void { this.#open = false } }
    const original = Object.assign(new Closing(), memoryStore(() => 0))
    const store = observedStore(original)
    expect(store.isOpen).toBe(true)
    store.close()
    expect([store.isOpen, original.isOpen, store.declared]).toEqual([false, false, original.declared])
    const again = { ...store, name: 'a copy' }
    await again.head()()
    expect(sdk.spans().map(({ name }) => name)).toEqual(['eventStore.head'])
  })

  it('is watched by an SDK that comes late', async () => {
    sdk.stop()
    const store = newStore()
    await store.head()()
    sdk = listening()
    await store.head()()
    expect(sdk.spans().length).toBe(1)
    expect(pointsOf(await sdk.collect(), 'db.client.operation.duration').map(([, times]) => times)).toEqual([1])
  })
})
