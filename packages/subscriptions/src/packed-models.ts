/** Models folded somewhere else, as texts and bytes: what one thread can hand another without making its objects anew. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After, CalendarDate, Fact, Partition, Position, Projection } from '@grid-governance/event-sourcing'
import type { ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { dayOfNumber } from './day-numbers.ts'
import type { Blockage, KeyState } from './keyed-fold.ts'
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
  /** Positions, days and corrected chains, as `unpacked` reads them; or positions alone, as `positionsOfPacked` reads them. */
  readonly places: Uint8Array
}

/** The models of a log, one after another; one with late facts is folded again when its turn has come, and each is forgotten when it was handed over. Ends after a failure. */
export interface PackedLog {
  readonly models: AsyncIterable<E.Either<ReadFailure | UndecodableEvent, PackedModel>>
  readonly readTo: After
  readonly events: number
}

export interface PackedOptions {
  /** Facts that single models are not shown. */
  readonly skips?: ReadonlyArray<SkippedFact>
  /** What is packed of the places of facts: for a store all, else positions alone, which are packed as they were noted. */
  readonly places: 'all' | 'positions'
}

/** As `rebuild`, but the models come packed. */
export const rebuildPacked = <F extends Fact, Model>(
  request: RebuildRequest<F, Model>, { skips = [], places }: PackedOptions,
): TaskEither<ReadFailure | UndecodableEvent, PackedLog> => async () => {
  const folded = await foldLog(request, { skips: skipsByKey(skips), withDays: places === 'all' })
  return E.isLeft(folded) ? folded : E.right({ readTo: folded.right.readTo, events: folded.right.events, models: packed(folded.right, places) })
}

/** The positions of the facts of a model, where they alone are its packed places: each once, in the order of the log. */
export const positionsOfPacked = (places: PackedModel['places']): ReadonlyArray<Position> => inOrder(positionsIn(places))

/** A packed model as a read-model store takes it. No snapshot was taken of it. */
export const unpacked = ({ key, text, shownUpTo, blocked, places }: PackedModel): ModelToSave => {
  const { sinceSnapshot, positions, days, chains, chained } = placesOf(places)
  return {
    key, text, shownUpTo, stale: false, blocked, sinceSnapshot,
    newPlaces: positions.map((position, index) => ({ position, day: dayOfNumber(days[index] ?? 0) })),
    newChained: chained.map((position, index) => ({ position, chain: chains[index] ?? position })),
  }
}

async function* packed<Model>({ states, finish }: FoldedLog<Model>, places: PackedOptions['places']): AsyncGenerator<E.Either<ReadFailure | UndecodableEvent, PackedModel>, void, undefined> {
  for (const [key, state] of states) {
    states.delete(key)
    const failure = await finish(state)
    if (failure !== undefined) {
      yield E.left(failure)
      return
    }
    const { model, shownUpTo, blocked } = state
    yield E.right({ key, text: blocked === undefined ? JSON.stringify(model) : null, shownUpTo, blocked, places: places === 'all' ? packedPlaces(state) : state.positions.bytes() })
  }
}

/** One list: how often the key was touched, how many facts, their positions, their days as numbers, then the chains of those of corrected entries, and their positions. So it goes on by small steps. */
function packedPlaces({ sinceSnapshot, positions, days, chained }: KeyState<unknown>): Uint8Array {
  const numbers = [...days]
  const places = [...positions].map((position, index) => ({ position, day: numbers[index] ?? 0 }))
    .sort((left, right) => left.position - right.position || left.day - right.day)
    .filter(({ position, day }, index, all) => position !== all[index - 1]?.position || day !== all[index - 1]?.day)
  const list = positionList<number>()
  list.push(sinceSnapshot)
  list.push(places.length)
  for (const { position } of places) list.push(position)
  for (const { day } of places) list.push(day)
  for (const { chain } of chained) list.push(chain)
  for (const { position } of chained) list.push(position)
  return list.bytes()
}

function placesOf(places: Uint8Array): Readonly<Record<'positions' | 'chains' | 'chained', ReadonlyArray<Position>>> & { readonly sinceSnapshot: number, readonly days: ReadonlyArray<number> } {
  const [sinceSnapshot = 0, count = 0, ...numbers] = positionsIn<number>(places)
  const chained = (numbers.length - 2 * count) / 2
  const part = (from: number, length: number): ReadonlyArray<Position> => numbers.slice(from, from + length) as ReadonlyArray<number> as ReadonlyArray<Position>
  return { sinceSnapshot, positions: part(0, count), days: numbers.slice(count, 2 * count), chains: part(2 * count, chained), chained: part(2 * count + chained, chained) }
}
