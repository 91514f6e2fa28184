/** What goes wrong in a worker: one failure comes back, the other workers are ended, and what answered before answers still. */

import { describe, expect, it } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import { partOfUnit, projectionName, type Part } from '@grid-governance/event-sourcing'
import { buildProjection, memoryReadModelStore, rebuild, switchProjection, type ReadModelStore } from '@grid-governance/subscriptions'
import { openSqliteReadModels } from '../read-models/index.ts'
import { temporaryFiles } from '../read-models/temporary-files.spec-parts.ts'
import { ran, refused } from '../trial/appends.ts'
import { opened, tamper } from '../trial/log-folder.ts'
import { claimsTooMuch, counted, countsInParts, dies, garbled, otherVersion, remarked, throws, unlucky, writeFacts, type Parted } from '../trial/parted-world.ts'
import type { PartLine } from './fold-part.ts'
import { buildInWorkers, rebuildInWorkers, rebuildProjectionInWorkers, type InWorkers } from './in-workers.ts'
import type { WorkerBegin, WorkerMessage } from './messages.ts'
import { foldParts } from './workers.ts'

const path = temporaryFiles()
const module = new URL('../trial/parted-world.ts', import.meta.url)

/** A grid that another worker folds than the one which folds g1. */
const inOtherPart = ['g2', 'g3', 'g4', 'g5'].find((grid) => partOfUnit(grid, 2) !== partOfUnit('g1', 2)) ?? ''

/** Facts of eight maps, which fall into both parts, and of a plan over some of them. */
async function madeLog() {
  const log = await opened({ path: path() })
  for (let number = 1; number <= 8; number += 1) await writeFacts(log, `map-g${number}`, counted(`e${number}`, '2024-01-01', [`g${number}`], number))
  await writeFacts(log, 'plan-1', counted('p1', '2024-01-02', ['g1', 'g2', 'g3'], 7))
  return log
}

const started = async (exportName: string, parted: Parted, more: Partial<InWorkers> = {}) => {
  const log = await madeLog()
  const request = (other: Partial<InWorkers> = {}) =>
    ({ reader: log, mode: 'checked' as const, parted, inWorkers: { path: log.path, module, exportName, workers: 2, atLeast: 0, ...more, ...other } })
  return { log, request }
}

// Each test starts threads that load the sources: a busy machine takes its time.
describe('workers fail', { timeout: 240_000 }, () => {
  it('where a fact touches a key outside the unit of its stream', async () => {
    const { request } = await started('claimsTooMuch', claimsTooMuch)
    expect(await refused(rebuildInWorkers(request()))).toEqual({ tag: 'KeyOutsidePart', projection: 'counts@1', stream: 'plan-1', position: 8, unit: 'g1', key: 'g2', unitOfKey: 'g2' })
  })

  it('where one ends in the middle, with what it was at, and the one that works for ever is ended', async () => {
    const { log, request } = await started('dies', dies)
    await writeFacts(log, 'map-g1', remarked('g1', 'last words'))
    await writeFacts(log, `map-${inOtherPart}`, remarked(inOtherPart, 'for ever'))
    const store = await ran(openSqliteReadModels({ path: path(), mode: 'create' }))
    expect(await refused(buildInWorkers({ ...request(), store }))).toMatchObject({ tag: 'WorkerFailed', part: { part: partOfUnit('g1', 2), of: 2 }, detail: 'it ended with code 7 before its work was done' })
  })

  it('where one ends while the thread that asked folds too: that stops as well, before anybody is answered', async () => {
    const { log, request } = await started('dies', dies)
    for (const grid of ['g1', inOtherPart]) await writeFacts(log, `map-${grid}`, remarked(grid, 'last words'))
    const { inWorkers, mode } = request()
    let stopped = false
    const foldHere = async ({ limit }: WorkerBegin, _: Part, { breathe }: PartLine): Promise<WorkerMessage> => {
      while (limit[0] !== -1) await breathe?.()
      stopped = true
      return { kind: 'passed' }
    }
    const folded = await foldParts<never>({
      begin: {
        path: inWorkers.path, checkReads: false, module: String(module), exportName: 'dies', projection: projectionName(dies.projection), mode, pageSize: undefined, asOf: undefined, upTo: 10, skips: [], places: 'positions',
      },
      entry: new URL('./part-worker.ts', import.meta.url), workers: 2, parts: 2, memoryMiB: 512, youngMiB: 24, here: foldHere,
      take: () => Promise.resolve(E.right(undefined)), onProgress: () => Promise.resolve(E.right(undefined)),
    })
    expect(folded).toEqual(E.left({ tag: 'WorkerFailed', part: { part: 1, of: 2 }, detail: 'it ended with code 7 before its work was done' }))
    expect(stopped).toBe(true)
  })

  it.each([
    ['its module is not there', 'countsInParts', countsInParts, { module: new URL('../trial/no-such.ts', import.meta.url) }, /no-such.*could not be loaded/],
    ['its module exports no such thing', 'noSuchExport', countsInParts, {}, /exports no noSuchExport/],
    ['it finds another version than the one that is asked for', 'otherVersion', otherVersion, {}, /is counts@2, not counts@1/],
    ['its projection throws', 'throws', throws, {}, /made to throw/],
    ['its program is not there', 'countsInParts', countsInParts, { entry: new URL('./no-such-program.ts', import.meta.url) }, /no-such-program/],
  ] as const)('where %s', async (_, exportName, parted, more, detail) => {
    const { request } = await started(exportName, parted, more)
    const failure = await refused(rebuildInWorkers(request()))
    expect(failure).toMatchObject({ tag: 'WorkerFailed', detail: expect.stringMatching(detail) as string })
  })

  it('at the first event of the log that cannot be decoded, as one thread does', async () => {
    for (const first of ['g1', inOtherPart]) {
      const { log, request } = await started('countsInParts', countsInParts)
      await writeFacts(log, `map-${first}`, garbled(first))
      for (const other of ['g1', inOtherPart]) await writeFacts(log, `map-${other}`, remarked(other, 'between'), garbled(other))
      const alone = await refused(rebuild({ reader: log, mode: 'checked', projection: countsInParts.projection, codec: countsInParts.codec }))
      expect(await refused(rebuildInWorkers(request({ parts: 3 })))).toEqual(alone)
      expect(alone).toMatchObject({ tag: 'UndecodableEvent', globalPosition: 9 })
    }
  })

  it('at an altered event, where reads are checked', async () => {
    const { log, request } = await started('countsInParts', countsInParts)
    await log.close()()
    tamper(log.path, `UPDATE events SET data = replace(data, '"buildings":3', '"buildings":4') WHERE position = 2`)
    const reader = await opened({ path: log.path, mode: 'readOnly' })
    expect(await refused(rebuildInWorkers({ ...request({ checkReads: true }), reader }))).toMatchObject({ tag: 'StoreUnavailable', reason: 'corrupt' })
    expect((await ran(rebuildInWorkers({ ...request(), reader }))).models.get('g3')?.lines[0]).toBe('2024-01-01 e3 4')
  })

  it('and leave what was saved before as it was', async () => {
    const { log, request } = await started('dies', dies)
    const store = await ran(openSqliteReadModels({ path: path(), mode: 'create' }))
    await ran(buildInWorkers({ ...request(), store }))
    await ran(switchProjection({ reader: log, store, projection: dies.projection }))
    const before = await rowsOf(store)
    await writeFacts(log, 'map-g1', remarked('g1', 'last words'))
    expect(await refused(rebuildProjectionInWorkers({ ...request(), store, skips: 'keep' }))).toMatchObject({ tag: 'WorkerFailed' })
    expect(await rowsOf(store)).toEqual(before)
    // One thread of this process does not die of it, and takes the place of what the workers left.
    expect((await ran(rebuildProjectionInWorkers({ ...request({ workers: 1 }), store, skips: 'keep' }))).workers).toBe(0)
    expect((await ran(store.projections())).map(projectionName)).toEqual(['counts@1'])
    expect(await rowsOf(store)).not.toEqual(before)
  })

  it('where the store that takes the models fails, or throws', async () => {
    const { request } = await started('countsInParts', countsInParts)
    const failing = (save: ReadModelStore['save']): ReadModelStore => {
      const store = memoryReadModelStore()
      return { ...store, save: (one) => one.models.length > 0 ? save(one) : store.save(one) }
    }
    const full = { tag: 'StoreUnavailable', reason: 'full', where: 'made up', detail: 'made up' } as const
    expect(await refused(buildInWorkers({ ...request(), store: failing(() => () => Promise.resolve({ _tag: 'Left', left: full })) }))).toEqual(full)
    await expect(buildInWorkers({ ...request(), store: failing(() => () => Promise.reject(new Error('a defect'))) })()).rejects.toThrow('a defect')
  })
})

describe('a key that fails', () => {
  it('is blocked as by one thread, and the others come', async () => {
    const { log, request } = await started('countsInParts', countsInParts)
    await writeFacts(log, 'map-g4', counted('bad', '2024-01-03', ['g4'], unlucky))
    const many = await ran(rebuildInWorkers(request()))
    const one = await ran(rebuild({ reader: log, mode: 'checked', projection: countsInParts.projection, codec: countsInParts.codec }))
    expect(many.blocked).toEqual(one.blocked)
    expect([...many.blocked.keys()]).toEqual(['g4'])
    expect(many.models).toEqual(one.models)
  })
})

describe('workers are not started', { timeout: 240_000 }, () => {
  it('below the length of log that they pay for, nor where the machine is to have one thread', async () => {
    const { request } = await started('countsInParts', countsInParts)
    const workersOf = async (more: Partial<InWorkers>): Promise<number> => (await ran(rebuildInWorkers(request(more)))).workers
    expect(await workersOf({ atLeast: 100_000 })).toBe(0)
    expect(await workersOf({ atLeast: 9 })).toBe(2)
    expect(await workersOf({ atLeast: 10 })).toBe(0)
    expect(await workersOf({ workers: 1 })).toBe(0)
  })

  it('where most events are of no concern, or all fall to one worker, however long the log is', async () => {
    const log = await opened({ path: path() })
    for (let number = 0; number < 30; number += 1) await writeFacts(log, 'map-g1', counted(`e${number}`, '2024-01-01', ['g1'], 2))
    const inWorkers = { path: log.path, module, exportName: 'countsInParts', workers: 2, atLeast: 20 }
    expect((await ran(rebuildInWorkers({ reader: log, mode: 'checked', parted: countsInParts, inWorkers }))).workers).toBe(0)
    for (let number = 0; number < 30; number += 1) await writeFacts(log, `map-${inOtherPart}`, counted(`f${number}`, '2024-01-01', [inOtherPart], 2))
    expect((await ran(rebuildInWorkers({ reader: log, mode: 'checked', parted: countsInParts, inWorkers }))).workers).toBe(2)
    for (let number = 0; number < 90; number += 1) await writeFacts(log, 'plan-1', counted(`p${number}`, '2024-01-01', ['g2'], 2))
    expect((await ran(rebuildInWorkers({ reader: log, mode: 'checked', parted: countsInParts, inWorkers }))).workers).toBe(0)
  })

  it('to build nothing', async () => {
    const log = await opened({ path: path() })
    const inWorkers = { path: log.path, module, exportName: 'countsInParts', workers: 2, atLeast: 0 }
    const built = await ran(buildInWorkers({ reader: log, mode: 'checked', parted: countsInParts, inWorkers, store: memoryReadModelStore() }))
    const one = await ran(buildProjection({ reader: log, mode: 'checked', projection: countsInParts.projection, codec: countsInParts.codec, store: memoryReadModelStore() }))
    expect(built).toEqual({ ...one, workers: 0, cpuMs: [] })
  })
})

describe('progress', () => {
  it('is told of every part, each fact counted once', async () => {
    const { log, request } = await started('countsInParts', countsInParts)
    const told: unknown[] = []
    const { events } = await ran(rebuildInWorkers(request({ parts: 3, onProgress: (progress) => { told.push(progress) } })))
    expect(events).toBe(9)
    expect(told.at(-1)).toEqual({ events: 9, parts: 3, partsDone: 3, facts: 9 })
    await log.close()()
  })
})

async function rowsOf(store: ReadModelStore) {
  const keys = await ran(store.keys({ projection: countsInParts.projection, which: 'all', maxCount: 1000 }))
  return { ...await ran(store.load(countsInParts.projection, keys)), active: (await ran(store.loadActive('counts', []))) !== undefined }
}
