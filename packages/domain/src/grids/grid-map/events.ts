/** The facts of a community's grid map (社区网格图). Names and shapes are the stored format: never change a row, add a version. */

import type * as t from 'io-ts'
import { CalendarDate, dated, EntryId, EntryVoidedData, fact, factMakers, line, list, shape, type FactOf, wholeNumber } from '@grid-governance/event-sourcing'
import { GridCode } from '../../shared/codes.ts'
import { BuildingId, CommunityId, GridId, PlanId } from '../../shared/identifiers.ts'
import { BuildingDetails, ClosingReason, Count, Difference, EarlierHistory, GridOnMap, Name } from '../../shared/vocabulary.ts'

/** A structural change that a plan decided, in the form of `StructureChange`; it serves deciding only. */
export const PlannedChange = shape({
  root: EntryId,
  effectiveOn: CalendarDate,
  closes: list(shape({ gridId: GridId, reason: ClosingReason, successors: list(GridId) })),
  leaves: list(GridId),
  sets: list(GridOnMap),
  buildingsIn: list(BuildingDetails),
  buildingsOut: list(BuildingId),
})
export type PlannedChange = t.TypeOf<typeof PlannedChange>

/** A grid that a correction showed never to have been valid, and the grids in which its buildings really were. */
export const NeverValidGrid = shape({ gridId: GridId, instead: list(GridId) })
export type NeverValidGrid = t.TypeOf<typeof NeverValidGrid>

const here = { communityId: CommunityId }
const document = { documentNumber: line }

export const gridMapFacts = {
  GridEstablished:           fact(1, dated({ ...here, ...document, gridId: GridId, code: GridCode, name: Name, buildings: list(BuildingDetails), earlierHistory: EarlierHistory })),
  BuildingRegistered:        fact(1, dated({ ...here, ...document, gridId: GridId, building: BuildingDetails })),
  BuildingRemoved:           fact(1, dated({ ...here, ...document, gridId: GridId, buildingId: BuildingId })),
  BuildingMetricsRecorded:   fact(1, dated({ ...here, gridId: GridId, buildingId: BuildingId, households: Count, residents: Count })),
  GridRenamed:               fact(1, dated({ ...here, ...document, gridId: GridId, name: Name })),
  GridRecoded:               fact(1, dated({ ...here, ...document, gridId: GridId, code: GridCode })),
  GridCountExemptionGranted: fact(1, dated({ ...here, ...document, min: Count, max: Count }, { until: CalendarDate })),
  GridsReserved:             fact(1, shape({ ...here, planId: PlanId, gridIds: list(GridId), codes: list(GridCode), gridCountChange: Difference, takesEffectOn: CalendarDate })),
  GridReservationReleased:   fact(1, shape({ ...here, planId: PlanId })),
  GridMapRevised:            fact(1, shape({ ...here, planId: PlanId, planVersion: wholeNumber, changes: list(PlannedChange), neverValid: list(NeverValidGrid) })),
  EntryVoided:               fact(1, EntryVoidedData),
}

export type GridMapEvent = FactOf<typeof gridMapFacts>
export const gridMapEvent = factMakers(gridMapFacts)
