// `npm run bench`: runs every benchmark of this folder one after another, or those that are named; a number is handed on to them.
import { readdirSync } from 'node:fs'
import process from 'node:process'
import { run } from '../shell.ts'

const ending = '.bench.ts'
const asked = process.argv.slice(2).filter((word) => !/^\d+$/.test(word))
const numbers = process.argv.slice(2).filter((word) => /^\d+$/.test(word))
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length))
  .sort()
const unknown = asked.filter((name) => !known.includes(name))

if (unknown.length > 0 || known.length === 0) {
  console.error(`There is no benchmark ${unknown.join(', ') || 'yet'}. The benchmarks are: ${known.join(', ') || 'none'}.`)
  process.exitCode = 2
} else {
  for (const name of asked.length > 0 ? asked : known) await runBenchmark(name)
}

/** Each runs in a process of its own, so that none is measured with what another left in memory. */
async function runBenchmark(name: string): Promise<void> {
  console.log(`\n== ${name} ==`)
  const ended = await run(process.execPath, ['--expose-gc', `${import.meta.dirname}/${name}${ending}`, ...numbers], { show: true })
  if (ended.code !== 0) process.exitCode = 1
}
