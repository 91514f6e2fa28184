/** `gridgov projections`: the read models beside a log: what there is, building, comparing, switching, and what to do about keys that fail. */

import type * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Failure } from '../failure.ts'
import type { Outcome, WritingCommand, WritingDesk } from '../outcome.ts'
import type { ModelFiles } from '../ports.ts'
import { drop, switchTo } from './projections/answering.ts'
import { listBlocked, listSkipped } from './projections/blocked.ts'
import { build, rebuild } from './projections/build.ts'
import { check } from './projections/check.ts'
import { compare } from './projections/compare.ts'
import { list, listNothing } from './projections/list.ts'
import { resume, skip } from './projections/mend.ts'
import { onModels, type ModelsAtHand } from './projections/on-models.ts'
import { readRequest, type ProjectionsRequest } from './projections/request.ts'

export const projections: WritingCommand<ProjectionsRequest> = {
  read: readRequest,

  run: (request, desk) => pipe(
    onModels(request, desk, works[request.action].opens(request), (atHand) => () => works[request.action].work(atHand)),
    TE.orElse((failure) => nothingYet(failure, request, desk)),
  ),
}

interface Work {
  /** How the file of the models is opened: what only looks, or is only tried, leaves it as it is. */
  readonly opens: (request: ProjectionsRequest) => Parameters<ModelFiles['open']>[1]
  readonly work: (atHand: ModelsAtHand) => Promise<E.Either<Failure, Outcome>>
}

const looking = (): 'readOnly' => 'readOnly'
const ifCommitted = ({ commit }: ProjectionsRequest): 'readWrite' | 'readOnly' => commit ? 'readWrite' : 'readOnly'

const works: { readonly [Action in ProjectionsRequest['action']]: Work } = {
  list: { opens: looking, work: list },
  blocked: { opens: looking, work: listBlocked },
  skipped: { opens: looking, work: listSkipped },
  check: { opens: looking, work: check },
  build: { opens: () => 'create', work: build },
  rebuild: { opens: ifCommitted, work: rebuild },
  diff: { opens: looking, work: compare },
  switch: { opens: ifCommitted, work: switchTo },
  drop: { opens: ifCommitted, work: drop },
  resume: { opens: () => 'readWrite', work: resume },
  skip: { opens: ifCommitted, work: skip },
}

/** A log without read models is no failure where one only asks what there is. */
function nothingYet(failure: Failure, { action, models }: ProjectionsRequest, desk: WritingDesk): TE.TaskEither<Failure, Outcome> {
  return action === 'list' && failure.tag === 'ModelsUnavailable' && failure.reason === 'missing' ? TE.right(listNothing(models, desk)) : TE.left(failure)
}
