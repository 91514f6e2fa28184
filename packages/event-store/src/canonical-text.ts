/** The one text of a JSON value (RFC 8785): what is stored, chained and compared. */

import canonicalize from 'canonicalize'
import type { JsonArray, JsonObject, JsonValue } from '@grid-governance/event-sourcing'

/**
 * The canonical text of a value that `jsonProblems` found sound: keys in order, and then what JSON.stringify says, which writes strings
 * and numbers as the standard asks. Unruly keys are left to the library.
 */
export const canonicalText = (value: JsonValue): string => {
  switch (keyOrder(value)) {
    case 'inOrder': return JSON.stringify(value)
    case 'outOfOrder': return JSON.stringify(inOrder(value))
    case 'unruly': return canonicalize(value) as string
  }
}

/** The same of a value of which nothing is known; undefined where `isJson` says no. Looks at everything once, where the two would look twice. */
export const canonicalTextOf = (value: unknown): string | undefined => {
  switch (soundOrder(value, maxNesting)) {
    case 'inOrder': return JSON.stringify(value)
    case 'outOfOrder': return JSON.stringify(inOrder(value as JsonValue))
    case 'unruly': return canonicalize(value) as string
    case 'unsound': return undefined
  }
}

/** The deepest nesting that can be stored; also keeps everything that walks through stored trees within its stack. */
export const maxNesting = 100

/** What keeps a value from being stored: not JSON, text that is not well-formed Unicode, an integer that is not safe, a circle. */
export const jsonProblems = (value: unknown, place = 'data'): ReadonlyArray<string> => problemsBelow(value, place, [])

/** Whether `jsonProblems` has nothing to say; much faster, since it looks for no words. A circle ends at the deepest nesting. */
export const isJson = (value: unknown): value is JsonValue => isSound(value, maxNesting)

function isSound(value: unknown, levels: number): boolean {
  switch (typeof value) {
    case 'string': return value.isWellFormed()
    case 'boolean': return true
    case 'number': return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))
    case 'object': return value === null || (levels > 0 && isSoundTree(value, levels - 1))
    default: return false
  }
}

function isSoundTree(value: object, levels: number): boolean {
  if (Array.isArray(value)) {
    // A plain loop, since every() passes over holes.
    for (let index = 0; index < value.length; index += 1) if (!isSound(value[index], levels)) return false
    return true
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  for (const key in value) if (wrongInKeys.test(key) || !isSound((value as JsonObject)[key], levels)) return false
  return true
}

/** `above` are the objects in which the value stands, outermost first. */
function problemsBelow(value: unknown, place: string, above: ReadonlyArray<object>): ReadonlyArray<string> {
  switch (typeof value) {
    case 'string': return value.isWellFormed() ? none : [`${place} holds half a surrogate pair`]
    case 'boolean': return none
    case 'number': return numberProblems(value, place)
    case 'object': return value === null ? none : treeProblems(value, place, above)
    default: return [`${place} is ${typeof value}, which JSON cannot hold`]
  }
}

function numberProblems(value: number, place: string): ReadonlyArray<string> {
  if (!Number.isFinite(value)) return [`${place} is ${value}, which JSON cannot hold`]
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? [`${place} is ${value}, beyond the safe integers; write it as text`] : none
}

function treeProblems(value: object, place: string, above: ReadonlyArray<object>): ReadonlyArray<string> {
  if (above.includes(value)) return [`${place} stands within itself, which JSON cannot hold`]
  if (above.length === maxNesting) return [`${place} is nested deeper than ${maxNesting} levels`]
  if (Array.isArray(value)) return problemsOfChildren(value.entries(), place, [...above, value])
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return [`${place} is an instance of a class, which JSON cannot hold`]
  return problemsOfChildren(Object.entries(value), place, [...above, value])
}

function problemsOfChildren(children: Iterable<readonly [string | number, unknown]>, place: string, above: ReadonlyArray<object>): ReadonlyArray<string> {
  let problems: string[] | undefined
  for (const [key, child] of children) {
    if (typeof key === 'string' && wrongInKeys.test(key)) (problems ??= []).push(keyProblem(key, place))
    const found = problemsBelow(child, `${place}.${key}`, above)
    if (found.length > 0) (problems ??= []).push(...found)
  }
  return problems ?? none
}

const none: ReadonlyArray<string> = []

/** Half surrogate pairs, and what JSON writes with an escape: JSON.parse of Node 24 may read such a key as another (nodejs/node#63785). */
const wrongInKeys = /["\\\u0000-\u001f\p{Surrogate}]/u

function keyProblem(key: string, place: string): string {
  return key.isWellFormed()
    ? `${place} has the key ${JSON.stringify(key)}; keys hold no quotation marks, backslashes or control characters`
    : `${place} has a key with half a surrogate pair`
}

type KeyOrder = 'inOrder' | 'outOfOrder' | 'unruly'

/** How the keys of a tree stand: the worst of all its objects. */
function keyOrder(value: JsonValue): KeyOrder {
  if (typeof value !== 'object' || value === null) return 'inOrder'
  if (isList(value)) return orderInList(value)
  let order: 'inOrder' | 'outOfOrder' = 'inOrder'
  let before = ''
  for (const key in value) {
    const below = keyOrder(value[key] as JsonValue)
    if (below === 'unruly' || isUnrulyKey(key)) return 'unruly'
    if (below === 'outOfOrder' || before > key) order = 'outOfOrder'
    before = key
  }
  return order
}

/** As `keyOrder`, where the value may be no JSON. */
function soundOrder(value: unknown, levels: number): KeyOrder | 'unsound' {
  if (typeof value !== 'object' || value === null) return isSound(value, levels) ? 'inOrder' : 'unsound'
  if (levels === 0) return 'unsound'
  if (Array.isArray(value)) return soundOrderInList(value, levels - 1)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return 'unsound'
  let order: KeyOrder = 'inOrder'
  let before = ''
  for (const key in value) {
    const below = wrongInKeys.test(key) ? 'unsound' : soundOrder((value as JsonObject)[key], levels - 1)
    if (below === 'unsound') return below
    if (below === 'unruly' || isUnrulyKey(key)) order = 'unruly'
    else if (order === 'inOrder' && (below === 'outOfOrder' || before > key)) order = 'outOfOrder'
    before = key
  }
  return order
}

function soundOrderInList(list: ReadonlyArray<unknown>, levels: number): KeyOrder | 'unsound' {
  let order: KeyOrder = 'inOrder'
  for (let index = 0; index < list.length; index += 1) {
    const below = soundOrder(list[index], levels)
    if (below === 'unsound') return below
    if (below !== 'inOrder' && order !== 'unruly') order = below
  }
  return order
}

function orderInList(list: JsonArray): KeyOrder {
  let order: 'inOrder' | 'outOfOrder' = 'inOrder'
  for (const value of list) {
    const below = keyOrder(value)
    if (below === 'unruly') return below
    if (below === 'outOfOrder') order = below
  }
  return order
}

/** A copy whose keys were put in by the order of their UTF-16 units, which is how JavaScript compares strings and lists keys. */
function inOrder(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(inOrder)
  const copy: Record<string, JsonValue> = {}
  for (const key of sorted(Object.keys(value))) copy[key] = inOrder(value[key] as JsonValue)
  return copy
}

/** Few keys, as objects of commands and facts have, are put in order by hand in half the time that `sort` takes. */
function sorted(keys: string[]): ReadonlyArray<string> {
  if (keys.length > 16) return keys.sort()
  for (let place = 1; place < keys.length; place += 1) {
    const key = keys[place] as string
    let free = place
    for (; free > 0 && (keys[free - 1] as string) > key; free -= 1) keys[free] = keys[free - 1] as string
    keys[free] = key
  }
  return keys
}

/** JavaScript lists keys that look like array indexes first and by number, which is not the order of RFC 8785, and `__proto__` cannot be assigned. */
function isUnrulyKey(key: string): boolean {
  const first = key.charCodeAt(0)
  return (first >= 48 && first <= 57) || key === '__proto__'
}

function isList(value: JsonValue): value is JsonArray {
  return Array.isArray(value)
}
