/** `gridgov sql`: one SELECT over the tables of the grids, as of a day and as known at a moment; or the list of these tables. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { AllRows, QueryAnswer } from '@grid-governance/analytics'
import type { Table } from '@grid-governance/event-sourcing'
import { gridTables } from '@grid-governance/projections-grids'
import { mistaken } from '../arguments.ts'
import type { Failure } from '../failure.ts'
import { argumentOf, done, type AuditCommand, type Desk, type Outcome } from '../outcome.ts'
import { text, type AnswerTable, type Row } from '../output/answer.ts'
import { rowsOnScreen } from '../output/relation.ts'
import { analyticsOf, withTables, type AnalyticsPackage, type FilledTables } from './analyst-tables.ts'
import { readView, type View } from './standpoint.ts'

interface SqlQuestion {
  readonly view: View
  /** Undefined asks for the list of tables. */
  readonly select: string | undefined
}

/** More rows than these are not held in memory: for them there are exports. */
const atMost = 100_000

export const sql: AuditCommand<SqlQuestion> = {
  read: (given) => pipe(
    E.Do,
    E.bind('view', () => readView(given)),
    E.bind('select', () => given.options['tables'] === true
      ? E.right(undefined)
      : given.arguments[1] === undefined ? mistaken({ kind: 'missingArgument', name: 'select' }) : E.right(argumentOf(given, 1))),
  ),

  answersFrom: 'verifiedLog',

  answer: ({ view, select }, log, desk) => pipe(
    analyticsOf(desk),
    TE.flatMap((loaded) => select === undefined
      ? TE.right(done({ notes: [], tables: [listOf([...gridTables, loaded.standpointTable], loaded, desk)] }))
      : withTables(loaded, select, view, log, desk, (filled) => ask(loaded, select, filled, desk))),
  ),
}

function ask(loaded: AnalyticsPackage, select: string, filled: FilledTables, desk: Desk): TE.TaskEither<Failure, Outcome> {
  return pipe(
    filled.analytics.query(select),
    TE.flatMap((answer: QueryAnswer): TE.TaskEither<Failure, AllRows> => loaded.allRows(answer, atMost)),
    TE.map((all) => outcomeOf(all, filled, desk)),
  )
}

function outcomeOf({ columns, rows }: AllRows, { standpointOf, notes }: FilledTables, { words: { sentences } }: Desk): Outcome {
  const count = rows.length > rowsOnScreen ? sentences.rowsShown(rowsOnScreen, rows.length) : sentences.rowsFound(rows.length)
  return done({
    standpoint: standpointOf({ columns, rows }), notes: [...notes, count], tables: [],
    relation: { columns: columns.map(({ name, sqlType }) => ({ name, isFigure: figures.test(sqlType) })), rows },
  })
}

const figures = /INT|DECIMAL|DOUBLE|FLOAT/

/** Each table, and below it its columns. */
function listOf(tables: ReadonlyArray<Table>, { sqlTypes }: AnalyticsPackage, { words: { language } }: Desk): AnswerTable {
  return {
    name: 'tables',
    columns: text('table', 'column', 'type', 'mayBeEmpty', 'says'),
    rows: tables.flatMap(({ name, says, columns }): ReadonlyArray<Row> => [
      { table: name, column: null, type: null, mayBeEmpty: null, says: says[language] },
      ...Object.entries(columns).map(([column, own]) => ({ table: name, column, type: sqlTypes[own.type], mayBeEmpty: own.nullable, says: own.says[language] })),
    ]),
  }
}
