/** Files beside the log: each has an application id and a format version of its own, and is opened or made here. */

import * as E from 'fp-ts/lib/Either.js'
import type { StoreUnavailable } from '@grid-governance/event-store'
import { connect, isDirectory, isSqliteError, makeFile, query, readValue, type Database } from '../database.ts'
import { sqliteTooOld } from '../log-format.ts'
import { attempt, unavailable } from '../sqlite-failures.ts'
import { listTables } from './sql/list-tables.ts'

/** What makes a file one of its kind. */
export interface SideFileFormat {
  /** What it is, for messages: "a file of read models". */
  readonly what: string
  readonly applicationId: number
  readonly formatVersion: number
  readonly schema: ReadonlyArray<string>
  /** FULL where nothing can rebuild it: what was saved survives a power cut. */
  readonly synchronous: 'FULL' | 'NORMAL'
  /**
   * For what can be made again: with `create` a file of an older format is emptied and made anew, within one transaction. `make` does that; what
   * is to be carried over is read before. A format without it has no older one.
   */
  readonly beginAnew?: (database: Database, make: () => void) => void
}

export interface SideFileOptions {
  readonly path: string
  /** `create` opens the file and makes it first where there is none; the other two expect it to be there. */
  readonly mode: 'create' | 'readWrite' | 'readOnly'
  /** Permissions of a new file. */
  readonly fileMode: number
}

/** How long one call of SQLite may block this process; beyond it the callers wait without blocking. */
const blockForMs = 50

/** Opens a file of this format. A foreign one, one of a newer format, or (but with `create`) one of an older is refused and left as it is; on `locked` the caller tries again. */
export const openSideFile = (format: SideFileFormat, options: SideFileOptions): E.Either<StoreUnavailable, Database> => {
  const old = sqliteTooOld(options.path)
  if (old !== undefined) return E.left(old)
  const made = attempt(options.path, () => {
    if (options.mode === 'create') makeFile(options.path, options.fileMode)
    if (isDirectory(options.path)) return unavailable('foreign', options.path, 'it is a directory')
    return undefined
  })
  if (E.isLeft(made)) return made
  return made.right === undefined ? connected(format, options) : E.left(made.right)
}

/** Runs work in one transaction that takes the lock at once; when it throws, nothing is written. `undo` tells from a result that nothing is to be. */
export const inTransaction = <A>(database: Database, work: () => A, undo: (result: A) => boolean = () => false): A => {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec(undo(result) ? 'ROLLBACK' : 'COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Runs several reads on one state of the file. */
export const inOneReading = <A>(database: Database, work: () => A): A => {
  database.exec('BEGIN')
  try {
    return work()
  } finally {
    if (database.isTransaction) database.exec('COMMIT')
  }
}

function connected(format: SideFileFormat, { path, mode }: SideFileOptions): E.Either<StoreUnavailable, Database> {
  let database: Database | undefined
  const refusal = attempt(path, () => {
    database = connect({ path, access: mode === 'readOnly' ? 'readOnly' : 'readWrite', busyTimeoutMs: blockForMs })
    database.exec('PRAGMA trusted_schema = OFF')
    database.exec('PRAGMA cell_size_check = ON')
    return prepare(database, format, path, mode)
  })
  if (E.isRight(refusal) && refusal.right === undefined && database !== undefined) return E.right(database)
  close(database)
  return E.isLeft(refusal) ? refusal : E.left(refusal.right as StoreUnavailable)
}

/**
 * A WAL of this many pages (16 MB) is folded into the file. SQLite's own measure is a quarter of it; models are written over and over, so that
 * what waits longer is folded once instead of four times, and fewer readers meet a save that waits for it.
 */
const pagesBeforeFolding = 4000

function prepare(database: Database, format: SideFileFormat, path: string, mode: SideFileOptions['mode']): StoreUnavailable | undefined {
  const refusal = refusalOf(database, format, path, mode)
  if (refusal !== undefined) return refusal
  if (mode !== 'readOnly') {
    database.exec('PRAGMA journal_mode = WAL')
    database.exec(`PRAGMA synchronous = ${format.synchronous}`)
    database.exec(`PRAGMA wal_autocheckpoint = ${pagesBeforeFolding}`)
  }
  const inTheWay = mode === 'create' ? makeSchema(database, format, path) : undefined
  return inTheWay ?? damageOf(database, format, path)
}

/** Tables that are missing or were altered: then nothing in the file can be relied upon. */
function damageOf(database: Database, { schema }: SideFileFormat, path: string): StoreUnavailable | undefined {
  const there = new Set(query<readonly [string]>(database, 'SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').all().map(([sql]) => sql))
  const missing = schema.filter((sql) => sql.startsWith('CREATE') && !there.has(sql))
  return missing.length === 0 ? undefined : unavailable('corrupt', path, `its schema is not what it was made with: ${missing.map((sql) => sql.split(' ')[2]).join(', ')}`)
}

function refusalOf(database: Database, { what, applicationId, formatVersion, beginAnew }: SideFileFormat, path: string, mode: SideFileOptions['mode']): StoreUnavailable | undefined {
  const id = readValue(database, 'PRAGMA application_id')
  const version = Number(readValue(database, 'PRAGMA user_version'))
  const empty = id === 0 && version === 0 && Number(readValue(database, 'SELECT count(*) FROM sqlite_schema')) === 0
  if (empty) return mode === 'create' ? undefined : unavailable('foreign', path, `it is empty; there is no ${what} in it yet`)
  if (id !== applicationId) return unavailable('foreign', path, `it is a SQLite database, but not ${what} of grid-governance`)
  if (version > formatVersion) return unavailable('newerFormat', path, `it has format ${version}; this release knows formats up to ${formatVersion}`)
  if (version > 0 && version < formatVersion && beginAnew !== undefined) {
    return mode === 'create' ? undefined : unavailable('olderFormat', path, `it has format ${version}; this release makes format ${formatVersion}`)
  }
  return version === formatVersion ? undefined : unavailable('corrupt', path, `its format version is ${version}, which never was`)
}

/** In one transaction; another process that was first is checked instead. */
function makeSchema(database: Database, format: SideFileFormat, path: string): StoreUnavailable | undefined {
  return inTransaction(database, () => {
    if (Number(readValue(database, 'SELECT count(*) FROM sqlite_schema')) > 0) {
      const refusal = refusalOf(database, format, path, 'readWrite')
      if (refusal?.reason !== 'olderFormat') return refusal
      format.beginAnew?.(database, () => { emptyAndMake(database, format) })
    } else emptyAndMake(database, format)
    return undefined
  })
}

function emptyAndMake(database: Database, format: SideFileFormat): void {
  for (const [table] of query<readonly [string]>(database, listTables).all()) database.exec(`DROP TABLE "${table}"`)
  for (const statement of format.schema) database.exec(statement)
  database.exec(`PRAGMA application_id = ${format.applicationId}`)
  database.exec(`PRAGMA user_version = ${format.formatVersion}`)
}

function close(database: Database | undefined): void {
  try {
    database?.close()
  } catch (error) {
    if (!isSqliteError(error)) throw error
  }
}
