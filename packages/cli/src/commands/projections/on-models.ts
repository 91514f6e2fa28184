/** A log and its read models, both open: the log for reading only, the models as the work needs them. */

import { dirname } from 'node:path'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { EventReader } from '@grid-governance/event-store'
import type { HoldOptions, ReadModelStore } from '@grid-governance/subscriptions'
import type { Failure } from '../../failure.ts'
import type { WritingDesk } from '../../outcome.ts'
import type { ModelFiles } from '../../ports.ts'
import type { ProjectionsRequest } from './request.ts'

/** What the work on read models has at hand. */
export interface ModelsAtHand {
  readonly reader: EventReader
  readonly store: ReadModelStore
  readonly request: ProjectionsRequest
  readonly desk: WritingDesk
  /** A runner that is at work elsewhere is not ended, unless that is asked for. */
  readonly hold: HoldOptions
  /** The file came from an older release and was emptied. */
  readonly begunAnew: boolean
}

/** Opens both, works and closes both. What is wrong with the file of the models is told apart from what is wrong with the log. */
export const onModels = <A>(
  request: ProjectionsRequest, desk: WritingDesk, mode: Parameters<ModelFiles['open']>[1], work: (atHand: ModelsAtHand) => TE.TaskEither<Failure, A>,
): TE.TaskEither<Failure, A> => pipe(
  desk.logs.read(request.log),
  TE.mapLeft((failure): Failure => failure),
  TE.flatMap((log) => closing(log, pipe(
    desk.models.open(request.models, mode),
    TE.mapLeft((failure) => mode === 'create' && failure.reason === 'missing' ? noFolderFor(request.models) : failure),
    TE.flatMap(({ store, begunAnew = false, close }) =>
      closing({ close }, work({ reader: log.reader, store, request, desk, begunAnew, hold: { now: desk.now, ifHeld: request.anyway ? 'takeOver' : 'refuse' } }))),
    TE.mapLeft((failure) => ofModels(request, failure)),
  ))),
)

function noFolderFor(path: string): Failure {
  return { tag: 'FileUnusable', path, reason: 'noFolder', detail: dirname(path) }
}

function ofModels({ models, log }: ProjectionsRequest, failure: Failure): Failure {
  return failure.tag === 'StoreUnavailable' && failure.where === models
    ? { tag: 'ModelsUnavailable', reason: failure.reason, where: failure.where, detail: failure.detail, log }
    : failure
}

function closing<A>(file: { readonly close: () => Promise<void> }, work: TE.TaskEither<Failure, A>): TE.TaskEither<Failure, A> {
  return async (): Promise<Either<Failure, A>> => {
    try {
      return await work()
    } finally {
      await file.close()
    }
  }
}
