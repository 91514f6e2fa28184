/** A log as SQL text: every statement that makes it again, and nothing that differs from one machine to the next. */

import { closeSync, openSync } from 'node:fs'
import { connect, query, type Database } from '../database.ts'

const tables: Readonly<Record<string, string>> = {
  categories: 'id', streams: 'id', types: 'id', events: 'position', stream_heads: 'stream', stream_heads_reach: 'id', stream_marks: 'stream, version',
}

/** The text of a closed log. */
export const dumpOf = (path: string): string => {
  const database = connect({ path, access: 'readOnly', busyTimeoutMs: 100 })
  try {
    return [...pragmas(database), ...schema(database, true), ...Object.entries(tables).flatMap(([table, order]) => rows(database, table, order)), ...schema(database, false)]
      .map((statement) => `${statement};\n`).join('')
  } finally {
    database.close()
  }
}

/** Makes the file again. */
export const loadDump = (path: string, dump: string): void => {
  closeSync(openSync(path, 'wx'))
  const database = connect({ path, access: 'readWrite', busyTimeoutMs: 100 })
  database.exec(dump)
  database.close()
}

function pragmas(database: Database): ReadonlyArray<string> {
  return ['application_id', 'user_version'].map((pragma) => `PRAGMA ${pragma} = ${String(query<[number]>(database, `PRAGMA ${pragma}`).get()?.[0])}`)
}

/** Tables come before the rows, triggers and views after them: the triggers refuse rows from anybody but the store. */
function schema(database: Database, ofTables: boolean): ReadonlyArray<string> {
  return query<[string]>(database, `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND (type = 'table') = ${Number(ofTables)} ORDER BY rowid`).all().map(([sql]) => sql)
}

function rows(database: Database, table: string, order: string): ReadonlyArray<string> {
  const columns = query<[string]>(database, `SELECT name FROM pragma_table_info('${table}')`).all().map(([name]) => name)
  const values = columns.map((column) => `quote(${column})`).join(" || ', ' || ")
  return query<[string]>(database, `SELECT ${values} FROM ${table} ORDER BY ${order}`).all().map(([row]) => `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${row})`)
}
