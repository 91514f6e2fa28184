/** Random workloads run against the store and the in-memory store side by side: the two must not be distinguishable. */

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { jsonObjects } from '@grid-governance/event-sourcing/laws'
import type { JsonObject, Position, StreamName } from '@grid-governance/event-sourcing'
import { memoryStore, type AppendRequest, type EventFilter, type EventStore, type ExpectedVersion, type ReadStreamRequest } from '@grid-governance/event-store'
import { logOf, pagesOf, ran, show } from '../acting.ts'
import { chapter, type Harness, type StorePromise } from '../harness.ts'
import { appendingEvents, idOf, start } from '../samples.ts'

const streams = ['gridMap-1', 'gridMap-2', 'gridMapX-1', 'plan-1'] as ReadonlyArray<string> as ReadonlyArray<StreamName>
const types = ['GridOpened', 'GridOpenedAgain', 'Grid']

/** One step of a workload. Positions are told by their order, versions relative to the head of the stream. */
type Step =
  | { readonly step: 'append', readonly stream: number, readonly expected: 'any' | 'noStream' | 'streamExists' | number, readonly events: ReadonlyArray<Sketch> }
  | { readonly step: 'again', readonly which: number, readonly from: number, readonly to: number, readonly expected: 'as before' | 'any' }
  | { readonly step: 'clock', readonly by: number }
  | { readonly step: 'readStream', readonly stream: number, readonly backwards: boolean, readonly from: number | undefined, readonly maxCount: number }
  | { readonly step: 'readAll', readonly after: number, readonly upTo: number | undefined, readonly filter: EventFilter | undefined, readonly maxCount: number }
  | { readonly step: 'readAt', readonly places: ReadonlyArray<number> }
  | { readonly step: 'head' }
  | { readonly step: 'prefixKnownAt', readonly place: number, readonly by: number }

type StepOf<Name extends Step['step']> = Extract<Step, { readonly step: Name }>

interface Sketch {
  readonly id: number
  readonly type: number
  readonly data: JsonObject
}

export const model: ReadonlyArray<StorePromise> = chapter('compared with the in-memory store', [
  {
    name: 'no random workload of appends, repeats, reads and clock moves tells the two apart',
    timeoutMs: 120_000,
    check: (_, harness) => fc.assert(
      fc.asyncProperty(fc.array(steps(), { minLength: 1, maxLength: 30 }), (workload) => compare(harness, workload)),
      { numRuns: harness.numRuns ?? 200 },
    ),
  },
])

function steps(): fc.Arbitrary<Step> {
  const count = fc.integer({ min: 1, max: 6 })
  const place = fc.integer({ min: -1, max: 40 })
  const sketch = fc.record({ id: fc.nat(15), type: fc.nat(types.length - 1), data: jsonObjects() })
  const filter = fc.record({
    categories: fc.subarray(['gridMap', 'gridMapX', 'plan', 'grid']),
    types: fc.subarray([...types, 'Nothing']),
  }, { requiredKeys: [] })
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ step: fc.constant('append' as const), stream: fc.nat(streams.length - 1), expected: expectations(), events: fc.array(sketch, { minLength: 1, maxLength: 3 }) }) },
    { weight: 3, arbitrary: fc.record({ step: fc.constant('again' as const), which: fc.nat(30), from: fc.nat(1), to: fc.integer({ min: 1, max: 3 }), expected: fc.constantFrom('as before' as const, 'any' as const) }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('clock' as const), by: fc.integer({ min: -1500, max: 5000 }) }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('readStream' as const), stream: fc.nat(streams.length - 1), backwards: fc.boolean(), from: fc.option(count, { nil: undefined }), maxCount: count }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('readAll' as const), after: place, upTo: fc.option(fc.nat(40), { nil: undefined }), filter: fc.option(filter, { nil: undefined }), maxCount: count }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('readAt' as const), places: fc.array(fc.nat(40), { maxLength: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('head' as const) }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('prefixKnownAt' as const), place, by: fc.constantFrom(-1, 0, 1, 100_000) }) },
  )
}

function expectations(): fc.Arbitrary<'any' | 'noStream' | 'streamExists' | number> {
  return fc.oneof(
    fc.constantFrom('any' as const, 'noStream' as const, 'streamExists' as const),
    { weight: 3, arbitrary: fc.constant(0) },
    fc.integer({ min: -3, max: 2 }),
  )
}

async function compare(harness: Harness, workload: ReadonlyArray<Step>): Promise<void> {
  const opened = await harness.open()
  try {
    await sideBySide(opened.store, opened.setNow, workload)
  } finally {
    await opened.close()
  }
}

async function sideBySide(store: EventStore, setNow: (instant: number) => void, workload: ReadonlyArray<Step>): Promise<void> {
  let now = start
  const inMemory = memoryStore(() => now)
  setNow(now)
  const sent: AppendRequest[] = []
  for (const step of workload) {
    if (step.step === 'clock') {
      now = Math.max(now + step.by, store.declared.clockBehindLog === 'refused' ? 0 : (await ran(inMemory.head())).recordedAt ?? 0)
      setNow(now)
    }
    if (step.step === 'append') sent.push(await requestOf(inMemory, step))
    const [answer, expected] = [await answerOf(store, step, sent), await answerOf(inMemory, step, sent)]
    assert.deepEqual(answer, store.declared.keepsChain ? expected : withoutLink(expected), `the stores part at ${show(step)}`)
  }
  assert.deepEqual(told(await logOf(store), await placesOf(store)), told(await logOf(inMemory), await placesOf(inMemory)), 'the logs are not the same in the end')
}

/** The append that a step means, where the stream stands now. */
async function requestOf(inMemory: EventStore, step: StepOf<'append'>): Promise<AppendRequest> {
  const stream = streamAt(step.stream)
  const { streamVersion } = await ran(inMemory.readStream({ stream, maxCount: 1 }))
  const expected: ExpectedVersion = typeof step.expected === 'number' ? Math.max(0, streamVersion + step.expected) : step.expected
  return appendingEvents(expected, step.events.map(({ id, type, data }) =>
    ({ eventId: idOf(`model${id}`), type: types[type] ?? 'Grid', schemaVersion: 1, data, metadata: { id } })), stream)
}

/** What a step yields, with positions told by their order in the log, so that stores can be compared. */
async function answerOf(store: EventStore, step: Step, sent: ReadonlyArray<AppendRequest>): Promise<unknown> {
  const answer = await run(store, step, sent, await placesOf(store))
  return told(answer, await placesOf(store))
}

async function run(store: EventStore, step: Step, sent: ReadonlyArray<AppendRequest>, places: ReadonlyArray<Position>): Promise<unknown> {
  switch (step.step) {
    case 'clock': return undefined
    case 'append': return append(store, sent.at(-1))
    case 'again': return append(store, requestAgain(step, sent))
    case 'readStream': return store.readStream(streamRequest(step))()
    case 'readAll': return readWholly(store, step, places)
    case 'readAt': return store.readAt(step.places.flatMap((place) => places[place] ?? []))()
    case 'head': return store.head()()
    case 'prefixKnownAt': return { after: await ran(store.prefixKnownAt(((await logOf(store))[step.place]?.recordedAt ?? start) + step.by)) }
  }
}

async function append(store: EventStore, request: AppendRequest | undefined): Promise<unknown> {
  return request === undefined ? undefined : store.append(request)()
}

/** An earlier append, or a part of it: at the version at which that part then stood, or with no expectation. */
function requestAgain(step: StepOf<'again'>, sent: ReadonlyArray<AppendRequest>): AppendRequest | undefined {
  const earlier = sent[step.which % Math.max(1, sent.length)]
  if (earlier === undefined) return undefined
  const expected = step.expected === 'any' || typeof earlier.expectedVersion !== 'number' ? step.expected === 'any' ? 'any' : earlier.expectedVersion : earlier.expectedVersion + step.from
  return appendingEvents(expected, earlier.events.slice(step.from, step.to), earlier.stream)
}

function streamRequest({ stream, backwards, from, maxCount }: StepOf<'readStream'>): ReadStreamRequest {
  return { stream: streamAt(stream), direction: backwards ? 'backwards' : 'forwards', maxCount, ...(from === undefined ? {} : { from }) }
}

/** All that a filtered read yields, page by page: how far one page looks is the store's own affair, where all of them end is not. */
async function readWholly(store: EventStore, { after, upTo, filter, maxCount }: StepOf<'readAll'>, places: ReadonlyArray<Position>): Promise<unknown> {
  const last = upTo === undefined ? undefined : places[upTo]
  const pages = await pagesOf(store, { after: places[after] ?? 'beginning', maxCount, ...(last === undefined ? {} : { upTo: last }), ...(filter === undefined ? {} : { filter }) })
  return { events: pages.flatMap((page) => page.events), readTo: pages.at(-1)?.readTo, firstPage: filter === undefined ? pages[0] : undefined }
}

async function placesOf(store: EventStore): Promise<ReadonlyArray<Position>> {
  return (await logOf(store)).map((event) => event.globalPosition)
}

const placeFields = new Set(['position', 'globalPosition', 'readTo', 'after'])

/** The same value with every position told by its order. */
function told(value: unknown, places: ReadonlyArray<Position>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => told(item, places))
  return Object.fromEntries(Object.entries(value).filter(([key, child]) => key !== 'foreign' || child === true).map(([key, child]) =>
    [key, placeFields.has(key) && typeof child === 'number' ? `place ${places.indexOf(child as Position)}` : told(child, places)]))
}

/** An answer of the model without the link of its chain, for a store that declares none. */
function withoutLink(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, key === 'link' ? undefined : withoutLink(child)]))
}

function streamAt(index: number): StreamName {
  return streams[index] ?? streams[0] as StreamName
}
