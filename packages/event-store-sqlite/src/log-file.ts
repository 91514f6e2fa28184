/** Opens the file of a log, or makes it: everything that is checked before the first event is read. */

import { dirname } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { StoreUnavailable } from '@grid-governance/event-store'
import { connect, firstBytes, isDirectory, isSqliteError, mayWrite, readValue, sizeOf, type Database } from './database.ts'
import { makeLog, schemaProblems, sqliteTooOld, stateOfFile } from './log-format.ts'
import { makeLogFile } from './make-log-file.ts'
import { attempt, unavailable } from './sqlite-failures.ts'
import { guardFunction } from './sql/create-log.ts'

export interface LogFileOptions {
  readonly path: string
  /** `create` opens the log and makes it first where there is none, or only an empty file; the other two expect it to be there. */
  readonly mode: 'readWrite' | 'readOnly' | 'create'
  readonly synchronous: 'FULL' | 'NORMAL'
  /** Permissions of a new file, for example 0o640. */
  readonly fileMode: number
}

export interface LogFile {
  readonly database: Database
  readonly access: 'readWrite' | 'readOnly' | 'immutable'
}

/** How long one call of SQLite may block this process; beyond it the callers here wait without blocking. */
const blockForMs = 50
const pagesInMemoryKiB = 16_384
const walKeptBytes = 67_108_864

/** Opens the log; on `locked` the caller tries again. */
export const openLogFile = (options: LogFileOptions): E.Either<StoreUnavailable, LogFile> => {
  const old = sqliteTooOld(options.path)
  if (old !== undefined) return E.left(old)
  const made = options.mode === 'create' ? makeLogFile(options.path, options.fileMode) : E.right(undefined)
  if (E.isLeft(made)) return made
  const found = attempt(options.path, () => refusalByHeader(options))
  if (E.isLeft(found)) return E.left(whileReading(found.left))
  if (found.right !== undefined) return E.left(found.right)
  return options.mode === 'readOnly' ? openToRead(options.path) : openToWrite(options)
}

/** The file system forbids reading and writing with one code; nothing was to be written yet. */
function whileReading(failure: StoreUnavailable): StoreUnavailable {
  return failure.reason === 'readOnly' ? { ...failure, reason: 'unreadable' } : failure
}

/** What can be said without SQLite, so that no foreign file is ever touched by it. */
function refusalByHeader({ path, mode }: LogFileOptions): StoreUnavailable | undefined {
  if (isDirectory(path)) return unavailable('foreign', path, 'it is a directory')
  const header = firstBytes(path, 16)
  if (header.length === 0) return mode === 'create' ? undefined : unavailable('foreign', path, 'the file is empty; there is no log in it yet')
  if (header.toString('latin1') !== 'SQLite format 3\0') return unavailable('foreign', path, 'it is not a SQLite database')
  if (mode === 'readOnly') return undefined
  return refusedAccess(path, 'the file may not be written') ?? refusedAccess(dirname(path), 'its directory may not be written, and SQLite needs to put its WAL there')
}

function refusedAccess(path: string, detail: string): StoreUnavailable | undefined {
  return mayWrite(path) ? undefined : unavailable('readOnly', path, detail)
}

function openToWrite({ path, mode, synchronous }: LogFileOptions): E.Either<StoreUnavailable, LogFile> {
  return connected(path, 'readWrite', (database) => {
    database.function(guardFunction, () => 1)
    const file = stateOfFile(database, path)
    if (file.state === 'refused') return file.failure
    if (file.state === 'empty' && mode !== 'create') return unavailable('foreign', path, 'there is no log in it yet')
    if (file.state === 'empty') makeLog(database)
    const problems = schemaProblems(database)
    if (problems.length > 0) return unavailable('corrupt', path, `the schema is not that of a log: ${problems.join('; ')}`)
    database.exec('PRAGMA journal_mode = WAL')
    database.exec(`PRAGMA synchronous = ${synchronous}`)
    database.exec('PRAGMA wal_autocheckpoint = 0')
    database.exec(`PRAGMA journal_size_limit = ${walKeptBytes}`)
    return undefined
  })
}

function openToRead(path: string): E.Either<StoreUnavailable, LogFile> {
  const opened = readable(path, 'readOnly')
  if (E.isRight(opened) || !['io', 'readOnly'].includes(opened.left.reason) || mayWrite(dirname(path))) return opened
  return walWaits(path)
    ? E.left(unavailable('unreadable', path, 'its directory may not be written, and a WAL waits to be folded in; open it once where it may be written'))
    : readable(path, 'immutable')
}

function readable(path: string, access: 'readOnly' | 'immutable'): E.Either<StoreUnavailable, LogFile> {
  return connected(path, access, (database) => {
    const file = stateOfFile(database, path)
    if (file.state === 'refused') return file.failure
    return file.state === 'empty' ? unavailable('foreign', path, 'there is no log in it yet') : undefined
  })
}

/**
 * A log in WAL mode needs an index file beside it even to be read. Where the directory may not be written and no WAL waits to be folded
 * in, the file is read as one that nobody writes to.
 */
function walWaits(path: string): boolean {
  return sizeOf(`${path}-wal`) > 0
}

/** Connects, lets `check` refuse, and closes the connection again unless all went well. */
function connected(path: string, access: LogFile['access'], check: (database: Database) => StoreUnavailable | undefined): E.Either<StoreUnavailable, LogFile> {
  let database: Database | undefined
  const result = attempt(path, () => {
    database = connect({ path, access, busyTimeoutMs: blockForMs })
    database.exec('PRAGMA cell_size_check = ON')
    database.exec(`PRAGMA cache_size = -${pagesInMemoryKiB}`)
    readValue(database, 'PRAGMA schema_version')
    return check(database)
  })
  if (E.isRight(result) && result.right === undefined && database !== undefined) return E.right({ database, access })
  close(database)
  return E.isLeft(result) ? result : E.left(result.right as StoreUnavailable)
}

function close(database: Database | undefined): void {
  try {
    database?.close()
  } catch (error) {
    if (!isSqliteError(error)) throw error
  }
}
