/** Claims: at most one runner writes under a name; a second one takes over, and the first is refused from then on. */

import type { EventId, Position } from '@grid-governance/event-sourcing'

/** How far a runner has come. The event's id tells whether the position still means the same event in the log at hand. */
export interface Checkpoint {
  readonly position: Position
  readonly eventId: EventId
}

/** The right to save under a name. Each claim makes all earlier ones of the same name void. */
export interface Claim {
  /** Counts the claims of this name from 1; handed back with every save. */
  readonly token: number
  /** Undefined where nothing was saved yet. */
  readonly checkpoint: Checkpoint | undefined
}

/** Another runner has claimed the name; nothing was saved. */
export interface FencedOff {
  readonly tag: 'FencedOff'
  readonly runner: string
  readonly token: number
  /** The token that counts now; 0 where what the runner wrote to was dropped. */
  readonly current: number
}

/**
 * The event at the checkpoint is not in the log: the log was exchanged or cut, or the read model belongs to another one. `found` is the id
 * of the event that stands at that position, undefined where there is none (the checkpoint is ahead of the log).
 */
export interface CheckpointNotInLog {
  readonly tag: 'CheckpointNotInLog'
  readonly runner: string
  readonly checkpoint: Checkpoint
  readonly found: EventId | undefined
}
