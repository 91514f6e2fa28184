/** The stored form: canonical text read back byte for byte, immutable, stamped by the store's clock, vouched for by a chain. */

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { jsonObjects } from '@grid-governance/event-sourcing/laws'
import type { JsonObject, StreamName } from '@grid-governance/event-sourcing'
import { canonicalText, chainStart, nextLink, type EventReader, type EventToAppend } from '@grid-governance/event-store'
import { leavesNoTrace, logOf, ran, refused, snapshotOf, write } from '../acting.ts'
import { chapter, type StorePromise } from '../harness.ts'
import { appending, appendingEvents, eventOf, idOf, otherStream, start, stream } from '../samples.ts'

/** How far the clock may be behind the log, in milliseconds. */
const tolerance = 1000

/** Data, and its text after RFC 8785: keys by UTF-16 code units, no blanks, numbers as JavaScript writes them. */
const canonicalExamples: ReadonlyArray<readonly [JsonObject, string]> = [
  [{}, '{}'],
  [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
  [{ 10: 'ten', 9: 'nine', 1: 'one' }, '{"1":"one","10":"ten","9":"nine"}'],
  [{ a: { d: null, c: [true, { y: 1, x: 2 }] } }, '{"a":{"c":[true,{"x":2,"y":1}],"d":null}}'],
  [{ '\u20ac': 'Euro', '\ufb33': 'Dalet', '1': 'One', '\ud83d\ude00': 'Smile', '\u0080': 'Control', '\u00f6': 'o' },
    '{"1":"One","\u0080":"Control","\u00f6":"o","\u20ac":"Euro","\ud83d\ude00":"Smile","\ufb33":"Dalet"}'],
  [{ numbers: [333333333.33333329, 0.000001, 1e-7, -0, 4.5, 2e-3, 1e-27] }, '{"numbers":[333333333.3333333,0.000001,1e-7,0,4.5,0.002,1e-27]}'],
  [{ text: '\u20ac$\u000f\nA\'B"\\\\"/\u2028<>&' }, '{"text":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u2028<>&"}'],
  [{ text: '网格 e\u0301 \u00e9' }, '{"text":"网格 e\u0301 \u00e9"}'],
  [JSON.parse('{"__proto__":{"a":1},"constructor":2}') as JsonObject, '{"__proto__":{"a":1},"constructor":2}'],
]

/** The link of one known event; fixed for ever, for heads are pinned outside of the log. */
const knownLink = '61e31c203d344dbbc880cfba162656989e01a0a84d6f2d881b9e898866e13ca7'

export const storedForm: ReadonlyArray<StorePromise> = chapter('the stored form', [
  ...canonicalExamples.map(([data, text]) => ({
    name: `data and metadata are stored as canonical text: ${JSON.stringify(text).slice(0, 60)}`,
    check: async ({ store }: Parameters<StorePromise['check']>[0]) => {
      await write(store, appendingEvents('noStream', [eventOf('a', { data, metadata: data })]))
      const event = (await logOf(store))[0]
      assert.deepEqual([event?.data, event?.metadata], [text, text])
    },
  })),
  {
    name: 'any JSON is read back byte for byte as its canonical text, by stream and in the log',
    timeoutMs: 60_000,
    check: async ({ store }, { numRuns = 200 }) => {
      let version = 0
      await fc.assert(fc.asyncProperty(jsonObjects(), jsonObjects(), async (data, metadata) => {
        await write(store, appendingEvents(version, [eventOf(`p${version}`, { data, metadata })]))
        version += 1
        const byStream = (await ran(store.readStream({ stream, from: version, maxCount: 1 }))).events[0]
        assert.deepEqual([byStream?.data, byStream?.metadata], [canonicalText(data), canonicalText(metadata)])
        const position = byStream?.globalPosition
        assert.deepEqual(await ran(store.readAt(position === undefined ? [] : [position])), [byStream])
      }), { numRuns })
      assert.equal((await logOf(store)).length, version)
    },
  },
  {
    name: 'the order in which keys were written makes no difference to the stored text',
    check: async ({ store }) => {
      await write(store, appendingEvents('noStream', [eventOf('a', { data: { x: 1, y: { p: 1, q: 2 } } }), eventOf('b', { data: { y: { q: 2, p: 1 }, x: 1 } })]))
      const [first, second] = await logOf(store)
      assert.equal(first?.data, second?.data)
    },
  },
  {
    name: 'an event is read back with all its fields, the same by stream, by log and by position',
    check: async ({ store, setNow }) => {
      setNow(start + 5)
      const { position } = await write(store, appending('noStream', ['a']))
      const expected = { stream, streamVersion: 1, globalPosition: position, eventId: idOf('a'), type: 'GridOpened', schemaVersion: 1, recordedAt: start + 5, metadata: '{"note":"of a"}', data: '{"name":"a"}' }
      const [inStream] = (await ran(store.readStream({ stream, maxCount: 1 }))).events
      const { foreign = false, ...fields } = inStream ?? assert.fail('the event is not there')
      assert.deepEqual({ ...fields }, expected)
      assert.equal(foreign, false)
      assert.deepEqual(await logOf(store), [inStream])
      assert.deepEqual(await ran(store.readAt([position])), [inStream])
    },
  },
  {
    name: 'the store sets the time of recording, the same for all events of an append',
    check: async ({ store, setNow }) => {
      await write(store, appending('noStream', ['a', 'b']))
      setNow(start + 60_000)
      await write(store, appending(2, ['c']))
      assert.deepEqual((await logOf(store)).map((event) => event.recordedAt), [start, start, start + 60_000])
      assert.equal((await ran(store.head())).recordedAt, start + 60_000)
    },
  },
  {
    name: 'a clock up to a second behind the log is overruled: the time of recording stands still',
    check: async ({ store, setNow }) => {
      await write(store, appending('noStream', ['a']))
      setNow(start - 1)
      await write(store, appending(1, ['b']))
      setNow(start - tolerance)
      await write(store, appending('noStream', ['c'], otherStream))
      assert.deepEqual((await logOf(store)).map((event) => event.recordedAt), [start, start, start])
    },
  },
  {
    name: 'a clock more than a second behind the log is refused with ClockBehindLog or overruled, as the store declares',
    check: async ({ store, setNow }) => {
      await write(store, appending('noStream', ['a']))
      setNow(start - tolerance - 1)
      if (store.declared.clockBehindLog === 'refused') {
        await leavesNoTrace(store, async () => {
          const failure = await refused(store.append(appending('noStream', ['b'], otherStream)))
          assert.deepEqual(failure, { tag: 'ClockBehindLog', clock: start - tolerance - 1, log: start })
        })
        setNow(start)
      }
      await write(store, appending('noStream', ['b'], otherStream))
      assert.deepEqual((await logOf(store)).map((event) => event.recordedAt), [start, start])
    },
  },
  {
    name: 'who changes what he appended, once it is answered, changes nothing in the store',
    check: async ({ store }) => {
      const data = { name: 'a', list: [1, { deep: 'x' }] }
      const event = { ...eventOf('a'), data }
      const events: EventToAppend[] = [event]
      await write(store, appendingEvents('noStream', events))
      data.name = 'changed'
      data.list.push(2)
      event.type = 'Changed'
      events.push(eventOf('b'))
      assert.deepEqual((await logOf(store)).map((stored) => [stored.type, stored.data]), [['GridOpened', '{"list":[1,{"deep":"x"}],"name":"a"}']])
    },
  },
  {
    name: 'who changes what was read or received changes nothing in the store',
    check: async ({ store }) => {
      const receipt = await write(store, appending('noStream', ['a', 'b']))
      const before = await snapshotOf(store)
      spoil(receipt.eventIds)
      spoil(receipt)
      for (const read of [await logOf(store), (await ran(store.readStream({ stream, maxCount: 9 }))).events, await ran(store.readAt([before.events[0]?.globalPosition ?? receipt.position]))]) {
        for (const event of read) spoil(event)
        spoil(read)
      }
      spoil(await ran(store.head()))
      assert.deepEqual(await snapshotOf(store), before)
      assert.deepEqual((await ran(store.append(appending('noStream', ['a', 'b'])))).eventIds, ['a', 'b'].map(idOf))
    },
  },
  {
    name: 'the head carries the link of the chain over all leaves, or none, as the store declares',
    check: async ({ store, setNow }) => {
      await checkLink(store)
      for (const [index, name] of ['a', 'b', 'c'].entries()) {
        setNow(start + index * 1000)
        await write(store, appendingEvents('any', [eventOf(name, { data: { '10': 1, '9': name } }), eventOf(`${name}2`)], `gridMap-C${index % 2}` as StreamName))
        await checkLink(store)
      }
    },
  },
  {
    name: 'an append that was refused or repeated leaves the link as it was',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a']))
      const { link } = await ran(store.head())
      await refused(store.append(appending('noStream', ['b'])))
      await ran(store.append(appending('noStream', ['a'])))
      assert.equal((await ran(store.head())).link, link)
      await checkLink(store)
    },
  },
  {
    name: 'the link of a known event is the one that was fixed for ever, where the store keeps a chain',
    check: async ({ store }) => {
      await write(store, appendingEvents('noStream', [eventOf('a', { data: { name: '网格', 10: 1 } })]))
      assert.equal((await ran(store.head())).link, store.declared.keepsChain ? knownLink : undefined)
    },
  },
])

async function checkLink(reader: EventReader): Promise<void> {
  const recomputed = (await logOf(reader)).reduce((link, event) => nextLink(link, event), chainStart)
  assert.equal((await ran(reader.head())).link, reader.declared.keepsChain ? recomputed : undefined)
}

/** Writes to every field, as careless code would; frozen objects stay as they are. */
function spoil(value: object): void {
  for (const key of Object.keys(value)) Reflect.set(value, key, 'spoilt')
}
