/** The read model divisions. */

export type { CommunityDivision, Divisions, Ending, TownDivision } from './read-model.ts'
export { divisions } from './projection.ts'
export { communitiesOfTown, openCommunities } from './queries.ts'
