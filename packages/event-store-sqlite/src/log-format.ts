/** What makes a file a log of ours: application id, format version and schema; how an empty file becomes one. */

import type { StoreUnavailable } from '@grid-governance/event-store'
import { query, readValue, sqliteVersion, type Database } from './database.ts'
import { unavailable } from './sqlite-failures.ts'
import { createLog } from './sql/create-log.ts'

/** "GGev" in the header of the file; `file` and SQLite's own tools show it. */
export const applicationId = 0x47476576

/** The only format there is so far; a file with a higher number was made by a newer release. */
export const formatVersion = 1

/** The oldest SQLite without the WAL-reset bug that can corrupt a log. Node 24.21 ships 3.53.4. */
const oldestSqlite = '3.51.3'

export type FileState =
  | { readonly state: 'empty' }
  | { readonly state: 'log' }
  | { readonly state: 'refused', readonly failure: StoreUnavailable }

/** Whether an open file is a log that this release can use. */
export const stateOfFile = (database: Database, path: string): FileState => {
  const id = readValue(database, 'PRAGMA application_id')
  const version = Number(readValue(database, 'PRAGMA user_version'))
  const things = Number(readValue(database, 'SELECT count(*) FROM sqlite_schema'))
  if (Number(readValue(database, 'PRAGMA page_count')) === 0) return { state: 'empty' }
  if (id === 0 && things === 0) return refused('foreign', path, 'it is a SQLite database with nothing in it; no log was begun there')
  if (id !== applicationId) return refused('foreign', path, 'it is a SQLite database, but not an event log of grid-governance')
  if (version > formatVersion) return refused('newerFormat', path, `it has format ${version}; this release knows formats up to ${formatVersion}`)
  return version === formatVersion ? { state: 'log' } : refused('corrupt', path, `its format version is ${version}, which never was`)
}

/**
 * Gives an empty file the schema of a log, in one transaction; does nothing when another process was first. WAL mode comes afterwards: it
 * is written into the file, which would no longer be empty where the transaction finds no room.
 */
export const makeLog = (database: Database): void => {
  database.exec('BEGIN IMMEDIATE')
  try {
    if (Number(readValue(database, 'SELECT count(*) FROM sqlite_schema')) === 0) {
      for (const statement of createLog) database.exec(statement)
      database.exec(`PRAGMA application_id = ${applicationId}`)
      database.exec(`PRAGMA user_version = ${formatVersion}`)
    }
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** What is missing from the schema, altered, or there beside it: one sentence each. */
export const schemaProblems = (database: Database): ReadonlyArray<string> => {
  const there = new Map(query<[string, string]>(database, `SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL`).all())
  const expected = new Map(createLog.map((sql) => [nameOf(sql), sql]))
  return [
    ...[...expected].filter(([name, sql]) => there.get(name) !== sql).map(([name]) => there.has(name) ? `${name} was altered` : `${name} is missing`),
    ...[...there.keys()].filter((name) => !expected.has(name)).map((name) => `${name} does not belong there`),
  ]
}

/** The reason to refuse a SQLite that would endanger logs; undefined when it is recent enough. */
export const sqliteTooOld = (path: string, version: string = sqliteVersion()): StoreUnavailable | undefined =>
  compareVersions(version, oldestSqlite) < 0
    ? unavailable('unsupported', path, `this node ships SQLite ${version}; versions before ${oldestSqlite} can corrupt a log`)
    : undefined

function refused(reason: StoreUnavailable['reason'], path: string, detail: string): FileState {
  return { state: 'refused', failure: unavailable(reason, path, detail) }
}

function nameOf(sql: string): string {
  return /^CREATE (?:TABLE|TRIGGER|VIEW) (\w+)/.exec(sql)?.[1] ?? sql
}

function compareVersions(left: string, right: string): number {
  const numbers = (version: string): ReadonlyArray<number> => version.split('.').map(Number)
  const [leftParts, rightParts] = [numbers(left), numbers(right)]
  const different = leftParts.findIndex((part, index) => part !== rightParts[index])
  return different === -1 ? 0 : (leftParts[different] ?? 0) - (rightParts[different] ?? 0)
}
