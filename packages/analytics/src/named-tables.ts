/** Which tables a query names: found on empty ones, so that a mistake is told at once and no log is read in vain. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Table } from '@grid-governance/event-sourcing'
import { failureOf } from './duckdb-errors.ts'
import { openDatabase, type Database, type Thrown } from './duckdb.ts'
import type { QueryFailure } from './failures.ts'
import { notOneSelect } from './one-select.ts'
import { schemaOf } from './schema.ts'
import { standpointTable } from './standpoint-table.ts'

/** Checks a query, and answers which of the tables it names; those it does not name need not be filled. All of them where it names none, or asks for `standpoint`. */
export const tablesNamedIn = (tables: ReadonlyArray<Table>, sql: string): TaskEither<QueryFailure, ReadonlyArray<Table>> => async () => {
  const failed = ({ thrown }: Thrown): QueryFailure => failureOf(thrown, { sql, path: ':memory:', memoryMiB })
  const opened = await openDatabase({ file: ':memory:', spillFolder: '', memoryMiB, purpose: 'ask' })
  if (E.isLeft(opened)) return E.left(failed(opened.left))
  try {
    return await namedOn(opened.right, tables, sql, failed)
  } finally {
    opened.right.close()
  }
}

/** Empty tables need next to nothing. */
const memoryMiB = 128

async function namedOn(database: Database, tables: ReadonlyArray<Table>, sql: string, failed: (thrown: Thrown) => QueryFailure): Promise<E.Either<QueryFailure, ReadonlyArray<Table>>> {
  const session = await database.connect()
  const refused = await notOneSelect(session, sql)
  if (refused !== undefined) return E.left(refused)
  for (const statement of [...tables, standpointTable].flatMap(schemaOf)) {
    const made = await session.run(statement)
    if (E.isLeft(made)) throw new Error(`DuckDB does not take a table: ${made.left.thrown}`)
  }
  const columns = await session.columnsOf(sql)
  if (E.isLeft(columns)) return E.left(failed(columns.left))
  session.close()
  const named = tables.filter(({ name }) => standsIn(sql, name))
  return E.right(named.length === 0 || standsIn(sql, standpointTable.name) ? tables : named)
}

/** As a word anywhere: one that stands in a comment is filled in vain, but none is left empty. */
function standsIn(sql: string, name: string): boolean {
  return new RegExp(String.raw`\b${name}\b`, 'i').test(sql)
}
