/** The laws of explaining, over all queries of this package and arbitrary histories with corrections; those of its read models are among all laws. */

import { describe, it } from 'vitest'
import type { CalendarDate, RecordedEvent } from '@grid-governance/event-sourcing'
import { applyLaws, explainQueryLaws } from '@grid-governance/event-sourcing/laws'
import type { GridId } from '@grid-governance/domain'
import { rowsOf, type TreeRow } from './grid-tree/rows.ts'
import type { GridTreeAnswer } from './grid-tree/tree.ts'
import type { GridMapping } from './lineage/mapping.ts'
import type { LineageAnswer } from './lineage/queries.ts'
import { gridTreeQuestion, lineageOfQuestion, mappingQuestion } from './questions.ts'
import { correctedHistories } from './testing/arbitraries.ts'
import { district, recorded } from './testing/facts.ts'
import { withNeighbours } from './testing/neighbours.ts'

type Log = ReadonlyArray<RecordedEvent>

const logs = correctedHistories(18).map((history): Log => recorded(...history.appends))

describe('any figure of the grid tree', () => applyLaws(explainQueryLaws({
  logs, withNeighbours, numRuns: 40,
  question: (asOf) => gridTreeQuestion(district, asOf),
  figures: (answer) => answer.answer !== 'tree' ? [(one) => one] : rowsOf(answer.tree).flatMap(({ id }) => [
    ...(['communities', 'grids', 'buildings', 'households', 'residents'] as const).map((count) => (one: GridTreeAnswer) => rowNamed(one, id)?.counts?.[count] ?? null),
    (one: GridTreeAnswer) => rowNamed(one, id)?.name ?? null,
    (one: GridTreeAnswer) => rowNamed(one, id)?.since ?? null,
  ]),
}), it))

describe('any figure of a lineage', () => applyLaws(explainQueryLaws({
  logs, withNeighbours, numRuns: 40,
  question: (asOf) => lineageOfQuestion('G1' as GridId, district, asOf, '2030-01-01' as CalendarDate),
  figures: (answer) => answer.answer !== 'lineage' ? [(one) => one] : [
    (one) => one.answer === 'lineage' ? one.whole : one,
    (one) => one.answer === 'lineage' ? one.rest : one,
    ...answer.parts.flatMap(({ grid }) => (['buildings', 'households', 'residents'] as const).map((measure) => (one: LineageAnswer) =>
      one.answer === 'lineage' ? one.parts.find((part) => part.grid.gridId === grid.gridId)?.shares[measure] ?? null : one)),
  ],
}), it))

describe('any row of a mapping', () => applyLaws(explainQueryLaws({
  logs, withNeighbours, numRuns: 40,
  question: (asOf) => mappingQuestion(district, asOf, '2030-01-01' as CalendarDate),
  figures: ({ rows }) => rows.map(({ from, to }) => (one: GridMapping) =>
    one.rows.find((row) => row.from.gridId === from.gridId && row.to.gridId === to.gridId)?.ofFrom ?? null),
}), it))

function rowNamed(answer: GridTreeAnswer, id: string): TreeRow | undefined {
  return answer.answer === 'tree' ? rowsOf(answer.tree).find((row) => row.id === id) : undefined
}
