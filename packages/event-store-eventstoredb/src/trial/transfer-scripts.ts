/** A log that is moved into a database and out of it again, run after run, over a connection that fails at random: in the end it is the same log on both sides, and each event was written once. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { transferLog, type EventReader, type TransferReport, type TransferTarget } from '@grid-governance/event-store'
import type { Fault } from '@grid-governance/eventstoredb-double'
import { openEventStoreDb, openEventStoreDbTarget } from '../index.ts'
import { disturbances, faults, type Tried } from './fault-scripts.ts'
import { changeLeaders, clusterScripts, type ClusterScript } from './leader-changes.ts'
import { onDouble, type Play, type Played } from './played.ts'
import { expectNoAccusation } from './promises.ts'
import { pause } from '../pause.ts'
import type { Disturbance } from './tcp-proxy.ts'
import { eventsOf, histories, logWith, memoryTarget, must, unplaced, type Append } from './transferred.ts'

export interface TransferScript {
  readonly history: ReadonlyArray<Append>
  /** On the way in, and on the way out. */
  readonly faults: readonly [ReadonlyArray<Fault>, ReadonlyArray<Fault>]
  readonly disturbances: ReadonlyArray<Disturbance>
  readonly cluster?: ClusterScript
}

const someFaults = fc.array(faults, { minLength: 1, maxLength: 6 })

export const transferScripts: fc.Arbitrary<TransferScript> = fc.record({
  history: histories, faults: fc.tuple(someFaults, someFaults),
  disturbances: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(disturbances, { minLength: 1, maxLength: 4 }) }),
  cluster: fc.option(clusterScripts, { nil: undefined }),
}, { requiredKeys: ['history', 'faults', 'disturbances'] }).map(({ cluster, ...script }) => ({ ...script, ...(cluster !== undefined && { cluster }) }))

/** Where the network is at fault, and the server not. */
export const networkTransferScripts: fc.Arbitrary<TransferScript> = fc.record({ history: histories, faults: fc.constant([[], []] as const), disturbances: fc.array(disturbances, { minLength: 1, maxLength: 4 }) })

/** Runs a script; throws where a promise is broken. */
export const runTransferScript = async (script: TransferScript, play: Play = onDouble): Promise<Tried> => {
  const { changes = [], ...cluster } = script.cluster ?? {}
  const played = await play(script.disturbances, script.cluster === undefined ? undefined : cluster)
  const stop = new AbortController()
  try {
    const changing = played.double === undefined || changes.length === 0 ? 0 : changeLeaders(played.double, changes, stop.signal)
    const source = await logWith(script.history)
    for (const fault of script.faults[0]) played.inject(fault)
    const there = await moved(played, () => intoDatabase(played, source))
    const back = memoryTarget()
    for (const fault of script.faults[1]) played.inject(fault)
    const report = await moved(played, () => outOfDatabase(played, back.target))
    played.calm()
    stop.abort()
    const leaderChanges = await changing
    const [given, returned] = [await eventsOf(source), await eventsOf(back.store)]
    if (there.digest.link !== must(await source.head()()).link || report.digest.link !== there.digest.link) throw new Error('another chain came out than went in')
    if (JSON.stringify(unplaced(returned)) !== JSON.stringify(unplaced(given))) throw new Error('another log came out than went in')
    return { acknowledged: given.length, leaderChanges, answered: 0 }
  } finally {
    stop.abort()
    await played.stop()
  }
}

/** So many runs are cut by what befalls them; then nothing befalls them any more. */
const runsUnderFaults = 12

/** Runs until one comes to its end. */
async function moved(played: Played, run: () => Promise<Run>): Promise<TransferReport> {
  for (let runs = 0; runs < 60; runs += 1) {
    if (runs === runsUnderFaults) played.calm()
    const answer = await run()
    if (E.isRight(answer)) return answer.right
    // Only a log that is at fault itself is called otherwise than unavailable, or cut short.
    if (answer.left.problem !== 'cutShort') expectNoAccusation(answer.left)
    await pause(20)
  }
  throw new Error('a transfer never came to its end')
}

type Run = E.Either<{ readonly tag: string, readonly reason?: string, readonly problem?: string }, TransferReport>

const limits = { answerWithinMs: 600, attempts: 3, pauseMs: 20 } as const

async function intoDatabase({ connectionString, makeClient }: Played, source: Pick<EventReader, 'readAll' | 'head' | 'declared'>): Promise<Run> {
  const target = await openEventStoreDbTarget({ connectionString, makeClient: makeClient(), ...limits })()
  if (E.isLeft(target)) return target
  try {
    return await transferLog({ source, target: target.right, pageSize: 5 })()
  } finally {
    await target.right.close()
  }
}

async function outOfDatabase({ connectionString, makeClient }: Played, target: TransferTarget<never>): Promise<Run> {
  const source = await openEventStoreDb({ connectionString, makeClient: makeClient(), ...limits })()
  if (E.isLeft(source)) return source
  try {
    return await transferLog({ source: source.right, target, pageSize: 5 })()
  } finally {
    await source.right.close()
  }
}
