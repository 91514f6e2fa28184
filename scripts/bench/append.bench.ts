// How fast facts get into the SQLite store, as ratios to a bare loop over node:sqlite measured in the same run.
//
// The bare loop writes the same rows: the same eleven columns with the same values, into a table without index, trigger or STRICT in a
// file with SQLite's own defaults (pages of 4 KB, automatic checkpoints), with one prepared INSERT inside BEGIN IMMEDIATE and COMMIT at the
// same `synchronous` setting. It takes JSON.stringify of the same metadata and data, the id as 16 bytes from its text, and the clock. It
// does not check anything, look for a conflict, order keys, keep a chain (its 32 bytes are always the same), keep heads of streams, or
// answer anybody. Both sides are closed within the time measured, so that both have paid for their checkpoints.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { eventIdOf, type CommandId, type StreamName } from '../../packages/event-sourcing/src/index.ts'
import type { AppendRequest, EventToAppend } from '../../packages/event-store/src/index.ts'
import { openSqliteStore, type SqliteEventStore } from '../../packages/event-store-sqlite/src/index.ts'

type Synchronous = 'FULL' | 'NORMAL'

interface Placed {
  readonly stream: number
  readonly version: number
  readonly event: EventToAppend
}

const folder = mkdtempSync(join(tmpdir(), 'append-bench-'))
const asked = process.argv.slice(2)
const rounds = 3
const rows: Array<Readonly<Record<string, string>>> = []
let files = 0

const parts: Readonly<Record<string, () => Promise<void>>> = {
  batch,
  'random-streams': randomStreams,
  'one-by-one': async () => {
    await oneByOne('NORMAL', 10_000)
    await oneByOne('FULL', 1_000)
  },
  concurrent,
}

try {
  for (const part of asked.length > 0 ? asked : Object.keys(parts)) await parts[part]?.()
  console.table(rows)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Decided facts in appends of ten to 1,000 streams, a hundred appends at a time: transactions of 1,000 on both sides. */
async function batch(): Promise<void> {
  const facts = placed(100_000, (index) => Math.floor(index / 10) % 1000)
  const requests = requestsOf(facts, 10)
  const { bare, ours } = await best(async () => bareLoop(facts, 1000, 'NORMAL'), () => storeLoop(requests, 100, 'NORMAL'))
  report('batch append, 1,000 events a transaction, NORMAL', facts.length, ours, bare, '>= 0.6 x bare loop')
  const singles = requestsOf(facts, 1)
  const single = await best(async () => bareLoop(facts, 1000, 'NORMAL'), () => storeLoop(singles, 1000, 'NORMAL'))
  report('the same as appends of one event each', facts.length, single.ours, single.bare, '>= 0.6 x bare loop')
}

/** 20,000 streams at random, once each of them is there: as fast as few streams, as fast at the end as at the beginning, and an index would not be. */
async function randomStreams(): Promise<void> {
  const count = 400_000
  const random = placed(count, shuffled(20_000))
  const requests = { random: requestsOf(random, 1), few: requestsOf(placed(count, (index) => index % 100), 1) }
  const few = (await quarters(requests.few)).at(-1) ?? 0
  const [, second = 0, , last = 0] = await quarters(requests.random)
  report('20,000 streams at random, against 100 streams', count / 4, last, few, 'about 1')
  report('  the fourth quarter against the second', count / 4, last, second, 'about 1: flat')
  report('  against a bare loop with UNIQUE (stream, version)', count / 4, last, bareLoop(random, 1000, 'NORMAL', ', UNIQUE (stream, version)') / 4, '> 1')
}

/** How long each quarter of these appends takes, a thousand at a time, in one log. */
async function quarters(requests: ReadonlyArray<AppendRequest>): Promise<ReadonlyArray<number>> {
  const store = await open('NORMAL')
  const times: number[] = []
  for (let quarter = 0; quarter < 4; quarter += 1) {
    const began = performance.now()
    await appendAll(store, requests.slice(requests.length * quarter / 4, requests.length * (quarter + 1) / 4), 1000)
    times.push(performance.now() - began)
  }
  await store.close()()
  return times
}

async function oneByOne(synchronous: Synchronous, count: number): Promise<void> {
  const facts = placed(count, (index) => index % 100)
  const requests = requestsOf(facts, 1)
  const { bare, ours } = await best(async () => bareLoop(facts, 1, synchronous), () => storeLoop(requests, 1, synchronous))
  report(`single appends one after another, ${synchronous}`, count, ours, bare, '(front door: >= 0.4 x bare)')
}

async function concurrent(): Promise<void> {
  const facts = requestsOf(placed(2_000, (index) => index % 100), 1)
  const { bare, ours } = await best(() => storeLoop(facts, 1, 'FULL'), () => storeLoop(facts, 100, 'FULL'))
  report('100 concurrent appends, FULL, against one after another', facts.length, ours, bare, '>= 10 x one after another')
}

/** The shortest of several runs of each, taken in turns, in milliseconds. */
async function best(bare: () => Promise<number>, ours: () => Promise<number>): Promise<{ readonly bare: number, readonly ours: number }> {
  const times = { bare: Number.POSITIVE_INFINITY, ours: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round += 1) {
    times.bare = Math.min(times.bare, await bare())
    times.ours = Math.min(times.ours, await ours())
  }
  return times
}

async function storeLoop(requests: ReadonlyArray<AppendRequest>, atOnce: number, synchronous: Synchronous): Promise<number> {
  const store = await open(synchronous)
  const began = performance.now()
  await appendAll(store, requests, atOnce)
  await store.close()()
  return performance.now() - began
}

async function appendAll(store: SqliteEventStore, requests: ReadonlyArray<AppendRequest>, atOnce: number): Promise<void> {
  for (let from = 0; from < requests.length; from += atOnce) {
    const answers = await Promise.all(requests.slice(from, from + atOnce).map((request) => store.append(request)()))
    const failed = answers.find((answer) => answer._tag === 'Left')
    if (failed !== undefined) throw new Error(JSON.stringify(failed))
  }
}

async function open(synchronous: Synchronous): Promise<SqliteEventStore> {
  const store = await openSqliteStore({ path: newFile(), mode: 'create', synchronous, now: Date.now })()
  if (store._tag === 'Left') throw new Error(JSON.stringify(store.left))
  return store.right
}

function bareLoop(facts: ReadonlyArray<Placed>, perTransaction: number, synchronous: Synchronous, constraint = ''): number {
  const database = new DatabaseSync(newFile())
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
  database.exec(`CREATE TABLE events (position INTEGER PRIMARY KEY, stream INTEGER, version INTEGER, previous INTEGER, event_id BLOB, type INTEGER, schema_version INTEGER, recorded_at INTEGER, metadata TEXT, data TEXT, link BLOB${constraint})`)
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const link = Buffer.alloc(32, 7)
  const began = performance.now()
  facts.forEach(({ stream, version, event }, position) => {
    if (position % perTransaction === 0) begin.run()
    insert.run(position, stream, version, position, Buffer.from(event.eventId.replaceAll('-', ''), 'hex'), 1, event.schemaVersion, Date.now(), JSON.stringify(event.metadata), JSON.stringify(event.data), link)
    if (position % perTransaction === perTransaction - 1) commit.run()
  })
  if (database.isTransaction) commit.run()
  database.close()
  return performance.now() - began
}

function report(what: string, events: number, ours: number, reference: number, asked: string): void {
  rows.push({ what, 'events/s': perSecond(events, ours), 'reference/s': perSecond(events, reference), ratio: (reference / ours).toFixed(2), asked })
}

function perSecond(events: number, milliseconds: number): string {
  return `${(events / milliseconds).toFixed(1)} k`
}

function newFile(): string {
  files += 1
  return join(folder, `log-${files}.sqlite`)
}

/** Facts as the front door writes them: keys in order, some 550 bytes of JSON each. */
function placed(count: number, streamAt: (index: number) => number): ReadonlyArray<Placed> {
  const versions = new Map<number, number>()
  return Array.from({ length: count }, (_, index) => {
    const stream = streamAt(index)
    const version = (versions.get(stream) ?? 0) + 1
    versions.set(stream, version)
    return { stream, version, event: eventAt(index, streamNameOf(stream)) }
  })
}

function eventAt(index: number, stream: StreamName): EventToAppend {
  const commandId = `0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}` as CommandId
  return {
    eventId: eventIdOf(commandId, stream, 0),
    type: 'GridBoundaryMoved',
    schemaVersion: 1,
    metadata: {
      actor: { ref: `actor-${index % 50}`, role: 'townOfficer' },
      append: { index: 0, of: 1 },
      authority: { date: '2021-03-01', documentNumber: `香街办〔2021〕${index % 90}号`, issuer: '香湾街道' },
      commandDigest: 'a1b2c3d4e5f60718'.repeat(4),
      commandId,
      correlationId: commandId,
    },
    data: { buildings: [`B-${index}`, `B-${index + 1}`], effectiveOn: '2021-04-01', entryId: `${commandId}.0`, fromGrid: '440402.001.01', kind: 'change', toGrid: '440402.001.02' },
  }
}

function requestsOf(facts: ReadonlyArray<Placed>, perAppend: number): ReadonlyArray<AppendRequest> {
  const requests: AppendRequest[] = []
  for (let from = 0; from < facts.length; from += perAppend) {
    const [first, ...more] = facts.slice(from, from + perAppend)
    if (first === undefined) break
    requests.push({ stream: streamNameOf(first.stream), expectedVersion: first.version - 1, events: [first.event, ...more.map((fact) => fact.event)] })
  }
  return requests
}

function streamNameOf(stream: number): StreamName {
  return `gridMap-440402.${String(stream).padStart(6, '0')}` as StreamName
}

/** A stream at random, the same sequence in every run. */
function shuffled(streams: number): () => number {
  let state = 12_345
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % streams
  }
}
