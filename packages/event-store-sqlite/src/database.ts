/** The only file that touches node:sqlite: connections, typed statements, and what an error of SQLite looks like. */

import { backup, DatabaseSync, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

export type Database = DatabaseSync
export type Statement = StatementSync

/** What can be bound to a statement. */
export type SqlValue = null | number | string | Uint8Array

/** A prepared statement that answers with rows as arrays; `Row` is the caller's word on the columns. */
export interface Query<Row extends ReadonlyArray<unknown>> {
  readonly all: (...parameters: ReadonlyArray<SqlValue>) => ReadonlyArray<Row>
  readonly get: (...parameters: ReadonlyArray<SqlValue>) => Row | undefined
}

export interface ConnectionOptions {
  readonly path: string
  readonly access: 'readWrite' | 'readOnly' | 'immutable'
  /** How long a single call may block while another process holds a lock, in milliseconds. */
  readonly busyTimeoutMs: number
}

/** What node:sqlite throws when SQLite itself refused; `errcode` is the extended result code. */
export interface SqliteError extends Error {
  readonly code: 'ERR_SQLITE_ERROR'
  readonly errcode: number
}

/**
 * Opens a file that exists. `immutable` promises SQLite that nobody writes to the file: it then needs neither locks nor files
 * beside it.
 */
export const connect = ({ path, access, busyTimeoutMs }: ConnectionOptions): Database => {
  const url = pathToFileURL(path)
  if (access === 'immutable') url.searchParams.set('immutable', '1')
  return new DatabaseSync(url, {
    readOnly: access !== 'readWrite',
    timeout: busyTimeoutMs,
    enableForeignKeyConstraints: false,
    enableDoubleQuotedStringLiterals: false,
    allowExtension: false,
    defensive: true,
  })
}

/** Prepares a statement that yields rows. */
export const query = <Row extends ReadonlyArray<unknown>>(database: Database, sql: string): Query<Row> => {
  const statement = database.prepare(sql)
  statement.setReturnArrays(true)
  return statement as unknown as Query<Row>
}

/** The first column of the first row of a statement that is run once, for example a PRAGMA. */
export const readValue = (database: Database, sql: string): unknown => query<[unknown]>(database, sql).get()?.[0]

/** Copies a whole database in one step, hence as of one moment, to a file; runs beside other work, on a thread of its own. */
export const copyDatabase = async (source: Database, target: string): Promise<void> => {
  await backup(source, target, { rate: 2 ** 31 - 1 })
}

/** The version of the SQLite that this node ships, such as 3.53.4. */
export const sqliteVersion = (): string => {
  const database = new DatabaseSync(':memory:')
  const version = String(readValue(database, 'SELECT sqlite_version()'))
  database.close()
  return version
}

export const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
