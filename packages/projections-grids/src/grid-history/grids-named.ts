/** Which grids a dated fact is about. */

import type { GovernanceEvent, GridId } from '@grid-governance/domain'

/** The grids that a dated fact names; none for facts that only prepare or repeat a decision. */
export const gridsNamed = (fact: GovernanceEvent): ReadonlyArray<GridId> => {
  switch (fact.type) {
    case 'GridEstablished':
    case 'BuildingRegistered':
    case 'BuildingRemoved':
    case 'BuildingMetricsRecorded':
    case 'GridRenamed':
    case 'GridRecoded':
      return [fact.data.gridId]
    case 'GridSplit':
      return [fact.data.source, ...ids(fact.data.targets)]
    case 'GridsMerged':
      return [...fact.data.sources, fact.data.target.gridId]
    case 'GridBoundaryRedrawn':
      return ids(fact.data.grids)
    case 'GridClosed':
      return [fact.data.gridId, ...fact.data.successors, ...ids(fact.data.grids)]
    case 'GridReparented':
      return [fact.data.grid.gridId]
    case 'CommunitySplit':
      return fact.data.targets.flatMap((target) => ids(target.grids))
    default:
      return []
  }
}

function ids(grids: ReadonlyArray<{ readonly gridId: GridId }>): ReadonlyArray<GridId> {
  return grids.map((grid) => grid.gridId)
}
