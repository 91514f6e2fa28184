/** What @grid-governance/event-store-sqlite offers to others, listed by hand. */

export { openSqliteStore, type SqliteEventStore, type SqliteStoreOptions } from './open-sqlite-store.ts'
export { applicationId, formatVersion } from './log-format.ts'
