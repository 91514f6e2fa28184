/** The only file that touches the outside: connections and statements of node:sqlite, what its errors look like, and the files beside them. */

import { accessSync, closeSync, constants, existsSync, fsyncSync, linkSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { backup, DatabaseSync, type StatementSync } from 'node:sqlite'

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
  return new DatabaseSync(access === 'immutable' ? immutableUrl(path) : resolve(path), {
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

/** Makes an empty file, and its name durable; the files that SQLite puts beside it inherit its permissions. False when there is one. */
export const makeFile = (path: string, permissions: number): boolean => {
  try {
    closeSync(openSync(path, 'wx', permissions))
  } catch (error) {
    if (isCalled(error, 'EEXIST')) return false
    throw error
  }
  syncDirectoryOf(path)
  return true
}

export const isDirectory = (path: string): boolean => statSync(path).isDirectory()

export const isThere = (path: string): boolean => existsSync(path)

/** The size of a file in bytes; 0 when there is none. */
export const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

export const mayWrite = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** The first bytes of a file, fewer where it is shorter. */
export const firstBytes = (path: string, count: number): Buffer =>
  withFile(path, 'r', (handle) => {
    const bytes = Buffer.alloc(count)
    return bytes.subarray(0, readSync(handle, bytes, 0, count, 0))
  })

/** Gives a whole file its final name, durably. Unlike a rename, a link never takes the place of a file that is there: then false. */
export const giveName = (draft: string, path: string): boolean => {
  withFile(draft, 'r+', fsyncSync)
  try {
    linkSync(draft, path)
  } catch (error) {
    if (isCalled(error, 'EEXIST')) return false
    if (!withoutLinks.some((code) => isCalled(error, code))) throw error
    return takeName(draft, path)
  }
  syncDirectoryOf(path)
  return true
}

/** What file systems without hard links, such as those of memory sticks, answer to one. */
const withoutLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']

/** Without links: the name is taken by an empty file, and only that file is replaced. */
function takeName(draft: string, path: string): boolean {
  if (!makeFile(path, 0o600)) return false
  renameSync(draft, path)
  syncDirectoryOf(path)
  return true
}

export const removeFile = (path: string): void => { rmSync(path, { force: true }) }

/** A new name in a directory survives a power cut only then. */
function syncDirectoryOf(path: string): void {
  withFile(dirname(path), 'r', fsyncSync)
}

function withFile<A>(path: string, flags: string, work: (handle: number) => A): A {
  const handle = openSync(path, flags)
  try {
    return work(handle)
  } finally {
    closeSync(handle)
  }
}

function immutableUrl(path: string): URL {
  return new URL(`file://${resolve(path).split(sep).map(encodeURIComponent).join('/')}?immutable=1`)
}

function isCalled(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
