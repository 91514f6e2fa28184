/** The part of a log that was known at a place or at an instant: always a prefix, never half an append (§6.1). */

import type { Position, Recording } from '@grid-governance/event-sourcing'

/** A place in the log (inclusive), or an instant in milliseconds since 1970. */
export type KnownAt = { readonly position: Position } | { readonly instant: number }

/**
 * The events that were known, given in the order of the log; all of them where nothing is asked. As known at an instant is the prefix
 * before the first fact that was recorded later; a place within an append does not show what comes before it in that append.
 */
export const knownPart = <E extends Recording>(events: ReadonlyArray<E>, knownAt: KnownAt | undefined): ReadonlyArray<E> => {
  const firstUnknown = knownAt === undefined ? -1 : events.findIndex((event) => isBeyond(event, knownAt))
  return firstUnknown === -1 ? events : events.slice(0, startOfAppend(events, firstUnknown))
}

function isBeyond(event: Recording, knownAt: KnownAt): boolean {
  return 'position' in knownAt ? event.globalPosition > knownAt.position : event.recordedAt > knownAt.instant
}

function startOfAppend(events: ReadonlyArray<Recording>, index: number): number {
  let start = index
  while (start > 0 && sameAppend(events[start - 1] as Recording, events[index] as Recording)) start -= 1
  return start
}

function sameAppend(left: Recording, right: Recording): boolean {
  return left.stream === right.stream && left.metadata.commandId === right.metadata.commandId
}
