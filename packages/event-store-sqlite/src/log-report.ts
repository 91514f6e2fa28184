/** What a verification finds: tagged values with the places and figures; words are made at the edge. */

import type { After, Position } from '@grid-governance/event-sourcing'

/** The end of a log, to be kept outside of it: a log that still has this link at this position has lost and altered nothing before it. */
export interface PinnedHead {
  /** How many events the log holds up to there. */
  readonly count: number
  readonly position: After
  /** The head of the chain there, in hex; 64 zeros for an empty log. */
  readonly link: string
}

/** One thing that is not as it must be. */
export type LogFinding =
  /** The event does not fit the link that was stored with it: it, or the link, is not what was written. */
  | { readonly tag: 'AlteredEvent', readonly position: Position, readonly stream: string | null, readonly streamVersion: number }
  /** Positions are missing, or an event was put in between. */
  | { readonly tag: 'PositionGap', readonly expected: number, readonly found: number }
  /** The event is not the next of its stream. */
  | { readonly tag: 'VersionOutOfOrder', readonly position: Position, readonly stream: string | null, readonly expected: number, readonly found: number }
  /** The event's pointer to its stream's event before leads elsewhere (-1: nowhere). */
  | { readonly tag: 'WrongPointer', readonly position: Position, readonly stream: string | null, readonly expected: number, readonly found: number }
  /** The time of recording goes back; both in milliseconds since 1970. */
  | { readonly tag: 'ClockStep', readonly position: Position, readonly before: number, readonly recordedAt: number }
  /** The saved head of a stream (by number) is not where the stream ended (version 0: it had no event). */
  | { readonly tag: 'WrongStreamHead', readonly stream: number, readonly expectedVersion: number, readonly foundVersion: number }
  /** The place noted for a version of a stream is wrong or missing (-1). */
  | { readonly tag: 'WrongMark', readonly position: Position, readonly stream: string | null, readonly streamVersion: number, readonly found: number }
  | { readonly tag: 'MarksOfNothing', readonly count: number }
  /** A name that no event refers to. */
  | { readonly tag: 'UnusedName', readonly kind: 'stream' | 'type', readonly name: string }
  | { readonly tag: 'WrongCategory', readonly stream: string }
  /** A table, trigger or view is missing, altered or new. */
  | { readonly tag: 'AlteredSchema', readonly problem: string }
  /** SQLite cannot read on after a position (-1: from the beginning), or finds its own structures damaged. */
  | { readonly tag: 'DamagedFile', readonly after: number, readonly problem: string }
  /** The log does not hold what was pinned: it was cut, or written anew. `found` is what stands there. */
  | { readonly tag: 'PinnedHeadMissing', readonly pinned: PinnedHead, readonly found: PinnedHead }

export interface LogReport {
  readonly head: PinnedHead
  readonly streams: number
  /** The first thousand findings; empty where all is well. */
  readonly findings: ReadonlyArray<LogFinding>
  readonly findingsInAll: number
}

export interface VerifyOptions {
  readonly pinnedHead?: PinnedHead
  /** Told after every page. */
  readonly onProgress?: (progress: { readonly verified: number, readonly total: number }) => void
}
