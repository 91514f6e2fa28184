/** Turns: work under one name, one piece after another. */

/** Lets work on one name run in the order in which it was asked for, one piece at a time. */
export const turns = (): (<A>(name: string, work: () => Promise<A>) => Promise<A>) => {
  const last = new Map<string, Promise<unknown>>()
  return (name, work) => {
    const before = last.get(name)
    const mine = before === undefined ? work() : before.then(work, work)
    last.set(name, mine)
    const leave = (): void => { if (last.get(name) === mine) last.delete(name) }
    mine.then(leave, leave)
    return mine
  }
}
