/** Why a request about a plan is refused: the rule and its figures; words are made at the edge. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import type { BuildingId, CommunityId, GridId, OperationId, PlanId, TownId } from '../../shared/identifiers.ts'
import type { CodeSpent, CorrectionOfAnotherFact, DocumentMissing, IdSpent, ListPlace, StaleCorrection, UnknownEntry } from '../../shared/rejections.ts'
import type { PartitionFault } from '../../shared/structure.ts'
import type { Disposition, DispositionAction } from './operations.ts'
import type { PlanStage } from './state.ts'

/** What a disposition is about. */
export type DispositionSubject = Disposition['subject']

/** The smallest and the largest number that a rule allows. */
export interface AllowedRange {
  readonly min: number
  readonly max: number
}

/** The life of a plan. */
export type LifeRejection =
  | { readonly type: 'PlanNotInState', readonly rule: 'RP1', readonly command: string, readonly state: PlanStage, readonly allowed: ReadonlyArray<PlanStage> }
  | { readonly type: 'OperationIdAlreadyUsed', readonly rule: 'RP2', readonly operationId: OperationId }
  | { readonly type: 'UnknownOperation', readonly rule: 'RP2', readonly operationId: OperationId }
  | { readonly type: 'PlanEmpty', readonly rule: 'RP2' }
  | { readonly type: 'PlanTooLarge', readonly rule: 'RP3', readonly bytes: number, readonly events: number, readonly allowedBytes: number, readonly allowedEvents: number }
  | { readonly type: 'NotYetEffective', readonly rule: '4.1.9', readonly effectiveOn: CalendarDate, readonly decidedOn: CalendarDate }
  | { readonly type: 'AlreadyInEffect', readonly rule: '4.1.9', readonly effectiveOn: CalendarDate, readonly decidedOn: CalendarDate }
  | DocumentMissing

/** Dispositions and follow-up tasks. */
export type AftermathRejection =
  | { readonly type: 'UnknownItem', readonly rule: 'PM-1', readonly subject: DispositionSubject }
  | { readonly type: 'ItemNamedTwice', readonly rule: 'PM-1', readonly subject: DispositionSubject }
  | { readonly type: 'DispositionTargetMissing', readonly rule: 'PM-1', readonly subject: DispositionSubject, readonly action: DispositionAction }
  | { readonly type: 'DispositionTargetForeign', readonly rule: 'PM-1', readonly subject: DispositionSubject, readonly target: GridId, readonly allowed: ReadonlyArray<GridId> }
  | { readonly type: 'DispositionMissing', readonly rule: 'PM-1', readonly items: ReadonlyArray<DispositionSubject> }
  | { readonly type: 'UnknownFollowUp', readonly rule: 'PM-1', readonly subject: DispositionSubject }
  | { readonly type: 'FollowUpsOpen', readonly rule: 'PM-1', readonly open: ReadonlyArray<DispositionSubject> }

/** Towns and communities. */
export type DivisionRejection =
  | { readonly type: 'UnknownCommunity', readonly rule: 'I1', readonly communityId: CommunityId }
  | { readonly type: 'CommunityNotLiving', readonly rule: 'I1', readonly communityId: CommunityId, readonly day: CalendarDate }
  | { readonly type: 'TownNotLiving', readonly rule: 'I1', readonly townId: TownId, readonly day: CalendarDate }
  | { readonly type: 'CommunityInAnotherTown', readonly rule: 'I1', readonly communityId: CommunityId, readonly named: TownId, readonly actual: TownId }
  | { readonly type: 'CommunityWithoutTown', readonly rule: 'I1', readonly communityId: CommunityId, readonly townId: TownId, readonly from: CalendarDate }
  | { readonly type: 'CommunityMovesNowhere', readonly rule: 'I1', readonly communityId: CommunityId, readonly townId: TownId }
  | { readonly type: 'GridMovesNowhere', readonly rule: 'I1', readonly gridId: GridId, readonly communityId: CommunityId }
  | { readonly type: 'ContinuingCommunityChanged', readonly rule: 'I4', readonly communityId: CommunityId, readonly field: 'code' | 'town', readonly named: string }
  | { readonly type: 'GridsNotDisposedOnce', readonly rule: 'I4', readonly communityId: CommunityId, readonly missing: ReadonlyArray<GridId>, readonly twice: ReadonlyArray<GridId>, readonly foreign: ReadonlyArray<GridId> }

/** Grids and buildings that an operation names. */
export type GridRejection =
  | { readonly type: 'UnknownGrid', readonly rule: 'I1', readonly communityId: CommunityId, readonly gridId: GridId }
  | { readonly type: 'GridLiesElsewhere', readonly rule: 'I5', readonly gridId: GridId, readonly named: CommunityId, readonly actual: CommunityId }
  | { readonly type: 'GridNotOpen', readonly rule: 'I6', readonly communityId: CommunityId, readonly gridId: GridId, readonly day: CalendarDate, readonly successors: ReadonlyArray<GridId> }
  | { readonly type: 'GridNeverValid', readonly rule: 'I6', readonly communityId: CommunityId, readonly gridId: GridId, readonly instead: ReadonlyArray<GridId> }
  | { readonly type: 'GridWouldBeEmpty', readonly rule: 'I3', readonly communityId: CommunityId, readonly gridId: GridId }
  | { readonly type: 'UnknownBuilding', readonly rule: 'I3', readonly communityId: CommunityId, readonly buildingId: BuildingId }
  | { readonly type: 'BuildingNotInGrid', readonly rule: 'I3', readonly buildingId: BuildingId, readonly named: GridId, readonly actual: GridId }
  | { readonly type: 'BuildingMovedTwice', readonly rule: 'I3', readonly buildingId: BuildingId }
  | { readonly type: 'BuildingMovesNowhere', readonly rule: 'I3', readonly buildingId: BuildingId, readonly gridId: GridId }
  | { readonly type: 'NothingMoves', readonly rule: 'I3', readonly communityId: CommunityId }

/** Splits and merges. */
export type MutationRejection =
  | { readonly type: 'TooFewTargets', readonly rule: 'I4', readonly source: GridId | CommunityId, readonly targets: number }
  | { readonly type: 'TargetNamedTwice', readonly rule: 'I4', readonly target: GridId | CommunityId }
  | { readonly type: 'SourceAmongTargets', readonly rule: 'I4' | 'I5', readonly source: GridId | CommunityId }
  | { readonly type: 'ContinuingIsNoSource', readonly rule: 'I4' | 'I5', readonly target: GridId | CommunityId, readonly sources: ReadonlyArray<GridId | CommunityId> }
  | { readonly type: 'BuildingsNotDisposedOnce', readonly rule: 'I4', readonly gridId: GridId, readonly missing: ReadonlyArray<BuildingId>, readonly twice: ReadonlyArray<BuildingId>, readonly foreign: ReadonlyArray<BuildingId> }
  | { readonly type: 'TooFewSources', readonly rule: 'I5', readonly communityId: CommunityId, readonly sources: number }
  | { readonly type: 'SourceNamedTwice', readonly rule: 'I5', readonly gridId: GridId }

/** Ids, codes and numbers: given once, never again (also those that a cancelled plan had reserved; T31). */
export type NamingRejection =
  | IdSpent
  | CodeSpent
  | { readonly type: 'NumberSpent', readonly rule: '1.1', readonly number: string, readonly place: ListPlace | null }
  | { readonly type: 'BuildingsNotNumberedOnce', readonly rule: '1.1', readonly gridId: GridId, readonly missing: ReadonlyArray<BuildingId>, readonly twice: ReadonlyArray<BuildingId>, readonly foreign: ReadonlyArray<BuildingId> }

/** What the plan as a whole would come to. */
export type ResultRejection =
  | { readonly type: 'NoRuleBookInForce', readonly rule: 'I2', readonly day: CalendarDate }
  | { readonly type: 'GridCountOutOfRange', readonly rule: 'I2', readonly communityId: CommunityId, readonly day: CalendarDate, readonly would: number, readonly allowed: AllowedRange }
  | { readonly type: 'PartitionBroken', readonly rule: 'I3', readonly communityId: CommunityId, readonly day: CalendarDate, readonly faults: ReadonlyArray<PartitionFault> }
  | { readonly type: 'LaterStructureExists', readonly rule: '6.4', readonly gridIds: ReadonlyArray<GridId>, readonly communityIds: ReadonlyArray<CommunityId>, readonly entries: ReadonlyArray<EntryId> }
  | { readonly type: 'GridReserved', readonly rule: '6.4', readonly communityId: CommunityId, readonly gridIds: ReadonlyArray<GridId>, readonly byPlan: PlanId, readonly effectiveOn: CalendarDate }
  | { readonly type: 'ReservationMissing', readonly rule: '6.4', readonly missingIn: 'gridMap' | 'divisionRegister', readonly communityId: CommunityId | null }

/** Corrections of an executed plan. */
export type CorrectionRejection =
  | UnknownEntry
  | StaleCorrection
  | CorrectionOfAnotherFact
  | { readonly type: 'EntryNamedTwice', readonly rule: '6.1', readonly root: EntryId }
  | { readonly type: 'NothingToCorrect', readonly rule: '6.1' }
  | { readonly type: 'RestoredEntryDiffers', readonly rule: '6.1', readonly root: EntryId, readonly gridIds: ReadonlyArray<GridId> }

export type RestructurePlanRejection =
  | LifeRejection | AftermathRejection | DivisionRejection | GridRejection | MutationRejection | NamingRejection | ResultRejection | CorrectionRejection
