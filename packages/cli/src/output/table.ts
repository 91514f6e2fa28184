/** Answers as text for people: sentences, and tables whose columns stand straight with Chinese characters in them. */

import Table from 'cli-table3'
import type { JsonValue } from '@grid-governance/event-sourcing'
import type { Words } from '../words/words.ts'
import type { Answer, AnswerTable, Column, Row } from './answer.ts'
import { rowsOnScreen, type Relation } from './relation.ts'
import { visible, visibleLine } from './visible.ts'

/** The text of an answer. */
export const asText = (answer: Answer, words: Words): string => {
  const standpoint = answer.standpoint === undefined ? [] : [words.sentences.standpoint(answer.standpoint)]
  const shown = answer.tables.filter((table) => table.rows.length > 0 && table.columns.some((column) => column.kind !== 'wide'))
  const relation = answer.relation === undefined || answer.relation.rows.length === 0 ? [] : [relationText(answer.relation)]
  const parts = [[...standpoint, ...answer.notes].map(visible).join('\n'), ...relation, ...shown.map((table) => tableText(table, words))]
  return parts.filter((part) => part !== '').join('\n\n')
}

function tableText(whole: AnswerTable, words: Words): string {
  const { title, columns, rows, indents } = folded(whole, words)
  const shown = columns.filter((column) => column.kind !== 'wide')
  const cells = rows.map((row, place) =>
    shown.map((column, index) => (index === 0 ? '  '.repeat(indents?.[place] ?? 0) : '') + cellText(column, row[column.heading], words)))
  const drawn = drawnTable(shown.map(({ heading, kind }) => ({ name: words.headings[heading], isFigure: kind === 'figure' })), cells)
  return [...(title === undefined ? [] : [visibleLine(title)]), drawn].join('\n')
}

/** As many rows as a screen is for; what is left out is said in the notes. */
function relationText({ columns, rows }: Relation): string {
  return drawnTable(columns, rows.slice(0, rowsOnScreen).map((row) => row.map((value) => value === null ? '' : valueText(value))))
}

function drawnTable(columns: Relation['columns'], cells: ReadonlyArray<ReadonlyArray<string>>): string {
  const table = new Table({
    head: columns.map(({ name }) => visibleLine(name)),
    colAligns: columns.map(({ isFigure }) => isFigure ? 'right' : 'left'),
    chars: lines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': paddingRight },
  })
  for (const row of cells) table.push([...row])
  const [rule = '', headings = '', ...body] = table.toString().split('\n').map((line) => line.trimEnd())
  return [headings, rule.slice(0, -paddingRight), ...body].join('\n')
}

/** The table with its long runs of like rows cut short. */
function folded(table: AnswerTable, words: Words): AnswerTable {
  const { foldRunsOf: by, rows, columns } = table
  if (by === undefined) return table
  const runs: Row[][] = []
  for (const row of rows) {
    const run = runs.at(-1)
    if (run !== undefined && run[0]?.[by] === row[by]) run.push(row)
    else runs.push([row])
  }
  const blank = Object.fromEntries(columns.map(({ heading }) => [heading, '']))
  return { ...table, rows: runs.flatMap((run) => run.length <= 3 ? run : [...run.slice(0, 2), { ...blank, [by]: words.sentences.moreOfThese(run.length - 2) }]) }
}

const paddingRight = 2

/** No frame: a rule is enough, drawn as the top edge, for only the table knows how wide it is on a screen, and put under the headings. */
const lines = {
  top: '─', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '',
}

function cellText({ heading, kind }: Column, value: JsonValue | undefined, words: Words): string {
  if (value === undefined || value === null) return kind === 'figure' ? words.sentences.unknown : ''
  if (heading === 'recordedAt' && typeof value === 'string') return value.slice(0, 19).replace('T', ' ')
  if (typeof value === 'boolean') return value ? words.sentences.yes : words.sentences.no
  return valueText(value)
}

function valueText(value: JsonValue): string {
  return visibleLine(typeof value === 'object' && value !== null ? listText(value) : String(value))
}

function listText(value: object): string {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(' ') : JSON.stringify(value)
}
