// The program whose processes are measured: rebuilds a log, or builds its read models into a file, by one thread or by two workers.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import process from 'node:process'
import { buildInWorkers, openSqliteReadModels, openSqliteStore, rebuildInWorkers, type ByWorkers, type InWorkers, type SqliteEventStore, type SqliteReadModelStore } from '../../../packages/event-store-sqlite/src/index.ts'
import { makeLog, type LogKind } from '../replay/made-log.ts'
import { right } from '../replay/right.ts'
import { communityGridsInParts } from './parted.ts'

export interface MeasuredWorkers {
  readonly events: number
  readonly models: number
  /** By the clock, in milliseconds. */
  readonly clockMs: number
  /**
   * Of a processor: into a file, what this thread and the busiest of its workers took one after the other; in memory, where this thread folds beside its worker,
   * what the busier of both took.
   */
  readonly longestMs: number
  /** What all threads took, those of the engine among them. */
  readonly allMs: number
  readonly maxRssMiB: number
  /** Of all models, and of all places of their facts. */
  readonly digest: string
}

/** What came of it; `look` takes the digest, which is not measured. */
type Work = (log: string, inWorkers: InWorkers) => Promise<ByWorkers & Pick<MeasuredWorkers, 'events' | 'models'> & { readonly look: () => Promise<string> }>

const ways: Readonly<Record<string, Work>> = { rebuild: rebuildFrom, build: buildFrom }

const [way = '', log = '', workers = '1', more = '{}'] = process.argv.slice(2)
if (way === 'make') await makeLog(log, JSON.parse(workers) as LogKind)
else await measureHere(way, log, Number(workers))

async function measureHere(name: string, path: string, count: number): Promise<void> {
  const work = ways[name]
  if (work === undefined) throw new Error(`There is no way ${name}.`)
  const inWorkers: InWorkers = {
    ...JSON.parse(more) as Partial<InWorkers>, path, workers: count, atLeast: 0, module: new URL('./parted.mjs', import.meta.url), exportName: 'communityGridsInParts', entry: new URL('./part-worker.mjs', import.meta.url),
  }
  const began = { clock: performance.now(), thread: process.threadCpuUsage(), all: process.cpuUsage() }
  const { events, models, look, cpuMs } = await work(path, inWorkers)
  const [clockMs, thread, all] = [performance.now() - began.clock, process.threadCpuUsage(began.thread), process.cpuUsage(began.all)]
  const maxRssMiB = mostMemory()
  const [here, busiest] = [(thread.user + thread.system) / 1000, Math.max(0, ...cpuMs)]
  console.log(JSON.stringify({
    events, models, digest: await look(), clockMs, longestMs: name === 'rebuild' ? Math.max(here, busiest) : here + busiest, allMs: (all.user + all.system) / 1000, maxRssMiB,
  } satisfies MeasuredWorkers))
}

async function rebuildFrom(path: string, inWorkers: InWorkers): ReturnType<Work> {
  const reader = right(await openSqliteStore({ path, mode: 'readOnly', now: Date.now })())
  const rebuilt = right(await rebuildInWorkers({ reader, mode: 'trusted', parted: communityGridsInParts, inWorkers })())
  if (rebuilt.blocked.size > 0) throw new Error(`Blocked: ${JSON.stringify([...rebuilt.blocked][0])}`)
  await reader.close()()
  return { ...rebuilt, models: rebuilt.models.size, look: () => Promise.resolve('') }
}

async function buildFrom(path: string, inWorkers: InWorkers): ReturnType<Work> {
  const file = `${path}-models-${process.pid}`
  const reader = right(await openSqliteStore({ path, mode: 'readOnly', now: Date.now })())
  const store = right(await openSqliteReadModels({ path: file, mode: 'create' })())
  // Workers take no snapshots, so that one thread is to take none either.
  const built = right(await buildInWorkers({ reader, mode: 'trusted', parted: communityGridsInParts, store, snapshots: { bytes: 0 }, inWorkers })())
  return { ...built, models: built.summary.models, look: () => digestOf(store, reader, file) }
}

/** Of all models and places; what is counted since the last snapshot is no part of them. */
async function digestOf(store: SqliteReadModelStore, reader: SqliteEventStore, file: string): Promise<string> {
  const digest = createHash('sha256')
  const { projection } = communityGridsInParts
  for (let after: string | undefined; ;) {
    const keys = right(await store.keys({ projection, which: 'all', maxCount: 100, ...(after === undefined ? {} : { after }) })())
    if (keys.length === 0) break
    after = keys.at(-1)
    const models = new Map(right(await store.load(projection, keys)()).models.map((model) => [model.key, model]))
    for (const key of keys) {
      const { text, shownUpTo, stale, blocked } = models.get(key) ?? {}
      digest.update(JSON.stringify([key, text, shownUpTo, stale, blocked, right(await store.positionsOf(projection, key)())]))
    }
  }
  await store.close()()
  await reader.close()()
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true })
  return digest.digest('hex')
}

/** The most memory this process ever had, all its threads together, in MiB. */
function mostMemory(): number {
  const status = '/proc/self/status'
  const kilobytes = existsSync(status) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] : undefined
  return Math.round(Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024)
}
