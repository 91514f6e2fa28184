/** Models folded somewhere else, as texts and bytes: what one thread can hand another without making its objects anew. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After, CalendarDate, Fact, Partition, Projection } from '@grid-governance/event-sourcing'
import type { ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import type { Blockage } from './keyed-fold.ts'
import { positionList, positionsIn } from './position-list.ts'
import type { ModelToSave } from './read-model-store.ts'
import { inOrder } from './read-positions.ts'
import { foldLog, type FoldedLog, type RebuildRequest } from './rebuild.ts'
import type { ReadingCodec } from './recorded-events.ts'
import { skipsByKey, type SkippedFact } from './skipped-facts.ts'

/** A projection that can be folded in parts, with all that this needs: what a module of its own exports for whoever folds elsewhere. */
export interface PartedProjection<F extends Fact, Model> {
  readonly projection: Projection<F, Model>
  readonly codec: ReadingCodec
  readonly partition: Partition
}

/** A model and the places of its facts, of which nothing is stale. */
export interface PackedModel {
  readonly key: string
  /** JSON; null where the key is blocked. */
  readonly text: string | null
  readonly shownUpTo: CalendarDate | ''
  readonly blocked: Blockage | undefined
  /** As `placesIn` reads them. */
  readonly places: Uint8Array
}

/** The models of a log, one after another; one with late facts is folded again when its turn has come, and each is forgotten when it was handed over. Ends after a failure. */
export interface PackedLog {
  readonly models: AsyncIterable<E.Either<ReadFailure | UndecodableEvent, PackedModel>>
  readonly readTo: After
  readonly events: number
}

/** As `rebuild`, but the models come packed; `skips` are facts that single models are not shown. */
export const rebuildPacked = <F extends Fact, Model>(
  request: RebuildRequest<F, Model>, skips: ReadonlyArray<SkippedFact> = [],
): TaskEither<ReadFailure | UndecodableEvent, PackedLog> => async () => {
  const folded = await foldLog(request, skipsByKey(skips))
  return E.isLeft(folded) ? folded : E.right({ readTo: folded.right.readTo, events: folded.right.events, models: packed(folded.right) })
}

/** The positions of the facts of a packed model, each once, in the order of the log. */
export const placesIn = positionsIn

/** A packed model as a read-model store takes it. */
export const unpacked = ({ key, text, shownUpTo, blocked, places }: PackedModel): ModelToSave =>
  ({ key, text, shownUpTo, stale: false, blocked, newPositions: [...positionsIn(places)] })

async function* packed<Model>({ states, finish }: FoldedLog<Model>): AsyncGenerator<E.Either<ReadFailure | UndecodableEvent, PackedModel>, void, undefined> {
  for (const [key, state] of states) {
    states.delete(key)
    const failure = await finish(state)
    if (failure !== undefined) {
      yield E.left(failure)
      return
    }
    const { model, shownUpTo, blocked, positions } = state
    const places = positionList()
    for (const position of inOrder(positions)) places.push(position)
    yield E.right({ key, text: blocked === undefined ? JSON.stringify(model) : null, shownUpTo, blocked, places: places.bytes() })
  }
}
