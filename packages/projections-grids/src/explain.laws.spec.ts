/** The laws of explaining, over all read models and queries of this package and arbitrary histories with corrections. */

import { describe, it } from 'vitest'
import type { CalendarDate, RecordedEvent } from '@grid-governance/event-sourcing'
import { applyLaws, explainPathLaws, explainQueryLaws } from '@grid-governance/event-sourcing/laws'
import type { GridId } from '@grid-governance/domain'
import { gridProjections } from './district-grids.ts'
import { rowsOf, type TreeRow } from './grid-tree/rows.ts'
import type { GridTreeAnswer } from './grid-tree/tree.ts'
import type { GridMapping } from './lineage/mapping.ts'
import type { LineageAnswer } from './lineage/queries.ts'
import { gridTreeQuestion, lineageOfQuestion, mappingQuestion } from './questions.ts'
import { correctedHistories } from './testing/arbitraries.ts'
import { communityRegistered, details, district, gridEstablished, gridRenamed, learnt, metricsRecorded, recorded, townRegistered, type DraftFact } from './testing/facts.ts'

type Log = ReadonlyArray<RecordedEvent>

const logs = correctedHistories(18).map((history): Log => recorded(...history.appends))

/** A town, a community and a grid that no history has, and a second grid in a community that there is; none of them touches another. */
const withNeighbours = (log: Log, picks: ReadonlyArray<number>): Log => {
  const on = { on: new Date(Date.UTC(2010, 0, 2 + (picks[0] ?? 0) % 300)).toISOString().slice(0, 10) }
  const facts: ReadonlyArray<DraftFact> = [
    townRegistered(on, 'T900'), communityRegistered(on, 'C900', 'T900'), gridEstablished(on, 'C900', 'G900', [details('B900')]),
    gridEstablished(on, 'C1', 'G901', [details('B901')]), gridRenamed(on, 'C1', 'G901', 'Neighbour'), metricsRecorded(on, 'C1', 'G901', 'B901', 7, 9),
  ]
  const planted = recorded(learnt('2030-01-01', ...facts))
  return [...log, ...planted.map((event, index) => ({
    ...event, globalPosition: log.length + index as RecordedEvent['globalPosition'], eventId: `planted ${index}` as RecordedEvent['eventId'],
    data: { ...event.data, entryId: `planted.${index}` },
  }))]
}

for (const projection of gridProjections) {
  // Each projection is of its own facts and models.
  describe(`any place of ${projection.name}`, () => applyLaws(explainPathLaws({ projection: projection as typeof gridProjections[0], logs, withNeighbours }), it))
}

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
