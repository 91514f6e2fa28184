/** Where two JSON trees differ, in words: what failing scenarios and laws show. */

import { sameTree } from '../json.ts'

/** What a scenario or a law throws when it does not hold; test runners show `expected` and `actual` side by side. */
export class AssertionError extends Error {
  readonly expected: unknown
  readonly actual: unknown

  constructor(message: string, expected: unknown, actual: unknown) {
    super(message)
    this.name = 'AssertionError'
    this.expected = expected
    this.actual = actual
  }
}

/** Throws unless the two are equal as JSON trees. */
export const assertSame = (what: string, actual: unknown, expected: unknown): void => {
  if (sameTree(actual, expected)) return
  throw new AssertionError([`${what}:`, ...differences(actual, expected).map((line) => `  ${line}`)].join('\n'), expected, actual)
}

const mostLines = 20

/** One line for each place where the trees differ. */
export const differences = (actual: unknown, expected: unknown): ReadonlyArray<string> => {
  const lines = differencesBelow(actual, expected, '')
  return lines.length > mostLines ? [...lines.slice(0, mostLines), `and ${lines.length - mostLines} more`] : lines
}

function differencesBelow(actual: unknown, expected: unknown, place: string): ReadonlyArray<string> {
  if (sameTree(actual, expected)) return []
  if (!isTree(actual) || !isTree(expected) || Array.isArray(actual) !== Array.isArray(expected)) {
    return [`${place === '' ? '' : `${place}: `}expected ${show(expected)}, was ${show(actual)}`]
  }
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
  return keys.flatMap((key) => differencesBelow(childOf(actual, key), childOf(expected, key), placeOf(place, key, Array.isArray(expected))))
}

const missing = Symbol('missing')

function childOf(tree: object, key: string): unknown {
  return Object.hasOwn(tree, key) ? Reflect.get(tree, key) : missing
}

function placeOf(place: string, key: string, inList: boolean): string {
  if (inList) return `${place}[${key}]`
  return place === '' ? key : `${place}.${key}`
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** A value on one line. */
export const show = (value: unknown): string => {
  if (value === missing) return 'nothing'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 400 ? `${text.slice(0, 400)}...` : text
}
