// How fast the rows of models reach a Parquet file, as a ratio to DuckDB's own COPY of rows that it generates itself, in the same run,
// and how much memory it takes when there are four times as many.
//
// The models are made page by page (communities of a hundred buildings) and thrown away; their rows are those of the table `buildings`,
// seven columns. Ours checks every cell, hands the rows to DuckDB through its appender into a file, closes it, opens it again for reading
// only, writes the Parquet file with zstd, makes sure of it on the disk and gives it its name. DuckDB's COPY makes the same texts and numbers
// out of `range` and writes them with zstd: it has no rows to take over from JavaScript and no table to keep, so no writer that starts from
// models could be as fast.
//
// Each is measured in a process of its own that runs a bundle, as users run the packed packages: stripping types would take memory of its
// own. Time
// is what the processors spent on all threads, DuckDB's among them, which a busy machine disturbs least; of two rounds the shorter.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { build } from 'tsup'
import { root } from '../workspace.ts'
import type { Measured } from './analytics/measure.ts'

// Beside DuckDB's own library, which cannot be bundled.
const folder = join(root, 'packages', 'analytics', 'node_modules', '.bench')
const million = 1_000_000

mkdirSync(folder, { recursive: true })
try {
  await build({
    entry: [join(import.meta.dirname, 'analytics', 'measure.ts')], outDir: folder, format: 'esm', target: 'node24', outExtension: () => ({ js: '.mjs' }),
    noExternal: [/^(?!@duckdb)/], external: [/^@duckdb/], removeNodeProtocol: false, config: false, silent: true, dts: false,
  })
  compare()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function compare(): void {
  const copy = measure('copy', million)
  const ours = measure('models', million)
  const fourfold = measure('models', 4 * million)
  const small = measure('models', 10_000)
  console.table([row('COPY of generated rows', copy, copy), row('models to Parquet', ours, copy), row('four times as many', fourfold, copy), row('ten thousand', small, copy)])
  console.log(`Of ${Math.round(ours.milliseconds)} ms for a million rows: filling ${Math.round(ours.filling)} ms, writing ${Math.round(ours.writing)} ms.`)
}

function row(what: string, { rows, milliseconds, maxRssMiB }: Measured, copy: Measured): Readonly<Record<string, string | number>> {
  const perSecond = (one: Measured): number => one.rows / one.milliseconds * 1000
  return {
    what, rows, 'rows/s of one core': Math.round(rows / milliseconds * 1000), 'to COPY': (perSecond({ rows, milliseconds, maxRssMiB, filling: 0, writing: 0 }) / perSecond(copy)).toFixed(2), 'max RSS, MiB': maxRssMiB,
  }
}

function measure(way: string, rows: number): Measured {
  const ended = spawnSync(process.execPath, [join(folder, 'measure.mjs'), way, String(rows), folder], { encoding: 'utf8' })
  if (ended.status !== 0) throw new Error(`${way}: ${ended.stderr}`)
  return JSON.parse(ended.stdout) as Measured
}
