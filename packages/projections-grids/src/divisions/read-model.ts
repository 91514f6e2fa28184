/** The read model of one district's divisions: its towns and communities with their codes and names, and what became of them. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { ClosingReason, CommunityCode, CommunityId, DistrictId, Name, TownCode, TownId } from '@grid-governance/domain'

export interface Divisions {
  districtId: DistrictId
  /** Null before the district is registered. */
  name: Name | null
  towns: { [townId: string]: TownDivision }
  communities: { [communityId: string]: CommunityDivision }
}

/** A town or street: a level-1 grid. */
export interface TownDivision {
  code: TownCode
  name: Name
  since: CalendarDate
  ended: Ending<TownId> | null
}

/** A community: a level-2 grid, and the town to which it belongs (I1). */
export interface CommunityDivision {
  code: CommunityCode
  name: Name
  townId: TownId
  since: CalendarDate
  ended: Ending<CommunityId> | null
}

/** How a unit ended; `on` is the first day on which it was not. */
export interface Ending<Id> {
  on: CalendarDate
  reason: ClosingReason
  successors: Id[]
}

/** A district of which nothing is known. */
export const noDivisions = (districtId: DistrictId): Divisions => ({ districtId, name: null, towns: {}, communities: {} })
