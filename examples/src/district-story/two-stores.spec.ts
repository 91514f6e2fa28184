/** The story on both stores, an SQLite file and EventStoreDB (its double): the same facts, and the same models as of any day and as known before and after a correction. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { governanceCodec, type GridId } from '@grid-governance/domain'
import type { CalendarDate, JsonObject, Projection } from '@grid-governance/event-sourcing'
import { nextLink, chainStart, type EventStore, type LogPage } from '@grid-governance/event-store'
import { openEventStoreDb } from '@grid-governance/event-store-eventstoredb'
import { openSqliteReadModels, openSqliteStore } from '@grid-governance/event-store-sqlite'
import { startDouble } from '@grid-governance/eventstoredb-double'
import { gridProjections, gridTree, lineageOf, type DistrictGrids } from '@grid-governance/projections-grids'
import { simulatedClock, type SimulationReport } from '@grid-governance/simulation'
import { buildProjection } from '@grid-governance/subscriptions'
import { readDivisions } from './read-divisions.ts'
import { dayBefore, from, gridsAt, yearsOfPlans } from './years.ts'

const divisions = readDivisions(fileURLToPath(new URL('../../data/xiangzhou-divisions-2023.csv', import.meta.url)))
const folder = mkdtempSync(join(tmpdir(), 'story-'))
/** As many kinds of plans, fates and corrections as six years have, in half a year: events travel slowly between a double and a client in one process. */
const span = { years: 0.5, inAYear: { plans: 240, counts: 100 } }

interface Told {
  readonly store: EventStore
  readonly report: SimulationReport
}

let onFile: Told
let onDatabase: Told
const closing: Array<() => Promise<unknown>> = []

beforeAll(async () => {
  const [clock, itsClock] = [simulatedClock(from), simulatedClock(from)]
  const file = await right(openSqliteStore({ path: join(folder, 'story.db'), mode: 'create', synchronous: 'NORMAL', now: clock.now }))
  // Each look at a clock takes a millisecond, and the stores look differently often: the moments of one event differ a little.
  const double = await startDouble({ now: itsClock.now })
  const database = await right(openEventStoreDb({ connectionString: double.connectionString }))
  closing.push(file.close(), database.close, double.stop)
  onFile = { store: file, report: await right(yearsOfPlans({ store: file, clock, divisions, ...span })) }
  const report = await right(yearsOfPlans({ store: database, clock: itsClock, divisions, ...span }))
  onDatabase = { store: readOnce(database), report }
}, 240_000)

afterAll(async () => {
  for (const close of closing) await close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the story on both stores', { timeout: 120_000 }, () => {
  it('is made of the same plans, each of the same fate', () => {
    expect(withoutMoments(onDatabase.report)).toEqual(withoutMoments(onFile.report))
    expect(onFile.report.facts).toBeGreaterThan(5000)
  })

  it('shows the same tree as of every month, and of both days of each kind of plan', async () => {
    const plans = Map.groupBy(onFile.report.plans.filter(({ fate }) => fate === 'executed'), ({ kind }) => kind)
    const days = new Set<CalendarDate>(Array.from({ length: 7 }, (_, month) => new Date(Date.UTC(2018, 6 + month, 1)).toISOString().slice(0, 10) as CalendarDate))
    for (const [plan] of plans.values()) if (plan !== undefined) days.add(dayBefore(plan.effectiveOn)).add(plan.effectiveOn)
    expect(plans.size).toBeGreaterThan(6)
    for (const day of days) {
      const [tree, itsTree] = [await treeOn(onFile, day), await treeOn(onDatabase, day)]
      expect(tree.answer).toBe('tree')
      expect(itsTree).toEqual(tree)
    }
  })

  it('has the same lineage of the grids that there were in the beginning', async () => {
    const until = '2018-12-31' as CalendarDate
    const [before, after] = [await gridsOn(onFile, from), await gridsOn(onFile, until)]
    const [itsBefore, itsAfter] = [await gridsOn(onDatabase, from), await gridsOn(onDatabase, until)]
    const grids = gridIdsIn(before).filter((_, place) => place % 4 === 0)
    expect(grids.length).toBeGreaterThan(100)
    for (const grid of grids) expect(lineageOf(grid, itsBefore, itsAfter)).toEqual(lineageOf(grid, before, after))
    expect(grids.filter((grid) => { const lineage = lineageOf(grid, before, after); return lineage.answer === 'lineage' && lineage.parts.length > 1 }).length).toBeGreaterThan(5)
  })

  it('knew the same before each correction, and something else after it', async () => {
    const corrected = onFile.report.plans.flatMap((plan, place) => plan.beforeCorrection === undefined ? [] : [{ plan, instant: plan.beforeCorrection, itsInstant: onDatabase.report.plans[place]?.beforeCorrection ?? 0 }])
    expect(corrected.length).toBeGreaterThan(1)
    for (const { plan, instant, itsInstant } of corrected) {
      const then = await right(() => gridsAt(onFile.store, plan.effectiveOn, { instant }))
      expect(gridTree(await right(() => gridsAt(onDatabase.store, plan.effectiveOn, { instant: itsInstant })))).toEqual(gridTree(then))
      expect(gridTree(then)).not.toEqual(await treeOn(onFile, plan.effectiveOn))
    }
  })

  it('leads to the same models in a file of read models, to the byte, where they hold no positions', async () => {
    for (const projection of gridProjections as ReadonlyArray<unknown> as ReadonlyArray<Projection<never, JsonObject>>) {
      const [models, itsModels] = [await modelsIn(onFile, projection, 'file'), await modelsIn(onDatabase, projection, 'database')]
      expect(models.length).toBeGreaterThan(0)
      expect(itsModels).toEqual(models)
    }
  })

  it('is the same log, event by event, to its link at the end, but for the moments of recording', async () => {
    expect(await foldedIn(onDatabase)).toEqual(await foldedIn(onFile))
  })
})

/** The log does not grow any more: a page that was read once is the same the next time. */
function readOnce(store: EventStore): EventStore {
  const pages = new Map<string, ReturnType<ReturnType<EventStore['readAll']>>>()
  return {
    ...store,
    readAll: (request) => () => {
      const key = JSON.stringify(request)
      const page = pages.get(key) ?? store.readAll(request)()
      pages.set(key, page)
      return page
    },
  }
}

async function gridsOn({ store }: Told, day: CalendarDate): Promise<DistrictGrids> {
  return await right(() => gridsAt(store, day))
}

async function treeOn(told: Told, day: CalendarDate): Promise<ReturnType<typeof gridTree>> {
  return gridTree(await gridsOn(told, day))
}

function gridIdsIn(grids: DistrictGrids): ReadonlyArray<GridId> {
  const answer = gridTree(grids)
  if (answer.answer !== 'tree') throw new Error('there is no tree')
  return answer.tree.towns.flatMap((town) => town.communities).flatMap((community) => community.grids.known ? community.grids.value.map(({ gridId }) => gridId) : [])
}

/** What was saved; a position within a model orders what takes effect on one day, and is another in each store. */
async function modelsIn({ store: reader }: Told, projection: Projection<never, JsonObject>, name: string): Promise<ReadonlyArray<string>> {
  const store = await right(openSqliteReadModels({ path: join(folder, `${name}.models.db`), mode: 'create' }))
  await right(buildProjection({ reader, codec: governanceCodec, projection, mode: 'trusted', store }))
  const keys = await right(store.keys({ projection, which: 'all', maxCount: 100_000 }))
  const { models } = await right(store.load(projection, keys))
  await right(store.close())
  return models.map(({ key, text }) => `${key} ${(text ?? '').replaceAll(/"position":\d+/g, '"position":0')}`).sort()
}

function withoutMoments(report: SimulationReport): unknown {
  return { ...report, plans: report.plans.map(({ beforeCorrection, ...plan }) => ({ ...plan, corrected: beforeCorrection !== undefined })) }
}

/** How many events there are, and the link of the chain over them, as if all had been recorded at one moment. */
async function foldedIn({ store }: Told): Promise<{ readonly events: number, readonly link: string }> {
  let [link, events] = [chainStart, 0]
  for (let after: Parameters<EventStore['readAll']>[0]['after'] = 'beginning'; ;) {
    const page: LogPage = await right(store.readAll({ after, maxCount: 1000 }))
    for (const event of page.events) { link = nextLink(link, { ...event, recordedAt: 0 }); events += 1 }
    if (page.endOfLog) return { events, link }
    after = page.readTo
  }
}

async function right<A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}
