/** The faults that a double injects: what is asked for, at which call. */

import type { status } from '@grpc/grpc-js'

/** What a call is for: `append` on either path, `read` a stream or `$all`, `subscribe` to either. */
export type Operation = 'append' | 'delete' | 'tombstone' | 'read' | 'subscribe' | 'gossip' | 'features'

/** At which calls. */
export interface Where<O extends Operation> {
  readonly on: O
  /** Only at calls for this stream; `$all` for reads and subscriptions of everything. */
  readonly stream?: string
  /** Only at calls of this node, by its index. */
  readonly node?: number
  /** Calls that are let pass first; 0 unless told. */
  readonly skip?: number
  /** At how many calls; 1 unless told, `Infinity` for all. */
  readonly times?: number
}

type Writing = 'append' | 'delete' | 'tombstone'
type Reading = 'read' | 'subscribe'

/** Whether the server had carried the write out before it failed; yes unless told. */
interface Stored { readonly stored?: boolean }
/** How many events are sent before; 0 unless told. */
interface After { readonly afterEvents?: number }

export interface Answered { readonly code: status; readonly details?: string; readonly trailers?: Readonly<Record<string, string>> }

export type WriteFault =
  /** Never answered. */
  | { readonly fault: 'silence' } & Stored
  /** The batch stream ends with OK instead of an answer; a single call is never answered. */
  | { readonly fault: 'endWithOk' } & Stored
  /** The call fails, on the batch stream every pending append with it. */
  | { readonly fault: 'status' } & Answered & Stored
  /** Refused by a node that names another as the leader: the one given, or the leader. */
  | { readonly fault: 'notLeader'; readonly leader?: number }
  /** As a server that starts or goes down: on the batch stream an error that the client does not know, else UNAVAILABLE. */
  | { readonly fault: 'notReady' }
  /** The process goes: every connection of its node breaks, and none is taken until `restart`. */
  | { readonly fault: 'kill' } & Stored
  /** The process stops without a word: connections stay, no byte moves until `thaw`. */
  | { readonly fault: 'freeze' } & Stored

export type AppendFault =
  /** The answer comes twice (on the batch stream). */
  | { readonly fault: 'duplicateAnswer' }
  /** The answer comes after so many milliseconds; what is stored is stored before, or then. */
  | { readonly fault: 'lateAnswer'; readonly ms: number; readonly stored?: 'before' | 'then' }
  /** The answer comes after that of the next append (on the batch stream). */
  | { readonly fault: 'wrongOrder' }
  /** Answered with success and without a position. */
  | { readonly fault: 'noPosition' }
  /** Refused as a bad request, and given up a while later under a correlation id in halves: the batch stream of the client is broken from then on. */
  | { readonly fault: 'poison' }
  /** Written at once, committed after so many milliseconds: the same events sent again meanwhile are dropped, and time out. */
  | { readonly fault: 'slowCommit'; readonly ms: number }

export type ReadFault =
  | { readonly fault: 'silence' } & After
  | { readonly fault: 'endWithOk' } & After
  | { readonly fault: 'status' } & Answered & After
  | { readonly fault: 'notLeader'; readonly leader?: number }
  | { readonly fault: 'kill' } & After
  | { readonly fault: 'freeze' } & After
  /** Links lead to nothing, as if what they point at were deleted. */
  | { readonly fault: 'deletedLinkTarget' }
  /** So many milliseconds before each message. */
  | { readonly fault: 'slowDrip'; readonly ms: number }
  /** Two events that follow one another are exchanged. */
  | { readonly fault: 'wrongOrder' } & After

export type SubscribeFault =
  /** A checkpoint at the position that the next event will get (KurrentDB issue 4970), sent after caught-up; for filtered subscriptions. */
  | { readonly fault: 'tailCheckpoint' }
  /** Events are sent a second time, one by one. */
  | { readonly fault: 'repeatedEvent' } & After

export type Fault =
  | Where<Writing> & WriteFault
  | Where<'append'> & AppendFault
  | Where<Reading> & ReadFault
  | Where<'subscribe'> & SubscribeFault
  | Where<'gossip' | 'features'> & ({ readonly fault: 'silence' } | { readonly fault: 'status' } & Answered)

