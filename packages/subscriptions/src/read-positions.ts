/** Reading facts by their positions, in chunks. */

import * as E from 'fp-ts/lib/Either.js'
import type { After, Fact, Position, RecordedEvent } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, StoredEvent, UndecodableEvent } from '@grid-governance/event-store'
import type { AppendPagesRequest } from './append-pages.ts'
import type { DecodePage } from './recorded-events.ts'

const chunkSize = 1000

/** Where facts are read from. `reading` tells how pages are read, where those of a stretch of the log may be read as one. */
export interface PositionsSource<F extends Fact> {
  readonly reader: EventReader
  readonly decode: DecodePage<F>
  readonly reading?: Pick<AppendPagesRequest, 'filter' | 'sparing'> | undefined
}

/** The facts at these positions, in the order of the log. */
export const readPositions = async <F extends Fact>(
  source: PositionsSource<F>, positions: ReadonlyArray<number>,
): Promise<E.Either<ReadFailure | UndecodableEvent, ReadonlyArray<RecordedEvent<F>>>> => {
  const all: Array<RecordedEvent<F>> = []
  for (const chunk of chunksOf(inOrder(positions))) {
    const facts = await readChunk(source, chunk)
    if (E.isLeft(facts)) return facts
    for (const fact of facts.right) all.push(fact)
  }
  return E.right(all)
}

/** The facts at these positions (at most a chunk of them, in order), in the order of the log. */
export const readChunk = async <F extends Fact>(
  source: PositionsSource<F>, positions: ReadonlyArray<number>,
): Promise<E.Either<ReadFailure | UndecodableEvent, ReadonlyArray<RecordedEvent<F>>>> => {
  const { stretches, others } = source.reading !== undefined && source.reader.declared.positionsDense ? stretchesOf(positions) : { stretches: [], others: positions }
  const stored: StoredEvent[] = []
  for (const stretch of stretches) {
    const page = await readStretch(source, stretch)
    if (E.isLeft(page)) return page
    stored.push(...page.right)
  }
  const scattered = others.length === 0 ? E.right([]) : await source.reader.readAt(others as ReadonlyArray<Position>, { sparing: source.reading?.sparing === true })()
  if (E.isLeft(scattered)) return scattered
  return source.decode(stretches.length === 0 ? scattered.right : [...stored, ...scattered.right].sort((left, right) => left.globalPosition - right.globalPosition))
}

/** An event of a page costs half to four fifths of what one at a position of its own does, so that reading one too many pays. */
const widestGap = 2
const shortestStretch = 50

/** Cuts positions into stretches of the log that are worth reading as pages, and the others. Only for stores with dense positions. */
function stretchesOf(positions: ReadonlyArray<number>): { readonly stretches: ReadonlyArray<ReadonlyArray<number>>, readonly others: ReadonlyArray<number> } {
  const stretches: Array<ReadonlyArray<number>> = []
  const others: number[] = []
  let from = 0
  for (let place = 1; place <= positions.length; place += 1) {
    if (place < positions.length && (positions[place] as number) - (positions[place - 1] as number) <= widestGap) continue
    const stretch = positions.slice(from, place)
    if (stretch.length >= shortestStretch) stretches.push(stretch)
    else others.push(...stretch)
    from = place
  }
  return { stretches, others }
}

async function readStretch<F extends Fact>({ reader, reading }: PositionsSource<F>, stretch: ReadonlyArray<number>): Promise<E.Either<ReadFailure, ReadonlyArray<StoredEvent>>> {
  const first = stretch[0] as number
  const last = stretch.at(-1) as number
  const wanted = last - first + 1 === stretch.length ? undefined : new Set(stretch)
  const found: StoredEvent[] = []
  let after: After = first === 0 ? 'beginning' : (first - 1) as Position
  for (;;) {
    const page = await reader.readAll({ after, upTo: last as Position, maxCount: chunkSize, ...reading })()
    if (E.isLeft(page)) return page
    for (const event of page.right.events) if (wanted === undefined || wanted.has(event.globalPosition)) found.push(event)
    if (page.right.endOfLog) return E.right(found)
    after = page.right.readTo
  }
}

/** Each position once, in the order of the log. */
export const inOrder = <P extends number>(positions: Iterable<P>): ReadonlyArray<P> => {
  if (Array.isArray(positions) && isInOrder(positions)) return positions as ReadonlyArray<P>
  const sorted = Float64Array.from(positions).sort()
  return Array.from(sorted.filter((position, index) => position !== sorted[index - 1])) as ReadonlyArray<number> as ReadonlyArray<P>
}

/** Mostly they are: a store tells them in order, and sorting thousands takes longer than looking through them. */
function isInOrder(positions: ReadonlyArray<number>): boolean {
  for (let place = 1; place < positions.length; place += 1) if ((positions[place] as number) <= (positions[place - 1] as number)) return false
  return true
}

/** Cuts positions into chunks that are read at once. */
export function* chunksOf(positions: ReadonlyArray<number>): Generator<ReadonlyArray<number>, void, undefined> {
  for (let from = 0; from < positions.length; from += chunkSize) yield positions.slice(from, from + chunkSize)
}
