/** What the divisions answer on their own. */

import type { CommunityId, TownId } from '@grid-governance/domain'
import type { Divisions } from './read-model.ts'

/** The communities of a town that are open, by id. */
export const communitiesOfTown = (divisions: Divisions, townId: TownId): ReadonlyArray<CommunityId> =>
  openCommunities(divisions).filter((communityId) => divisions.communities[communityId]?.townId === townId)

/** All communities that are open, by id. */
export const openCommunities = (divisions: Divisions): ReadonlyArray<CommunityId> =>
  (Object.keys(divisions.communities) as CommunityId[]).filter((communityId) => divisions.communities[communityId]?.ended === null).sort()
