/** What the services of one node share: the database, the faults, the log of calls, and the node that they belong to. */

import type { Database } from '../database/database.ts'
import type { FaultDesk } from '../faults/fault-desk.ts'
import type { Lost } from '../nodes/leadership.ts'
import type { Failure } from '../wire/statuses.ts'

export interface Serving {
  readonly node: number
  readonly database: Database
  /** As the readers of this node see it: a node that does not lead may be late. */
  readonly shown: Database
  readonly desk: FaultDesk
  /** Notes a call that came, or what became of it. */
  readonly note: (call: string, stream: string, answer: string, fault?: string) => void
  /** Seeded, so that the same calls get the same ids. */
  readonly newId: () => string
  /** Runs later, and not at all once the double is stopped or its node killed. */
  readonly later: (milliseconds: number, run: () => void) => void
  readonly commitTimeout: number
  /** The failure of calls that need the leader, where this node is not it or knows of none. */
  readonly refusal: (requiresLeader: boolean) => Failure | undefined
  /** What becomes of a write that comes to this node: where another leads, it is passed on. */
  readonly writes: () => 'carriedOut' | 'notReady' | 'unanswered'
  /** Runs once, if the leader is lost before; answers how to take that back. */
  readonly onLeaderLost: (run: (how: Lost) => void) => () => void
  /** As if this node were not the leader but that one. */
  readonly notLeader: (leader: number | undefined) => Failure
  readonly kill: () => void
  readonly freeze: () => void
}

/** Bytes of data in one append, at most. */
export const maximumAppendSize = 1024 * 1024
