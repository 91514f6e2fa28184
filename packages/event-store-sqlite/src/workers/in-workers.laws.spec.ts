/** The law of workers: models, places, blocked keys and checkpoint are, to the byte, those of one thread. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import { projectionName, type CalendarDate, type Fact, type Position } from '@grid-governance/event-sourcing'
import {
  buildProjection, memoryReadModelStore, rebuild, rebuildElsewhere, rebuildProjection, skipFact, unpacked,
  type PackedModel, type PartedProjection, type ProjectionId, type ReadModelStore, type RebuildProjectionOptions,
} from '@grid-governance/subscriptions'
import { temporaryFiles } from '../read-models/temporary-files.spec-parts.ts'
import { openSqliteReadModels } from '../read-models/index.ts'
import { ran } from '../trial/appends.ts'
import { opened } from '../trial/log-folder.ts'
import { countsInParts, diaryInParts, writeFacts, type CountFile, type PartedEvent } from '../trial/parted-world.ts'
import { foldPart, type WorkerLine } from './fold-part.ts'
import { histories, someDays, type MadeAppend } from './histories.spec-parts.ts'
import { buildInWorkers, rebuildInWorkers, rebuildProjectionInWorkers } from './in-workers.ts'
import { modelsIn, type WorkerBegin } from './messages.ts'

const path = temporaryFiles()
const module = new URL('../trial/parted-world.ts', import.meta.url)
const parteds = [['countsInParts', countsInParts], ['diaryInParts', diaryInParts]] as const
const longHistories = fc.sample(histories, { numRuns: 300, seed: 7 }).sort((left, right) => right.length - left.length).slice(0, 2)
const modes = fc.constantFrom('checked' as const, 'trusted' as const)

describe.each(parteds)('folding %s in parts', (exportName, parted) => {
  it('saves what one thread saves, whatever the history, however many parts and facts on a page', () => fc.assert(
    fc.asyncProperty(histories, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 7 }), modes, fc.boolean(), async (history, parts, pageSize, mode, checkReads) => {
      const log = await madeLog(history)
      const head = await ran(log.head())
      if (head.after === 'beginning') return
      const begin = { path: log.path, checkReads, mode, pageSize, upTo: head.after, ...where(exportName, parted) }
      const store = memoryReadModelStore()
      const source = { reader: log, mode, projection: parted.projection, codec: parted.codec, store }
      const events = await buildHere(source, begin, parted, parts)
      const one = { ...source, store: memoryReadModelStore() }
      const built = await ran(buildProjection(one))
      expect(await savedRows(store, parted.projection)).toEqual(await savedRows(one.store, parted.projection))
      expect(events).toBe(built.events)
      await log.close()()
    }), { numRuns: 60 }))
})

// Each run starts threads that load the sources: a busy machine takes its time.
describe('workers', { timeout: 240_000 }, () => {
  it('rebuild what one thread rebuilds, as of a day, as known at a place', () => fc.assert(
    fc.asyncProperty(histories, fc.constantFrom(undefined, ...someDays), fc.option(fc.nat(40), { nil: undefined }), fc.constantFrom(...parteds), async (history, day, place, [exportName, parted]) => {
      const log = await madeLog(history)
      const request = {
        reader: log, mode: 'checked' as const, ...(day === undefined ? {} : { asOf: day as CalendarDate }), ...(place === undefined ? {} : { knownAt: { position: place as Position } }),
      }
      const inWorkers = { path: log.path, module, exportName, workers: 2, atLeast: 0 }
      const many = await ran(rebuildInWorkers<PartedEvent, CountFile>({ ...request, parted, inWorkers }))
      const one = await ran(rebuild({ ...request, projection: parted.projection, codec: parted.codec }))
      expect(many.models).toEqual(one.models)
      expect(many.blocked).toEqual(one.blocked)
      expect([many.events, many.projection]).toEqual([one.events, one.projection])
      for (const key of [...one.models.keys(), ...one.blocked.keys()]) expect(many.positionsOf(key)).toEqual(one.positionsOf(key))
      await log.close()()
    }), { numRuns: 8, endOnFailure: true }))

  it('build the rows of a file that one thread builds, and go on from them as one thread does', async () => {
    const [first = [], then = []] = longHistories
    const log = await madeLog(first)
    const inWorkers = { path: log.path, module, exportName: 'countsInParts', workers: 2, parts: 3, atLeast: 0 }
    const many = { reader: log, mode: 'trusted' as const, store: await ran(openSqliteReadModels({ path: path(), mode: 'create' })), parted: countsInParts, inWorkers }
    const one = { reader: log, mode: 'trusted' as const, store: await ran(openSqliteReadModels({ path: path(), mode: 'create' })), projection: countsInParts.projection, codec: countsInParts.codec }
    expect((await ran(buildInWorkers(many))).workers).toBe(2)
    await ran(buildProjection(one))
    expect(await savedRows(many.store, one.projection)).toEqual(await savedRows(one.store, one.projection))
    for (const { stream, facts } of then) await writeFacts(log, `${stream}.later`.replace('map-', 'plan-'), ...facts)
    expect((await ran(buildInWorkers(many))).workers).toBe(0)
    await ran(buildProjection(one))
    expect(await savedRows(many.store, one.projection)).toEqual(await savedRows(one.store, one.projection))
    expect((await ran(many.store.projections())).map(projectionName)).toEqual(['counts@1'])
  })

  it('keep or forget what an operator took out of a model, as they are told', async () => {
    const log = await madeLog(longHistories[0] ?? [])
    const source = { reader: log, mode: 'checked' as const, projection: countsInParts.projection, codec: countsInParts.codec }
    const stores = [memoryReadModelStore(), memoryReadModelStore()] as const
    for (const store of stores) {
      await ran(buildProjection({ ...source, store }))
      const [key = ''] = await ran(store.keys({ projection: source.projection, which: 'all', maxCount: 1 }))
      const [position] = await ran(store.positionsOf(source.projection, key))
      await ran(skipFact({ ...source, store, key, position: position as Position, reason: 'made up', actor: 'O-1', at: 5 }))
    }
    for (const skips of ['keep', 'forget'] as const) {
      const inWorkers = { path: log.path, module, exportName: 'countsInParts', workers: 2, atLeast: 0 }
      const many = await ran(rebuildProjectionInWorkers({ reader: log, mode: 'checked', store: stores[0], parted: countsInParts, inWorkers, skips }))
      const one = await ran(rebuildProjection({ ...source, store: stores[1], skips }))
      expect(many.workers).toBe(2)
      expect(many.skips).toEqual(one.skips)
      expect(await savedRows(stores[0], source.projection)).toEqual(await savedRows(stores[1], source.projection))
    }
  })
})

async function madeLog(history: ReadonlyArray<MadeAppend>) {
  let now = Date.UTC(2024, 0, 1, 4)
  const log = await opened({ path: path(), now: () => { now += 12 * 60 * 60 * 1000; return now } })
  for (const { stream, facts } of history) await writeFacts(log, stream, ...facts)
  return log
}

function where(exportName: string, { projection }: { readonly projection: ProjectionId }) {
  return { module: String(module), exportName, projection: projectionName(projection), asOf: undefined, skips: [], places: 'all' as const, waiting: new Int32Array(new SharedArrayBuffer(4)), limit: Float64Array.of(Infinity) }
}

/** As `buildInWorkers`, with the work of the workers done in this thread, one part after another. */
async function buildHere<Model>(
  source: Omit<RebuildProjectionOptions<PartedEvent, Model>, 'skips'>, begin: WorkerBegin, parted: PartedProjection<PartedEvent, Model>, parts: number,
): Promise<number> {
  const rebuilt = await ran(rebuildElsewhere<PartedEvent, Model, never>({ ...source, skips: 'keep' }, async ({ take }) => {
    let events = 0
    for (let part = 0; part < parts; part += 1) {
      const models: PackedModel[] = []
      const line: WorkerLine = {
        send: (message) => {
          if (message.kind !== 'models') return
          models.push(...modelsIn(structuredClone(message.batch)))
          Atomics.sub(begin.waiting, 0, 1)
        },
        waitWhile: () => { throw new Error('nothing is to be waited for here') },
        cpuMs: () => 0,
      }
      const last = await foldPart(begin, parted as unknown as PartedProjection<Fact, unknown>, { part, of: parts }, line)
      if (last.kind !== 'done') throw new Error(JSON.stringify(last))
      events += last.events
      const taken = await take(models.map(unpacked))
      if (E.isLeft(taken)) return taken
    }
    return E.right({ readTo: begin.upTo as Position, events })
  }))
  return rebuilt.events
}

async function savedRows(store: ReadModelStore, projection: ProjectionId) {
  const keys = await ran(store.keys({ projection, which: 'all', maxCount: 1000 }))
  const { checkpoint, models } = await ran(store.load(projection, keys))
  const byKey = new Map(models.map((model) => [model.key, model]))
  const facts = (key: string, shownUpTo: CalendarDate | '') => ran(store.factsFor(projection, { key, known: { upTo: checkpoint?.position ?? 'beginning' }, from: { shownUpTo, shownTo: 3 as Position } }))
  return { checkpoint, models: await Promise.all(keys.map(async (key) => ({
    model: byKey.get(key), places: await ran(store.positionsOf(projection, key)), after: await Promise.all((['', ...someDays] as CalendarDate[]).map((day) => facts(key, day))),
  }))) }
}
