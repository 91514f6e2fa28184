/** The CSV of grids: one line for each building, with the grid and the community in which it is. */

import * as E from 'fp-ts/lib/Either.js'
import type { BuildingDetails, BuildingId, BuildingNumber, CommunityId, Count, GridCode, GridId, Name } from '@grid-governance/domain'
import { codeElsewhere, duplicates, secondNames, wrongCells } from './cell.ts'
import { rowsBy, type CsvContent, type CsvRow } from './csv-rows.ts'
import { byLine, type InputProblem } from './input-problem.ts'

export const gridColumns = {
  communityCode: { zh: '社区代码', en: 'community_code' },
  gridCode: { zh: '网格代码', en: 'grid_code' },
  gridName: { zh: '网格名称', en: 'grid_name' },
  buildingNumber: { zh: '楼栋编号', en: 'building_number' },
  households: { zh: '户数', en: 'households' },
  residents: { zh: '人口', en: 'residents' },
} as const

type Row = CsvRow<keyof typeof gridColumns>

/** The grids of one community; `line` is the first of its lines, which gives its command a name. */
export interface CommunityLayout {
  readonly line: number
  readonly code: string
  readonly communityId: CommunityId
  readonly grids: ReadonlyArray<{ readonly gridId: GridId, readonly code: GridCode, readonly name: Name, readonly buildings: ReadonlyArray<BuildingDetails> }>
}

/**
 * Reads the grids of communities that are in the register (`communityWith` finds one by its code); on any problem, all problems.
 * Ids derive from the codes: G440402001001001, B440402001001_00001.
 */
export const gridsIn = (
  content: CsvContent<string>, communityWith: (code: string) => CommunityId | undefined,
): E.Either<ReadonlyArray<InputProblem>, ReadonlyArray<CommunityLayout>> => {
  const rows = rowsBy(gridColumns, content)
  const wrong = rows.flatMap((row) => wrongCells(row, {
    communityCode: 'communityCode', gridCode: 'gridCode', gridName: 'name', buildingNumber: 'buildingNumber', households: 'count', residents: 'count',
  }))
  const wrongLines = new Set(wrong.map((problem) => 'line' in problem ? problem.line : 0))
  const sound = rows.filter((row) => !wrongLines.has(row.line))
  const problems = [
    ...content.problems,
    ...wrong,
    ...unknownCommunities(sound, communityWith),
    ...sound.flatMap((row) => codeElsewhere(row, 'gridCode', row.cells.communityCode)),
    ...duplicates<keyof typeof gridColumns>(sound, 'buildingNumber', (row) => `${row.cells.communityCode} ${row.cells.buildingNumber}`),
    ...secondNames(sound, 'gridCode', 'gridName'),
    ...(rows.length === 0 && content.problems.length === 0 ? [{ problem: 'empty' } as const] : []),
  ]
  return problems.length > 0 ? E.left([...problems].sort(byLine)) : E.right(layoutsOf(sound, communityWith))
}

/** Each unknown code is told once, on its first line. */
function unknownCommunities(rows: ReadonlyArray<Row>, communityWith: (code: string) => CommunityId | undefined): ReadonlyArray<InputProblem> {
  const firstLines = new Map<string, Row>()
  for (const row of rows) if (!firstLines.has(row.cells.communityCode)) firstLines.set(row.cells.communityCode, row)
  return [...firstLines.values()]
    .filter((row) => communityWith(row.cells.communityCode) === undefined)
    .map((row) => ({ problem: 'unknownCommunity', line: row.line, column: row.named.communityCode, value: row.cells.communityCode }))
}

function layoutsOf(rows: ReadonlyArray<Row>, communityWith: (code: string) => CommunityId | undefined): ReadonlyArray<CommunityLayout> {
  return [...Map.groupBy(rows, (row) => row.cells.communityCode)].flatMap(([code, own]) => {
    const communityId = communityWith(code)
    const [first] = own
    return communityId === undefined || first === undefined ? [] : [{ line: first.line, code, communityId, grids: gridsOf(own) }]
  })
}

function gridsOf(rows: ReadonlyArray<Row>): CommunityLayout['grids'] {
  return [...Map.groupBy(rows, (row) => row.cells.gridCode)].map(([code, own]) => ({
    gridId: `G${code}` as GridId, code: code as GridCode, name: (own[0]?.cells.gridName ?? '') as Name, buildings: own.map(buildingOf),
  }))
}

function buildingOf({ cells }: Row): BuildingDetails {
  return {
    buildingId: `B${cells.communityCode}_${cells.buildingNumber}` as BuildingId, number: cells.buildingNumber as BuildingNumber,
    households: Number(cells.households) as Count, residents: Number(cells.residents) as Count,
  }
}
