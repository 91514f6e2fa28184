// How long a question about the past takes over a million facts, warm and cold, beside the bare loop that folds the whole log for it.
//
// The log is made up: 26,000 buildings, a hundred facts a day for 27 years; 1 % of the facts come up to 30 days late, 0.1 % correct what was told up to 60
// days before. Questions are spread evenly over all days and places of the log, those of which hardly anything is known yet among them.
//
// warm: one process asks one question after another, each another one. cold: each question in a process that has done nothing yet, from opening the files to the
// answer; nothing is dropped from the operating system's cache. A process runs a bundle, as users run the packed packages. The clock is what a user waits for, and
// other work on the machine counts in it; the processor's time of the main thread is given beside it. `npm run bench -- as-of`; by hand also with a number of facts.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { build } from 'tsup'
import type { BuildReport, Kind, Name, QuestionsReport } from './as-of/measure.ts'

const facts = Number(process.argv[2] ?? 1_000_000)
const warmQuestions = 300
const coldQuestions = 15
const budget = 256 * 1024 * 1024
const names: ReadonlyArray<Name> = ['recordedTotals', 'totals', 'someBuildings', 'allBuildings', 'building']
const kinds: ReadonlyArray<Kind> = ['asOf', 'knownAt', 'both']

const folder = mkdtempSync(join(tmpdir(), 'as-of-bench-'))
try {
  await build({
    entry: [join(import.meta.dirname, 'as-of', 'measure.ts')], outDir: folder, format: 'esm', target: 'node24', outExtension: () => ({ js: '.mjs' }),
    noExternal: [/.*/], removeNodeProtocol: false, config: false, silent: true, dts: false,
  })
  compareAll()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function compareAll(): void {
  const log = join(folder, 'log.sqlite')
  measured('make', log, String(facts))
  console.log(`${facts.toLocaleString('en')} facts in ${(statSync(log).size / 1e6).toFixed(0)} MB`)
  const bare = measured<{ readonly cpuMs: number }>('bare', log)
  console.log(`the bare loop over all of it: ${bare.cpuMs.toFixed(0)} ms of the processor`)
  const builds: Array<Readonly<Record<string, string | number>>> = []
  const answers: Array<Readonly<Record<string, string | number>>> = []
  for (const name of names) {
    const without = measured<BuildReport>('build', log, join(folder, `${name}-none.sqlite`), name, '0')
    const models = join(folder, `${name}.sqlite`)
    const built = measured<BuildReport>('build', log, models, name, String(budget))
    builds.push({
      model: name, 'build, s': (built.cpuMs / 1000).toFixed(1), 'without snapshots, s': (without.cpuMs / 1000).toFixed(1), snapshots: built.snapshots,
      'snapshots, MB': built.snapshotMegabytes.toFixed(1), 'file, MB': built.megabytes.toFixed(0), 'file without, MB': without.megabytes.toFixed(0),
    })
    for (const kind of kinds) {
      const warm = measured<QuestionsReport>('warm', log, models, name, kind, String(facts), String(warmQuestions))
      const cold = Array.from({ length: coldQuestions }, (_, seed) => measured<QuestionsReport>('cold', log, models, name, kind, String(facts), String(seed * 7919 + 3)))
      const [coldClock, coldCpu] = [cold.flatMap(({ clockMs }) => clockMs), cold.flatMap(({ cpuMs }) => cpuMs)]
      const row = {
        model: name, question: kind, 'warm cpu p50, ms': atRank(warm.cpuMs, 0.5), 'cpu p99': atRank(warm.cpuMs, 0.99), 'clock p50': atRank(warm.clockMs, 0.5), 'clock p99': atRank(warm.clockMs, 0.99),
        'cold cpu worst': atRank(coldCpu, 1), 'cold clock p50': atRank(coldClock, 0.5), 'cold clock worst': atRank(coldClock, 1), 'bare / warm cpu p99': (bare.cpuMs / Number(atRank(warm.cpuMs, 0.99))).toFixed(0),
      }
      // Told at once, since all of it takes a quarter of an hour.
      console.log(JSON.stringify(row))
      answers.push(row)
    }
  }
  console.table(builds)
  console.log(`${warmQuestions} warm and ${coldQuestions} cold questions of each kind`)
  console.table(answers)
}

function measured<Report = unknown>(...args: ReadonlyArray<string>): Report {
  const ended = spawnSync(process.execPath, [...process.execArgv, join(folder, 'measure.mjs'), ...args], { encoding: 'utf8', maxBuffer: 1 << 22 })
  if (ended.status !== 0) throw new Error(ended.stderr)
  return JSON.parse(ended.stdout) as Report
}

function atRank(values: ReadonlyArray<number>, rank: number): string {
  const sorted = [...values].sort((left, right) => left - right)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * rank))] ?? Number.NaN).toFixed(1)
}
