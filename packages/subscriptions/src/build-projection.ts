/** Building: a projection is brought up to the head of the log and left there; rebuilding does so beside the old models and then takes their place. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { projectionName, type After, type Fact, type Projection } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import { holdNow, runProjection, type ProjectionRunnerOptions, type RunnerFailure, type StartFailure } from './projection-runner.ts'
import type { ProjectionSummary, ReadModelStore, VersionAnswers } from './read-model-store.ts'
import type { ClaimHeld } from './runner-claim.ts'
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
export const rebuildProjection = <F extends Fact, Model>(options: RebuildProjectionOptions<F, Model>): TaskEither<BuildFailure | VersionAnswers, RebuiltProjection> => async () => {
  const { store, projection } = options
  const beside: Projection<F, Model> = { ...projection, name: `${projection.name}~anew` }
  const held = await heldByAnother(options)
  if (held !== undefined) return E.left(held)
  const claimed = await beginBeside(store, projection, beside, options)
  if (E.isLeft(claimed)) return claimed
  const built = await buildProjection({ ...options, projection: beside })()
  if (E.isLeft(built)) return built
  const heldMeanwhile = await heldByAnother(options)
  if (heldMeanwhile !== undefined) return E.left(heldMeanwhile)
  const claim = await store.claim(beside)()
  if (E.isLeft(claim)) return claim
  const replaced = await store.replace({ built: beside, token: claim.right.token, replaced: projection })()
  if (E.isLeft(replaced)) return replaced
  const summary = await summaryOf(options)
  return E.isLeft(summary) ? summary : E.right({ ...built.right, summary: summary.right, skips: claimed.right })
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
