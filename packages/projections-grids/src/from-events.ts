/** Answers straight from recorded facts in memory: the front ends read, these fold and ask. */

import type { CalendarDate, RecordedEvent } from '@grid-governance/event-sourcing'
import type { DistrictId, GridId } from '@grid-governance/domain'
import { districtGridsFrom, type GridsQuestion } from './district-grids.ts'
import { gridTree } from './grid-tree/queries.ts'
import type { GridTreeAnswer } from './grid-tree/tree.ts'
import type { KnownAt } from './known-part.ts'
import { mappingBetween, type GridMapping } from './lineage/mapping.ts'
import { lineageOf, type Direction, type LineageAnswer } from './lineage/queries.ts'

/** Which district, between which days, and as known when; without `asKnownAt` all facts given count. */
export interface LineageQuestion {
  readonly district: DistrictId
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly asKnownAt?: KnownAt
}

/** The grid tree that these facts, in the order of the log, come to. */
export const gridTreeFrom = (events: Iterable<RecordedEvent>, question: GridsQuestion): GridTreeAnswer =>
  gridTree(districtGridsFrom(events, question))

/** The lineage of a grid by these facts. */
export const lineageFrom = (events: Iterable<RecordedEvent>, gridId: GridId, question: LineageQuestion, direction: Direction = 'forwards'): LineageAnswer => {
  const log = [...events]
  return lineageOf(gridId, districtGridsFrom(log, on(question, question.from)), districtGridsFrom(log, on(question, question.to)), direction)
}

/** The mapping of all grids of one day to all grids of another by these facts. */
export const mappingFrom = (events: Iterable<RecordedEvent>, question: LineageQuestion): GridMapping => {
  const log = [...events]
  return mappingBetween(districtGridsFrom(log, on(question, question.from)), districtGridsFrom(log, on(question, question.to)))
}

function on({ district, asKnownAt }: LineageQuestion, asOf: CalendarDate): GridsQuestion {
  return { district, asOf, ...(asKnownAt === undefined ? {} : { asKnownAt }) }
}
