/** Commands of policies and processes on their way through the front door: by rule, under the document of their cause. */

import * as E from 'fp-ts/lib/Either.js'
import type { GovernanceCommand } from '@grid-governance/domain'
import type { JsonObject } from '@grid-governance/event-sourcing'
import { outcomeOf, type AutomaticCommand, type CommandOutcome, type SendCommand } from '@grid-governance/subscriptions'
import type { FrontDoor, SubmitFailure } from './api.ts'
import type { CommandRequest } from './request.ts'

/**
 * How `runPolicy` and `runProcess` send through a front door. The actor of what follows is the policy or process itself, in the role
 * `byRule` (I38). What the front door will never accept is an outcome; whatever may pass, or somebody must mend, is a failure that ends the
 * runner, and the command is sent again when it resumes.
 */
export const sendThrough = ({ submit }: Pick<FrontDoor, 'submit'>): SendCommand<GovernanceCommand, SubmitFailure> => (command) => async () => {
  const answer = await submit(requestOf(command))()
  return E.isLeft(answer) ? ofFailure(answer.left) : outcomeOf(answer)
}

function requestOf({ sender, commandId, command, correlationId, cause, authority }: AutomaticCommand<GovernanceCommand>): CommandRequest {
  return {
    commandId, command, correlationId, causationId: cause.eventId, actor: { ref: sender.name, role: 'byRule' }, ...(authority === undefined ? {} : { authority }),
  }
}

function ofFailure(failure: SubmitFailure): E.Either<SubmitFailure, CommandOutcome> {
  switch (failure.tag) {
    case 'NotAuthorised': case 'DecidedInFuture': case 'DocumentInFuture': case 'LogNotOpen': return E.left(failure)
    case 'MalformedCommand': case 'ReservedCommand': return E.right({ outcome: 'rejected', rejection: { ...failure } as unknown as JsonObject })
    default: return outcomeOf(E.left(failure))
  }
}
