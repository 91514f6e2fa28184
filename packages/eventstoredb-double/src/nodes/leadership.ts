/** Which node leads: the one told to, as long as it and a majority are alive; otherwise the first that is. */

export interface Leadership {
  readonly leader: () => number | undefined
  readonly isAlive: (node: number) => boolean
  readonly setAlive: (node: number, alive: boolean) => void
  readonly elect: (node: number) => void
}

export function leadership(nodes: number): Leadership {
  const alive = new Array<boolean>(nodes).fill(true)
  let leader: number | undefined = 0
  const settle = (): void => {
    const majority = alive.filter(Boolean).length * 2 > nodes
    if (!majority) leader = undefined
    else if (leader === undefined || alive[leader] !== true) leader = alive.indexOf(true)
  }
  return {
    leader: () => leader,
    isAlive: (node) => alive[node] === true,
    setAlive: (node, value) => {
      alive[node] = value
      settle()
    },
    elect: (node) => { if (alive[node] === true && leader !== undefined) leader = node },
  }
}
