// How fast a keyed projection is persisted, as ratios to a bare loop of upserts and to emmett-sqlite, on the same facts in the same run.
//
// The bare loop reads the same pages of a thousand rows as arrays, only the columns it needs (position and data), runs JSON.parse, folds by hand
// in memory, and saves the models that ten thousand facts touched as JSON text in one transaction with the checkpoint, as the runner does. What it
// leaves out: where the facts of each key are (so it cannot answer as of a day, explain a figure, or fold a key again), fencing against a
// second runner, late facts, corrections and voids, upcasters, blocked keys, whole appends, a file of several projections and versions, and
// any bound on the models in memory.
//
// emmett-sqlite stands on its own file, filled by its own appends, which are not measured. Measured are its consumer with a projection,
// as its users run it, in pages of a thousand and without the pauses between them that it makes by default; and, put together by hand from what it
// exports, the fastest that it can be made to: a page of a thousand read at once, one statement for each key, one checkpoint, one
// transaction. Its driver works on threads of its own, so processor time is that of all threads. It leaves out what the bare loop does.
//
// Each is measured in a process of its own that runs a bundle, as users run the packed packages. All come to the same models, which is checked.
// Words: `ratio`, `large` (a million facts), `emmett`, `slow` (memory while the store is slow); all of them without a word.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { bundled, inProcessOfItsOwn } from './bundle.ts'
import { emmettFolder } from './projections/emmett-folder.ts'
import type { CountsLog } from './projections/counts-log.ts'
import type { Measured } from './projections/measure.ts'

const rows: Array<Readonly<Record<string, string>>> = []
const folder = mkdtempSync(join(tmpdir(), 'projections-bench-'))
try {
  const bundle = await bundled(join(import.meta.dirname, 'projections', 'measure.ts'), folder)
  const emmett = await bundled(join(import.meta.dirname, 'projections', 'measure-emmett.ts'), folder)
  compareAll(bundle, emmett, process.argv.slice(2))
  console.table(rows)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function compareAll(bundle: string, emmett: string, words: readonly string[]): void {
  const isAsked = (word: string): boolean => words.length === 0 || words.includes(word)
  for (const keys of [1_000, 26_000]) {
    if (isAsked('ratio')) besideBareLoop(bundle, { facts: 100_000, keys }, 5)
    if (isAsked('large')) besideBareLoop(bundle, { facts: 1_000_000, keys }, 3)
    if (isAsked('emmett')) besideEmmett(bundle, emmett, { facts: 100_000, keys })
  }
  if (isAsked('slow')) withSlowStore(bundle, { facts: 1_000_000, keys: 26_000 })
}

function besideBareLoop(bundle: string, kind: CountsLog, rounds: number): void {
  const measure = onLog(bundle, kind, rounds)
  const bare = measure('bare')
  report(kind, 'bare loop of upserts', bare, bare, '')
  report(kind, 'persisted projection, trusted', measure('trusted'), bare, '>= 0.5 x bare')
  report(kind, 'persisted projection, checked', measure('checked'), bare, '')
}

function besideEmmett(bundle: string, emmett: string, kind: CountsLog): void {
  const installed = emmettFolder()
  if (typeof installed === 'string') {
    console.log(`Not compared with emmett-sqlite. ${installed}`)
    return
  }
  const file = join(folder, `emmett-${kind.keys}.sqlite`)
  inProcessOfItsOwn(emmett, 'make', installed.folder, file, JSON.stringify(kind))
  const theirs = (way: string): Measured => JSON.parse(inProcessOfItsOwn(emmett, way, installed.folder, file, JSON.stringify(kind), '2').split('\n').findLast((line) => line.startsWith('{')) ?? '') as Measured
  const consumer = theirs('consumer')
  const ours = onLog(bundle, kind, 5)
  report(kind, 'emmett-sqlite, its consumer', consumer, consumer, '')
  report(kind, 'emmett-sqlite, put together by hand', theirs('byHand'), consumer, '')
  report(kind, 'persisted projection, trusted', ours('trusted'), consumer, '>= 5 x emmett-sqlite')
  report(kind, 'persisted projection, checked', ours('checked'), consumer, '')
}

/** The runner must not run ahead of a store whose every save takes a tenth of a second. */
function withSlowStore(bundle: string, kind: CountsLog): void {
  const measure = onLog(bundle, kind, 1)
  const bare = measure('bare')
  report(kind, 'persisted projection, slow store', measure('slow'), bare, 'max RSS < 500 MB (476 MiB)')
}

function onLog(bundle: string, kind: CountsLog, rounds: number): (way: string) => Measured {
  const log = madeLog(bundle, kind)
  return (way) => JSON.parse(inProcessOfItsOwn(bundle, way, log, String(rounds))) as Measured
}

function madeLog(bundle: string, kind: CountsLog): string {
  const log = join(folder, `log-${kind.facts}-${kind.keys}.sqlite`)
  if (existsSync(log)) return log
  inProcessOfItsOwn(bundle, 'make', log, JSON.stringify(kind))
  console.log(`${kind.facts.toLocaleString('en')} facts of ${kind.keys.toLocaleString('en')} keys in ${(statSync(log).size / 1e6).toFixed(0)} MB`)
  return log
}

function report({ facts, keys }: CountsLog, what: string, measured: Measured, reference: Measured, asked: string): void {
  if (reference.digest !== measured.digest || reference.models !== measured.models || measured.events !== facts) throw new Error(`${what} came to other models.`)
  rows.push({
    facts: facts.toLocaleString('en'), keys: keys.toLocaleString('en'), what, 'facts/s, processor': perSecond(measured.events, measured.processor), ratio: (reference.processor / measured.processor).toFixed(2),
    'by the clock': (reference.clock / measured.clock).toFixed(2), 'max RSS': `${measured.maxRssMiB} MiB`, asked,
  })
}

function perSecond(events: number, milliseconds: number): string {
  return `${(events / milliseconds).toFixed(0)} k`
}
