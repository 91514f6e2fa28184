/** The switch: a version that was built beside the old one, and has caught up, answers to the name from one moment on. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { projectionName, type After, type Fact } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure } from '@grid-governance/event-store'
import { afterCheckpoint, checkpointProblem } from './checkpoints.ts'
import { openSource, type ProjectionSource } from './projection-source.ts'
import type { ProjectionId } from './projection-id.ts'
import type { NoSuchVersion, ProjectionSummary, ReadModelStore, Switched, SwitchRequest, VersionNotReady } from './read-model-store.ts'
import type { CheckpointNotInLog } from './runner-claim.ts'
import { versionNotReady } from './version-readiness.ts'

export interface SwitchProjectionRequest<F extends Fact, Model> {
  readonly reader: EventReader
  readonly store: ReadModelStore
  readonly projection: ProjectionId
  /** The code of the version, which tells what it handles; without it, any fact beyond its checkpoint counts as not caught up. */
  readonly source?: ProjectionSource<F, Model>
  /** What the operator puts up with; nothing unless said. */
  readonly allow?: NonNullable<SwitchRequest['allow']>
}

export type SwitchFailure = ReadFailure | NoSuchVersion | VersionNotReady | CheckpointNotInLog

/**
 * Lets a version answer. It has caught up where nothing that it handles lies in the log beyond its checkpoint; a log that is written to
 * meanwhile may be ahead by the last facts, so let its runner go live first (`untilLive`, `untilPosition`).
 */
export const switchProjection = <F extends Fact, Model>(request: SwitchProjectionRequest<F, Model>): TaskEither<SwitchFailure, Switched> => async () => {
  const found = await lookedAt(request)
  return E.isLeft(found) ? found : await request.store.switchTo({ projection: request.projection, caughtUpTo: found.right.caughtUpTo, allow: request.allow ?? {} })()
}

/** What `switchProjection` would answer now; nothing is changed. */
export const rehearseSwitch = <F extends Fact, Model>(request: SwitchProjectionRequest<F, Model>): TaskEither<SwitchFailure, Switched> => async () => {
  const found = await lookedAt(request)
  if (E.isLeft(found)) return found
  const { summary, caughtUpTo, before } = found.right
  const problem = versionNotReady(summary, caughtUpTo, request.allow)
  return problem === undefined ? E.right({ before }) : E.left(problem)
}

/** A version as it stands, and the place that it should have come to. */
interface LookedAt extends Switched {
  readonly summary: ProjectionSummary
  readonly caughtUpTo: After
}

async function lookedAt<F extends Fact, Model>({ reader, store, projection, source }: SwitchProjectionRequest<F, Model>): Promise<E.Either<SwitchFailure, LookedAt>> {
  const all = await store.projections()()
  if (E.isLeft(all)) return all
  const summary = all.right.find((one) => projectionName(one) === projectionName(projection))
  if (summary === undefined) return E.left({ tag: 'NoSuchVersion', projection: projectionName(projection) })
  const problem = await checkpointProblem(reader, projectionName(projection), summary.checkpoint)
  if (problem !== undefined) return E.left(problem)
  const place = afterCheckpoint(summary.checkpoint)
  const beyond = await firstBeyond(reader, place, source)
  return E.isLeft(beyond) ? beyond : E.right({ summary, caughtUpTo: beyond.right ?? place, before: all.right.find((one) => one.name === projection.name && one.active)?.version })
}

/** The place of the first event beyond another that the projection handles; undefined where there is none. */
async function firstBeyond<F extends Fact, Model>(reader: EventReader, place: After, source: ProjectionSource<F, Model> | undefined): Promise<E.Either<ReadFailure, After | undefined>> {
  const filter = source === undefined ? undefined : openSource(source).reading.filter
  let after = place
  for (;;) {
    const page = await reader.readAll({ after, maxCount: 1, ...(filter === undefined ? {} : { filter }) })()
    if (E.isLeft(page)) return page
    const [event] = page.right.events
    if (event !== undefined || page.right.endOfLog) return E.right(event?.globalPosition)
    after = page.right.readTo
  }
}
