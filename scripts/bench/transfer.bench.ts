// How fast a log moves, as ratios to bare loops that do the least that could be called the same job, measured in the same run.
//
// From file to file the bare loop reads the rows with node:sqlite, writes each append's rows in a transaction of its own at NORMAL into a table
// without index or trigger, and reads them back; it compares nothing and computes no chain. To a database it sends the same appends with
// the bare client, one after another, and reads them back with readAll. From a database it reads with readAll and writes as the first.
// Without EVENTSTOREDB_URL the database is the double, in this process; with it, that server, which must have no events of a log.
// `npm run bench -- transfer [events]`
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EventStoreDBClient, FORWARDS, jsonEvent, NO_STREAM, START, type Position } from '@eventstore/db-client'
import { derivedId, type StreamName } from '../../packages/event-sourcing/src/index.ts'
import { transferLog, type EventReader, type TransferTarget } from '../../packages/event-store/src/index.ts'
import { openEventStoreDb, openEventStoreDbTarget } from '../../packages/event-store-eventstoredb/src/index.ts'
import { openSqliteStore, openSqliteTarget, type SqliteEventStore } from '../../packages/event-store-sqlite/src/index.ts'
import { startDouble } from '../../packages/eventstoredb-double/src/index.ts'
import { right } from './replay/right.ts'

const events = Number(process.argv[2] ?? 20_000)
const perAppend = 4
const streams = 400
const folder = mkdtempSync(join(tmpdir(), 'transfer-bench-'))
const rows: Array<Readonly<Record<string, string>>> = []
const url = process.env['EVENTSTOREDB_URL']
let bareFrom: Position | undefined

try {
  const source = await madeLog()
  await report('file to file', await timed(() => toFile(source, 'moved.db')), await timed(async () => { bareFileToFile() }))
  const double = url === undefined ? await startDouble() : undefined
  const connectionString = url ?? double?.connectionString ?? ''
  const where = url === undefined ? 'the double' : 'a real server'
  await report(`file to ${where}`, await timed(() => toDatabase(source, connectionString)), await timed(() => bareToDatabase(connectionString)))
  const log = right(await openEventStoreDb({ connectionString })())
  await report(`${where} to file`, await timed(() => toFile(log, 'back.db')), await timed(() => bareFromDatabase(connectionString)))
  await log.close()
  await double?.stop()
  await source.close()()
  console.table(rows)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Made-up appends of four events each, one after another in 400 streams. */
async function madeLog(): Promise<SqliteEventStore> {
  let now = Date.parse('2018-07-01T09:00:00+08:00')
  const store = right(await openSqliteStore({ path: join(folder, 'source.db'), mode: 'create', synchronous: 'NORMAL', now: () => now })())
  for (let append = 0; append < events / perAppend; append += 1) {
    now += 40
    right(await store.append({ stream: streamOf(append), expectedVersion: Math.floor(append / streams) * perAppend, events: eventsOf(append) as never })())
  }
  await store.close()()
  return await opened()
}

async function opened(): Promise<SqliteEventStore> {
  return right(await openSqliteStore({ path: join(folder, 'source.db'), mode: 'readOnly', now: () => 0 })())
}

function streamOf(append: number): StreamName {
  return `gridMap-440402.${append % streams}` as StreamName
}

function eventsOf(append: number): ReadonlyArray<object> {
  return Array.from({ length: perAppend }, (_, index) => ({
    eventId: derivedId('bench', String(append), String(index)), type: 'GridOpened', schemaVersion: 1,
    metadata: { actor: { ref: 'operator', role: 'operator' }, commandId: derivedId('command', String(append)), append: { index, of: perAppend } },
    data: { communityId: 'C440402001001', gridId: `G440402001001${append}`, name: '模拟网格', buildings: [`B${append}`, `B${append + 1}`], households: 280, residents: 790, effectiveOn: '2018-07-01' },
  }))
}

async function toFile(source: EventReader, name: string): Promise<void> {
  const target = right(await openSqliteTarget({ path: join(folder, name) })())
  await move(source, target)
  await target.close()
}

async function toDatabase(source: EventReader, connectionString: string): Promise<void> {
  const target = right(await openEventStoreDbTarget({ connectionString })())
  await move(source, target)
  await target.close()
}

async function move(source: EventReader, target: TransferTarget<unknown>): Promise<void> {
  const { written } = right(await transferLog({ source, target })())
  if (written !== events) throw new Error(`${written} of ${events} events were written`)
}

type Row = ReadonlyArray<null | number | string | Uint8Array>

function bareFileToFile(): void {
  const source = new DatabaseSync(join(folder, 'source.db'), { readOnly: true })
  const read = source.prepare('SELECT position, stream, version, type, schema_version, recorded_at, event_id, metadata, data FROM events ORDER BY position')
  read.setReturnArrays(true)
  writeBare(read.all() as unknown as ReadonlyArray<Row>, 'bare.db')
  source.close()
}

function writeBare(all: ReadonlyArray<Row>, name: string): void {
  const target = new DatabaseSync(join(folder, name))
  target.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE events (a, b, c, d, e, f, g, h, i)')
  const insert = target.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  for (let first = 0; first < all.length; first += perAppend) {
    target.exec('BEGIN IMMEDIATE')
    for (const row of all.slice(first, first + perAppend)) insert.run(...row)
    target.exec('COMMIT')
  }
  if (target.prepare('SELECT * FROM events').all().length !== all.length) throw new Error('a row is missing')
  target.close()
}

/** In streams that are no part of a log. */
function bareStream(append: number): string {
  return `bare ${streamOf(append)}`
}
async function bareToDatabase(connectionString: string): Promise<void> {
  const client = EventStoreDBClient.connectionString(connectionString)
  for (let append = 0; append < events / perAppend; append += 1) {
    const before = Math.floor(append / streams) * perAppend
    const sent = eventsOf(append).map((event) => {
      const { eventId, type, data, metadata } = event as { readonly eventId: string, readonly type: string, readonly data: never, readonly metadata: never }
      return jsonEvent({ id: derivedId('bare', eventId), type, data, metadata })
    })
    const { position } = await client.appendToStream(bareStream(append), sent, { expectedRevision: before === 0 ? NO_STREAM : BigInt(before - 1) })
    bareFrom ??= position
  }
  // The first place that is known is that of the last event of the first append.
  if ((await readBare(client)).length <= events - perAppend) throw new Error('an event is missing')
  await client.dispose()
}

async function bareFromDatabase(connectionString: string): Promise<void> {
  const client = EventStoreDBClient.connectionString(connectionString)
  writeBare(await readBare(client), 'bare-back.db')
  await client.dispose()
}

async function readBare(client: EventStoreDBClient): Promise<ReadonlyArray<Row>> {
  const read: Row[] = []
  for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition: bareFrom ?? START }, { highWaterMark: 256 })) {
    if (event === undefined || !event.streamId.startsWith('bare ')) continue
    read.push([read.length, event.streamId, Number(event.revision), event.type, 1, event.created.getTime(), event.id, JSON.stringify(event.metadata), JSON.stringify(event.data)])
  }
  return read
}

interface Took {
  readonly seconds: number
  readonly cpu: number
}

async function timed(work: () => Promise<void>): Promise<Took> {
  const [cpu, began] = [process.cpuUsage(), performance.now()]
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 }
}

async function report(what: string, ours: Took, bare: Took): Promise<void> {
  const rate = ({ seconds }: Took): string => `${Math.round(events / seconds)} events/s`
  rows.push({ what, ours: rate(ours), 'bare loop': rate(bare), 'by the clock': (bare.seconds / ours.seconds).toFixed(2), 'by the time of the processor': (bare.cpu / ours.cpu).toFixed(2) })
}
