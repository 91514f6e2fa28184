// What a second core gives a rebuild: two workers against one thread over the same log in the same run, in memory and into a file of read
// models; from which size of log on it pays; and what memory the whole process takes.
//
// `npm run bench -- workers` does so with a million facts, `npm run bench -- workers 10000000` with ten (7 GB of disk, under the system's folder
// for temporary files). One thread is the code that runs where workers are not started. Each is measured in a process of its own that runs a
// bundle. Ratios are given twice: by the clock, and in time of a processor, which other work on the machine disturbs less: into a file the time of the
// busiest worker is put after all that the thread which started it took, as if the two had never run at once; in memory, where that thread folds
// a part itself, it is what the busier of the two took. Two builds of the same log must come to the same models and places, byte for byte.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { build } from 'tsup'
import type { LogKind } from './replay/made-log.ts'
import type { MeasuredWorkers } from './workers/measure.ts'

const rows: Array<Readonly<Record<string, string>>> = []
const facts = Number(process.argv[2] ?? 1_000_000)
const rounds = facts > 2_000_000 ? 1 : 3
const folder = mkdtempSync(join(tmpdir(), 'workers-bench-'))

try {
  await bundle()
  if (facts <= 1_000_000) for (const size of [25_000, 50_000, 100_000, 200_000, 400_000]) compare('rebuild', madeLog({ facts: size, communities: 160 }), `rebuild of ${size.toLocaleString('en')}`)
  const plain = madeLog({ facts, communities: facts / 1000 })
  compare('rebuild', plain, 'rebuild')
  compare('build', plain, 'build into a file')
  rmSync(plain)
  if (facts <= 1_000_000) compare('build', madeLog({ facts, communities: facts / 1000, late: 1, corrections: 1 }), 'build, 0.1 % late, 0.1 % corrections')
  console.table(rows)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function bundle(): Promise<void> {
  const entry = { measure: join(import.meta.dirname, 'workers', 'measure.ts'), parted: join(import.meta.dirname, 'workers', 'parted.ts'), 'part-worker': join(import.meta.dirname, '../../packages/event-store-sqlite/src/workers/part-worker.ts') }
  await build({ entry, outDir: folder, format: 'esm', target: 'node24', outExtension: () => ({ js: '.mjs' }), noExternal: [/.*/], removeNodeProtocol: false, config: false, silent: true, dts: false })
}

/** In turns, since the machine may be busier at one time than at another; of each the shortest. */
function compare(way: string, log: string, what: string): void {
  const one: MeasuredWorkers[] = []
  const two: MeasuredWorkers[] = []
  for (let round = 0; round < rounds; round += 1) {
    one.push(measure(way, log, '1'))
    two.push(measure(way, log, '2'))
  }
  if (new Set([...one, ...two].map(({ digest, events, models }) => `${digest} ${events} ${models}`)).size > 1) throw new Error(`${what}: workers came to other models.`)
  const least = (of: ReadonlyArray<MeasuredWorkers>, which: 'clockMs' | 'longestMs' | 'allMs'): number => Math.min(...of.map((one_) => one_[which]))
  const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2)
  rows.push({
    what, facts: String(one[0]?.events),
    'one: s by the clock': seconds(least(one, 'clockMs')), 'two': seconds(least(two, 'clockMs')), ratio: (least(one, 'clockMs') / least(two, 'clockMs')).toFixed(2),
    'one: s of a processor': seconds(least(one, 'longestMs')), 'two ': seconds(least(two, 'longestMs')), 'ratio ': (least(one, 'longestMs') / least(two, 'longestMs')).toFixed(2),
    'all threads, two / one': (least(two, 'allMs') / least(one, 'allMs')).toFixed(2),
    'max RSS one': `${Math.max(...one.map(({ maxRssMiB }) => maxRssMiB))} MiB`, 'max RSS two': `${Math.max(...two.map(({ maxRssMiB }) => maxRssMiB))} MiB`,
  })
  console.log(JSON.stringify(rows.at(-1)))
}

function measure(way: string, log: string, workers: string): MeasuredWorkers {
  return JSON.parse(inProcessOfItsOwn(way, log, workers)) as MeasuredWorkers
}

function inProcessOfItsOwn(...args: ReadonlyArray<string>): string {
  const ended = spawnSync(process.execPath, [join(folder, 'measure.mjs'), ...args], { encoding: 'utf8', maxBuffer: 1 << 20 })
  if (ended.status !== 0) throw new Error(ended.stderr)
  return ended.stdout
}

function madeLog(kind: LogKind): string {
  const log = join(folder, `log-${rows.length}.sqlite`)
  inProcessOfItsOwn('make', log, JSON.stringify(kind))
  console.log(`${kind.facts.toLocaleString('en')} facts in ${(statSync(log).size / 1e6).toFixed(0)} MB`)
  return log
}
