/** Answers as CSV: rows only, every one of them with the day and the knowledge from which it comes. */

import { stringify } from 'csv-stringify/sync'
import type { JsonValue } from '@grid-governance/event-sourcing'
import type { Answer, AnswerTable, Standpoint } from './answer.ts'
import { instantText } from './instant.ts'
import type { Relation } from './relation.ts'

/** The CSV of an answer (RFC 4180, UTF-8); of several tables the first, since a file of two shapes is no table. */
export const asCsv = ({ standpoint, tables, relation }: Answer): string => {
  if (relation !== undefined) return relationCsv(relation, standpoint)
  const [table] = tables
  if (table === undefined) return ''
  const own = standpoint === undefined ? {} : standpointCells(standpoint)
  const header = [...table.columns.map((column) => snakeCase(column.heading)), ...Object.keys(own)]
  const cells = table.rows.map((row) => [...table.columns.map((column) => cellOf(row[column.heading])), ...Object.values(own)])
  // A name that begins with = or @ must not run as a formula in a spreadsheet.
  return stringify([header, ...cells], { escape_formulas: true }).trimEnd()
}

/** The columns as the asker named them, then those that say where each row comes from. */
function relationCsv({ columns, rows }: Relation, standpoint: Standpoint | undefined): string {
  const own = standpoint === undefined ? {} : standpointCells(standpoint)
  const header = [...columns.map((column) => column.name), ...Object.keys(own)]
  return stringify([header, ...rows.map((row) => [...row.map(cellOf), ...Object.values(own)])], { escape_formulas: true }).trimEnd()
}

function standpointCells({ asOf, position, recordedAt, projections, fingerprint }: Standpoint): Readonly<Record<string, string | number>> {
  return {
    as_of: asOf,
    known_at_position: position === 'beginning' ? '' : position,
    known_at_instant: recordedAt === undefined ? '' : instantText(recordedAt),
    ...(projections === undefined ? {} : { projections: projections.join(' ') }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  }
}

function cellOf(value: JsonValue | undefined): string | number {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return value
  if (typeof value === 'string') return value
  return typeof value === 'boolean' ? String(value) : listText(value)
}

function listText(value: object): string {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(' ') : JSON.stringify(value)
}

function snakeCase(name: AnswerTable['columns'][number]['heading']): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
