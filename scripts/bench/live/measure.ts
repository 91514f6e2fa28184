// Measures how long appends take to reach a reader, in a process of its own: `measure.ts <path> here <store> <pace>`, `measure.ts <path> across <poll>`.
import { spawn } from 'node:child_process'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { governanceCodec } from '../../../packages/domain/src/index.ts'
import type { StreamName } from '../../../packages/event-sourcing/src/index.ts'
import { memoryStore, type EventStore } from '../../../packages/event-store/src/index.ts'
import { openSqliteReadModels, openSqliteStore } from '../../../packages/event-store-sqlite/src/index.ts'
import { memoryReadModelStore, runProjection, type ReadModelStore, type RunningProjection } from '../../../packages/subscriptions/src/index.ts'
import { buildingCounts, countEvents, type BuildingCounts } from '../projections/counts-log.ts'
import { right } from '../replay/right.ts'

/** In milliseconds. */
export interface Delays {
  readonly p50: number
  readonly p99: number
  readonly p999: number
  readonly most: number
}

const keys = 500
/** How many facts each stream has: appends name the version that they expect, as commands do, since `any` searches the stream. */
const versions = new Map<StreamName, number>()
const appendsHere = 5_000
const appendsAcross = 2_000
const steadyEveryMs = 2
const burst = { appends: 50, everyMs: 100 }

const [path = '', where = '', one = '', pace = ''] = process.argv.slice(2)
if (where === 'here') await measureHere(path, one, pace === 'bursts' ? burst : { appends: 1, everyMs: steadyEveryMs })
else if (where === 'across') await measureAcross(path, Number(one))
else await appendFromHere(path, Number(one))

async function measureHere(at: string, store: string, { appends, everyMs }: typeof burst): Promise<void> {
  const { log, models } = await opened(at, store)
  const runner = right(await runProjection({ reader: log, codec: governanceCodec, projection: buildingCounts, mode: 'trusted', store: models })())
  await runner.untilLive()
  const answered: number[] = []
  const shown: number[] = []
  const shownAfterAnswer: number[] = []
  const told: number[] = []
  const waitingToBeTold = new Map<string, number[]>()
  runner.onChange((change) => { for (const key of change.keys) {
    for (const began of waitingToBeTold.get(key) ?? []) told.push(performance.now() - began)
    waitingToBeTold.delete(key)
  } })
  const appendAndRead = async (index: number): Promise<void> => {
    const { key, stream, expectedVersion, request } = oneFact(index)
    const began = performance.now()
    waitingToBeTold.set(key, [...waitingToBeTold.get(key) ?? [], began])
    const { position } = right(await log.append({ stream, expectedVersion, events: request })())
    const then = performance.now()
    await hasModel(runner, key, position, index)
    const ended = performance.now()
    answered.push(then - began)
    shown.push(ended - began)
    shownAfterAnswer.push(ended - then)
  }
  const idle = lateTimers()
  let pending: Array<Promise<void>> = []
  // The first tenth warms the engine up, and is not counted.
  const warmUp = appendsHere / 10
  for (let index = 0; index < appendsHere + warmUp; index += appends) {
    if (index === warmUp) {
      await Promise.all(pending)
      pending = []
      for (const list of [answered, shown, shownAfterAnswer, told, idle.late]) list.length = 0
    }
    for (let place = 0; place < appends; place += 1) pending.push(appendAndRead(index + place))
    await pause(everyMs)
  }
  await Promise.all(pending)
  idle.stop()
  await runner.stop()
  if (told.length !== appendsHere) throw new Error(`Of ${appendsHere} changes ${told.length} were told.`)
  print({ 'reader has the model': shown, 'of it after the append was answered': shownAfterAnswer, 'append answered': answered, 'listener told of the key': told, idle: idle.late })
}

/** A reader of its own append: waits until it is shown, then reads. */
async function hasModel(runner: RunningProjection<BuildingCounts>, key: string, position: Parameters<typeof runner.untilPosition>[0], index: number): Promise<void> {
  const reached = await runner.untilPosition(position)()
  const { models } = right(await runner.read([key])())
  const counts = models.get(key)?.counts ?? 0
  if (reached !== 'reached' || counts < Math.floor(index / keys) + 1) throw new Error(`The model of ${key} does not show its append.`)
}

async function measureAcross(at: string, pollEveryMs: number): Promise<void> {
  const log = right(await openSqliteStore({ path: at, mode: 'create', now: Date.now, pollEveryMs })())
  const models = right(await openSqliteReadModels({ path: `${at}-models`, mode: 'create' })())
  const runner = right(await runProjection({ reader: log, codec: governanceCodec, projection: buildingCounts, mode: 'trusted', store: models })())
  await runner.untilLive()
  const since = now()
  const told: number[] = []
  // The last fact of each model says how many microseconds after `since` its append was asked for.
  runner.onChange((change) => { for (const { households } of change.models.values()) told.push(now() - since - households / 1000) })
  const child = spawn(process.execPath, [process.argv[1] ?? '', at, 'append', String(since)], { stdio: 'inherit' })
  await new Promise((resolve) => child.on('close', resolve))
  await pause(500)
  await runner.stop()
  if (told.length < appendsAcross * 0.9) throw new Error(`Of ${appendsAcross} changes ${told.length} were told.`)
  print({ 'listener told of the key': told })
}

/** The second process: appends at a steady rate, and notes in each fact when. */
async function appendFromHere(at: string, since: number): Promise<void> {
  const log = right(await openSqliteStore({ path: at, mode: 'readWrite', synchronous: 'NORMAL', now: Date.now })())
  for (let index = 0; index < appendsAcross; index += 1) {
    const { stream, expectedVersion, request } = oneFact(index, Math.round((now() - since) * 1000))
    right(await log.append({ stream, expectedVersion, events: request })())
    await pause(steadyEveryMs)
  }
  await log.close()()
}

/** In milliseconds, comparable between processes of one machine. */
function now(): number {
  return performance.timeOrigin + performance.now()
}

/** The facts go round all keys. */
function oneFact(index: number, households = index % 60) {
  const building = index % keys
  const stream = `gridMap-440402.C${Math.floor(building / 80)}` as StreamName
  const [fact] = countEvents(stream, index, [{
    buildingId: `B${building}`, communityId: `C${Math.floor(building / 80)}`, effectiveOn: '2021-03-01', entryId: `e${index}`, gridId: 'G1', households, kind: 'change', residents: index % 200,
  }])
  if (fact === undefined) throw new Error('One fact was to be made.')
  const expectedVersion = versions.get(stream) ?? 0
  versions.set(stream, expectedVersion + 1)
  return { key: `B${building}`, stream, expectedVersion, request: [fact] as const }
}

async function opened(at: string, store: string): Promise<{ readonly log: EventStore, readonly models: ReadModelStore }> {
  if (store === 'memory') return { log: memoryStore(Date.now), models: memoryReadModelStore() }
  const log = right(await openSqliteStore({ path: at, mode: 'create', synchronous: store === 'FULL' ? 'FULL' : 'NORMAL', now: Date.now })())
  return { log, models: right(await openSqliteReadModels({ path: `${at}-models`, mode: 'create' })()) }
}

/** How late a timer of one millisecond fires: what the machine and the work of this process put on everything. */
function lateTimers(): { readonly late: number[], readonly stop: () => void } {
  const late: number[] = []
  let timer: NodeJS.Timeout
  const again = (): void => {
    const began = performance.now()
    timer = setTimeout(() => {
      late.push(Math.max(0, performance.now() - began - 1))
      again()
    }, 1)
  }
  again()
  return { late, stop: () => { clearTimeout(timer) } }
}

function print(lists: Readonly<Record<string, number[]>>): void {
  console.log(JSON.stringify(Object.fromEntries(Object.entries(lists).map(([part, list]) => [part, delaysOf(list)]))))
}

function delaysOf(list: number[]): Delays {
  const sorted = list.toSorted((left, right) => left - right)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), most: at(1) }
}
