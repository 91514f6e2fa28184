/** Where logs are moved to and from in the specs of transfers: a database of one's own on the double, or a log apart on a server that others use; the clock is the test's. */

import type { EventStoreDBClient } from '@eventstore/db-client'
import { startDouble, type Double } from '@grid-governance/eventstoredb-double'
import { clientFor } from '../client.ts'
import type { OpenOptions } from '../on-server.ts'
import { logApart } from './apart-client.ts'

/** What a program that knows nothing of the port does. */
export type RawClient = Pick<EventStoreDBClient, 'appendToStream' | 'readStream' | 'readAll' | 'deleteStream' | 'dispose'>

export interface Place {
  readonly options: OpenOptions
  readonly setNow: (instant: number) => void
  readonly raw: () => RawClient
  readonly stop: () => Promise<void>
}

export interface PlaceOnDouble extends Place {
  readonly double: Double
}

export const placeOnDouble = async (began: number): Promise<PlaceOnDouble> => {
  let now = began
  const double = await startDouble({ now: () => now })
  const { connectionString, stop } = double
  return { double, options: { connectionString }, setNow: (instant) => { now = instant }, raw: () => clientFor(connectionString) as EventStoreDBClient, stop }
}

export const placeOnServer = (connectionString: string) => async (began: number): Promise<Place> => {
  let now = began
  const { makeClient, close } = await logApart(connectionString, () => now)
  return { options: { connectionString, makeClient }, setNow: (instant) => { now = instant }, raw: () => makeClient() as unknown as RawClient, stop: close }
}
