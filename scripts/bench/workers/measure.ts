// The program whose processes are measured: rebuilds a log, or builds its read models into a file, by one thread or by two workers.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import process from 'node:process'
import { buildInWorkers, openSqliteReadModels, openSqliteStore, rebuildInWorkers, type ByWorkers, type InWorkers } from '../../../packages/event-store-sqlite/src/index.ts'
import { makeLog, type LogKind } from '../replay/made-log.ts'
import { right } from '../replay/right.ts'
import { communityGridsInParts } from './parted.ts'

export interface MeasuredWorkers {
  readonly events: number
  readonly models: number
  /** By the clock, in milliseconds. */
  readonly clockMs: number
  /** What this thread and the busiest of its workers took of a processor, one after the other. */
  readonly longestMs: number
  /** What all threads took, those of the engine among them. */
  readonly allMs: number
  readonly maxRssMiB: number
  /** Of all models, and of all places of their facts. */
  readonly digest: string
}

type Work = (log: string, inWorkers: InWorkers) => Promise<ByWorkers & Pick<MeasuredWorkers, 'events' | 'models' | 'digest'>>

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
  const { events, models, digest, cpuMs } = await work(path, inWorkers)
  const [thread, all] = [process.threadCpuUsage(began.thread), process.cpuUsage(began.all)]
  console.log(JSON.stringify({
    events, models, digest, clockMs: performance.now() - began.clock, longestMs: (thread.user + thread.system) / 1000 + Math.max(0, ...cpuMs), allMs: (all.user + all.system) / 1000, maxRssMiB: mostMemory(),
  } satisfies MeasuredWorkers))
}

async function rebuildFrom(path: string, inWorkers: InWorkers): ReturnType<Work> {
  const reader = right(await openSqliteStore({ path, mode: 'readOnly', now: Date.now })())
  const rebuilt = right(await rebuildInWorkers({ reader, mode: 'trusted', parted: communityGridsInParts, inWorkers })())
  if (rebuilt.blocked.size > 0) throw new Error(`Blocked: ${JSON.stringify([...rebuilt.blocked][0])}`)
  await reader.close()()
  return { ...rebuilt, models: rebuilt.models.size, digest: '' }
}

async function buildFrom(path: string, inWorkers: InWorkers): ReturnType<Work> {
  const file = `${path}-models-${process.pid}`
  const reader = right(await openSqliteStore({ path, mode: 'readOnly', now: Date.now })())
  const store = right(await openSqliteReadModels({ path: file, mode: 'create' })())
  const built = right(await buildInWorkers({ reader, mode: 'trusted', parted: communityGridsInParts, store, inWorkers })())
  const digest = createHash('sha256')
  const { projection } = communityGridsInParts
  for (let after: string | undefined; ;) {
    const keys = right(await store.keys({ projection, which: 'all', maxCount: 100, ...(after === undefined ? {} : { after }) })())
    if (keys.length === 0) break
    after = keys.at(-1)
    const models = new Map(right(await store.load(projection, keys)()).models.map((model) => [model.key, model]))
    for (const key of keys) digest.update(JSON.stringify([models.get(key), right(await store.positionsOf(projection, key)())]))
  }
  await store.close()()
  await reader.close()()
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true })
  return { ...built, models: built.summary.models, digest: digest.digest('hex') }
}

/** The most memory this process ever had, all its threads together, in MiB. */
function mostMemory(): number {
  const status = '/proc/self/status'
  const kilobytes = existsSync(status) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] : undefined
  return Math.round(Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024)
}
