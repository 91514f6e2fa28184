/** One row of the log as the statements yield it, and the stored event that it stands for. */

import type { Position } from '@grid-governance/event-sourcing'
import type { StoredEvent } from '@grid-governance/event-store'
import { uuidOfHex } from './event-id.ts'
import type { Names } from './names.ts'

export type EventRow = readonly [
  position: number, stream: number, version: number, eventIdHex: string, type: number, schemaVersion: number,
  recordedAt: number, metadata: string, data: string,
]

/** One literal, so that all events share one hidden class. */
export const storedEventOf = (names: Names, row: EventRow): StoredEvent => ({
  stream: names.streamName(row[1]),
  streamVersion: row[2],
  globalPosition: row[0] as Position,
  eventId: uuidOfHex(row[3]),
  type: names.typeName(row[4]),
  schemaVersion: row[5],
  recordedAt: row[6],
  metadata: row[7],
  data: row[8],
})
