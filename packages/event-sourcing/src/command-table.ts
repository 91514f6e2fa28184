/** Tables of commands: one declaration is type, guard and the JSON in which a command is sent. */

import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import type { Command } from './decider.ts'
import { problemsOf } from './shape.ts'

/** A concept's table of commands, by type. */
export type CommandTable = Readonly<Record<string, t.Mixed>>

/** The union of the commands that a table declares. */
export type CommandOf<Table extends CommandTable> = {
  [Type in keyof Table & string]: Command<Type, t.TypeOf<Table[Type]>>
}[keyof Table & string]

/** A request that is not a command: an unknown type, or data of the wrong shape. */
export interface MalformedCommand {
  readonly tag: 'MalformedCommand'
  readonly type: string
  /** One sentence for each thing that is wrong, with its place. */
  readonly problems: ReadonlyArray<string>
}

/** Reads a command of one of these types; fields that no table knows are refused. */
export const decodeCommand = <const Table extends CommandTable>(table: Table, input: unknown): E.Either<MalformedCommand, CommandOf<Table>> => {
  const command = (typeof input === 'object' && input !== null ? input : {}) as Readonly<Record<string, unknown>>
  const { type, data } = command
  if (typeof type !== 'string' || !Object.hasOwn(table, type)) return malformed(String(type), [`${JSON.stringify(type) ?? 'nothing'} is not a known command`])
  const unknown = Object.keys(command).filter((key) => key !== 'type' && key !== 'data')
  if (unknown.length > 0) return malformed(type, unknown.map((key) => `${key} is not a known field of a command`))
  const result = (table[type] as t.Mixed).decode(data)
  return E.isLeft(result) ? malformed(type, problemsOf(result.left)) : E.right({ type, data: result.right } as CommandOf<Table>)
}

function malformed(type: string, problems: ReadonlyArray<string>): E.Left<MalformedCommand> {
  return { _tag: 'Left', left: { tag: 'MalformedCommand', type, problems } }
}
