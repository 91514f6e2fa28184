/** Where two JSON trees differ: pointers in a fixed order, the first so many of them, and how many there are. */

import { sameTree, type JsonValue } from '@grid-governance/event-sourcing'

/** One place (a JSON pointer, RFC 6901; '' is the whole) and what stands there; undefined where there is nothing. */
export interface JsonDifference {
  readonly path: string
  readonly left: JsonValue | undefined
  readonly right: JsonValue | undefined
}

export interface JsonDifferences {
  readonly first: ReadonlyArray<JsonDifference>
  readonly inAll: number
}

/** The places where the trees differ, children in the order of their names (of lists: of their places); at most `most` of them in full. */
export const jsonDifferences = (left: JsonValue | undefined, right: JsonValue | undefined, most: number): JsonDifferences => {
  const first: JsonDifference[] = []
  let inAll = 0

  const compare = (one: JsonValue | undefined, other: JsonValue | undefined, path: string): void => {
    if (one !== undefined && other !== undefined && sameTree(one, other)) return
    if (isTree(one) && isTree(other) && Array.isArray(one) === Array.isArray(other)) {
      for (const name of namesIn(one, other)) compare(childOf(one, name), childOf(other, name), `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
      return
    }
    if (one === undefined && other === undefined) return
    inAll += 1
    if (first.length < most) first.push({ path, left: one, right: other })
  }

  compare(left, right, '')
  return { first, inAll }
}

type Tree = Extract<JsonValue, object>

function isTree(value: JsonValue | undefined): value is Tree {
  return typeof value === 'object' && value !== null
}

function namesIn(one: Tree, other: Tree): ReadonlyArray<string> {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return Array.isArray(one) ? names.sort((left, right) => Number(left) - Number(right)) : names.sort()
}

function childOf(tree: Tree, name: string): JsonValue | undefined {
  return Object.hasOwn(tree, name) ? Reflect.get(tree, name) as JsonValue : undefined
}
