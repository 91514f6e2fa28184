/** Several requests through the front door, one after another; ends at the first that fails. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { CommandRequest, FrontDoor, SubmitReceipt } from '@grid-governance/application'
import { endingOf } from '../exit-codes.ts'
import type { Failure } from '../failure.ts'
import { silentProgress, type Progress } from '../output/progress.ts'

export interface Submitted {
  readonly request: CommandRequest
  readonly receipt: SubmitReceipt
}

/** What was submitted before the first failure, if there was one. */
export interface Attempt {
  readonly submitted: ReadonlyArray<Submitted>
  readonly failure: Failure | undefined
}

/** Fails as soon as one request does. */
export const submitAll = (door: FrontDoor, requests: ReadonlyArray<CommandRequest>, progress: Progress = silentProgress): TE.TaskEither<Failure, ReadonlyArray<Submitted>> => pipe(
  TE.fromTask(() => submitInTurn(door, requests, progress)),
  TE.flatMapEither(({ submitted, failure }) => failure === undefined ? E.right(submitted) : E.left(failure)),
)

/** Keeps what went before a refusal; fails only where the log itself does. */
export const attemptAll = (door: FrontDoor, requests: ReadonlyArray<CommandRequest>): TE.TaskEither<Failure, Attempt> => pipe(
  TE.fromTask(() => submitInTurn(door, requests, silentProgress)),
  TE.flatMapEither((attempt) => attempt.failure !== undefined && endingOf[attempt.failure.tag] === 'log' ? E.left(attempt.failure) : E.right(attempt)),
)

async function submitInTurn(door: FrontDoor, requests: ReadonlyArray<CommandRequest>, progress: Progress): Promise<Attempt> {
  const submitted: Submitted[] = []
  try {
    for (const request of requests) {
      const receipt = await door.submit(request)()
      if (E.isLeft(receipt)) return { submitted, failure: receipt.left }
      submitted.push({ request, receipt: receipt.right })
      progress.advance(submitted.length, requests.length)
    }
    return { submitted, failure: undefined }
  } finally {
    progress.end()
  }
}
