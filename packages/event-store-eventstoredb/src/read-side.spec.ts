/** Read models in SQLite files, policies and processes over EventStoreDB (the double): every law of projections, and each thing once whatever befalls the connection. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { applyLaws } from '@grid-governance/event-sourcing/laws'
import type { EventStore } from '@grid-governance/event-store'
import { openSqliteReadModels } from '@grid-governance/event-store-sqlite'
import { startDouble } from '@grid-governance/eventstoredb-double'
import { memoryReadModelStore } from '@grid-governance/subscriptions'
import { allProjectionLaws } from '@grid-governance/subscriptions/laws'
import { openEventStoreDb } from './index.ts'
import { counts, countingCodec, pairOf } from './trial/counting-world.ts'
import { disturbances, faults } from './trial/fault-scripts.ts'
import { lazily } from './trial/lazy-store.ts'
import { onServer } from './trial/played.ts'
import { describeOnRealServer } from './trial/real-server.spec-parts.ts'
import { logApart } from './trial/apart-client.ts'
import { runKilledProcesses, runReadSideScript } from './trial/read-side-scripts.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-side-'))
const closing: Array<() => Promise<unknown>> = []
let sample: EventStore
let files = 0

const logOnDouble = async (now: () => number): Promise<EventStore> => {
  const double = await startDouble({ now })
  const opened = await openEventStoreDb({ connectionString: double.connectionString })()
  if (E.isLeft(opened)) throw new Error(opened.left.detail)
  closing.push(opened.right.close, double.stop)
  return opened.right
}

const modelsInFile = async () => {
  const opened = await openSqliteReadModels({ path: join(folder, `${files += 1}.db`), mode: 'create' })()
  if (E.isLeft(opened)) throw new Error(opened.left.detail)
  closing.push(opened.right.close())
  return opened.right
}

const closeAll = async (): Promise<void> => {
  for (const close of closing.splice(0)) await close()
}

beforeAll(async () => { sample = await logOnDouble(Date.now) })
afterEach(closeAll)
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

const rounds = fc.array(fc.record({ forMs: fc.integer({ min: 5, max: 150 }), then: fc.constantFrom('stop' as const, 'die' as const) }), { minLength: 1, maxLength: 5 })

const holdsAllLaws = (log: (now: () => number) => Promise<EventStore>, numRuns: number): void => {
  const stores = { log: (now: () => number) => lazily(sample, () => log(now)), readModels: () => lazily(memoryReadModelStore(), modelsInFile) }
  applyLaws(allProjectionLaws({ projection: counts, codec: countingCodec, stores, numRuns }), (name, holds) => { it(name, { timeout: 120_000 }, holds as () => Promise<void>) })
}

describe('a projection that runs over EventStoreDB', () => { holdsAllLaws(logOnDouble, 15) })

describeOnRealServer('over a real server', (url) => {
  describe('a projection', () => {
    holdsAllLaws(async (now) => {
      const { store, close } = await logApart(url, now)
      closing.push(close)
      return store
    }, 4)
  })

  it('all is exactly once behind a network that is at fault: models, policies and processes, with runners that stop, die and are taken over', { timeout: 240_000 }, async () => {
    const scripts = fc.record({ faults: fc.constant([]), disturbances: fc.array(disturbances, { minLength: 1, maxLength: 6 }), rounds, appends: fc.integer({ min: 2, max: 8 }) })
    await fc.assert(fc.asyncProperty(scripts, async (script) => { await runReadSideScript(folder, script, onServer(url)) }), { numRuns: 4, seed: 20_261_126, endOnFailure: true })
  })

  it('and so it is through processes that are killed', { timeout: 120_000 }, async () => {
    await runKilledProcesses(folder, [0, 5, 20, 60, 150, 1], onServer(url))
  })
})

it('is exactly once: models, policies and processes, with runners that stop, die and are taken over, whatever befalls the connection', { timeout: 240_000 }, async () => {
  const scripts = fc.record({
    faults: fc.array(faults, { minLength: 1, maxLength: 8 }),
    rounds, appends: fc.integer({ min: 2, max: 8 }),
  })
  await fc.assert(fc.asyncProperty(scripts, async (script) => { await runReadSideScript(folder, script) }), { numRuns: 6, seed: 20_261_126, endOnFailure: true })
})

it('is exactly once through processes that are killed', { timeout: 120_000 }, async () => {
  await runKilledProcesses(folder, [0, 5, 20, 60, 150, 1])
})

it('shows no half of an append, where a reading is cut short within one', async () => {
  const double = await startDouble()
  const opened = await openEventStoreDb({ connectionString: double.connectionString })()
  if (E.isLeft(opened)) throw new Error(opened.left.detail)
  expect(await opened.right.append(pairOf('counts-a' as never, 0))()).toMatchObject({ right: { streamVersion: 2 } })
  const seen: string[] = []
  for (const afterEvents of [0, 1, 2, 3, 4]) {
    double.inject({ on: 'read', stream: '$all', fault: 'endWithOk', afterEvents, times: 1 })
    const page = await opened.right.readAll({ after: 'beginning', maxCount: 10 })()
    seen.push(E.isRight(page) ? page.right.events.map(({ streamVersion }) => streamVersion).join(' ') : page.left.tag)
    double.clearFaults()
  }
  expect(seen).toEqual(['1 2', '1 2', '1 2', '1 2', '1 2'])
  await opened.right.close()
  await double.stop()
})
