/** A sample of saved models, folded again by the code at hand: code that was changed without raising its version shows in it. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { isAfter, projectionName, type After, type Fact, type JsonValue } from '@grid-governance/event-sourcing'
import { canonicalText, type ReadFailure, type StoreUnavailable, type UndecodableEvent } from '@grid-governance/event-store'
import { afterCheckpoint } from './checkpoints.ts'
import { foldAtPositions } from './fold-at-positions.ts'
import { jsonDifferences } from './json-differences.ts'
import { openSource, type ProjectionSource } from './projection-source.ts'
import type { ReadModelStore, SavedModel } from './read-model-store.ts'
import { skippedAt, skipsByKey, type SkipsByKey } from './skipped-facts.ts'

export interface SampleRequest<F extends Fact, Model> extends ProjectionSource<F, Model> {
  readonly store: ReadModelStore
  /** How many keys are looked at, spread evenly over all; 20 unless said. */
  readonly keys?: number
  /** How many facts are folded at most; 2,000 unless said. A key that would go beyond is passed over. */
  readonly facts?: number
  /** SHA-256 as hexadecimal, where a fingerprint is wanted: this package touches no crypto. */
  readonly hash?: (text: string) => string
}

/** The code gives another model than the saved one from the same facts: raise the version and build it beside, or rebuild this one. */
export interface CodeChanged {
  readonly tag: 'CodeChanged'
  /** `name@version` of the projection. */
  readonly projection: string
  /** The first key of the sample that differs, and the first place in it (a JSON pointer). */
  readonly key: string
  readonly path: string
  readonly saved: JsonValue | undefined
  readonly folded: JsonValue | undefined
  /** How many keys of the sample differ, and how many were compared. */
  readonly differing: number
  readonly compared: number
}

export interface ModelSample {
  readonly projection: string
  /** The place in the log at which the models were saved. */
  readonly readTo: After
  readonly compared: number
  /** Keys of the sample that were not compared: stale, blocked, or of too many facts. */
  readonly passedOver: number
  readonly facts: number
  /** Of the saved models of the sample: two machines with the same at the same place have the same. Undefined without a hash. */
  readonly fingerprint: string | undefined
  readonly changed: CodeChanged | undefined
}

export type SampleFailure = ReadFailure | UndecodableEvent | StoreUnavailable

/** Folds a sample of the saved models from their own facts, and compares. */
export const sampleModels = <F extends Fact, Model>(request: SampleRequest<F, Model>): TaskEither<SampleFailure, ModelSample> => async () => {
  const { store, projection, keys = 20, facts: mostFacts = 2000, hash } = request
  const chosen = await store.spreadKeys(projection, keys)()
  if (E.isLeft(chosen)) return chosen
  const loaded = await store.load(projection, chosen.right)()
  if (E.isLeft(loaded)) return loaded
  const skips = await skipsOf(store, request)
  if (E.isLeft(skips)) return skips
  const readTo = afterCheckpoint(loaded.right.checkpoint)
  const compared: Compared[] = []
  let facts = 0
  for (const model of loaded.right.models) {
    const one = await compareOne(request, model, { readTo, mostFacts: mostFacts - facts, skips: skips.right })
    if (E.isLeft(one)) return one
    if (one.right === undefined) continue
    facts += one.right.facts
    compared.push(one.right)
  }
  const fingerprint = hash?.(canonicalText([projectionName(projection), ...compared.flatMap(({ key, saved }) => [key, saved])]))
  return E.right({
    projection: projectionName(projection), readTo, compared: compared.length, passedOver: chosen.right.length - compared.length, facts, fingerprint,
    changed: changedIn(projectionName(projection), compared),
  })
}

interface Compared {
  readonly key: string
  readonly saved: JsonValue
  /** Undefined where the code fails at a fact. */
  readonly folded: JsonValue | undefined
  readonly facts: number
}

/** What is compared up to where, and within which bounds. */
interface Bounds {
  readonly readTo: After
  readonly mostFacts: number
  readonly skips: SkipsByKey
}

async function compareOne<F extends Fact, Model>(
  request: SampleRequest<F, Model>, { key, text }: SavedModel, { readTo, mostFacts, skips }: Bounds,
): Promise<E.Either<SampleFailure, Compared | undefined>> {
  if (text === null) return E.right(undefined)
  const positions = await request.store.positionsOf(request.projection, key)()
  if (E.isLeft(positions)) return positions
  const known = positions.right.filter((position) => !isAfter(position, readTo))
  if (known.length > mostFacts) return E.right(undefined)
  const folded = await foldAtPositions({ ...openSource(request), key, positions: known, skipped: skippedAt(skips, key) })
  if (E.isLeft(folded)) return folded
  const model = folded.right === undefined ? request.projection.initial(key) : folded.right.blocked === undefined ? folded.right.model : undefined
  // What was read from text is JSON; what the code made goes through text once, as it does when it is saved.
  return E.right({ key, saved: JSON.parse(text) as JsonValue, folded: model === undefined ? undefined : JSON.parse(JSON.stringify(model)) as JsonValue, facts: known.length })
}

function changedIn(projection: string, compared: ReadonlyArray<Compared>): CodeChanged | undefined {
  const differing = compared.filter(({ saved, folded }) => folded === undefined || canonicalText(saved) !== canonicalText(folded))
  const [one] = differing
  if (one === undefined) return undefined
  const [place] = jsonDifferences(one.saved, one.folded, 1).first
  return {
    tag: 'CodeChanged', projection, key: one.key, path: place?.path ?? '', saved: place?.left, folded: place?.right, differing: differing.length, compared: compared.length,
  }
}

async function skipsOf<F extends Fact, Model>(store: ReadModelStore, { projection }: SampleRequest<F, Model>): Promise<E.Either<StoreUnavailable, SkipsByKey>> {
  const all = await store.skips()()
  return E.isLeft(all) ? all : E.right(skipsByKey(all.right.filter((skip) => skip.projection.name === projection.name && skip.projection.version === projection.version)))
}
