/** A log in a database for a trial: a double of EventStoreDB on loopback, by the clock of the trial, and what it takes to compare its answers with those of a file. */

import * as E from 'fp-ts/lib/Either.js'
import { startDouble, type Double, type DoubleOptions } from '@grid-governance/eventstoredb-double'
import { openEventStoreDb } from '@grid-governance/event-store-eventstoredb'

export interface DatabaseLog {
  readonly address: string
  readonly double: Double
  /** The positions of all events of the log, in order: the place in this list is what a store without gaps would call the position. */
  readonly positions: () => Promise<ReadonlyArray<number>>
  readonly stop: () => Promise<void>
}

export const startDatabaseLog = async (options: DoubleOptions = {}): Promise<DatabaseLog> => {
  const double = await startDouble(options)
  const address = double.connectionString
  return {
    address, double,
    positions: () => positionsIn(address),
    stop: () => double.stop(),
  }
}

/** Where the events of a log in a database are, in order. */
export const positionsIn = async (address: string): Promise<ReadonlyArray<number>> => {
  const opened = await openEventStoreDb({ connectionString: address })()
  if (E.isLeft(opened)) throw new Error(opened.left.detail)
  const page = await opened.right.readAll({ after: 'beginning', maxCount: 100_000 })()
  await opened.right.close()
  if (E.isLeft(page)) throw new Error(JSON.stringify(page.left))
  return page.right.events.map(({ globalPosition }) => globalPosition)
}
