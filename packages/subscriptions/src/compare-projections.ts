/** The shadow diff: the models of two projections at one place in the log, key by key, before one takes over from the other. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { isAfter, projectionName, type After, type Fact, type JsonValue } from '@grid-governance/event-sourcing'
import { canonicalText, type EventReader, type ReadFailure, type StoreUnavailable, type UndecodableEvent } from '@grid-governance/event-store'
import { afterCheckpoint, checkpointProblem } from './checkpoints.ts'
import { foldAtPositions } from './fold-at-positions.ts'
import { jsonDifferences, type JsonDifference } from './json-differences.ts'
import { byBytes } from './key-order.ts'
import { prefixKnownAt, type Prefix } from './known-prefix.ts'
import { openSource, type OpenSource, type ProjectionSource } from './projection-source.ts'
import type { ProjectionId } from './projection-id.ts'
import type { NoSuchVersion, ReadModelStore, SavedModel } from './read-model-store.ts'
import type { CheckpointNotInLog } from './runner-claim.ts'
import { skippedAt, skipsByKey, type SkipsByKey } from './skipped-facts.ts'

/** One of the two, and the code that made it where that is still there: without it, its models can only be taken as they were saved. */
export interface ComparedProjection<F extends Fact, Model> {
  readonly id: ProjectionId
  readonly source?: ProjectionSource<F, Model>
  /** What of a model is compared, where the two have different shapes; undefined leaves the key out. */
  readonly compare?: (model: JsonValue, key: string) => JsonValue | undefined
}

export interface CompareRequest<F extends Fact, Old, New> {
  readonly reader: EventReader
  readonly store: ReadModelStore
  readonly old: ComparedProjection<F, Old>
  readonly new: ComparedProjection<F, New>
  /** How many places of a key are told in full; 5 unless said. All are counted. */
  readonly placesOfKey?: number
  /** How many keys are looked at together; 200 unless said. Memory holds the models of two such pages. */
  readonly pageSize?: number
  /** Told in the order of the keys (of their UTF-8 bytes). */
  readonly onDifference?: (difference: KeyDifference) => void
}

/** How a key differs. `notCompared`: one of the models cannot be told at this place, since it is blocked, or stale without its code. */
export type KeyDifference =
  | { readonly key: string, readonly differs: 'onlyOld' | 'onlyNew' }
  | { readonly key: string, readonly differs: 'model', readonly places: ReadonlyArray<JsonDifference>, readonly placesInAll: number }
  | { readonly key: string, readonly differs: 'notCompared', readonly old: Untold | undefined, readonly new: Untold | undefined }

/** Why a model cannot be told. */
export type Untold = 'blocked' | 'stale'

/** All keys that there are, counted by what became of them. `at` is the place in the log at which both were compared. */
export interface ProjectionsCompared {
  readonly old: string
  readonly new: string
  readonly at: After
  readonly keys: number
  readonly same: number
  readonly differing: number
  readonly onlyOld: number
  readonly onlyNew: number
  readonly notCompared: number
}

/** One is further in the log than the other and cannot be taken back, since its code is not given: bring the other up to there. */
export interface CannotAlign {
  readonly tag: 'CannotAlign'
  readonly ahead: string
  readonly aheadAt: After
  readonly behind: string
  readonly behindAt: After
}

export type CompareFailure = ReadFailure | UndecodableEvent | StoreUnavailable | NoSuchVersion | CheckpointNotInLog | CannotAlign

/**
 * Compares at the place up to which both have come: models that were saved beyond it are folded again from their facts up to there. Both may
 * go on meanwhile.
 */
export const compareProjections = <F extends Fact, Old, New>(request: CompareRequest<F, Old, New>): TaskEither<CompareFailure, ProjectionsCompared> => async () => {
  const old = await openSide(request, request.old)
  if (E.isLeft(old)) return old
  const fresh = await openSide(request, request.new)
  if (E.isLeft(fresh)) return fresh
  const at = earlierOf(old.right.readTo, fresh.right.readTo)
  const prefix = at === 'beginning' ? E.right(nothing) : await prefixKnownAt(request.reader, { position: at })()
  if (E.isLeft(prefix)) return prefix
  const counts = { keys: 0, same: 0, differing: 0, onlyOld: 0, onlyNew: 0, notCompared: 0 }
  let after: string | undefined
  for (;;) {
    const page = await keysOfBoth(request, after)
    if (E.isLeft(page)) return page
    const olds = await modelsAt(request, old.right, fresh.right, page.right, { at, prefix: prefix.right })
    if (E.isLeft(olds)) return olds
    const news = await modelsAt(request, fresh.right, old.right, page.right, { at, prefix: prefix.right })
    if (E.isLeft(news)) return news
    for (const key of page.right) count(counts, differenceOf(key, olds.right.get(key), news.right.get(key), request.placesOfKey ?? 5), request.onDifference)
    after = page.right.at(-1)
    if (after === undefined) return E.right({ old: old.right.name, new: fresh.right.name, at, ...counts })
  }
}

const nothing: Prefix = { includes: () => false }

interface Side<F extends Fact, Model> {
  readonly name: string
  readonly id: ProjectionId
  readonly readTo: After
  readonly source: OpenSource<F, Model> | undefined
  readonly skips: SkipsByKey
  readonly compare: ComparedProjection<F, Model>['compare']
}

/** The log and the models. */
interface AtHand {
  readonly reader: EventReader
  readonly store: ReadModelStore
}

/** Where both are compared. */
interface Place {
  readonly at: After
  readonly prefix: Prefix
}

/** What is told of a key; undefined where it has no model there. */
type Told = { readonly model: JsonValue } | { readonly untold: Untold } | undefined

async function openSide<F extends Fact, Model>({ store, reader }: AtHand, { id, source, compare }: ComparedProjection<F, Model>): Promise<E.Either<CompareFailure, Side<F, Model>>> {
  const all = await store.projections()()
  if (E.isLeft(all)) return all
  const name = projectionName(id)
  const found = all.right.find((one) => projectionName(one) === name)
  if (found === undefined) return E.left({ tag: 'NoSuchVersion', projection: name })
  const problem = await checkpointProblem(reader, name, found.checkpoint)
  if (problem !== undefined) return E.left(problem)
  const skips = await store.skips()()
  if (E.isLeft(skips)) return skips
  return E.right({
    name, id, compare, readTo: afterCheckpoint(found.checkpoint), source: source === undefined ? undefined : openSource(source),
    skips: skipsByKey(skips.right.filter((skip) => projectionName(skip.projection) === name)),
  })
}

/** The next keys of either, in order and without gaps: beyond the end of the shorter page, the other's keys wait for the next one. */
async function keysOfBoth<F extends Fact, Old, New>(
  { store, old, new: fresh, pageSize = 200 }: CompareRequest<F, Old, New>, after: string | undefined,
): Promise<E.Either<StoreUnavailable, ReadonlyArray<string>>> {
  const request = { which: 'all', maxCount: pageSize, ...(after === undefined ? {} : { after }) } as const
  const olds = await store.keys({ projection: old.id, ...request })()
  if (E.isLeft(olds)) return olds
  const news = await store.keys({ projection: fresh.id, ...request })()
  if (E.isLeft(news)) return news
  const ends = [olds.right, news.right].flatMap((keys) => keys.length < pageSize ? [] : keys.slice(-1)).sort(byBytes)
  const [end] = ends
  return E.right([...new Set([...olds.right, ...news.right])].filter((key) => end === undefined || byBytes(key, end) <= 0).sort(byBytes))
}

async function modelsAt<F extends Fact, Model>(
  { store }: AtHand, side: Side<F, Model>, other: Pick<Side<F, unknown>, 'name'>, keys: ReadonlyArray<string>, { at, prefix }: Place,
): Promise<E.Either<CompareFailure, ReadonlyMap<string, Told>>> {
  const loaded = await store.load(side.id, keys)()
  if (E.isLeft(loaded)) return loaded
  const readTo = afterCheckpoint(loaded.right.checkpoint)
  // Only where the models were built anew meanwhile.
  if (isBefore(readTo, at)) return E.left({ tag: 'CannotAlign', ahead: other.name, aheadAt: at, behind: side.name, behindAt: readTo })
  const told = new Map<string, Told>()
  for (const saved of loaded.right.models) {
    const one = readTo === at && saved.text !== null ? E.right({ model: JSON.parse(saved.text) as JsonValue }) : await foldedAt(store, side, saved, readTo, { at, prefix })
    if (E.isLeft(one)) return one
    if (one.right === 'needsCode') return E.left({ tag: 'CannotAlign', ahead: side.name, aheadAt: readTo, behind: other.name, behindAt: at })
    told.set(saved.key, comparable(one.right, side, saved.key))
  }
  return E.right(told)
}

/** A model as it was at the place: folded from its facts up to there, where any of them lies beyond or it is stale. */
async function foldedAt<F extends Fact, Model>(
  store: ReadModelStore, side: Side<F, Model>, saved: SavedModel, readTo: After, { at, prefix }: Place,
): Promise<E.Either<CompareFailure, Told | 'needsCode'>> {
  const positions = await store.positionsOf(side.id, saved.key)()
  if (E.isLeft(positions)) return positions
  const upTo = at === 'beginning' ? [] : positions.right.filter((position) => prefix.includes(position))
  const asSaved = upTo.length === positions.right.length || readTo === at
  if (asSaved && saved.blocked !== undefined) return E.right({ untold: 'blocked' })
  if (asSaved && saved.text !== null) return E.right({ model: JSON.parse(saved.text) as JsonValue })
  if (side.source === undefined) return E.right(asSaved ? { untold: 'stale' } : 'needsCode')
  const folded = await foldAtPositions({ ...side.source, key: saved.key, positions: upTo, skipped: skippedAt(side.skips, saved.key) })
  if (E.isLeft(folded)) return folded
  if (folded.right === undefined) return E.right(undefined)
  return E.right(folded.right.blocked === undefined ? { model: JSON.parse(JSON.stringify(folded.right.model)) as JsonValue } : { untold: 'blocked' })
}

function comparable<F extends Fact, Model>(told: Told, { compare }: Side<F, Model>, key: string): Told {
  if (compare === undefined || told === undefined || 'untold' in told) return told
  const model = compare(told.model, key)
  return model === undefined ? undefined : { model }
}

function differenceOf(key: string, old: Told, fresh: Told, places: number): KeyDifference | 'same' | 'absent' {
  const untold = (told: Told): Untold | undefined => told !== undefined && 'untold' in told ? told.untold : undefined
  if (untold(old) !== undefined || untold(fresh) !== undefined) return { key, differs: 'notCompared', old: untold(old), new: untold(fresh) }
  const [left, right] = [old, fresh].map((told) => told !== undefined && 'model' in told ? told.model : undefined)
  if (left === undefined) return right === undefined ? 'absent' : { key, differs: 'onlyNew' }
  if (right === undefined) return { key, differs: 'onlyOld' }
  if (canonicalText(left) === canonicalText(right)) return 'same'
  const { first, inAll } = jsonDifferences(left, right, places)
  return { key, differs: 'model', places: first, placesInAll: inAll }
}

const countedAs = { model: 'differing', onlyOld: 'onlyOld', onlyNew: 'onlyNew', notCompared: 'notCompared' } as const

function count(
  counts: { -readonly [Of in Exclude<keyof ProjectionsCompared, 'old' | 'new' | 'at'>]: number }, found: KeyDifference | 'same' | 'absent', tell: ((difference: KeyDifference) => void) | undefined,
): void {
  if (found === 'absent') return
  counts.keys += 1
  if (found === 'same') {
    counts.same += 1
    return
  }
  counts[countedAs[found.differs]] += 1
  tell?.(found)
}

function earlierOf(one: After, other: After): After {
  return isBefore(one, other) ? one : other
}

function isBefore(one: After, other: After): boolean {
  return other !== 'beginning' && isAfter(other, one)
}
