/** The story of a district: import, years of plans, and what the log then answers. */

import { statSync } from 'node:fs'
import { relative } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import type { SubmitFailure } from '@grid-governance/application'
import type { EventReader, EventStore, ReadFailure, StoreUnavailable, UndecodableEvent } from '@grid-governance/event-store'
import { openSqliteStore } from '@grid-governance/event-store-sqlite'
import { simulatedClock, type SimulatedClock, type SimulationReport } from '@grid-governance/simulation'
import { progressLine } from './progress-line.ts'
import { readDivisions } from './read-divisions.ts'
import { correctionTold, redivisionTold, treesBeside, treeTable } from './telling.ts'
import { dayBefore, districtName, from, gridsAt, yearsOfPlans } from './years.ts'

export interface Story {
  /** The table of divisions. */
  readonly csv: string
  /** The log to be written; it must not exist yet. */
  readonly log: string
  readonly print: (text: string) => void
  readonly progress: NodeJS.WriteStream
}

export type StoryFailure = SubmitFailure | StoreUnavailable | ReadFailure | UndecodableEvent

/** Tells the story; fails where a store fails or the front door refuses, which here would be a defect of the simulation. */
export const tellStory = (story: Story): TE.TaskEither<StoryFailure, void> => async () => {
  const clock = simulatedClock(from)
  const opened = await openSqliteStore({ path: story.log, mode: 'create', synchronous: 'NORMAL', now: clock.now })()
  if (E.isLeft(opened)) return opened
  const store = opened.right
  const written = await writeYears(story, store, clock)
  const told = E.isLeft(written) ? written : await readBack(story, store, written.right)
  const closed = await store.close()()
  return E.isLeft(told) ? told : closed
}

async function writeYears(story: Story, store: EventStore, clock: SimulatedClock): Promise<E.Either<StoryFailure, SimulationReport>> {
  const divisions = readDivisions(story.csv)
  story.print(`${districtName} (440402): ${divisions.length} real communities (2023), read from the table.`)
  story.print('Grids, buildings, plans and documents below are made up by a seeded generator. 以下网格、楼栋、方案、文号均为模拟。\n')
  const line = progressLine(story.progress, 'Writing six years of plans', () => performance.now())
  const started = performance.now()
  const simulated = await yearsOfPlans({ store, clock, divisions, years: 6, onProgress: ({ day, done, of, facts }) => line.at(done, of, `${day}, ${facts} facts`) })()
  line.end()
  if (E.isRight(simulated)) story.print(rate('Recorded through the front door, one command after another (synchronous NORMAL)', simulated.right.facts, performance.now() - started))
  return simulated
}

/** Everything from here on is read from the log alone. */
async function readBack(story: Story, store: EventReader, report: SimulationReport): Promise<E.Either<StoryFailure, void>> {
  const until = report.plans.reduce((last, plan) => plan.effectiveOn > last ? plan.effectiveOn : last, from)
  const started = performance.now()
  const now = await gridsAt(store, until)
  if (E.isLeft(now)) return now
  story.print(rate('Rebuilt the grid tree from the log', report.facts, performance.now() - started))
  story.print(`\nThe grid tree as of ${until} 网格树\n${treeTable(now.right)}`)

  for (const kind of ['split', 'merge', 'reparentGrid', 'reparentCommunity'] as const) {
    const plan = report.plans.find((one) => one.kind === kind && one.fate === 'executed')
    if (plan === undefined) continue
    const before = await gridsAt(store, dayBefore(plan.effectiveOn))
    const after = await gridsAt(store, plan.effectiveOn)
    if (E.isLeft(before)) return before
    if (E.isLeft(after)) return after
    story.print(redivisionTold(plan, before.right, after.right))
    // Of the four, only this one moves something from one town to another.
    if (kind === 'reparentCommunity') story.print(treesBeside(before.right, after.right))
  }

  const corrected = report.plans.find((plan) => plan.fate === 'takenBack')
  if (corrected?.beforeCorrection !== undefined) {
    const then = await gridsAt(store, corrected.effectiveOn, { instant: corrected.beforeCorrection })
    const today = await gridsAt(store, corrected.effectiveOn)
    if (E.isLeft(then)) return then
    if (E.isLeft(today)) return today
    story.print(correctionTold(corrected, then.right, today.right))
  }
  story.print(nextCommands(story.log, report))
  return E.right(undefined)
}

function rate(what: string, facts: number, ms: number): string {
  return `${what}: ${facts} facts in ${(ms / 1000).toFixed(1)} s, ${Math.round(facts / ms * 1000)} facts/s`
}

function nextCommands(log: string, report: SimulationReport): string {
  const plan = report.plans.find((one) => one.kind === 'split' && one.fate === 'executed')
  const bytes = statSync(log).size
  const file = relative(process.cwd(), log)
  return [
    `\nThe log: ${file} (${(bytes / 1e6).toFixed(1)} MB). Try:`,
    `  npm run gridgov -- verify ${file}`,
    `  npm run gridgov -- tree ${file} --as-of 2020-01-01`,
    `  npm run gridgov -- history ${file} ${plan?.planId ?? ''}`,
    '  npm run gridgov -- --help',
  ].join('\n')
}
