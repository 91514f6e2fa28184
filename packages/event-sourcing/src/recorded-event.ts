/** A fact plus what the store adds: its name, its places and the moment it was learnt. */

import type { Fact } from './fact.ts'
import type { EventId, Position, StreamName } from './identifiers.ts'
import type { EventMetadata } from './metadata.ts'

/** What the store adds to a fact. */
export interface Recording {
  readonly eventId: EventId
  /** 0, or the place among the facts that an upcaster made of one stored event. */
  readonly subIndex: number
  readonly stream: StreamName
  /** The number of events in the stream after this one: 1 for the first. */
  readonly streamVersion: number
  readonly globalPosition: Position
  /** When the store took it: milliseconds since 1970, never going backwards along the log. */
  readonly recordedAt: number
  readonly metadata: EventMetadata
}

/** A recorded fact; narrowing on `type` narrows `data`. */
export type RecordedEvent<F extends Fact = Fact> = F & Recording

/** Whether this is the last fact of its append; models are published and saved only there. */
export const endsAppend = (event: Recording): boolean => event.metadata.append.index === event.metadata.append.of - 1

/** The order of the log: position first, then the place among the facts made of one stored event. */
export const byPosition = (left: Recording, right: Recording): number =>
  left.globalPosition - right.globalPosition || left.subIndex - right.subIndex
