/** The history of one grid. */

export { gridHistory, type HistoryOrder, type HistoryRow } from './queries.ts'
export { gridsNamed } from './grids-named.ts'
