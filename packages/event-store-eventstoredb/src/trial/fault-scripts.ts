/**
 * Random faults under concurrent writers, a reader and one who asks everything else, of the server, of the network before it, and of a cluster whose leader changes: whatever
 * befalls them, every fact that was acknowledged is there once and in order, and the reader saw each once.
 */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '@grid-governance/event-sourcing'
import type { AppendReceipt, EventStore } from '@grid-governance/event-store'
import type { Fault } from '@grid-governance/eventstoredb-double'
import { openEventStoreDb, type EventStoreDbStore } from '../index.ts'
import { changeLeaders, clusterScripts, type ClusterScript } from './leader-changes.ts'
import { onDouble, type Play, type Played } from './played.ts'
import { checkAll, expectNoAccusation, lookAround, made, seeAll, untilAcknowledged } from './promises.ts'
import { pause } from '../pause.ts'
import type { Disturbance } from './tcp-proxy.ts'

/** What befalls the calls of one run. */
export interface FaultScript {
  readonly faults: ReadonlyArray<Fault>
  /** What befalls the bytes between the adapter and the server; where there is none, there is no proxy between them. */
  readonly disturbances: ReadonlyArray<Disturbance>
  /** Three nodes whose leader changes; one node unless told. */
  readonly cluster?: ClusterScript
  /** How many appends each of the writers makes; writers share one stream and have one of their own. */
  readonly writers: ReadonlyArray<number>
}

const grpc = { unavailable: 14, aborted: 10, deadline: 4, cancelled: 1, internal: 13 } as const
const codes = fc.constantFrom(...Object.values(grpc))
/** The first dozen calls open the stores. */
const times = fc.record({ skip: fc.oneof(fc.nat(12), fc.nat(80)), times: fc.integer({ min: 1, max: 2 }) })

const appendFaults = fc.oneof(
  fc.record({ fault: fc.constant('silence' as const), stored: fc.boolean() }),
  fc.record({ fault: fc.constant('endWithOk' as const), stored: fc.boolean() }),
  fc.record({ fault: fc.constant('status' as const), stored: fc.boolean(), code: codes }),
  fc.record({ fault: fc.constant('lateAnswer' as const), ms: fc.integer({ min: 1, max: 400 }), stored: fc.constantFrom('before' as const, 'then' as const) }),
  fc.record({ fault: fc.constant('slowCommit' as const), ms: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ fault: fc.constantFrom('duplicateAnswer' as const, 'wrongOrder' as const, 'noPosition' as const, 'notReady' as const, 'poison' as const) }),
)
const readFaults = fc.oneof(
  fc.record({ fault: fc.constantFrom('silence' as const, 'endWithOk' as const), afterEvents: fc.nat(3) }),
  fc.record({ fault: fc.constant('status' as const), code: codes, afterEvents: fc.nat(3) }),
)
/** Nothing tells such an answer from a whole one, so that they come often. */
const cutShort = fc.record({ on: fc.constant('read' as const), fault: fc.constant('endWithOk' as const), skip: fc.integer({ min: 8, max: 120 }), times: fc.integer({ min: 1, max: 3 }), afterEvents: fc.nat(3) })
const subscriptionFaults = fc.oneof(readFaults, fc.record({ fault: fc.constantFrom('tailCheckpoint' as const, 'repeatedEvent' as const) }))

export const faults: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(times, appendFaults).map(([when, fault]) => ({ on: 'append', ...when, ...fault }) as Fault) },
  { weight: 2, arbitrary: fc.tuple(times, readFaults).map(([when, fault]) => ({ on: 'read', ...when, ...fault }) as Fault) },
  { weight: 1, arbitrary: fc.tuple(times, subscriptionFaults).map(([when, fault]) => ({ on: 'subscribe', ...when, ...fault }) as Fault) },
  { weight: 2, arbitrary: cutShort },
)

/** What befalls the nodes of a cluster besides: a node says that another leads, does not answer who is who, or dies at a call. */
const clusterFaults: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 2, arbitrary: faults },
  { weight: 1, arbitrary: fc.record({ on: fc.constantFrom('append' as const, 'read' as const, 'subscribe' as const), skip: fc.nat(12), fault: fc.constant('notLeader' as const), leader: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ on: fc.constantFrom('append' as const, 'read' as const), skip: fc.nat(12), fault: fc.constant('kill' as const), stored: fc.boolean() }).map((fault) => fault as Fault) },
  { weight: 1, arbitrary: fc.record({ on: fc.constantFrom('gossip' as const, 'features' as const), skip: fc.nat(6), fault: fc.constant('status' as const), code: codes }) },
)

export const writers = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 })

/** A script passes some tens of thousands of bytes; the first hundreds open the connection. */
const places = fc.oneof(fc.nat(400), fc.nat(4000), fc.nat(40_000))
const directions = fc.constantFrom('toServer' as const, 'toClient' as const)
export const disturbances = fc.oneof(
  { weight: 4, arbitrary: fc.record({ direction: directions, afterBytes: places, what: fc.constantFrom('cut' as const, 'reset' as const, 'halfClose' as const) }) },
  { weight: 2, arbitrary: fc.record({ direction: directions, afterBytes: places, what: fc.constant('delay' as const), ms: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 1, arbitrary: fc.record({ direction: directions, afterBytes: places, what: fc.constant('silence' as const) }) },
)

export const faultScripts: fc.Arbitrary<FaultScript> = fc.record({
  faults: fc.array(faults, { minLength: 1, maxLength: 8 }), disturbances: fc.constant([]), writers,
})

/** Where the network is at fault, and the server not; these can be played on any server. */
export const networkScripts: fc.Arbitrary<FaultScript> = fc.record({
  faults: fc.constant([]), disturbances: fc.array(disturbances, { minLength: 1, maxLength: 6 }), writers,
})

/** Where both are. */
export const networkAndFaultScripts: fc.Arbitrary<FaultScript> = fc.record({
  faults: fc.array(faults, { minLength: 1, maxLength: 4 }), disturbances: fc.array(disturbances, { minLength: 1, maxLength: 4 }), writers,
})

/** Where the leader of three nodes changes: alone, with faults of the nodes, and with a network that is at fault as well. */
export const leaderScripts: fc.Arbitrary<FaultScript> = fc.record({
  faults: fc.oneof(fc.constant([]), fc.array(clusterFaults, { minLength: 1, maxLength: 4 })),
  disturbances: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(disturbances, { minLength: 1, maxLength: 4 }) }),
  cluster: clusterScripts,
  writers: fc.array(fc.integer({ min: 2, max: 8 }), { minLength: 1, maxLength: 3 }),
})

/** What a script came to, for those who ask whether it tried anything. */
export interface Tried {
  readonly acknowledged: number
  readonly leaderChanges: number
  /** How many questions of the one who asks everything else were answered. */
  readonly answered: number
}

/** Runs a script; throws where a promise is broken. */
export const runFaultScript = async (script: FaultScript, play: Play = onDouble): Promise<Tried> => {
  const { changes = [], ...cluster } = script.cluster ?? {}
  const played = await play(script.disturbances, script.cluster === undefined ? undefined : cluster)
  const stores: EventStoreDbStore[] = []
  const [stopReader, stopOthers] = [new AbortController(), new AbortController()]
  const open = async (): Promise<EventStoreDbStore> => {
    const store = await opened(played)
    stores.push(store)
    return store
  }
  try {
    const [reader, ...writing] = await Promise.all([open(), ...script.writers.map(open)])
    for (const fault of script.faults) played.inject(fault)
    const receipts: AppendReceipt[] = []
    const seeing = seeAll(reader as EventStore, stopReader.signal, script.cluster?.lagMs)
    const looking = lookAround({ reopen: () => opened(played), receipts, mayLag: (script.cluster?.lagMs ?? 0) > 0 }, stopOthers.signal)
    const changing = played.double === undefined || changes.length === 0 ? 0 : changeLeaders(played.double, changes, stopOthers.signal)
    const others = Promise.all([looking, changing])
    await Promise.race([Promise.all(writing.map((store, index) => write(store, index, script.writers[index] ?? 0, receipts))), failing(seeing), failing(others)])
    played.calm()
    stopOthers.abort()
    const [answered, leaderChanges] = await others
    stopReader.abort()
    const seen = await seeing
    await checkAll(await open(), receipts, seen)
    return { acknowledged: receipts.flatMap(({ eventIds }) => eventIds).length, leaderChanges, answered }
  } finally {
    stopOthers.abort()
    stopReader.abort()
    for (const store of stores) await store.close()
    await played.stop()
  }
}

/** Only the failure of a task that is to go on: it ends a script before its writers are done. */
function failing(task: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => { task.catch(reject) })
}

/** One after another to a stream of its own, each followed by one to the stream that all share; what failed is sent again as it was. */
async function write(store: EventStore, writer: number, appends: number, receipts: AppendReceipt[]): Promise<void> {
  for (let place = 0; place < appends; place += 1) {
    receipts.push(await untilAcknowledged(store, `gridMap-w${writer}` as StreamName, place * 2, [made(), made()]))
    receipts.push(await untilAcknowledged(store, 'gridMap-shared' as StreamName, 'any', [made()]))
  }
}

/** A busy machine may take longer to answer than these short times, and so may nodes that have no leader. */
export async function opened({ connectionString, makeClient }: Played): Promise<EventStoreDbStore> {
  for (let tries = 0; ; tries += 1) {
    const store = await openEventStoreDb({ connectionString, makeClient: makeClient(), answerWithinMs: 600, attempts: 8, pauseMs: 40 })()
    if (E.isRight(store)) return store.right
    expectNoAccusation(store.left)
    if (tries === 40) throw new Error(JSON.stringify(store.left))
    await pause(30)
  }
}
