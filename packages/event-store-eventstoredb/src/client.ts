/** What the adapter asks of the client: a small part of `@eventstore/db-client`, so that its successors can stand in. */

import { BACKWARDS, END, EventStoreDBClient, FORWARDS, NO_STREAM, START, excludeSystemEvents } from '@eventstore/db-client'

export type EsdbClient = Pick<EventStoreDBClient, 'appendToStream' | 'readStream' | 'readAll' | 'subscribeToAll' | 'dispose'>

/** Makes a client; asked again after calls that were never answered, since their connection may never answer again. */
export type MakeClient = () => EsdbClient

/** The client for a connection string; throws where it cannot be understood. */
export const clientFor = (connectionString: string): EsdbClient => EventStoreDBClient.connectionString(connectionString)

export { BACKWARDS, END, FORWARDS, NO_STREAM, START, excludeSystemEvents }
