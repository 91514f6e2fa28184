// What telemetry costs: the watched store against the bare one, without an SDK and with one that keeps nothing.
//
// Both sides are the same store and the same requests, taken in turns; the shortest of several rounds counts. The store in memory is the
// hardest case, since it takes no time itself; SQLite at NORMAL is the fastest that is kept. With an SDK every span is sampled, made in full and
// handed to an exporter that drops it, and every metric is aggregated: the least that a listening process pays.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { metrics, trace } from '@opentelemetry/api'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { eventIdOf, type CommandId, type StreamName } from '../../packages/event-sourcing/src/index.ts'
import { memoryStore, type AppendRequest, type EventStore } from '../../packages/event-store/src/index.ts'
import { openSqliteStore } from '../../packages/event-store-sqlite/src/index.ts'
import { observedStore } from '../../packages/telemetry/src/index.ts'

type Watch = (store: EventStore) => EventStore
type Job = (watch: Watch) => Promise<number>

const folder = mkdtempSync(join(tmpdir(), 'telemetry-bench-'))
const rounds = 8
const rows: Array<Readonly<Record<string, string>>> = []
let files = 0

const appends = requests(20_000)
const heads = 1_000_000
const jobs: ReadonlyArray<readonly [what: string, calls: number, job: Job]> = [
  ['the shortest call: head, memory', heads, (watch) => asking(watch(memoryStore(Date.now)))],
  ['appends of one event, one after another, memory', appends.length, (watch) => appending(watch(memoryStore(Date.now)))],
  ['appends of one event, one after another, SQLite at NORMAL', appends.length, (watch) => onSqlite((store) => appending(watch(store)))],
  ['pages of 1,000 of the log, SQLite', appends.length / 1000, (watch) => onSqlite(async (store) => {
    await appendAll(store)
    return await reading(watch(store))
  })],
]

try {
  for (const [what, calls, job] of jobs) await compare(`${what}, no SDK`, calls, job, what.startsWith('the shortest') ? '' : '<= 1.05')
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: { export: (_, done) => { done({ code: 0 }) }, shutdown: async () => undefined } })] }))
  metrics.setGlobalMeterProvider(new MeterProvider())
  for (const [what, calls, job] of jobs) await compare(`${what}, with an SDK`, calls, job, '')
  console.table(rows)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The shortest of several runs of each, taken in turns. */
async function compare(what: string, calls: number, job: Job, asked: string): Promise<void> {
  let [bare, watched] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < rounds; round += 1) {
    // Who comes second finds the code warm and the caches cold, or the other way round.
    if (round % 2 === 0) bare = Math.min(bare, await job((store) => store))
    watched = Math.min(watched, await job(observedStore))
    if (round % 2 === 1) bare = Math.min(bare, await job((store) => store))
  }
  rows.push({
    what, 'bare, us a call': (bare * 1000 / calls).toFixed(2), 'watched, us a call': (watched * 1000 / calls).toFixed(2), 'watched / bare': (watched / bare).toFixed(3), asked,
  })
}

async function appending(store: EventStore): Promise<number> {
  const began = performance.now()
  await appendAll(store)
  return performance.now() - began
}

async function appendAll(store: EventStore): Promise<void> {
  for (const request of appends) {
    const answer = await store.append(request)()
    if (answer._tag === 'Left') throw new Error(answer.left.tag)
  }
}

async function asking(store: EventStore): Promise<number> {
  const began = performance.now()
  for (let call = 0; call < heads; call += 1) await store.head()()
  return performance.now() - began
}

async function reading(store: EventStore): Promise<number> {
  const began = performance.now()
  let after: 'beginning' | number = 'beginning'
  for (;;) {
    const page = await store.readAll({ after: after as 'beginning', maxCount: 1000 })()
    if (page._tag === 'Left') throw new Error(page.left.tag)
    if (page.right.endOfLog) return performance.now() - began
    after = page.right.readTo
  }
}

async function onSqlite(job: (store: EventStore) => Promise<number>): Promise<number> {
  files += 1
  const store = await openSqliteStore({ path: join(folder, `log-${files}.db`), mode: 'create', synchronous: 'NORMAL', now: Date.now })()
  if (store._tag === 'Left') throw new Error(store.left.tag)
  try {
    return await job(store.right)
  } finally {
    await store.right.close()()
  }
}

/** Appends to 100 streams in turns, some 550 bytes of JSON each. */
function requests(count: number): ReadonlyArray<AppendRequest> {
  return Array.from({ length: count }, (_, index) => {
    const stream = `gridMap-440402.${String(index % 100).padStart(6, '0')}` as StreamName
    const commandId = `0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}` as CommandId
    return {
      stream, expectedVersion: Math.floor(index / 100), events: [{
        eventId: eventIdOf(commandId, stream, 0), type: 'GridBoundaryMoved', schemaVersion: 1,
        metadata: {
          actor: { ref: `actor-${index % 50}`, role: 'townOfficer' }, append: { index: 0, of: 1 },
          authority: { date: '2021-03-01', documentNumber: `香街办〔2021〕${index % 90}号`, issuer: '香湾街道' }, commandDigest: 'a1b2c3d4e5f60718'.repeat(4), commandId, correlationId: commandId,
        },
        data: { buildings: [`B-${index}`, `B-${index + 1}`], effectiveOn: '2021-04-01', entryId: `${commandId}.0`, fromGrid: '440402.001.01', kind: 'change', toGrid: '440402.001.02' },
      }],
    }
  })
}
