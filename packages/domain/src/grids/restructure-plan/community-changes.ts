/** The structural changes of one community in the order of effect, and the partition that they come to. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import type { CommunityId, PlanId } from '../../shared/identifiers.ts'
import { applyChange, emptyPartition, withNamesKept, type CommunityStructure, type Partition, type StructureChange } from '../../shared/structure.ts'
import type { GridOnMap } from '../../shared/vocabulary.ts'
import { entriesByEffect, mapChangesOf, type PlanEntry } from './outcomes.ts'

/** A change, and whether it only describes: another name, another count. Such a one rests on nothing and hinders nothing (§6.4). */
export interface PlacedChange extends StructureChange {
  readonly isDescription: boolean
}

/** The changes of a map, each told apart by what it does to what was there before it. */
export const placedChanges = (map: Pick<CommunityStructure, 'changes'>): ReadonlyArray<PlacedChange> => {
  const grids = new Map<string, GridOnMap>()
  const buildings = new Set<string>()
  return map.changes.map((change) => {
    const isDescription = describesOnly(change, grids, buildings)
    for (const { gridId } of change.closes) grids.delete(gridId)
    for (const gridId of change.leaves) grids.delete(gridId)
    for (const grid of change.sets) grids.set(grid.gridId, grid)
    for (const { buildingId } of change.buildingsIn) buildings.add(buildingId)
    for (const buildingId of change.buildingsOut) buildings.delete(buildingId)
    return { ...change, isDescription }
  })
}

/**
 * The changes of a community with these entries of a plan in place of what the map knows of that plan. An entry that keeps its day
 * keeps its place among the changes of that day; any other comes after them.
 */
export const withEntriesOf = (
  planId: PlanId | undefined, known: ReadonlyArray<PlacedChange>, own: ReadonlyArray<PlanEntry>, communityId: CommunityId,
): ReadonlyArray<PlacedChange> => {
  const ours = ourChanges(planId, own, communityId)
  const placed = known.flatMap((change) => isOf(planId, change) ? ours.filter((our) => isSamePlace(our, change)) : [change])
  const fresh = ours.filter((our) => !placed.includes(our))
  return fresh.length === 0 ? placed : [...placed, ...fresh].sort((left, right) => left.effectiveOn < right.effectiveOn ? -1 : left.effectiveOn > right.effectiveOn ? 1 : 0)
}

/** The partition on a day. */
export const partitionOf = (changes: ReadonlyArray<PlacedChange>, day: CalendarDate): Partition =>
  changes.filter((change) => change.effectiveOn <= day).reduce((partition, change) => change.isDescription ? described(partition, change) : applyChange(partition, withNamesKept(partition, change)), emptyPartition)

/** Whether a change is the plan's own. */
export const isOf = (planId: PlanId | undefined, change: Pick<StructureChange, 'planId'>): boolean => planId !== undefined && change.planId === planId

function describesOnly(change: StructureChange, grids: ReadonlyMap<string, GridOnMap>, buildings: ReadonlySet<string>): boolean {
  if (change.planId !== null || change.closes.length + change.leaves.length + change.buildingsOut.length > 0) return false
  return change.sets.every((grid) => sameBuildings(grid, grids.get(grid.gridId))) && change.buildingsIn.every((building) => buildings.has(building.buildingId))
}

function sameBuildings(grid: GridOnMap, known: GridOnMap | undefined): boolean {
  return known !== undefined && known.code === grid.code && known.buildings.length === grid.buildings.length
    && known.buildings.every((building, index) => building === grid.buildings[index])
}

/** A description holds for what is there; where the grid or the building is not, it says nothing. */
function described({ grids, buildings }: Partition, change: PlacedChange): Partition {
  return applyChange({ grids, buildings }, {
    closes: [], leaves: [], buildingsOut: [],
    sets: change.sets.flatMap(({ gridId, name }) => {
      const grid = grids[gridId]
      return grid === undefined ? [] : [{ ...grid, name }]
    }),
    buildingsIn: change.buildingsIn.filter((building) => buildings[building.buildingId] !== undefined),
  })
}

function ourChanges(planId: PlanId | undefined, own: ReadonlyArray<PlanEntry>, communityId: CommunityId): ReadonlyArray<PlacedChange> {
  return entriesByEffect(own).flatMap((entry) => mapChangesOf(entry).flatMap((one) =>
    one.communityId === communityId ? [{ ...one.change, planId: planId ?? null, isDescription: false }] : []))
}

function isSamePlace(left: { readonly root: EntryId, readonly effectiveOn: CalendarDate }, right: { readonly root: EntryId, readonly effectiveOn: CalendarDate }): boolean {
  return left.root === right.root && left.effectiveOn === right.effectiveOn
}
