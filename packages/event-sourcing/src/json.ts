/** JSON trees: what facts, metadata and read models are made of. */

export type JsonPrimitive = string | number | boolean | null
export type JsonValue = JsonPrimitive | JsonArray | JsonObject
export type JsonArray = ReadonlyArray<JsonValue>
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** A deep copy of a JSON tree; what goes from a fact into a model passes through here, so that no object stands in two places. */
export const copy = <A>(value: A): Mutable<A> => copyTree(value) as Mutable<A>

/** The same tree, writable: what `copy` yields and what `project` may change. */
export type Mutable<A> = A extends JsonPrimitive ? A : { -readonly [K in keyof A]: Mutable<A[K]> }

/** Freezes a JSON tree in place, so that code that writes to a fact fails at once. */
export const freezeTree = <A>(value: A): A => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const child of Object.values(value)) freezeTree(child)
  }
  return value
}

/** Whether two JSON trees are equal; the order of keys does not count. */
export const sameTree = (left: unknown, right: unknown): boolean => {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const leftKeys = Object.keys(left)
  return leftKeys.length === Object.keys(right).length
    && leftKeys.every((key) => Object.hasOwn(right, key) && sameTree(Reflect.get(left, key), Reflect.get(right, key)))
}

function copyTree(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copyTree)
  const result: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const child = copyTree(Reflect.get(value, key))
    // Assigning to __proto__ would change the prototype and lose the field.
    if (key === '__proto__') Object.defineProperty(result, key, { value: child, writable: true, enumerable: true, configurable: true })
    else result[key] = child
  }
  return result
}
