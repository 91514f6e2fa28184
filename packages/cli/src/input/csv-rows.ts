/** CSV as rows by column: finds the header, in Chinese or English, and every line that is not what the header announces. */

import { CsvError, parse } from 'csv-parse/sync'
import type { InputProblem } from './input-problem.ts'

/** The languages of headers. */
export type HeaderLanguage = 'zh' | 'en'

/** The columns of one kind of file: the name of each in both languages, in their order. */
export type Columns<Column extends string> = { readonly [C in Column]: { readonly zh: string, readonly en: string } }

/** One row; `line` is its line in the file, counted from 1, where a quoted cell spans several lines the first of them. */
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
  if (header === undefined) return { header: undefined, rows: [], problems: [{ problem: 'unknownHeader', found: first.cells, language }] }
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

/** How many malformed lines are told at most; each costs another reading of what follows. */
const mostMalformed = 100

function parseLines(text: string): { readonly lines: ReadonlyArray<Line>, readonly problems: ReadonlyArray<InputProblem> } {
  const physical = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
  const lines: Line[] = []
  const problems: InputProblem[] = []
  let read = 0
  while (read < physical.length && problems.length < mostMalformed) {
    const fault = parseFrom(physical.slice(read), read, lines)
    if (fault === undefined) break
    problems.push(fault)
    // After a malformed line a parser is lost, so reading begins anew on the line after it.
    read = fault.line
  }
  return { lines, problems }
}

type Malformed = Extract<InputProblem, { readonly problem: 'malformedLine' }>

/** Reads on until the end or the first malformed line. */
function parseFrom(physical: ReadonlyArray<string>, before: number, lines: Line[]): Malformed | undefined {
  let good = before
  try {
    parse(physical.join('\n'), {
      trim: true, skip_empty_lines: true, relax_column_count: true,
      on_record: (cells: string[], { lines: line }) => {
        lines.push({ line: firstLineOf(physical, good - before) + before, cells })
        good = before + line
        return null
      },
    })
    return undefined
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = error.code === 'CSV_QUOTE_NOT_CLOSED' ? good + 1 : before + Number(error['lines'] ?? 1)
    return { problem: 'malformedLine', line, fault: faults[error.code] ?? 'other', detail: error.message }
  }
}

/** The first line that is not empty after so many, counted from 1. */
function firstLineOf(physical: ReadonlyArray<string>, read: number): number {
  let place = read
  while (place < physical.length - 1 && (physical[place] ?? '').trim() === '') place += 1
  return place + 1
}

const faults: { readonly [code: string]: Malformed['fault'] } = {
  CSV_QUOTE_NOT_CLOSED: 'quoteNotClosed', CSV_INVALID_CLOSING_QUOTE: 'textAfterQuote', INVALID_OPENING_QUOTE: 'quoteInCell',
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
