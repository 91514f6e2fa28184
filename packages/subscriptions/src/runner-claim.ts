/** Claims: at most one runner writes under a name; a second one takes over, and the first is refused from then on. */

import type { EventId, Position } from '@grid-governance/event-sourcing'
import type { SkippedFact } from './skipped-facts.ts'

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

/** A claim of a projection: besides, the facts that it is not shown. They do not change while the claim counts, since a skip claims too. */
export interface ProjectionClaim extends Claim {
  readonly skips: ReadonlyArray<SkippedFact>
}

/** A claim that others can see to be in use. Without one a claim takes over and is itself taken over by whoever comes. */
export interface Hold {
  /** The time now, in milliseconds since 1970. */
  readonly at: number
  /** The claim is in use until then; each save and each idle minute puts it off, a killed process lets it run out. */
  readonly until: number
  readonly ifHeld: 'refuse' | 'takeOver'
}

/** Another runner is at work under the name until then (milliseconds since 1970), and was not to be taken over. Nothing was changed. */
export interface ClaimHeld {
  readonly tag: 'ClaimHeld'
  readonly runner: string
  readonly heldUntil: number
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
