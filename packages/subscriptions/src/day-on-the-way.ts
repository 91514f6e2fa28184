/** A day up to which a part of a key's facts goes: found by looking at a few of them, since nothing else tells their days without reading all. */

import * as E from 'fp-ts/lib/Either.js'
import type { CalendarDate, Fact } from '@grid-governance/event-sourcing'
import type { ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { placeOf } from './corrected-chains.ts'
import type { OpenSource } from './projection-source.ts'
import { inOrder, readChunk } from './read-positions.ts'

/** Late ones and those of far days are the exception, so that the middle one of so many days is hardly ever of these. */
const lookedAt = 5

/** The day of the facts at this share of the positions, counted in the order of the log; undefined where none of them has a day. */
export const dayOnTheWay = async <F extends Fact, Model>(
  source: OpenSource<F, Model>, positions: ReadonlyArray<number>, share: number,
): Promise<E.Either<ReadFailure | UndecodableEvent, CalendarDate | undefined>> => {
  const ordered = inOrder(positions)
  const from = Math.max(0, Math.floor(ordered.length * share) - lookedAt)
  const facts = await readChunk(source, ordered.slice(from, from + lookedAt))
  if (E.isLeft(facts)) return facts
  const days = facts.right.map((event) => placeOf(source.projection, event).day).filter((day): day is CalendarDate => day !== '').sort()
  return E.right(days[days.length >> 1])
}
