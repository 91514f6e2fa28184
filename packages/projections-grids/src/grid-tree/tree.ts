/** The grid tree as it is answered: district, towns, communities and grids with their counts, and what is not known. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { BuildingId, CommunityCode, CommunityId, DistrictId, GridCode, GridId, Name, TownCode, TownId } from '@grid-governance/domain'
import type { Known } from '../beginnings/queries.ts'
import type { Figures } from '../community-grids/queries.ts'
import type { CountExemption } from '../community-grids/read-model.ts'

/** What a node comes to, all below it included. */
export interface Counts extends Figures {
  readonly communities: number
  readonly grids: number
}

/** A unit of which nothing is known on the day, the first name that we know of it, and the first day from which on it is known (T33). */
export interface UnknownUnit {
  readonly id: string
  readonly name: Name
  readonly unknownBefore: CalendarDate
}

export interface GridNode {
  readonly gridId: GridId
  readonly code: GridCode
  readonly name: Name
  /** The first day in this community. */
  readonly since: CalendarDate
  readonly cameFrom: CommunityId | null
  readonly counts: Counts
}

export interface CommunityNode {
  readonly communityId: CommunityId
  readonly code: CommunityCode
  readonly name: Name
  readonly since: CalendarDate
  /** By code. */
  readonly grids: Known<ReadonlyArray<GridNode>>
  readonly counts: Known<Counts>
  /** The document that allows another number of grids on the day (I2). */
  readonly exemption: CountExemption | null
}

export interface TownNode {
  readonly townId: TownId
  readonly code: TownCode
  readonly name: Name
  readonly since: CalendarDate
  /** Those that are known on the day, by code. */
  readonly communities: ReadonlyArray<CommunityNode>
  readonly unknown: ReadonlyArray<UnknownUnit>
  /** Not known as long as any part is not: half a count would be read as a count. */
  readonly counts: Known<Counts>
}

export interface GridTree {
  readonly districtId: DistrictId
  readonly name: Name
  readonly asOf: CalendarDate
  /** Those that are known on the day, by code. */
  readonly towns: ReadonlyArray<TownNode>
  readonly unknown: ReadonlyArray<UnknownUnit>
  readonly counts: Known<Counts>
  /** What no decision allows and what is in no count; empty in a sound log. */
  readonly breaches: ReadonlyArray<TreeBreach>
}

/** A community in no open town, grids in no open community (I1), or a building in no open grid (I3). */
export type TreeBreach =
  | { readonly rule: 'I1', readonly communityId: CommunityId }
  | { readonly rule: 'I3', readonly communityId: CommunityId, readonly buildingId: BuildingId }

export type GridTreeAnswer =
  | { readonly answer: 'tree', readonly tree: GridTree }
  /** The district was imported: what it was on the day is not known to us (T33). */
  | { readonly answer: 'unknown', readonly districtId: DistrictId, readonly unknownBefore: CalendarDate }
  /** The district is known to begin later. */
  | { readonly answer: 'notYet', readonly districtId: DistrictId, readonly begins: CalendarDate }
  | { readonly answer: 'noSuchDistrict', readonly districtId: DistrictId }
