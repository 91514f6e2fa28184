// The ways in which emmett-sqlite persists the projection, each in a process of its own: `measure-emmett.ts <way> <folder of emmett> <file> <kind> <rounds>`.
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { mostMemory } from '../most-memory.ts'
import { countEvents, digestOf, madeCounts, type BuildingCounts, type CountsLog } from './counts-log.ts'
import type { Measured } from './measure.ts'

/** As much of emmett-sqlite as is used here; its own declarations are not there before it is installed. */
interface Emmett {
  readonly sqliteConnection: (options: { readonly fileName: string }) => Connection
  readonly getSQLiteEventStore: (options: { readonly fileName: string, readonly connectionOptions: { readonly singleton: true, readonly connection: Connection } }) => Store
  readonly sqliteProjection: (definition: ProjectionDefinition) => ProjectionDefinition
  readonly appendToStream: (connection: Connection, stream: string, streamType: string, events: ReadonlyArray<object>) => Promise<{ readonly success: boolean }>
  readonly readMessagesBatch: (connection: Connection, options: { readonly after: bigint, readonly batchSize: number }) => Promise<{ readonly messages: ReadonlyArray<Message>, readonly currentGlobalPosition: bigint, readonly areEventsLeft: boolean }>
  readonly storeProcessorCheckpoint: (connection: Connection, options: { readonly processorId: string, readonly version: number, readonly newPosition: bigint, readonly lastProcessedPosition: bigint | null }) => Promise<{ readonly success: boolean }>
}

interface Connection {
  readonly close: () => void
  readonly command: (sql: string, values?: ReadonlyArray<number | string>) => Promise<unknown>
  readonly query: (sql: string) => Promise<ReadonlyArray<Readonly<Record<string, unknown>>>>
  readonly withTransaction: <T>(work: () => Promise<T>) => Promise<T>
}

interface Message {
  readonly type: string
  readonly data: { readonly buildingId: string, readonly effectiveOn: string, readonly households: number, readonly residents: number }
  readonly metadata: { readonly globalPosition: bigint }
}

interface ProjectionDefinition {
  readonly name: string
  readonly canHandle: ReadonlyArray<string>
  readonly handle: (events: ReadonlyArray<Message>, context: { readonly connection: Connection }) => Promise<void>
}

interface Store {
  readonly schema: { readonly migrate: () => Promise<void> }
  readonly consumer: (options: { readonly pulling: { readonly batchSize: number, readonly pullingFrequencyInMs: number } }) => {
    readonly processor: (options: { readonly processorId: string, readonly projection: ProjectionDefinition, readonly startFrom: 'BEGINNING', readonly stopAfter: (message: Message) => boolean }) => unknown
    readonly start: () => Promise<void>
  }
}

const pageSize = 1000
const saveEvery = 10_000
const upsertOfFact = `
  INSERT INTO models VALUES (?1, json_object('counts', 1, 'countedOn', ?2, 'households', ?3, 'residents', ?4))
  ON CONFLICT (key) DO UPDATE SET text = json_object('counts', (text ->> 'counts') + 1, 'countedOn', ?2, 'households', ?3, 'residents', ?4)`

const [way = '', folder = '', file = '', kind = '{}', rounds = '1'] = process.argv.slice(2)
const emmett = await import(pathToFileURL(join(folder, 'node_modules', '@event-driven-io', 'emmett-sqlite', 'dist', 'index.js')).href) as Emmett
if (way === 'make') await make(file, JSON.parse(kind) as CountsLog)
else await measureHere(way === 'consumer' ? byConsumer : byHand, file, (JSON.parse(kind) as CountsLog).facts, Number(rounds))

/** The same facts in appends of five; many of them in one transaction, since writing is not what is measured. */
async function make(path: string, log: CountsLog): Promise<void> {
  const { connection, store } = open(path)
  await store.schema.migrate()
  await connection.command('CREATE TABLE models (key TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID')
  const versions = new Map<string, number>()
  await connection.withTransaction(async () => {
    for (const { stream, facts } of madeCounts(log)) {
      const version = versions.get(stream) ?? 0
      versions.set(stream, version + facts.length)
      const { success } = await emmett.appendToStream(connection, stream, 'gridMap', countEvents(stream, version, facts).map(({ type, data, metadata }) => ({ type, data, metadata })))
      if (!success) throw new Error('An append was refused.')
    }
  })
  connection.close()
}

async function measureHere(run: (path: string, facts: number) => Promise<void>, path: string, facts: number, times: number): Promise<void> {
  let best = { processor: Number.POSITIVE_INFINITY, clock: Number.POSITIVE_INFINITY }
  let result = { models: 0, digest: 0 }
  let maxRssMiB = 0
  for (let round = 0; round < times; round += 1) {
    const copy = `${path}-${way}-${round}`
    copyFileSync(path, copy)
    const began = performance.now()
    const used = process.cpuUsage()
    await run(copy, facts)
    const { user, system } = process.cpuUsage(used)
    best = { processor: Math.min(best.processor, (user + system) / 1000), clock: Math.min(best.clock, performance.now() - began) }
    if (round === 0) maxRssMiB = mostMemory()
    result = await look(copy)
    for (const ending of ['', '-wal', '-shm']) rmSync(copy + ending, { force: true })
  }
  console.log(JSON.stringify({ events: facts, ...result, ...best, maxRssMiB } satisfies Measured))
}

/** As its users run it: a projection of one statement for each fact, driven by the consumer, which saves its checkpoint after each fact. */
async function byConsumer(path: string, facts: number): Promise<void> {
  const { connection, store } = open(path)
  const consumer = store.consumer({ pulling: { batchSize: pageSize, pullingFrequencyInMs: 0 } })
  const projection = emmett.sqliteProjection({
    name: 'buildingCounts',
    canHandle: ['BuildingMetricsRecorded'],
    handle: async (events, { connection: at }) => {
      for (const { data } of events) await at.command(upsertOfFact, [data.buildingId, data.effectiveOn, data.households, data.residents])
    },
  })
  consumer.processor({ processorId: 'buildingCounts', projection, startFrom: 'BEGINNING', stopAfter: (message) => Number(message.metadata.globalPosition) === facts })
  await consumer.start()
  connection.close()
}

/** The fastest that can be made of what it exports: a fold in memory, and one statement for each key and one checkpoint for ten thousand facts. */
async function byHand(path: string): Promise<void> {
  const { connection } = open(path)
  const folded = new Map<string, BuildingCounts>()
  let after = 0n
  let saved: bigint | null = null
  for (let left = true; left;) {
    const touched = new Map<string, BuildingCounts>()
    for (let taken = 0; taken < saveEvery && left; taken += pageSize) {
      const page = await emmett.readMessagesBatch(connection, { after, batchSize: pageSize })
      for (const { data } of page.messages) touched.set(data.buildingId, fold(folded, data))
      after = page.currentGlobalPosition
      left = page.areEventsLeft
    }
    if (after === saved) break
    await connection.withTransaction(async () => {
      for (const [key, model] of touched) await connection.command('INSERT INTO models VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET text = ?2', [key, JSON.stringify(model)])
      const stored = await emmett.storeProcessorCheckpoint(connection, { processorId: 'byHand', version: 1, newPosition: after, lastProcessedPosition: saved })
      if (!stored.success) throw new Error('The checkpoint was refused.')
    })
    saved = after
  }
  connection.close()
}

function fold(folded: Map<string, BuildingCounts>, { buildingId, effectiveOn, households, residents }: Message['data']): BuildingCounts {
  const model = folded.get(buildingId) ?? { counts: 0, countedOn: '', households: 0, residents: 0 }
  folded.set(buildingId, model)
  model.counts += 1
  model.countedOn = effectiveOn
  model.households = households
  model.residents = residents
  return model
}

async function look(path: string): Promise<Pick<Measured, 'digest' | 'models'>> {
  const connection = emmett.sqliteConnection({ fileName: path })
  const rows = await connection.query('SELECT key, text FROM models')
  connection.close()
  return { models: rows.length, digest: digestOf(rows.map((row) => [String(row['key']), JSON.parse(String(row['text'])) as BuildingCounts])) }
}

/** One connection for all, at the same `synchronous` setting as the others: it opens one for each call by default, at FULL. */
function open(path: string): { readonly connection: Connection, readonly store: Store } {
  const connection = emmett.sqliteConnection({ fileName: path })
  void connection.command('PRAGMA synchronous = NORMAL')
  return { connection, store: emmett.getSQLiteEventStore({ fileName: path, connectionOptions: { singleton: true, connection } }) }
}
