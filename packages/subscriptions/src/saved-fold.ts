/** A keyed fold whose models are kept in a read-model store: loads what a page touches, folds it, and saves what changed. */

import * as E from 'fp-ts/lib/Either.js'
import { entryOf, chainIdOf, freezeTree, projectLive, projectionName, type After, type CalendarDate, type Fact, type Position, type RecordedEvent } from '@grid-governance/event-sourcing'
import type { ReadFailure, StoreUnavailable, UndecodableEvent } from '@grid-governance/event-store'
import { chainsByPlace, chainsByStream, keysOf, type CorrectedChains } from './corrected-chains.ts'
import { entryPlaces } from './entry-places.ts'
import { dayOnTheWay } from './day-on-the-way.ts'
import { foldAtPositions, type FoldBase } from './fold-at-positions.ts'
import { keyedFold, newState, type KeyState } from './keyed-fold.ts'
import { byHolding, isBeyond, type FactsRequest, type ShownTo, type SnapshotId } from './model-snapshots.ts'
import type { OpenSource } from './projection-source.ts'
import type { ModelToSave, ReadModelStore, SavedModel } from './read-model-store.ts'
import { chainsOfPage, foldAgain } from './rebuild.ts'
import type { Checkpoint, FencedOff, ProjectionClaim } from './runner-claim.ts'
import { skippedAt, skipsByKey } from './skipped-facts.ts'
import type { SnapshotCatalog } from './snapshot-catalog.ts'

export type FoldFailure = ReadFailure | UndecodableEvent | StoreUnavailable | FencedOff

export interface SavedFold<F extends Fact, Model> {
  /** Folds a page of whole appends, which ends at `readTo`; nothing is saved yet. Answers the failure, if there is one: then the fold is of no more use. */
  readonly take: (facts: ReadonlyArray<RecordedEvent<F>>, readTo: After) => Promise<FoldFailure | undefined>
  /** Whether more models are in memory than are to be: then a save lets go of them. */
  readonly isCrowded: () => boolean
  /** Saves all that changed since the last save, with the checkpoint; answers what changed, and how much of it was written again. */
  readonly save: (checkpoint: Checkpoint | undefined) => Promise<E.Either<FoldFailure, SavedChanges<Model>>>
  /** To be called once, after a save: folds the stale models again; from then on models are immutable and no page leaves one stale. */
  readonly goLive: () => Promise<FoldFailure | undefined>
}

export interface SavedChanges<Model> {
  readonly states: ReadonlyArray<KeyState<Model>>
  /** The length of the texts of those models that the store had before, in characters. */
  readonly writtenAgain: number
}

export interface SavedFoldOptions<F extends Fact, Model> {
  readonly source: OpenSource<F, Model>
  readonly store: ReadModelStore
  readonly claim: ProjectionClaim
  /** Until when others are to see that the claim is in use; undefined where nobody asks. */
  readonly heldUntil?: (() => number) | undefined
  /** When more models than this are in memory after a save, all are let go; they are loaded again when they are touched. */
  readonly keysInMemory: number
  readonly snapshots: SnapshotCatalog
}

const staleAtOnce = 100

/** How much of what a stale key is to be shown is settled at a time. */
const settledShare = 1 / 3

/** A fold of so many times the facts between two snapshots takes some on its way, however short ago one was taken: else the next late fact would fold all of it again. */
const farBack = 20

/** A fold that goes on from the claim's checkpoint. Until it goes live it changes models in place and leaves late keys stale. */
export const savedFold = <F extends Fact, Model>({ source, store, claim, keysInMemory, heldUntil, snapshots }: SavedFoldOptions<F, Model>): SavedFold<F, Model> => {
  const { projection } = source
  const fromBeginning = claim.checkpoint === undefined
  let places = fromBeginning ? entryPlaces() : undefined
  let findChains = places === undefined ? chainsByStream(source) : chainsByPlace(source, places)
  const skips = skipsByKey(claim.skips)
  let fold = keyedFold({ projection, keeping: 'owned', skips, disturbed: snapshots.disturb })
  let live = false
  /** Whether the store may hold models that are not in memory. */
  let elsewhere = !fromBeginning
  let changed = new Set<KeyState<Model>>()
  let place: After = claim.checkpoint?.position ?? 'beginning'
  /** The last snapshot that was taken of a stale key, as it is in memory: reading a large one takes longer than what it is gone on with. */
  let settled: { readonly id: SnapshotId, readonly model: Model } | undefined
  /** How many facts the last fold that settled a key was shown. */
  const lastFolded = new Map<string, number>()

  const take = async (facts: ReadonlyArray<RecordedEvent<F>>, readTo: After): Promise<FoldFailure | undefined> => {
    const chains = await chainsOfPage(facts, findChains, places)
    if (E.isLeft(chains)) return chains.left
    const failure = elsewhere ? await load(keysTouched(source, facts, chains.right)) : undefined
    if (failure !== undefined) return failure
    place = readTo
    for (const state of fold.take(facts, chains.right)) {
      changed.add(state)
      const broken = !state.stale ? undefined : live ? await again(state) : isDueAgain(state) ? await settle(state) : undefined
      if (broken !== undefined) return broken
      if (isDue(state)) keep(state)
    }
    return undefined
  }

  const isDue = ({ key, sinceSnapshot }: KeyState<Model>): boolean => sinceSnapshot >= snapshots.atLeastEvery && sinceSnapshot >= snapshots.every(key)

  /** While catching up, snapshots of a stale key of many facts are taken now and then, so that they show what was known on the way. */
  const isDueAgain = (state: KeyState<Model>): boolean => isDue(state) && state.sinceSnapshot >= (lastFolded.get(state.key) ?? 0) / 4

  /** Takes a snapshot of a model that was shown all that is known. */
  const keep = (state: KeyState<Model>): void => {
    if (state.stale || state.blocked !== undefined || place === 'beginning') return
    keepAt(state, JSON.stringify(state.model), { shownUpTo: state.shownUpTo, shownTo: place }, place)
  }

  const keepAt = (state: KeyState<Model>, text: string, { shownUpTo, shownTo }: ShownTo, position: Position): void => {
    snapshots.add({ key: state.key, shownUpTo, shownTo, position, text })
    if (shownUpTo > state.snapshotsUpTo) state.snapshotsUpTo = shownUpTo
    state.sinceSnapshot = 0
  }

  const load = async (keys: ReadonlySet<string>): Promise<FoldFailure | undefined> => {
    const missing = [...keys].filter((key) => !fold.states.has(key))
    if (missing.length === 0) return undefined
    const loaded = await store.load(projection, missing)()
    if (E.isLeft(loaded)) return loaded.left
    for (const model of loaded.right.models) fold.states.set(model.key, stateOf(model))
    return undefined
  }

  const stateOf = ({ key, text, shownUpTo, stale, blocked, sinceSnapshot }: SavedModel): KeyState<Model> => {
    const state = { ...newState(projection, key), saved: true, shownUpTo, stale, blocked, sinceSnapshot, snapshotsUpTo: snapshots.upTo(key) }
    if (text !== null) state.model = JSON.parse(text) as Model
    if (live) freezeTree(state.model)
    return state
  }

  /** Folds a key from the last snapshot that still holds, and its own facts after that; takes snapshots on the way. */
  const again = async (state: KeyState<Model>): Promise<FoldFailure | undefined> => {
    if (place === 'beginning') throw new Error(`${projectionName(projection)} has a stale key before any fact.`)
    const known = place
    const base = await baseOf(state.key)
    if (E.isLeft(base)) return base.left
    const earlier = await factsAfter(state, known, base.right)
    if (E.isLeft(earlier)) return earlier.left
    const taking = isDue(state) || earlier.right.length > farBack * snapshots.every(state.key) ? takingSnapshots(state, known, earlier.right.length, earlier.right.length * settledShare) : undefined
    const failure = await foldAgain(source, state, { earlier: earlier.right, base: base.right, between: taking?.between, skipped: skippedAt(skips, state.key) })
    if (failure !== undefined) return failure
    if (live) freezeTree(state.model)
    if (taking !== undefined && taking.sinceKept() >= snapshots.every(state.key) / 2) keep(state)
    return undefined
  }

  /**
   * Takes snapshots of a stale key, which stays stale: it is folded as known now, but only over the first third of the days since the last snapshot that still
   * holds. The days after them are those that facts to come are likely to change.
   */
  const settle = async (state: KeyState<Model>): Promise<FoldFailure | undefined> => {
    if (place === 'beginning' || projection.order !== 'effective') return await again(state)
    const known = place
    const base = await baseOf(state.key)
    if (E.isLeft(base)) return base.left
    const all = await factsAfter(state, known, base.right)
    if (E.isLeft(all)) return all.left
    const day = await dayOnTheWay(source, all.right, settledShare)
    if (E.isLeft(day)) return day.left
    const earlier = await factsAfter(state, known, base.right, day.right)
    if (E.isLeft(earlier)) return earlier.left
    const taking = takingSnapshots(state, known, earlier.right.length, earlier.right.length)
    const folded = await foldAtPositions({
      ...source, key: state.key, asOf: day.right, positions: earlier.right, base: base.right, between: taking.between, skipped: skippedAt(skips, state.key),
    })
    if (E.isLeft(folded)) return folded.left
    // Where all facts are of one day or one of a far day is in the way, nothing comes of it.
    if (day.right === undefined || folded.right === undefined || taking.shown() === 0 || folded.right.blocked !== undefined) return await again(state)
    lastFolded.set(state.key, taking.shown())
    const { model, shownUpTo } = folded.right
    keepAt(state, JSON.stringify(model), { shownUpTo, shownTo: known }, known)
    settled = { id: { key: state.key, shownUpTo, shownTo: known, position: known }, model }
    return undefined
  }

  /** Takes snapshots on the way of a fold of about `count` facts, but for its very end, where one is taken anyway; those on the first `settling` are paid for. */
  const takingSnapshots = (state: KeyState<Model>, known: Position, count: number, settling: number) => {
    const apart = snapshots.apart(state.key, state.sinceSnapshot, settling)
    let shown = 0
    let sinceKept = 0
    const between = (model: Model, at: ShownTo): void => {
      shown += 1
      sinceKept += 1
      if (sinceKept < apart || count - shown < apart / 2) return
      sinceKept = 0
      keepAt(state, JSON.stringify(model), at, known)
    }
    return { between, shown: () => shown, sinceKept: () => sinceKept }
  }


  const baseOf = async (key: string): Promise<E.Either<StoreUnavailable, FoldBase<Model> | undefined>> => {
    const last = snapshots.lastOf(key)
    if (last === undefined) return E.right(undefined)
    const { shownUpTo, shownTo } = last.id
    if (settled !== undefined && settled.id.key === key && byHolding(settled.id, last.id) === 0) {
      const { model } = settled
      settled = undefined
      return E.right({ model, shownUpTo, shownTo })
    }
    const text = last.text === undefined ? await store.snapshotText(projection, last.id)() : E.right(last.text())
    if (E.isLeft(text)) return text
    // Only the runner lets snapshots go, but one whose projection was dropped meanwhile learns of that at its next save.
    return E.right(text.right === undefined ? undefined : { model: JSON.parse(text.right) as Model, shownUpTo, shownTo })
  }

  /** Where the facts of a key after a base are, up to a day. */
  const factsAfter = async (state: KeyState<Model>, known: Position, base: ShownTo | undefined, asOf?: CalendarDate): Promise<E.Either<StoreUnavailable, ReadonlyArray<Position>>> => {
    const from: FactsRequest['from'] = base === undefined ? 'beginning' : { shownUpTo: base.shownUpTo, shownTo: base.shownTo }
    const found = await store.factsFor(projection, { key: state.key, known: { upTo: known }, from, ...(asOf === undefined ? {} : { asOf }) })()
    return E.isLeft(found) ? found : E.right([...found.right.positions, ...unsavedAfter(state, base, asOf)])
  }

  /** What came since the last save is not known to the store yet. Chains that were corrected since are among it, of which all facts belong together. */
  const unsavedAfter = ({ places, chained }: KeyState<Model>, base: ShownTo | undefined, asOf: CalendarDate | undefined): ReadonlyArray<Position> => {
    const inChains = new Set(chained.map(({ position }) => position))
    return places
      .filter(({ position, day }) => ((base === undefined || isBeyond({ shownUpTo: day, shownTo: position }, base)) && (asOf === undefined || day <= asOf)) || inChains.has(position))
      .map(({ position }) => position)
  }

  const isCrowded = (): boolean => fold.states.size > keysInMemory

  const save = async (checkpoint: Checkpoint | undefined): Promise<E.Either<FoldFailure, SavedChanges<Model>>> => {
    const states = [...changed]
    const saved = await write(checkpoint, states)
    if (E.isLeft(saved)) return saved
    for (const state of states) {
      state.saved = true
      state.places = []
      state.chained = []
    }
    changed = new Set()
    if (isCrowded()) {
      fold.states.clear()
      elsewhere = true
    }
    return E.right({ states, writtenAgain: saved.right })
  }

  /** Answers the length of the texts that it wrote again. */
  const write = async (checkpoint: Checkpoint | undefined, states: ReadonlyArray<KeyState<Model>>): Promise<E.Either<FoldFailure, number>> => {
    const until = heldUntil?.()
    const models = states.map(modelToSave)
    const saved = await store.save({ projection, token: claim.token, checkpoint, models, ...snapshots.changes(), ...(until === undefined ? {} : { heldUntil: until }) })()
    return E.isLeft(saved) ? saved : E.right(models.reduce((sum, { text }, place) => states[place]?.saved === true ? sum + (text?.length ?? 0) : sum, 0))
  }

  const goLive = async (): Promise<FoldFailure | undefined> => {
    if (changed.size > 0) throw new Error(`${projectionName(projection)} was to go live with models that are not saved.`)
    live = true
    elsewhere = true
    settled = undefined
    places = undefined
    findChains = chainsByStream(source)
    fold = keyedFold({ projection, keeping: (model, run) => projectLive(projection, model, run), skips, disturbed: snapshots.disturb })
    for (let before: string | undefined; ;) {
      const keys = await store.keys({ projection, which: 'stale', maxCount: staleAtOnce })()
      if (E.isLeft(keys)) return keys.left
      const [first] = keys.right
      if (first === undefined) return undefined
      if (first === before) throw new Error(`${projectionName(projection)}: the store says of the key ${first} that it is stale, although it was saved as folded.`)
      before = first
      const failure = await foldStale(keys.right)
      if (failure !== undefined) return failure
    }
  }

  const foldStale = async (keys: ReadonlyArray<string>): Promise<FoldFailure | undefined> => {
    const loaded = await store.load(projection, keys)()
    if (E.isLeft(loaded)) return loaded.left
    const states = loaded.right.models.map(stateOf)
    for (const state of states) {
      const failure = await again(state)
      if (failure !== undefined) return failure
    }
    const saved = await write(undefined, states)
    return E.isLeft(saved) ? saved.left : undefined
  }

  return { take, isCrowded, save, goLive }
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
export function modelToSave<Model>({ key, model, shownUpTo, stale, blocked, sinceSnapshot, places, chained }: KeyState<Model>): ModelToSave {
  return { key, text: stale || blocked !== undefined ? null : JSON.stringify(model), shownUpTo, stale, blocked, sinceSnapshot, newPlaces: places, newChained: chained }
}
