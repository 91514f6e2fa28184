/** The event store on EventStoreDB, through `@eventstore/db-client`. */

export { openEventStoreDb, withoutCredentials, type EventStoreDbStore, type OpenOptions } from './open-eventstoredb-store.ts'
export type { EsdbClient, MakeClient } from './client.ts'
export type { ServerTrouble, ServerUnavailable } from './failures-of-calls.ts'
