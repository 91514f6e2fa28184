// `npm run bench`: runs every benchmark of this folder one after another, or those that are named; one that is named may be given words of its own.
import { readdirSync } from 'node:fs'
import process from 'node:process'
import { run } from '../shell.ts'
import { askedOf } from './asked.ts'

const ending = '.bench.ts'
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length))
  .sort()
const asked = askedOf(process.argv.slice(2), known)

if (typeof asked === 'string') {
  console.error(asked)
  process.exitCode = 2
} else {
  for (const name of asked.benchmarks) await runBenchmark(name, asked.words)
}

/** Each runs in a process of its own, so that none is measured with what another left in memory. */
async function runBenchmark(name: string, words: readonly string[]): Promise<void> {
  console.log(`\n== ${name} ==`)
  const ended = await run(process.execPath, ['--expose-gc', `${import.meta.dirname}/${name}${ending}`, ...words], { show: true })
  if (ended.code !== 0) process.exitCode = 1
}
