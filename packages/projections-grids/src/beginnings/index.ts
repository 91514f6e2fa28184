/** The read model beginnings. */

export type { Beginning, Beginnings, CommunityBeginning } from './read-model.ts'
export { beginnings } from './projection.ts'
export { gridsUnknownBefore, unknownBefore, type Known } from './queries.ts'
