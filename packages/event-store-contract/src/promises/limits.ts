/** The limits of the port: what no store accepts, and what every store must. */

import assert from 'node:assert/strict'
import type { JsonObject, StreamName } from '@grid-governance/event-sourcing'
import type { AppendRequest, EventToAppend, ExpectedVersion } from '@grid-governance/event-store'
import { isInvalid, logOf, ran, write } from '../acting.ts'
import { chapter, type StorePromise } from '../harness.ts'
import { appending, appendingEvents, eventOf, idOf, names, stream } from '../samples.ts'

const maxBytes = 1_000_000
const maxEvents = 10_000

const cyclic: { self?: unknown } = {}
cyclic.self = { again: cyclic }

const badData: Readonly<Record<string, unknown>> = {
  'half a surrogate pair in a text': { text: 'a\ud83d' },
  'the other half of a surrogate pair': { text: '\ude00a' },
  'half a surrogate pair in a key': { '\ud83d': 1 },
  'a quotation mark in a key': { 'say "hello"': 1 },
  'a backslash in a key': { 'C:\\': 1 },
  'a control character in a key': { list: [{ 'two\nlines': 1 }] },
  'the character zero in a key': { '\u0000': 1 },
  'half a surrogate pair deep inside': { list: [{ text: ['\udc00'] }] },
  'the first unsafe integer': { number: 2 ** 53 },
  'the first unsafe negative integer': { number: -(2 ** 53) },
  'a huge whole number': { number: 1e21 },
  'NaN': { number: Number.NaN },
  'infinity': { number: Number.POSITIVE_INFINITY },
  'undefined': { field: undefined },
  'undefined in a list': { list: [1, undefined] },
  'a hole in a list': { list: [1, , 3] },
  'a BigInt': { number: 10n },
  'a Date': { date: new Date(0) },
  'a Map': { map: new Map() },
  'a class instance': { url: new URL('https://example.org/') },
  'a boxed text': { text: Object('text') as unknown },
  'bytes': { bytes: new Uint8Array(2) },
  'a function': { call: () => 1 },
  'a function called toJSON': { toJSON: () => 'sneaky' },
  'a symbol': { symbol: Symbol('s') },
  'itself': cyclic,
  'a list instead of an object': [1, 2],
  'a text instead of an object': 'text',
  'a number instead of an object': 7,
  'null instead of an object': null,
  'nothing instead of an object': undefined,
}

const badStreams: Readonly<Record<string, string>> = {
  'empty': '',
  'without a dash': 'gridMap',
  'with a dash first': '-C1',
  'without an instance': 'gridMap-',
  'with a capital category': 'GridMap-C1',
  'with a category that begins with a digit': '1gridMap-C1',
  'with an underscore in the category': 'grid_map-C1',
  'with a dollar sign first (the server keeps it for itself)': '$gridMap-C1',
  'with a space': 'gridMap-C 1',
  'with a slash': 'gridMap-C/1',
  'with Chinese': 'gridMap-社区',
  'with an instance that begins with a dot': 'gridMap-.C1',
  'with a line break at the end': 'gridMap-C1\n',
  'with a category of 65 letters': `${'a'.repeat(65)}-C1`,
  'with an instance of 192 characters': `gridMap-${'1'.repeat(192)}`,
}

const goodStreams: ReadonlyArray<string> = ['a-1', 'gridMap-440402001.C1_a~b-c-d', `${'a'.repeat(64)}-${'1'.repeat(190)}`, 'gridMap-C1-', 'g9-Z']

const badIds: Readonly<Record<string, string>> = {
  'empty': '',
  'in capitals': '9F2E6C1E-58C1-5B0D-9C1B-2F3A4B5C6D7E',
  'in braces': '{9f2e6c1e-58c1-5b0d-9c1b-2f3a4b5c6d7e}',
  'without dashes': '9f2e6c1e58c15b0d9c1b2f3a4b5c6d7e',
  'too short': '9f2e6c1e-58c1-5b0d-9c1b-2f3a4b5c6d7',
  'too long': '9f2e6c1e-58c1-5b0d-9c1b-2f3a4b5c6d7ee',
  'with a letter beyond f': '9f2e6c1e-58c1-5b0d-9c1b-2f3a4b5c6d7g',
  'the nil UUID': '00000000-0000-0000-0000-000000000000',
  'with a line break at the end': '9f2e6c1e-58c1-5b0d-9c1b-2f3a4b5c6d7e\n',
}

const badTypes: ReadonlyArray<string> = ['', 'gridOpened', 'Grid-Opened', 'Grid Opened', '$GridOpened', 'GridOpened\n', '网格', 'G'.repeat(101)]
const badSchemaVersions: ReadonlyArray<number> = [0, -1, 1.5, Number.NaN, 2 ** 53]
const badExpectations: ReadonlyArray<unknown> = [-1, 1.5, Number.NaN, 2 ** 53, 'none', '', null, undefined]

export const limits: ReadonlyArray<StorePromise> = chapter('the limits of the port', [
  ...refusals('data', Object.entries(badData).map(([what, data]) => [what, eventRequest({ data: data as JsonObject })])),
  ...refusals('metadata', Object.entries(badData).map(([what, metadata]) => [what, eventRequest({ metadata: metadata as JsonObject })])),
  ...refusals('a stream name', Object.entries(badStreams).map(([what, name]) => [what, appending('any', ['a'], name as StreamName)])),
  ...refusals('an event id', Object.entries(badIds).map(([what, eventId]) => [what, eventRequest({ eventId: eventId as EventToAppend['eventId'] })])),
  ...refusals('a type', badTypes.map((type) => [JSON.stringify(type).slice(0, 20), eventRequest({ type })])),
  ...refusals('a schema version', badSchemaVersions.map((schemaVersion) => [String(schemaVersion), eventRequest({ schemaVersion })])),
  ...refusals('an expected version', badExpectations.map((expected) => [expected === '' ? 'an empty text' : String(expected), appending(expected as ExpectedVersion, ['a'])])),
  ...(['any', 'noStream', 'streamExists', 0] as const).map((expected) => ({
    name: `an empty append expecting ${expected} is refused`,
    check: async ({ store }: Parameters<StorePromise['check']>[0]) => {
      await isInvalid(store, appending(expected, []))
      await write(store, appending('noStream', ['b']))
      await isInvalid(store, appending(expected, []))
    },
  })),
  {
    name: 'one wrong event among sound ones keeps them all out',
    check: async ({ store }) => {
      await isInvalid(store, appendingEvents('noStream', [eventOf('a'), eventOf('b', { type: 'no type' }), eventOf('c')]))
      assert.deepEqual(await ran(store.readStream({ stream, maxCount: 1 })), { events: [], streamVersion: 0, endOfStream: true })
    },
  },
  ...sizes('ASCII', 'x'),
  ...sizes('three-byte characters', '汉'),
  ...sizes('four-byte characters', '😀'),
  ...sizes('characters that JSON escapes', '\u0001'),
  {
    name: `data of several events counts together: ${maxBytes} bytes are written, one more is refused`,
    check: async ({ store }) => {
      const half = eventOf('a', { data: dataOf(maxBytes / 2, 'x') })
      await isInvalid(store, appendingEvents('noStream', [half, eventOf('b', { data: dataOf(maxBytes / 2 + 1, 'x') })]))
      await write(store, appendingEvents('noStream', [half, eventOf('b', { data: dataOf(maxBytes / 2, 'x') })]))
    },
  },
  {
    name: 'metadata does not count against the limit of bytes',
    check: async ({ store }) => {
      await write(store, appendingEvents('noStream', [eventOf('a', { data: dataOf(maxBytes, 'x'), metadata: dataOf(50_000, 'm') })]))
      assert.equal((await logOf(store))[0]?.metadata.length, 50_000)
    },
  },
  {
    name: `${maxEvents} events in one append are written together, one more is refused`,
    timeoutMs: 30_000,
    check: async ({ store }) => {
      const events = names(maxEvents + 1).map((name) => eventOf(name, { data: {}, metadata: {} }))
      await isInvalid(store, appendingEvents('noStream', events))
      assert.equal((await write(store, appendingEvents('noStream', events.slice(1)))).streamVersion, maxEvents)
      assert.equal((await logOf(store)).length, maxEvents)
    },
  },
  {
    name: 'what is just within the limits is written and read back',
    check: async ({ store }) => {
      for (const [index, name] of goodStreams.entries()) await write(store, appending('noStream', [`g${index}`], name as StreamName))
      assert.deepEqual((await logOf(store)).map((event) => event.stream), goodStreams)
      const extreme = { max: Number.MAX_SAFE_INTEGER, min: Number.MIN_SAFE_INTEGER, small: 5e-324, half: 0.5, text: '\u0000😀\uffff' }
      await write(store, appendingEvents('noStream', [eventOf('x', { type: `G${'o'.repeat(99)}`, schemaVersion: Number.MAX_SAFE_INTEGER, data: extreme })]))
      const stored = (await ran(store.readStream({ stream, maxCount: 1 }))).events[0]
      assert.deepEqual(JSON.parse(stored?.data ?? ''), extreme)
      assert.deepEqual([stored?.type, stored?.schemaVersion], [`G${'o'.repeat(99)}`, Number.MAX_SAFE_INTEGER])
    },
  },
  {
    name: 'deeply nested data is written and read back, or refused as invalid',
    check: async ({ store }) => {
      const nested = (depth: number): JsonObject => depth === 0 ? {} : { in: nested(depth - 1) }
      await write(store, appendingEvents('noStream', [eventOf('a', { data: nested(50) })]))
      assert.deepEqual(JSON.parse((await logOf(store))[0]?.data ?? ''), nested(50))
      const endless: { in?: unknown } = {}
      let inner = endless
      for (let depth = 0; depth < 100_000; depth += 1) inner = (inner.in = {})
      await isInvalid(store, appendingEvents(1, [eventOf('b', { data: endless as JsonObject })]))
    },
  },
  {
    name: 'after a refusal the stream and the store go on as before',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a']))
      await isInvalid(store, appendingEvents(1, [eventOf('b', { data: { number: Number.NaN } })]))
      const receipt = await write(store, appending(1, ['b']))
      assert.deepEqual([receipt.firstVersion, receipt.eventIds], [2, [idOf('b')]])
    },
  },
])

function refusals(part: string, requests: ReadonlyArray<readonly [string, AppendRequest]>): ReadonlyArray<Omit<StorePromise, 'about'>> {
  return requests.map(([what, request]) => ({
    name: `${part} is refused: ${what}`,
    check: ({ store }) => isInvalid(store, request),
  }))
}

function sizes(what: string, character: string): ReadonlyArray<Omit<StorePromise, 'about'>> {
  return [{
    name: `data of ${maxBytes} bytes in ${what} is written and read back, one byte more is refused`,
    check: async ({ store }) => {
      await isInvalid(store, eventRequest({ data: dataOf(maxBytes + 1, character) }))
      const data = dataOf(maxBytes, character)
      await write(store, eventRequest({ data }))
      assert.ok((await logOf(store))[0]?.data === JSON.stringify(data), 'the data came back otherwise')
    },
  }]
}

/** Data whose canonical text has exactly so many bytes, mostly of one character. */
function dataOf(bytes: number, character: string): JsonObject {
  const room = bytes - Buffer.byteLength('{"text":""}')
  const each = Buffer.byteLength(JSON.stringify(character)) - 2
  return { text: character.repeat(Math.floor(room / each)) + 'x'.repeat(room % each) }
}

function eventRequest(change: Partial<EventToAppend>): AppendRequest {
  return appendingEvents('any', [eventOf('a', change)])
}
