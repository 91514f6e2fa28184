/** The units that operations name: communities, grids that they start from, grids that they touch, ids and codes that they give. */

import type { CommunityCode, GridCode } from '../../shared/codes.ts'
import type { CommunityId, GridId } from '../../shared/identifiers.ts'
import type { Difference } from '../../shared/vocabulary.ts'
import type { Operation } from './operations.ts'

/** The communities that operations name, those to be founded among them. */
export const communitiesOfOperations = (operations: ReadonlyArray<Operation>): ReadonlyArray<CommunityId> =>
  [...new Set(operations.flatMap(communitiesOfOperation))]

/** The communities that operations found. */
export const foundedCommunities = (operations: ReadonlyArray<Operation>): ReadonlyArray<{ readonly communityId: CommunityId, readonly code: CommunityCode }> =>
  operations.flatMap((operation) => operation.kind === 'communitySplit'
    ? operation.targets.filter((target) => !target.continuing).map(({ communityId, code }) => ({ communityId, code }))
    : [])

/** What an operation does in one community's map: the grids that it touches or creates there, the codes that it gives, and how many more grids there will be. */
export interface TouchedInCommunity {
  readonly communityId: CommunityId
  readonly gridIds: ReadonlyArray<GridId>
  readonly codes: ReadonlyArray<GridCode>
  readonly gridCountChange: Difference
}

/** What operations do in each community's map, one row for each community. */
export const touchedByOperations = (operations: ReadonlyArray<Operation>): ReadonlyArray<TouchedInCommunity> => {
  const rows = operations.flatMap(touchedByOperation)
  return [...new Set(rows.map((row) => row.communityId))].map((communityId) => {
    const here = rows.filter((row) => row.communityId === communityId)
    return {
      communityId,
      gridIds: [...new Set(here.flatMap((row) => row.gridIds))],
      codes: [...new Set(here.flatMap((row) => row.codes))],
      gridCountChange: here.reduce((sum, row) => sum + row.gridCountChange, 0) as Difference,
    }
  })
}

function communitiesOfOperation(operation: Operation): ReadonlyArray<CommunityId> {
  switch (operation.kind) {
    case 'split': case 'merge': case 'boundary': case 'close': case 'reparentCommunity': return [operation.communityId]
    case 'reparentGrid': return [operation.from, operation.to]
    case 'communitySplit': return [operation.source, ...operation.targets.map((target) => target.communityId)]
  }
}

function touchedByOperation(operation: Operation): ReadonlyArray<Omit<TouchedInCommunity, 'gridCountChange'> & { readonly gridCountChange: number }> {
  switch (operation.kind) {
    case 'split': return [{
      communityId: operation.communityId, gridIds: [operation.source, ...operation.targets.map((target) => target.gridId)],
      codes: operation.targets.map((target) => target.code), gridCountChange: operation.targets.length - 1,
    }]
    case 'merge': return [{
      communityId: operation.communityId, gridIds: [...operation.sources, operation.target.gridId], codes: [operation.target.code],
      gridCountChange: 1 - operation.sources.length,
    }]
    case 'boundary': return [{ communityId: operation.communityId, gridIds: operation.moves.flatMap(({ from, to }) => [from, to]), codes: [], gridCountChange: 0 }]
    case 'close': return [{ communityId: operation.communityId, gridIds: [operation.gridId, ...operation.moves.map(({ to }) => to)], codes: [], gridCountChange: -1 }]
    case 'reparentGrid': return [
      { communityId: operation.from, gridIds: [operation.gridId], codes: [], gridCountChange: -1 },
      // That no other plan takes the grid meanwhile is seen to in the map that it leaves.
      { communityId: operation.to, gridIds: [], codes: [operation.code], gridCountChange: 1 },
    ]
    case 'reparentCommunity': return []
    case 'communitySplit': {
      const grids = operation.targets.flatMap((target) => target.grids)
      const staying = operation.targets.filter((target) => target.continuing).flatMap((target) => target.grids)
      return [
        {
          communityId: operation.source, gridIds: grids.map((grid) => grid.gridId), codes: staying.map((grid) => grid.code),
          gridCountChange: staying.length - grids.length,
        },
        ...operation.targets.filter((target) => !target.continuing).map((target) => ({
          communityId: target.communityId, gridIds: target.grids.map((grid) => grid.gridId), codes: target.grids.map((grid) => grid.code),
          gridCountChange: target.grids.length,
        })),
      ]
    }
  }
}
