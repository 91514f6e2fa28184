/** What @grid-governance/event-store-sqlite offers to others, listed by hand. */

export { openSqliteStore, type SqliteEventStore, type SqliteStoreOptions } from './open-sqlite-store.ts'
export { restoreLog, type CopyFailure, type LogDamaged, type RestoreOptions, type TargetExists } from './copy-log.ts'
export { openSqliteTarget, type SqliteTarget, type SqliteTargetOptions } from './open-transfer-target.ts'
export type { LogFinding, LogReport, PinnedHead, VerifyOptions } from './log-report.ts'
export { recomputeChain, type RecomputeOptions } from './recompute-chain.ts'
export { applicationId, formatVersion } from './log-format.ts'
export {
  openSqliteOutcomes, openSqliteReadModels, type KeptFileOptions, type SqliteOutcomeStore, type SqliteReadModelStore,
} from './read-models/index.ts'
export {
  buildInWorkers, rebuildInWorkers, rebuildProjectionInWorkers,
  type BuildInWorkersOptions, type ByWorkers, type InWorkers, type RebuildInWorkersRequest, type RebuildProjectionInWorkersOptions,
} from './workers/in-workers.ts'
export type { KeyOutsidePart, PartFailure, WorkerFailed } from './workers/messages.ts'
export type { PartsProgress } from './workers/workers.ts'
