// How long one append takes to reach a reader of a running projection: from the call of `append` until the reader has the model that shows it, and
// of that the part after the append was answered. There is no bare loop to compare with; what is asked is a bound.
//
// In the same process: 5,000 appends of one fact each to 500 keys, at a steady rate (one every 2 ms) and in bursts (50 at once, every 100 ms). One
// reader waits for the place of the append (`untilPosition`) and reads its key; a listener (`onChange`) notes when it was told of the key. The log
// in memory with models in memory; the log in a file at NORMAL and at FULL with models in a file, which is always at NORMAL, since it can be
// built again. Across processes: a second process appends 2,000 facts at a steady rate; the reader notices them when it asks the
// file, every 50 ms unless `pollEveryMs` says otherwise.
//
// Words: `here`, `across`; both without a word. Each is measured in a process of its own that runs a bundle. Times are by the clock.
// `idle` is how late a timer of 1 ms fires meanwhile in the same process. It tells that something kept the process from going on, not what: other work on the machine, garbage
// collection, or the work that is measured.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { bundled, inProcessOfItsOwn } from './bundle.ts'
import type { Delays } from './live/measure.ts'

const folder = mkdtempSync(join(tmpdir(), 'live-bench-'))
const rows: Array<Readonly<Record<string, string>>> = []
try {
  const bundle = await bundled(join(import.meta.dirname, 'live', 'measure.ts'), folder)
  const words = process.argv.slice(2)
  if (words.length === 0 || words.includes('here')) {
    for (const store of ['memory', 'NORMAL', 'FULL']) for (const pace of ['steady', 'bursts']) report(`${store}, ${pace}`, measured(bundle, 'here', store, pace), 'p99 < 5 ms')
  }
  if (words.length === 0 || words.includes('across')) {
    for (const pollEveryMs of ['50', '5']) report(`another process, asked every ${pollEveryMs} ms`, measured(bundle, 'across', pollEveryMs), '')
  }
  console.table(rows)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function measured(bundle: string, ...words: ReadonlyArray<string>): Readonly<Record<string, Delays>> {
  return JSON.parse(inProcessOfItsOwn(bundle, join(folder, `live-${words.join('-')}`), ...words)) as Readonly<Record<string, Delays>>
}

function report(what: string, delays: Readonly<Record<string, Delays>>, asked: string): void {
  for (const [part, { p50, p99, p999, most }] of Object.entries(delays)) {
    rows.push({ what, part, p50: ms(p50), p99: ms(p99), 'p99.9': ms(p999), most: ms(most), asked: part === 'reader has the model' ? asked : '' })
  }
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(2)} ms`
}
