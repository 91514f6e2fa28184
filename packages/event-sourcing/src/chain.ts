/** Chains of corrections: which fact holds after all corrections and withdrawals of an entry. */

import type { CalendarDate } from './calendar-date.ts'
import { effectiveDateOf, entryOf, entryVoided } from './entry.ts'
import type { RecordedEvent } from './recorded-event.ts'

/** An entry as it stands after its corrections: the fact that holds, from when, and the place of its root in the log. */
export interface ResolvedEntry<E extends RecordedEvent = RecordedEvent> {
  readonly event: E
  readonly effectiveOn: CalendarDate
  readonly rootPosition: number
  readonly rootSubIndex: number
}

/** One chain: its entries in the order of recording, the root first. */
export type Chain<E extends RecordedEvent = RecordedEvent> = ReadonlyArray<E>

/**
 * Groups facts by chain, in the order of recording. A fact without an entry id is a chain of its own. A correction whose root
 * is not among the facts is kept as a chain of its own under the root's id, so that nothing vanishes silently.
 */
export const chainsOf = <E extends RecordedEvent>(events: Iterable<E>): ReadonlyArray<Chain<E>> => {
  const chains = new Map<string, E[]>()
  for (const event of events) {
    const id = chainIdOf(event)
    const chain = chains.get(id)
    if (chain === undefined) chains.set(id, [event])
    else chain.push(event)
  }
  return [...chains.values()]
}

/** The id of the chain that a fact belongs to: its stream and its root's entry id, or its own place where it is undated. */
export const chainIdOf = (event: RecordedEvent): string => {
  const { root, entryId } = entryOf(event)
  const id = root ?? entryId
  return id === undefined ? `${event.eventId}/${event.subIndex}` : `${event.stream}/${id}`
}

/**
 * The fact that a chain comes to. A correction replaces its predecessor; a void restores what its predecessor had replaced, and so
 * on back; undefined when the root itself is taken back.
 */
export const headOfChain = <E extends RecordedEvent>(chain: Chain<E>): E | undefined => {
  let place = chain.length - 1
  while (place >= 0 && chain[place]?.type === entryVoided) place = placeBefore(chain, placeBefore(chain, place))
  return chain[place]
}

/** A chain resolved: what holds, from when; undefined when nothing does. */
export const resolveChain = <E extends RecordedEvent>(chain: Chain<E>): ResolvedEntry<E> | undefined => {
  const root = chain[0]
  const event = headOfChain(chain)
  return root === undefined || event === undefined
    ? undefined
    : { event, effectiveOn: effectiveDateOf(event), rootPosition: root.globalPosition, rootSubIndex: root.subIndex }
}

/** All entries of these facts as they stand, in the order in which they take effect: (effective day, position of the root). */
export const resolveEntries = <E extends RecordedEvent>(events: Iterable<E>): ReadonlyArray<ResolvedEntry<E>> =>
  chainsOf(events).map(resolveChain).filter((entry) => entry !== undefined).sort(byEffect)

/** The order in which entries take effect. */
export const byEffect = (left: ResolvedEntry, right: ResolvedEntry): number =>
  (left.effectiveOn < right.effectiveOn ? -1 : left.effectiveOn > right.effectiveOn ? 1 : 0)
  || left.rootPosition - right.rootPosition
  || left.rootSubIndex - right.rootSubIndex

/** The place of the entry that the one at `place` corrects; -1 for a root. */
function placeBefore(chain: Chain, place: number): number {
  const corrects = place < 0 ? undefined : entryOf(chain[place] as RecordedEvent).corrects
  if (corrects === undefined) return -1
  for (let index = place - 1; index >= 0; index -= 1) {
    if (entryOf(chain[index] as RecordedEvent).entryId === corrects) return index
  }
  return -1
}
