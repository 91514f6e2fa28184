/** Which node leads: the one told to, as long as it and a majority are alive; otherwise the first that is, after an election. */

/** How long the steps of a change of leader take, in milliseconds; none of them takes any time unless told. A real 24.6 on one machine took 1,500, 1,000 and 500. */
export interface ElectionTimes {
  /** After the leader died: the others still take it for the leader, and what they pass on to it is never answered. */
  readonly unnoticedMs?: number
  /** No node knows of a leader: writes are refused as not ready, reads go on. */
  readonly leaderlessMs?: number
  /** The new leader is known and does not write yet: it refuses as not ready, and what the others pass on to it is never answered. */
  readonly unreadyMs?: number
}

/** How a leader ceased to be one: its answers are lost with it, or it cancels what it had not committed. */
export type Lost = 'died' | 'resigned'

export interface Leadership {
  /** The node that the others take for the leader. */
  readonly leader: () => number | undefined
  readonly isAlive: (node: number) => boolean
  /** As clients are told by gossip: for a while after its death, the leader is still said to be alive. */
  readonly isTakenForAlive: (node: number) => boolean
  readonly stateOf: (node: number) => 'leader' | 'follower' | 'unknown'
  /** What becomes of a write that comes to a node. */
  readonly writesAt: (node: number) => 'carriedOut' | 'notReady' | 'unanswered'
  readonly setAlive: (node: number, alive: boolean) => void
  readonly elect: (node: number) => void
}

export interface LeadershipOptions {
  readonly nodes: number
  readonly times: ElectionTimes
  readonly later: (milliseconds: number, run: () => void) => void
  readonly lost: (how: Lost) => void
  /** Told whenever another node leads. */
  readonly elected: () => void
}

type Phase = 'led' | 'unnoticed' | 'leaderless' | 'unready'

export function leadership({ nodes, times: { unnoticedMs = 0, leaderlessMs = 0, unreadyMs = 0 }, later, lost, elected }: LeadershipOptions): Leadership {
  const alive = new Array<boolean>(nodes).fill(true)
  let leader: number | undefined = 0
  let phase: Phase = 'led'
  let changes = 0

  const isMajority = (): boolean => alive.filter(Boolean).length * 2 > nodes

  const enter = (next: Phase, milliseconds: number, then: () => void): void => {
    phase = next
    changes += 1
    const change = changes
    if (milliseconds === 0) then()
    else later(milliseconds, () => { if (changes === change) then() })
  }
  const hold = (candidate: number | undefined): void => {
    leader = undefined
    enter('leaderless', leaderlessMs, () => { if (isMajority()) inaugurate(candidate) })
  }
  const inaugurate = (candidate: number | undefined): void => {
    leader = candidate !== undefined && alive[candidate] === true ? candidate : alive.indexOf(true)
    enter('unready', unreadyMs, () => {
      phase = 'led'
      elected()
    })
  }
  const settle = (): void => {
    if (leader === undefined) { if (isMajority()) hold(undefined) }
    else if (alive[leader] !== true) {
      lost('died')
      if (alive.some(Boolean)) enter('unnoticed', unnoticedMs, () => hold(undefined))
      else hold(undefined)
    } else if (!isMajority()) {
      lost('resigned')
      hold(undefined)
    }
  }

  return {
    leader: () => leader,
    isAlive: (node) => alive[node] === true,
    isTakenForAlive: (node) => alive[node] === true || (phase === 'unnoticed' && node === leader),
    stateOf: (node) => {
      if (leader === undefined || phase === 'unready') return 'unknown'
      return leader === node ? 'leader' : 'follower'
    },
    writesAt: (node) => {
      if (phase === 'led') return 'carriedOut'
      if (phase === 'leaderless') return 'notReady'
      return phase === 'unready' && node === leader ? 'notReady' : 'unanswered'
    },
    setAlive: (node, value) => {
      if (alive[node] === value) return
      alive[node] = value
      settle()
    },
    elect: (node) => {
      if (alive[node] !== true || leader === undefined || leader === node || phase !== 'led') return
      lost('resigned')
      hold(node)
    },
  }
}
