/** The laws of snapshots: whatever is kept of them, whenever, an answer from one is that of a replay, and they take up no more room than they may. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import { eventsByKey, foldKey, replay, type CalendarDate, type Position, type Projection, type RecordedEvent } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import {
  buildProjection, foldAtPositions, memoryReadModelStore, modelsByName, recordedEvents, runProjection, skipFact, switchProjection, type FactsFound, type FoldedKey, type ModelQuestion, type ReadModelStore, type ShownTo,
} from './index.ts'
import { histories, renumbered, sampleDays, writeHistory } from './arbitraries.ts'
import { allFacts, at, counted, day, districtDiary, districtFile, gridDiary, gridFiles, rightOf, sampleCodec, sampleStore, write, type SampleEvent } from './builders.ts'

const projections = [gridFiles, districtFile, gridDiary, districtDiary] as unknown as ReadonlyArray<Projection<SampleEvent, object>>
const keys = ['', 'g1', 'g2', 'g3']
const pieces = fc.array(fc.record({ history: histories(6), then: fc.constantFrom('liveOn', 'stop', 'takeOver') }), { minLength: 1, maxLength: 4 })
const sizes = fc.record({
  pageSize: fc.integer({ min: 1, max: 6 }), saveEvery: fc.integer({ min: 1, max: 9 }), keysInMemory: fc.constantFrom(1, 2, 100),
  snapshots: fc.record({ every: fc.integer({ min: 1, max: 5 }), bytes: fc.constantFrom(0, 150, 400, 2000, 1_000_000) }),
})
const questions = fc.array(fc.record({ asOf: fc.constantFrom(undefined, ...sampleDays, '2023-01-01', '2099-01-01'), place: fc.option(fc.nat({ max: 99 }), { nil: undefined }) }), { minLength: 1, maxLength: 8 })

interface Trial {
  readonly pieces: ReadonlyArray<{ readonly history: Parameters<typeof writeHistory>[1], readonly then: string }>
  readonly options: typeof sizes extends fc.Arbitrary<infer Options> ? Options : never
  readonly questions: ReadonlyArray<{ readonly asOf: string | undefined, readonly place: number | undefined }>
}
const trials: fc.Arbitrary<Trial> = fc.record({ pieces, options: sizes, questions })

/** One long history, caught up with in small pages: stale keys are settled on the way, and questions go back into it. */
const longLogs: fc.Arbitrary<Trial & { readonly before: Trial['pieces'][number]['history'] }> = fc.record({
  before: histories(24),
  pieces: fc.tuple(fc.record({ history: histories(3), then: fc.constant('stop') })),
  options: fc.record({
    pageSize: fc.integer({ min: 1, max: 4 }), saveEvery: fc.integer({ min: 1, max: 12 }), keysInMemory: fc.constantFrom(1, 2, 100),
    snapshots: fc.record({ every: fc.integer({ min: 1, max: 3 }), bytes: fc.constantFrom(2000, 1_000_000) }),
  }),
  questions: fc.array(fc.record({ asOf: fc.constantFrom(undefined, undefined, ...sampleDays), place: fc.nat({ max: 99 }) }), { minLength: 8, maxLength: 12 }),
})

/** What a trial came to: the first answer that is not that of a replay, or the first budget that was not kept. */
async function problemIn(projection: Projection<SampleEvent, object>, { pieces: parts, options, questions: asked }: Trial, store: ReadModelStore, before: Trial['pieces'][number]['history'] = []): Promise<unknown> {
  const log = sampleStore()
  await writeHistory(log, before)
  const start = () => rightOf(runProjection({ reader: log, codec: sampleCodec, projection, mode: 'checked', store, ...options }))
  let runner = await start()
  for (const { history, then } of parts) {
    await writeHistory(log, renumbered(history))
    await caughtUp(runner, log)
    const bytes = (await rightOf(store.projections()))[0]?.snapshots.bytes ?? 0
    if (bytes > options.snapshots.bytes) return { bytes, budget: options.snapshots.bytes }
    for (const question of asked) {
      const problem = await wrongAnswer(projection, log, question, [runner])
      if (problem !== undefined) return problem
    }
    if (then === 'stop') await runner.stop()
    if (then !== 'liveOn') runner = await start()
  }
  await caughtUp(runner, log)
  await runner.stop()
  await rightOf(switchProjection({ reader: log, store, projection, allow: { blocked: true } }))
  const named = modelsByName({ reader: log, store, codec: sampleCodec, mode: 'checked', versions: [projection] })
  for (const question of asked) {
    const problem = await wrongAnswer(projection, log, question, [named])
    if (problem !== undefined) return problem
  }
  return undefined
}

interface Asked {
  readonly ask: (question: ModelQuestion) => TE.TaskEither<unknown, { readonly model: object | undefined }>
}

async function wrongAnswer(projection: Projection<SampleEvent, object>, log: EventStore, { asOf, place }: Trial['questions'][number], models: ReadonlyArray<Asked>): Promise<unknown> {
  const facts = await allFacts(log)
  const head = facts.at(-1)?.globalPosition
  const position = place === undefined || head === undefined ? undefined : place % (head + 1)
  const expected = replay(projection, knownAt(facts, position), asOf as CalendarDate | undefined)
  for (const key of keys) {
    const question = { key, ...(asOf === undefined ? {} : { asOf: day(asOf) }), ...(position === undefined ? {} : { knownAt: { position: at(position) } }) }
    for (const one of models) {
      const { model } = await rightOf(one.ask(question))
      if (JSON.stringify(model) !== JSON.stringify(expected.get(key))) return { question, model, expected: expected.get(key) }
    }
  }
  return undefined
}

function knownAt(facts: ReadonlyArray<RecordedEvent<SampleEvent>>, position: number | undefined): ReadonlyArray<RecordedEvent<SampleEvent>> {
  return facts.filter(({ globalPosition, metadata: { append } }) => position === undefined || globalPosition + append.of - 1 - append.index <= position)
}

async function caughtUp(runner: { readonly untilPosition: (position: Position) => () => Promise<unknown>, readonly untilLive: () => Promise<unknown> }, log: EventStore): Promise<void> {
  const { after } = await rightOf(log.head())
  if (after !== 'beginning') expect(await runner.untilPosition(after)()).toBe('reached')
  await runner.untilLive()
}

describe.each(projections.map((projection) => [projection.name, projection] as const))('snapshots of %s', (_, projection) => {
  it('never change an answer: any cadence and budget, any pages, saves and restarts, any day and moment; and keep their budget', async () => {
    let served = 0
    await fc.assert(fc.asyncProperty(trials, async (trial) => {
      const store = memoryReadModelStore()
      const watched: ReadModelStore = { ...store, factsFor: (id, request) => TE.map((found: FactsFound) => {
        if (found.snapshot !== undefined) served += 1
        return found
      })(store.factsFor(id, request)) }
      expect(await problemIn(projection, trial, watched)).toBeUndefined()
    }), { numRuns: 150 })
    expect(served).toBeGreaterThan(100)
  }, 120_000)

  it('never change an answer where they were taken of a stale key on the way through a log that was there before', async () => {
    let ofStale = 0
    await fc.assert(fc.asyncProperty(longLogs, async (trial) => {
      const store = memoryReadModelStore()
      const watched: ReadModelStore = { ...store, save: (save) => {
        for (const { key, stale } of save.models) if (stale && save.snapshots?.some((one) => one.key === key) === true) ofStale += 1
        return store.save(save)
      } }
      expect(await problemIn(projection, trial, watched, trial.before)).toBeUndefined()
    }), { numRuns: 60 })
    if (projection.order === 'effective') expect(ofStale).toBeGreaterThan(20)
  }, 120_000)

  it('are let go where a fact is skipped: answers are those of a replay without it', () => fc.assert(
    fc.asyncProperty(histories(8), sizes, questions, fc.nat(), async (history, sized, asked, chance) => {
      const log = sampleStore()
      const store = memoryReadModelStore()
      await writeHistory(log, history)
      const options = { reader: log, codec: sampleCodec, projection, mode: 'checked' as const, store, ...sized, snapshots: { every: 1 } }
      await rightOf(buildProjection(options))
      const facts = await allFacts(log)
      const own = eventsByKey(projection, facts)
      const [key, ofKey] = [...own][chance % Math.max(own.size, 1)] ?? []
      const skipped = ofKey?.[chance % ofKey.length]
      if (key === undefined || skipped === undefined || ofKey === undefined) return
      await rightOf(skipFact({ ...options, key, position: skipped.globalPosition, reason: 'made up', actor: 'O-1', at: 1 }))
      const runner = await rightOf(runProjection(options))
      await caughtUp(runner, log)
      const unseen: typeof projection = { ...projection, project: (model, event) => { if (event.globalPosition !== skipped.globalPosition) projection.project(model, event) } }
      for (const { asOf, place } of asked) {
        const position = place === undefined ? undefined : place % facts.length
        const known = eventsByKey(projection, knownAt(facts, position)).get(key)
        const answer = await rightOf(runner.ask({ key, ...(asOf === undefined ? {} : { asOf: day(asOf) }), ...(position === undefined ? {} : { knownAt: { position: at(Math.min(position, facts.at(-1)?.globalPosition ?? 0)) } }) }))
        if (position === undefined || position <= (facts.at(-1)?.globalPosition ?? 0)) expect(answer.model).toEqual(known === undefined ? undefined : foldKey(unseen, key, known, asOf as CalendarDate | undefined))
      }
      await runner.stop()
    }), { numRuns: 60 }), 120_000)
})

describe.each(projections.map((projection) => [projection.name, projection] as const))('folding %s from a base', (_, projection) => {
  it('comes to the same from any place between two facts, in memory or in chunks', () => fc.assert(
    fc.asyncProperty(histories(10), fc.constantFrom(...keys), fc.constantFrom(undefined, ...sampleDays), fc.constantFrom(1, 20_000), async (history, key, asOf, atOnce) => {
      const log = sampleStore()
      await writeHistory(log, history)
      const source = { reader: log, decode: recordedEvents(sampleCodec, 'checked'), projection, key, asOf: asOf as CalendarDate | undefined, atOnce, positions: (await allFacts(log)).map(({ globalPosition }) => globalPosition) }
      const bases: Array<ShownTo & { readonly text: string }> = []
      const whole = await rightOf(() => foldAtPositions({ ...source, between: (model, place) => { bases.push({ ...place, text: JSON.stringify(model) }) } }) as Promise<E.Either<unknown, FoldedKey<object> | undefined>>)
      for (const { text, ...place } of bases) {
        expect(await rightOf(() => foldAtPositions({ ...source, base: { model: JSON.parse(text) as object, ...place } }) as Promise<E.Either<unknown, FoldedKey<object> | undefined>>)).toEqual(whole)
      }
    }), { numRuns: 60 }), 120_000)
})

const faults: ReadonlyArray<readonly [string, (store: ReadModelStore) => ReadModelStore]> = [
  ['uses a snapshot though a late fact or a correction came', (store) => ({ ...store, save: ({ spoiled: _, ...save }) => store.save(save) })],
  ['uses a snapshot of what was known later', (store) => ({ ...store, factsFor: (id, request) => async () => {
    const found = await store.factsFor(id, request)()
    const later = request.from === 'snapshot' ? await store.factsFor(id, { ...request, known: { upTo: at(1_000_000) } })() : found
    return E.isRight(found) && E.isRight(later) && later.right.snapshot !== undefined ? E.right({ ...found.right, snapshot: later.right.snapshot }) : found
  } })],
  ['uses a snapshot that goes beyond the day', (store) => ({ ...store, factsFor: (id, { asOf: _, ...request }) => store.factsFor(id, request) })],
  ['keeps snapshots that are to be let go', (store) => ({ ...store, save: ({ forgotten: _, ...save }) => store.save(save) })],
  ['leaves out the other facts of a chain', (store) => ({ ...store, save: (save) => store.save({ ...save, models: save.models.map((model) => ({ ...model, newChained: [] })) }) })],
]

describe('the laws of snapshots find out', () => {
  it.each(faults)('a store that %s', async (_, make) => {
    const found = await Promise.all(projections.map((projection) => fc.check(
      fc.asyncProperty(trials, async (trial) => { expect(await problemIn(projection, trial, make(memoryReadModelStore()))).toBeUndefined() }), { numRuns: 300, endOnFailure: true },
    )))
    expect(found.some(({ failed }) => failed)).toBe(true)
  }, 120_000)
})

describe('what an answer says', () => {
  const running = async () => {
    const log = sampleStore()
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    await write(log, 'a', counted('e2', '2024-01-02', ['g1'], 2), counted('e3', '2024-01-03', ['g1'], 3))
    const runner = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection: gridFiles, mode: 'checked', store: memoryReadModelStore() }))
    await caughtUp(runner, log)
    return { log, runner, facts: await allFacts(log) }
  }

  it('names the last fact that was known: a place within an append is the end of the one before', async () => {
    const { runner, facts } = await running()
    expect(await rightOf(runner.ask({ key: 'g1', knownAt: { position: at(1) } }))).toMatchObject({ projection: 'gridFiles@1', position: 0, recordedAt: facts[0]?.recordedAt, standing: 'told' })
    expect(await rightOf(runner.ask({ key: 'g1', knownAt: { instant: facts[1]?.recordedAt ?? 0 } }))).toMatchObject({ position: 2, recordedAt: facts[2]?.recordedAt, model: { buildings: 3 } })
    await runner.stop()
  })

  it('says why it says nothing, and where it speaks of days to come', async () => {
    const { runner } = await running()
    const standing = async (question: ModelQuestion) => (await rightOf(runner.ask(question))).standing
    expect(await standing({ key: 'g1', knownAt: { instant: 0 } })).toBe('nothingRecorded')
    expect(await standing({ key: 'g9' })).toBe('notTouched')
    expect(await standing({ key: 'g1', asOf: day('2023-12-31') })).toBe('nothingInEffect')
    expect(await standing({ key: 'g1', asOf: day('2024-01-01') })).toBe('told')
    expect(await standing({ key: 'g1', asOf: day('2099-01-01') })).toBe('ahead')
    expect(await runner.ask({ key: 'g1', knownAt: { position: at(3) } })()).toEqual({ _tag: 'Left', left: { tag: 'PositionBeyondLog', asked: 3, head: 2 } })
    await runner.stop()
  })

  it('has a fingerprint that is the same for the same answer elsewhere, and another for another question, place or code', async () => {
    const { log, runner } = await running()
    const elsewhere = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection: gridFiles, mode: 'trusted', store: memoryReadModelStore(), snapshots: { every: 1 } }))
    await caughtUp(elsewhere, log)
    const mended = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection: { ...gridFiles, initial: () => ({ buildings: 0, name: 'none', lines: [] }) }, mode: 'checked', store: memoryReadModelStore() }))
    await caughtUp(mended, log)
    const question = { key: 'g1', asOf: day('2024-01-02') }
    const fingerprint = async (models: typeof runner, asked: ModelQuestion) => (await rightOf(models.ask(asked))).fingerprint
    const own = await fingerprint(runner, question)
    expect(await fingerprint(elsewhere, question)).toBe(own)
    const others = [await fingerprint(runner, { ...question, asOf: day('2024-01-03') }), await fingerprint(runner, { ...question, knownAt: { position: at(0) } }), await fingerprint(mended, question)]
    expect(new Set([own, ...others]).size).toBe(4)
    for (const one of [runner, elsewhere, mended]) await one.stop()
  })
})
