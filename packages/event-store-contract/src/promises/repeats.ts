/** What was appended before, appended again: the law of `eventstoredb.md` §3.2, and the port's own for `any` and `streamExists`. */

import assert from 'node:assert/strict'
import type { EventStore, ExpectedVersion } from '@grid-governance/event-store'
import { conflicts, leavesNoTrace, ran, refused, streamOf, write } from '../acting.ts'
import { chapter, type StorePromise } from '../harness.ts'
import { appending, appendingEvents, eventOf, idOf, otherStream, start, stream } from '../samples.ts'

/** Events stand for their ids; `versions` are of the first and the last event in the stream. */
type Outcome =
  | { readonly repeated: readonly [number, number] }
  | { readonly written: readonly [number, number] }
  | 'conflict'

interface Row {
  readonly name: string
  /** The stream before: one append for each text, its letters being the events. */
  readonly before: ReadonlyArray<string>
  readonly again: string
  readonly expected: ReadonlyArray<ExpectedVersion>
  readonly outcome: Outcome
}

const rows: ReadonlyArray<Row> = [
  { name: 'the same events again succeed with their first version', before: ['ab'], again: 'ab', expected: ['noStream', 0, 'any', 'streamExists'], outcome: { repeated: [1, 2] } },
  { name: 'the same events again, after later ones, succeed with their first version', before: ['ab', 'c', 'de'], again: 'ab', expected: ['noStream', 0, 'any', 'streamExists'], outcome: { repeated: [1, 2] } },
  { name: 'a later append again succeeds with its own version', before: ['ab', 'cd', 'e'], again: 'cd', expected: [2, 'any', 'streamExists'], outcome: { repeated: [3, 4] } },
  { name: 'the first part of an append again succeeds', before: ['abc'], again: 'ab', expected: ['noStream', 0, 'any', 'streamExists'], outcome: { repeated: [1, 2] } },
  { name: 'the last part of an append again succeeds', before: ['abc', 'd'], again: 'bc', expected: [1, 'any', 'streamExists'], outcome: { repeated: [2, 3] } },
  { name: 'two appends again as one succeed', before: ['ab', 'c', 'd'], again: 'abc', expected: ['noStream', 0, 'any', 'streamExists'], outcome: { repeated: [1, 3] } },
  { name: 'known events at a place where others stand are a conflict', before: ['ab', 'c'], again: 'ab', expected: [1, 2], outcome: 'conflict' },
  { name: 'known events beyond the end of the stream are a conflict', before: ['ab'], again: 'ab', expected: [3, 7], outcome: 'conflict' },
  { name: 'known events and then a new one are a conflict', before: ['ab'], again: 'abn', expected: ['noStream', 0, 'any', 'streamExists'], outcome: 'conflict' },
  { name: 'the last known event and then a new one are a conflict', before: ['ab', 'c'], again: 'cn', expected: [2, 'any', 'streamExists'], outcome: 'conflict' },
  { name: 'a new event and then a known one are a conflict', before: ['ab'], again: 'na', expected: ['noStream', 0, 1, 'any', 'streamExists'], outcome: 'conflict' },
  { name: 'a new event between known ones is a conflict', before: ['ab', 'c'], again: 'anb', expected: ['noStream', 'any', 'streamExists'], outcome: 'conflict' },
  { name: 'known events in another order are a conflict', before: ['ab', 'c'], again: 'ba', expected: ['noStream', 0, 1, 'any', 'streamExists'], outcome: 'conflict' },
  { name: 'known events with one left out are a conflict', before: ['abc', 'd'], again: 'ac', expected: ['noStream', 0, 'any', 'streamExists'], outcome: 'conflict' },
  { name: 'new events behind the head are a conflict', before: ['ab', 'c'], again: 'n', expected: ['noStream', 0, 1, 2], outcome: 'conflict' },
  { name: 'a known event at the very version of the stream is written again', before: ['ab', 'c'], again: 'a', expected: [3], outcome: { written: [4, 4] } },
  { name: 'all known events at the very version of the stream are written again', before: ['ab'], again: 'ab', expected: [2], outcome: { written: [3, 4] } },
  { name: 'a new event and a known one at the very version of the stream are written', before: ['ab'], again: 'na', expected: [2], outcome: { written: [3, 4] } },
  { name: 'an event that was written twice, sent again, succeeds with its first version', before: ['ab', '2:a'], again: 'a', expected: ['noStream', 'any', 'streamExists'], outcome: { repeated: [1, 1] } },
  { name: 'an event that was written twice, sent again to its second place, succeeds with that', before: ['ab', '2:a', 'c'], again: 'a', expected: [2], outcome: { repeated: [3, 3] } },
  { name: 'the same id twice in one append to a new stream is stored twice', before: [], again: 'aa', expected: ['noStream', 0, 'any'], outcome: { written: [1, 2] } },
  { name: 'the same id twice in one append at the version of the stream is stored twice', before: ['a'], again: 'nn', expected: [1, 'any', 'streamExists'], outcome: { written: [2, 3] } },
  { name: 'an append that holds the same id twice, sent again, succeeds', before: ['aa', 'b'], again: 'aa', expected: ['noStream', 0, 'any', 'streamExists'], outcome: { repeated: [1, 2] } },
]

export const repeats: ReadonlyArray<StorePromise> = chapter('appending again', [
  ...rows.flatMap((row) => row.expected.map((expected) => ({
    name: `${row.name} (${row.before.length === 0 ? 'no stream' : row.before.join(' ')}, then ${row.again} expecting ${expected})`,
    check: ({ store }: { readonly store: EventStore }) => checkRow(store, row, expected),
  }))),
  ...(['noStream', 0, 'any', 'streamExists'] as const).map((expected) => ({
    name: `a known id with another payload or type, expecting ${expected}, succeeds and keeps the first payload`,
    check: async ({ store }: { readonly store: EventStore }) => {
      const first = await write(store, appending('noStream', ['a']))
      await leavesNoTrace(store, async () => {
        const other = eventOf('a', { data: { name: 'another' }, type: 'GridClosed', schemaVersion: 2, metadata: {} })
        assert.deepEqual(await ran(store.append(appendingEvents(expected, [other]))), { ...first, repeated: true })
      })
    },
  })),
  {
    name: 'an id of another stream is new',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a', 'b']))
      await write(store, appending('noStream', ['a'], otherStream))
      await write(store, appending('any', ['b'], otherStream))
      assert.deepEqual((await streamOf(store, otherStream)).map((event) => event.eventId), [idOf('a'), idOf('b')])
    },
  },
  {
    name: 'the limits hold for known ids as well',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a']))
      await leavesNoTrace(store, async () => {
        const failure = await refused(store.append(appendingEvents('noStream', [eventOf('a', { type: 'no type' })])))
        assert.equal(failure.tag, 'InvalidAppend')
      })
    },
  },
  {
    name: 'known events succeed and conflicts are told even while the clock is behind the log, for nothing is written',
    check: async ({ store, setNow }) => {
      const first = await write(store, appending('noStream', ['a']))
      setNow(start - 3_600_000)
      assert.deepEqual(await ran(store.append(appending('noStream', ['a']))), { ...first, repeated: true })
      await conflicts(store, appending('noStream', ['n']), 1)
    },
  },
  {
    name: 'what was refused with a conflict can be sent again at the right version',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a']))
      await conflicts(store, appending('noStream', ['n', 'm']), 1)
      assert.deepEqual(await write(store, appending(1, ['n', 'm'])).then(({ firstVersion, streamVersion }) => [firstVersion, streamVersion]), [2, 3])
    },
  },
])

async function checkRow(store: EventStore, row: Row, expected: ExpectedVersion): Promise<void> {
  for (const text of row.before) await append(store, text)
  const before = await streamOf(store, stream)
  const request = appending(expected, [...row.again])
  if (row.outcome === 'conflict') return conflicts(store, request, before.length)
  const receipt = await ran(store.append(request))
  const after = await streamOf(store, stream)
  const repeated = 'repeated' in row.outcome
  const [firstVersion, streamVersion] = repeated ? row.outcome.repeated : row.outcome.written
  assert.deepEqual(receipt, { stream, firstVersion, streamVersion, position: after[streamVersion - 1]?.globalPosition, eventIds: request.events.map((event) => event.eventId), repeated })
  assert.deepEqual(after.map((event) => event.eventId), [...before.map((event) => event.eventId), ...(repeated ? [] : receipt.eventIds)])
}

/** `ab` is appended where the stream stands; `2:a` expects version 2, so that a known id is written again. */
async function append(store: EventStore, text: string): Promise<void> {
  const letters = text.slice(text.indexOf(':') + 1)
  const { streamVersion } = await ran(store.readStream({ stream, maxCount: 1 }))
  await write(store, appending(streamVersion, [...letters]))
}
