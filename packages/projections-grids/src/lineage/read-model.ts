/** The read model of one community's lineage: every fact by which buildings came to stand in other grids, with all its corrections. */

import type { EventId, Timeline } from '@grid-governance/event-sourcing'
import type { BuildingId, ClosingReason, CommunityId, EarlierHistory, GridId, OperationId, PlanId } from '@grid-governance/domain'

/**
 * Edges are filed with their corrections, since two questions need them: lineage between any two days, and which grids were never
 * valid (T32), of which nothing is left in a tree.
 */
export interface CommunityLineage {
  communityId: CommunityId
  edges: Timeline<LineageEdge>
}

export type LineageKind = 'established' | 'split' | 'merged' | 'boundaryRedrawn' | 'closed' | 'reparented' | 'communitySplit'

/** One mutation edge (§4.9): from these sources on to these places, as an absolute assertion. */
export interface LineageEdge {
  kind: LineageKind
  eventId: EventId
  planId: PlanId | null
  operationId: OperationId | null
  documentNumber: string
  /** The grids that it changes; a source that has no place any more ends with it. */
  sources: GridId[]
  /** From the day of effect on these grids have exactly these buildings. */
  places: { [gridId: string]: Place }
  /** For `closed`: why, and which grids follow. */
  reason: ClosingReason | null
  successors: GridId[]
  /** For `established`: whether what was before is unknown (T33). */
  earlier: EarlierHistory
}

/** Where a grid is after an edge, and what it has. */
export interface Place {
  communityId: CommunityId
  buildings: BuildingId[]
}

/** A community of whose grids nothing is known. */
export const noLineage = (communityId: CommunityId): CommunityLineage => ({ communityId, edges: { chains: {} } })
