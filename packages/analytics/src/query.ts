/** Queries: one SELECT, its rows streamed batch by batch. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { JsonValue } from '@grid-governance/event-sourcing'
import { failureOf } from './duckdb-errors.ts'
import type { Database, ResultColumn, Session, StreamedResult } from './duckdb.ts'
import type { QueryFailure, TooManyRows } from './failures.ts'
import { notOneSelect } from './one-select.ts'

/** The rows of an answer, in the order of its columns; a batch after a failure never comes. */
export interface QueryAnswer {
  readonly columns: ReadonlyArray<ResultColumn>
  /** Can be gone through once. Leaving off early is fine; what it holds is let go of. */
  readonly batches: AsyncIterable<E.Either<QueryFailure, ReadonlyArray<ReadonlyArray<JsonValue>>>>
}

/** An answer with all its rows. */
export interface AllRows {
  readonly columns: ReadonlyArray<ResultColumn>
  readonly rows: ReadonlyArray<ReadonlyArray<JsonValue>>
}

/** What failures are told with. */
export interface Surroundings {
  readonly folder: string
  readonly memoryMiB: number
}

/** Asks a database one SELECT. */
export const askDatabase = (database: Database, around: Surroundings, sql: string): TaskEither<QueryFailure, QueryAnswer> => async () => {
  const session = await database.connect()
  const failed = (thrown: string): QueryFailure => failureOf(thrown, { sql, path: around.folder, memoryMiB: around.memoryMiB })
  const refused = await notOneSelect(session, sql)
  const result = refused === undefined ? E.mapLeft(({ thrown }: { thrown: string }) => failed(thrown))(await session.stream(sql)) : E.left(refused)
  if (E.isLeft(result)) {
    session.close()
    return result
  }
  return E.right({ columns: result.right.columns, batches: batchesOf(session, result.right, failed) })
}

/** All rows of an answer, in memory; fails where there are more than that many. */
export const allRows = (answer: QueryAnswer, atMost: number): TaskEither<QueryFailure | TooManyRows, AllRows> => async () => {
  const rows: Array<ReadonlyArray<JsonValue>> = []
  for await (const batch of answer.batches) {
    if (E.isLeft(batch)) return batch
    for (const row of batch.right) rows.push(row)
    if (rows.length > atMost) return E.left({ tag: 'TooManyRows', atMost })
  }
  return E.right({ columns: answer.columns, rows })
}

async function* batchesOf(session: Session, result: StreamedResult, failed: (thrown: string) => QueryFailure): AsyncGenerator<E.Either<QueryFailure, ReadonlyArray<ReadonlyArray<JsonValue>>>, void, undefined> {
  try {
    for (;;) {
      const rows = await result.next()
      if (E.isLeft(rows)) {
        yield E.left(failed(rows.left.thrown))
        return
      }
      if (rows.right === undefined) return
      yield E.right(rows.right)
    }
  } finally {
    session.close()
  }
}
