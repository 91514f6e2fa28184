/** Commands that a policy or process sends: through one port, each with an id derived from its cause, so that it takes effect once. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Authority, Command, CommandId, JsonObject, Position, Recording, StreamName, Uuid } from '@grid-governance/event-sourcing'
import type { CommandFailure, CommandIdReused, CommandReceipt, InvalidAppend, Rejected } from '@grid-governance/event-store'

/** Who sends commands: a policy or a process, by its name. */
export interface Sender {
  readonly kind: 'policy' | 'process'
  readonly name: string
}

/** A command as it is handed to the front door. An automatic fact inherits the document of its cause and says *by rule* (I38). */
export interface AutomaticCommand<C extends Command = Command> {
  readonly sender: Sender
  readonly commandId: CommandId
  readonly stream: StreamName
  readonly command: C
  readonly correlationId: Uuid
  /** The event in answer to which the command is sent; `causationId` of what it leads to is its id. */
  readonly cause: Recording
  /** The document of the cause, or the one that the process gives where its cause has none. */
  readonly authority: Authority | undefined
}

/** What became of a command. A rejection is kept as the front door gave it. */
export type CommandOutcome =
  | { readonly outcome: 'accepted', readonly stream: StreamName, readonly position: Position | undefined }
  | { readonly outcome: 'nothingToDo' }
  | { readonly outcome: 'rejected', readonly rejection: JsonObject }

/** The port to the front door. Its failures are of the world: the runner ends, and the command is sent again, under the same id, when it resumes. */
export type SendCommand<C extends Command, Failure> = (command: AutomaticCommand<C>) => TaskEither<Failure, CommandOutcome>

/** The failures of a command loop after which it is worth sending the command again. */
export type PassingFailure = Exclude<CommandFailure, Rejected | CommandIdReused | InvalidAppend>

/** What a command loop's answer means to a policy: what will never be accepted is an outcome, all else a failure. */
export const outcomeOf = (answer: E.Either<CommandFailure, CommandReceipt>): E.Either<PassingFailure, CommandOutcome> => {
  if (E.isRight(answer)) {
    const { outcome, stream, position } = answer.right
    return E.right(outcome === 'nothingToDo' ? { outcome } : { outcome: 'accepted', stream, position })
  }
  switch (answer.left.tag) {
    case 'Rejected': return E.right({ outcome: 'rejected', rejection: asJson(answer.left.rejection) })
    case 'CommandIdReused':
    case 'InvalidAppend': return E.right({ outcome: 'rejected', rejection: asJson(answer.left) })
    default: return E.left(answer.left)
  }
}

function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject
}
