/** What a running projection promises to its readers and to its operator. */

import { describe, expect, it } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import { defineProjection } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import { memoryReadModelStore, rebuild, runProjection, type ModelsChanged, type ProjectionRunnerOptions, type ReadModelStore, type RunningProjection } from './index.ts'
import { allFacts, at, counted, day, flagged, gridFiles, leftOf, remarked, renamed, rightOf, sampleCodec, sampleStore, streamNamed, takenBack, write, type GridFile, type SampleEvent } from './builders.ts'

type Options = Partial<Pick<ProjectionRunnerOptions<SampleEvent, GridFile>, 'store' | 'pageSize' | 'mode' | 'saveEvery' | 'hold' | 'keysInMemory'>> & { readonly projection?: typeof gridFiles }

const running = (reader: EventStore, options: Options = {}): Promise<RunningProjection<GridFile>> =>
  rightOf(runProjection({ reader, codec: sampleCodec, projection: gridFiles, mode: 'checked', store: memoryReadModelStore(), ...options }))

const lines = async (runner: RunningProjection<GridFile>, key: string): Promise<ReadonlyArray<string> | undefined> =>
  (await rightOf(runner.ask({ key }))).model?.lines

describe('a running projection', () => {
  it('lets a writer wait for what he wrote, and then shows it', async () => {
    const log = sampleStore()
    const runner = await running(log)
    const { position } = await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 3))
    expect(await runner.untilPosition(position)()).toBe('reached')
    expect((await rightOf(runner.read(['g1', 'g9']))).models).toEqual(new Map([['g1', { buildings: 3, name: '', lines: ['2024-01-01 e1 counts 3'] }]]))
    await runner.stop()
  })

  it('counts what no model shows as read too', async () => {
    const log = sampleStore()
    const runner = await running(log)
    const { position } = await write(log, 'a', flagged('red'))
    expect(await runner.untilPosition(position)()).toBe('reached')
    expect(runner.status()).toMatchObject({ runner: 'gridFiles@1', phase: 'live', readTo: position })
    await runner.stop()
  })

  it('answers a wait that will not be met: at its end, or when time is up', async () => {
    const log = sampleStore()
    const runner = await running(log)
    expect(await runner.untilPosition(at(99), 1)()).toBe('timeout')
    const waiting = runner.untilPosition(at(99))()
    await runner.stop()
    expect(await waiting).toBe('ended')
    expect(runner.status().phase).toBe('stopped')
  })

  it('shows the facts of one append together or not at all', async () => {
    const log = sampleStore()
    const runner = await running(log, { pageSize: 1 })
    await runner.untilPosition((await write(log, 'a', flagged('begin'))).position)()
    const changes: Array<ModelsChanged<GridFile>> = []
    runner.onChange((change) => { changes.push(change) })
    const { position } = await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1), counted('e2', '2024-01-01', ['g2'], 2), remarked('g1', 'both'))
    await runner.untilPosition(position)()
    expect(changes.map(({ readTo, keys }) => [readTo, keys])).toEqual([[position, ['g1', 'g2']]])
    expect(changes[0]?.models.get('g1')?.lines).toEqual(['2024-01-01 e1 counts 1', 'both'])
    await runner.stop()
  })

  it('puts a late fact where it belongs and makes a correction good, while it runs', async () => {
    const log = sampleStore()
    const runner = await running(log)
    await write(log, 'a', counted('e1', '2024-02-01', ['g1'], 2))
    await runner.untilPosition((await write(log, 'a', counted('e2', '2024-01-01', ['g1'], 1))).position)()
    expect(await lines(runner, 'g1')).toEqual(['2024-01-01 e2 counts 1', '2024-02-01 e1 counts 2'])
    await runner.untilPosition((await write(log, 'a', counted('e3', '2024-02-01', ['g2'], 5, { root: 'e1', corrects: 'e1' }))).position)()
    expect([await lines(runner, 'g1'), await lines(runner, 'g2')]).toEqual([['2024-01-01 e2 counts 1'], ['2024-02-01 e3 counts 5']])
    await runner.untilPosition((await write(log, 'a', takenBack('e4', 'e1', 'e3'))).position)()
    expect([await lines(runner, 'g1'), await lines(runner, 'g2')]).toEqual([['2024-01-01 e2 counts 1', '2024-02-01 e1 counts 2'], []])
    await runner.stop()
  })

  it('answers as of a day and as known at a moment, and says what it looked at', async () => {
    const log = sampleStore()
    const first = await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    await write(log, 'a', counted('e2', '2024-03-01', ['g1'], 2))
    const last = await write(log, 'a', counted('e3', '2024-01-01', ['g1'], 7, { root: 'e1', corrects: 'e1' }))
    const runner = await running(log)
    await runner.untilPosition(last.position)()
    const buildings = async (question: { asOf?: string, position?: number }) => (await rightOf(runner.ask({
      key: 'g1', ...(question.asOf === undefined ? {} : { asOf: day(question.asOf) }), ...(question.position === undefined ? {} : { knownAt: { position: at(question.position) } }),
    }))).model?.buildings
    expect(await buildings({})).toBe(2)
    expect(await buildings({ asOf: '2024-02-01' })).toBe(7)
    expect(await buildings({ asOf: '2024-02-01', position: 1 })).toBe(1)
    expect(await rightOf(runner.ask({ key: 'g1', asOf: day('2023-01-01') }))).toEqual({
      projection: 'gridFiles@1', key: 'g1', asOf: '2023-01-01', position: last.position, recordedAt: (await allFacts(log)).at(-1)?.recordedAt, standing: 'nothingInEffect',
      model: { buildings: 0, name: '', lines: [] }, skipped: [], fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    expect((await rightOf(runner.ask({ key: 'g1', knownAt: { position: first.position } }))).position).toBe(first.position)
    expect((await rightOf(runner.ask({ key: 'nowhere' }))).model).toBeUndefined()
    await runner.stop()
  })

  it('goes on from its checkpoint: what was saved is not read again', async () => {
    const log = sampleStore()
    const store = memoryReadModelStore()
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    const first = await running(log, { store })
    await first.untilPosition(at(0))()
    await first.stop()
    await write(log, 'a', renamed('e2', '2024-01-02', 'g1', 'North'))
    const second = await running(log, { store })
    await second.untilPosition(at(1))()
    expect(second.status().events).toBe(1)
    expect(await lines(second, 'g1')).toEqual(['2024-01-01 e1 counts 1', '2024-01-02 e2 names North'])
    await second.stop()
  })
})

describe('catching up', () => {
  /** The places at which a runner of small or large models saves on its way to the head of the log. */
  const savesOf = async (facts: number, characters: number, { keyOf = () => 'g1', ...options }: Options & { readonly keyOf?: (entryId: string) => string } = {}): Promise<ReadonlyArray<number>> => {
    const log = sampleStore()
    for (let from = 0; from < facts; from += 1000) await write(log, `a${from}`, ...Array.from({ length: 1000 }, (_, index) => renamed(`e${from + index}`, '2024-01-01', keyOf(`e${from + index}`), 'North')))
    const named = { ...gridFiles, initial: (): GridFile => ({ buildings: 0, name: 'N'.repeat(characters), lines: [] }), project: () => undefined }
    const kept = memoryReadModelStore()
    const places: number[] = []
    const store: ReadModelStore = { ...kept, save: (save) => {
      if (save.models.some(({ newPlaces }) => newPlaces.length > 0)) places.push(Number(save.checkpoint?.position) + 1)
      return kept.save(save)
    } }
    const runner = await running(log, { mode: 'trusted', store, projection: named, ...options })
    await runner.untilLive()
    await runner.stop()
    return places
  }

  it('saves every 10,000 facts, and the less often, the more text a save is', async () => {
    expect(await savesOf(25_000, 5)).toEqual([10_000, 20_000, 25_000])
    expect(await savesOf(45_000, 128 * 12_500)).toEqual([10_000, 20_000, 33_000, 45_000])
  })

  it('saves every 10,000 facts where none of the models was there before, or where more are in memory than are to be', async () => {
    expect(await savesOf(35_000, 1250, { keyOf: (entry) => entry })).toEqual([10_000, 20_000, 30_000, 35_000])
    expect(await savesOf(35_000, 128 * 4000, { keyOf: (entry) => String(Number(entry.slice(1)) % 4), keysInMemory: 3 })).toEqual([10_000, 20_000, 30_000, 35_000])
    expect(await savesOf(35_000, 128 * 4000, { keyOf: (entry) => String(Number(entry.slice(1)) % 4), keysInMemory: 4 })).toEqual([10_000, 20_000, 35_000])
  })

  it('saves as often as it is told, however large models are', async () => {
    expect(await savesOf(4000, 128 * 25_000, { saveEvery: 2000 })).toEqual([2000, 4000])
  })

  it('ends with a defect at a store that forgets what was saved, instead of folding the same key for ever', async () => {
    const log = sampleStore()
    await write(log, 'a', counted('e1', '2024-02-01', ['g1'], 2), counted('e2', '2024-01-01', ['g1'], 1))
    const kept = memoryReadModelStore()
    const store: ReadModelStore = { ...kept, keys: (request) => request.which === 'stale' ? () => Promise.resolve(E.right(['g1'])) : kept.keys(request) }
    const runner = await running(log, { store })
    await expect(runner.ended()).rejects.toThrow('gridFiles@1: the store says of the key g1 that it is stale')
  })

  it('saves before its hold runs out', async () => {
    let now = 0
    const hold = { now: () => { now += 10; return now }, ifHeld: 'refuse', forMs: 90 } as const
    expect((await savesOf(9000, 5, { hold })).length).toBeGreaterThan(1)
  })
})

describe('two runners of one projection', () => {
  it('never both save: the second takes over, the first is refused and ends', async () => {
    const log = sampleStore()
    const store = memoryReadModelStore()
    const first = await running(log, { store })
    await first.untilPosition((await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))).position)()
    const second = await running(log, { store })
    const { position } = await write(log, 'a', counted('e2', '2024-01-02', ['g1'], 2))
    expect(await leftOf(first.ended)).toEqual({ tag: 'FencedOff', runner: 'gridFiles@1', token: 1, current: 2 })
    expect(first.status().phase).toBe('failed')
    await second.untilPosition(position)()
    expect(await lines(second, 'g1')).toEqual(['2024-01-01 e1 counts 1', '2024-01-02 e2 counts 2'])
    expect(await lines(first, 'g1')).toEqual(['2024-01-01 e1 counts 1', '2024-01-02 e2 counts 2'])
    await second.stop()
  })

  it('of two versions keep their models apart', async () => {
    const log = sampleStore()
    const store = memoryReadModelStore()
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    const next = { ...gridFiles, version: 2, initial: () => ({ buildings: 0, name: 'version 2', lines: [] }) }
    const runners = [await running(log, { store }), await running(log, { store, projection: next })]
    for (const runner of runners) await runner.untilPosition(at(0))()
    expect(await Promise.all(runners.map(async (runner) => (await rightOf(runner.ask({ key: 'g1' }))).model?.name))).toEqual(['', 'version 2'])
    expect((await rightOf(store.projections())).map(({ name, version, models }) => [name, version, models])).toEqual([['gridFiles', 1, 1], ['gridFiles', 2, 1]])
    for (const runner of runners) await runner.stop()
  })
})

describe('a checkpoint that is not in the log', () => {
  const savedAt = async (log: EventStore): Promise<ReadModelStore> => {
    const store = memoryReadModelStore()
    const runner = await running(log, { store })
    const head = await rightOf(log.head())
    if (head.after !== 'beginning') await runner.untilPosition(head.after)()
    await runner.stop()
    return store
  }
  const logOf = async (count: number): Promise<EventStore> => {
    const log = sampleStore()
    for (let index = 0; index < count; index += 1) await write(log, 'a', flagged(String(index)))
    return log
  }

  it('is recognised where it is ahead: another file was put in the place of the log', async () => {
    const store = await savedAt(await logOf(3))
    expect(await leftOf(runProjection({ reader: await logOf(1), codec: sampleCodec, projection: gridFiles, mode: 'checked', store })))
      .toMatchObject({ tag: 'CheckpointNotInLog', runner: 'gridFiles@1', checkpoint: { position: 2 }, found: undefined })
  })

  it('is recognised where another event stands at its position', async () => {
    const store = await savedAt(await logOf(3))
    const other = await logOf(5)
    const [there] = await rightOf(other.readAt([at(2)]))
    expect(await leftOf(runProjection({ reader: other, codec: sampleCodec, projection: gridFiles, mode: 'checked', store })))
      .toMatchObject({ tag: 'CheckpointNotInLog', found: there?.eventId })
  })
})

describe('a fact that breaks a projection', () => {
  const brittle = defineProjection<SampleEvent>()({
    name: 'brittle',
    version: 1,
    handles: ['BuildingsCounted'],
    keys: (event) => event.data.grids,
    initial: () => ({ buildings: 0 }),
    project: {
      BuildingsCounted: (file, { data }) => {
        file.buildings = data.buildings
        if (data.buildings === 13) throw new Error('13 is not to be counted')
      },
    },
  })

  it.each(['while catching up', 'while live'])('blocks its own key and no other, %s', async (when) => {
    const log = sampleStore()
    const writeAll = async () => {
      await write(log, 'a', counted('e1', '2024-01-01', ['g1', 'g2'], 1))
      await write(log, 'a', counted('e2', '2024-01-02', ['g1'], 13))
      return await write(log, 'a', counted('e3', '2024-01-03', ['g1', 'g2'], 3))
    }
    const before = when === 'while live' ? undefined : await writeAll()
    const store = memoryReadModelStore()
    const runner = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection: brittle, mode: 'checked', store }))
    if (before === undefined) await runner.untilPosition((await write(log, 'b', flagged('live'))).position)()
    const { position } = before ?? await writeAll()
    await runner.untilPosition(position)()
    const answer = await rightOf(runner.read(['g1', 'g2']))
    expect(answer.models).toEqual(new Map([['g2', { buildings: 3 }]]))
    expect(answer.blocked.get('g1')).toMatchObject({ error: '13 is not to be counted' })
    expect(await leftOf(runner.ask({ key: 'g1' }))).toMatchObject({ tag: 'KeyBlocked', projection: 'brittle@1', key: 'g1' })
    expect((await rightOf(runner.ask({ key: 'g1', asOf: day('2024-01-01') }))).model).toEqual({ buildings: 1 })
    expect((await rightOf(store.projections()))[0]).toMatchObject({ models: 2, blocked: 1, stale: 0 })
    await runner.stop()
  })

  it('no longer does so once it is taken back', async () => {
    const log = sampleStore()
    const runner = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection: brittle, mode: 'checked', store: memoryReadModelStore() }))
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1), counted('e2', '2024-01-02', ['g1'], 13))
    await runner.untilPosition((await write(log, 'a', takenBack('e3', 'e2', 'e2'))).position)()
    expect((await rightOf(runner.ask({ key: 'g1' }))).model).toEqual({ buildings: 1 })
    await runner.stop()
  })

  it('is named by a rebuild, which answers for all other keys', async () => {
    const log = sampleStore()
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 13), counted('e2', '2024-01-01', ['g2'], 2))
    const rebuilt = await rightOf(rebuild({ reader: log, codec: sampleCodec, projection: brittle, mode: 'checked' }))
    expect([...rebuilt.models.keys(), ...rebuilt.blocked.keys()]).toEqual(['g2', 'g1'])
  })

  it('is tried again when a late fact takes effect before it, which may be what it lacked', async () => {
    const needy = defineProjection<SampleEvent>()({
      name: 'needy', version: 1, handles: ['BuildingsCounted', 'GridRenamed'], keys: (event) => event.type === 'BuildingsCounted' ? event.data.grids : [event.data.grid],
      initial: () => ({ name: '', buildings: 0 }),
      project: {
        GridRenamed: (model, { data }) => { model.name = data.name },
        BuildingsCounted: (model, { data }) => {
          if (model.name === '') throw new Error('a grid without a name is not counted')
          model.buildings = data.buildings
        },
      },
    })
    const log = sampleStore()
    await write(log, 'a', counted('e1', '2024-02-01', ['g1'], 3))
    await write(log, 'a', renamed('e2', '2024-01-01', 'g1', 'first'))
    const rebuilt = await rightOf(rebuild({ reader: log, codec: sampleCodec, projection: needy, mode: 'checked' }))
    expect([rebuilt.models.get('g1'), rebuilt.blocked.size]).toEqual([{ name: 'first', buildings: 3 }, 0])
  })

  it('stops the projection where it cannot be decoded, since it then has no key', async () => {
    const log = sampleStore()
    const runner = await running(log)
    await write(log, 'a', { type: 'BuildingsCounted', schemaVersion: 2, data: { buildings: 'many' } })
    expect(await leftOf(runner.ended)).toMatchObject({ tag: 'UndecodableEvent', stream: streamNamed('a'), streamVersion: 1 })
  })
})
