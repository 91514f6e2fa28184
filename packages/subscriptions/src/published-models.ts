/** What readers see of a running projection: immutable models at one position, as of any day, as known at any moment. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { freezeTree, isAfter, projectionName, type After, type CalendarDate, type Fact } from '@grid-governance/event-sourcing'
import type { ReadFailure, StoreUnavailable, UndecodableEvent } from '@grid-governance/event-store'
import { afterCheckpoint } from './checkpoints.ts'
import type { FoldedKey } from './fold-at-positions.ts'
import type { Blockage, KeyState } from './keyed-fold.ts'
import { allOf, answerOf, foldFor, knownPart, lastKnownIn, type ModelAnswer, type ModelQuestion, type PositionBeyondLog } from './model-question.ts'
import type { KnownPart } from './model-snapshots.ts'
import { placesReached, type PlacesReached } from './places-reached.ts'
import type { OpenSource } from './projection-source.ts'
import type { ReadModelStore, SavedModel } from './read-model-store.ts'
import type { Checkpoint } from './runner-claim.ts'
import { skippedAt, skipsByKey, type SkippedFact } from './skipped-facts.ts'

/** The projection failed at a fact of this key, so nothing can be said of it. */
export interface KeyBlocked {
  readonly tag: 'KeyBlocked'
  readonly projection: string
  readonly key: string
  readonly blocked: Blockage
}

/** Models of one position. */
export interface ModelsAnswer<Model> {
  /** `name@version` of the projection. */
  readonly projection: string
  readonly readTo: After
  /** Without keys that no fact touches, and without those that are blocked. */
  readonly models: ReadonlyMap<string, Model>
  readonly blocked: ReadonlyMap<string, Blockage>
  /** The facts that an operator took out of these models; keys without any are left out. */
  readonly skipped: ReadonlyMap<string, ReadonlyArray<SkippedFact>>
}

export interface PublishedModels<Model> {
  readonly readTo: () => After
  /** Shows what was saved up to here; `changed` are the models that are new, or any may be and none is in memory. */
  readonly advance: (readTo: After, saved: Checkpoint | undefined, changed: ReadonlyArray<KeyState<Model>> | 'any') => void
  readonly read: (keys: ReadonlyArray<string>) => TaskEither<ReadFailure | UndecodableEvent | StoreUnavailable, ModelsAnswer<Model>>
  readonly ask: (question: ModelQuestion) => TaskEither<ReadFailure | UndecodableEvent | StoreUnavailable | KeyBlocked | PositionBeyondLog, ModelAnswer<Model>>
  readonly untilPosition: PlacesReached['untilPosition']
  /** Nothing more will be published. */
  readonly end: () => void
}

export interface PublishedModelsOptions<F extends Fact, Model> {
  readonly source: OpenSource<F, Model>
  readonly store: ReadModelStore
  readonly keysInMemory: number
  /** The facts that single models are not shown. */
  readonly skips?: ReadonlyArray<SkippedFact>
}

/** A model as it is shown; undefined stands for one that must be folded from its facts when asked for. */
interface Shown<Model> {
  readonly model: Model | undefined
  readonly shownUpTo: CalendarDate | ''
  readonly blocked: Blockage | undefined
}

/** Some models, all of one position. */
interface Reading<Model> {
  readonly readTo: After
  readonly shown: ReadonlyMap<string, Shown<Model>>
}

type Failure = ReadFailure | UndecodableEvent | StoreUnavailable

export const publishedModels = <F extends Fact, Model>(
  { source, store, keysInMemory, skips: skippedFacts = [] }: PublishedModelsOptions<F, Model>, checkpoint: Checkpoint | undefined,
): PublishedModels<Model> => {
  const { projection } = source
  const name = projectionName(projection)
  const skips = skipsByKey(skippedFacts)
  const lastKnown = lastKnownIn(source.reader)
  const inMemory = new Map<string, Shown<Model>>()
  const reached = placesReached(afterCheckpoint(checkpoint))
  let saved = checkpoint

  const advance = (to: After, at: Checkpoint | undefined, changed: ReadonlyArray<KeyState<Model>> | 'any'): void => {
    saved = at
    if (changed === 'any' || inMemory.size + changed.length > keysInMemory) inMemory.clear()
    for (const { key, model, shownUpTo, blocked } of changed === 'any' ? [] : changed) inMemory.set(key, { model, shownUpTo, blocked })
    reached.advance(to)
  }

  /** From memory if all are there, else all from the store: either way they are of one position. */
  const readShown = async (keys: ReadonlyArray<string>): Promise<E.Either<Failure, Reading<Model>>> => {
    const there = keys.flatMap((key) => { const shown = inMemory.get(key); return shown === undefined ? [] : [[key, shown] as const] })
    if (there.length === keys.length) return E.right({ readTo: reached.readTo(), shown: new Map(there) })
    const loaded = await store.load(projection, keys)()
    if (E.isLeft(loaded)) return loaded
    const current = loaded.right.checkpoint?.position === saved?.position
    const shown = new Map(loaded.right.models.map((model) => [model.key, shownOf<Model>(model)]))
    if (current && !reached.hasEnded()) for (const [key, one] of shown) if (one.model !== undefined && inMemory.size < keysInMemory && !inMemory.has(key)) inMemory.set(key, one)
    return E.right({ readTo: current ? reached.readTo() : afterCheckpoint(loaded.right.checkpoint), shown })
  }

  const read = (keys: ReadonlyArray<string>): TaskEither<Failure, ModelsAnswer<Model>> => async () => {
    const reading = await readShown(keys)
    if (E.isLeft(reading)) return reading
    const models = new Map<string, Model>()
    const blocked = new Map<string, Blockage>()
    for (const [key, shown] of reading.right.shown) {
      const folded = shown.blocked !== undefined || shown.model !== undefined ? E.right(shown) : await foldNow(key, allOf(reading.right.readTo), undefined)
      if (E.isLeft(folded)) return folded
      if (folded.right?.blocked !== undefined) blocked.set(key, folded.right.blocked)
      else if (folded.right?.model !== undefined) models.set(key, folded.right.model)
    }
    const skipped = new Map(keys.flatMap((key) => { const own = skippedOf(key, reading.right.readTo); return own.length === 0 ? [] : [[key, own] as const] }))
    return E.right({ projection: name, readTo: reading.right.readTo, models, blocked, skipped })
  }

  const ask = ({ key, asOf, knownAt }: ModelQuestion): TaskEither<Failure | KeyBlocked | PositionBeyondLog, ModelAnswer<Model>> => async () => {
    const reading = await readShown([key])
    if (E.isLeft(reading)) return reading
    const known = await knownPart(source.reader, knownAt, reading.right.readTo)
    if (E.isLeft(known)) return known
    const last = await lastKnown(known.right)
    if (E.isLeft(last)) return last
    const shown = reading.right.shown.get(key)
    const answers = shown !== undefined && shown.model !== undefined && knownAt === undefined && (asOf === undefined || shown.shownUpTo <= asOf)
    const folded = shown === undefined ? E.right(undefined) : answers ? E.right({ ...shown, model: shown.model }) : await foldNow(key, known.right, asOf)
    if (E.isLeft(folded)) return folded
    if (folded.right?.blocked !== undefined) return E.left({ tag: 'KeyBlocked', projection: name, key, blocked: folded.right.blocked })
    return E.right(answerOf({ projection, key, asOf, last: last.right, folded: folded.right as FoldedKey<Model> | undefined, skipped: skippedOf(key, last.right.position) }))
  }

  const skippedOf = (key: string, readTo: After): ReadonlyArray<SkippedFact> => (skips.get(key) ?? []).filter(({ position }) => !isAfter(position, readTo))

  const foldNow = async (key: string, known: KnownPart, asOf: CalendarDate | undefined): Promise<E.Either<Failure, FoldedKey<Model> | undefined>> => {
    const found = await foldFor({ source, store }, { key, asOf, known, skipped: skippedAt(skips, key) })
    return E.isLeft(found) ? found : E.right(found.right.folded)
  }

  const end = (): void => {
    inMemory.clear()
    reached.end()
  }

  return { readTo: reached.readTo, advance, read, ask, untilPosition: reached.untilPosition, end }
}

function shownOf<Model>({ text, shownUpTo, blocked }: SavedModel): Shown<Model> {
  return { model: text === null ? undefined : freezeTree(JSON.parse(text) as Model), shownUpTo, blocked }
}
