/** Building: a projection is brought up to the head of the log and left there; rebuilding does so beside the old models and then takes their place. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { projectionName, type After, type Fact, type Projection } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import { checkpointAt } from './checkpoints.ts'
import { holdNow, runProjection, type ProjectionRunnerOptions, type RunnerFailure, type StartFailure } from './projection-runner.ts'
import type { ModelToSave, ProjectionSummary, ReadModelStore, VersionAnswers } from './read-model-store.ts'
import type { Checkpoint, ClaimHeld } from './runner-claim.ts'
import type { SkippedFact } from './skipped-facts.ts'

export type BuildFailure = StartFailure | RunnerFailure

export interface Built {
  readonly readTo: After
  /** Facts that were read for it. */
  readonly events: number
  readonly summary: ProjectionSummary
}

/** Catches up from where it stands and stops. A key that fails is blocked and counted in the summary; it does not stop the rest. */
export const buildProjection = <F extends Fact, Model>(options: ProjectionRunnerOptions<F, Model>): TaskEither<BuildFailure, Built> => async () => {
  const started = await runProjection(options)()
  if (E.isLeft(started)) return started
  const runner = started.right
  await runner.untilLive()
  await runner.stop().catch(() => undefined)
  const ended = await runner.ended()
  if (E.isLeft(ended)) return ended
  const summary = await summaryOf(options)
  if (E.isLeft(summary)) return summary
  const { readTo, events } = runner.status()
  return E.right({ readTo, events, summary: summary.right })
}

export interface RebuildProjectionOptions<F extends Fact, Model> extends ProjectionRunnerOptions<F, Model> {
  /** Whether facts that were skipped stay so. There is no default: a rebuild neither takes a skip back nor keeps it without being told. */
  readonly skips: 'keep' | 'forget'
}

export interface RebuiltProjection extends Built {
  /** The skips that were kept, or those that were forgotten. */
  readonly skips: ReadonlyArray<SkippedFact>
}

/**
 * Builds the same `name@version` anew under a name of its own, while the old models answer, and puts it in their place in one step. Their runner, if
 * there is one, is refused from then on; where it holds them and the hold given here says `refuse`, nothing is replaced. One that was killed on the way is begun again from the start, for the code may be another.
 */
export const rebuildProjection = <F extends Fact, Model>(options: RebuildProjectionOptions<F, Model>): TaskEither<BuildFailure | VersionAnswers, RebuiltProjection> =>
  rebuildBeside<F, Model, never>(options, () => Promise.resolve(E.right({ events: 0 })))

/** Folds the whole log by means of its own: hands over models, whole and each once, and answers up to which place of the log it read. */
export type FoldElsewhere<Failure> = (request: FoldElsewhereRequest<Failure>) => Promise<E.Either<Failure, FoldedElsewhere>>

export interface FoldElsewhereRequest<Failure> {
  readonly skips: ReadonlyArray<SkippedFact>
  /** Saves some models; waits for it, so that no more of them are in memory than needed. A failure ends the fold, which answers with it. */
  readonly take: (models: ReadonlyArray<ModelToSave>) => Promise<E.Either<Failure, void>>
  /** To be called now and then, so that others see that somebody is at work. */
  readonly atWork: () => Promise<E.Either<Failure, void>>
}

export interface FoldedElsewhere {
  readonly readTo: After
  /** Facts that were read for it. */
  readonly events: number
}

/** As `rebuildProjection`, where the log as it is now is folded elsewhere; what is appended meanwhile is read here. Nothing shows, and nothing is replaced, before all is there. */
export const rebuildElsewhere = <F extends Fact, Model, Failure>(
  options: RebuildProjectionOptions<F, Model>, fold: FoldElsewhere<Failure | BuildFailure>,
): TaskEither<BuildFailure | VersionAnswers | Failure, RebuiltProjection> => rebuildBeside(options, (beside) => foldInto(options, beside, fold))

const rebuildBeside = <F extends Fact, Model, Failure>(
  options: RebuildProjectionOptions<F, Model>, begin: (beside: Projection<F, Model>) => Promise<E.Either<Failure | BuildFailure, { readonly events: number }>>,
): TaskEither<BuildFailure | VersionAnswers | Failure, RebuiltProjection> => async () => {
  const { store, projection } = options
  const beside: Projection<F, Model> = { ...projection, name: `${projection.name}~anew` }
  const held = await heldByAnother(options)
  if (held !== undefined) return E.left(held)
  const claimed = await beginBeside(store, projection, beside, options)
  if (E.isLeft(claimed)) return claimed
  const begun = await begin(beside)
  if (E.isLeft(begun)) return begun
  const built = await buildProjection({ ...options, projection: beside })()
  if (E.isLeft(built)) return built
  const heldMeanwhile = await heldByAnother(options)
  if (heldMeanwhile !== undefined) return E.left(heldMeanwhile)
  const claim = await store.claim(beside)()
  if (E.isLeft(claim)) return claim
  const replaced = await store.replace({ built: beside, token: claim.right.token, replaced: projection })()
  if (E.isLeft(replaced)) return replaced
  const summary = await summaryOf(options)
  return E.isLeft(summary) ? summary : E.right({ readTo: built.right.readTo, events: begun.right.events + built.right.events, summary: summary.right, skips: claimed.right })
}

/** Saves what comes from elsewhere under the name beside, and the checkpoint last. */
async function foldInto<F extends Fact, Model, Failure>(
  { reader, store, hold }: RebuildProjectionOptions<F, Model>, beside: Projection<F, Model>, fold: FoldElsewhere<Failure | BuildFailure>,
): Promise<E.Either<Failure | BuildFailure, { readonly events: number }>> {
  const claim = await store.claim(beside, holdNow(hold))()
  if (E.isLeft(claim)) return claim
  const { token, skips } = claim.right
  let heldUntil = holdNow(hold)?.until
  const save = async (models: ReadonlyArray<ModelToSave>, checkpoint?: Checkpoint): Promise<E.Either<BuildFailure, void>> => {
    heldUntil = holdNow(hold)?.until
    return await store.save({ projection: beside, token, checkpoint, models, ...(heldUntil === undefined ? {} : { heldUntil }) })()
  }
  const atWork = async (): Promise<E.Either<BuildFailure, void>> => {
    const next = holdNow(hold)
    return next === undefined || heldUntil === undefined || next.until - heldUntil < (next.until - next.at) / 3 ? E.right(undefined) : await save([])
  }
  const folded = await fold({ skips, take: save, atWork })
  if (E.isLeft(folded)) return folded
  const checkpoint = await checkpointAt(reader, folded.right.readTo, [])
  if (E.isLeft(checkpoint)) return checkpoint
  const saved = await save([], checkpoint.right)
  if (E.isLeft(saved)) return saved
  const released = await store.release(beside, token)()
  return E.isLeft(released) ? released : folded
}

/** Whoever runs the old models, where he is not to be ended; and what keeps that from being looked up. */
async function heldByAnother<F extends Fact, Model>({ store, projection, hold }: RebuildProjectionOptions<F, Model>): Promise<ClaimHeld | StoreUnavailable | undefined> {
  if (hold?.ifHeld !== 'refuse') return undefined
  const all = await store.projections()()
  if (E.isLeft(all)) return all.left
  const runner = projectionName(projection)
  const until = all.right.find((one) => projectionName(one) === runner)?.heldUntil
  return until !== undefined && until > hold.now() ? { tag: 'ClaimHeld', runner, heldUntil: until } : undefined
}

/** Clears what an earlier attempt left, and hands over the skips; answers those of the old models. */
async function beginBeside<F extends Fact, Model>(
  store: ReadModelStore, projection: Projection<F, Model>, beside: Projection<F, Model>, { hold, skips }: RebuildProjectionOptions<F, Model>,
): Promise<E.Either<BuildFailure | VersionAnswers, ReadonlyArray<SkippedFact>>> {
  const dropped = await store.drop(beside, { active: true })()
  if (E.isLeft(dropped)) return dropped
  const claim = await store.claim(beside, holdNow(hold))()
  if (E.isLeft(claim)) return claim
  const all = await store.skips()()
  if (E.isLeft(all)) return all
  const old = all.right.filter((skip) => projectionName(skip.projection) === projectionName(projection)).map(({ projection: _, ...skip }) => skip)
  const saved = await store.save({
    projection: beside, token: claim.right.token, checkpoint: undefined, models: [], withdrawn: claim.right.skips, skips: skips === 'keep' ? old : [],
  })()
  if (E.isLeft(saved)) return saved
  const released = await store.release(beside, claim.right.token)()
  return E.isLeft(released) ? released : E.right(old)
}

/** What is kept of the projection of a source, which is there: it was just saved. */
async function summaryOf<F extends Fact, Model>({ store, projection }: ProjectionRunnerOptions<F, Model>): Promise<E.Either<StoreUnavailable, ProjectionSummary>> {
  const all = await store.projections()()
  if (E.isLeft(all)) return all
  const found = all.right.find((one) => projectionName(one) === projectionName(projection))
  if (found === undefined) throw new Error(`${projectionName(projection)} was built, but is not there.`)
  return E.right(found)
}
