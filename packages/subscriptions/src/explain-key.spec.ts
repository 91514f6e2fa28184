/** Explaining from a log: by a rebuild, by a running projection, and a figure of any query. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { defineProjection, entryOf, modelsOf, question, type Explanation } from '@grid-governance/event-sourcing'
import { explainFigure, explainKey, memoryReadModelStore, rebuild, runProjection, type DecidedUnder } from './index.ts'
import { at, counted, day, gridFiles, leftOf, renamed, rightOf, sampleCodec, sampleStore, takenBack, write, type SampleEvent } from './builders.ts'

const named = ({ setBy, confirmedBy, computedFrom }: Explanation): ReadonlyArray<string | undefined> =>
  [...setBy, ...confirmedBy, ...computedFrom].map(({ event }) => entryOf(event).entryId)

/** Two grids: the first is renamed, counted late, and one of its names is taken back. */
async function sampleLog() {
  const log = sampleStore()
  await write(log, 'a', counted('e1', '2024-01-01', ['g1', 'g2'], 3), renamed('e2', '2024-01-02', 'g1', 'First'))
  await write(log, 'a', renamed('e3', '2024-01-05', 'g1', 'Second'), renamed('e4', '2024-01-05', 'g2', 'Other'))
  const before = await write(log, 'a', counted('e5', '2024-01-03', ['g1'], 4))
  await write(log, 'a', takenBack('e6', 'e3', 'e3'))
  return { log, before: before.position }
}

describe('a place of a rebuilt model', () => {
  const explain = async (question: { readonly key: string, readonly path: ReadonlyArray<string>, readonly asOf?: string, readonly knownAt?: number, readonly decidedUnder?: DecidedUnder }) => {
    const { log } = await sampleLog()
    const source = { reader: log, codec: sampleCodec, projection: gridFiles, mode: 'checked' as const }
    const { positionsOf, readTo } = await rightOf(rebuild(source))
    const { asOf, knownAt, ...asked } = question
    return await rightOf(explainKey(source, {
      ...asked, positions: positionsOf(question.key), readTo, ...(asOf === undefined ? {} : { asOf: day(asOf) }), ...(knownAt === undefined ? {} : { knownAt: { position: at(knownAt) } }),
    }))
  }

  it('names the facts with all that the log says of them', async () => {
    const { projection, readTo, recordedAt, explanation } = await explain({ key: 'g1', path: ['name'] })
    expect({ projection, readTo, value: explanation?.value }).toEqual({ projection: 'gridFiles@1', readTo: at(5), value: 'First' })
    expect(recordedAt).toBeTypeOf('number')
    expect(explanation?.setBy.map(({ event }) => [entryOf(event).entryId, event.stream, event.streamVersion, event.metadata.actor.ref])).toEqual([['e2', 'grid-a', 2, 'made-up']])
    expect(explanation?.overruled.map(({ chain }) => chain.map((event) => entryOf(event).entryId))).toEqual([['e3', 'e6']])
  })

  it('answers as of a day, and with what was known', async () => {
    const known = await explain({ key: 'g1', path: ['name'], knownAt: 4 })
    expect([known.readTo, known.explanation?.value, known.explanation && named(known.explanation)]).toEqual([at(4), 'Second', ['e3']])
    const early = await explain({ key: 'g1', path: ['buildings'], asOf: '2024-01-02' })
    expect([early.explanation?.value, early.explanation && named(early.explanation)]).toEqual([3, ['e1']])
  })

  it('says nothing of a key that no fact touches', async () => {
    expect(await explain({ key: 'g9', path: [] })).toMatchObject({ explanation: undefined })
  })

  it('asks the domain under which edition of its rules the facts were decided', async () => {
    const decidedUnder: DecidedUnder = (facts) => async () => E.right(new Map(facts.map((event) => [event.eventId, { told: 'noted', name: '2024', documentNumber: null, stream: event.stream, version: 1 }])))
    const { editions, explanation } = await explain({ key: 'g1', path: ['buildings'], decidedUnder })
    expect(explanation?.setBy.map(({ event }) => editions.get(event.eventId)?.name)).toEqual(['2024'])
  })
})

describe('a place of a running projection', () => {
  it('is explained from the facts of its key, as far as they are shown', async () => {
    const { log } = await sampleLog()
    const runner = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection: gridFiles, mode: 'checked', store: memoryReadModelStore() }))
    await runner.untilPosition(at(5))()
    const { explanation } = await rightOf(runner.explain({ key: 'g1', path: ['buildings'] }))
    expect([explanation?.value, explanation && named(explanation)]).toEqual([4, ['e5']])
    await runner.stop()
  })

  it('is not explained while its key is blocked', async () => {
    const log = sampleStore()
    const failing = defineProjection<SampleEvent>()({
      name: 'failing', version: 1, handles: ['GridRenamed'], keys: ({ data }) => [data.grid], initial: () => ({ name: '' }),
      project: { GridRenamed: (model, { data }) => { if (data.name === 'bad') throw new Error('no such name'); model.name = data.name } },
    })
    const { position } = await write(log, 'a', renamed('e1', '2024-01-01', 'g1', 'good'), renamed('e2', '2024-01-02', 'g1', 'bad'), renamed('e3', '2024-01-02', 'g2', 'good'))
    const runner = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection: failing, mode: 'checked', store: memoryReadModelStore() }))
    await runner.untilPosition(position)()
    expect(await leftOf(runner.explain({ key: 'g1', path: ['name'] }))).toMatchObject({ tag: 'KeyBlocked', key: 'g1', blocked: { error: 'no such name' } })
    expect((await rightOf(runner.explain({ key: 'g1', path: ['name'], asOf: day('2024-01-01') }))).explanation?.value).toBe('good')
    expect((await rightOf(runner.explain({ key: 'g2', path: ['name'] }))).explanation?.value).toBe('good')
    expect(await leftOf(explainFigure({ reader: log, codec: sampleCodec, mode: 'checked', question: question({ names: modelsOf(failing) }, ({ names }) => names.size) }))).toMatchObject({ tag: 'KeyBlocked' })
    await runner.stop()
  })
})

describe('a figure of a query, while a model is blocked', () => {
  interface Place { readonly name: string, readonly neighbours: { [grid: string]: string } }
  const places = defineProjection<SampleEvent>()({
    name: 'places', version: 1, handles: ['GridRenamed', 'BuildingsCounted'], keys: (event) => event.type === 'GridRenamed' ? [event.data.grid] : event.data.grids,
    initial: (): { name: string, neighbours: { [grid: string]: string }, buildings: number } => ({ name: '', neighbours: {}, buildings: 0 }),
    project: {
      GridRenamed: (model, { data }) => { if (data.name === 'bad') throw new Error('no such name'); model.name = data.name; if (data.name === 'Second') model.neighbours['g3'] = 'by the second' },
      BuildingsCounted: (model, { data }) => { model.buildings += data.buildings },
    },
  })
  const asking = async (figure: (models: ReadonlyMap<string, Place & { readonly buildings: number }>) => unknown, ...more: ReadonlyArray<Parameters<typeof write>[2]>) => {
    const log = sampleStore()
    // The count touches the blocked key and another.
    await write(log, 'a', renamed('e1', '2024-01-01', 'g2', 'Second'), renamed('e2', '2024-01-02', 'g1', 'bad'), counted('e3', '2024-01-03', ['g1', 'g2'], 5), renamed('e4', '2024-01-02', 'g3', 'Third'), ...more)
    return explainFigure({ reader: log, codec: sampleCodec, mode: 'checked', question: question({ places: modelsOf(places) }, ({ places: models }) => figure(models) ?? null) })
  }

  it('is explained where it does not read that model, which is told', async () => {
    const { explanation, blocked } = await rightOf(await asking((models) => models.get('g2')?.buildings))
    expect([explanation.value, named(explanation), blocked]).toEqual([5, ['e3'], [{ projection: 'places@1', key: 'g1' }]])
    const name = await rightOf(await asking((models) => models.get('g3')?.name))
    expect([name.explanation.value, named(name.explanation)]).toEqual(['Third', ['e4']])
  })

  it.each<readonly [string, Parameters<typeof asking>[0]]>([
    ['is asked for it', (models) => models.get('g1')?.name],
    ['counts all models', (models) => models.size],
    ['adds up all of them', (models) => [...models.values()].reduce((sum, { buildings }) => sum + buildings, 0)],
    ['takes the first of them', (models) => [...models.values()][0]?.name],
    ['takes the last of them', (models) => [...models.values()].at(-1)?.name],
    ['looks something up that may stand in any of them', (models) => [...models.values()].map(({ neighbours }) => neighbours['g3']).filter((one) => one !== undefined).length],
    ['fails where something stands there', (models) => { for (const { name } of models.values()) if (name !== 'Second' && name !== 'Third') throw new Error(name); return 1 }],
  ])('is not explained where it %s', async (_, figure) => {
    expect(await leftOf(await asking(figure))).toMatchObject({ tag: 'KeyBlocked', projection: 'places@1', key: 'g1', blocked: { error: 'no such name' } })
  })

  it('is not explained where it reads one of several, or only both together', async () => {
    const alsoBad = renamed('e5', '2024-01-02', 'g4', 'bad')
    expect(await leftOf(await asking((models) => models.get('g4')?.name, alsoBad))).toMatchObject({ tag: 'KeyBlocked', key: 'g4' })
    expect(await leftOf(await asking((models) => models.has('g1') && models.has('g4'), alsoBad))).toMatchObject({ tag: 'KeyBlocked', key: 'g1' })
  })
})

describe('a figure of a query', () => {
  it('says where more may be named than it rests on, since the search was stopped', async () => {
    const { log } = await sampleLog()
    const request = { reader: log, codec: sampleCodec, mode: 'checked' as const, question: question({ files: modelsOf(gridFiles) }, ({ files }) => [...files.values()].map(({ name }) => name)), figure: (names: ReadonlyArray<string>) => names[0] }
    const wholly = await rightOf(explainFigure(request))
    const inPart = await rightOf(explainFigure({ ...request, effort: 3 }))
    expect([wholly.explanation.narrowed, inPart.explanation.narrowed]).toEqual([true, false])
    expect(named(inPart.explanation)).toEqual(expect.arrayContaining([...named(wholly.explanation), 'e4']))
  })

  it('names what its models were made of, and not the rest', async () => {
    const { log } = await sampleLog()
    const longNames = question({ files: modelsOf(gridFiles, day('2024-01-31')) }, ({ files }) =>
      ({ buildings: [...files.values()].reduce((sum, { buildings }) => sum + buildings, 0), names: [...files.values()].map(({ name }) => name) }))
    const request = { reader: log, codec: sampleCodec, mode: 'checked' as const, question: longNames }
    const sum = await rightOf(explainFigure({ ...request, figure: ({ buildings }) => buildings }))
    expect([sum.projections, sum.readTo, sum.explanation.value, named(sum.explanation)]).toEqual([['gridFiles@1'], at(5), 7, ['e1', 'e5']])
    const first = await rightOf(explainFigure({ ...request, figure: ({ names }) => names[0] }))
    expect([first.explanation.value, named(first.explanation)]).toEqual(['First', ['e2']])
    const then = await rightOf(explainFigure({ ...request, figure: ({ names }) => names[0], knownAt: { position: at(4) } }))
    expect([then.readTo, then.explanation.value, named(then.explanation)]).toEqual([at(4), 'Second', ['e3']])
  })
})
