/** The queries of this package as questions, which name the models that they read: what can be asked of saved models, and explained. */

import { modelsOf, question, type CalendarDate, type ModelsRead, type Question } from '@grid-governance/event-sourcing'
import type { DistrictId, GridId } from '@grid-governance/domain'
import { beginnings } from './beginnings/projection.ts'
import type { Beginnings } from './beginnings/read-model.ts'
import { communityGrids } from './community-grids/projection.ts'
import type { CommunityGrids } from './community-grids/read-model.ts'
import { joinModels, type DistrictGrids } from './district-grids.ts'
import { divisions } from './divisions/projection.ts'
import type { Divisions } from './divisions/read-model.ts'
import { gridTree } from './grid-tree/queries.ts'
import type { GridTreeAnswer } from './grid-tree/tree.ts'
import { mappingBetween, type GridMapping } from './lineage/mapping.ts'
import { lineage } from './lineage/projection.ts'
import type { CommunityLineage } from './lineage/read-model.ts'
import { lineageOf, type Direction, type LineageAnswer } from './lineage/queries.ts'

/** What is read of a district as of one day: as `GridModels`. */
export type GridsReads = {
  readonly divisions: ModelsRead<Divisions>
  readonly communityGrids: ModelsRead<CommunityGrids>
  readonly beginnings: ModelsRead<Beginnings>
  readonly lineage: ModelsRead<CommunityLineage>
}

/** What is read of a district as of two days; beginnings and lineage are the same on both. */
export type TwoDaysReads = Pick<GridsReads, 'beginnings' | 'lineage'> & {
  readonly divisionsBefore: ModelsRead<Divisions>
  readonly communityGridsBefore: ModelsRead<CommunityGrids>
  readonly divisionsAfter: ModelsRead<Divisions>
  readonly communityGridsAfter: ModelsRead<CommunityGrids>
}

/** Any question over what is known of a district as of a day: `gridsQuestion(district, day, gridTree)`. */
export const gridsQuestion = <Answer>(district: DistrictId, asOf: CalendarDate, query: (grids: DistrictGrids) => Answer): Question<GridsReads, Answer> =>
  question(
    { divisions: modelsOf(divisions, asOf), communityGrids: modelsOf(communityGrids, asOf), beginnings: modelsOf(beginnings), lineage: modelsOf(lineage) },
    (models) => query(joinModels(models, district, asOf)),
  )

/** Any question over what is known of a district as of two days. */
export const twoDaysQuestion = <Answer>(
  district: DistrictId, from: CalendarDate, to: CalendarDate, query: (from: DistrictGrids, to: DistrictGrids) => Answer,
): Question<TwoDaysReads, Answer> =>
  question(
    {
      divisionsBefore: modelsOf(divisions, from), communityGridsBefore: modelsOf(communityGrids, from),
      divisionsAfter: modelsOf(divisions, to), communityGridsAfter: modelsOf(communityGrids, to),
      beginnings: modelsOf(beginnings), lineage: modelsOf(lineage),
    },
    ({ divisionsBefore, communityGridsBefore, divisionsAfter, communityGridsAfter, ...both }) => query(
      joinModels({ divisions: divisionsBefore, communityGrids: communityGridsBefore, ...both }, district, from),
      joinModels({ divisions: divisionsAfter, communityGrids: communityGridsAfter, ...both }, district, to),
    ),
  )

/** `gridTree` as a question. */
export const gridTreeQuestion = (district: DistrictId, asOf: CalendarDate): Question<GridsReads, GridTreeAnswer> => gridsQuestion(district, asOf, gridTree)

/** `lineageOf` as a question. */
export const lineageOfQuestion = (
  gridId: GridId, district: DistrictId, from: CalendarDate, to: CalendarDate, direction: Direction = 'forwards',
): Question<TwoDaysReads, LineageAnswer> => twoDaysQuestion(district, from, to, (before, after) => lineageOf(gridId, before, after, direction))

/** `mappingBetween` as a question. */
export const mappingQuestion = (district: DistrictId, from: CalendarDate, to: CalendarDate): Question<TwoDaysReads, GridMapping> =>
  twoDaysQuestion(district, from, to, mappingBetween)
