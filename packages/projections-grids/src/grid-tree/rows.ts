/** The grid tree as rows: one for each node, parents before children, for tables and CSV. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { Known } from '../beginnings/queries.ts'
import type { Counts, GridTree, TownNode, UnknownUnit } from './tree.ts'

export type TreeLevel = 'district' | 'town' | 'community' | 'grid'

/** One node. `counts` is null where it is not known, and `unknownBefore` then says from when on it is, if that is known (T33). */
export interface TreeRow {
  readonly level: TreeLevel
  readonly id: string
  /** Null where it is not known. */
  readonly code: string | null
  /** For a unit of which nothing is known on the day the first name that we know. */
  readonly name: string
  /** Null where it is not known. */
  readonly since: CalendarDate | null
  readonly counts: Counts | null
  /** The communities alone, which may be known where what is in them is not; null where they are not. */
  readonly communities: number | null
  readonly unknownBefore: CalendarDate | null
}

/** The nodes of a tree from the district down to its grids. */
export const rowsOf = (tree: GridTree): ReadonlyArray<TreeRow> => [
  { level: 'district', id: tree.districtId, code: tree.districtId, name: tree.name, since: null, ...counted(tree.counts), communities: communitiesIn(tree) },
  ...tree.unknown.map((unit) => unknownRow('town', unit)),
  ...tree.towns.flatMap((town): ReadonlyArray<TreeRow> => [
    { level: 'town', id: town.townId, code: town.code, name: town.name, since: town.since, ...counted(town.counts), communities: communitiesOf(town) },
    ...town.unknown.map((unit) => unknownRow('community', unit)),
    ...town.communities.flatMap((community): ReadonlyArray<TreeRow> => [
      { level: 'community', id: community.communityId, code: community.code, name: community.name, since: community.since, ...counted(community.counts), communities: 1 },
      ...(community.grids.known ? community.grids.value : []).map((grid): TreeRow =>
        ({ level: 'grid', id: grid.gridId, code: grid.code, name: grid.name, since: grid.since, counts: grid.counts, communities: 0, unknownBefore: null })),
    ]),
  ]),
]

function communitiesIn({ towns, unknown }: GridTree): number | null {
  return unknown.length > 0 ? null : towns.map(communitiesOf).reduce<number | null>((sum, one) => sum === null || one === null ? null : sum + one, 0)
}

function communitiesOf({ communities, unknown }: TownNode): number | null {
  return unknown.length > 0 ? null : communities.length
}

function counted(counts: Known<Counts>): Pick<TreeRow, 'counts' | 'unknownBefore'> {
  return counts.known ? { counts: counts.value, unknownBefore: null } : { counts: null, unknownBefore: counts.unknownBefore }
}

function unknownRow(level: TreeLevel, { id, name, unknownBefore }: UnknownUnit): TreeRow {
  return { level, id, code: null, name, since: null, counts: null, communities: null, unknownBefore }
}
