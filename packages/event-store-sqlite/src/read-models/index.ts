/** Read models and outcomes in SQLite files beside the log, listed by hand. */

export { openSqliteOutcomes, type SqliteOutcomeStore } from './sqlite-outcome-store.ts'
export { openSqliteReadModels, type SqliteReadModelStore } from './sqlite-read-model-store.ts'
export { type KeptFileOptions } from './kept-file.ts'
