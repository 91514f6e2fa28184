/** DuckDB: the only file of this package that knows it. */

import {
  BIGINT, BOOLEAN, DATE, DECIMAL, DuckDBDataChunk, DuckDBDateValue, DuckDBDecimalValue, DuckDBInstance, DuckDBTimestampTZValue, JsonDuckDBValueConverter, TIMESTAMPTZ,
  VARCHAR, type DuckDBAppender, type DuckDBConnection, type DuckDBType, type DuckDBValue, type DuckDBValueConverter, type Json,
} from '@duckdb/node-api'
import * as E from 'fp-ts/lib/Either.js'
import type { CellType, JsonValue } from '@grid-governance/event-sourcing'
import type { CellOf, ColumnCells } from './cells.ts'
import { inShanghai } from './instant.ts'
import { textLiteral } from './schema.ts'

export interface DatabaseOptions {
  /** The file, or `:memory:`. */
  readonly file: string
  /** Where intermediate results go that do not fit into memory. */
  readonly spillFolder: string
  readonly memoryMiB: number
  /** fill: by us. ask: read only, without files, networks and extensions, and with all settings locked; only `mayWrite` may be written. */
  readonly purpose: 'fill' | 'ask'
  readonly mayWrite?: string
}

export interface Database {
  readonly connect: () => Promise<Session>
  readonly close: () => void
}

/** What DuckDB threw, as text. */
export type Thrown = { readonly thrown: string }

export interface Session {
  readonly run: (sql: string) => Promise<E.Either<Thrown, void>>
  /** The only value of the only row; parameters are texts. */
  readonly value: (sql: string, parameters?: ReadonlyArray<string>) => Promise<E.Either<Thrown, JsonValue>>
  readonly stream: (sql: string) => Promise<E.Either<Thrown, StreamedResult>>
  readonly columnsOf: (sql: string) => Promise<E.Either<Thrown, ReadonlyArray<ResultColumn>>>
  readonly append: (table: string, types: ReadonlyArray<CellType>) => Promise<E.Either<Thrown, Appending>>
  /** How many rows the running statement has worked on, and of how many. */
  readonly progress: () => { readonly done: number, readonly total: number }
  readonly close: () => void
}

export interface Appending {
  readonly add: (columns: ReadonlyArray<ColumnCells>, rows: number) => E.Either<Thrown, void>
  readonly end: () => E.Either<Thrown, void>
}

/** A column of an answer, with its type in SQL. */
export interface ResultColumn {
  readonly name: string
  readonly sqlType: string
}

export interface StreamedResult {
  readonly columns: ReadonlyArray<ResultColumn>
  /** The next rows; undefined at the end. */
  readonly next: () => Promise<E.Either<Thrown, ReadonlyArray<ReadonlyArray<JsonValue>> | undefined>>
}

/** Opens a database; a thrown message says what is wrong with its file. */
export const openDatabase = async (options: DatabaseOptions): Promise<E.Either<Thrown, Database>> => {
  const opened = await attempt(() => DuckDBInstance.create(options.file, {
    memory_limit: `${options.memoryMiB}MiB`,
    autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', allow_community_extensions: 'false',
    ...(options.purpose === 'ask' && options.file !== ':memory:' ? { access_mode: 'READ_ONLY' } : {}),
  }))
  if (E.isLeft(opened)) return opened
  const instance = opened.right
  const prepared = await attempt(async () => {
    const connection = await instance.connect()
    for (const setting of settingsFor(options)) await connection.run(setting)
    return connection
  })
  if (E.isLeft(prepared)) {
    instance.closeSync()
    return prepared
  }
  let first: DuckDBConnection | undefined = prepared.right
  const connections = [prepared.right]
  return E.right({
    connect: async () => {
      const connection = first ?? await instance.connect()
      first = undefined
      connections.push(connection)
      return sessionOn(connection)
    },
    close: () => {
      // An open connection keeps the file open.
      for (const connection of connections) connection.closeSync()
      instance.closeSync()
    },
  })
}

/** Instants are read and written as in Asia/Shanghai. Progress is told of the first connection only, since DuckDB has no such setting for all. What is locked last cannot be unlocked by any query. */
function settingsFor({ spillFolder, purpose, mayWrite }: DatabaseOptions): ReadonlyArray<string> {
  const forAll = [
    `SET GLOBAL TimeZone = 'Asia/Shanghai'`, `SET GLOBAL temp_directory = ${textLiteral(spillFolder)}`,
    'SET enable_progress_bar = true', 'SET enable_progress_bar_print = false', 'SET progress_bar_time = 0',
  ]
  if (purpose === 'fill') return forAll
  const allowed = mayWrite === undefined ? [] : [`SET GLOBAL allowed_paths = [${textLiteral(mayWrite)}]`]
  return [...forAll, ...allowed, 'SET GLOBAL enable_external_access = false', 'SET GLOBAL lock_configuration = true']
}

function sessionOn(connection: DuckDBConnection): Session {
  return {
    run: (sql) => attempt(async () => { await connection.run(sql) }),
    value: (sql, parameters = []) => attempt(async () => (await (await connection.run(sql, [...parameters])).convertRows(asJson))[0]?.[0] ?? null),
    stream: (sql) => streamOn(connection, sql),
    columnsOf: (sql) => attempt(async () => {
      const statement = await connection.prepare(sql)
      return Array.from({ length: statement.columnCount }, (_, index) => columnOf(statement.columnName(index), statement.columnType(index)))
    }),
    append: async (table, types) => E.map((appender: DuckDBAppender) => appendingTo(appender, types))(await attempt(() => connection.createAppender(table))),
    progress: () => ({ done: Number(connection.progress.rows_processed), total: Number(connection.progress.total_rows_to_process) }),
    close: () => { connection.closeSync() },
  }
}

async function streamOn(connection: DuckDBConnection, sql: string): Promise<E.Either<Thrown, StreamedResult>> {
  return await attempt(async () => {
    const result = await connection.stream(sql)
    const names = result.deduplicatedColumnNames()
    const columns = result.columnTypes().map((type, index) => columnOf(names[index] ?? '', type))
    return {
      columns,
      next: () => attempt(async () => {
        const chunk = await result.fetchChunk()
        return chunk === null || chunk.rowCount === 0 ? undefined : chunk.convertRows(asJson).map((row) => row.map((value, index) => columns[index]?.sqlType === 'JSON' ? parsed(value) : value))
      }),
    }
  })
}

function columnOf(name: string, type: DuckDBType): ResultColumn {
  return { name, sqlType: type.alias ?? String(type) }
}

/** Values as JSON: whole numbers as numbers as long as these hold them exactly, decimals as texts, instants as in Asia/Shanghai. */
const asJson: DuckDBValueConverter<JsonValue> = (value, type, converter) => {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof DuckDBTimestampTZValue) return inShanghai(value.micros)
  // Both are JSON trees; what stands inside lists and structs comes back to this converter.
  return JsonDuckDBValueConverter(value, type, converter as DuckDBValueConverter<Json>)
}

function parsed(value: JsonValue): JsonValue {
  return typeof value === 'string' ? JSON.parse(value) as JsonValue : value
}

function appendingTo(appender: DuckDBAppender, types: ReadonlyArray<CellType>): Appending {
  // One for all: what a chunk holds is outside of JavaScript's memory, which would let thousands of them pile up.
  const chunk = DuckDBDataChunk.create(types.map((type) => writers[type].sqlType))
  return {
    add: (columns, rows) => attemptAtOnce(() => {
      chunk.reset()
      chunk.rowCount = rows
      for (const [index, { type, cells }] of columns.entries()) chunk.setColumnValues(index, written(type, cells))
      appender.appendDataChunk(chunk)
    }),
    end: () => attemptAtOnce(() => { appender.closeSync() }),
  }
}

interface Writer<Type extends CellType> {
  readonly sqlType: DuckDBType
  readonly value: (cell: CellOf[Type]) => DuckDBValue
}

const hundredthsType = DECIMAL(18, 2)

const writers: { readonly [Type in CellType]: Writer<Type> } = {
  text: { sqlType: VARCHAR, value: (cell) => cell },
  integer: { sqlType: BIGINT, value: (cell) => cell },
  hundredths: { sqlType: hundredthsType, value: (cell) => new DuckDBDecimalValue(cell, hundredthsType.width, hundredthsType.scale) },
  date: { sqlType: DATE, value: (cell) => new DuckDBDateValue(cell) },
  instant: { sqlType: TIMESTAMPTZ, value: (cell) => new DuckDBTimestampTZValue(cell) },
  boolean: { sqlType: BOOLEAN, value: (cell) => cell },
  json: { sqlType: VARCHAR, value: (cell) => cell },
}

function written<Type extends CellType>(type: Type, cells: ReadonlyArray<CellOf[Type] | null>): ReadonlyArray<DuckDBValue> {
  const { value }: Writer<Type> = writers[type]
  return cells.map((cell) => cell === null ? null : value(cell))
}

/** Everything inside is DuckDB's, so whatever it throws is DuckDB's word. */
async function attempt<A>(work: () => Promise<A>): Promise<E.Either<Thrown, A>> {
  try {
    return E.right(await work())
  } catch (error) {
    return E.left({ thrown: error instanceof Error ? error.message : String(error) })
  }
}

function attemptAtOnce<A>(work: () => A): E.Either<Thrown, A> {
  return E.tryCatch(work, (error) => ({ thrown: error instanceof Error ? error.message : String(error) }))
}
