/** Writers, a projection, a policy and a process at once, over a connection that fails at random, with runners that stop, die and are taken over; then everything is counted. */

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import type { Position, StreamName } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import { openSqliteOutcomes, openSqliteReadModels } from '@grid-governance/event-store-sqlite'
import type { Fault } from '@grid-governance/eventstoredb-double'
import { rebuild, runPolicy, runProcess, runProjection, type OutcomeStore, type ReadModelStore } from '@grid-governance/subscriptions'
import { openEventStoreDb, type EventStoreDbStore } from '../index.ts'
import { counts, countingCodec, flagsForCounts, flagsOnTheDay, hoistingIn, pairOf } from './counting-world.ts'
import { onDouble, type Play, type Played } from './played.ts'
import type { Disturbance } from './tcp-proxy.ts'

export interface ReadSideScript {
  readonly faults: ReadonlyArray<Fault>
  readonly disturbances?: ReadonlyArray<Disturbance>
  /** How long runners run, and how they end: a dead one is not told, and the next takes over from it. */
  readonly rounds: ReadonlyArray<{ readonly forMs: number, readonly then: 'stop' | 'die' }>
  readonly appends: number
}

interface Runner {
  readonly untilPosition: (position: Position, timeoutMs?: number) => () => Promise<'reached' | 'ended' | 'timeout'>
  /** Of a projection: until no model waits to be folded again, either. */
  readonly untilLive?: () => Promise<'live' | 'ended'>
  readonly stop: () => Promise<void>
}

const streams: ReadonlyArray<StreamName> = ['counts-a' as StreamName, 'counts-b' as StreamName]

/** Runs a script in files of a folder; throws where something is there twice, or missing. */
export const runReadSideScript = async (folder: string, { faults, disturbances = [], rounds, appends }: ReadSideScript, play: Play = onDouble): Promise<void> => {
  const played = await play(disturbances)
  const [path, closing] = [join(folder, randomUUID()), [] as Array<() => Promise<unknown>>]
  const open = (): Promise<EventStoreDbStore> => opened(played, closing)
  try {
    const models = async (): Promise<ReadModelStore> => kept(await right(openSqliteReadModels({ path: `${path}.models.db`, mode: 'create' })), closing)
    const outcomes = async (): Promise<OutcomeStore> => kept(await right(openSqliteOutcomes({ path: `${path}.outcomes.db`, mode: 'create' })), closing)
    const begin = {
      projection: async (): Promise<Runner | undefined> => projecting(await open(), await models()),
      policy: async (): Promise<Runner | undefined> => { const reader = await open(); return or(await runPolicy({ reader, codec: countingCodec, mode: 'checked', policy: flagsForCounts, outcomes: await outcomes(), send: hoistingIn(reader), mayBegin: true, pageSize: 3 })()) },
      process: async (): Promise<Runner | undefined> => { const reader = await open(); return or(await runProcess({ reader, codec: countingCodec, mode: 'checked', process: flagsOnTheDay, outcomes: await outcomes(), send: hoistingIn(reader), today: () => '2024-12-31' as never, mayBegin: true, pageSize: 3 })()) },
    }
    const writer = await open()
    for (const fault of faults) played.inject(fault)
    const dead: Runner[] = []
    await Promise.all([
      ...streams.map((stream) => writing(writer, stream, appends)),
      ...Object.values(begin).map((one) => comingAndGoing(one, rounds, dead)),
    ])
    played.calm()
    const [log, pairs] = [await open(), appends * 2 * streams.length]
    // All counts, and a flag for each by the policy and by the process.
    for (const one of [begin.policy, begin.process, begin.projection]) await toTheEnd(one, log)
    for (const runner of dead) await runner.stop()
    await checkFlags(log, await outcomes(), pairs)
    await checkModels(log, await models())
  } finally {
    for (const close of closing.reverse()) await close()
    await played.stop()
  }
}

/** Kills a process that projects and sends, again and again, at moments that a list of delays says; then everything is counted. */
export const runKilledProcesses = async (folder: string, delaysMs: ReadonlyArray<number>, play: Play = onDouble): Promise<void> => {
  const played = await play([])
  const [path, closing] = [join(folder, randomUUID()), [] as Array<() => Promise<unknown>>]
  const [models, outcomes] = [`${path}.models.db`, `${path}.outcomes.db`]
  try {
    const log = await opened(played, closing)
    let appends = 0
    for (const delay of delaysMs) {
      const killed = projectingUntilKilled([played.connectionString, models, outcomes, ...played.apart], delay)
      for (let more = 0; more < 4; more += 1, appends += 1) for (const stream of streams) await right(log.append(pairOf(stream, appends)))
      await killed
    }
    const last = kept(await right(openSqliteReadModels({ path: models, mode: 'create' })), closing)
    const kinds = kept(await right(openSqliteOutcomes({ path: outcomes, mode: 'create' })), closing)
    const shared = { reader: log, codec: countingCodec, mode: 'checked', pageSize: 3, mayBegin: true, outcomes: kinds, send: hoistingIn(log) } as const
    await toTheEnd(async () => or(await runPolicy({ ...shared, policy: flagsForCounts })()), log)
    await toTheEnd(async () => or(await runProcess({ ...shared, process: flagsOnTheDay, today: () => '2024-12-31' as never })()), log)
    await toTheEnd(() => projecting(log, last), log)
    await checkFlags(log, kinds, appends * 2 * streams.length)
    await checkModels(log, last)
  } finally {
    for (const close of closing.reverse()) await close()
    await played.stop()
  }
}

/** SIGKILL comes so many milliseconds after all runners run. */
function projectingUntilKilled(words: ReadonlyArray<string>, delayMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('projecting-process.ts', import.meta.url)), ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stderr.on('data', (text: Buffer) => { said += text.toString() })
    child.stdout.once('data', () => { setTimeout(() => { child.kill('SIGKILL') }, delayMs) })
    child.on('close', (code) => { if (code === null) resolve(); else reject(new Error(`the process ended by itself: ${said}`)) })
  })
}

async function opened({ connectionString, makeClient }: Played, closing: Array<() => Promise<unknown>>): Promise<EventStoreDbStore> {
  for (let tries = 0; ; tries += 1) {
    const store = await openEventStoreDb({ connectionString, makeClient: makeClient(), answerWithinMs: 500, attempts: 6, pauseMs: 40 })()
    if (E.isRight(store)) {
      closing.push(store.right.close)
      return store.right
    }
    if (tries === 20) throw new Error(JSON.stringify(store.left))
  }
}

function kept<Store extends { readonly close: () => () => Promise<unknown> }>(store: Store, closing: Array<() => Promise<unknown>>): Store {
  closing.push(store.close())
  return store
}

function or(begun: E.Either<unknown, Runner>): Runner | undefined {
  return E.isRight(begun) ? begun.right : undefined
}

/** A projection whose every published model is looked at: the two facts of an append are shown together. */
async function projecting(reader: EventStore, store: ReadModelStore): Promise<Runner | undefined> {
  const begun = await runProjection({ reader, codec: countingCodec, projection: counts, mode: 'checked', store, pageSize: 3, saveEvery: 4 })()
  if (E.isLeft(begun)) return undefined
  let half: string | undefined
  begun.right.onChange(({ models }) => { for (const [key, model] of models) if (model.lines.length % 2 !== 0) half ??= `${key}: ${model.lines.join(', ')}` })
  return { ...begun.right, stop: async () => { await begun.right.stop(); if (half !== undefined) throw new Error(`half an append was shown: ${half}`) } }
}

async function writing(store: EventStore, stream: StreamName, appends: number): Promise<void> {
  for (let number = 0; number < appends; number += 1) {
    for (let tries = 0; ; tries += 1) {
      const appended = await store.append(pairOf(stream, number))()
      if (E.isRight(appended)) break
      if (appended.left.tag !== 'StoreUnavailable' || tries === 20) throw new Error(JSON.stringify(appended.left))
    }
  }
}

async function comingAndGoing(begin: () => Promise<Runner | undefined>, rounds: ReadSideScript['rounds'], dead: Runner[]): Promise<void> {
  for (const { forMs, then } of rounds) {
    const runner = await begin()
    await runner?.untilPosition(Number.MAX_SAFE_INTEGER as Position, forMs)()
    if (then === 'stop') await runner?.stop()
    else if (runner !== undefined) dead.push(runner)
  }
}

/** Runs until everything that is in the log, and all that it led to, was worked through. */
async function toTheEnd(begin: () => Promise<Runner | undefined>, log: EventStore): Promise<void> {
  for (let tries = 0; tries < 30; tries += 1) {
    const runner = await begin()
    const { after } = await right(log.head())
    const there = after === 'beginning' ? 'reached' : await runner?.untilPosition(after, 5000)()
    const reached = there === 'reached' && await runner?.untilLive?.() !== 'ended'
    await runner?.stop()
    if (reached) return
  }
  throw new Error('a runner never came to the end of the log')
}

async function checkFlags(log: EventStore, outcomes: OutcomeStore, pairs: number): Promise<void> {
  const events = (await right(log.readAll({ after: 'beginning', maxCount: 10_000 }))).events
  const hoisted = events.filter(({ type }) => type === 'FlagHoisted').map(({ data }) => data)
  if (hoisted.length !== new Set(hoisted).size) throw new Error('a flag was hoisted twice')
  for (const [kind, name] of [['policy', flagsForCounts.name], ['process', flagsOnTheDay.name]] as const) {
    const own = hoisted.filter((data) => data.includes(`"${kind} `)).length
    if (own !== pairs) throw new Error(`the ${kind} hoisted ${own} flags of ${pairs}`)
    const recorded = await right(outcomes.list({ kind, name }, { skip: 0, maxCount: 10_000 }))
    if (recorded.length !== pairs || recorded.some(({ outcome: { outcome } }) => outcome !== 'accepted')) throw new Error(`of ${pairs} commands of the ${kind}, ${recorded.length} have an outcome: ${JSON.stringify(recorded.map(({ outcome }) => outcome))}`)
  }
}

async function checkModels(log: EventStore, store: ReadModelStore): Promise<void> {
  const { models } = await right(rebuild({ reader: log, codec: countingCodec, projection: counts, mode: 'checked' }))
  const keys = await right(store.keys({ projection: counts, which: 'all', maxCount: 1000 }))
  const saved = (await right(store.load(counts, keys))).models.map(({ key, text }) => `${key} ${text ?? ''}`).sort()
  const expected = [...models].map(([key, model]) => `${key} ${JSON.stringify(model)}`).sort()
  if (saved.join('\n') !== expected.join('\n')) throw new Error(`other models were saved:\n${saved.join('\n')}\nthan those of a rebuild:\n${expected.join('\n')}`)
}

async function right<A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}
