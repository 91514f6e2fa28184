/**
 * A server that is killed and started again under load: in each round writers append and a reader follows, the server dies in their midst, and
 * once it is back and they have gone on, the log must be exactly what was acknowledged.
 */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '@grid-governance/event-sourcing'
import type { AppendReceipt } from '@grid-governance/event-store'
import { openEventStoreDb, type EventStoreDbStore } from '../index.ts'
import { onServer, type Played } from './played.ts'
import { checkAll, made, seeAll, untilAcknowledged } from './promises.ts'

export interface KillTrial {
  readonly connectionString: string
  /** The program that is the server, and what it is given; it must keep what it was told across a kill. */
  readonly command: readonly [string, ...string[]]
  readonly rounds: number
  readonly seed: number
  readonly report: (line: string) => void
}

interface Kill {
  readonly writers: number
  /** The server dies in the midst of the writers once so many events were acknowledged. */
  readonly after: number
  /** For how long it stays dead, in milliseconds. */
  readonly deadForMs: number
}

const kills: fc.Arbitrary<Kill> = fc.record({ writers: fc.integer({ min: 2, max: 6 }), after: fc.integer({ min: 1, max: 400 }), deadForMs: fc.nat(1500) })

/** How many appends each writer makes after the server is back. */
const afterwards = 5

/** Plays the rounds; answers how many failed. */
export const killRounds = async ({ connectionString, command, rounds, seed, report }: KillTrial): Promise<{ readonly acknowledged: number, readonly failed: number }> => {
  let [acknowledged, failed] = [0, 0]
  let server = await started(command, connectionString)
  try {
    for (const [round, kill] of fc.sample(kills, { numRuns: rounds, seed }).entries()) {
      const restart = async (): Promise<void> => {
        await killed(server)
        await pause(kill.deadForMs)
        server = await started(command, connectionString)
      }
      try {
        const told = await underLoad(await onServer(connectionString, '')([]), kill, restart)
        acknowledged += told.acknowledged
        report(`round ${round}: ${told.beforeKill} events acknowledged before the kill, ${told.acknowledged} in all, by ${kill.writers} writers; each there once, in order, and seen once`)
      } catch (error) {
        failed += 1
        report(`round ${round} of seed ${seed} FAILED: ${error instanceof Error ? error.message : String(error)} ${JSON.stringify(kill)}`)
      }
    }
  } finally {
    await killed(server)
  }
  return { acknowledged, failed }
}

async function underLoad(played: Played, { writers, after }: Kill, restart: () => Promise<void>): Promise<{ readonly beforeKill: number, readonly acknowledged: number }> {
  const stores: EventStoreDbStore[] = []
  const open = async (): Promise<EventStoreDbStore> => {
    const store = await opened(played)
    stores.push(store)
    return store
  }
  try {
    const stop = new AbortController()
    const seeing = seeAll(await open(), stop.signal)
    const state = { back: false, acknowledged: 0 }
    const writing = Promise.all((await Promise.all(Array.from({ length: writers }, open))).map((store, writer) => write(store, writer, state)))
    while (state.acknowledged < after) await pause(2)
    const beforeKill = state.acknowledged
    await restart()
    state.back = true
    const receipts = (await writing).flat()
    stop.abort()
    await checkAll(await open(), receipts, await seeing)
    return { beforeKill, acknowledged: state.acknowledged }
  } finally {
    for (const store of stores) await store.close()
  }
}

/** By turns to a stream of its own and to the one that all share, until the server is back and some more. */
async function write(store: EventStoreDbStore, writer: number, state: { readonly back: boolean, acknowledged: number }): Promise<ReadonlyArray<AppendReceipt>> {
  const receipts: AppendReceipt[] = []
  const keep = (receipt: AppendReceipt): void => {
    receipts.push(receipt)
    state.acknowledged += receipt.eventIds.length
  }
  for (let [place, left] = [0, afterwards]; left > 0; place += 1) {
    keep(await untilAcknowledged(store, `gridMap-w${writer}` as StreamName, place * 2, [made(), made()]))
    // What all share is searched for each append, and grows.
    if (place % 4 === 0) keep(await untilAcknowledged(store, 'gridMap-shared' as StreamName, 'any', [made()]))
    if (state.back) left -= 1
  }
  return receipts
}

async function started([program, ...given]: KillTrial['command'], connectionString: string): Promise<ChildProcess> {
  const server = spawn(program, given, { stdio: 'ignore' })
  const played = await onServer(connectionString, '')([]).catch(() => undefined)
  for (let tries = 0; tries < 300; tries += 1) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
    const now = played ?? await onServer(connectionString, '')([]).catch(() => undefined)
    const store = now === undefined ? undefined : await openEventStoreDb({ connectionString, makeClient: now.makeClient(), answerWithinMs: 2000 })()
    if (store !== undefined && E.isRight(store)) {
      await store.right.close()
      return server
    }
    await pause(200)
  }
  throw new Error('the server does not answer')
}

async function opened({ connectionString, makeClient }: Played): Promise<EventStoreDbStore> {
  const store = await openEventStoreDb({ connectionString, makeClient: makeClient() })()
  if (E.isLeft(store)) throw new Error(JSON.stringify(store.left))
  return store.right
}

async function killed(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGKILL')
  await gone
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds) })
}
