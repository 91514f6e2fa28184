// How fast a log is read and folded into the grids of all communities, as ratios to a bare loop over the same file in the same run, and
// what it costs in memory and per fact when the log grows a hundredfold.
//
// The bare loop reads the same pages of a thousand rows as arrays, only the columns it needs (stream, type, data), runs JSON.parse on
// the data and a fold written by hand for the types in this log. It checks no shape, keeps no appends together, takes no late facts and no
// corrections, knows no upcasters, and keeps no index of where the facts of a community are. Both end with the same models, which is checked.
//
// Each is measured in a process of its own that runs a bundle, as users run the packed packages: stripping types would take 250 MiB. Time
// is what the processor spent on the main thread, which a busy machine disturbs least; of several rounds the shortest.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { bundled, inProcessOfItsOwn } from './bundle.ts'
import type { LogKind } from './replay/made-log.ts'
import type { Measured } from './replay/measure.ts'

const rows: Array<Readonly<Record<string, string>>> = []
let bundle = ''
let logs = 0

await compareAll(process.argv[2])

async function compareAll(asked: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'replay-bench-'))
  try {
    bundle = await bundled(join(import.meta.dirname, 'replay', 'measure.ts'), folder)
    if (asked === undefined || asked === 'ratio') ratio(folder)
    if (asked === undefined || asked === 'late') late(folder)
    if (asked === undefined || asked === 'growth') growth(folder)
    console.table(rows)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Against the bare loop, on a log in which everything comes in order. */
function ratio(folder: string): void {
  const log = madeLog(folder, { facts: 300_000 })
  const bare = measure('bare', log)
  report('bare loop', bare, bare, '')
  report('rebuild, trusted', measure('trusted', log), bare, '>= 0.66 x bare')
  report('rebuild, checked', measure('checked', log), bare, '')
  report('runner, models in memory', measure('inMemory', log), bare, '')
  report('runner, models in a file', measure('inFile', log), bare, '')
  const parse = measure('parse', log)
  report('stored to recorded alone, against JSON.parse alone', measure('wrap', log), parse, '')
}

/** What late facts and corrections cost: their communities are read a second time. */
function late(folder: string): void {
  const plain = measure('trusted', madeLog(folder, { facts: 200_000 }))
  const mixed = measure('trusted', madeLog(folder, { facts: 200_000, late: 10, corrections: 10 }))
  report('rebuild with 1 % late facts and 1 % corrections, against none', mixed, plain, '')
}

function growth(folder: string): void {
  const small = measure('trusted', madeLog(folder, { facts: 10_000 }))
  const large = measure('trusted', madeLog(folder, { facts: 1_000_000 }))
  report('rebuild of 10,000 facts', small, small, '')
  report('rebuild of 1,000,000 facts, cost of a fact against 10,000', large, small, '>= 0.77 (1.3 x the cost), < 300 MB (286 MiB)')
}

/** The shortest of some rounds, in a process of its own, which has never held another log. */
function measure(name: string, log: string): Measured {
  return JSON.parse(inProcessOfItsOwn(bundle, name, log)) as Measured
}

function report(what: string, measured: Measured, reference: Measured, asked: string): void {
  if (reference.digest !== measured.digest && reference.events === measured.events && !what.includes('late')) throw new Error(`${what} came to other models.`)
  const perFact = ({ milliseconds, events }: Measured): number => milliseconds / events
  rows.push({
    what, 'facts/s': perSecond(measured), reference: perSecond(reference), ratio: (perFact(reference) / perFact(measured)).toFixed(2), 'max RSS': `${measured.maxRssMiB} MiB`, asked,
  })
}

function perSecond({ events, milliseconds }: Pick<Measured, 'events' | 'milliseconds'>): string {
  return `${(events / milliseconds).toFixed(0)} k`
}

function madeLog(folder: string, kind: LogKind): string {
  logs += 1
  const log = join(folder, `log-${logs}.sqlite`)
  inProcessOfItsOwn(bundle, 'make', log, JSON.stringify(kind))
  console.log(`${kind.facts.toLocaleString('en')} facts in ${(statSync(log).size / 1e6).toFixed(0)} MB`)
  return log
}
