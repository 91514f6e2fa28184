// How fast a log is read and folded into the grids of all communities, as ratios to a bare loop over the same file in the same run, and
// what it costs in memory and per fact when the log grows a hundredfold.
//
// The bare loop reads the same pages of a thousand rows as arrays, only the columns it needs (stream, type, data), runs JSON.parse on
// the data and a fold written by hand for the types in this log. It checks no shape, keeps no appends together, takes no late facts and no
// corrections, knows no upcasters, and keeps no index of where the facts of a community are. Both end with the same models, which is checked.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { governanceCodec } from '../../packages/domain/src/index.ts'
import { eventIdOf, type CommandId, type JsonObject, type StreamName } from '../../packages/event-sourcing/src/index.ts'
import type { AppendRequest, EventToAppend } from '../../packages/event-store/src/index.ts'
import { openSqliteReadModels, openSqliteStore, type SqliteEventStore } from '../../packages/event-store-sqlite/src/index.ts'
import { communityGrids, type CommunityGrids } from '../../packages/projections-grids/src/index.ts'
import { memoryReadModelStore, rebuild, recordedEvents, runProjection, type ReadMode, type ReadModelStore } from '../../packages/subscriptions/src/index.ts'

interface Measured {
  readonly milliseconds: number
  readonly events: number
  readonly models: number
  /** A sum over the models, to tell whether two ways came to the same. */
  readonly digest: number
  readonly maxRssMiB: number
}

interface LogKind {
  readonly facts: number
  /** Of a thousand facts, how many come late, and how many correct or take back an earlier one. */
  readonly late?: number
  readonly corrections?: number
}

const communities = 160
const gridsOfCommunity = 4
const buildingsOfGrid = 20
const rounds = 3
const repeats = 10
const rows: Array<Readonly<Record<string, string>>> = []
let logs = 0

const ways: Readonly<Record<string, (path: string) => Promise<Omit<Measured, 'maxRssMiB' | 'milliseconds'>>>> = {
  bare: bareLoop,
  parse: parseOnly,
  trusted: (path) => rebuildFrom(path, 'trusted'),
  checked: (path) => rebuildFrom(path, 'checked'),
  inMemory: (path) => runFrom(path, () => Promise.resolve(memoryReadModelStore())),
  inFile: (path) => runFrom(path, async () => right(await openSqliteReadModels({ path: `${path}-models-${process.pid}-${performance.now()}`, mode: 'create' })())),
  wrap: wrapOnly,
}

const [way, path, kindOfLog] = process.argv.slice(2)
if (way === 'make' && path !== undefined && kindOfLog !== undefined) await makeLog(path, JSON.parse(kindOfLog) as LogKind)
else if (way !== undefined && path !== undefined) await measureHere(way, path)
else compareAll(way)

function compareAll(asked: string | undefined): void {
  const folder = mkdtempSync(join(tmpdir(), 'replay-bench-'))
  try {
    if (asked === undefined || asked === 'ratio') ratio(folder)
    if (asked === undefined || asked === 'late') late(folder)
    if (asked === undefined || asked === 'growth') growth(folder)
    console.table(rows)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Against the bare loop, on a log in which everything comes in order. */
function ratio(folder: string): void {
  const log = madeLog(folder, { facts: 300_000 })
  const bare = measure('bare', log)
  report('bare loop', bare, bare, '')
  report('rebuild, trusted', measure('trusted', log), bare, '>= 0.66 x bare')
  report('rebuild, checked', measure('checked', log), bare, '')
  report('runner, models in memory', measure('inMemory', log), bare, '')
  report('runner, models in a file', measure('inFile', log), bare, '')
  const parse = measure('parse', log)
  rows.push({ what: 'the wrapper alone (stored to recorded, trusted)', 'facts/s': perSecond(measure('wrap', log)), reference: `${perSecond(parse)} JSON.parse`, ratio: '', 'max RSS': '', asked: '>= 1 M/s' })
}

/** What late facts and corrections cost: their communities are read a second time. */
function late(folder: string): void {
  const plain = measure('trusted', madeLog(folder, { facts: 200_000 }))
  const mixed = measure('trusted', madeLog(folder, { facts: 200_000, late: 10, corrections: 10 }))
  report('rebuild with 1 % late facts and 1 % corrections, against none', mixed, plain, '')
}

function growth(folder: string): void {
  const small = measure('trusted', madeLog(folder, { facts: 10_000 }))
  const large = measure('trusted', madeLog(folder, { facts: 1_000_000 }))
  report('rebuild of 10,000 facts', small, small, '')
  report('rebuild of 1,000,000 facts, cost of a fact against 10,000', large, small, '>= 0.77 (1.3 x the cost), < 300 MiB')
}

/** The shortest of some rounds, in a process of its own, which has never held another log. */
function measure(name: string, log: string): Measured {
  return JSON.parse(inProcessOfItsOwn(name, log)) as Measured
}

/** Also the logs are made in processes of their own: the memory of this one counts as theirs until they have more. */
function inProcessOfItsOwn(...args: ReadonlyArray<string>): string {
  const ended = spawnSync(process.execPath, [...process.execArgv, import.meta.filename, ...args], { encoding: 'utf8', maxBuffer: 1 << 20 })
  if (ended.status !== 0) throw new Error(ended.stderr)
  return ended.stdout
}

async function measureHere(name: string, log: string): Promise<void> {
  const run = ways[name]
  if (run === undefined) throw new Error(`There is no way ${name}.`)
  // A small log takes some milliseconds only: it is read until as many facts were read as a warm engine needs.
  const warm = await run(log)
  const times = Math.max(rounds, Math.min(30, Math.ceil(300_000 / warm.events)))
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < times; round += 1) {
    globalThis.gc?.()
    const began = performance.now()
    await run(log)
    best = Math.min(best, performance.now() - began)
  }
  console.log(JSON.stringify({ ...warm, milliseconds: best, maxRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) } satisfies Measured))
}

function report(what: string, measured: Measured, reference: Measured, asked: string): void {
  if (reference.digest !== measured.digest && reference.events === measured.events && !what.includes('late')) throw new Error(`${what} came to other models.`)
  const perFact = ({ milliseconds, events }: Measured): number => milliseconds / events
  rows.push({
    what, 'facts/s': perSecond(measured), reference: perSecond(reference), ratio: (perFact(reference) / perFact(measured)).toFixed(2), 'max RSS': `${measured.maxRssMiB} MiB`, asked,
  })
}

function perSecond({ events, milliseconds }: Pick<Measured, 'events' | 'milliseconds'>): string {
  return `${(events / milliseconds).toFixed(0)} k`
}

async function rebuildFrom(log: string, mode: ReadMode): Promise<Omit<Measured, 'maxRssMiB' | 'milliseconds'>> {
  const reader = await opened(log)
  const { models, events, blocked } = right(await rebuild({ reader, codec: governanceCodec, projection: communityGrids, mode })())
  if (blocked.size > 0) throw new Error(`Blocked: ${JSON.stringify([...blocked][0])}`)
  await reader.close()()
  return { events, models: models.size, digest: digestOf(models.values()) }
}

async function runFrom(log: string, open: () => Promise<ReadModelStore & { readonly close?: () => () => Promise<unknown>, readonly path?: string }>): Promise<Omit<Measured, 'maxRssMiB' | 'milliseconds'>> {
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

async function bareLoop(log: string): Promise<Omit<Measured, 'maxRssMiB' | 'milliseconds'>> {
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

async function parseOnly(log: string): Promise<Omit<Measured, 'maxRssMiB' | 'milliseconds'>> {
  const reader = await opened(log)
  const { events } = right(await reader.readAll({ after: 'beginning', maxCount: 100_000 })())
  const sum = repeated((held) => held + events.reduce((total, event) => total + Object.keys(JSON.parse(event.data) as object).length, 0))
  await reader.close()()
  return { events: events.length * repeats, models: 0, digest: sum }
}

async function wrapOnly(log: string): Promise<Omit<Measured, 'maxRssMiB' | 'milliseconds'>> {
  const reader = await opened(log)
  const decode = recordedEvents(governanceCodec, 'trusted')
  const { events } = right(await reader.readAll({ after: 'beginning', maxCount: 100_000 })())
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
  return right(await openSqliteStore({ path: log, mode: 'readWrite', now: Date.now })())
}

function right<A>(result: { readonly _tag: 'Left', readonly left: unknown } | { readonly _tag: 'Right', readonly right: A }): A {
  if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
  return result.right
}

function madeLog(folder: string, kind: LogKind): string {
  logs += 1
  const log = join(folder, `log-${logs}.sqlite`)
  inProcessOfItsOwn('make', log, JSON.stringify(kind))
  console.log(`${kind.facts.toLocaleString('en')} facts in ${(statSync(log).size / 1e6).toFixed(0)} MB`)
  return log
}

/** A made-up district: grids are laid, then counted, renamed and redrawn for some thirty years, a day at a time. */
async function makeLog(log: string, kind: LogKind): Promise<void> {
  let now = Date.UTC(1994, 0, 1)
  const store = right(await openSqliteStore({ path: log, mode: 'create', synchronous: 'NORMAL', now: () => now })())
  const versions = new Map<StreamName, number>()
  let requests: AppendRequest[] = []
  const flush = async (): Promise<void> => {
    const answers = await Promise.all(requests.map((request) => store.append(request)()))
    answers.forEach(right)
    requests = []
  }
  for (const { stream, facts } of madeAppends(kind)) {
    const version = versions.get(stream) ?? 0
    versions.set(stream, version + facts.length)
    const [first, ...others] = eventsOf(stream, version, facts)
    if (first !== undefined) requests.push({ stream, expectedVersion: version, events: [first, ...others] })
    now += 60_000
    if (requests.length >= 500) await flush()
  }
  await flush()
  await store.settle()()
  await store.close()()
}

interface MadeFact {
  readonly type: string
  readonly data: JsonObject
}

interface MadeAppend {
  readonly stream: StreamName
  readonly facts: ReadonlyArray<MadeFact>
}

function* madeAppends({ facts, late = 0, corrections = 0 }: LogKind): Generator<MadeAppend, void, undefined> {
  const chance = seeded()
  let written = 0
  for (let community = 0; community < communities; community += 1) {
    const laid = Array.from({ length: gridsOfCommunity }, (_, grid) => established(community, grid))
    written += laid.length
    yield { stream: mapStream(community), facts: laid }
  }
  const lastCounts = new Map<number, string>()
  for (let index = 0; written < facts; index += 1) {
    const community = chance(communities)
    const stream = mapStream(community)
    const roll = chance(1000)
    const earlier = lastCounts.get(community)
    const day = dayAt(Math.floor(index / facts * 10_000), roll < late ? -400 : 0)
    if (roll < corrections && earlier !== undefined) {
      lastCounts.delete(community)
      yield { stream, facts: [countOf(community, chance, day, `c${index}`, earlier)] }
      written += 1
    } else if (roll < 900) {
      lastCounts.set(community, `e${index}`)
      yield { stream, facts: [countOf(community, chance, day, `e${index}`)] }
      written += 1
    } else if (roll < 960) {
      yield { stream, facts: [{ type: 'GridRenamed', data: { ...dating(`e${index}`, day), communityId: communityIdOf(community), documentNumber: 'made-up', gridId: gridIdOf(community, chance(gridsOfCommunity)), name: `虚构网格${index % 100}` } }] }
      written += 1
    } else {
      yield { stream: `restructurePlan-440402.P${index}` as StreamName, facts: redrawn(community, chance, `p${index}`, day) }
      written += 2
    }
  }
}

function established(community: number, grid: number): MadeFact {
  const buildings = Array.from({ length: buildingsOfGrid }, (_, building) => ({ buildingId: buildingIdOf(community, grid * buildingsOfGrid + building), households: 30, number: String(grid * buildingsOfGrid + building + 1).padStart(5, '0'), residents: 80 }))
  return {
    type: 'GridEstablished',
    data: { ...dating(`g${grid}`, '1994-01-01'), buildings, code: codeOf(community, grid), communityId: communityIdOf(community), documentNumber: 'made-up', earlierHistory: 'none', gridId: gridIdOf(community, grid), name: `虚构网格${grid}` },
  }
}

function countOf(community: number, chance: (below: number) => number, day: string, entryId: string, root?: string): MadeFact {
  const building = chance(gridsOfCommunity * buildingsOfGrid)
  return {
    type: 'BuildingMetricsRecorded',
    data: {
      buildingId: buildingIdOf(community, building), communityId: communityIdOf(community), ...(root === undefined ? {} : { corrects: root }), effectiveOn: day, entryId,
      gridId: gridIdOf(community, Math.floor(building / buildingsOfGrid)), households: chance(60), kind: root === undefined ? 'change' : 'correction', residents: chance(200), ...(root === undefined ? {} : { root }),
    },
  }
}

/** A plan that moves some buildings between two grids of a community: one append, as the front door writes it. */
function redrawn(community: number, chance: (below: number) => number, planId: string, day: string): ReadonlyArray<MadeFact> {
  const [from, to] = [chance(gridsOfCommunity), chance(gridsOfCommunity)]
  const buildings = Array.from({ length: 5 }, () => buildingIdOf(community, chance(gridsOfCommunity * buildingsOfGrid)))
  const onMap = { buildings, code: codeOf(community, to), gridId: gridIdOf(community, to), name: `虚构网格${to}` }
  return [
    { type: 'GridBoundaryRedrawn', data: { ...dating(planId, day), communityId: communityIdOf(community), documentNumber: 'made-up', grids: [onMap], moved: buildings.map((buildingId) => ({ buildingId, from: gridIdOf(community, from), to: gridIdOf(community, to) })), operationId: 'O1', planId } },
    { type: 'GridRenamed', data: { ...dating(`${planId}n`, day), communityId: communityIdOf(community), documentNumber: 'made-up', gridId: gridIdOf(community, to), name: `虚构网格${to}` } },
  ]
}

function eventsOf(stream: StreamName, version: number, facts: ReadonlyArray<MadeFact>): ReadonlyArray<EventToAppend> {
  const commandId = commandIdOf(stream, version)
  return facts.map(({ type, data }, index) => ({
    eventId: eventIdOf(commandId, stream, index),
    type,
    schemaVersion: 1,
    data,
    metadata: {
      actor: { ref: `actor-${version % 50}`, role: 'townOfficer' },
      append: { index, of: facts.length },
      authority: { date: '2021-03-01', documentNumber: `虚构〔2021〕${version % 90}号`, issuer: '虚构街道' },
      commandDigest: 'a1b2c3d4e5f60718'.repeat(4),
      commandId,
      correlationId: commandId,
      decidedOn: '2021-03-01',
    },
  }))
}

function commandIdOf(stream: StreamName, version: number): CommandId {
  let hash = 7
  for (const letter of stream) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0
  return `${hash.toString(16).padStart(8, '0')}-d9cb-469f-a165-${String(version).padStart(12, '0')}` as CommandId
}

function dating(entryId: string, day: string) {
  return { effectiveOn: day, entryId, kind: 'change' }
}

function dayAt(days: number, shift: number): string {
  return new Date(Date.UTC(1996, 0, 1) + (days + shift) * 86_400_000).toISOString().slice(0, 10)
}

function mapStream(community: number): StreamName {
  return `gridMap-440402.${communityIdOf(community)}` as StreamName
}

function communityIdOf(community: number): string {
  return `C${String(community).padStart(3, '0')}`
}

function gridIdOf(community: number, grid: number): string {
  return `${communityIdOf(community)}G${grid}`
}

function buildingIdOf(community: number, building: number): string {
  return `${communityIdOf(community)}B${String(building).padStart(3, '0')}`
}

function codeOf(community: number, grid: number): string {
  return `440402001${String(community).padStart(3, '0')}${String(grid + 1).padStart(3, '0')}`
}

/** The same chances in every run. */
function seeded(): (below: number) => number {
  let state = 12_345
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
}
