/** Running code as if there were no clock, no chance and no time zone: what asks for them throws. */

/** What a run asked of the machine on which it happened. */
export class MachineAsked extends Error {
  constructor(what: string) {
    super(`${what} was asked: the same facts would give another model at another moment or on another machine`)
    this.name = 'MachineAsked'
  }
}

/** Does the work, which must not wait; throws MachineAsked where it asks for something that is not the same at any time and anywhere, even if it catches that. */
export const withoutMachine = <A>(work: () => A): A => {
  let asked: MachineAsked | undefined
  const refuse = (what: string) => (): never => {
    asked ??= new MachineAsked(what)
    throw asked
  }
  const restores = asksOfMachine(refuse)
  try {
    const done = work()
    if (asked !== undefined) throw asked as Error
    return done
  } finally {
    for (const restore of restores) restore()
  }
}

type Refuse = (what: string) => () => never

function asksOfMachine(refuse: Refuse): ReadonlyArray<() => void> {
  // This law is about what is reached past all parameters.
  // eslint-disable-next-line no-restricted-globals
  const everywhere = globalThis
  const { Date: days, Math: chance, performance: clock, crypto: ids } = everywhere
  const dates = new Proxy(days, {
    apply: refuse('the clock (Date())'),
    construct: (target, given, as) => given.length === 0 ? refuse('the clock (new Date())')() : Reflect.construct(target, given, as) as Date,
    get: (target, key) => key === 'now' ? refuse('the clock (Date.now())') : Reflect.get(target, key) as unknown,
  })
  return [
    replace(everywhere, 'Date', dates),
    replace(chance, 'random', refuse('chance (Math.random())')),
    replace(clock, 'now', refuse('the clock (performance.now())')),
    replace(ids, 'randomUUID', refuse('chance (crypto.randomUUID())')),
    replace(ids, 'getRandomValues', refuse('chance (crypto.getRandomValues())')),
    ...ofTimeZone.map((name) => replace(days.prototype, name, refuse(`the time zone (Date.prototype.${name}())`))),
  ]
}

const ofTimeZone = [
  'getDate', 'getDay', 'getFullYear', 'getHours', 'getMinutes', 'getMonth', 'getTimezoneOffset', 'setDate', 'setFullYear', 'setHours', 'setMinutes', 'setMonth',
  'toDateString', 'toLocaleDateString', 'toLocaleString', 'toLocaleTimeString', 'toString', 'toTimeString',
] as const

/** Puts something in the place of a property, and answers how to put it back as it was. */
function replace(owner: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, name)
  Object.defineProperty(owner, name, { value, configurable: true, writable: true, enumerable: before?.enumerable ?? false })
  return () => {
    if (before === undefined) Reflect.deleteProperty(owner, name)
    else Object.defineProperty(owner, name, before)
  }
}
