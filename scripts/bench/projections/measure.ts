// The ways in which a projection is persisted, each run in a process of its own: `measure.ts <way> <log> <rounds>`, or `measure.ts make <log> <kind>`.
import { rmSync } from 'node:fs'
import process from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { governanceCodec } from '../../../packages/domain/src/index.ts'
import { openSqliteReadModels, openSqliteStore } from '../../../packages/event-store-sqlite/src/index.ts'
import { buildProjection, type ReadModelStore } from '../../../packages/subscriptions/src/index.ts'
import { mostMemory } from '../most-memory.ts'
import { right } from '../replay/right.ts'
import { buildingCounts, digestOf, makeCountsLog, type BuildingCounts, type CountsLog } from './counts-log.ts'

export interface Measured {
  readonly events: number
  readonly models: number
  readonly digest: number
  /** Of all threads, in milliseconds; of the round that took the least. */
  readonly processor: number
  /** By the clock, in milliseconds; of the round that took the least. */
  readonly clock: number
  /** After the first round. */
  readonly maxRssMiB: number
}

type Result = Pick<Measured, 'digest' | 'events' | 'models'>

/** Facts read at once, and facts folded between two saves: those of the runner, for all ways alike. */
const pageSize = 1000
const saveEvery = 10_000
/** How long each save takes in the slow store, besides its work. */
const slowSaveMs = 100

/** A way runs the projection on the log into a new file, at the given path; `look` tells afterwards what came of it. */
interface Way {
  readonly run: (log: string, models: string) => Promise<number>
  readonly look: (models: string) => Promise<Omit<Result, 'events'>>
}

const ways: Readonly<Record<string, Way>> = {
  bare: { run: bareLoop, look: lookAtBare },
  trusted: { run: (log, models) => persisted(log, models, 'trusted'), look: lookAtPersisted },
  checked: { run: (log, models) => persisted(log, models, 'checked'), look: lookAtPersisted },
  slow: { run: (log, models) => persisted(log, models, 'trusted', slowed), look: lookAtPersisted },
}

const [way = '', log = '', rest = ''] = process.argv.slice(2)
if (way === 'make') await makeCountsLog(log, JSON.parse(rest) as CountsLog)
else await measureHere(ways[way] ?? unknownWay(way), log, Number(rest))

async function measureHere({ run, look }: Way, log: string, rounds: number): Promise<void> {
  let best = { processor: Number.POSITIVE_INFINITY, clock: Number.POSITIVE_INFINITY }
  let result: Result | undefined
  let maxRssMiB = 0
  for (let round = 0; round < rounds; round += 1) {
    const models = `${log}-models-${process.pid}-${round}`
    globalThis.gc?.()
    const began = performance.now()
    const used = process.cpuUsage()
    const events = await run(log, models)
    const { user, system } = process.cpuUsage(used)
    best = { processor: Math.min(best.processor, (user + system) / 1000), clock: Math.min(best.clock, performance.now() - began) }
    // Memory is that of one building; the rounds beyond it are for the time.
    if (round === 0) maxRssMiB = mostMemory()
    result ??= { events, ...await look(models) }
    for (const ending of ['', '-wal', '-shm']) rmSync(models + ending, { force: true })
  }
  if (result === undefined) throw new Error('At least one round is needed.')
  console.log(JSON.stringify({ ...result, ...best, maxRssMiB } satisfies Measured))
}

async function persisted(log: string, models: string, mode: 'checked' | 'trusted', through: (store: ReadModelStore) => ReadModelStore = (store) => store): Promise<number> {
  const reader = right(await openSqliteStore({ path: log, mode: 'readOnly', now: Date.now })())
  const store = right(await openSqliteReadModels({ path: models, mode: 'create' })())
  const { events, summary } = right(await buildProjection({ reader, codec: governanceCodec, projection: buildingCounts, mode, store: through(store), pageSize, saveEvery })())
  if (summary.blocked + summary.stale > 0) throw new Error(`Not all models can be used: ${JSON.stringify(summary)}`)
  right(await store.close()())
  right(await reader.close()())
  return events
}

/** A store whose disk is slow: what the runner does meanwhile must not pile up. */
function slowed(store: ReadModelStore): ReadModelStore {
  return { ...store, save: (request) => async () => {
    await pause(slowSaveMs)
    return await store.save(request)()
  } }
}

async function lookAtPersisted(models: string): Promise<Omit<Result, 'events'>> {
  const store = right(await openSqliteReadModels({ path: models, mode: 'readOnly' })())
  const keys = right(await store.keys({ projection: buildingCounts, which: 'all', maxCount: 1_000_000 })())
  const saved = right(await store.load(buildingCounts, keys)()).models
  right(await store.close()())
  return { models: keys.length, digest: digestOf(saved.map(({ key, text }) => [key, JSON.parse(text ?? '') as BuildingCounts])) }
}

interface HandFact {
  readonly buildingId: string
  readonly effectiveOn: string
  readonly households: number
  readonly residents: number
}

function bareLoop(log: string, models: string): Promise<number> {
  const source = new DatabaseSync(log, { readOnly: true })
  const target = new DatabaseSync(models)
  for (const sql of [
    'PRAGMA journal_mode = WAL', 'PRAGMA synchronous = NORMAL',
    'CREATE TABLE models (key TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID', 'CREATE TABLE checkpoint (position INTEGER NOT NULL) STRICT', 'INSERT INTO checkpoint VALUES (-1)',
  ]) target.exec(sql)
  const page = source.prepare('SELECT position, data FROM events WHERE position > ? ORDER BY position LIMIT ?')
  page.setReturnArrays(true)
  const upsert = target.prepare('INSERT INTO models VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET text = ?2')
  const checkpoint = target.prepare('UPDATE checkpoint SET position = ?')
  const folded = new Map<string, BuildingCounts>()
  let touched = new Map<string, BuildingCounts>()
  let last = -1
  let unsaved = 0
  let events = 0
  for (;;) {
    const rows = page.all(last, pageSize) as unknown as ReadonlyArray<readonly [number, string]>
    for (const [, data] of rows) foldByHand(folded, touched, JSON.parse(data) as HandFact)
    last = rows.at(-1)?.[0] ?? last
    events += rows.length
    unsaved += rows.length
    const ended = rows.length < pageSize
    if (unsaved >= saveEvery || ended) {
      target.exec('BEGIN IMMEDIATE')
      for (const [key, model] of touched) upsert.run(key, JSON.stringify(model))
      checkpoint.run(last)
      target.exec('COMMIT')
      touched = new Map()
      unsaved = 0
    }
    if (ended) break
  }
  source.close()
  target.close()
  return Promise.resolve(events)
}

function foldByHand(folded: Map<string, BuildingCounts>, touched: Map<string, BuildingCounts>, { buildingId, effectiveOn, households, residents }: HandFact): void {
  let model = folded.get(buildingId)
  if (model === undefined) {
    model = { counts: 0, countedOn: '', households: 0, residents: 0 }
    folded.set(buildingId, model)
  }
  model.counts += 1
  model.countedOn = effectiveOn
  model.households = households
  model.residents = residents
  touched.set(buildingId, model)
}

function lookAtBare(models: string): Promise<Omit<Result, 'events'>> {
  const database = new DatabaseSync(models, { readOnly: true })
  const rows = database.prepare('SELECT key, text FROM models').all()
  database.close()
  return Promise.resolve({ models: rows.length, digest: digestOf(rows.map((row) => [String(row['key']), JSON.parse(String(row['text'])) as BuildingCounts])) })
}

function unknownWay(name: string): never {
  throw new Error(`There is no way ${name}.`)
}
