/** Counts across communities: a count holds from its day on wherever its building is, and so also where a plan has brought it since. */

import type { BuildingId } from '@grid-governance/domain'
import { compareText } from './queries.ts'
import type { CommunityGrids, CountElsewhere, PlacedBuilding } from './read-model.ts'

/**
 * The communities of a district, all as of the same day, each building with its last count in any of them. Of counts of one day the one
 * that was taken where the building was at the end of that day holds. Models in which nothing changes are handed through.
 */
export const lendCounts = <Key>(communities: ReadonlyMap<Key, CommunityGrids>): ReadonlyMap<Key, CommunityGrids> => {
  const counts = lastCountsElsewhere(communities.values())
  return counts.size === 0 ? communities : new Map([...communities].map(([key, model]) => [key, withCounts(model, counts)]))
}

type LastCounts = ReadonlyMap<BuildingId, CountElsewhere>

function lastCountsElsewhere(models: Iterable<CommunityGrids>): LastCounts {
  const last = new Map<BuildingId, CountElsewhere>()
  for (const { elsewhere } of [...models].sort((left, right) => compareText(left.communityId, right.communityId))) {
    for (const [id, count] of Object.entries(elsewhere)) {
      const known = last.get(id as BuildingId)
      if (known === undefined || holdsAfter(count, known)) last.set(id as BuildingId, count)
    }
  }
  return last
}

function withCounts(model: CommunityGrids, counts: LastCounts): CommunityGrids {
  const recounted: Array<readonly [string, PlacedBuilding]> = []
  for (const id of Object.keys(model.buildings) as BuildingId[]) {
    const count = counts.get(id)
    const building = count === undefined ? undefined : model.buildings[id]
    if (count !== undefined && building !== undefined && holdsInstead(count, building)) recounted.push([id, counted(building, count)])
  }
  return recounted.length === 0 ? model : { ...model, buildings: { ...model.buildings, ...Object.fromEntries(recounted) } }
}

function counted(building: PlacedBuilding, { households, residents, countedOn }: CountElsewhere): PlacedBuilding {
  return { ...building, households, residents, countedOn }
}

function holdsAfter(count: CountElsewhere, other: CountElsewhere): boolean {
  return count.countedOn > other.countedOn || (count.countedOn === other.countedOn && count.wasHere && !other.wasHere)
}

/** Figures that a plan copied are no count. Where a building was counted and still is, it was also on that day. */
function holdsInstead(count: CountElsewhere, { countedOn }: PlacedBuilding): boolean {
  return countedOn === null || count.countedOn > countedOn
}
