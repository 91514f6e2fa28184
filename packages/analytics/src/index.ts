/** What @grid-governance/analytics offers to others, listed by hand. */

export { canExportTo, openAnalytics, type Analytics, type AnalyticsOptions, type ExportRequest } from './analytics.ts'
export { exportFormats, type ExportFormat, type OnWritten } from './export.ts'
export {
  type ExportFailure, type FileUnusable, type FillFailure, type NotAQuery, type OutOfMemory, type OutsideRefused, type QueryFailure, type RowDoesNotFit, type SqlRefused,
  type TargetExists, type TooManyRows,
} from './failures.ts'
export { type FilledTable, type OnFilled } from './fill.ts'
export { rebuiltModels, type ModelPage, type ModelSource, type RebuiltModelsOptions } from './model-source.ts'
export { tablesNamedIn } from './named-tables.ts'
export { allRows, type AllRows, type QueryAnswer } from './query.ts'
export { type ResultColumn } from './duckdb.ts'
export { sqlTypes } from './schema.ts'
export { standpointTable } from './standpoint-table.ts'
export { type Standpoint } from './standpoint.ts'
