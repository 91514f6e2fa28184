/** Keys at which a projection fails: what stands where, and what an operator does about it: try again, or skip the fact with a reason. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { projectionName, type Fact, type Position } from '@grid-governance/event-sourcing'
import type { ReadFailure, StoredEvent, StoreUnavailable, UndecodableEvent } from '@grid-governance/event-store'
import { checkpointProblem } from './checkpoints.ts'
import { newState, type Blockage } from './keyed-fold.ts'
import { openSource, type ProjectionSource } from './projection-source.ts'
import { holdNow, type HoldOptions } from './projection-runner.ts'
import type { ProjectionId } from './projection-id.ts'
import type { NoSuchVersion, ReadModelSave, ReadModelStore } from './read-model-store.ts'
import { foldAgain } from './rebuild.ts'
import type { CheckpointNotInLog, ClaimHeld, FencedOff, ProjectionClaim } from './runner-claim.ts'
import { modelToSave } from './saved-fold.ts'
import { skippedAt, skipsByKey, type SkippedFact } from './skipped-facts.ts'

/** A blocked key, and the fact at which the projection failed as the log has it; undefined where the log is another one. */
export interface BlockedKey {
  readonly projection: ProjectionId
  readonly key: string
  readonly blocked: Blockage
  readonly event: StoredEvent | undefined
}

/** Up to `maxCount` blocked keys of a projection after a key, in the order of keys. */
export const blockedKeys = (
  { reader, store }: Pick<KeyRequestOptions<Fact, unknown>, 'reader' | 'store'>, projection: ProjectionId, { after, maxCount }: { readonly after?: string, readonly maxCount: number },
): TaskEither<ReadFailure, ReadonlyArray<BlockedKey>> => async () => {
  const keys = await store.keys({ projection, which: 'blocked', maxCount, ...(after === undefined ? {} : { after }) })()
  if (E.isLeft(keys)) return keys
  const loaded = await store.load(projection, keys.right)()
  if (E.isLeft(loaded)) return loaded
  const found = loaded.right.models.flatMap(({ key, blocked }) => blocked === undefined ? [] : [{ key, blocked }])
  const events = await reader.readAt([...new Set(found.map(({ blocked }) => blocked.position))].sort((left, right) => left - right))()
  if (E.isLeft(events)) return events
  const byId = new Map(events.right.map((event) => [event.eventId as string, event]))
  return E.right(found.map(({ key, blocked }) => ({ projection: { name: projection.name, version: projection.version }, key, blocked, event: byId.get(blocked.eventId) })))
}

export interface KeyRequestOptions<F extends Fact, Model> extends ProjectionSource<F, Model> {
  readonly store: ReadModelStore
  readonly key: string
  /** As for a runner: whoever runs the projection is refused from now on, or this is. Without it, this takes over. */
  readonly hold?: HoldOptions
}

/** What became of a key: its model again, or still blocked, perhaps at another fact. */
export interface KeyMended {
  readonly projection: string
  readonly key: string
  readonly blocked: Blockage | undefined
  /** What the key is not shown now. */
  readonly skipped: ReadonlyArray<SkippedFact>
}

/** The projection keeps no model of this key. */
export interface NoSuchKey {
  readonly tag: 'NoSuchKey'
  readonly projection: string
  readonly key: string
}

/** No fact at this position touches the key. */
export interface NoFactOfKey {
  readonly tag: 'NoFactOfKey'
  readonly projection: string
  readonly key: string
  readonly position: Position
}

export type MendFailure = ReadFailure | UndecodableEvent | StoreUnavailable | NoSuchVersion | CheckpointNotInLog | ClaimHeld | FencedOff | NoSuchKey

/** Folds a key again with the code at hand: after a mend of the code, or `showing` a fact that was skipped. */
export const resumeKey = <F extends Fact, Model>(options: KeyRequestOptions<F, Model> & { readonly showing?: Position }): TaskEither<MendFailure | NoFactOfKey, KeyMended> => async () => {
  const { key, showing } = options
  return await mend(options, ({ skips }) => {
    const withdrawn = skips.filter((skip) => skip.key === key && skip.position === showing)
    return showing !== undefined && withdrawn.length === 0
      ? E.left({ tag: 'NoFactOfKey', projection: projectionName(options.projection), key, position: showing })
      : E.right({ skips: skips.filter((skip) => !withdrawn.includes(skip)), save: { withdrawn } })
  })
}

export interface SkipRequest<F extends Fact, Model> extends KeyRequestOptions<F, Model> {
  readonly position: Position
  readonly reason: string
  /** Who decides it, by a pseudonym. */
  readonly actor: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Takes a fact out of the model of one key, with the reason, and folds the key again without it: record and model in one save. */
export const skipFact = <F extends Fact, Model>(options: SkipRequest<F, Model>): TaskEither<MendFailure | NoFactOfKey, KeyMended> => async () => {
  const { reader, key, position, reason, actor, at } = options
  const events = await reader.readAt([position])()
  if (E.isLeft(events)) return events
  return await mend(options, ({ skips }, positions) => {
    const [event] = events.right
    if (event === undefined || !positions.includes(position)) return E.left({ tag: 'NoFactOfKey', projection: projectionName(options.projection), key, position })
    const skip: SkippedFact = { key, position, eventId: event.eventId, reason, actor, at }
    return E.right({ skips: [...skips.filter((one) => one.key !== key || one.position !== position), skip], save: { skips: [skip] } })
  })
}

/** Which facts are skipped from now on, and what is to be recorded of it. */
interface Mending {
  readonly skips: ReadonlyArray<SkippedFact>
  readonly save: Pick<ReadModelSave, 'skips' | 'withdrawn'>
}

async function mend<F extends Fact, Model, Failure>(
  options: KeyRequestOptions<F, Model>, decide: (claim: ProjectionClaim, positions: ReadonlyArray<Position>) => E.Either<Failure, Mending>,
): Promise<E.Either<MendFailure | Failure, KeyMended>> {
  const { store, projection, key } = options
  const positions = await positionsOfKey(options)
  if (E.isLeft(positions)) return positions
  const claim = await store.claim(projection, holdNow(options.hold))()
  if (E.isLeft(claim)) return claim
  const mended = await mendClaimed(options, claim.right, decide)
  const released = await store.release(projection, claim.right.token)()
  return E.isLeft(mended) || E.isRight(released) ? E.map(({ blocked, skips }: Mended) => ({
    projection: projectionName(projection), key, blocked, skipped: skips.filter((skip) => skip.key === key),
  }))(mended) : released
}

interface Mended {
  readonly blocked: Blockage | undefined
  readonly skips: ReadonlyArray<SkippedFact>
}

async function mendClaimed<F extends Fact, Model, Failure>(
  options: KeyRequestOptions<F, Model>, claim: ProjectionClaim, decide: (claim: ProjectionClaim, positions: ReadonlyArray<Position>) => E.Either<Failure, Mending>,
): Promise<E.Either<MendFailure | Failure, Mended>> {
  const { store, projection, key } = options
  // Looked up once more under the claim: nobody else saves from here on.
  const positions = await store.positionsOf(projection, key)()
  if (E.isLeft(positions)) return positions
  const mending = decide(claim, positions.right)
  if (E.isLeft(mending)) return mending
  const state = newState(projection, key)
  const failure = await foldAgain(openSource(options), state, { earlier: positions.right, skipped: skippedAt(skipsByKey(mending.right.skips), key) })
  if (failure !== undefined) return E.left(failure)
  const saved = await store.save({ projection, token: claim.token, checkpoint: undefined, models: [modelToSave(state)], forgottenOf: [key], ...mending.right.save })()
  return E.isLeft(saved) ? saved : E.right({ blocked: state.blocked, skips: mending.right.skips })
}

/** What must be right before anybody's runner is ended for it: the projection and the key are there, and the models are of this log. */
async function positionsOfKey<F extends Fact, Model>({ store, reader, projection, key }: KeyRequestOptions<F, Model>): Promise<E.Either<MendFailure, ReadonlyArray<Position>>> {
  const all = await store.projections()()
  if (E.isLeft(all)) return all
  const found = all.right.find((one) => projectionName(one) === projectionName(projection))
  if (found === undefined) return E.left({ tag: 'NoSuchVersion', projection: projectionName(projection) })
  const problem = await checkpointProblem(reader, projectionName(projection), found.checkpoint)
  if (problem !== undefined) return E.left(problem)
  const positions = await store.positionsOf(projection, key)()
  if (E.isRight(positions) && positions.right.length === 0) return E.left({ tag: 'NoSuchKey', projection: projectionName(projection), key })
  return positions
}
