/** Rebuilding: all models of a projection from the log, as of a day and as known at a moment, in memory that does not grow with the log. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  entryOf, projectionName, type After, type CalendarDate, type Fact, type Models, type Position, type Projection, type RecordedEvent,
} from '@grid-governance/event-sourcing'
import type { ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { appendPages } from './append-pages.ts'
import { chainsByPlace, type CorrectedChains, type FindChains } from './corrected-chains.ts'
import { entryPlaces, type EntryPlaces } from './entry-places.ts'
import { foldAtPositions, type FoldAtPositions, type FoldedKey } from './fold-at-positions.ts'
import { keyedFold, type Blockage, type KeyState } from './keyed-fold.ts'
import { everything, prefixKnownAt, type KnownAt } from './known-prefix.ts'
import { openSource, type OpenSource, type ProjectionSource } from './projection-source.ts'
import { skippedAt, type SkipsByKey } from './skipped-facts.ts'

export interface RebuildRequest<F extends Fact, Model> extends ProjectionSource<F, Model> {
  /** Facts that take effect later are not shown; without it, all are. In `recorded` order the day is asked of the model's timelines instead. */
  readonly asOf?: CalendarDate
  /** Only what was known then; without it, all that is known now. */
  readonly knownAt?: KnownAt
  readonly pageSize?: number
  readonly onProgress?: (progress: RebuildProgress) => void
}

export interface RebuildProgress {
  /** Facts read so far. */
  readonly events: number
  readonly readTo: After
}

/** The models of a projection, and what they rest on. They belong to whoever asked for them. */
export interface Rebuilt<Model> {
  /** `name@version` of the projection. */
  readonly projection: string
  /** The models by key, without those that are blocked. */
  readonly models: Models<Model>
  /** Models of which nothing can be said, since `project` failed at a fact. */
  readonly blocked: ReadonlyMap<string, Blockage>
  /** The end of the prefix that was read: the end of an append. */
  readonly readTo: After
  readonly events: number
  /** Where the facts of a key are, in the order of the log; for `foldKeyAsOf`. */
  readonly positionsOf: (key: string) => ReadonlyArray<Position>
}

/** Reads the log once and folds; only keys with late facts or corrections are read a second time, at the end. */
export const rebuild = <F extends Fact, Model>(request: RebuildRequest<F, Model>): TaskEither<ReadFailure | UndecodableEvent, Rebuilt<Model>> => async () => {
  const folded = await foldLog(request)
  if (E.isLeft(folded)) return folded
  for (const state of folded.right.states.values()) {
    const failure = await folded.right.finish(state)
    if (failure !== undefined) return E.left(failure)
  }
  return E.right(rebuilt(request.projection, folded.right))
}

/** All keys of a projection, read once. */
export interface FoldedLog<Model> {
  readonly states: Map<string, KeyState<Model>>
  /** Folds a state again where it is stale; until then it has no model. */
  readonly finish: (state: KeyState<Model>) => Promise<ReadFailure | UndecodableEvent | undefined>
  readonly readTo: After
  readonly events: number
}

export interface FoldLogOptions {
  /** Facts that an operator took out of single models. */
  readonly skips?: SkipsByKey
  /** Whether days and chains are noted too, for a store. */
  readonly withDays?: boolean
}

/** As `rebuild`, before keys with late facts are folded again. */
export const foldLog = async <F extends Fact, Model>(
  request: RebuildRequest<F, Model>, { skips, withDays }: FoldLogOptions = {},
): Promise<E.Either<ReadFailure | UndecodableEvent, FoldedLog<Model>>> => {
  const { reader, projection, asOf, knownAt } = request
  const prefix = knownAt === undefined ? E.right(everything) : await prefixKnownAt(reader, knownAt)()
  if (E.isLeft(prefix)) return prefix
  const source = openSource(request)
  const places = entryPlaces()
  const findChains = chainsByPlace(source, places)
  const fold = keyedFold({ projection, asOf, keeping: 'owned', skips, withDays })
  let readTo: After = 'beginning'
  let events = 0
  const pages = appendPages(reader, {
    after: readTo, prefix: prefix.right, ...source.reading, ...(request.pageSize === undefined ? {} : { pageSize: request.pageSize }),
  })
  for await (const page of pages) {
    if (E.isLeft(page)) return page
    const facts = source.decode(page.right.events)
    if (E.isLeft(facts)) return facts
    const chains = await chainsOfPage(facts.right, findChains, places)
    if (E.isLeft(chains)) return chains
    for (const state of fold.take(facts.right, chains.right)) if (state.stale) forgetModel(state)
    readTo = page.right.readTo
    events += page.right.events.length
    request.onProgress?.({ events, readTo })
  }
  const finish = async (state: KeyState<Model>): Promise<ReadFailure | UndecodableEvent | undefined> =>
    state.stale ? await foldAgain(source, state, { asOf, skipped: skips === undefined ? undefined : skippedAt(skips, state.key) }) : undefined
  return E.right({ states: fold.states, finish, readTo, events })
}

/** What is to be folded again need not be kept until then. */
function forgetModel<Model>(state: KeyState<Model>): void {
  state.model = undefined as unknown as Model
}

/** One model from its own facts, as of a day; `positions` as the index of a rebuild or of a read model has them. Undefined where no fact touches the key. */
export const foldKeyAsOf = <F extends Fact, Model>(
  source: ProjectionSource<F, Model>, key: string, positions: ReadonlyArray<number>, asOf?: CalendarDate,
): TaskEither<ReadFailure | UndecodableEvent, FoldedKey<Model> | undefined> => () =>
  foldAtPositions({ ...openSource(source), key, positions, asOf })

const noChains: E.Either<never, CorrectedChains> = E.right(new Map())

/** The chains of the corrections of a page; notes the page's other entries where `places` is given. */
export const chainsOfPage = async (
  facts: ReadonlyArray<RecordedEvent>, findChains: FindChains, places?: EntryPlaces,
): Promise<E.Either<ReadFailure | UndecodableEvent, CorrectedChains>> => {
  let corrections: RecordedEvent[] | undefined
  for (const event of facts) {
    const { root, entryId } = entryOf(event)
    if (root !== undefined) (corrections ??= []).push(event)
    else if (places !== undefined && entryId !== undefined) places.remember(entryId, event.globalPosition)
  }
  return corrections === undefined ? noChains : await findChains(corrections)
}

/** What a state is folded again from, besides the facts that it has noted itself. */
export interface FoldAgain<Model> extends Pick<FoldAtPositions<Fact, Model>, 'asOf' | 'skipped' | 'base' | 'between'> {
  /** Where those of its facts are that were noted before. */
  readonly earlier?: ReadonlyArray<number>
}

/** Folds a state again from its own facts. */
export const foldAgain = async <F extends Fact, Model>(
  source: OpenSource<F, Model>, state: KeyState<Model>, { earlier = [], ...from }: FoldAgain<Model> = {},
): Promise<ReadFailure | UndecodableEvent | undefined> => {
  const folded = await foldAtPositions({ ...source, key: state.key, positions: [...earlier, ...state.positions], ...from })
  if (E.isLeft(folded)) return folded.left
  state.model = folded.right?.model ?? source.projection.initial(state.key)
  state.shownUpTo = folded.right?.shownUpTo ?? ''
  state.blocked = folded.right?.blocked
  state.stale = false
  return undefined
}

function rebuilt<F extends Fact, Model>(projection: Projection<F, Model>, { states, readTo, events }: FoldedLog<Model>): Rebuilt<Model> {
  const models = new Map<string, Model>()
  const blocked = new Map<string, Blockage>()
  for (const { key, model, blocked: blockage } of states.values()) {
    if (blockage === undefined) models.set(key, model)
    else blocked.set(key, blockage)
  }
  const positionsOf = (key: string): ReadonlyArray<Position> => states.get(key)?.positions.inOrder() ?? []
  return { projection: projectionName(projection), models, blocked, readTo, events, positionsOf }
}
