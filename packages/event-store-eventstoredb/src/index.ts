/** The event store on EventStoreDB, through `@eventstore/db-client`. */

export { openEventStoreDb, type EventStoreDbStore } from './open-eventstoredb-store.ts'
export { openEventStoreDbTarget, type EventStoreDbTarget } from './open-transfer-target.ts'
export { withoutCredentials, type OpenOptions } from './on-server.ts'
export type { EsdbClient, MakeClient } from './client.ts'
export type { ServerTrouble, ServerUnavailable } from './failures-of-calls.ts'
