/** Why something is not entered into a grid map. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import type { BuildingId, CommunityId, GridId, PlanId } from '../../shared/identifiers.ts'
import type { ChainRejection, CodeSpent, DocumentMissing, IdSpent, ListPlace, RangeUpsideDown, RepeatedInRequest } from '../../shared/rejections.ts'
import type { PartitionFault } from '../../shared/structure.ts'

/** The community does not live in the register on that day. */
export interface CommunityNotInRegister {
  readonly type: 'CommunityNotInRegister'
  readonly rule: 'I1'
  readonly communityId: CommunityId
  readonly effectiveOn: CalendarDate
}

/** This map has never heard of the grid. */
export interface UnknownGrid { readonly type: 'UnknownGrid', readonly rule: 'I1', readonly communityId: CommunityId, readonly gridId: GridId }

/** The grid lies in another community since that day. */
export interface GridInOtherCommunity {
  readonly type: 'GridInOtherCommunity'
  readonly rule: 'I1'
  readonly communityId: CommunityId
  readonly gridId: GridId
  readonly leftOn: CalendarDate
  readonly effectiveOn: CalendarDate
}

/** No rule book was in force on that day, so nobody knows how many grids are allowed. */
export interface NoRuleBookInForce { readonly type: 'NoRuleBookInForce', readonly rule: 'I2', readonly day: CalendarDate }

/** The community would have too few or too many grids on that day. */
export interface GridCountOutOfRange {
  readonly type: 'GridCountOutOfRange'
  readonly rule: 'I2'
  readonly communityId: CommunityId
  readonly day: CalendarDate
  readonly would: number
  readonly allowed: { readonly min: number, readonly max: number }
}

/** With other scheduled plans, each of them executed or not, the community could have too few or too many grids on that day. */
export interface PlansBreakGridCount extends Omit<GridCountOutOfRange, 'type'> {
  readonly type: 'PlansBreakGridCount'
  /** The scheduled plans that change the number as well. */
  readonly plans: ReadonlyArray<PlanId>
}

/** Buildings would be in no grid, in several, or in a grid without being in the community. */
export interface PartitionBroken {
  readonly type: 'PartitionBroken'
  readonly rule: 'I3'
  readonly communityId: CommunityId
  readonly day: CalendarDate
  readonly faults: ReadonlyArray<PartitionFault>
}

/** The building is not in this community on that day. */
export interface BuildingNotInCommunity {
  readonly type: 'BuildingNotInCommunity'
  readonly rule: 'I3'
  readonly communityId: CommunityId
  readonly buildingId: BuildingId
  readonly effectiveOn: CalendarDate
}

/** The building is in another grid on that day. */
export interface BuildingInOtherGrid {
  readonly type: 'BuildingInOtherGrid'
  readonly rule: 'I3'
  readonly buildingId: BuildingId
  readonly named: GridId
  readonly actual: GridId
  readonly effectiveOn: CalendarDate
}

/** The fact is about a day on which the grid was closed already. */
export interface GridAlreadyClosed {
  readonly type: 'GridAlreadyClosed'
  readonly rule: 'I6'
  readonly gridId: GridId
  readonly closedOn: CalendarDate
  readonly effectiveOn: CalendarDate
  readonly successors: ReadonlyArray<GridId>
}

/** The fact is about a day on which the grid did not exist yet. */
export interface GridNotYetOpen {
  readonly type: 'GridNotYetOpen'
  readonly rule: 'I6'
  readonly gridId: GridId
  readonly opensOn: CalendarDate
  readonly effectiveOn: CalendarDate
}

/** The grid was a mistake from the start; `instead` is where the building, or its buildings, really were. */
export interface GridNeverValid {
  readonly type: 'GridNeverValid'
  readonly rule: 'I6'
  readonly communityId: CommunityId
  readonly gridId: GridId
  readonly instead: ReadonlyArray<GridId>
}

/** A building's number is given once. */
export interface NumberSpent {
  readonly type: 'NumberSpent'
  readonly rule: '1.1'
  readonly number: string
  readonly place: ListPlace | null
}

/** The community has, had or will have grids: further ones come through plans. */
export interface GridsComeThroughPlans {
  readonly type: 'GridsComeThroughPlans'
  readonly rule: '6.4'
  readonly communityId: CommunityId
  readonly gridsSince: CalendarDate
}

/** A scheduled plan holds these grids until it takes effect on that day. */
export interface GridReserved {
  readonly type: 'GridReserved'
  readonly rule: '6.4'
  readonly communityId: CommunityId
  readonly gridIds: ReadonlyArray<GridId>
  readonly byPlan: PlanId
  readonly effectiveOn: CalendarDate
}

/** Later facts stand on what would be changed; `entries` are their roots, in the order of effect. */
export interface LaterStructureExists {
  readonly type: 'LaterStructureExists'
  readonly rule: '6.4'
  readonly communityIds: ReadonlyArray<CommunityId>
  readonly gridIds: ReadonlyArray<GridId>
  readonly entries: ReadonlyArray<EntryId>
}

/** An exemption that would end before it begins, or on the same day. */
export interface ExemptionWithoutDays {
  readonly type: 'ExemptionWithoutDays'
  readonly rule: 'G1'
  readonly effectiveOn: CalendarDate
  readonly until: CalendarDate
}

export type GridMapRejection =
  | ChainRejection
  | DocumentMissing
  | RepeatedInRequest
  | IdSpent
  | CodeSpent
  | NumberSpent
  | RangeUpsideDown
  | CommunityNotInRegister
  | UnknownGrid
  | GridInOtherCommunity
  | NoRuleBookInForce
  | GridCountOutOfRange
  | PlansBreakGridCount
  | PartitionBroken
  | BuildingNotInCommunity
  | BuildingInOtherGrid
  | GridAlreadyClosed
  | GridNotYetOpen
  | GridNeverValid
  | GridsComeThroughPlans
  | GridReserved
  | LaterStructureExists
  | ExemptionWithoutDays
