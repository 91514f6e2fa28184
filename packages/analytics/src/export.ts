/** Exports: the rows of a table or a query as a file that appears whole or not at all. */

import * as E from 'fp-ts/lib/Either.js'
import { failureOf } from './duckdb-errors.ts'
import type { ResultColumn, Session } from './duckdb.ts'
import type { ExportFailure, NotAQuery } from './failures.ts'
import { notOneSelect } from './one-select.ts'
import { quoted, textLiteral } from './schema.ts'

export const exportFormats = ['parquet', 'csv', 'jsonl'] as const
export type ExportFormat = typeof exportFormats[number]

/** What is written, and how. */
export interface Written {
  /** One SELECT. */
  readonly sql: string
  readonly format: ExportFormat
  /** CSV only: with a byte order mark, and with texts that a spreadsheet would run as formulas made harmless. */
  readonly forSpreadsheet: boolean
  /** Parquet only: what stands in the file beside its rows. */
  readonly notes: Readonly<Record<string, string>>
}

/** Told while a file is written; `of` is DuckDB's guess of how many rows there will be to work on, 0 where it makes none. */
export type OnWritten = (written: { readonly rows: number, readonly of: number }) => void

/** A temporary view, so that the query stands alone in its statement and cannot lean out of it. */
const view = quoted('the rows that are written')
const progressEveryMs = 200

/** Writes the rows to a path that the session may write; answers how many there are. */
export const writeRows = async (session: Session, written: Written, path: string, memoryMiB: number, onWritten: OnWritten = () => undefined): Promise<E.Either<ExportFailure, number>> => {
  const failed = E.mapLeft(({ thrown }: { thrown: string }): ExportFailure => failureOf(thrown, { sql: written.sql, path, memoryMiB }))
  const refused: NotAQuery | undefined = await notOneSelect(session, written.sql)
  if (refused !== undefined) return E.left(refused)
  // Asked first, so that the place of a mistake is counted in the query itself.
  const columns = failed(await session.columnsOf(written.sql))
  if (E.isLeft(columns)) return columns
  const made = failed(await session.run(`CREATE TEMPORARY VIEW ${view} AS ${written.sql}`))
  if (E.isLeft(made)) return made
  const named = failed(await session.columnsOf(`FROM ${view}`))
  if (E.isLeft(named)) return named
  const timer = setInterval(() => { const { done, total } = session.progress(); onWritten({ rows: done, of: total }) }, progressEveryMs)
  try {
    return E.map(Number)(failed(await session.value(copyStatement(written, named.right, path))))
  } finally {
    clearInterval(timer)
  }
}

function copyStatement({ format, forSpreadsheet, notes }: Written, columns: ReadonlyArray<ResultColumn>, path: string): string {
  const options = { parquet: parquetOptions(notes), csv: csvOptions(forSpreadsheet, columns), jsonl: ['FORMAT json'] }[format]
  const rows = format === 'csv' && forSpreadsheet ? harmless(columns) : `SELECT * FROM ${view}`
  return `COPY (${rows}) TO ${textLiteral(path)} (${[...options, 'USE_TMP_FILE false'].join(', ')})`
}

function parquetOptions(notes: Written['notes']): ReadonlyArray<string> {
  const pairs = Object.entries(notes).map(([key, value]) => `${key}: ${textLiteral(value)}`)
  return ['FORMAT parquet', 'COMPRESSION zstd', ...(pairs.length === 0 ? [] : [`KV_METADATA {${pairs.join(', ')}}`])]
}

/** RFC 4180: lines end in CRLF. DuckDB has no byte order mark of its own; with what stands before the rows the header is ours to write. */
function csvOptions(forSpreadsheet: boolean, columns: ReadonlyArray<ResultColumn>): ReadonlyArray<string> {
  const lineEnd = String.raw`NEW_LINE '\r\n'`
  if (!forSpreadsheet) return ['FORMAT csv', 'HEADER true', lineEnd]
  const header = `\uFEFF${columns.map(({ name }) => csvCell(name)).join(',')}\r\n`
  return ['FORMAT csv', 'HEADER false', lineEnd, `PREFIX ${textLiteral(header)}`, `SUFFIX ${textLiteral('\r\n')}`]
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A text that begins with = or @ must not run as a formula in a spreadsheet: an apostrophe before it says that it is text. */
function harmless(columns: ReadonlyArray<ResultColumn>): string {
  const texts = columns.filter(({ sqlType }) => sqlType === 'VARCHAR').map(({ name }) => quoted(name))
  const replaced = texts.map((name) => `CASE WHEN regexp_matches(${name}, '^[=+@\\t\\r-]') THEN '''' || ${name} ELSE ${name} END AS ${name}`)
  return `SELECT *${replaced.length === 0 ? '' : ` REPLACE (${replaced.join(', ')})`} FROM ${view}`
}
