/** Explanations: the facts that made a figure, told apart by what they did for it. */

import { byEffect, chainIdOf, headOfChain, type Chain } from '../chain.ts'
import { effectiveDateOf } from '../entry.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import type { ReadPlace } from './read-places.ts'

/** A fact that is named, with the whole chain in which it stands: what it replaced, and what took that back. */
export interface NamedFact {
  /** The fact that holds; of a chain that was taken back, its last. */
  readonly event: RecordedEvent
  /** In the order of recording, the root first; the fact alone where nothing ever corrected it. */
  readonly chain: Chain
}

/** Why a figure is what it is. Facts are listed once, by the most that they did, in the order in which they take effect. */
export interface Explanation {
  /** As JSON; undefined where there is none. */
  readonly value: unknown
  /** They made what stands at the places on which the figure rests; where nothing stands, they removed it. */
  readonly setBy: ReadonlyArray<NamedFact>
  /** They said the same again. */
  readonly confirmedBy: ReadonlyArray<NamedFact>
  /** What was set was computed from what these made: the projection read it before it wrote. */
  readonly computedFrom: ReadonlyArray<NamedFact>
  /** Without their last correction or withdrawal, these would have made the figure another. */
  readonly overruled: ReadonlyArray<NamedFact>
  /** The places on which the figure rests. */
  readonly places: ReadonlyArray<ReadPlace>
  /** False where more may be named than the figure rests on: the search for that was stopped by its effort, or everything read had to be named. */
  readonly narrowed: boolean
}

/** The named facts of these chains, in the order in which they take effect. */
export const namedFacts = (ids: Iterable<string>, chains: ReadonlyMap<string, Chain>): ReadonlyArray<NamedFact> =>
  [...ids].flatMap((id) => {
    const chain = chains.get(id)
    return chain === undefined ? [] : [{ event: headOfChain(chain) ?? chain.at(-1) as RecordedEvent, chain }]
  }).sort((left, right) => byEffect(placed(left), placed(right)))

/** Facts by chain, in the order of recording. */
export const chainsById = (events: Iterable<RecordedEvent>): ReadonlyMap<string, Chain> => Map.groupBy(events, chainIdOf)

function placed({ event, chain: [root] }: NamedFact) {
  const { globalPosition, subIndex } = root ?? event
  return { event, effectiveOn: effectiveDateOf(event), rootPosition: globalPosition, rootSubIndex: subIndex }
}
