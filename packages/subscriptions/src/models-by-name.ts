/** Models asked for by name: the version that answers is found at the moment of asking, and all of an answer is of that one version. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { isAfter, projectionName, type After, type Fact, type Projection } from '@grid-governance/event-sourcing'
import type { ReadFailure, StoreUnavailable, UndecodableEvent } from '@grid-governance/event-store'
import { afterCheckpoint, checkpointProblem } from './checkpoints.ts'
import type { FoldedKey } from './fold-at-positions.ts'
import { allOf, answerOf, foldFor, knownPart, lastKnownIn, type ModelAnswer, type ModelQuestion, type PositionBeyondLog } from './model-question.ts'
import type { KnownPart } from './model-snapshots.ts'
import { openSource, type OpenSource, type ProjectionSource } from './projection-source.ts'
import type { KeyBlocked, ModelsAnswer } from './published-models.ts'
import type { ActiveModels, ReadModelStore, SavedModel } from './read-model-store.ts'
import type { CheckpointNotInLog } from './runner-claim.ts'
import { skippedAt, skipsByKey, type SkippedFact } from './skipped-facts.ts'

export interface ModelsByNameOptions<F extends Fact, Model> extends Omit<ProjectionSource<F, Model>, 'projection' | 'readAhead'> {
  readonly store: ReadModelStore
  /** The versions that this program knows, all of one name: an answer may come from any of them. */
  readonly versions: ReadonlyArray<Projection<F, Model>>
}

/** No version was ever switched to, or the one that answered was dropped: nothing is said, rather than nothing being there. */
export interface NoVersionAnswers {
  readonly tag: 'NoVersionAnswers'
  readonly name: string
}

/** The version that answers is none that this program knows: another release switched to it. */
export interface UnknownVersionAnswers {
  readonly tag: 'UnknownVersionAnswers'
  readonly projection: string
  readonly known: ReadonlyArray<number>
}

export type ByNameFailure = ReadFailure | UndecodableEvent | StoreUnavailable | NoVersionAnswers | UnknownVersionAnswers | CheckpointNotInLog

export interface ModelsByName<Model> {
  /** Models of several keys, all of one version and one position. */
  readonly read: (keys: ReadonlyArray<string>) => TaskEither<ByNameFailure, ModelsAnswer<Model>>
  /** One model: as of a day, as known at a moment, or both. */
  readonly ask: (question: ModelQuestion) => TaskEither<ByNameFailure | KeyBlocked | PositionBeyondLog, ModelAnswer<Model>>
}

/** Reads what runners save, here or in other processes; it follows each switch with the next question. */
export const modelsByName = <F extends Fact, Model>(options: ModelsByNameOptions<F, Model>): ModelsByName<Model> => {
  const { store, versions } = options
  const name = nameOf(versions)
  const sources = new Map(versions.map((projection) => [projection.version, openSource({ ...options, projection })]))
  const lastKnown = lastKnownIn(options.reader)
  let checked: string | undefined

  /** The models of the version that answers, of which it is known that they are of this log. */
  const active = async (keys: ReadonlyArray<string>): Promise<E.Either<ByNameFailure, Active<F, Model>>> => {
    const loaded = await store.loadActive(name, keys)()
    if (E.isLeft(loaded)) return loaded
    if (loaded.right === undefined) return E.left({ tag: 'NoVersionAnswers', name })
    const { version, checkpoint } = loaded.right
    const source = sources.get(version)
    if (source === undefined) return E.left({ tag: 'UnknownVersionAnswers', projection: projectionName({ name, version }), known: [...sources.keys()] })
    const place = `${version} ${checkpoint?.eventId ?? ''}`
    const problem = place === checked ? undefined : await checkpointProblem(options.reader, projectionName({ name, version }), checkpoint)
    if (problem !== undefined) return E.left(problem)
    checked = place
    return E.right({ ...loaded.right, source, readTo: afterCheckpoint(checkpoint) })
  }

  /** Undefined where the version was dropped or replaced while its places were looked up: then the question is asked again. */
  const foldNow = async (of: Active<F, Model>, { key, asOf }: Pick<ModelQuestion, 'key' | 'asOf'>, known: KnownPart): Promise<E.Either<ByNameFailure, Folded<Model> | undefined>> => {
    const found = await foldFor({ source: of.source, store }, { key, asOf, known, skipped: skippedAt(skipsByKey(of.skips), key) })
    if (E.isLeft(found)) return found
    const { checkpoint, folded } = found.right
    if (of.readTo !== 'beginning' && isAfter(of.readTo, afterCheckpoint(checkpoint))) return E.right(undefined)
    return E.right({ folded })
  }

  const read = (keys: ReadonlyArray<string>): TaskEither<ByNameFailure, ModelsAnswer<Model>> => async () => {
    for (;;) {
      const found = await active(keys)
      if (E.isLeft(found)) return found
      const models = new Map<string, Model>()
      const blocked: Map<string, NonNullable<SavedModel['blocked']>> = new Map()
      let again = false
      for (const saved of found.right.models) {
        const one = saved.text === null && saved.blocked === undefined ? await foldNow(found.right, { key: saved.key }, allOf(found.right.readTo)) : E.right({ folded: savedKey<Model>(saved) })
        if (E.isLeft(one)) return one
        if (one.right === undefined) again = true
        else if (one.right.folded?.blocked !== undefined) blocked.set(saved.key, one.right.folded.blocked)
        else if (one.right.folded !== undefined) models.set(saved.key, one.right.folded.model)
      }
      if (again) continue
      const skipped = skipsByKey(skipsUpTo(found.right.skips.filter(({ key }) => keys.includes(key)), found.right.readTo))
      return E.right({ projection: projectionName(found.right.source.projection), readTo: found.right.readTo, models, blocked, skipped })
    }
  }

  const ask = (question: ModelQuestion): TaskEither<ByNameFailure | KeyBlocked | PositionBeyondLog, ModelAnswer<Model>> => async () => {
    const { key, asOf, knownAt } = question
    for (;;) {
      // As known in the past, the model of today does not answer, and a large one is not read for nothing.
      const found = await active(knownAt === undefined ? [key] : [])
      if (E.isLeft(found)) return found
      const known = await knownPart(options.reader, knownAt, found.right.readTo)
      if (E.isLeft(known)) return known
      const last = await lastKnown(known.right)
      if (E.isLeft(last)) return last
      const [saved] = found.right.models
      const answers = knownAt === undefined && (saved === undefined || (saved.text !== null && (asOf === undefined || saved.shownUpTo <= asOf)))
      const one = answers ? E.right({ folded: saved === undefined ? undefined : savedKey<Model>(saved) }) : await foldNow(found.right, question, known.right)
      if (E.isLeft(one)) return one
      if (one.right === undefined) continue
      const { projection } = found.right.source
      const { folded } = one.right
      if (folded?.blocked !== undefined) return E.left({ tag: 'KeyBlocked', projection: projectionName(projection), key, blocked: folded.blocked })
      const skipped = skipsUpTo(found.right.skips.filter((skip) => skip.key === key), last.right.position)
      return E.right(answerOf({ projection, key, asOf, last: last.right, folded, skipped }))
    }
  }

  return { read, ask }
}

interface Active<F extends Fact, Model> extends ActiveModels {
  readonly source: OpenSource<F, Model>
  readonly readTo: After
}

interface Folded<Model> {
  readonly folded: FoldedKey<Model> | undefined
}

/** Versions of two names put together are a defect, and better found at the start. */
function nameOf(versions: ReadonlyArray<{ readonly name: string }>): string {
  const [name, ...others] = new Set(versions.map((version) => version.name))
  if (name === undefined || others.length > 0) throw new Error(`Models are asked for by one name, not by ${versions.length === 0 ? 'none' : [name, ...others].join(', ')}.`)
  return name
}

function savedKey<Model>({ text, shownUpTo, blocked }: SavedModel): FoldedKey<Model> {
  return { model: (text === null ? undefined : JSON.parse(text)) as Model, shownUpTo, blocked }
}

function skipsUpTo(skips: ReadonlyArray<SkippedFact>, readTo: After): ReadonlyArray<SkippedFact> {
  return skips.filter(({ position }) => !isAfter(position, readTo))
}
