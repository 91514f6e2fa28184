/** Prefixes of the log: what was known at a position or at an instant, never a part of an append. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { isAfter, type After, type Position } from '@grid-governance/event-sourcing'
import type { EventReader, LogHead, ReadFailure, StoredEvent } from '@grid-governance/event-store'

/** A moment of knowledge: a place in the log, or an instant in milliseconds since 1970. */
export type KnownAt = { readonly position: Position } | { readonly instant: number }

/** The part of the log that was known at a moment; it ends at the end of an append. */
export interface Prefix {
  /** The last position that may have to be read; absent where the prefix is the whole log. */
  readonly upTo?: Position
  /** The position of the first event of an append that `upTo` would cut: it does not count any more. */
  readonly cutFrom?: Position
  /** Whether an event at this position was known. */
  readonly includes: (position: number) => boolean
}

/** The whole log, as far as it goes. */
export const everything: Prefix = { includes: () => true }

const nothing: Prefix = { upTo: 0 as Position, cutFrom: 0 as Position, includes: () => false }

/**
 * The prefix known at a moment. A position inside an append is taken back to the end of the append before it. A moment before the
 * first event is an empty prefix, one beyond the head is the whole log.
 */
export const prefixKnownAt = (reader: EventReader, knownAt: KnownAt): TaskEither<ReadFailure, Prefix> => async () => {
  if ('position' in knownAt) return await prefixUpTo(reader, knownAt.position)
  const known = await reader.prefixKnownAt(knownAt.instant)()
  if (E.isLeft(known)) return known
  return known.right === 'beginning' ? E.right(nothing) : await prefixUpTo(reader, known.right)
}

/**
 * The position of the last event that a prefix holds. Only where a store declares its positions to be dense may one be counted back from; elsewhere the event before
 * a place is looked for, in stretches of the log that grow.
 */
export const lastPlaceIn = (reader: EventReader, { upTo, cutFrom }: Pick<Prefix, 'upTo' | 'cutFrom'>): TaskEither<ReadFailure, After> => async () => {
  if (upTo === undefined) return E.map(({ after }: LogHead) => after)(await reader.head()())
  if (cutFrom !== undefined && cutFrom <= upTo) return reader.declared.positionsDense ? E.right(cutFrom === 0 ? 'beginning' : (cutFrom - 1) as Position) : await lastBefore(reader, cutFrom)
  if (reader.declared.positionsDense) return E.right(upTo)
  const there = await reader.readAt([upTo])()
  if (E.isLeft(there)) return there
  return there.right.length > 0 ? E.right(upTo) : await lastBefore(reader, upTo)
}

const narrowestStretch = 1024

async function lastBefore(reader: EventReader, bound: Position): Promise<E.Either<ReadFailure, After>> {
  for (let width = narrowestStretch; ; width *= 8) {
    const after: After = width >= bound ? 'beginning' : (bound - width) as Position
    const last = bound === 0 ? E.right(undefined) : await lastBetween(reader, after, (bound - 1) as Position)
    if (E.isLeft(last)) return last
    if (last.right !== undefined || after === 'beginning') return E.right(last.right ?? 'beginning')
  }
}

async function lastBetween(reader: EventReader, after: After, upTo: Position): Promise<E.Either<ReadFailure, Position | undefined>> {
  let last: Position | undefined
  for (let from = after; ;) {
    const page = await reader.readAll({ after: from, upTo, maxCount: 1000 })()
    if (E.isLeft(page)) return page
    last = page.right.events.at(-1)?.globalPosition ?? last
    if (page.right.endOfLog || page.right.events.length === 0) return E.right(last)
    from = page.right.readTo
  }
}

/** The place of an event in its append; an event that does not say so (a foreign one) is an append of its own. */
export const appendPlaceOf = (event: Pick<StoredEvent, 'metadata'>): { readonly index: number, readonly of: number } => {
  const { append } = JSON.parse(event.metadata) as { append?: { index?: unknown, of?: unknown } }
  const index = Number(append?.index)
  const of = Number(append?.of)
  return Number.isSafeInteger(index) && Number.isSafeInteger(of) && index >= 0 && index < of ? { index, of } : { index: 0, of: 1 }
}

/** Positions cannot be counted back from, so the event after `upTo` tells: if it is not the first of its append, that append is cut. */
async function prefixUpTo(reader: EventReader, upTo: Position): Promise<E.Either<ReadFailure, Prefix>> {
  const following = await reader.readAll({ after: upTo, maxCount: 1 })()
  if (E.isLeft(following)) return following
  // An adapter may deliver once more what it delivered before.
  const next = following.right.events.find((event) => isAfter(event.globalPosition, upTo))
  const index = next === undefined ? 0 : appendPlaceOf(next).index
  if (next === undefined || index === 0) return E.right({ upTo, includes: (position) => !isAfter(position as Position, upTo) })
  const firstOfAppend = await reader.readStream({ stream: next.stream, from: next.streamVersion - index, maxCount: 1 })()
  if (E.isLeft(firstOfAppend)) return firstOfAppend
  const cutFrom = firstOfAppend.right.events[0]?.globalPosition ?? next.globalPosition
  return E.right({ upTo, cutFrom, includes: (position) => position < cutFrom })
}
