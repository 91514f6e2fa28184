/**
 * A process of its own that projects, and sends for a policy and a process, until it is killed: `node projecting-process.ts <connection string> <models> <outcomes> [what else tells which log]`.
 * Prints a line when all three run.
 */

import { writeSync } from 'node:fs'
import process from 'node:process'
import * as E from 'fp-ts/lib/Either.js'
import { openSqliteOutcomes, openSqliteReadModels } from '@grid-governance/event-store-sqlite'
import { runPolicy, runProcess, runProjection } from '@grid-governance/subscriptions'
import { openEventStoreDb } from '../index.ts'
import { counts, countingCodec, flagsForCounts, flagsOnTheDay, hoistingIn } from './counting-world.ts'
import { clientsOf } from './played.ts'

const [connectionString = '', modelsPath = '', outcomesPath = '', ...apart] = process.argv.slice(2)
const reader = await right(openEventStoreDb({ connectionString, makeClient: clientsOf(connectionString, apart) }))
const store = await right(openSqliteReadModels({ path: modelsPath, mode: 'create' }))
const outcomes = await right(openSqliteOutcomes({ path: outcomesPath, mode: 'create' }))
const shared = { reader, codec: countingCodec, mode: 'checked', pageSize: 3 } as const
await right(runProjection({ ...shared, projection: counts, store, saveEvery: 2 }))
await right(runPolicy({ ...shared, policy: flagsForCounts, outcomes, send: hoistingIn(reader), mayBegin: true }))
await right(runProcess({ ...shared, process: flagsOnTheDay, outcomes, send: hoistingIn(reader), today: () => '2024-12-31' as never, mayBegin: true }))
writeSync(1, 'running\n')

async function right<A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}
