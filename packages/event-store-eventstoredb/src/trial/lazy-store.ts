/** Stores for laws that want them at once: each is opened when it is first used. */

type Use = (...given: ReadonlyArray<unknown>) => () => Promise<unknown>

/** A store with the names, and what is no use of it, of a sample; every use waits until it is open. */
export const lazily = <Store extends object>(sample: Store, open: () => Promise<Store>): Store => {
  let opened: Promise<Store> | undefined
  const use = (name: string): Use => (...given) => async () => {
    const store = await (opened ??= open()) as unknown as Readonly<Record<string, Use>>
    return await (store[name] as Use)(...given)()
  }
  return Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, typeof value === 'function' ? use(name) : value as unknown])) as Store
}
