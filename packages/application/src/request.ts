/** Requests: a command and what comes with it, as JSON sends them. */

import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { governanceCommands, type GovernanceCommand } from '@grid-governance/domain'
import {
  Actor, Authority, CalendarDate, clearScheme, CommandId, decodeCommand, problemsOf, schemesIn, shape, Uuid, wholeNumber, type MalformedCommand,
} from '@grid-governance/event-sourcing'

/** A command with its envelope. Without `decidedOn` the decision is taken today; without `correlationId` the command begins a matter of its own. */
export interface CommandRequest {
  readonly commandId: CommandId
  readonly command: GovernanceCommand
  readonly actor: Actor
  readonly authority?: Authority
  readonly correlationId?: Uuid
  readonly causationId?: Uuid
  readonly decidedOn?: CalendarDate
  /** The version of the stream that the sender saw; the command fails with StaleExpectation where it has moved on. */
  readonly expectedVersion?: number
}

/** The JSON of a request: type and data of the command beside its envelope. */
export const RequestJson = shape(
  { commandId: CommandId, type: t.string, data: t.unknown, actor: Actor },
  { authority: Authority, correlationId: Uuid, causationId: Uuid, decidedOn: CalendarDate, expectedVersion: wholeNumber },
)

/** Reads a request; fails with MalformedCommand, one sentence for each thing that is wrong. */
export const decodeRequest = (json: unknown): E.Either<MalformedCommand, CommandRequest> => {
  const decoded = RequestJson.decode(json)
  if (E.isLeft(decoded)) return E.left({ tag: 'MalformedCommand', type: typeNamed(json), problems: problemsOf(decoded.left) })
  const { type, data, ...envelope } = decoded.right
  const command = decodeCommand(governanceCommands, { type, data })
  if (E.isLeft(command)) return command
  const problems = unknownSchemes(data)
  return problems.length > 0 ? E.left({ tag: 'MalformedCommand', type, problems }) : E.right({ ...envelope, command: command.right })
}

/** Sealed texts come in clear until there are keys (§6.8): nobody could ever open what another scheme is said to have sealed. */
function unknownSchemes(data: unknown): ReadonlyArray<string> {
  return schemesIn(data).filter(({ scheme }) => scheme !== clearScheme).map(({ path, scheme }) => `${path}.sealed is "${scheme}", expected "${clearScheme}"`)
}

function typeNamed(json: unknown): string {
  return typeof json === 'object' && json !== null && 'type' in json ? String(json.type) : 'a command without type'
}
