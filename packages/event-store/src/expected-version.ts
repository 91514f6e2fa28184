/** What a writer believes about a stream, and what the store answers: the law that all stores share. */

import type { EventId } from '@grid-governance/event-sourcing'

/** A number is `exactly` that many events; 0 is the same as `noStream`. */
export type ExpectedVersion = 'any' | 'noStream' | 'streamExists' | number

/** What to do with an append: write at the head, answer with the versions where it already stands, or refuse. */
export type AppendVerdict =
  | { readonly verdict: 'write' }
  | { readonly verdict: 'repeated', readonly firstVersion: number }
  | { readonly verdict: 'conflict' }

/** The ids in a stream, as a verdict needs them. `idsFrom` answers at most `count` ids from a version on; `versionOf` the first version of an id. */
export interface StreamIds {
  readonly version: number
  readonly idsFrom: (version: number, count: number) => ReadonlyArray<EventId>
  readonly versionOf: (eventId: EventId) => number | undefined
}

const write: AppendVerdict = { verdict: 'write' }
const conflict: AppendVerdict = { verdict: 'conflict' }

/** The verdict on appending events with these ids. */
export const judgeAppend = (expected: ExpectedVersion, stream: StreamIds, eventIds: ReadonlyArray<EventId>): AppendVerdict => {
  if (expected === 'noStream') return judgeExactly(0, stream, eventIds)
  if (typeof expected === 'number') return judgeExactly(expected, stream, eventIds)
  if (expected === 'streamExists' && stream.version === 0) return conflict
  return judgeBySearch(stream, eventIds)
}

/** At the head: written, whatever the ids. Behind it: a repeat if the same ids stand right there, else a conflict. */
function judgeExactly(expected: number, stream: StreamIds, eventIds: ReadonlyArray<EventId>): AppendVerdict {
  if (expected === stream.version) return write
  if (expected > stream.version) return conflict
  return standsAt(expected + 1, stream, eventIds) ? { verdict: 'repeated', firstVersion: expected + 1 } : conflict
}

/** All ids there, contiguous and in order, from the first place of the first: a repeat. None: written at the head. Some: a conflict. */
function judgeBySearch(stream: StreamIds, eventIds: ReadonlyArray<EventId>): AppendVerdict {
  const [firstId] = eventIds
  const firstVersion = firstId === undefined ? undefined : stream.versionOf(firstId)
  if (firstVersion !== undefined && standsAt(firstVersion, stream, eventIds)) return { verdict: 'repeated', firstVersion }
  return eventIds.every((id) => stream.versionOf(id) === undefined) ? write : conflict
}

function standsAt(version: number, stream: StreamIds, eventIds: ReadonlyArray<EventId>): boolean {
  const there = stream.idsFrom(version, eventIds.length)
  return there.length === eventIds.length && there.every((id, index) => id === eventIds[index])
}
