/** The grid tree: the query that joins divisions and grids. */

export { addCounts, gridTree, noCounts } from './queries.ts'
export { rowsOf, type TreeLevel, type TreeRow } from './rows.ts'
export type { CommunityNode, Counts, GridNode, GridTree, GridTreeAnswer, TownNode, TreeBreach, UnknownUnit } from './tree.ts'
