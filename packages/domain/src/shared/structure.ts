/** The structure of a community over time: dated, absolute changes, and the partition of its buildings on any day. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import type { GridCode } from './codes.ts'
import type { BuildingId, CommunityId, GridId, PlanId } from './identifiers.ts'
import type { BuildingDetails, ClosingReason, Difference, GridOnMap } from './vocabulary.ts'

/** A grid that ended, and the grids to which its buildings went. */
export interface ClosedGrid {
  readonly gridId: GridId
  readonly reason: ClosingReason
  readonly successors: ReadonlyArray<GridId>
}

/** One structural change as it stands after its corrections: from `effectiveOn` on, these grids have exactly these buildings. */
export interface StructureChange {
  readonly root: EntryId
  /** The plan that decided it; null where the map itself did. */
  readonly planId: PlanId | null
  readonly effectiveOn: CalendarDate
  readonly closes: ReadonlyArray<ClosedGrid>
  /** Grids that leave for another community, with all their buildings. */
  readonly leaves: ReadonlyArray<GridId>
  readonly sets: ReadonlyArray<GridOnMap>
  readonly buildingsIn: ReadonlyArray<BuildingDetails>
  readonly buildingsOut: ReadonlyArray<BuildingId>
}

/** All that is known of a community's structure; `changes` in the order in which they take effect. */
export interface CommunityStructure {
  readonly communityId: CommunityId
  readonly changes: ReadonlyArray<StructureChange>
  readonly reservations: ReadonlyArray<GridReservation>
  /** Every id of a grid or a building ever used here. */
  readonly spentIds: ReadonlyArray<string>
  /** Every grid code ever used or reserved here. */
  readonly spentCodes: ReadonlyArray<string>
  /** Every building number ever given here. */
  readonly spentNumbers: ReadonlyArray<string>
  /** Of spent codes that a plan reserved or brought: that plan. It alone may come back to them, for one who is refused may try again (T31). */
  readonly heldBy: { readonly [code: string]: PlanId }
  readonly exemptions: ReadonlyArray<GridCountExemption>
  /** Grids that were never valid, and where their buildings really were. */
  readonly neverValid: { readonly [gridId: string]: ReadonlyArray<GridId> }
}

/** A scheduled plan's hold on grids, those that it will create among them: until it takes effect, changes to them go through the plan. */
export interface GridReservation {
  readonly planId: PlanId
  readonly gridIds: ReadonlyArray<GridId>
  /** The codes that the plan will give here; they stay spent even if it is cancelled (T31). */
  readonly codes: ReadonlyArray<GridCode>
  /** How many more open grids the community will have by the plan; below zero: fewer. */
  readonly gridCountChange: Difference
  readonly takesEffectOn: CalendarDate
}

/** A document that allows another number of grids than the rule book; `until` is the first day on which it no longer holds. */
export interface GridCountExemption {
  readonly min: number
  readonly max: number
  readonly from: CalendarDate
  readonly until: CalendarDate | null
  readonly documentNumber: string
}

/** The partition of a community on one day: each building is in exactly one grid (I3). */
export interface Partition {
  readonly grids: { readonly [gridId: string]: GridOnMap }
  readonly buildings: { readonly [buildingId: string]: BuildingDetails }
}

/** A community without grids and buildings. */
export const emptyPartition: Partition = { grids: {}, buildings: {} }

/** The partition on a day: all changes that have taken effect by then, in order. */
export const partitionOn = (structure: Pick<CommunityStructure, 'changes'>, day: CalendarDate): Partition => {
  const partition = ownPartition()
  for (const change of structure.changes) if (change.effectiveOn <= day) applyInPlace(partition, change)
  return partition
}

/** What a change does to a partition. */
export type PartitionChange = Pick<StructureChange, 'closes' | 'leaves' | 'sets' | 'buildingsIn' | 'buildingsOut'>

/** The partition after one more change; what the change leaves alone is not copied. */
export const applyChange = (partition: Partition, change: PartitionChange): Partition => {
  const next = {
    grids: change.closes.length + change.leaves.length + change.sets.length === 0 ? partition.grids : { ...partition.grids },
    buildings: change.buildingsIn.length + change.buildingsOut.length === 0 ? partition.buildings : { ...partition.buildings },
  }
  applyInPlace(next, change)
  return next
}

/**
 * A change as it names the grids of the partition before it. What divides or merges grids says what they are called; everything else only
 * restates the names of grids that go on, and what they are called by then, perhaps by a name that was learnt late, outlasts it.
 */
export const withNamesKept = <Change extends PartitionChange>({ grids }: Partition, change: Change): Change => {
  const names = change.closes.some(({ reason }) => reason === 'merged') || change.sets.some(({ gridId }) => grids[gridId] === undefined)
  return names ? change : { ...change, sets: change.sets.map((grid) => ({ ...grid, name: grids[grid.gridId]?.name ?? grid.name })) }
}

/** A partition that only its owner knows, and may change. */
export interface OwnPartition {
  readonly grids: Record<string, GridOnMap>
  readonly buildings: Record<string, BuildingDetails>
}

/** An empty partition to be filled. */
export const ownPartition = (): OwnPartition => ({ grids: {}, buildings: {} })

/** Applies a change in place, to a partition that only the caller knows. */
export const applyInPlace = (partition: OwnPartition, change: PartitionChange): void => {
  for (const { gridId } of change.closes) delete partition.grids[gridId]
  for (const gridId of change.leaves) delete partition.grids[gridId]
  for (const grid of change.sets) partition.grids[grid.gridId] = grid
  for (const building of change.buildingsIn) partition.buildings[building.buildingId] = building
  for (const buildingId of change.buildingsOut) delete partition.buildings[buildingId]
}

/** The grids that a change touches: closes, sends away or sets. */
export const touchedGrids = (change: Pick<StructureChange, 'closes' | 'leaves' | 'sets'>): ReadonlyArray<GridId> =>
  [...new Set([...change.closes.map((closed) => closed.gridId), ...change.leaves, ...change.sets.map((grid) => grid.gridId)])]

/** The grid in which a building is; undefined where it is in none. */
export const gridOfBuilding = (partition: Partition, buildingId: BuildingId): GridOnMap | undefined =>
  Object.values(partition.grids).find((grid) => grid.buildings.includes(buildingId))

/** What breaks I3 in a partition: buildings in no grid, in two grids, or in a grid but not in the community. */
export const partitionFaults = (partition: Partition): ReadonlyArray<PartitionFault> => {
  const gridsOf = new Map<BuildingId, GridId[]>()
  for (const grid of Object.values(partition.grids)) {
    for (const building of grid.buildings) gridsOf.set(building, [...(gridsOf.get(building) ?? []), grid.gridId])
  }
  const known = Object.keys(partition.buildings) as BuildingId[]
  return [
    ...known.filter((building) => !gridsOf.has(building)).map((buildingId): PartitionFault => ({ fault: 'inNoGrid', buildingId, gridIds: [] })),
    ...[...gridsOf].filter(([, gridIds]) => gridIds.length > 1).map(([buildingId, gridIds]): PartitionFault => ({ fault: 'inSeveralGrids', buildingId, gridIds })),
    ...[...gridsOf].filter(([building]) => partition.buildings[building] === undefined).map(([buildingId, gridIds]): PartitionFault => ({ fault: 'notInCommunity', buildingId, gridIds })),
  ]
}

/** A building for which I3 does not hold, and the grids that claim it. */
export interface PartitionFault {
  readonly fault: 'inNoGrid' | 'inSeveralGrids' | 'notInCommunity'
  readonly buildingId: BuildingId
  readonly gridIds: ReadonlyArray<GridId>
}
