/** A stand-in for a port: some members are watched, all others are those of the original. */

/**
 * All members of `original`, also those that a class gave it and those that the port gets later, with some put in their place. Functions stay
 * bound to the original, and values are read from it each time.
 */
export const handedThrough = <Port extends object>(original: Port, instead: Partial<Port>): Port => {
  const standIn = {}
  for (const name of membersOf(original)) {
    const member = Object.hasOwn(instead, name) ? fixed(instead[name]) : readFrom(original, name)
    Object.defineProperty(standIn, name, { ...member, enumerable: true, configurable: true })
  }
  return standIn as Port
}

function membersOf<Port extends object>(original: Port): ReadonlySet<keyof Port> {
  const names = new Set<keyof Port>()
  for (let from: unknown = original; typeof from === 'object' && from !== null && from !== Object.prototype; from = Object.getPrototypeOf(from)) {
    for (const name of Reflect.ownKeys(from)) if (name !== 'constructor') names.add(name as keyof Port)
  }
  return names
}

function readFrom<Port extends object>(original: Port, name: keyof Port): PropertyDescriptor {
  const value: unknown = original[name]
  return typeof value === 'function' ? fixed(value.bind(original)) : { get: () => original[name] }
}

function fixed(value: unknown): PropertyDescriptor {
  return { value }
}
