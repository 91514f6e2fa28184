/** CSV as rows by column: finds the header, in Chinese or English, and every line that is not what the header announces. */

import { parse, type CsvError } from 'csv-parse/sync'
import type { InputProblem } from './input-problem.ts'

/** The languages of headers. */
export type HeaderLanguage = 'zh' | 'en'

/** The columns of one kind of file: the name of each in both languages, in their order. */
export type Columns<Column extends string> = { readonly [C in Column]: { readonly zh: string, readonly en: string } }

/** One row; `line` is its line in the file, counted from 1, where a quoted cell spans several lines the last of them. */
export interface CsvRow<Column extends string> {
  readonly line: number
  readonly cells: { readonly [C in Column]: string }
  /** The columns as the file calls them. */
  readonly named: { readonly [C in Column]: string }
}

export interface CsvContent<Kind extends string> {
  readonly header: { readonly kind: Kind, readonly language: HeaderLanguage, readonly names: ReadonlyArray<string> } | undefined
  readonly rows: ReadonlyArray<{ readonly line: number, readonly cells: ReadonlyArray<string> }>
  readonly problems: ReadonlyArray<InputProblem>
}

/** Reads CSV text whose header is that of one of these kinds; columns may stand in any order. */
export const readCsv = <Kind extends string>(
  text: string, kinds: Readonly<Record<Kind, Columns<string>>>, language: HeaderLanguage | 'auto' = 'auto',
): CsvContent<Kind> => {
  const { lines, problems } = parseLines(text)
  const [first, ...rest] = lines
  if (first === undefined) return { header: undefined, rows: [], problems: [...problems, { problem: 'empty' }] }
  const header = headerOf(first.cells, kinds, language)
  if (header === undefined) return { header: undefined, rows: [], problems: [{ problem: 'unknownHeader', found: first.cells }] }
  const width = first.cells.length
  const short = rest.filter(({ cells }) => cells.length !== width)
  return {
    header: { ...header, names: first.cells },
    rows: rest.filter(({ cells }) => cells.length === width),
    problems: [...problems, ...short.map(({ line, cells }): InputProblem => ({ problem: 'cellCount', line, expected: width, found: cells.length }))],
  }
}

/** The rows of a file by the columns of its kind. */
export const rowsBy = <Column extends string>(columns: Columns<Column>, content: CsvContent<string>): ReadonlyArray<CsvRow<Column>> => {
  const { header } = content
  if (header === undefined) return []
  const names = Object.keys(columns) as Column[]
  const places = names.map((name) => [name, header.names.indexOf(columns[name][header.language])] as const)
  const named = Object.fromEntries(names.map((name) => [name, columns[name][header.language]])) as CsvRow<Column>['named']
  return content.rows.map(({ line, cells }) =>
    ({ line, named, cells: Object.fromEntries(places.map(([name, place]) => [name, cells[place] ?? ''])) as CsvRow<Column>['cells'] }))
}

interface Line {
  readonly line: number
  readonly cells: ReadonlyArray<string>
}

function parseLines(text: string): { readonly lines: ReadonlyArray<Line>, readonly problems: ReadonlyArray<InputProblem> } {
  const problems: InputProblem[] = []
  let reached = 0
  const parsed = parse(text, {
    info: true, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, skip_records_with_error: true,
    // csv-parse tells the line on which it gave up: for an open quote that is the end of the file, so we name the line after the last good one.
    on_skip: (error) => { if (error !== undefined) problems.push(malformed(error, reached + 1)) },
    on_record: (record: Parsed) => { reached = record.info.lines; return record },
  }) as unknown as ReadonlyArray<Parsed>
  return { lines: parsed.map(({ info, record }) => ({ line: info.lines, cells: record })), problems }
}

/** What csv-parse yields under `info: true`; its types leave that shape open. */
interface Parsed {
  readonly info: { readonly lines: number }
  readonly record: ReadonlyArray<string>
}

function malformed(error: CsvError, afterLastGood: number): InputProblem {
  const detail = error.message
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED': return { problem: 'malformedLine', line: afterLastGood, fault: 'quoteNotClosed', detail }
    case 'CSV_INVALID_CLOSING_QUOTE': return { problem: 'malformedLine', line: Number(error['lines']), fault: 'textAfterQuote', detail }
    case 'INVALID_OPENING_QUOTE': return { problem: 'malformedLine', line: Number(error['lines']), fault: 'quoteInCell', detail }
    default: return { problem: 'malformedLine', line: Number(error['lines'] ?? afterLastGood), fault: 'other', detail }
  }
}

function headerOf<Kind extends string>(
  cells: ReadonlyArray<string>, kinds: Readonly<Record<Kind, Columns<string>>>, language: HeaderLanguage | 'auto',
): { readonly kind: Kind, readonly language: HeaderLanguage } | undefined {
  const languages: ReadonlyArray<HeaderLanguage> = language === 'auto' ? ['zh', 'en'] : [language]
  for (const kind of Object.keys(kinds) as Kind[]) {
    for (const one of languages) {
      const wanted = Object.values(kinds[kind]).map((column) => column[one])
      if (wanted.length === cells.length && wanted.every((name) => cells.includes(name))) return { kind, language: one }
    }
  }
  return undefined
}
