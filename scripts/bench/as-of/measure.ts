// What is measured of questions about the past, each in a process of its own: `measure.ts <what> <log> <models> ...`.
import process from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import { governanceCodec, type GovernanceEvent } from '../../../packages/domain/src/index.ts'
import { defineProjection, type CalendarDate, type Position, type Projection } from '../../../packages/event-sourcing/src/index.ts'
import { openSqliteReadModels, openSqliteStore } from '../../../packages/event-store-sqlite/src/index.ts'
import { buildProjection, modelsByName, switchProjection, type ModelQuestion } from '../../../packages/subscriptions/src/index.ts'
import { right } from '../replay/right.ts'
import { buildings, dayOfFact, instantOfFact, makeLog, seeded } from './made-log.ts'

export type Name = 'recordedTotals' | 'totals' | 'someBuildings' | 'allBuildings' | 'building'

interface Totals {
  households: number
  residents: number
  facts: number
  byYear: Record<string, number>
}

const emptyTotals = (): Totals => ({ households: 0, residents: 0, facts: 0, byYear: {} })

function addTo(totals: Totals, { effectiveOn, households, residents }: { readonly effectiveOn: string, readonly households: number, readonly residents: number }): void {
  totals.households += households
  totals.residents += residents
  totals.facts += 1
  const year = effectiveOn.slice(0, 4)
  totals.byYear[year] = (totals.byYear[year] ?? 0) + 1
}

const common = { version: 1, handles: ['BuildingMetricsRecorded'] } as const
const define = defineProjection<GovernanceEvent>()

const projections: Readonly<Record<Name, Projection<GovernanceEvent, object>>> = {
  recordedTotals: define({ ...common, name: 'recordedTotals', order: 'recorded', initial: emptyTotals, project: { BuildingMetricsRecorded: (totals, { data }) => { addTo(totals, data) } } }),
  totals: define({ ...common, name: 'totals', initial: emptyTotals, project: { BuildingMetricsRecorded: (totals, { data }) => { addTo(totals, data) } } }),
  // One model of some 8,000 entries, and one of all 26,000.
  someBuildings: define({
    ...common, name: 'someBuildings', initial: (): Record<string, { households: number, residents: number }> => ({}),
    project: { BuildingMetricsRecorded: (some, { data }) => { some[`B${Number(data.buildingId.slice(1)) % 8000}`] = { households: data.households, residents: data.residents } } },
  }),
  allBuildings: define({
    ...common, name: 'allBuildings', initial: (): Record<string, { households: number, residents: number }> => ({}),
    project: { BuildingMetricsRecorded: (all, { data }) => { all[data.buildingId] = { households: data.households, residents: data.residents } } },
  }),
  building: define({ ...common, name: 'building', keys: ({ data }) => [data.buildingId], initial: emptyTotals, project: { BuildingMetricsRecorded: (totals, { data }) => { addTo(totals, data) } } }),
} as unknown as Readonly<Record<Name, Projection<GovernanceEvent, object>>>

/** asOf: a day, as known now. knownAt: a position, or an instant. both: a day, as known on that day. */
export type Kind = 'asOf' | 'knownAt' | 'both'

export interface BuildReport {
  readonly cpuMs: number
  readonly megabytes: number
  readonly snapshots: number
  readonly snapshotMegabytes: number
}

export interface QuestionsReport {
  readonly clockMs: ReadonlyArray<number>
  readonly cpuMs: ReadonlyArray<number>
}

const [what, log = '', models = '', name = 'totals', ...rest] = process.argv.slice(2)
const work: Readonly<Record<string, () => Promise<unknown>>> = {
  make: async () => { await makeLog(log, Number(models)) },
  build: () => buildModels(name as Name, Number(rest[0])),
  warm: () => warmQuestions(name as Name, rest[0] as Kind, Number(rest[1]), Number(rest[2])),
  cold: () => coldQuestion(name as Name, rest[0] as Kind, Number(rest[1]), Number(rest[2])),
  bare: () => Promise.resolve(bareLoop()),
}
console.log(JSON.stringify(await work[what ?? '']?.() ?? {}))

async function buildModels(of: Name, bytes: number): Promise<BuildReport> {
  const reader = await openLog()
  const store = right(await openSqliteReadModels({ path: models, mode: 'create' })())
  const projection = projections[of]
  const began = process.threadCpuUsage()
  right(await buildProjection({ reader, codec: governanceCodec, projection, mode: 'trusted', store, snapshots: { bytes } })())
  const used = process.threadCpuUsage(began)
  right(await switchProjection({ reader, store, projection })())
  const [summary] = right(await store.projections()())
  await store.close()()
  await reader.close()()
  const database = new DatabaseSync(models, { readOnly: true })
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']) * Number(database.prepare('PRAGMA page_size').get()?.['page_size'])
  database.close()
  return { cpuMs: (used.user + used.system) / 1000, megabytes: pages / 1e6, snapshots: summary?.snapshots.count ?? 0, snapshotMegabytes: (summary?.snapshots.bytes ?? 0) / 1e6 }
}

async function warmQuestions(of: Name, kind: Kind, facts: number, count: number): Promise<QuestionsReport> {
  const { ask, close } = await asking(of)
  const chance = seeded(7)
  for (let warmUp = 0; warmUp < 30; warmUp += 1) await ask(questionOf(of, kind, facts, chance))
  const clockMs: number[] = []
  const cpuMs: number[] = []
  for (let place = 0; place < count; place += 1) {
    const question = questionOf(of, kind, facts, chance)
    const cpu = process.threadCpuUsage()
    const began = performance.now()
    await ask(question)
    clockMs.push(performance.now() - began)
    const used = process.threadCpuUsage(cpu)
    cpuMs.push((used.user + used.system) / 1000)
  }
  await close()
  return { clockMs, cpuMs }
}

/** One question in a process that has done nothing yet: opening both files counts, starting Node and loading the code do not. */
async function coldQuestion(of: Name, kind: Kind, facts: number, seed: number): Promise<QuestionsReport> {
  const question = questionOf(of, kind, facts, seeded(seed))
  const cpu = process.threadCpuUsage()
  const began = performance.now()
  const { ask, close } = await asking(of)
  await ask(question)
  const clockMs = [performance.now() - began]
  const used = process.threadCpuUsage(cpu)
  await close()
  return { clockMs, cpuMs: [(used.user + used.system) / 1000] }
}

async function asking(of: Name) {
  const reader = await openLog()
  const store = right(await openSqliteReadModels({ path: models, mode: 'readOnly' })())
  const named = modelsByName({ reader, store, codec: governanceCodec, mode: 'trusted', versions: [projections[of]] })
  return {
    ask: async (question: ModelQuestion): Promise<void> => {
      const { model, standing } = right(await named.ask(question)())
      if (model === undefined && standing !== 'notTouched') throw new Error(`No model: ${JSON.stringify(question)}`)
    },
    close: async (): Promise<void> => {
      await store.close()()
      await reader.close()()
    },
  }
}

function questionOf(of: Name, kind: Kind, facts: number, chance: (below: number) => number): ModelQuestion {
  const fact = chance(2 ** 20) % facts
  const key = of === 'building' ? `B${String(chance(buildings)).padStart(5, '0')}` : ''
  const asOf = dayOfFact(fact) as CalendarDate
  if (kind === 'asOf') return { key, asOf }
  if (kind === 'both') return { key, asOf, knownAt: { instant: instantOfFact(fact) } }
  return { key, knownAt: chance(2) === 0 ? { position: fact as Position } : { instant: instantOfFact(fact) } }
}

async function openLog() {
  return right(await openSqliteStore({ path: log, mode: 'readOnly', now: Date.now })())
}

/** The least that could answer without anything kept: the whole log, read in pages, parsed and folded by hand in the order of the log. */
function bareLoop(): { readonly cpuMs: number } {
  const began = process.threadCpuUsage()
  const database = new DatabaseSync(log, { readOnly: true })
  const page = database.prepare('SELECT position, data FROM events WHERE position > ? ORDER BY position LIMIT 1000')
  page.setReturnArrays(true)
  const totals = emptyTotals()
  let last = -1
  for (;;) {
    const rows = page.all(last) as unknown as ReadonlyArray<readonly [number, string]>
    for (const [, data] of rows) addTo(totals, JSON.parse(data) as Parameters<typeof addTo>[1])
    last = rows.at(-1)?.[0] ?? last
    if (rows.length < 1000) break
  }
  database.close()
  const used = process.threadCpuUsage(began)
  return { cpuMs: (used.user + used.system) / 1000 }
}
