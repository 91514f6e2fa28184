/** Cells: the rows of tables as columns of plain values, each checked against its column. */

import * as E from 'fp-ts/lib/Either.js'
import { CalendarDate, type CellType, type Columns, type Table } from '@grid-governance/event-sourcing'
import type { RowDoesNotFit } from './failures.ts'

/** Cells as a database takes them: days and microseconds since 1970, hundredths as whole numbers, JSON as text. */
export interface CellOf {
  readonly text: string
  readonly integer: bigint
  readonly hundredths: bigint
  readonly date: number
  readonly instant: bigint
  readonly boolean: boolean
  readonly json: string
}

/** One column of some rows. */
export type ColumnCells = { readonly [Type in CellType]: { readonly type: Type, readonly cells: Array<CellOf[Type] | null> } }[CellType]

/** Rows of one table that were not handed on yet. */
export interface RowsHeld {
  readonly count: () => number
  readonly add: (key: string, row: Readonly<Record<string, unknown>>) => E.Either<RowDoesNotFit, void>
  /** The rows held, as columns; from then on none are held. */
  readonly take: () => ReadonlyArray<ColumnCells>
}

/** Begins to hold rows of a table. */
export const holdRows = ({ name: table, columns }: Pick<Table, 'name' | 'columns'>): RowsHeld => {
  const own = Object.entries(columns)
  let held = emptyColumns(columns)
  let count = 0
  return {
    count: () => count,
    add: (key, row) => {
      for (const [index, [column, { type, nullable }]] of own.entries()) {
        const given = row[column]
        const cell = given === null && nullable ? null : given === undefined || given === null ? undefined : readers[type](given)
        if (cell === undefined) return E.left({ tag: 'RowDoesNotFit', table, column, key, found: shortened(given) })
        ;(held[index]?.cells as Array<CellOf[CellType] | null>).push(cell)
      }
      count += 1
      return E.right(undefined)
    },
    take: () => {
      const taken = held
      held = emptyColumns(columns)
      count = 0
      return taken
    },
  }
}

function emptyColumns(columns: Columns): ReadonlyArray<ColumnCells> {
  return Object.values(columns).map(({ type }) => ({ type, cells: [] }))
}

/** The cell that a value makes, or undefined where it makes none. */
const readers: { readonly [Type in CellType]: (value: unknown) => CellOf[Type] | undefined } = {
  text: (value) => typeof value === 'string' && value.isWellFormed() ? value : undefined,
  integer: (value) => wholeNumber(value, 2n ** 63n),
  hundredths: (value) => wholeNumber(value, 10n ** 18n),
  date: (value) => CalendarDate.is(value) ? Date.parse(value) / 86_400_000 : undefined,
  instant: (value) => Number.isSafeInteger(value) ? BigInt(value as number) * 1000n : undefined,
  boolean: (value) => typeof value === 'boolean' ? value : undefined,
  json: (value) => JSON.stringify(value),
}

/** A whole number of less than this, either way. */
function wholeNumber(value: unknown, limit: bigint): bigint | undefined {
  const whole = typeof value === 'bigint' ? value : Number.isSafeInteger(value) ? BigInt(value as number) : undefined
  return whole !== undefined && -limit < whole && whole < limit ? whole : undefined
}

function shortened(value: unknown): string {
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}
