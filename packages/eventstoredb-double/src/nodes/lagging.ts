/** What a node that is not the leader shows of the log: what was committed, some time later. */

import type { Database, OpenedDatabase } from '../database/database.ts'

export interface LagOptions {
  readonly lagMs: number
  readonly isLeader: () => boolean
  readonly later: (milliseconds: number, run: () => void) => void
}

/** The database as the readers of one node see it, and how it is told that the leader changed. */
export interface Lagging {
  readonly shown: Database
  readonly leaderChanged: () => void
}

export function lagging(database: OpenedDatabase, { lagMs, isLeader, later }: LagOptions): Lagging {
  const listeners = new Set<() => void>()
  let reached = database.committed()
  const show = (upTo: number): void => {
    reached = Math.max(reached, upTo)
    for (const listener of listeners) listener()
  }
  const follow = (): void => {
    const committed = database.committed()
    if (isLeader() || lagMs === 0) show(committed)
    else later(lagMs, () => { show(committed) })
  }
  database.onCommitted(follow)
  return {
    leaderChanged: follow,
    shown: {
      ...database.seenUpTo(() => Math.min(reached, database.committed())),
      onCommitted: (listener) => {
        listeners.add(listener)
        return () => { listeners.delete(listener) }
      },
    },
  }
}
