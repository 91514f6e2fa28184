/** How each fact is filed as an edge of lineage; corrections and withdrawals are filed behind the fact that they correct. */

import { copy, file, type Cases, type RecordedEvent } from '@grid-governance/event-sourcing'
import type { BuildingDetails, BuildingId, CommunityId, GovernanceEvent, GridId, OperationId, PlanId } from '@grid-governance/domain'
import type { CommunityLineage, LineageEdge, LineageKind, Place } from './read-model.ts'

/** The facts by which grids get their buildings from one another. */
export const lineageFacts = [
  'GridEstablished', 'GridSplit', 'GridsMerged', 'GridBoundaryRedrawn', 'GridClosed', 'GridReparented', 'CommunitySplit', 'EntryVoided',
] as const

export const lineageCases: Cases<GovernanceEvent, typeof lineageFacts[number], CommunityLineage> = {
  GridEstablished: (model, event) => {
    const { gridId, communityId, buildings, earlierHistory } = event.data
    const places = { [gridId]: { communityId, buildings: idsOf(buildings) } }
    file(model.edges, event, { ...edgeOf('established', event, [], places), earlier: earlierHistory })
  },

  GridSplit: (model, event) => {
    const { communityId, source, targets } = event.data
    file(model.edges, event, edgeOf('split', event, [source], placesOf(communityId, targets)))
  },

  GridsMerged: (model, event) => {
    const { communityId, sources, target } = event.data
    file(model.edges, event, edgeOf('merged', event, sources, placesOf(communityId, [target])))
  },

  GridBoundaryRedrawn: (model, event) => {
    const { communityId, grids } = event.data
    file(model.edges, event, edgeOf('boundaryRedrawn', event, grids.map((grid) => grid.gridId), placesOf(communityId, grids)))
  },

  GridClosed: (model, event) => {
    const { communityId, gridId, reason, successors, grids } = event.data
    file(model.edges, event, { ...edgeOf('closed', event, [gridId], placesOf(communityId, grids)), reason, successors: copy(successors) })
  },

  GridReparented: (model, event) => {
    const { toCommunity, grid } = event.data
    const places = { [grid.gridId]: { communityId: toCommunity, buildings: idsOf(grid.buildings) } }
    file(model.edges, event, edgeOf('reparented', event, [grid.gridId], places))
  },

  CommunitySplit: (model, event) => {
    const arrivals = event.data.targets.flatMap(({ communityId, grids }) => grids.map((grid) => ({ communityId, grid })))
    const places = Object.fromEntries(arrivals.map(({ communityId, grid }) => [grid.gridId, { communityId, buildings: idsOf(grid.buildings) }]))
    file(model.edges, event, edgeOf('communitySplit', event, arrivals.map(({ grid }) => grid.gridId), places))
  },

  EntryVoided: (model, event) => file(model.edges, event),
}

/** What the facts of plans and of maps have in common. */
type WithDocument = RecordedEvent & { readonly data: { readonly documentNumber: string, readonly planId?: PlanId, readonly operationId?: OperationId } }

function edgeOf(kind: LineageKind, { eventId, data }: WithDocument, sources: ReadonlyArray<GridId>, places: { [gridId: string]: Place }): LineageEdge {
  return {
    kind, eventId, planId: data.planId ?? null, operationId: data.operationId ?? null, documentNumber: data.documentNumber,
    sources: copy(sources), places, reason: null, successors: [], earlier: 'none',
  }
}

function placesOf(communityId: CommunityId, grids: ReadonlyArray<{ readonly gridId: GridId, readonly buildings: ReadonlyArray<BuildingId> }>): { [gridId: string]: Place } {
  return Object.fromEntries(grids.map((grid) => [grid.gridId, { communityId, buildings: copy(grid.buildings) }]))
}

function idsOf(buildings: ReadonlyArray<BuildingDetails>): BuildingId[] {
  return buildings.map((building) => building.buildingId)
}
