/** Chains that were corrected: which models they touch, and where their facts are. */

import * as E from 'fp-ts/lib/Either.js'
import {
  chainIdOf, effectiveDateOf, entryOf, entryVoided, handled, type Fact, type Projection, type RecordedEvent, type StreamName,
} from '@grid-governance/event-sourcing'
import type { ReadFailure, StoredEvent, UndecodableEvent } from '@grid-governance/event-store'
import type { EntryPlaces } from './entry-places.ts'
import type { FactPlace } from './model-snapshots.ts'
import type { OpenSource } from './projection-source.ts'
import { readPositions } from './read-positions.ts'

/** A chain up to a correction: the keys of all its facts, old and new, and their places. Whoever folds the correction adds it. */
export interface CorrectedChain {
  readonly keys: Set<string>
  readonly places: FactPlace[]
}

export type CorrectedChains = ReadonlyMap<string, CorrectedChain>

/** Finds, by chain id, the chains of the corrections and voids of a page, as they were before that page. */
export type FindChains = (corrections: ReadonlyArray<RecordedEvent>) => Promise<E.Either<ReadFailure | UndecodableEvent, CorrectedChains>>

/** For a replay from the beginning: the roots are where `places` remembers them, and chains corrected before are kept. */
export const chainsByPlace = <F extends Fact, Model>(source: OpenSource<F, Model>, places: EntryPlaces): FindChains => {
  const known = new Map<string, CorrectedChain>()
  return async (corrections) => {
    const sought = corrections.filter((event) => !known.has(chainIdOf(event)))
    const candidates = new Set(sought.flatMap((event) => places.lookUp(entryOf(event).root ?? '')))
    const roots = await readPositions(source, [...candidates])
    if (E.isLeft(roots)) return roots
    for (const event of sought) known.set(chainIdOf(event), emptyChain())
    for (const root of roots.right) addTo(known, source.projection, root)
    return E.right(known)
  }
}

/** For a subscription that was not there from the beginning: a chain stands in one stream, which is read back to its root. */
export const chainsByStream = <F extends Fact, Model>(source: OpenSource<F, Model>): FindChains => async (corrections) => {
  const found = new Map<string, CorrectedChain>()
  for (const [stream, ofStream] of Map.groupBy(firstOfEachChain(corrections), (event) => event.stream)) {
    const failure = await readBack(source, stream, ofStream, found)
    if (failure !== undefined) return E.left(failure)
  }
  return E.right(found)
}

const pageSize = 200

async function readBack<F extends Fact, Model>(
  source: OpenSource<F, Model>, stream: StreamName, corrections: ReadonlyArray<RecordedEvent>, found: Map<string, CorrectedChain>,
): Promise<ReadFailure | UndecodableEvent | undefined> {
  const sought = new Map(corrections.map((event) => [chainIdOf(event), event]))
  for (const id of sought.keys()) found.set(id, emptyChain())
  let from = Math.max(...corrections.map((event) => event.streamVersion)) - 1
  while (from >= 1 && sought.size > 0) {
    const page = await source.reader.readStream({ stream, direction: 'backwards', from, maxCount: pageSize })()
    if (E.isLeft(page)) return page.left
    const events = source.decode(page.right.events.filter((event) => source.types.has(event.type)))
    if (E.isLeft(events)) return events.left
    for (const event of events.right) {
      const id = chainIdOf(event)
      const correction = sought.get(id)
      if (correction === undefined || event.streamVersion >= correction.streamVersion) continue
      addTo(found, source.projection, event)
      if (entryOf(event).root === undefined) sought.delete(id)
    }
    from = nextVersion(page.right.events)
  }
  return undefined
}

function nextVersion(page: ReadonlyArray<StoredEvent>): number {
  return (page.at(-1)?.streamVersion ?? 1) - 1
}

/** Of several corrections of one chain in a page, the first: the others are added when they are folded. */
function firstOfEachChain(corrections: ReadonlyArray<RecordedEvent>): ReadonlyArray<RecordedEvent> {
  const first = new Map<string, RecordedEvent>()
  for (const event of corrections) {
    const id = chainIdOf(event)
    if (!first.has(id)) first.set(id, event)
  }
  return [...first.values()]
}

function addTo<F extends Fact, Model>(chains: ReadonlyMap<string, CorrectedChain>, projection: Projection<F, Model>, event: RecordedEvent<F>): void {
  const chain = chains.get(chainIdOf(event))
  if (chain === undefined) return
  chain.places.push(placeOf(projection, event))
  for (const key of keysOf(projection, event)) chain.keys.add(key)
}

const none: ReadonlyArray<string> = []

/** The models that a fact by itself touches; a void names none, it touches those of its chain. */
export const keysOf = <F extends Fact, Model>(projection: Projection<F, Model>, event: RecordedEvent<F>): ReadonlyArray<string> =>
  event.type !== entryVoided && handled(projection, event) ? projection.keys(event) : none

/** Where a fact is, and from which day it counts. */
export const placeOf = ({ order }: Pick<Projection, 'order'>, event: RecordedEvent): FactPlace =>
  ({ position: event.globalPosition, day: order === 'effective' && event.type !== entryVoided ? effectiveDateOf(event) : '' })

function emptyChain(): CorrectedChain {
  return { keys: new Set(), places: [] }
}

