/** Reading facts by their positions, in chunks. */

import * as E from 'fp-ts/lib/Either.js'
import type { Fact, Position, RecordedEvent } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import type { DecodePage } from './recorded-events.ts'

const chunkSize = 1000

/** The facts at these positions, in the order of the log. */
export const readPositions = async <F extends Fact>(
  reader: EventReader, decode: DecodePage<F>, positions: ReadonlyArray<number>,
): Promise<E.Either<ReadFailure | UndecodableEvent, ReadonlyArray<RecordedEvent<F>>>> => {
  const all: Array<RecordedEvent<F>> = []
  for (const chunk of chunksOf(inOrder(positions))) {
    const facts = await readChunk(reader, decode, chunk)
    if (E.isLeft(facts)) return facts
    for (const fact of facts.right) all.push(fact)
  }
  return E.right(all)
}

/** The facts at these positions (at most a chunk of them), in the order of the log. */
export const readChunk = async <F extends Fact>(
  reader: EventReader, decode: DecodePage<F>, positions: ReadonlyArray<number>,
): Promise<E.Either<ReadFailure | UndecodableEvent, ReadonlyArray<RecordedEvent<F>>>> => {
  const stored = await reader.readAt(positions as ReadonlyArray<Position>)()
  return E.isLeft(stored) ? stored : decode(stored.right)
}

/** Each position once, in the order of the log. */
export const inOrder = <P extends number>(positions: Iterable<P>): ReadonlyArray<P> => {
  const sorted = Float64Array.from(positions).sort()
  return Array.from(sorted.filter((position, index) => position !== sorted[index - 1])) as ReadonlyArray<number> as ReadonlyArray<P>
}

/** Cuts positions into chunks that are read at once. */
export function* chunksOf(positions: ReadonlyArray<number>): Generator<ReadonlyArray<number>, void, undefined> {
  for (let from = 0; from < positions.length; from += chunkSize) yield positions.slice(from, from + chunkSize)
}
