/** Streams held in memory: their ids as verdicts need them, and receipts for slices of them. */

import type { EventId } from '@grid-governance/event-sourcing'
import type { StreamIds } from './expected-version.ts'
import type { AppendReceipt, ReadStreamRequest, StreamPage } from './port.ts'
import type { StoredEvent } from './stored-event.ts'

/** The ids in a stream. */
export const idsOf = (stream: ReadonlyArray<StoredEvent>): StreamIds => ({
  version: stream.length,
  idsFrom: (version, count) => stream.slice(version - 1, version - 1 + count).map((event) => event.eventId),
  versionOf: (eventId: EventId) => stream.find((event) => event.eventId === eventId)?.streamVersion,
})

/** The receipt of events that were written together. */
export const receiptOf = (events: ReadonlyArray<StoredEvent>, repeated: boolean): AppendReceipt => {
  const first = events[0] as StoredEvent
  const last = events.at(-1) as StoredEvent
  return {
    stream: last.stream, firstVersion: first.streamVersion, streamVersion: last.streamVersion, position: last.globalPosition,
    eventIds: events.map((event) => event.eventId), repeated,
  }
}

/** A page of a stream that is held whole. */
export const pageOf = (stream: ReadonlyArray<StoredEvent>, { direction, from, maxCount }: ReadStreamRequest): StreamPage => {
  const inOrder = direction === 'backwards' ? stream.slice(0, from ?? stream.length).reverse() : stream.slice((from ?? 1) - 1)
  return { events: inOrder.slice(0, maxCount), streamVersion: stream.length, endOfStream: inOrder.length <= maxCount }
}
