/** Analytics: tables filled from models, then asked and exported; nothing of it can change them or reach beyond them. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Table } from '@grid-governance/event-sourcing'
import { failureOf } from './duckdb-errors.ts'
import { openDatabase, type Database, type DatabaseOptions, type Thrown } from './duckdb.ts'
import { writeRows, type ExportFormat, type OnWritten } from './export.ts'
import type { ExportFailure, FileUnusable, FillFailure, OutOfMemory, QueryFailure, TargetExists } from './failures.ts'
import { beginFile, fileIn, newWorkFolder, remove } from './files.ts'
import { fillTables, type FilledTable, type OnFilled } from './fill.ts'
import { inShanghai } from './instant.ts'
import type { ModelSource } from './model-source.ts'
import { askDatabase, type QueryAnswer } from './query.ts'
import { quoted } from './schema.ts'
import type { Standpoint } from './standpoint.ts'
import { standpointTable, standpointRows } from './standpoint-table.ts'

export interface AnalyticsOptions<Failure> {
  readonly tables: ReadonlyArray<Table>
  readonly source: ModelSource<Failure>
  /** Where a folder is made for the tables and for what does not fit into memory; the system's temporary folder unless another one is named. */
  readonly workIn?: string
  /** How much memory DuckDB may take; 256 unless said otherwise. What does not fit goes to the work folder. */
  readonly memoryMiB?: number
  /** Told after every chunk of rows. */
  readonly onFilled?: OnFilled
}

export interface ExportRequest {
  /** A table, or one SELECT. */
  readonly rows: { readonly table: string } | { readonly sql: string }
  readonly to: string
  readonly format: ExportFormat
  /** Whether a file of that name may be replaced; not unless said so. */
  readonly overwrite?: boolean
  /** CSV only: with a byte order mark, and with texts that a spreadsheet would run as formulas made harmless. */
  readonly forSpreadsheet?: boolean
  /** Told while the file is written. */
  readonly onWritten?: OnWritten
}

export interface Analytics {
  readonly standpoint: Standpoint
  /** What the tables were filled with, in the order in which they were named. */
  readonly tables: ReadonlyArray<FilledTable>
  /** Asks one SELECT. The table `standpoint` says of each table from which day, place and projection it is. */
  readonly query: (sql: string) => TaskEither<QueryFailure, QueryAnswer>
  /** Writes rows to a file; answers how many. Beside its target it has another name until it is whole. */
  readonly export: (request: ExportRequest) => TaskEither<ExportFailure, number>
  /** Lets go of everything; answers that are still being read end. */
  readonly close: () => Promise<void>
}

/** Whether a file of that name could be written: asked before work that would be in vain. */
export const canExportTo = (to: string, overwrite = false): TaskEither<FileUnusable | TargetExists, void> => async () =>
  E.map(() => undefined)(await beginFile(to, overwrite))

/** Fills tables and opens them for questions; they must be closed. */
export const openAnalytics = <Failure>(options: AnalyticsOptions<Failure>): TaskEither<Failure | FillFailure, Analytics> => async () => {
  requireOwnNames(options.tables)
  const folder = await newWorkFolder(options.workIn)
  if (E.isLeft(folder)) return folder
  const place: Place = { folder: folder.right, file: fileIn(folder.right, 'tables.duckdb'), memoryMiB: options.memoryMiB ?? 256 }
  try {
    const filled = await fillFile(place, options)
    const database = E.isLeft(filled) ? filled : await toAsk(place)
    if (E.isRight(filled) && E.isRight(database)) return E.right(analyticsOn(place, filled.right, database.right))
    await remove(place.folder)
    return E.isLeft(filled) ? filled : database as E.Left<FileUnusable>
  } catch (defect) {
    await remove(place.folder)
    throw defect
  }
}

interface Place {
  readonly folder: string
  readonly file: string
  readonly memoryMiB: number
}

interface Filled {
  readonly standpoint: Standpoint
  readonly tables: ReadonlyArray<FilledTable>
}

function requireOwnNames(tables: ReadonlyArray<Table>): void {
  const names = [...tables.map(({ name }) => name), standpointTable.name]
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  if (twice.length > 0) throw new Error(`Two tables are called ${twice.join(', ')}.`)
}

async function fillFile<Failure>(place: Place, { tables, source, onFilled }: AnalyticsOptions<Failure>): Promise<E.Either<Failure | FillFailure, Filled>> {
  const standpoint = await source.standpoint()
  if (E.isLeft(standpoint)) return standpoint
  const database = await openDatabase({ ...databaseOptions(place), purpose: 'fill' })
  if (E.isLeft(database)) return E.left(fillFailure(place, database.left))
  try {
    const session = await database.right.connect()
    const filled = await fillTables(session, tables, source, standpoint.right, onFilled)
    if (E.isLeft(filled)) return E.left(isThrown(filled.left) ? fillFailure(place, filled.left) : filled.left)
    const noted = await fillTables(session, [standpointTable], standpointRows(standpoint.right, filled.right), standpoint.right)
    session.close()
    return E.isLeft(noted) ? E.left(isThrown(noted.left) ? fillFailure(place, noted.left) : noted.left) : E.right({ standpoint: standpoint.right, tables: filled.right })
  } finally {
    database.right.close()
  }
}

function isThrown(failure: unknown): failure is Thrown {
  return typeof failure === 'object' && failure !== null && 'thrown' in failure
}

/** The tables are of our making and their cells were checked, so nothing but memory and disk can be wanting. */
function fillFailure({ folder, memoryMiB }: Place, { thrown }: Thrown): OutOfMemory | FileUnusable {
  const failure = failureOf(thrown, { sql: '', path: folder, memoryMiB })
  if (failure.tag === 'OutOfMemory' || failure.tag === 'FileUnusable') return failure
  throw new Error(`DuckDB does not take the rows of a table: ${thrown}`)
}

function databaseOptions({ folder, file, memoryMiB }: Place): Omit<DatabaseOptions, 'purpose'> {
  return { file, memoryMiB, spillFolder: fileIn(folder, 'spill') }
}

async function toAsk(place: Place, mayWrite?: string): Promise<E.Either<OutOfMemory | FileUnusable, Database>> {
  const database = await openDatabase({ ...databaseOptions(place), purpose: 'ask', ...(mayWrite === undefined ? {} : { mayWrite }) })
  return E.mapLeft((thrown: Thrown) => fillFailure(place, thrown))(database)
}

function analyticsOn(place: Place, filled: Filled, database: Database): Analytics {
  return {
    ...filled,
    query: (sql) => askDatabase(database, place, sql),
    export: (request) => () => exportFrom(place, filled, request),
    close: async () => {
      database.close()
      await remove(place.folder)
    },
  }
}

/** Each export is given a database of its own, which may write that one file and nothing else. */
async function exportFrom(place: Place, filled: Filled, { rows, to, format, overwrite = false, forSpreadsheet = false, onWritten }: ExportRequest): Promise<E.Either<ExportFailure, number>> {
  const file = await beginFile(to, overwrite)
  if (E.isLeft(file)) return file
  const { part, finish, abandon } = file.right
  try {
    const database = await toAsk(place, part)
    if (E.isLeft(database)) return database
    try {
      const sql = 'sql' in rows ? rows.sql : `FROM ${quoted(rows.table)}`
      const session = await database.right.connect()
      const written = await writeRows(session, { sql, format, forSpreadsheet, notes: notesOf(filled, sql) }, part, place.memoryMiB, onWritten)
      session.close()
      if (E.isLeft(written)) return E.left(ofTarget(written.left, part, to))
      return pipe(await finish(), E.map(() => written.right))
    } finally {
      database.right.close()
    }
  } finally {
    await abandon()
  }
}

/** The file has another name until it is whole; people are told of the one that they gave. */
function ofTarget(failure: ExportFailure, part: string, to: string): ExportFailure {
  return failure.tag === 'FileUnusable' && failure.path === part ? { ...failure, path: to, detail: failure.detail.replaceAll(part, to) } : failure
}

/** Where the rows come from, for those who are handed the file only. */
function notesOf({ standpoint: { asOf, position, recordedAt }, tables }: Filled, sql: string): Readonly<Record<string, string>> {
  return {
    as_of: asOf,
    known_at_position: String(position),
    ...(recordedAt === undefined ? {} : { known_at_instant: inShanghai(BigInt(recordedAt) * 1000n) }),
    projections: [...new Set(tables.map(({ projection }) => projection))].join(' '),
    query: sql,
  }
}
