/** JSON text, with the line and column where it is not JSON, says something twice, or is nested too deeply to be looked through. */

import { parse, tokenize, type AnyNode, type Location } from '@humanwhocodes/momoa'
import * as E from 'fp-ts/lib/Either.js'
import { maxNesting } from '@grid-governance/event-store'
import type { InputProblem } from './input-problem.ts'

/** The value that a text holds. */
export const jsonIn = (text: string): E.Either<InputProblem, unknown> => {
  const json = text.replace(/^\ufeff/, '')
  try {
    const deep = tooDeep(json)
    if (deep !== undefined) return E.left(deep)
    const same = keyTwice(parse(json).body)
    return same === undefined ? E.right(JSON.parse(json) as unknown) : E.left(same)
  } catch (error) {
    if (!isPlaced(error)) throw error
    return E.left({ problem: 'notJson', line: error.line, column: error.column })
  }
}

/** The parser names the place where it lost its way. */
function isPlaced(error: unknown): error is Location {
  return typeof error === 'object' && error !== null && 'line' in error && typeof error.line === 'number' && 'column' in error
}

/** Told before anything is parsed, since parsers go down level by level. */
function tooDeep(json: string): InputProblem | undefined {
  let depth = 0
  for (const { type, loc: { start } } of tokenize(json)) {
    if (type === 'LBrace' || type === 'LBracket') depth += 1
    if (type === 'RBrace' || type === 'RBracket') depth -= 1
    if (depth > maxNesting) return { problem: 'tooDeep', line: start.line, column: start.column, most: maxNesting }
  }
  return undefined
}

/** Of a key that is given twice, JSON.parse takes the last without a word. */
function keyTwice(node: AnyNode): InputProblem | undefined {
  switch (node.type) {
    case 'Object': {
      const seen = new Set<string>()
      for (const { name, value } of node.members) {
        const key = name.type === 'String' ? name.value : name.name
        if (seen.has(key)) return { problem: 'sameKey', line: name.loc.start.line, column: name.loc.start.column, key }
        seen.add(key)
        const below = keyTwice(value)
        if (below !== undefined) return below
      }
      return undefined
    }
    case 'Array': return node.elements.reduce((found: InputProblem | undefined, { value }) => found ?? keyTwice(value), undefined)
    default: return undefined
  }
}
