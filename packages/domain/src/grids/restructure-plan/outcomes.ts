/** What operations come to: structural facts, and what they change in maps and in the register. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import { byEffect } from '../../shared/entry-chains.ts'
import type { BuildingId, CommunityId, GridId, OperationId, PlanId, TownId } from '../../shared/identifiers.ts'
import type { StructureChange } from '../../shared/structure.ts'
import type { ClosingReason, GridOnMap, Name } from '../../shared/vocabulary.ts'
import { restructurePlanFacts, type RestructurePlanEvent } from './events.ts'
import type { Operation } from './operations.ts'

/** The facts that say how grids and communities are divided. */
export type StructuralFact = Extract<RestructurePlanEvent, {
  readonly type: 'GridSplit' | 'GridsMerged' | 'GridBoundaryRedrawn' | 'GridClosed' | 'GridReparented' | 'CommunityReparented' | 'CommunitySplit'
}>

/** What a structural fact says, without its date, document and place in a chain; every structural fact is one. */
export type Outcome = StructuralFact extends infer F
  ? F extends { readonly type: infer Type, readonly data: infer Data } ? { readonly type: Type, readonly data: Omit<Data, keyof FactDating> } : never
  : never

/** Where a structural fact comes from, from when it holds, and its place in a chain of corrections. */
export interface FactDating {
  readonly planId: PlanId
  readonly operationId: OperationId
  readonly documentNumber: string
  readonly entryId: EntryId
  readonly kind: 'change' | 'correction' | 'lateRecording'
  readonly effectiveOn: CalendarDate
  readonly root?: EntryId
  readonly corrects?: EntryId
}

/** What a plan changes in one map: `StructureChange` without the plan. */
export type MapChange = Omit<StructureChange, 'planId'>

/** What a plan changes in the division register. */
export interface DivisionChange {
  readonly root: EntryId
  readonly effectiveOn: CalendarDate
  readonly opens: ReadonlyArray<{ readonly communityId: CommunityId, readonly townId: TownId, readonly code: OpenedCommunity['code'], readonly name: Name }>
  readonly moves: ReadonlyArray<{ readonly communityId: CommunityId, readonly townId: TownId }>
  readonly closes: ReadonlyArray<{ readonly communityId: CommunityId, readonly reason: ClosingReason, readonly successors: ReadonlyArray<CommunityId> }>
}

type SplitTargets = Extract<StructuralFact, { readonly type: 'CommunitySplit' }>['data']['targets']
type OpenedCommunity = SplitTargets[number]

/** An entry of a plan as it stands: its place in the order of effect, and what it says. `arrived` is the root's place in its stream. */
export interface PlanEntry {
  readonly root: EntryId
  readonly arrived: number
  readonly effectiveOn: CalendarDate
  readonly operationId: OperationId
  readonly outcome: Outcome
}

/** The fact that records an outcome. */
export const structuralFact = (outcome: Outcome, dating: FactDating): StructuralFact =>
  // The compiler cannot follow that type and data stay together when both are taken from one union.
  ({ type: outcome.type, schemaVersion: restructurePlanFacts[outcome.type].schemaVersion, data: { ...outcome.data, ...dating } }) as StructuralFact

/** What an entry changes, community by community. */
export const mapChangesOf = (entry: Pick<PlanEntry, 'root' | 'effectiveOn' | 'outcome'>): ReadonlyArray<{ readonly communityId: CommunityId, readonly change: MapChange }> => {
  const inCommunity = (communityId: CommunityId, parts: Partial<MapChange>) =>
    ({ communityId, change: { root: entry.root, effectiveOn: entry.effectiveOn, ...nothing, ...parts } })
  const { type, data } = entry.outcome
  switch (type) {
    case 'GridSplit': return [inCommunity(data.communityId, {
      closes: data.targets.some((target) => target.gridId === data.source) ? [] : [{ gridId: data.source, reason: 'split', successors: idsOf(data.targets) }],
      sets: data.targets.map(onMap),
    })]
    case 'GridsMerged': return [inCommunity(data.communityId, {
      closes: data.sources.filter((gridId) => gridId !== data.target.gridId).map((gridId) => ({ gridId, reason: 'merged', successors: [data.target.gridId] })),
      sets: [onMap(data.target)],
    })]
    case 'GridBoundaryRedrawn': return [inCommunity(data.communityId, { sets: data.grids })]
    // A grid that never was valid is not closed on a day: without the entry that had created it, it is not there (T32).
    case 'GridClosed': return data.reason === 'neverValid' ? [] : [inCommunity(data.communityId, {
      closes: [{ gridId: data.gridId, reason: data.reason, successors: data.successors }], sets: data.grids,
    })]
    case 'GridReparented': return [
      inCommunity(data.fromCommunity, { leaves: [data.grid.gridId], buildingsOut: data.grid.buildings.map((building) => building.buildingId) }),
      inCommunity(data.toCommunity, { sets: [arriving(data.grid)], buildingsIn: data.grid.buildings }),
    ]
    case 'CommunityReparented': return []
    case 'CommunitySplit': {
      const leaving = data.targets.filter((target) => !target.continuing)
      const staying = data.targets.filter((target) => target.continuing)
      const gone = leaving.flatMap((target) => target.grids)
      return [
        inCommunity(data.source, {
          leaves: gone.map((grid) => grid.gridId), buildingsOut: gone.flatMap((grid) => grid.buildings.map((building) => building.buildingId)),
          sets: staying.flatMap((target) => target.grids.map(arriving)), buildingsIn: staying.flatMap((target) => target.grids.flatMap((grid) => grid.buildings)),
        }),
        ...leaving.map((target) => inCommunity(target.communityId, {
          sets: target.grids.map(arriving), buildingsIn: target.grids.flatMap((grid) => grid.buildings),
        })),
      ]
    }
  }
}

/** What an entry changes in the register; undefined where it does not concern it. */
export const divisionChangeOf = ({ root, effectiveOn, outcome: { type, data } }: Pick<PlanEntry, 'root' | 'effectiveOn' | 'outcome'>): DivisionChange | undefined => {
  switch (type) {
    case 'CommunityReparented': return { root, effectiveOn, opens: [], moves: [{ communityId: data.communityId, townId: data.toTown }], closes: [] }
    case 'CommunitySplit': return {
      root, effectiveOn, moves: [],
      opens: data.targets.filter((target) => !target.continuing).map(({ communityId, townId, code, name }) => ({ communityId, townId, code, name })),
      closes: data.targets.some((target) => target.continuing) ? [] : [{ communityId: data.source, reason: 'split', successors: data.targets.map((target) => target.communityId) }],
    }
    case 'GridSplit': case 'GridsMerged': case 'GridBoundaryRedrawn': case 'GridClosed': case 'GridReparented': return undefined
  }
}

/** A grid that an entry brings into being, with its first buildings. */
export interface CreatedGrid {
  readonly communityId: CommunityId
  readonly gridId: GridId
  readonly buildings: ReadonlyArray<BuildingId>
}

/** The grids that an outcome brings into being: its targets that continue no source. */
export const createdGrids = ({ type, data }: Outcome): ReadonlyArray<CreatedGrid> => {
  const created = (communityId: CommunityId, targets: ReadonlyArray<GridOnMap & { readonly continuing: boolean }>) =>
    targets.filter((target) => !target.continuing).map(({ gridId, buildings }) => ({ communityId, gridId, buildings }))
  switch (type) {
    case 'GridSplit': return created(data.communityId, data.targets)
    case 'GridsMerged': return created(data.communityId, [data.target])
    case 'GridBoundaryRedrawn': case 'GridClosed': case 'GridReparented': case 'CommunityReparented': case 'CommunitySplit': return []
  }
}

/** The communities that an outcome touches, those that it brings into being among them. */
export const communitiesOfOutcome = ({ type, data }: Outcome): ReadonlyArray<CommunityId> => {
  switch (type) {
    case 'GridSplit': case 'GridsMerged': case 'GridBoundaryRedrawn': case 'GridClosed': case 'CommunityReparented': return [data.communityId]
    case 'GridReparented': return [data.fromCommunity, data.toCommunity]
    case 'CommunitySplit': return [...new Set([data.source, ...data.targets.map((target) => target.communityId)])]
  }
}

/** The operation that an outcome came from: what is done again when it is moved to another day. */
export const operationOf = ({ type, data }: Outcome): Operation => {
  switch (type) {
    case 'GridSplit': return { kind: 'split', communityId: data.communityId, source: data.source, targets: data.targets }
    case 'GridsMerged': {
      const { gridId, code, name, continuing } = data.target
      return { kind: 'merge', communityId: data.communityId, sources: data.sources, target: { gridId, code, name, continuing } }
    }
    case 'GridBoundaryRedrawn': return { kind: 'boundary', communityId: data.communityId, moves: data.moved }
    case 'GridClosed': return { kind: 'close', communityId: data.communityId, gridId: data.gridId, moves: data.moved.map(({ buildingId, to }) => ({ buildingId, to })) }
    case 'GridReparented': return {
      kind: 'reparentGrid', gridId: data.grid.gridId, from: data.fromCommunity, to: data.toCommunity, code: data.grid.code, numbers: data.grid.buildings.map(numberOf),
    }
    case 'CommunityReparented': return { kind: 'reparentCommunity', communityId: data.communityId, from: data.fromTown, to: data.toTown }
    case 'CommunitySplit': return {
      kind: 'communitySplit', source: data.source,
      targets: data.targets.map((target) => ({
        ...target, grids: target.grids.map(({ gridId, code, buildings }) => ({ gridId, code, numbers: buildings.map(numberOf) })),
      })),
    }
  }
}

/** Entries in the order in which they take effect. */
export const entriesByEffect = (entries: ReadonlyArray<PlanEntry>): ReadonlyArray<PlanEntry> => [...entries].sort(byEffect)

const nothing = { closes: [], leaves: [], sets: [], buildingsIn: [], buildingsOut: [] }

type ArrivingGrid = OpenedCommunity['grids'][number]
type NumberedBuilding = ArrivingGrid['buildings'][number]

function onMap({ gridId, code, name, buildings }: GridOnMap): GridOnMap {
  return { gridId, code, name, buildings }
}

function arriving({ gridId, code, name, buildings }: ArrivingGrid): GridOnMap {
  return { gridId, code, name, buildings: buildings.map((building) => building.buildingId) }
}

function numberOf({ buildingId, number }: NumberedBuilding): Pick<NumberedBuilding, 'buildingId' | 'number'> {
  return { buildingId, number }
}

function idsOf(grids: ReadonlyArray<{ readonly gridId: GridId }>): ReadonlyArray<GridId> {
  return grids.map((grid) => grid.gridId)
}
