/** What an operator does about a key at which a projection fails: look, try again after a mend, skip the fact with a reason, build anew. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineProjection, eventsByKey, foldKey, type Projection } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import {
  blockedKeys, buildProjection, memoryReadModelStore, modelsByName, rebuildProjection, resumeKey, runProjection, skipFact, switchProjection, type ReadModelStore,
} from './index.ts'
import { histories, writeHistory } from './arbitraries.ts'
import { allFacts, at, counted, day, gridDiary, gridFiles, leftOf, rightOf, sampleCodec, sampleStore, write, type SampleEvent } from './builders.ts'

const brittleBut = (mended: boolean) => defineProjection<SampleEvent>()({
  name: 'brittle',
  version: 1,
  handles: ['BuildingsCounted'],
  keys: (event) => event.data.grids,
  initial: () => ({ buildings: 0, counts: 0 }),
  project: {
    BuildingsCounted: (file, { data }) => {
      if (data.buildings === 13 && !mended) throw new Error('13 is not to be counted')
      file.buildings = data.buildings
      file.counts += 1
    },
  },
})
const brittle = brittleBut(false)
const mended = brittleBut(true)

const options = (reader: EventStore, store: ReadModelStore, projection = brittle) => ({ reader, codec: sampleCodec, projection, mode: 'checked' as const, store })
const skipping = { key: 'g1', position: at(1), reason: 'counted twice, see the letter of 3 May', actor: 'O-1', at: 1_700_000_000_000 }

/** g1 is blocked at position 1; g2 goes on. */
const withBlockedKey = async () => {
  const log = sampleStore()
  const store = memoryReadModelStore()
  await write(log, 'a', counted('e1', '2024-01-01', ['g1', 'g2'], 1))
  await write(log, 'a', counted('e2', '2024-01-02', ['g1'], 13))
  await write(log, 'a', counted('e3', '2024-01-03', ['g1', 'g2'], 3))
  await rightOf(buildProjection(options(log, store)))
  return { log, store }
}

describe('a blocked key', () => {
  it('is listed with the fact at which it stands and the error', async () => {
    const { log, store } = await withBlockedKey()
    expect(await rightOf(blockedKeys({ reader: log, store }, brittle, { maxCount: 10 }))).toMatchObject([
      { projection: { name: 'brittle', version: 1 }, key: 'g1', blocked: { position: 1, error: '13 is not to be counted' }, event: { type: 'BuildingsCounted', streamVersion: 2 } },
    ])
    expect(await rightOf(blockedKeys({ reader: log, store }, brittle, { after: 'g1', maxCount: 10 }))).toEqual([])
  })

  it('stays blocked when it is tried again with the same code, and is told where', async () => {
    const { log, store } = await withBlockedKey()
    expect(await rightOf(resumeKey({ ...options(log, store), key: 'g1' }))).toMatchObject({ key: 'g1', blocked: { position: 1 }, skipped: [] })
    expect((await rightOf(store.projections()))[0]).toMatchObject({ blocked: 1, stale: 0 })
  })

  it('has a model again when it is tried after a mend of the code', async () => {
    const { log, store } = await withBlockedKey()
    expect(await rightOf(resumeKey({ ...options(log, store, mended), key: 'g1' }))).toEqual({ projection: 'brittle@1', key: 'g1', blocked: undefined, skipped: [] })
    expect((await rightOf(store.load(brittle, ['g1']))).models[0]).toMatchObject({ text: '{"buildings":3,"counts":3}', blocked: undefined })
  })

  it('is not to be tried or skipped where there is none, or where the models are of another log', async () => {
    const { log, store } = await withBlockedKey()
    expect(await leftOf(resumeKey({ ...options(log, store), key: 'g9' }))).toEqual({ tag: 'NoSuchKey', projection: 'brittle@1', key: 'g9' })
    expect(await leftOf(skipFact({ ...options(log, store), ...skipping, key: 'g2' }))).toEqual({ tag: 'NoFactOfKey', projection: 'brittle@1', key: 'g2', position: 1 })
    expect(await leftOf(resumeKey({ ...options(log, memoryReadModelStore()), key: 'g1' }))).toEqual({ tag: 'NoSuchVersion', projection: 'brittle@1' })
    expect(await leftOf(skipFact({ ...options(sampleStore(), store), ...skipping }))).toMatchObject({ tag: 'CheckpointNotInLog' })
    expect(await rightOf(store.skips())).toEqual([])
  })

  it('does not end a runner that holds the projection, unless the operator takes over', async () => {
    const { log, store } = await withBlockedKey()
    const runner = await rightOf(runProjection({ ...options(log, store), hold: { now: () => 0, ifHeld: 'refuse' } }))
    await runner.untilLive()
    const hold = { now: () => 1, ifHeld: 'refuse' as const }
    expect(await leftOf(skipFact({ ...options(log, store), ...skipping, hold }))).toMatchObject({ tag: 'ClaimHeld' })
    expect(await leftOf(rebuildProjection({ ...options(log, store), skips: 'keep', hold }))).toMatchObject({ tag: 'ClaimHeld', runner: 'brittle@1' })
    await rightOf(skipFact({ ...options(log, store), ...skipping, hold: { ...hold, ifHeld: 'takeOver' } }))
    await write(log, 'a', counted('e4', '2024-01-04', ['g2'], 4))
    expect(await leftOf(runner.ended)).toMatchObject({ tag: 'FencedOff' })
  })
})

describe('a skipped fact', () => {
  it('is left out of the model of its key alone, and every answer about that key says so', async () => {
    const { log, store } = await withBlockedKey()
    const skip = { key: 'g1', position: 1, eventId: (await allFacts(log))[1]?.eventId, reason: skipping.reason, actor: 'O-1', at: skipping.at }
    expect(await rightOf(skipFact({ ...options(log, store), ...skipping }))).toEqual({ projection: 'brittle@1', key: 'g1', blocked: undefined, skipped: [skip] })
    expect((await rightOf(store.projections()))[0]).toMatchObject({ blocked: 0, skipped: 1 })
    expect(await rightOf(store.skips())).toEqual([{ projection: { name: 'brittle', version: 1 }, ...skip }])
    await rightOf(switchProjection({ reader: log, store, projection: brittle }))
    const runner = await rightOf(runProjection(options(log, store)))
    await runner.untilLive()
    for (const models of [runner, modelsByName({ reader: log, store, codec: sampleCodec, mode: 'checked', versions: [brittle] })]) {
      expect(await rightOf(models.ask({ key: 'g1' }))).toMatchObject({ model: { buildings: 3, counts: 2 }, skipped: [skip] })
      expect(await rightOf(models.ask({ key: 'g1', asOf: day('2024-01-02') }))).toMatchObject({ model: { buildings: 1, counts: 1 }, skipped: [skip] })
      expect(await rightOf(models.ask({ key: 'g1', knownAt: { position: at(0) } }))).toMatchObject({ model: { counts: 1 }, skipped: [] })
      expect(await rightOf(models.ask({ key: 'g2' }))).toMatchObject({ model: { counts: 2 }, skipped: [] })
      expect((await rightOf(models.read(['g1', 'g2']))).skipped).toEqual(new Map([['g1', [skip]]]))
    }
    await runner.stop()
  })

  it('is shown again when the skip is taken back', async () => {
    const { log, store } = await withBlockedKey()
    await rightOf(skipFact({ ...options(log, store), ...skipping }))
    expect(await leftOf(resumeKey({ ...options(log, store), key: 'g1', showing: at(0) }))).toMatchObject({ tag: 'NoFactOfKey', position: 0 })
    expect(await rightOf(resumeKey({ ...options(log, store), key: 'g1', showing: at(1) }))).toMatchObject({ blocked: { position: 1 }, skipped: [] })
    expect(await rightOf(store.skips())).toEqual([])
  })

  it('is neither shown again nor kept back by a rebuild without being told which', async () => {
    const { log, store } = await withBlockedKey()
    await rightOf(skipFact({ ...options(log, store), ...skipping }))
    expect(await rightOf(rebuildProjection({ ...options(log, store), skips: 'keep' }))).toMatchObject({ summary: { blocked: 0, skipped: 1 }, skips: [{ key: 'g1' }] })
    expect((await rightOf(store.load(brittle, ['g1']))).models[0]?.text).toBe('{"buildings":3,"counts":2}')
    expect(await rightOf(rebuildProjection({ ...options(log, store), skips: 'forget' }))).toMatchObject({ summary: { blocked: 1, skipped: 0 }, skips: [{ key: 'g1' }] })
    expect((await rightOf(store.projections())).map(({ name }) => name)).toEqual(['brittle'])
  })

  it('is not one of the next version, which decides for itself', async () => {
    const { log, store } = await withBlockedKey()
    await rightOf(skipFact({ ...options(log, store), ...skipping }))
    expect(await rightOf(buildProjection(options(log, store, { ...brittle, version: 2 })))).toMatchObject({ summary: { blocked: 1, skipped: 0 } })
  })
})

describe.each([gridFiles, gridDiary].map((projection) => [projection.name, projection as unknown as Projection<SampleEvent, object>] as const))('skipping facts of %s', (_, projection) => {
  it('gives the model of a replay that is not shown them, whether it is skipped before the build or after, live or not', () => fc.assert(
    fc.asyncProperty(histories(8), fc.array(fc.nat(20), { maxLength: 3 }), fc.boolean(), async (history, places, live) => {
      const log = sampleStore()
      const store = memoryReadModelStore()
      const source = { reader: log, codec: sampleCodec, projection, mode: 'checked' as const, store }
      const half = live ? Math.floor(history.length / 2) : history.length
      await writeHistory(log, history.slice(0, half))
      await rightOf(buildProjection(source))
      const skipped = new Set<number>()
      for (const place of places) {
        const result = await skipFact({ ...source, key: 'g1', position: at(place), reason: 'made up', actor: 'O-1', at: 0 })()
        if (result._tag === 'Right') skipped.add(place)
      }
      const runner = await rightOf(runProjection(source))
      await runner.untilLive()
      await writeHistory(log, history.slice(half))
      const { after } = await rightOf(log.head())
      if (after !== 'beginning') await runner.untilPosition(after)()
      await runner.stop()
      const facts = await allFacts(log)
      const own = eventsByKey(projection, facts).get('g1')
      const unaware = { ...projection, project: (model: object, event: SampleEventRecorded) => { if (!skipped.has(event.globalPosition)) projection.project(model, event) } }
      const texts = async () => (await rightOf(store.load(projection, ['g1']))).models.map(({ text }) => text)
      const expected = own === undefined ? [] : [JSON.stringify(foldKey(unaware, 'g1', own))]
      expect(await texts()).toEqual(expected)
      await rightOf(rebuildProjection({ ...source, skips: 'keep' }))
      expect(await texts()).toEqual(expected)
    }), { numRuns: 100 }))
})

type SampleEventRecorded = Parameters<Projection<SampleEvent, object>['project']>[1]
