/** `gridgov export`: a table or a SELECT as a file, whole or not at all. */

import { extname } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { gridTables } from '@grid-governance/projections-grids'
import { mistaken, wordArgument } from '../arguments.ts'
import type { Failure, UsageWrong } from '../failure.ts'
import { done, optionOf, type AuditCommand, type Desk, type Given, type Outcome } from '../outcome.ts'
import { analyticsOf, withTables, type FilledTables } from './analyst-tables.ts'
import { readView, type View } from './standpoint.ts'

const formats = ['parquet', 'csv', 'jsonl'] as const
type Format = typeof formats[number]

interface ExportQuestion {
  readonly view: View
  readonly rows: Rows
  readonly to: string
  readonly format: Format
  readonly forExcel: boolean
  readonly force: boolean
}

type Rows = { readonly table: string } | { readonly select: string }

export const exportRows: AuditCommand<ExportQuestion> = {
  read: (given) => pipe(
    E.Do,
    E.bind('view', () => readView(given)),
    E.bind('rows', () => rowsMeant(given)),
    E.bind('to', () => E.right(optionOf(given, 'to') ?? '')),
    E.bind('format', ({ to }) => formatMeant(to, optionOf(given, 'as'))),
    E.let('forExcel', () => given.options['forExcel'] === true),
    E.let('force', () => given.options['force'] === true),
  ),

  answersFrom: 'verifiedLog',

  answer: (question, log, desk) => pipe(
    selectOf(question.rows),
    TE.fromEither,
    TE.bindTo('select'),
    TE.bindW('loaded', () => analyticsOf(desk)),
    // Told before the log is read in vain.
    TE.tap(({ loaded }): TE.TaskEither<Failure, void> => loaded.canExportTo(question.to, question.force)),
    TE.flatMap(({ loaded, select }) => withTables(loaded, select, question.view, log, desk, (filled) => write(question, select, filled, desk))),
  ),
}

function rowsMeant(given: Given): E.Either<UsageWrong, Rows> {
  const [table, select] = [optionOf(given, 'table'), optionOf(given, 'sql')]
  if (table !== undefined && select === undefined) return E.right({ table })
  return select !== undefined && table === undefined ? E.right({ select }) : mistaken({ kind: 'chooseOne', options: ['--table', '--sql'] })
}

/** By `--as`, or by the ending of the file's name. */
function formatMeant(to: string, asked: string | undefined): E.Either<UsageWrong, Format> {
  if (asked !== undefined) return wordArgument('--as', formats, asked)
  const ending = extname(to).slice(1).toLowerCase()
  return ending === 'ndjson' ? E.right('jsonl') : wordArgument('--as', formats, ending)
}

function selectOf(rows: Rows): E.Either<Failure, string> {
  if ('select' in rows) return E.right(rows.select)
  const tables = gridTables.map(({ name }) => name)
  return tables.includes(rows.table) ? E.right(`SELECT * FROM ${rows.table}`) : E.left({ tag: 'UnknownTable', table: rows.table, tables })
}

function write({ to, format, forExcel, force }: ExportQuestion, select: string, { analytics, standpoint, notes }: FilledTables, desk: Desk): TE.TaskEither<Failure, Outcome> {
  const { sentences } = desk.words
  return async () => {
    const progress = desk.progress(sentences.writing)
    try {
      const written = await analytics.export({
        rows: { sql: select }, to, format, overwrite: force, forSpreadsheet: forExcel, onWritten: ({ rows, of }) => { progress.advance(rows, Math.max(rows, of)) },
      })()
      return E.map((rows: number) => done({ standpoint, notes: [...notes, sentences.exported(rows, to)], tables: [] }))(written)
    } finally {
      progress.end()
    }
  }
}
