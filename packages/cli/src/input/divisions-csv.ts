/** The CSV of divisions: one line for each community, with its street or town. */

import * as E from 'fp-ts/lib/Either.js'
import type { CommunityCode, CommunityId, DistrictId, Name, TownCode, TownId } from '@grid-governance/domain'
import { codeElsewhere, duplicates, secondNames, wrongCells } from './cell.ts'
import { rowsBy, type CsvContent, type CsvRow } from './csv-rows.ts'
import { byLine, type InputProblem } from './input-problem.ts'

export const divisionColumns = {
  communityCode: { zh: '社区代码', en: 'community_code' },
  communityName: { zh: '社区名称', en: 'community_name' },
  townCode: { zh: '街道代码', en: 'street_code' },
  townName: { zh: '街道名称', en: 'street_name' },
} as const

type Row = CsvRow<keyof typeof divisionColumns>

/** Streets or towns that are new, in the order in which they first stand in the file, and all communities. */
export interface Divisions {
  readonly towns: ReadonlyArray<{ readonly townId: TownId, readonly code: TownCode, readonly name: Name }>
  readonly communities: ReadonlyArray<{ readonly communityId: CommunityId, readonly townId: TownId, readonly code: CommunityCode, readonly name: Name }>
}

/** A street or town of the register. */
export interface KnownTown {
  readonly townId: TownId
  readonly name: string
}

/**
 * Reads the divisions of a district; on any problem, all problems. `townWith` finds a town of the register by its code: its communities
 * come to it. Ids of what is new derive from the codes: T440402001, C440402001001.
 */
export const divisionsIn = (content: CsvContent<string>, district: DistrictId, townWith: (code: string) => KnownTown | undefined): E.Either<ReadonlyArray<InputProblem>, Divisions> => {
  const rows = rowsBy(divisionColumns, content)
  const wrong = rows.flatMap((row) => wrongCells(row, { communityCode: 'communityCode', communityName: 'name', townCode: 'townCode', townName: 'name' }))
  const wrongLines = new Set(wrong.map((problem) => 'line' in problem ? problem.line : 0))
  const sound = rows.filter((row) => !wrongLines.has(row.line))
  const problems = [
    ...content.problems,
    ...wrong,
    ...sound.flatMap((row) => [...codeElsewhere(row, 'townCode', district), ...codeElsewhere(row, 'communityCode', row.cells.townCode)]),
    ...duplicates(sound, 'communityCode', (row) => row.cells.communityCode),
    ...secondNames(sound, 'townCode', 'townName'),
    ...(rows.length === 0 && content.problems.length === 0 ? [{ problem: 'empty' } as const] : []),
  ]
  return problems.length > 0 ? E.left([...problems].sort(byLine)) : E.right({ towns: newTowns(sound, townWith), communities: sound.map((row) => communityOf(row, townWith)) })
}

/** Codes of the register under other names, each told once. */
export const otherTownNames = (content: CsvContent<string>, townWith: (code: string) => KnownTown | undefined): ReadonlyArray<InputProblem> => {
  const firstRows = new Map(rowsBy(divisionColumns, content).toReversed().map((row) => [`${row.cells.townCode} ${row.cells.townName}`, row]))
  return [...firstRows.values()].flatMap(({ line, named, cells }): ReadonlyArray<InputProblem> => {
    const known = townWith(cells.townCode)
    return known === undefined || known.name === cells.townName ? [] : [{ problem: 'otherTownName', line, column: named.townName, value: cells.townName, name: known.name }]
  })
}

function newTowns(rows: ReadonlyArray<Row>, townWith: (code: string) => KnownTown | undefined): Divisions['towns'] {
  const towns = new Map(rows.filter(({ cells }) => townWith(cells.townCode) === undefined).map(({ cells }) => [cells.townCode, cells.townName]))
  return [...towns].map(([code, name]) => ({ townId: townIdOf(code), code: code as TownCode, name: name as Name }))
}

function communityOf({ cells }: Row, townWith: (code: string) => KnownTown | undefined): Divisions['communities'][number] {
  return {
    communityId: `C${cells.communityCode}` as CommunityId, townId: townWith(cells.townCode)?.townId ?? townIdOf(cells.townCode),
    code: cells.communityCode as CommunityCode, name: cells.communityName as Name,
  }
}

function townIdOf(code: string): TownId {
  return `T${code}` as TownId
}
