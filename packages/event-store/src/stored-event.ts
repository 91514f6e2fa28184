/** The stored form: one event as it stands in the log of every store, and the leaf that hashes are taken over. */

import type { EventId, JsonObject, Position, StreamName } from '@grid-governance/event-sourcing'

/** An event as the store keeps it; `metadata` and `data` are the stored text, canonical JSON unless `foreign`. */
export interface StoredEvent {
  readonly stream: StreamName
  /** The number of events in the stream after this one: 1 for the first. */
  readonly streamVersion: number
  readonly globalPosition: Position
  readonly eventId: EventId
  readonly type: string
  readonly schemaVersion: number
  /** Milliseconds since 1970, never going backwards along the log. */
  readonly recordedAt: number
  readonly metadata: string
  readonly data: string
  /** True where the event was not written through this port: its text is not known to be canonical. */
  readonly foreign?: boolean
}

/** An event that is to be appended. */
export interface EventToAppend {
  readonly eventId: EventId
  readonly type: string
  readonly schemaVersion: number
  readonly metadata: JsonObject
  readonly data: JsonObject
}

/** What a leaf holds: everything but the position, which is a store's own. */
export type LeafFields = Omit<StoredEvent, 'globalPosition' | 'foreign'>

/**
 * The leaf: [stream, version, event id, type, schema version, recordedAt, metadata, data] as canonical JSON. Fixed for ever, and the
 * same in every store; hash chain and Merkle tree are taken over its UTF-8 bytes.
 */
export const leafText = (event: LeafFields): string =>
  `[${JSON.stringify(event.stream)},${event.streamVersion},"${event.eventId}",${JSON.stringify(event.type)},${event.schemaVersion},${event.recordedAt},${event.metadata},${event.data}]`
