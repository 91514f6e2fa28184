/** The read model of one community's grids: its open grids, its buildings and where each is, and what became of grids that ended. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { BuildingNumber, ClosingReason, CommunityId, GridCode, GridId, Name } from '@grid-governance/domain'

/**
 * A building stands here once, with the grid in which it is: no building can be in two grids (I3), and a change costs what the fact
 * is long, however large the community. The buildings of a grid and all counts are made by queries.
 */
export interface CommunityGrids {
  communityId: CommunityId
  grids: { [gridId: string]: OpenGrid }
  buildings: { [buildingId: string]: PlacedBuilding }
  /** What was last counted here of buildings that were not here then or are not any more: it holds wherever they are. */
  elsewhere: { [buildingId: string]: CountElsewhere }
  closed: { [gridId: string]: EndedGrid }
  /** Grids that moved to another community; they live on there under the same id. */
  moved: { [gridId: string]: MovedGrid }
  /** Grids that a fact in force says were never valid, with the grids that have their buildings. */
  neverValid: { [gridId: string]: GridId[] }
  exemptions: { [entryId: string]: CountExemption }
  /** What was before this day was not told to us (imported; T33); null where the beginnings are known. */
  unknownBefore: CalendarDate | null
}

/** A grid that is open here; `since` is its first day in this community. */
export interface OpenGrid {
  code: GridCode
  name: Name
  since: CalendarDate
  /** The community from which it came, keeping its id; null where it began here. */
  cameFrom: CommunityId | null
}

/**
 * A building, the grid in which it is, and its figures. What a plan copied when it brought the building here is what was known when it
 * was decided, and no count of its own: it stands until models are joined (`joinModels`), which look up what was counted elsewhere.
 */
export interface PlacedBuilding {
  number: BuildingNumber
  gridId: GridId
  households: number
  residents: number
  /** The day of the registration or count that the figures are of; null where a plan copied them. */
  countedOn: CalendarDate | null
}

/** A count of a building that is not here. */
export interface CountElsewhere {
  households: number
  residents: number
  countedOn: CalendarDate
  /** Whether the building was here at the end of that day: of counts of one day, that of its own community holds. */
  wasHere: boolean
}

/** A grid that was open here and ended on `closedOn`, the first day on which it was not. */
export interface EndedGrid extends OpenGrid {
  closedOn: CalendarDate
  reason: ClosingReason
  successors: GridId[]
}

/** A grid that left on `movedOn`, the first day on which it was elsewhere. */
export interface MovedGrid {
  code: GridCode
  movedOn: CalendarDate
  to: CommunityId
}

/** A document that allows another number of grids than the rule book; `until` is the first day on which it no longer holds. */
export interface CountExemption {
  min: number
  max: number
  from: CalendarDate
  until: CalendarDate | null
  documentNumber: string
}

/** A community of which nothing is known. */
export const noGrids = (communityId: CommunityId): CommunityGrids =>
  ({ communityId, grids: {}, buildings: {}, elsewhere: {}, closed: {}, moved: {}, neverValid: {}, exemptions: {}, unknownBefore: null })
