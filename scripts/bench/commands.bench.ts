// How fast commands go through the front door, as ratios to bare single-row appends measured in the same run.
//
// A command is decoded from JSON, its stream loaded (from the cache), evidence gathered, decided, its fact encoded and appended durably. The
// bare side writes the same rows as in append.bench.ts: one prepared INSERT between BEGIN IMMEDIATE and COMMIT for each, JSON.stringify of the same
// metadata and data, the id as 16 bytes, at the same `synchronous`; it decodes, checks, decides, chains and remembers nothing.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { decodeRequest, openFrontDoor, type FrontDoor } from '../../packages/application/src/index.ts'
import { ruleSetOfTheCase } from '../../packages/domain/src/index.ts'
import { derivedId } from '../../packages/event-sourcing/src/index.ts'
import type { StoredEvent } from '../../packages/event-store/src/index.ts'
import { openSqliteStore, type SqliteEventStore } from '../../packages/event-store-sqlite/src/index.ts'

type Synchronous = 'FULL' | 'NORMAL'

const folder = mkdtempSync(join(tmpdir(), 'commands-bench-'))
const rounds = Number(process.argv[2] ?? 5)
const communities = 150
const rows: Array<Readonly<Record<string, string>>> = []
let files = 0

try {
  await compare('NORMAL', 20_000)
  await compare('FULL', 4_000)
  console.table(rows)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function compare(synchronous: Synchronous, count: number): Promise<void> {
  let [ours, bare] = [Infinity, Infinity]
  for (let round = 0; round < rounds; round += 1) {
    const { store, frontDoor } = await openedDistrict(synchronous)
    const requests = Array.from({ length: count }, (_, index) => requestJson(index, countOfBuilding(index)))
    ours = Math.min(ours, await timed(() => sendAll(frontDoor, requests)))
    const events = await lastEvents(store, count)
    await store.close()()
    bare = Math.min(bare, bareAppends(events, synchronous))
  }
  rows.push({
    what: `commands one after another, ${synchronous}`, 'commands/s': Math.round(count / ours * 1000).toString(),
    'bare appends/s': Math.round(count / bare * 1000).toString(), ratio: (bare / ours).toFixed(2), asked: '>= 0.4 x bare',
  })
}

async function sendAll(frontDoor: FrontDoor, requests: ReadonlyArray<object>): Promise<void> {
  for (const json of requests) await submit(frontDoor, json)
}

function countOfBuilding(index: number): object {
  const code = communityCode(index % communities)
  return {
    type: 'RecordBuildingMetrics',
    data: {
      districtId: '440402', communityId: `C${code}`, gridId: `G${code}001`, buildingId: `B${code}_00001`, households: 20 + index % 7, residents: 50 + index % 11,
      kind: 'change', effectiveOn: '2024-03-01',
    },
  }
}

async function openedDistrict(synchronous: Synchronous): Promise<{ readonly store: SqliteEventStore, readonly frontDoor: FrontDoor }> {
  files += 1
  const opened = await openSqliteStore({ path: join(folder, `log-${files}.db`), mode: 'create', synchronous, now: Date.now })()
  if (opened._tag === 'Left') throw new Error(JSON.stringify(opened.left))
  const frontDoor = openFrontDoor({ store: opened.right, now: Date.now })
  const codes = Array.from({ length: communities }, (_, index) => communityCode(index))
  const dated = { districtId: '440402', kind: 'change', effectiveOn: '2018-07-01' }
  const opening = [
    { type: 'OpenLog', data: { districtId: '440402', nature: 'simulated' } },
    { type: 'IssueRuleBook', data: { ...dated, edition: 'bench', document: { number: 'bench', title: 'bench', issuer: 'bench' }, rules: ruleSetOfTheCase } },
    {
      type: 'RegisterDivisions',
      data: {
        ...dated, name: 'bench', earlierHistory: 'none', towns: [{ townId: 'T440402001', code: '440402001', name: 'bench' }],
        communities: codes.map((code) => ({ communityId: `C${code}`, townId: 'T440402001', code, name: code })),
      },
    },
    ...codes.map((code) => ({
      type: 'LayOutGrids',
      data: {
        ...dated, communityId: `C${code}`, earlierHistory: 'none',
        grids: ['001', '002'].map((grid, place) => ({
          gridId: `G${code}${grid}`, code: `${code}${grid}`, name: grid,
          buildings: [{ buildingId: `B${code}_0000${place + 1}`, number: `0000${place + 1}`, households: 20, residents: 50 }],
        })),
      },
    })),
  ]
  for (const [index, command] of opening.entries()) await submit(frontDoor, requestJson(-1 - index, command))
  return { store: opened.right, frontDoor }
}

function requestJson(index: number, command: object): object {
  return {
    ...command, commandId: derivedId('bench', String(index)), actor: { ref: 'bench', role: 'clerk' },
    authority: { documentNumber: 'bench', issuer: 'bench', date: '2018-07-01' },
  }
}

async function submit(frontDoor: FrontDoor, json: object): Promise<void> {
  const request = decodeRequest(json)
  const answer = request._tag === 'Left' ? request : await frontDoor.submit(request.right)()
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
}

async function lastEvents(store: SqliteEventStore, count: number): Promise<ReadonlyArray<StoredEvent>> {
  const page = await store.readAll({ after: 'beginning', maxCount: 100_000 })()
  if (page._tag === 'Left') throw new Error(JSON.stringify(page.left))
  return page.right.events.slice(-count)
}

function bareAppends(events: ReadonlyArray<StoredEvent>, synchronous: Synchronous): number {
  files += 1
  const rows = events.map((event) => ({ ...event, metadata: JSON.parse(event.metadata) as unknown, data: JSON.parse(event.data) as unknown }))
  const database = new DatabaseSync(join(folder, `bare-${files}.db`))
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
  database.exec('CREATE TABLE events (position INTEGER PRIMARY KEY, stream INTEGER, version INTEGER, previous INTEGER, event_id BLOB, type INTEGER, schema_version INTEGER, recorded_at INTEGER, metadata TEXT, data TEXT, link BLOB)')
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const link = Buffer.alloc(32, 7)
  const began = performance.now()
  rows.forEach((event, position) => {
    begin.run()
    insert.run(position, 1, event.streamVersion, position, Buffer.from(event.eventId.replaceAll('-', ''), 'hex'), 1, event.schemaVersion, Date.now(), JSON.stringify(event.metadata), JSON.stringify(event.data), link)
    commit.run()
  })
  database.close()
  return performance.now() - began
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function communityCode(index: number): string {
  return `440402001${String(index + 1).padStart(3, '0')}`
}
