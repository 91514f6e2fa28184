/** A keyed fold whose models are kept in a read-model store: loads what a page touches, folds it, and saves what changed. */

import * as E from 'fp-ts/lib/Either.js'
import { entryOf, chainIdOf, freezeTree, projectLive, projectionName, type Fact, type RecordedEvent } from '@grid-governance/event-sourcing'
import type { ReadFailure, StoreUnavailable, UndecodableEvent } from '@grid-governance/event-store'
import { chainsByPlace, chainsByStream, keysOf, type CorrectedChains } from './corrected-chains.ts'
import { entryPlaces } from './entry-places.ts'
import { keyedFold, newState, type KeyState } from './keyed-fold.ts'
import type { OpenSource } from './projection-source.ts'
import type { ModelToSave, ReadModelStore, SavedModel } from './read-model-store.ts'
import { chainsOfPage, foldAgain } from './rebuild.ts'
import type { Checkpoint, FencedOff, ProjectionClaim } from './runner-claim.ts'
import { skippedAt, skipsByKey } from './skipped-facts.ts'

export type FoldFailure = ReadFailure | UndecodableEvent | StoreUnavailable | FencedOff

export interface SavedFold<F extends Fact, Model> {
  /** Folds a page of whole appends; nothing is saved yet. Answers the failure, if there is one: then the fold is of no more use. */
  readonly take: (facts: ReadonlyArray<RecordedEvent<F>>) => Promise<FoldFailure | undefined>
  /** Saves all that changed since the last save, with the checkpoint; answers what changed. */
  readonly save: (checkpoint: Checkpoint | undefined) => Promise<E.Either<FoldFailure, ReadonlyArray<KeyState<Model>>>>
  /** To be called once, after a save: folds the stale models again; from then on models are immutable and no page leaves one stale. */
  readonly goLive: () => Promise<FoldFailure | undefined>
}

export interface SavedFoldOptions<F extends Fact, Model> {
  readonly source: OpenSource<F, Model>
  readonly store: ReadModelStore
  readonly claim: ProjectionClaim
  /** Until when others are to see that the claim is in use; undefined where nobody asks. */
  readonly heldUntil?: (() => number) | undefined
  /** When more models than this are in memory after a save, all are let go; they are loaded again when they are touched. */
  readonly keysInMemory: number
}

const staleAtOnce = 100

/** A fold that goes on from the claim's checkpoint. Until it goes live it changes models in place and leaves late keys stale. */
export const savedFold = <F extends Fact, Model>({ source, store, claim, keysInMemory, heldUntil }: SavedFoldOptions<F, Model>): SavedFold<F, Model> => {
  const { projection } = source
  const fromBeginning = claim.checkpoint === undefined
  let places = fromBeginning ? entryPlaces() : undefined
  let findChains = places === undefined ? chainsByStream(source) : chainsByPlace(source, places)
  const skips = skipsByKey(claim.skips)
  let fold = keyedFold({ projection, keeping: 'owned', skips })
  let live = false
  /** Whether the store may hold models that are not in memory. */
  let elsewhere = !fromBeginning
  let changed = new Set<KeyState<Model>>()

  const take = async (facts: ReadonlyArray<RecordedEvent<F>>): Promise<FoldFailure | undefined> => {
    const chains = await chainsOfPage(facts, findChains, places)
    if (E.isLeft(chains)) return chains.left
    const failure = elsewhere ? await load(keysTouched(source, facts, chains.right)) : undefined
    if (failure !== undefined) return failure
    for (const state of fold.take(facts, chains.right)) {
      changed.add(state)
      const broken = live && state.stale ? await again(state) : undefined
      if (broken !== undefined) return broken
    }
    return undefined
  }

  const load = async (keys: ReadonlySet<string>): Promise<FoldFailure | undefined> => {
    const missing = [...keys].filter((key) => !fold.states.has(key))
    if (missing.length === 0) return undefined
    const loaded = await store.load(projection, missing)()
    if (E.isLeft(loaded)) return loaded.left
    for (const model of loaded.right.models) fold.states.set(model.key, stateOf(model))
    return undefined
  }

  const stateOf = ({ key, text, shownUpTo, stale, blocked }: SavedModel): KeyState<Model> => {
    const state = { ...newState(projection, key), shownUpTo, stale, blocked }
    if (text !== null) state.model = JSON.parse(text) as Model
    if (live) freezeTree(state.model)
    return state
  }

  const again = async (state: KeyState<Model>): Promise<FoldFailure | undefined> => {
    const positions = await store.positionsOf(projection, state.key)()
    if (E.isLeft(positions)) return positions.left
    const failure = await foldAgain(source, state, undefined, positions.right, skippedAt(skips, state.key))
    freezeTree(state.model)
    return failure
  }

  const save = async (checkpoint: Checkpoint | undefined): Promise<E.Either<FoldFailure, ReadonlyArray<KeyState<Model>>>> => {
    const states = [...changed]
    const saved = await write(checkpoint, states)
    if (E.isLeft(saved)) return saved
    for (const state of states) state.positions.clear()
    changed = new Set()
    if (fold.states.size > keysInMemory) {
      fold.states.clear()
      elsewhere = true
    }
    return E.right(states)
  }

  const write = (checkpoint: Checkpoint | undefined, states: ReadonlyArray<KeyState<Model>>) => {
    const until = heldUntil?.()
    return store.save({ projection, token: claim.token, checkpoint, models: states.map(modelToSave), ...(until === undefined ? {} : { heldUntil: until }) })()
  }

  const goLive = async (): Promise<FoldFailure | undefined> => {
    if (changed.size > 0) throw new Error(`${projectionName(projection)} was to go live with models that are not saved.`)
    live = true
    elsewhere = true
    places = undefined
    findChains = chainsByStream(source)
    fold = keyedFold({ projection, keeping: (model, run) => projectLive(projection, model, run), skips })
    for (;;) {
      const keys = await store.keys({ projection, which: 'stale', maxCount: staleAtOnce })()
      if (E.isLeft(keys)) return keys.left
      if (keys.right.length === 0) return undefined
      const failure = await foldStale(keys.right)
      if (failure !== undefined) return failure
    }
  }

  const foldStale = async (keys: ReadonlyArray<string>): Promise<FoldFailure | undefined> => {
    const states = keys.map((key) => newState(projection, key))
    for (const state of states) {
      const failure = await again(state)
      if (failure !== undefined) return failure
    }
    const saved = await write(undefined, states)
    return E.isLeft(saved) ? saved.left : undefined
  }

  return { take, save, goLive }
}

function keysTouched<F extends Fact, Model>({ projection }: OpenSource<F, Model>, facts: ReadonlyArray<RecordedEvent<F>>, chains: CorrectedChains): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const event of facts) {
    for (const key of keysOf(projection, event)) keys.add(key)
    if (entryOf(event).root !== undefined) for (const key of chains.get(chainIdOf(event))?.keys ?? []) keys.add(key)
  }
  return keys
}

/** A state as it is saved: what is stale or blocked has no text. */
export function modelToSave<Model>({ key, model, shownUpTo, stale, blocked, positions }: KeyState<Model>): ModelToSave {
  return { key, text: stale || blocked !== undefined ? null : JSON.stringify(model), shownUpTo, stale, blocked, newPositions: positions.inOrder() }
}
