/** Cells: what a column must hold, and finding duplicates among rows. */

import { BuildingNumber, CommunityCode, Count, GridCode, Name, TownCode } from '@grid-governance/domain'
import type { CsvRow } from './csv-rows.ts'
import type { CellKind, InputProblem } from './input-problem.ts'

const holds: { readonly [Kind in CellKind]: (text: string) => boolean } = {
  communityCode: CommunityCode.is,
  townCode: TownCode.is,
  gridCode: GridCode.is,
  buildingNumber: BuildingNumber.is,
  count: (text) => /^\d{1,10}$/.test(text) && Count.is(Number(text)),
  name: Name.is,
}

/** The cells of a row that do not hold what their column must hold. */
export const wrongCells = <Column extends string>(row: CsvRow<Column>, kinds: { readonly [C in Column]: CellKind }): ReadonlyArray<InputProblem> =>
  (Object.keys(kinds) as Column[])
    .filter((column) => !holds[kinds[column]](row.cells[column]))
    .map((column): InputProblem => ({ problem: 'wrongCell', line: row.line, column: row.named[column], value: row.cells[column], expected: kinds[column] }))

/** Rows whose value (made of one or several cells) stood on an earlier line already. */
export const duplicates = <Column extends string>(
  rows: ReadonlyArray<CsvRow<Column>>, column: Column, valueOf: (row: CsvRow<Column>) => string,
): ReadonlyArray<InputProblem> => {
  const first = new Map<string, number>()
  return rows.flatMap((row): ReadonlyArray<InputProblem> => {
    const value = valueOf(row)
    const firstLine = first.get(value)
    if (firstLine !== undefined) return [{ problem: 'duplicate', line: row.line, column: row.named[column], value, firstLine }]
    first.set(value, row.line)
    return []
  })
}

/** Rows that give a code another name than an earlier line gave it. */
export const secondNames = <Column extends string>(rows: ReadonlyArray<CsvRow<Column>>, code: Column, name: Column): ReadonlyArray<InputProblem> => {
  const first = new Map<string, CsvRow<Column>>()
  return rows.flatMap((row): ReadonlyArray<InputProblem> => {
    const before = first.get(row.cells[code])
    if (before === undefined) { first.set(row.cells[code], row); return [] }
    return before.cells[name] === row.cells[name] ? [] : [{
      problem: 'twoNames', line: row.line, column: row.named[code], value: row.cells[code],
      name: row.cells[name], firstLine: before.line, firstName: before.cells[name],
    }]
  })
}

/** A row whose code does not begin with the code that it must lie under. */
export const codeElsewhere = <Column extends string>(row: CsvRow<Column>, column: Column, under: string): ReadonlyArray<InputProblem> =>
  row.cells[column].startsWith(under)
    ? []
    : [{ problem: 'codeElsewhere', line: row.line, column: row.named[column], value: row.cells[column], belongsUnder: under }]
