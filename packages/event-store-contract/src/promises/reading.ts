/** Reading: pages of any size both ways, filters that are exact, prefixes of the log, and requests that cannot be answered. */

import assert from 'node:assert/strict'
import { categoryOf, isAfter, type After, type Position, type StreamName } from '@grid-governance/event-sourcing'
import type { EventFilter, EventStore, ReadAllRequest, ReadStreamRequest, StoredEvent } from '@grid-governance/event-store'
import { logOf, pagesOf, positionsOf, ran, refused, write } from '../acting.ts'
import { chapter, type StorePromise } from '../harness.ts'
import { appendingEvents, appending, eventOf, names, otherStream, start, stream } from '../samples.ts'

type Check = StorePromise['check']

/** Streams and types that only an exact comparison keeps apart. */
const districtStreams = ['gridMap-440402.C1', 'gridMap-440402.C2', 'gridMapX-1', 'gridMapX-gridMap-1', 'gridmap-1', 'grid-Map-1', 'agridMap-1', 'plan-gridMap'] as ReadonlyArray<string> as ReadonlyArray<StreamName>
const districtTypes = ['GridOpened', 'GridOpenedAgain', 'Gridopened', 'Grid', 'GridOPENED']

const filters: ReadonlyArray<EventFilter> = [
  {},
  { categories: ['gridMap'] },
  { categories: ['gridMapX'] },
  { categories: ['grid'] },
  { categories: ['gridMap', 'plan'] },
  { categories: ['gridmap', 'nobody'] },
  { categories: ['grid%'] },
  { categories: ['grid_ap'] },
  { categories: ['gridMap*'] },
  { categories: ['gridMap-440402.C1'] },
  { categories: ['gridMap-'] },
  { categories: [''] },
  { categories: [] },
  { types: ['GridOpened'] },
  { types: ['Grid'] },
  { types: ['Grid%', 'GridOpened_'] },
  { types: ['GridOpened', 'GridOpenedAgain'] },
  { types: ['Nothing'] },
  { types: [] },
  { types: ["Grid'; --"] },
  { categories: ['gridMap', 'gridMapX'], types: ['Grid', 'GridOpened'] },
  { categories: ['gridMap'], types: [] },
]

const badCounts = [0, -1, 1.5, Number.NaN, 100_001, Number.POSITIVE_INFINITY]
const badVersions = [0, -1, 1.5, Number.NaN]
const badPositions = [-1, 1.5, Number.NaN, 2 ** 53, 'end', null]
const badInstants = [Number.NaN, Number.POSITIVE_INFINITY]

export const reading: ReadonlyArray<StorePromise> = chapter('reading', [
  {
    name: 'a stream that does not exist is an empty page of version 0, both ways',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a'], otherStream))
      for (const direction of ['forwards', 'backwards'] as const) {
        assert.deepEqual(await ran(store.readStream({ stream, direction, maxCount: 5 })), { events: [], streamVersion: 0, endOfStream: true })
      }
    },
  },
  ...(['forwards', 'backwards'] as const).map((direction) => ({
    name: `a stream read ${direction} in pages of any size, from any version, is whole, and its end is told exactly`,
    check: (async ({ store }) => {
      const count = await district(store)
      for (let maxCount = 1; maxCount <= count + 1; maxCount += 1) {
        for (const from of [undefined, ...Array.from({ length: count + 2 }, (_, index) => index + 1)]) await checkStreamPages(store, { stream, direction, maxCount, ...(from === undefined ? {} : { from }) }, count)
      }
    }) satisfies Check,
  })),
  {
    name: 'a stream is read forwards from its beginning unless said otherwise',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a', 'b']))
      assert.deepEqual((await ran(store.readStream({ stream, maxCount: 1 }))).events.map((event) => event.streamVersion), [1])
      assert.deepEqual((await ran(store.readStream({ stream, maxCount: 1, direction: 'backwards' }))).events.map((event) => event.streamVersion), [2])
    },
  },
  {
    name: 'the log read in pages of any size, after any place, is whole, and its end is told exactly',
    check: async ({ store }) => {
      await district(store)
      const log = await logOf(store)
      for (let maxCount = 1; maxCount <= log.length + 1; maxCount += 1) {
        for (const after of placesOf(log)) await checkLogPages(store, log, { after, maxCount })
      }
    },
  },
  {
    name: 'the log read up to a position, inclusive, ends there in pages of any size',
    check: async ({ store }) => {
      await district(store)
      const log = await logOf(store)
      for (const upTo of positionsOf(log)) {
        for (const after of placesOf(log)) {
          for (const maxCount of [1, 2, 5, log.length]) await checkLogPages(store, log, { after, upTo, maxCount })
        }
      }
    },
  },
  ...filters.map((filter) => ({
    name: `the log filtered by ${JSON.stringify(filter)} is exactly what passes, in pages of any size`,
    check: (async ({ store }) => {
      await district(store)
      const log = await logOf(store)
      const middle = log[Math.floor(log.length / 2)]?.globalPosition as Position
      for (const maxCount of [1, 2, 3, log.length]) {
        for (const place of [{}, { after: middle }, { upTo: middle }]) await checkFiltered(store, log, { after: 'beginning', maxCount, filter, ...place })
      }
    }) satisfies Check,
  })),
  {
    name: 'a place beyond the end of the log is an empty page, not an error, until something comes after it',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a']))
      const beyond = Number.MAX_SAFE_INTEGER as Position
      assert.deepEqual(await ran(store.readAll({ after: beyond, maxCount: 5 })), { events: [], readTo: beyond, endOfLog: true })
      assert.equal((await logOf(store, { upTo: beyond })).length, 1)
    },
  },
  {
    name: 'the empty log read from its beginning is an empty page at the beginning, with and without a filter',
    check: async ({ store }) => {
      for (const filter of [undefined, { categories: ['gridMap'] }]) {
        const page = await ran(store.readAll({ after: 'beginning', maxCount: 5, ...(filter === undefined ? {} : { filter }) }))
        assert.deepEqual(page, { events: [], readTo: 'beginning', endOfLog: true })
      }
    },
  },
  {
    name: 'events are read at their positions in the order of the log, each once, and positions without an event are left out',
    check: async ({ store }) => {
      await district(store)
      const log = await logOf(store)
      const [first, second, third] = log as readonly [StoredEvent, StoredEvent, StoredEvent]
      const asked = [third, first, third, second].map((event) => event.globalPosition)
      assert.deepEqual(await ran(store.readAt([...asked, Number.MAX_SAFE_INTEGER as Position])), [first, second, third])
      assert.deepEqual(await ran(store.readAt([])), [])
      assert.deepEqual(await ran(store.readAt(positionsOf(log).toReversed())), log)
    },
  },
  {
    name: 'what is read sparingly, pages or positions, is the same when it is looked at: of any event alone, and of all in any order',
    check: async ({ store }) => {
      await district(store)
      const log = await logOf(store)
      const positions = positionsOf(log.filter((_, index) => index % 3 !== 1))
      const expected = log.filter(({ globalPosition }) => positions.includes(globalPosition))
      const reads = [
        [log, async () => (await ran(store.readAll({ after: 'beginning', maxCount: log.length, sparing: true }))).events],
        [expected, async () => await ran(store.readAt(positions, { sparing: true }))],
      ] as const
      for (const [whole, read] of reads) {
        const again = await read()
        assert.deepEqual(again.map(wholeOf), whole)
        assert.deepEqual((await read()).toReversed().map(wholeOf), whole.toReversed())
        for (const [place, event] of whole.entries()) assert.deepEqual(wholeOf((await read())[place] ?? event), event)
      }
    },
  },
  {
    name: 'many positions can be read in one request',
    check: async ({ store }) => {
      await write(store, appending('noStream', names(3000)))
      const log = await logOf(store)
      const found = await ran(store.readAt(positionsOf(log)))
      assert.equal(found.length, log.length)
      assert.deepEqual(found, log)
    },
  },
  {
    name: 'the prefix known at an instant ends with the last event recorded until then, inclusive',
    check: async ({ store, setNow }) => {
      assert.equal(await ran(store.prefixKnownAt(start)), 'beginning')
      for (const [index, name] of ['a', 'b', 'c'].entries()) {
        setNow(start + index * 10)
        await write(store, appending('any', [`${name}1`, `${name}2`]))
      }
      const positions = positionsOf(await logOf(store))
      const known = await Promise.all([-1, 0, 9, 10, 19, 20, 1_000_000].map((offset) => ran(store.prefixKnownAt(start + offset))))
      assert.deepEqual(known, ['beginning', positions[1], positions[1], positions[3], positions[3], positions[5], positions[5]])
      assert.equal(await ran(store.prefixKnownAt(0)), 'beginning')
    },
  },
  {
    name: 'events that were recorded while the clock stood still or went back belong to the same instant',
    check: async ({ store, setNow }) => {
      await write(store, appending('any', ['a']))
      setNow(start - 500)
      const { position } = await write(store, appending('any', ['b']))
      assert.equal(await ran(store.prefixKnownAt(start)), position)
      assert.equal(await ran(store.prefixKnownAt(start - 1)), 'beginning')
    },
  },
  ...badRequests('a page of so many events', badCounts, (count, store) => [
    store.readStream({ stream, maxCount: count as number }), store.readStream({ stream, direction: 'backwards', maxCount: count as number }), store.readAll({ after: 'beginning', maxCount: count as number }),
  ]),
  ...badRequests('a stream read from a version', badVersions, (from, store) => [
    store.readStream({ stream, from: from as number, maxCount: 1 }), store.readStream({ stream, direction: 'backwards', from: from as number, maxCount: 1 }),
  ]),
  ...badRequests('the log read after or up to a place', badPositions, (place, store) => [
    store.readAll({ after: place as After, maxCount: 1 }), store.readAll({ after: 'beginning', upTo: place as Position, maxCount: 1 }),
  ]),
  ...badRequests('the prefix known at an instant', badInstants, (instant, store) => [store.prefixKnownAt(instant as number)]),
  {
    name: 'the largest page that may be asked for is given',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a', 'b']))
      assert.equal((await ran(store.readAll({ after: 'beginning', maxCount: 100_000 }))).events.length, 2)
      assert.equal((await ran(store.readStream({ stream, maxCount: 100_000 }))).events.length, 2)
    },
  },
])

/** An event with all that may still lie in the log, which a comparison would not look at. */
function wholeOf(event: StoredEvent): StoredEvent {
  const { stream, streamVersion, globalPosition, eventId, type, schemaVersion, recordedAt, metadata, data, foreign } = event
  return { stream, streamVersion, globalPosition, eventId, type, schemaVersion, recordedAt, metadata, data, ...(foreign === undefined ? {} : { foreign }) }
}

/** A small district's log: every stream, every type; answers how many events `stream` has. */
async function district(store: EventStore): Promise<number> {
  for (const [index, name] of districtStreams.entries()) {
    const types = districtTypes.slice(index % 3)
    await write(store, appendingEvents('noStream', types.map((type) => eventOf(`${name}/${type}`, { type })), name))
  }
  await write(store, appendingEvents('streamExists', [eventOf('late', { type: 'GridOpened' })], stream))
  return districtTypes.length + 1
}

async function checkStreamPages(store: EventStore, request: ReadStreamRequest, count: number): Promise<void> {
  const backwards = request.direction === 'backwards'
  const versions = Array.from({ length: count }, (_, index) => index + 1)
    .filter((version) => request.from === undefined || (backwards ? version <= request.from : version >= request.from))
  const expected = backwards ? versions.toReversed() : versions
  const page = await ran(store.readStream(request))
  assert.deepEqual(page.events.map((event) => event.streamVersion), expected.slice(0, request.maxCount))
  assert.equal(page.streamVersion, count)
  assert.equal(page.endOfStream, expected.length <= request.maxCount, `endOfStream of ${JSON.stringify(request)}`)
}

/** Every place of the log: its beginning, and after each event. */
function placesOf(log: ReadonlyArray<StoredEvent>): ReadonlyArray<After> {
  return ['beginning', ...positionsOf(log)]
}

async function checkLogPages(store: EventStore, log: ReadonlyArray<StoredEvent>, request: ReadAllRequest): Promise<void> {
  const expected = between(log, request)
  const page = await ran(store.readAll(request))
  assert.deepEqual(positionsOf(page.events), positionsOf(expected.slice(0, request.maxCount)))
  assert.equal(page.endOfLog, expected.length <= request.maxCount, `endOfLog of ${JSON.stringify(request)}`)
  assert.equal(page.readTo, page.events.at(-1)?.globalPosition ?? request.after)
}

/** What passes is read, nothing that passes is passed over, and every page says truly how far it looked. */
async function checkFiltered(store: EventStore, log: ReadonlyArray<StoredEvent>, request: ReadAllRequest): Promise<void> {
  const there = between(log, request)
  const expected = there.filter((event) => passes(request.filter ?? {}, event))
  const pages = await pagesOf(store, request)
  assert.deepEqual(positionsOf(pages.flatMap((page) => page.events)), positionsOf(expected))
  let after = request.after
  for (const page of pages) {
    const lookedAt = there.filter((event) => isAfter(event.globalPosition, after) && !(page.readTo === 'beginning' || isAfter(event.globalPosition, page.readTo)))
    assert.deepEqual(positionsOf(page.events), positionsOf(lookedAt.filter((event) => expected.includes(event))), 'a page says that it looked at other events than it did')
    assert.ok(page.events.length <= request.maxCount, 'a page is larger than asked for')
    if (store.declared.filtersOn === 'store' && !page.endOfLog) assert.equal(page.events.length, request.maxCount, 'a page is not full although it is not the end')
    after = page.readTo
  }
  assert.equal(after, there.at(-1)?.globalPosition ?? request.after, 'the last page does not reach the end, so that a sparse reader never gets on')
}

function between(log: ReadonlyArray<StoredEvent>, { after, upTo }: ReadAllRequest): ReadonlyArray<StoredEvent> {
  return log.filter((event) => isAfter(event.globalPosition, after) && (upTo === undefined || event.globalPosition <= upTo))
}

function passes({ categories, types }: EventFilter, event: StoredEvent): boolean {
  return (categories === undefined || categories.some((category) => category === categoryOf(event.stream)))
    && (types === undefined || types.some((type) => type === event.type))
}

function badRequests(
  what: string, bad: ReadonlyArray<unknown>, reads: (value: unknown, store: EventStore) => ReadonlyArray<ReturnType<EventStore['head']> | ReturnType<EventStore['readAll']> | ReturnType<EventStore['readStream']> | ReturnType<EventStore['prefixKnownAt']>>,
): ReadonlyArray<Omit<StorePromise, 'about'>> {
  return bad.map((value) => ({
    name: `${what} is refused: ${String(value)}`,
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a', 'b']))
      for (const read of reads(value, store)) {
        const failure = await refused<{ readonly tag: string }, unknown>(read)
        assert.equal(failure.tag, 'InvalidRead')
      }
    },
  }))
}
