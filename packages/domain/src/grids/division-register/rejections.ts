/** Why something is not entered into the division register. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import type { CommunityId, DistrictId, GridId, TownId } from '../../shared/identifiers.ts'
import type { ChainRejection, CodeSpent, DocumentMissing, IdSpent, ListPlace, RepeatedInRequest } from '../../shared/rejections.ts'

/** The district is registered under another name. */
export interface DistrictNameDiffers {
  readonly type: 'DistrictNameDiffers'
  readonly rule: 'D1'
  readonly districtId: DistrictId
  readonly registered: string
  readonly named: string
}

/** The district's own entry cannot be withdrawn while towns stand on it. */
export interface DistrictStillHasTowns { readonly type: 'DistrictStillHasTowns', readonly rule: 'D1', readonly towns: ReadonlyArray<TownId> }

/** The register has never heard of this town or community. */
export interface UnknownDivision { readonly type: 'UnknownDivision', readonly rule: 'I6', readonly unit: TownId | CommunityId }

/** The town or community does not live on the day that the fact is about; `to` is null where it has not ended. */
export interface DivisionNotLiving {
  readonly type: 'DivisionNotLiving'
  readonly rule: 'I6'
  readonly unit: TownId | CommunityId
  readonly effectiveOn: CalendarDate
  readonly from: CalendarDate
  readonly to: CalendarDate | null
}

/** A code that does not begin with the six digits of the district. */
export interface CodeOutsideDistrict {
  readonly type: 'CodeOutsideDistrict'
  readonly rule: '1.1'
  readonly code: string
  readonly districtId: DistrictId
  readonly place: ListPlace | null
}

/** A community's code that does not begin with the code of its town on that day. */
export interface CodeOutsideTown {
  readonly type: 'CodeOutsideTown'
  readonly rule: '1.1'
  readonly code: string
  readonly townId: TownId
  readonly townCode: string
  readonly effectiveOn: CalendarDate
  readonly place: ListPlace | null
}

/** The town that a community names is not in the register, or does not live on that day. */
export interface UnknownTown {
  readonly type: 'UnknownTown'
  readonly rule: 'I1'
  readonly townId: TownId
  readonly communityId: CommunityId
  readonly effectiveOn: CalendarDate
  readonly place: ListPlace | null
}

/** Communities would lie in a town that is closed. */
export interface TownStillHasCommunities {
  readonly type: 'TownStillHasCommunities'
  readonly rule: 'I1'
  readonly townId: TownId
  readonly effectiveOn: CalendarDate
  readonly communities: ReadonlyArray<CommunityId>
}

/** A community would lie in no living town from this day on. */
export interface CommunityWithoutTown {
  readonly type: 'CommunityWithoutTown'
  readonly rule: 'I1'
  readonly communityId: CommunityId
  readonly townId: TownId
  readonly from: CalendarDate
}

/** The community has grids on this day and would not live then; it is the first such day. */
export interface CommunityStillHasGrids {
  readonly type: 'CommunityStillHasGrids'
  readonly rule: 'I1'
  readonly communityId: CommunityId
  readonly day: CalendarDate
  readonly gridIds: ReadonlyArray<GridId>
}

/** The successor of a closed town is that town itself, or does not live on that day. */
export interface SuccessorNotLiving {
  readonly type: 'SuccessorNotLiving'
  readonly rule: 'D2'
  readonly townId: TownId
  readonly successor: TownId
  readonly effectiveOn: CalendarDate
}

/** Later facts about this unit stand on what would be changed; `entries` are their roots, in the order of effect. */
export interface LaterDivisionFactsExist {
  readonly type: 'LaterDivisionFactsExist'
  readonly rule: '6.4'
  readonly unit: TownId | CommunityId
  readonly entries: ReadonlyArray<EntryId>
}

export type DivisionRegisterRejection =
  | ChainRejection
  | DocumentMissing
  | RepeatedInRequest
  | IdSpent
  | CodeSpent
  | DistrictNameDiffers
  | DistrictStillHasTowns
  | UnknownDivision
  | DivisionNotLiving
  | CodeOutsideDistrict
  | CodeOutsideTown
  | UnknownTown
  | TownStillHasCommunities
  | CommunityWithoutTown
  | CommunityStillHasGrids
  | SuccessorNotLiving
  | LaterDivisionFactsExist
