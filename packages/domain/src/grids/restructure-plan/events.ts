/** The facts of a restructure plan (网格调整方案). Names and shapes are the stored format: never change a row, add a version. */

import * as t from 'io-ts'
import { CalendarDate, dated, EntryVoidedData, fact, factMakers, line, list, oneOf, Sealed, shape, type FactOf } from '@grid-governance/event-sourcing'
import { CommunityCode, GridCode } from '../../shared/codes.ts'
import { BuildingId, CommunityId, DistrictId, GridId, OperationId, PlanId, TownId } from '../../shared/identifiers.ts'
import { BuildingDetails, ClosingReason, EvidenceNote, GridOnMap, Name } from '../../shared/vocabulary.ts'
import { Disposition, Operation } from './operations.ts'

const plan = { planId: PlanId }
const document = { documentNumber: line }
const structural = { ...plan, ...document, operationId: OperationId }
/** change: decided before its effective day or on it; lateRecording: that day was past when the plan was scheduled (T3). */
const ScheduleKind = oneOf('change', 'lateRecording')
const Moved = shape({ buildingId: BuildingId, from: GridId, to: GridId })
const GridArriving = shape({ gridId: GridId, code: GridCode, name: Name, buildings: list(BuildingDetails) })
const Target = shape({ gridId: GridId, code: GridCode, name: Name, buildings: list(BuildingId), continuing: t.boolean })

export const restructurePlanFacts = {
  RestructurePlanDrafted:         fact(1, shape({ ...plan, districtId: DistrictId, title: Sealed })),
  RestructureOperationAdded:      fact(1, shape({ ...plan, operationId: OperationId, operation: Operation })),
  RestructureOperationRemoved:    fact(1, shape({ ...plan, operationId: OperationId })),
  DispositionSet:                 fact(1, shape({ ...plan, disposition: Disposition })),
  RestructurePlanSubmitted:       fact(1, shape({ ...plan, evidence: list(EvidenceNote) })),
  RestructurePlanReturned:        fact(1, shape({ ...plan, reason: Sealed })),
  RestructurePlanApproved:        fact(1, shape({ ...plan, ...document })),
  RestructureScheduled:           fact(1, shape({ ...plan, ...document, kind: ScheduleKind, takesEffectOn: CalendarDate, communityIds: list(CommunityId), evidence: list(EvidenceNote) })),
  RestructureCancelled:           fact(1, shape({ ...plan, reason: Sealed }, document)),
  GridSplit:                      fact(1, dated({ ...structural, communityId: CommunityId, source: GridId, targets: list(Target) })),
  GridsMerged:                    fact(1, dated({ ...structural, communityId: CommunityId, sources: list(GridId), target: Target })),
  GridBoundaryRedrawn:            fact(1, dated({ ...structural, communityId: CommunityId, grids: list(GridOnMap), moved: list(Moved) })),
  GridClosed:                     fact(1, dated({ ...structural, communityId: CommunityId, gridId: GridId, reason: ClosingReason, successors: list(GridId), grids: list(GridOnMap), moved: list(Moved) })),
  GridReparented:                 fact(1, dated({ ...structural, fromCommunity: CommunityId, toCommunity: CommunityId, grid: GridArriving })),
  CommunityReparented:            fact(1, dated({ ...structural, communityId: CommunityId, fromTown: TownId, toTown: TownId })),
  CommunitySplit:                 fact(1, dated({ ...structural, source: CommunityId, targets: list(shape({ communityId: CommunityId, code: CommunityCode, name: Name, townId: TownId, continuing: t.boolean, grids: list(GridArriving) })) })),
  RestructureExecuted:            fact(1, shape({ ...plan, ...document, takesEffectOn: CalendarDate, communityIds: list(CommunityId), evidence: list(EvidenceNote) })),
  RestructureCorrected:           fact(1, shape({ ...plan, ...document, communityIds: list(CommunityId), reason: Sealed, evidence: list(EvidenceNote) })),
  RestructureFollowUpCompleted:   fact(1, shape({ ...plan, ...document, subject: Disposition.required.subject })),
  RestructureSettled:             fact(1, shape({ ...plan, ...document })),
  EntryVoided:                    fact(1, EntryVoidedData),
}

export type RestructurePlanEvent = FactOf<typeof restructurePlanFacts>
export const restructurePlanEvent = factMakers(restructurePlanFacts)
