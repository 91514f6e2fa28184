// The ways in which a log is read and folded, each run in a process of its own: `measure.ts <way> <log>`, or `measure.ts make <log> <kind>`.
import { rmSync } from 'node:fs'
import process from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import { governanceCodec } from '../../../packages/domain/src/index.ts'
import { openSqliteReadModels, openSqliteStore, type SqliteEventStore } from '../../../packages/event-store-sqlite/src/index.ts'
import { communityGrids, type CommunityGrids } from '../../../packages/projections-grids/src/index.ts'
import { memoryReadModelStore, rebuild, recordedEvents, runProjection, type ReadMode, type ReadModelStore } from '../../../packages/subscriptions/src/index.ts'
import { mostMemory } from '../most-memory.ts'
import { right } from './right.ts'
import { makeLog, type LogKind } from './made-log.ts'

export interface Measured {
  readonly milliseconds: number
  readonly events: number
  readonly models: number
  /** A sum over the models, to tell whether two ways came to the same. */
  readonly digest: number
  readonly maxRssMiB: number
}

type Result = Omit<Measured, 'maxRssMiB' | 'milliseconds'>

const repeats = 300
const rounds = 5

const ways: Readonly<Record<string, (path: string) => Promise<Result>>> = {
  bare: bareLoop,
  parse: parseOnly,
  trusted: (path) => rebuildFrom(path, 'trusted'),
  checked: (path) => rebuildFrom(path, 'checked'),
  inMemory: (path) => runFrom(path, () => Promise.resolve(memoryReadModelStore())),
  inFile: (path) => runFrom(path, async () => right(await openSqliteReadModels({ path: `${path}-models-${process.pid}-${performance.now()}`, mode: 'create' })())),
  wrap: wrapOnly,
}

const [way, log, kindOfLog] = process.argv.slice(2)
if (log === undefined) throw new Error('A log is to be named.')
if (way === 'make') await makeLog(log, JSON.parse(kindOfLog ?? '{}') as LogKind)
else await measureHere(way ?? '', log)

async function measureHere(name: string, log: string): Promise<void> {
  const run = ways[name]
  if (run === undefined) throw new Error(`There is no way ${name}.`)
  // Memory is that of one reading; the rounds beyond it are for the time. A small log takes some milliseconds only: it is read until as many facts were read as a warm engine needs.
  const warm = await run(log)
  const maxRssMiB = mostMemory()
  const times = Math.max(rounds, Math.min(30, Math.ceil(300_000 / warm.events)))
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < times; round += 1) {
    globalThis.gc?.()
    const began = process.threadCpuUsage()
    await run(log)
    const used = process.threadCpuUsage(began)
    best = Math.min(best, (used.user + used.system) / 1000)
  }
  console.log(JSON.stringify({ ...warm, milliseconds: best, maxRssMiB } satisfies Measured))
}

async function rebuildFrom(log: string, mode: ReadMode): Promise<Result> {
  const reader = await opened(log)
  const { models, events, blocked } = right(await rebuild({ reader, codec: governanceCodec, projection: communityGrids, mode })())
  if (blocked.size > 0) throw new Error(`Blocked: ${JSON.stringify([...blocked][0])}`)
  await reader.close()()
  return { events, models: models.size, digest: digestOf(models.values()) }
}

async function runFrom(log: string, open: () => Promise<ReadModelStore & { readonly close?: () => () => Promise<unknown>, readonly path?: string }>): Promise<Result> {
  const reader = await opened(log)
  const store = await open()
  const runner = right(await runProjection({ reader, codec: governanceCodec, projection: communityGrids, mode: 'trusted', store })())
  const { after } = right(await reader.head()())
  if (after !== 'beginning') await runner.untilPosition(after)()
  const { events } = runner.status()
  await runner.stop()
  const keys = right(await store.keys({ projection: communityGrids, which: 'all', maxCount: 100_000 })())
  const texts = right(await store.load(communityGrids, keys)()).models.map((model) => model.text ?? 'null')
  await store.close?.()()
  await reader.close()()
  if (store.path !== undefined) for (const ending of ['', '-wal', '-shm']) rmSync(store.path + ending, { force: true })
  return { events, models: keys.length, digest: digestOf(texts.map((text) => JSON.parse(text) as CommunityGrids)) }
}

async function bareLoop(log: string): Promise<Result> {
  const database = new DatabaseSync(log, { readOnly: true })
  const types = new Map(database.prepare('SELECT id, name FROM types').all().map((row) => [row['id'], String(row['name'])]))
  const page = database.prepare('SELECT position, type, data FROM events WHERE position > ? ORDER BY position LIMIT 1000')
  page.setReturnArrays(true)
  const models = new Map<string, HandModel>()
  let last = -1
  let events = 0
  for (;;) {
    const read = page.all(last) as unknown as ReadonlyArray<readonly [number, number, string]>
    for (const [, type, data] of read) foldByHand(models, types.get(type) ?? '', JSON.parse(data) as HandFact)
    events += read.length
    last = read.at(-1)?.[0] ?? last
    if (read.length < 1000) break
  }
  database.close()
  return { events, models: models.size, digest: digestOf(models.values() as Iterable<unknown> as Iterable<CommunityGrids>) }
}

async function parseOnly(log: string): Promise<Result> {
  const reader = await opened(log)
  const { events } = right(await reader.readAll({ after: 'beginning', maxCount: 1000 })())
  const sum = repeated((held) => held + events.map((event) => JSON.parse(event.data) as unknown).length)
  await reader.close()()
  return { events: events.length * repeats, models: 0, digest: sum }
}

async function wrapOnly(log: string): Promise<Result> {
  const reader = await opened(log)
  const decode = recordedEvents(governanceCodec, 'trusted')
  const { events } = right(await reader.readAll({ after: 'beginning', maxCount: 1000 })())
  const sum = repeated((held) => held + right(decode(events)).length)
  await reader.close()()
  return { events: events.length * repeats, models: 0, digest: sum }
}

function repeated(work: (held: number) => number): number {
  let held = 0
  for (let turn = 0; turn < repeats; turn += 1) held = work(held)
  return held
}

interface HandModel {
  readonly communityId: string
  readonly grids: Record<string, { code: string, name: string, since: string, cameFrom: null }>
  readonly buildings: Record<string, { number: string, gridId: string, households: number, residents: number }>
  readonly closed: Record<string, unknown>
  readonly moved: Record<string, unknown>
  readonly neverValid: Record<string, unknown>
  readonly exemptions: Record<string, unknown>
  unknownBefore: string | null
}

interface HandFact {
  readonly communityId: string
  readonly gridId: string
  readonly code: string
  readonly name: string
  readonly effectiveOn: string
  readonly buildingId: string
  readonly households: number
  readonly residents: number
  readonly buildings: ReadonlyArray<{ readonly buildingId: string, readonly number: string, readonly households: number, readonly residents: number }>
  readonly grids: ReadonlyArray<{ readonly gridId: string, readonly code: string, readonly name: string, readonly buildings: ReadonlyArray<string> }>
}

function foldByHand(models: Map<string, HandModel>, type: string, data: HandFact): void {
  let model = models.get(data.communityId)
  if (model === undefined) {
    model = { communityId: data.communityId, grids: {}, buildings: {}, closed: {}, moved: {}, neverValid: {}, exemptions: {}, unknownBefore: null }
    models.set(data.communityId, model)
  }
  switch (type) {
    case 'GridEstablished':
      model.grids[data.gridId] = { code: data.code, name: data.name, since: data.effectiveOn, cameFrom: null }
      for (const { buildingId, number, households, residents } of data.buildings) model.buildings[buildingId] = { number, gridId: data.gridId, households, residents }
      break
    case 'BuildingMetricsRecorded': {
      const building = model.buildings[data.buildingId]
      if (building !== undefined) {
        building.households = data.households
        building.residents = data.residents
      }
      break
    }
    case 'GridRenamed': {
      const grid = model.grids[data.gridId]
      if (grid !== undefined) grid.name = data.name
      break
    }
    case 'GridBoundaryRedrawn':
      for (const { gridId, code, name, buildings } of data.grids) {
        const grid = model.grids[gridId]
        if (grid !== undefined) {
          grid.code = code
          grid.name = name
        }
        for (const buildingId of buildings) {
          const building = model.buildings[buildingId]
          if (building !== undefined) building.gridId = gridId
        }
      }
      break
  }
}

function digestOf(models: Iterable<CommunityGrids>): number {
  let sum = 0
  for (const { communityId, grids, buildings } of models) {
    for (const grid of Object.values(grids)) sum = (sum * 31 + grid.name.length + Number(grid.code.slice(-3))) % 1_000_000_007
    for (const [id, building] of Object.entries(buildings)) sum = (sum + (id.length + building.gridId.length * 7 + Number(building.gridId.slice(-1)) * 13 + building.households * 31 + building.residents) * communityId.length) % 1_000_000_007
  }
  return sum
}

async function opened(log: string): Promise<SqliteEventStore> {
  return right(await openSqliteStore({ path: log, mode: 'readOnly', now: Date.now })())
}
