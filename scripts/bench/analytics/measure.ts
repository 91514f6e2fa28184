// Measures one way of making a Parquet file, in this process: `copy` by DuckDB alone, `models` through tables filled from models.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { openDatabase } from '../../../packages/analytics/src/duckdb.ts'
import { openAnalytics, type ModelSource } from '../../../packages/analytics/src/index.ts'
import type { CalendarDate, JsonObject, Position } from '../../../packages/event-sourcing/src/index.ts'
import { buildingsTable } from '../../../packages/projections-grids/src/index.ts'
import { right } from '../replay/right.ts'

export interface Measured {
  readonly rows: number
  readonly milliseconds: number
  /** Of it, until the tables are filled, and until the file has its name. */
  readonly filling: number
  readonly writing: number
  readonly maxRssMiB: number
}

const rounds = 2
const buildingsEach = 100

const [way = '', count = '0', folder = '.'] = process.argv.slice(2)
const target = join(folder, 'rows.parquet')
const rows = Number(count)
let best: Omit<Measured, 'maxRssMiB' | 'rows'> = { milliseconds: Number.POSITIVE_INFINITY, filling: 0, writing: 0 }
let maxRssMiB = 0
for (let round = 0; round < rounds; round += 1) {
  const once = way === 'copy' ? await byCopy() : await fromModels()
  if (once.milliseconds < best.milliseconds) best = once
  // Memory is that of one making; the rounds beyond it are for the time.
  if (round === 0) maxRssMiB = mostMemory()
  if (await rowsIn(target) !== rows) throw new Error('The file has not all rows.')
  rmSync(target)
}
console.log(JSON.stringify({ rows, ...best, maxRssMiB } satisfies Measured))

async function byCopy(): Promise<Omit<Measured, 'maxRssMiB' | 'rows'>> {
  const database = right(await openDatabase({ file: ':memory:', spillFolder: folder, memoryMiB: 256, purpose: 'fill' }))
  const session = await database.connect()
  const began = processorTime()
  const copied = await session.run(`COPY (
    SELECT '440402' AS district_id, 'C' || i // ${buildingsEach} AS community_id, 'G' || i // 25 AS grid_id, 'B' || i AS building_id, lpad((i % ${buildingsEach})::VARCHAR, 5, '0') AS number,
      20 + i % 70 AS households, 50 + i % 170 AS residents FROM range(${rows}) t(i)
  ) TO '${target}' (FORMAT parquet, COMPRESSION zstd)`)
  const milliseconds = processorTime() - began
  right(copied)
  database.close()
  return { milliseconds, filling: 0, writing: milliseconds }
}

async function fromModels(): Promise<Omit<Measured, 'maxRssMiB' | 'rows'>> {
  const began = processorTime()
  const analytics = right(await openAnalytics({ tables: [buildingsTable], source: madeUp(), workIn: folder })())
  const filled = processorTime()
  right(await analytics.export({ rows: { table: 'buildings' }, to: target, format: 'parquet' })())
  const ended = processorTime()
  await analytics.close()
  return { milliseconds: ended - began, filling: filled - began, writing: ended - filled }
}

/** Milliseconds that all threads of this process have had of the processors. */
function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Communities of a hundred buildings in four grids, made when they are asked for. */
function madeUp(): ModelSource<never> {
  return {
    standpoint: () => Promise.resolve({ _tag: 'Right', right: { asOf: '2026-11-25' as CalendarDate, position: 0 as Position } }),
    pages: async function* () {
      for (let community = 0; community < rows / buildingsEach; community += 1) yield { _tag: 'Right', right: { models: [[`440402.C${community}`, communityOf(community)] as const] } } as const
    },
  }
}

function communityOf(community: number): JsonObject {
  const buildings: Record<string, JsonObject> = {}
  for (let place = 0; place < buildingsEach; place += 1) {
    const building = community * buildingsEach + place
    buildings[`B${building}`] = { number: String(place).padStart(5, '0'), gridId: `G${Math.floor(building / 25)}`, households: 20 + building % 70, residents: 50 + building % 170 }
  }
  return { communityId: `C${community}`, grids: {}, buildings, closed: {}, moved: {}, neverValid: {}, exemptions: {}, unknownBefore: null }
}

async function rowsIn(path: string): Promise<number> {
  const database = right(await openDatabase({ file: ':memory:', spillFolder: folder, memoryMiB: 256, purpose: 'fill' }))
  const counted = right(await (await database.connect()).value(`SELECT count(*) FROM '${path}'`))
  database.close()
  return Number(counted)
}

/** The most memory this process ever had, in MiB; what `resourceUsage` says includes that of the process that started it. */
function mostMemory(): number {
  const status = '/proc/self/status'
  const kilobytes = existsSync(status) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] : undefined
  return Math.round(Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024)
}
