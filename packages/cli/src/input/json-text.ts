/** JSON text, with the line and column where it is not JSON. */

import * as E from 'fp-ts/lib/Either.js'
import type { InputProblem } from './input-problem.ts'

/** The value that a text holds. */
export const jsonIn = (text: string): E.Either<InputProblem, unknown> => {
  try {
    return E.right(JSON.parse(text.replace(/^\ufeff/, '')) as unknown)
  } catch (error) {
    return E.left(placeOf(error instanceof Error ? error.message : '', text))
  }
}

/** V8 tells "(line 3 column 5)", or nothing where the text ends too early. */
function placeOf(message: string, text: string): InputProblem {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? []
  if (line !== undefined && column !== undefined) return { problem: 'notJson', line: Number(line), column: Number(column) }
  const lines = text.split('\n')
  return { problem: 'notJson', line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
