/** A new version built beside the old one: what differs is shown first, the switch takes one step, and who asks by name is answered by one version. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replay } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import {
  buildProjection, compareProjections, memoryReadModelStore, modelsByName, rehearseSwitch, runProjection, switchProjection,
  type ComparedProjection, type KeyDifference, type ReadModelStore,
} from './index.ts'
import { histories, writeHistory } from './arbitraries.ts'
import { allFacts, at, counted, day, flagged, gridFiles, leftOf, remarked, rightOf, sampleCodec, sampleStore, write, type GridFile, type SampleEvent } from './builders.ts'

/** The same, but it counts in dozens: other code, so another version. */
const inDozens = { ...gridFiles, version: 2, project: (file: GridFile, event: Parameters<typeof gridFiles.project>[1]) => {
  gridFiles.project(file, event)
  if (event.type === 'BuildingsCounted') file.buildings /= 12
} }

const build = (reader: EventStore, store: ReadModelStore, projection = gridFiles) => rightOf(buildProjection({ reader, codec: sampleCodec, projection, mode: 'checked', store }))
const sideOf = (reader: EventStore, projection = gridFiles): ComparedProjection<SampleEvent, GridFile> =>
  ({ id: projection, source: { reader, codec: sampleCodec, projection, mode: 'checked' } }) as unknown as ComparedProjection<SampleEvent, GridFile>
const switching = (reader: EventStore, store: ReadModelStore, projection = gridFiles) =>
  ({ reader, store, projection, source: { reader, codec: sampleCodec, projection, mode: 'checked' as const } })
const byName = (reader: EventStore, store: ReadModelStore, versions = [gridFiles, inDozens]) => modelsByName({ reader, store, codec: sampleCodec, mode: 'checked', versions })

const twoVersions = async (): Promise<{ readonly log: EventStore, readonly store: ReadModelStore }> => {
  const log = sampleStore()
  const store = memoryReadModelStore()
  await write(log, 'a', counted('e1', '2024-01-01', ['g1', 'g2'], 24), remarked('g3', 'none yet'))
  await build(log, store)
  await rightOf(switchProjection(switching(log, store)))
  await build(log, store, inDozens)
  return { log, store }
}

describe('a new version', () => {
  it('is built beside the old one, which goes on answering until the switch', async () => {
    const { log, store } = await twoVersions()
    const models = byName(log, store)
    expect(await rightOf(models.ask({ key: 'g1' }))).toMatchObject({ projection: 'gridFiles@1', model: { buildings: 24 } })
    expect(await rightOf(switchProjection(switching(log, store, inDozens)))).toEqual({ before: 1 })
    expect(await rightOf(models.ask({ key: 'g1' }))).toMatchObject({ projection: 'gridFiles@2', model: { buildings: 2 } })
    expect(await rightOf(switchProjection(switching(log, store)))).toEqual({ before: 2 })
    expect((await rightOf(models.read(['g1', 'g2', 'g3']))).projection).toBe('gridFiles@1')
  })

  it('that has not caught up is not switched to, unless the operator puts up with that', async () => {
    const { log, store } = await twoVersions()
    await write(log, 'a', counted('e2', '2024-01-02', ['g1'], 36))
    expect(await leftOf(rehearseSwitch(switching(log, store, inDozens)))).toMatchObject({ tag: 'VersionNotReady', checkpoint: 1, caughtUpTo: 2, stale: 0, blocked: 0 })
    expect(await leftOf(switchProjection(switching(log, store, inDozens)))).toMatchObject({ tag: 'VersionNotReady' })
    expect(await rightOf(switchProjection({ ...switching(log, store, inDozens), allow: { behind: true } }))).toEqual({ before: 1 })
  })

  it('is not behind for facts that it does not handle; without its code any fact counts', async () => {
    const { log, store } = await twoVersions()
    await write(log, 'b', flagged('red'))
    expect(await leftOf(switchProjection({ reader: log, store, projection: inDozens }))).toMatchObject({ tag: 'VersionNotReady' })
    expect(await rightOf(rehearseSwitch(switching(log, store, inDozens)))).toEqual({ before: 1 })
    expect((await rightOf(byName(log, store).ask({ key: 'g1' }))).projection).toBe('gridFiles@1')
  })
})

describe('who asks by name', () => {
  it('is told that no version answers, or one that his program does not know; never that there is nothing', async () => {
    const log = sampleStore()
    const store = memoryReadModelStore()
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    await build(log, store, inDozens)
    expect(await leftOf(byName(log, store).read(['g1']))).toEqual({ tag: 'NoVersionAnswers', name: 'gridFiles' })
    await rightOf(switchProjection(switching(log, store, inDozens)))
    expect(await leftOf(byName(log, store, [gridFiles]).ask({ key: 'g1' }))).toEqual({ tag: 'UnknownVersionAnswers', projection: 'gridFiles@2', known: [1] })
  })

  it('is told that the models are of another log', async () => {
    const { store } = await twoVersions()
    expect(await leftOf(byName(sampleStore(), store).read(['g1']))).toMatchObject({ tag: 'CheckpointNotInLog', found: undefined })
  })

  it('asks as of a day and as known at a moment, whichever version answers', async () => {
    const { log, store } = await twoVersions()
    await write(log, 'a', counted('e2', '2024-03-01', ['g1'], 36))
    await build(log, store)
    const models = byName(log, store)
    expect((await rightOf(models.ask({ key: 'g1', asOf: day('2024-02-01') }))).model?.buildings).toBe(24)
    expect(await rightOf(models.ask({ key: 'g1', knownAt: { position: at(1) } }))).toMatchObject({ position: 1, model: { buildings: 24 } })
    expect((await rightOf(models.ask({ key: 'g9' }))).model).toBeUndefined()
  })

  it('gets models of one version only, whenever it is switched, dropped or built again', () => fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('switch', 'append', 'ask'), { maxLength: 30 }), async (steps) => {
    const { log, store } = await twoVersions()
    const models = byName(log, store)
    let entries = 10
    let active = gridFiles
    const answers: Array<Promise<ReadonlyMap<string, GridFile>>> = []
    for (const step of steps) {
      if (step === 'ask') answers.push(rightOf(models.read(['g1', 'g2'])).then((answer) => answer.models))
      else if (step === 'switch') await rightOf(switchProjection(switching(log, store, active = active === gridFiles ? inDozens : gridFiles)))
      else {
        entries += 1
        await write(log, 'a', counted(`e${entries}`, '2024-01-02', ['g1', 'g2'], entries * 12))
        await build(log, store)
        await build(log, store, inDozens)
      }
    }
    for (const answer of await Promise.all(answers)) expect(answer.get('g1')?.buildings).toBe(answer.get('g2')?.buildings)
  }), { numRuns: 50 }))
})

describe('the shadow diff', () => {
  const compared = async (log: EventStore, store: ReadModelStore, more: object = {}) => {
    const differences: KeyDifference[] = []
    const summary = await rightOf(compareProjections({
      reader: log, store, old: sideOf(log), new: sideOf(log, inDozens), onDifference: (difference) => { differences.push(difference) }, ...more,
    }))
    return { summary, differences }
  }

  it('tells which keys differ, and where in them, in the order of the keys', async () => {
    const { log, store } = await twoVersions()
    const { summary, differences } = await compared(log, store)
    expect(summary).toEqual({ old: 'gridFiles@1', new: 'gridFiles@2', at: 1, keys: 3, same: 1, differing: 2, onlyOld: 0, onlyNew: 0, notCompared: 0 })
    expect(differences).toEqual(['g1', 'g2'].map((key) => ({ key, differs: 'model', places: [{ path: '/buildings', left: 24, right: 2 }], placesInAll: 1 })))
  })

  it('compares at the place up to which both have come, and says which that is', async () => {
    const { log, store } = await twoVersions()
    await write(log, 'a', counted('e2', '2024-01-02', ['g4'], 12), remarked('g3', 'still none'))
    await build(log, store, inDozens)
    expect((await compared(log, store)).summary).toMatchObject({ at: 1, keys: 3, same: 1, differing: 2 })
    const withoutCode = { reader: log, store, old: sideOf(log), new: { id: inDozens } }
    expect(await leftOf(compareProjections(withoutCode))).toEqual({ tag: 'CannotAlign', ahead: 'gridFiles@2', aheadAt: 3, behind: 'gridFiles@1', behindAt: 1 })
    await build(log, store)
    expect((await rightOf(compareProjections(withoutCode)))).toMatchObject({ at: 3, keys: 4, differing: 3 })
  })

  it('names keys that only one of them has, and those of which one is blocked', async () => {
    const { log, store } = await twoVersions()
    const fewer = { ...inDozens, version: 3, keys: (event: Parameters<typeof gridFiles.keys>[0]) => gridFiles.keys(event).filter((key) => key !== 'g2'), project: (file: GridFile, event: Parameters<typeof gridFiles.project>[1]) => {
      if (event.type === 'RemarkMade') throw new Error('no remarks')
      gridFiles.project(file, event)
    } }
    await build(log, store, fewer)
    const { summary, differences } = await compared(log, store, { new: sideOf(log, fewer) })
    expect(summary).toMatchObject({ keys: 3, same: 1, onlyOld: 1, notCompared: 1 })
    expect(differences).toEqual([{ key: 'g2', differs: 'onlyOld' }, { key: 'g3', differs: 'notCompared', old: undefined, new: 'blocked' }])
  })

  it('compares models of two shapes by what a mapping makes of them', async () => {
    const { log, store } = await twoVersions()
    const { summary } = await compared(log, store, {
      old: { ...sideOf(log), compare: (model: { readonly buildings: number }) => model.buildings }, new: { ...sideOf(log, inDozens), compare: (model: { readonly buildings: number }) => model.buildings * 12 },
    })
    expect(summary).toMatchObject({ keys: 3, same: 3 })
  })

  it('tells the first places of a key and counts all of them', async () => {
    const { log, store } = await twoVersions()
    const upside = { ...gridFiles, version: 4, project: (file: GridFile, event: Parameters<typeof gridFiles.project>[1]) => {
      gridFiles.project(file, event)
      file.name = 'other'
      file.lines.push('more')
    } }
    await build(log, store, upside)
    const { differences } = await compared(log, store, { new: sideOf(log, upside), placesOfKey: 1 })
    expect(differences[0]).toEqual({ key: 'g1', differs: 'model', places: [{ path: '/lines/1', left: undefined, right: 'more' }], placesInAll: 2 })
  })

  it('says what a comparison of two replays says, however the log goes on and the pages are cut', () => fc.assert(
    fc.asyncProperty(histories(8), histories(4), fc.integer({ min: 1, max: 4 }), async (before, after, pageSize) => {
      const log = sampleStore()
      const store = memoryReadModelStore()
      await writeHistory(log, before)
      await build(log, store)
      const known = await allFacts(log)
      await writeHistory(log, after.map(({ stream, facts }) => ({ stream: `${stream}2`, facts })))
      await build(log, store, inDozens)
      const [olds, news] = [gridFiles, inDozens].map((projection) => new Map([...replay(projection, known)].map(([key, model]) => [key, JSON.stringify(model)])))
      const expected = [...olds?.keys() ?? []].filter((key) => olds?.get(key) !== news?.get(key)).sort()
      const { summary, differences } = await compared(log, store, { pageSize })
      expect(differences.map(({ key }) => key)).toEqual(expected)
      expect(summary).toMatchObject({ keys: olds?.size, onlyOld: 0, onlyNew: 0, differing: expected.length })
    }), { numRuns: 60 }))
})

describe('a runner of one version', () => {
  it('that is asked to refuse rather than take over does so while another holds the projection', async () => {
    const { log, store } = await twoVersions()
    let now = 0
    const hold = { now: () => now, forMs: 100, ifHeld: 'refuse' as const }
    const options = { reader: log, codec: sampleCodec, projection: gridFiles, mode: 'checked' as const, store, hold }
    const running = await rightOf(runProjection(options))
    await running.untilLive()
    expect(await leftOf(runProjection(options))).toEqual({ tag: 'ClaimHeld', runner: 'gridFiles@1', heldUntil: 100 })
    now = 90
    await running.untilPosition((await write(log, 'a', remarked('g3', 'a sign of life'))).position)()
    now = 110
    expect(await leftOf(runProjection(options))).toMatchObject({ tag: 'ClaimHeld', heldUntil: 190 })
    await running.stop()
    const next = await rightOf(runProjection(options))
    await next.untilLive()
    now = 1000
    const heir = await rightOf(runProjection(options))
    await heir.untilLive()
    await write(log, 'a', remarked('g3', 'the first was thought dead'))
    expect(await leftOf(next.ended)).toMatchObject({ tag: 'FencedOff' })
    await heir.stop()
  })

  it('that cannot go on does not end the one that can', async () => {
    const { log, store } = await twoVersions()
    const running = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection: gridFiles, mode: 'checked', store }))
    await running.untilLive()
    expect(await leftOf(runProjection({ reader: sampleStore(), codec: sampleCodec, projection: gridFiles, mode: 'checked', store }))).toMatchObject({ tag: 'CheckpointNotInLog' })
    expect(await running.untilPosition((await write(log, 'a', remarked('g3', 'it goes on'))).position)()).toBe('reached')
    await running.stop()
  })

  it('keeps how far it has read even where nothing concerned it', async () => {
    const { log, store } = await twoVersions()
    const running = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection: gridFiles, mode: 'checked', store }))
    const { position } = await write(log, 'b', flagged('red'))
    await running.untilPosition(position)()
    expect((await rightOf(store.projections()))[0]?.checkpoint?.position).toBe(position)
    await running.stop()
  })
})
