/** Commands from a JSON file: one, or an array of them. */

import * as E from 'fp-ts/lib/Either.js'
import { decodeRequest, type CommandRequest } from '@grid-governance/application'
import { derivedId, withoutSealed, type Actor } from '@grid-governance/event-sourcing'
import { jsonIn } from './json-text.ts'
import type { InputProblem } from './input-problem.ts'

/** What a request gets where its JSON does not say, besides a command id derived from the file and its place: who runs gridgov. */
export interface RequestDefaults {
  readonly actor: Actor
}

/** Reads all requests; on any problem, all problems, by the place of the command in the file (from 1). */
export const requestsIn = (text: string, defaults: RequestDefaults): E.Either<ReadonlyArray<InputProblem>, ReadonlyArray<CommandRequest>> => {
  const json = jsonIn(text)
  if (E.isLeft(json)) return E.left([json.left])
  const items: ReadonlyArray<unknown> = Array.isArray(json.right) ? json.right : [json.right]
  if (items.length === 0) return E.left([{ problem: 'notCommands' }])
  const content = JSON.stringify(withoutSealed(json.right))
  const read = items.map((item, index) => decodeRequest(withDefaults(item, derivedId('gridgov submit', content, String(index + 1)), defaults)))
  const requests = read.flatMap((one) => E.isRight(one) ? [one.right] : [])
  const problems = [
    ...read.flatMap((one, index): ReadonlyArray<InputProblem> =>
      E.isLeft(one) ? [{ problem: 'malformedCommand', place: index + 1, type: one.left.type, problems: one.left.problems }] : []),
    ...sameIds(read),
  ]
  return problems.length > 0 ? E.left(problems) : E.right(requests)
}

/** A second run of the same file has the same ids, so that what was recorded is answered, not recorded twice; no sealed text goes into them (§6.8). */
function withDefaults(item: unknown, commandId: string, { actor }: RequestDefaults): unknown {
  return typeof item === 'object' && item !== null && !Array.isArray(item) ? { commandId, actor, ...item } : item
}

function sameIds(read: ReadonlyArray<E.Either<unknown, CommandRequest>>): ReadonlyArray<InputProblem> {
  const first = new Map<string, number>()
  return read.flatMap((one, index): ReadonlyArray<InputProblem> => {
    if (E.isLeft(one)) return []
    const { commandId } = one.right
    const firstPlace = first.get(commandId)
    if (firstPlace !== undefined) return [{ problem: 'sameCommandId', place: index + 1, commandId, firstPlace }]
    first.set(commandId, index + 1)
    return []
  })
}
