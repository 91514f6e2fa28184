/**
 * A process of its own that appends and projects until it is killed: `node projecting-process.ts <log> <models> <seed>`. By its seed it also builds
 * anew, builds a second version, and switches. Prints how many appends of its stream are acknowledged.
 */

import { writeSync } from 'node:fs'
import process from 'node:process'
import { buildProjection, rebuildProjection, runProjection, switchProjection } from '@grid-governance/subscriptions'
import { openSqliteStore } from '../../open-sqlite-store.ts'
import { openSqliteReadModels } from '../../read-models/index.ts'
import { ran } from '../appends.ts'
import { appendsFrom, counts, countsAnew, crashCodec, seeded } from './crash-world.ts'

const [logPath = '', modelsPath = '', seedText = '0'] = process.argv.slice(2)
const seed = Number(seedText)
const random = seeded(seed + 1_000_003)
const log = await ran(openSqliteStore({ path: logPath, mode: 'create', now: Date.now, synchronous: 'NORMAL' }))
const store = await ran(openSqliteReadModels({ path: modelsPath, mode: 'create' }))
const options = { reader: log, codec: crashCodec, mode: 'checked' as const, store, pageSize: 1 + random(50), saveEvery: 1 + random(200), snapshots: { every: 3 } }
const runner = await ran(runProjection({ ...options, projection: counts }))
const next = appendsFrom(seed)

const appendSome = async (count: number): Promise<void> => {
  for (let append = 0; append < count; append += 1) {
    await ran(log.append(next()))
    acknowledged += 1
    writeSync(1, `${acknowledged}\n`)
  }
}

let acknowledged = 0
await appendSome(1 + random(30))
await runner.untilLive()
if (random(3) === 0) await runner.stop()
const doings = [
  async () => { await appendSome(10) },
  async () => { await ran(rebuildProjection({ ...options, projection: counts, skips: 'keep' })) },
  async () => {
    await ran(buildProjection({ ...options, projection: countsAnew }))
    await ran(switchProjection({ reader: log, store, projection: random(2) === 0 ? counts : countsAnew, allow: { behind: true } }))
  },
  async () => { await ran(store.drop(countsAnew, { active: true })) },
]
// It ends by itself in the end, should nobody kill it.
for (let turn = 0; turn < 200; turn += 1) await doings[random(doings.length)]?.()
