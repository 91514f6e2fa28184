/** What every read-model store promises of snapshots, and of the facts that come after them. */

import assert from 'node:assert/strict'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { FactsRequest, ModelToSave, ReadModelSave, ReadModelStore, Snapshot, SnapshotId, SnapshotToKeep } from '@grid-governance/subscriptions'
import { ran, refused } from '../acting.ts'
import type { ReadModelPromise } from './harness.ts'
import { build, checkpointAt, first, model, position, second } from './samples.ts'

export const snapshotPromises: ReadonlyArray<ReadModelPromise> = [
  {
    name: 'snapshots are kept with the models of their save, are listed in order, and are there after a restart',
    check: async ({ store, reopen }) => {
      const { token } = await kept(store, { snapshots: [packed(store, snapshot(2)), packed(store, snapshot(1))] })
      await ran(store.claim(first))
      assert.equal((await refused(store.save({ projection: first, token, checkpoint: undefined, models: [], snapshots: [packed(store, snapshot(4))] }))).tag, 'FencedOff')
      const again = reopen === undefined ? store : await reopen()
      assert.deepEqual(await ran(again.snapshots(first)), [1, 2].map((day) => ({ ...idOf(day), bytes: 13, length: 13, spoiledAt: undefined })))
      assert.deepEqual([await ran(again.snapshotText(first, idOf(2))), await ran(again.snapshotText(first, idOf(4)))], ['{"größe":2}', undefined])
      assert.deepEqual((await ran(again.projections()))[0]?.snapshots, { count: 2, bytes: 26 })
    },
  },
  {
    name: 'a text is packed, kept and handed over as it was, short or long, of any letters, and takes up what was told when it was packed',
    check: async ({ store, reopen }) => {
      const texts = sampleTexts()
      const idOfText = (index: number): SnapshotId => ({ key: 'g1', shownUpTo: dayOf(1), shownTo: position(10 + index), position: position(49) })
      const snapshots = texts.map((text, index) => packed(store, { ...idOfText(index), text }))
      for (const [index, { text }] of snapshots.entries()) {
        assert.equal(store.packing.unpack(text), texts[index])
        assert.equal(text.length, Buffer.byteLength(texts[index] ?? ''))
        assert.ok(text.bytes > 0 && text.bytes <= text.length, `${text.length} bytes take up ${text.bytes}`)
      }
      await kept(store, { snapshots })
      const again = reopen === undefined ? store : await reopen()
      assert.deepEqual((await ran(again.snapshots(first))).map(({ bytes, length }) => [bytes, length]), snapshots.map(({ text: { bytes, length } }) => [bytes, length]))
      assert.equal((await ran(again.projections()))[0]?.snapshots.bytes, snapshots.reduce((sum, { text }) => sum + text.bytes, 0))
      for (const [index, text] of texts.entries()) assert.equal(await ran(again.snapshotText(first, idOfText(index))), text)
      assert.deepEqual(await servedBy(again, {}), { ...idOfText(texts.length - 1), text: texts.at(-1) })
    },
  },
  {
    name: 'a question gets the snapshot that leaves the least to fold, of those that hold nothing that was not known and nothing of later days',
    check: async ({ store }) => {
      await kept(store, { snapshots: [1, 2, 4].map((day) => packed(store, snapshot(day))) })
      assert.deepEqual(await servedBy(store, {}), snapshot(4))
      assert.deepEqual(await servedBy(store, { asOf: dayOf(3) }), snapshot(2))
      assert.deepEqual(await servedBy(store, { known: { upTo: position(29) } }), snapshot(2))
      assert.deepEqual(await servedBy(store, { known: { upTo: position(49), cutFrom: position(20) } }), snapshot(1))
      for (const none of [{ asOf: '2023-12-31' as CalendarDate }, { known: { upTo: position(9) } }, { known: { upTo: 'beginning' as const } }, { from: 'beginning' as const }]) assert.equal(await servedBy(store, none), undefined)
    },
  },
  {
    name: 'a snapshot that was spoiled serves only those who do not know of what spoiled it',
    check: async ({ store }) => {
      const { token } = await kept(store, { snapshots: [1, 2, 4].map((day) => packed(store, snapshot(day))) })
      await ran(store.save({ projection: first, token, checkpoint: undefined, models: [], spoiled: [{ ...idOf(2), spoiledAt: position(45) }, { ...idOf(4), spoiledAt: position(45) }] }))
      assert.deepEqual(await servedBy(store, {}), snapshot(1))
      assert.deepEqual(await servedBy(store, { known: { upTo: position(44) } }), snapshot(4))
      assert.deepEqual(await servedBy(store, { known: { upTo: position(49), cutFrom: position(45) } }), snapshot(4))
      assert.deepEqual((await ran(store.snapshots(first))).map(({ spoiledAt }) => spoiledAt), [undefined, 45, 45])
    },
  },
  {
    name: 'the facts after a place are those of later days, and of its day those of later positions, as far as they are known',
    check: async ({ store }) => {
      await kept(store, { snapshots: [packed(store, snapshot(2))] })
      const positions = async (more: Partial<FactsRequest>) => (await ran(store.factsFor(first, { ...question, ...more }))).positions
      assert.deepEqual(await positions({ from: 'beginning' }), [10, 20, 25, 30, 40])
      assert.deepEqual(await positions({}), [25, 30, 40])
      assert.deepEqual(await positions({ asOf: dayOf(3) }), [25, 30])
      assert.deepEqual(await positions({ from: { shownUpTo: dayOf(2), shownTo: position(25) } }), [30, 40])
      assert.deepEqual(await positions({ known: { upTo: position(39) } }), [25, 30])
      assert.deepEqual(await positions({ known: { upTo: position(49), cutFrom: position(30) } }), [25])
    },
  },
  {
    name: 'with a fact of a corrected entry come all facts of its chain that are known, whatever their day',
    check: async ({ store }) => {
      const { token } = await kept(store, {})
      const correction: ModelToSave = {
        ...model('g1', 1), newPlaces: [{ position: position(45), day: dayOf(9) }, { position: position(46), day: '' }],
        newChained: [10, 45, 46].map((at) => ({ chain: position(10), position: position(at) })),
      }
      await ran(store.save({ projection: first, token, checkpoint: undefined, models: [correction] }))
      const after = { shownUpTo: dayOf(4), shownTo: position(40) }
      assert.deepEqual((await ran(store.factsFor(first, { ...question, from: after }))).positions, [10, 45, 46])
      assert.deepEqual((await ran(store.factsFor(first, { ...question, from: after, known: { upTo: position(45) } }))).positions, [10, 45])
      assert.deepEqual((await ran(store.factsFor(first, { ...question, from: after, asOf: dayOf(5) }))).positions, [])
    },
  },
  {
    name: 'a key is touched by a fact of its own that is known, whatever its day, but by one that came with a correction nobody can tell',
    check: async ({ store }) => {
      await kept(store, {})
      const touched = async (more: Partial<FactsRequest>) => (await ran(store.factsFor(first, { ...question, ...more }))).touched
      assert.deepEqual([await touched({ asOf: '2023-01-01' as CalendarDate }), await touched({ known: { upTo: position(9) } }), await touched({ key: 'g9' })], [true, false, false])
      const { token } = await ran(store.claim(first))
      const gained: ModelToSave = { ...model('g2', 1), newPlaces: [{ position: position(10), day: dayOf(1) }], newChained: [{ chain: position(10), position: position(10) }] }
      await ran(store.save({ projection: first, token, checkpoint: undefined, models: [gained] }))
      assert.equal(await touched({ key: 'g2' }), false)
    },
  },
  {
    name: 'what is let go is gone: single snapshots, or all of a key',
    check: async ({ store }) => {
      const { token } = await kept(store, { snapshots: [1, 2, 4].map((day) => packed(store, snapshot(day))) })
      await ran(store.save({ projection: first, token, checkpoint: undefined, models: [], forgotten: [idOf(4)], snapshots: [packed(store, snapshot(3))] }))
      assert.deepEqual((await ran(store.snapshots(first))).map(({ shownUpTo }) => shownUpTo), [1, 2, 3].map(dayOf))
      await ran(store.save({ projection: first, token, checkpoint: undefined, models: [], forgottenOf: ['g1', 'g9'] }))
      assert.deepEqual(await ran(store.snapshots(first)), [])
      assert.equal(await servedBy(store, {}), undefined)
    },
  },
  {
    name: 'snapshots go with the models of their version, and take the place of those that these replace',
    check: async ({ store }) => {
      await kept(store, { snapshots: [packed(store, snapshot(1)), packed(store, snapshot(2))] })
      const token = await build(store, second, 50, [model('g1', 1)])
      await ran(store.save({ projection: second, token, checkpoint: undefined, models: [], snapshots: [packed(store, snapshot(4))] }))
      await ran(store.replace({ built: second, token, replaced: first }))
      assert.deepEqual((await ran(store.snapshots(first))).map(({ shownUpTo }) => shownUpTo), [dayOf(4)])
      assert.deepEqual(await ran(store.snapshots(second)), [])
      await ran(store.drop(first))
      await build(store, first, 1, [model('g1', 1)])
      assert.deepEqual(await ran(store.snapshots(first)), [])
    },
  },
]

/** From the shortest to one of a megabyte, on both sides of where a store may begin to pack otherwise. */
function sampleTexts(): ReadonlyArray<string> {
  const lengths = [0, 1, 100, 500, 1000, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1020, 4096, 70_000, 1_000_000]
  const texts = lengths.map((length) => JSON.stringify({ note: 'n'.repeat(length) }))
  return [...texts, JSON.stringify(Array.from({ length: 3000 }, (_, number) => ({ 网格: `第${number}网格`, '😀': number, zero: '\u0000' })))]
}

const dayOf = (number: number): CalendarDate => `2024-01-0${number}` as CalendarDate

const idOf = (day: number): SnapshotId => ({ key: 'g1', shownUpTo: dayOf(day), shownTo: position(day * 10), position: position(day * 10) })

const snapshot = (day: number): Snapshot => ({ ...idOf(day), text: `{"größe":${day}}` })

const packed = ({ packing }: ReadModelStore, { text, ...id }: Snapshot): SnapshotToKeep => ({ ...id, text: packing.pack(text) })

const question: FactsRequest = { key: 'g1', known: { upTo: position(49) }, from: 'snapshot' }

/** The model of g1 with facts at 10, 20, 30 and 40 on as many days, and one more on the second day. */
async function kept(store: ReadModelStore, more: Pick<ReadModelSave, 'snapshots'>): Promise<{ readonly token: number }> {
  const { token } = await ran(store.claim(first))
  const newPlaces = [[1, 10], [2, 20], [2, 25], [3, 30], [4, 40]].map(([day = 0, at = 0]) => ({ position: position(at), day: dayOf(day) }))
  await ran(store.save({ projection: first, token, checkpoint: checkpointAt(49), models: [{ ...model('g1', 1), newPlaces }], ...more }))
  return { token }
}

async function servedBy(store: ReadModelStore, more: Partial<FactsRequest>): Promise<Snapshot | undefined> {
  const found = await ran(store.factsFor(first, { ...question, ...more }))
  assert.deepEqual(found.checkpoint, checkpointAt(49))
  return found.snapshot
}
