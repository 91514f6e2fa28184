/** Models made different on purpose at places that a query read, to find whether the places matter to a figure. */

import { copy } from '../json.ts'
import { isRecord } from './origins.ts'
import type { ReadNode } from './read-places.ts'

/** The ways in which something is made different: values after and before, no values, one member more, no members. */
export const ways = ['after', 'before', 'null', 'more', 'less'] as const
export type Way = typeof ways[number]

/** A tree of maps and records with the members `names` at `place` made different, and all else shared with the tree given. */
export const scrambledAt = (tree: unknown, place: ReadonlyArray<string>, names: ReadonlyArray<string>, node: ReadNode, way: Way): unknown => {
  const [first, ...rest] = place
  if (first === undefined) return scrambledMembers(tree, names, node, way)
  const child = node.children.get(first)
  return child === undefined ? tree : withMember(tree, first, scrambledAt(memberOf(tree, first), rest, names, child, way))
}

/** The same, with the members `names` made different of each of the members `of` at `place`. */
export const scrambledWithin = (tree: unknown, place: ReadonlyArray<string>, of: ReadonlyArray<string>, names: ReadonlyArray<string>, node: ReadNode, way: Way): unknown => {
  const [first, ...rest] = place
  const child = first === undefined ? undefined : node.children.get(first)
  if (first !== undefined) return child === undefined ? tree : withMember(tree, first, scrambledWithin(memberOf(tree, first), rest, of, names, child, way))
  return withMembers(tree, of.flatMap((name): ReadonlyArray<readonly [string, unknown]> => {
    const own = node.children.get(name)
    return own === undefined || memberOf(tree, name) === undefined ? [] : [[name, scrambledMembers(memberOf(tree, name), names, own, way)]]
  }))
}

/** A tree with one member more at `place`. */
export const oneMoreAt = (tree: unknown, place: ReadonlyArray<string>): unknown => {
  const [first, ...rest] = place
  return first === undefined ? oneMore(tree) : withMember(tree, first, oneMoreAt(memberOf(tree, first), rest))
}

/** A tree with something at `place`, where nothing is. */
export const reinstatedAt = (tree: unknown, place: ReadonlyArray<string>, value: unknown): unknown => {
  const [first, ...rest] = place
  return first === undefined ? value : withMember(tree, first, reinstatedAt(memberOf(tree, first), rest, value))
}

/** A tree without what stands at `place`. */
export const withoutAt = (tree: unknown, place: ReadonlyArray<string>): unknown => {
  const [first, ...rest] = place
  if (first === undefined) return tree
  return rest.length === 0 ? withMember(tree, first, gone) : withMember(tree, first, withoutAt(memberOf(tree, first), rest))
}

const gone = Symbol('gone')
/** Sorts after what it is put before, and names nothing that there is. */
const strange = '\uffff'

function scrambledMembers(tree: unknown, names: ReadonlyArray<string>, node: ReadNode, way: Way): unknown {
  return withMembers(tree, names.flatMap((name): ReadonlyArray<readonly [string, unknown]> => {
    const child = node.children.get(name)
    return child === undefined ? [] : [[name, way === 'less' ? gone : scrambled(memberOf(tree, name), child, way, tree)]]
  }))
}

function scrambled(value: unknown, node: ReadNode, way: Way, siblings: unknown): unknown {
  if (value === undefined) return way === 'more' ? copy(firstMemberOf(siblings)) : undefined
  if (value instanceof Map || isRecord(value)) {
    const members = scrambledMembers(value, [...node.children.keys()], node, way)
    return way === 'more' && node.keys ? oneMore(members) : members
  }
  return scrambledValue(value, way)
}

function scrambledValue(value: unknown, way: Way): unknown {
  if (Array.isArray(value)) return way === 'more' ? [...value as ReadonlyArray<unknown>, ...value.slice(0, 1) as ReadonlyArray<unknown>] : value.map((item: unknown) => scrambledValue(item, way))
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, scrambledValue(child, way)]))
  if (way === 'more' || way === 'less') return value
  if (way === 'null') return null
  switch (typeof value) {
    case 'number': return value + steps[way]
    case 'boolean': return !value
    case 'string': return /^\d{4}-\d{2}-\d{2}$/.test(value) ? days[way] : texts[way](value)
    default: return values[way]
  }
}

/** Far enough to pass every cap and threshold, near enough for whoever counts up to it; odd. */
const steps = { after: 1_000_001, before: -1_000_001 } as const
const days = { after: '9999-12-31', before: '0001-01-01' } as const
const texts = { after: (text: string) => strange + text, before: (text: string) => `\u0001${text}` } as const
const values = { after: strange, before: '0001-01-01' } as const

function oneMore(tree: unknown): unknown {
  return tree instanceof Map || isRecord(tree) ? withMember(tree, strange, copy(firstMemberOf(tree) ?? {})) : tree
}

function firstMemberOf(tree: unknown): unknown {
  return tree instanceof Map ? tree.values().next().value : isRecord(tree) ? Object.values(tree)[0] : undefined
}

function memberOf(tree: unknown, name: string): unknown {
  return tree instanceof Map ? tree.get(name) : isRecord(tree) && Object.hasOwn(tree, name) ? tree[name] : undefined
}

function withMember(tree: unknown, name: string, value: unknown): unknown {
  return withMembers(tree, [[name, value]])
}

/** One copy, however many members are made different; what is undefined was not there, and is not there afterwards. */
function withMembers(tree: unknown, members: ReadonlyArray<readonly [string, unknown]>): unknown {
  if (members.length === 0) return tree
  if (tree instanceof Map) {
    const changed = new Map(tree as Map<string, unknown>)
    for (const [name, value] of members) {
      if (value === gone) changed.delete(name)
      else changed.set(name, value)
    }
    return changed
  }
  if (!isRecord(tree)) return tree
  const changed = { ...tree }
  for (const [name, value] of members) {
    if (value === gone) Reflect.deleteProperty(changed, name)
    else if (value !== undefined) put(changed, name, value)
  }
  return changed
}

function put(record: Record<string, unknown>, name: string, value: unknown): void {
  // Assigning to __proto__ would change the prototype and lose the member.
  if (name === '__proto__') Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true })
  else record[name] = value
}
