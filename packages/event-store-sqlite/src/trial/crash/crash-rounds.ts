/** The crash trial: a process that appends and projects is killed again and again; after each time nothing is lost, nothing is there twice. */

import { once } from 'node:events'
import { join } from 'node:path'
import type { Position, StreamName } from '@grid-governance/event-sourcing'
import { buildProjection, modelsByName, rebuild, type ReadModelStore } from '@grid-governance/subscriptions'
import { openSqliteReadModels } from '../../read-models/index.ts'
import { openSqliteStore, type SqliteEventStore } from '../../open-sqlite-store.ts'
import { ran } from '../appends.ts'
import { started } from '../child-processes.ts'
import { counts, countsAnew, crashCodec, seeded } from './crash-world.ts'

export interface CrashOptions {
  /** An empty folder. */
  readonly folder: string
  readonly kills: number
  readonly seed: number
  readonly onRound?: (report: CrashReport) => void
}

/** What was seen; a broken promise is thrown, with the seed of its round. */
export interface CrashReport {
  readonly kills: number
  /** Kills that came before the first append was acknowledged. */
  readonly early: number
  readonly acknowledged: number
  readonly events: number
  /** How often saved models were compared with a rebuild: at their own checkpoints, before anything was mended, and at the end of the log. */
  readonly compared: number
  /** How often two versions were found side by side. */
  readonly besides: number
}

/** Kills, looks and goes on. */
export const crashRounds = async ({ folder, kills, seed, onRound }: CrashOptions): Promise<CrashReport> => {
  const random = seeded(seed)
  let report: CrashReport = { kills: 0, early: 0, acknowledged: 0, events: 0, compared: 0, besides: 0 }
  for (let round = 0; round < kills; round += 1) {
    const own = seed * 100_000 + round
    const acknowledged = await killedProcess(folder, own, random)
    try {
      const seen = await look(folder, own, acknowledged)
      report = {
        kills: report.kills + 1, early: report.early + (acknowledged === 0 ? 1 : 0), acknowledged: report.acknowledged + acknowledged, events: seen.events,
        compared: report.compared + seen.compared, besides: report.besides + (seen.versions > 1 ? 1 : 0),
      }
      onRound?.(report)
    } catch (error) {
      throw new Error(`round ${round} of seed ${seed} (process seed ${own}): ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }
  return report
}

/** Answers how many appends it had acknowledged when it was killed; half of them are killed while they start, or build, the others while they append. */
async function killedProcess(folder: string, seed: number, random: (below: number) => number): Promise<number> {
  const child = started('crash/projecting-process.ts', join(folder, 'log.sqlite'), join(folder, 'models.sqlite'), String(seed))
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => { said += String(chunk) })
  const closed = once(child, 'close')
  const [early, afterMs] = [random(2) === 0, random(120)]
  if (!early && child.stdout !== null) await Promise.race([once(child.stdout, 'data'), closed])
  setTimeout(() => { child.kill('SIGKILL') }, early ? 150 + 2 * afterMs : 3 * afterMs)
  await closed
  return Math.max(0, ...said.split('\n').map(Number).filter(Number.isSafeInteger))
}

async function look(folder: string, seed: number, acknowledged: number): Promise<{ readonly events: number, readonly compared: number, readonly versions: number }> {
  const log = await ran(openSqliteStore({ path: join(folder, 'log.sqlite'), mode: 'create', now: Date.now, synchronous: 'NORMAL' }))
  const store = await ran(openSqliteReadModels({ path: join(folder, 'models.sqlite'), mode: 'create' }))
  const report = await ran(log.verify())
  hold(report.findings.length === 0, `the log is not sound: ${JSON.stringify(report.findings[0])}`)
  await nothingLost(log, seed, acknowledged)
  let compared = 0
  for (const { name, version, checkpoint } of await ran(store.projections())) {
    compared += 1
    await sameAsRebuilt(log, store, { ...counts, name, version }, checkpoint?.position)
  }
  const active = await ran(store.loadActive('counts', []))
  hold(active === undefined || [1, 2].includes(active.version), `version ${active?.version} answers`)
  const built = await ran(buildProjection({ reader: log, codec: crashCodec, projection: counts, mode: 'checked', store, snapshots: { every: 3 } }))
  hold(built.summary.stale + built.summary.blocked === 0, 'models are stale or blocked after the restart')
  await sameAsRebuilt(log, store, counts, undefined)
  for (const share of [0.3, 0.7]) await answersAsRebuilt(log, store, share)
  const versions = (await ran(store.projections())).filter(({ name }) => name === countsAnew.name).length
  await ran(store.close())
  await ran(log.close())
  return { events: report.head.count, compared: compared + 1, versions }
}

/** Every append that was acknowledged is there, whole, and once: the stream's versions have no gaps, which `verify` has seen to. */
async function nothingLost(log: SqliteEventStore, seed: number, acknowledged: number): Promise<void> {
  const { events } = await ran(log.readStream({ stream: `grid-crash.${seed}` as StreamName, maxCount: 100_000 }))
  const commands = new Map<string, number>()
  for (const { metadata } of events) {
    const { commandId, append } = JSON.parse(metadata) as { readonly commandId: string, readonly append: { readonly of: number } }
    commands.set(commandId, (commands.get(commandId) ?? append.of) - 1)
  }
  hold(commands.size >= acknowledged, `${acknowledged} appends were acknowledged, and ${commands.size} are there`)
  hold([...commands.values()].every((missing) => missing === 0), 'an append is there by halves')
  hold(new Set(events.map(({ eventId }) => eventId)).size === events.length, 'an event is there twice')
}

/** The models, to the byte, as a rebuild gives them: up to the checkpoint with which they were saved, or to the end. Stale ones say that they are. */
async function sameAsRebuilt(log: SqliteEventStore, store: ReadModelStore, projection: typeof counts, upTo: Position | undefined): Promise<void> {
  const keys = await ran(store.keys({ projection, which: 'all', maxCount: 1000 }))
  const saved = new Map((await ran(store.load(projection, keys))).models.map((model) => [model.key, model]))
  if (upTo === undefined && saved.size === 0) return
  const rebuilt = await ran(rebuild({ reader: log, codec: crashCodec, projection, mode: 'checked', ...(upTo === undefined ? {} : { knownAt: { position: upTo } }) }))
  hold(JSON.stringify([...saved.keys()].sort()) === JSON.stringify([...rebuilt.models.keys()].sort()), `${projection.name}@${projection.version} has other keys than a rebuild`)
  for (const [key, model] of rebuilt.models) {
    const one = saved.get(key)
    hold(one?.stale === true || one?.text === JSON.stringify(model), `${key} of ${projection.name}@${projection.version} up to ${upTo ?? 'the end'} is not what a rebuild gives`)
    const places = await ran(store.positionsOf(projection, key))
    hold(JSON.stringify(places) === JSON.stringify(rebuilt.positionsOf(key)), `the places of ${key} are not those of a rebuild`)
  }
}

/** Questions about the past, which snapshots answer: known at a place of the log, for every key. */
async function answersAsRebuilt(log: SqliteEventStore, store: ReadModelStore, share: number): Promise<void> {
  const { after } = await ran(log.head())
  if (after === 'beginning') return
  const knownAt = { position: Math.floor(after * share) as Position }
  const rebuilt = await ran(rebuild({ reader: log, codec: crashCodec, projection: counts, mode: 'checked', knownAt }))
  await ran(store.switchTo({ projection: counts, caughtUpTo: 'beginning', allow: { behind: true, blocked: true } }))
  const named = modelsByName({ reader: log, store, codec: crashCodec, mode: 'checked', versions: [counts] })
  for (const key of await ran(store.keys({ projection: counts, which: 'all', maxCount: 1000 }))) {
    const { model } = await ran(named.ask({ key, knownAt }))
    hold(JSON.stringify(model) === JSON.stringify(rebuilt.models.get(key)), `the answer for ${key} as known at ${knownAt.position} is not what a rebuild gives`)
  }
}

function hold(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}
