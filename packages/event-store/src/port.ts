/** The port of event stores: what the library asks of SQLite, of EventStoreDB and of the memory alike. */

import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After, EventId, Position, StreamName } from '@grid-governance/event-sourcing'
import type { ExpectedVersion } from './expected-version.ts'
import type { AppendFailure, ReadFailure } from './failures.ts'
import type { EventToAppend, StoredEvent } from './stored-event.ts'

/** Events for one stream that are written together or not at all. */
export interface AppendRequest {
  readonly stream: StreamName
  readonly expectedVersion: ExpectedVersion
  readonly events: ReadonlyNonEmptyArray<EventToAppend>
}

/** Where an append stands. `repeated`: these very events were there before, and nothing was written now. */
export interface AppendReceipt {
  readonly stream: StreamName
  /** The version of the append's first and of its last event. */
  readonly firstVersion: number
  readonly streamVersion: number
  /** The position of its last event. */
  readonly position: Position
  readonly eventIds: ReadonlyArray<EventId>
  readonly repeated: boolean
}

export interface EventAppender {
  /** Fails with WrongExpectedVersion, InvalidAppend, ClockBehindLog or StoreUnavailable; then nothing was written, save after an ambiguous StoreUnavailable. */
  readonly append: (request: AppendRequest) => TaskEither<AppendFailure, AppendReceipt>
}

/** Reads one stream by version. Forwards from 1 and backwards from the head unless `from` (inclusive) says otherwise. */
export interface ReadStreamRequest {
  readonly stream: StreamName
  readonly direction?: 'forwards' | 'backwards'
  readonly from?: number
  readonly maxCount: number
}

/** A page of one stream. A stream that does not exist is an empty page with `streamVersion` 0. */
export interface StreamPage {
  readonly events: ReadonlyArray<StoredEvent>
  readonly streamVersion: number
  /** True when nothing lies beyond this page in the direction read. */
  readonly endOfStream: boolean
}

/** Both lists are exact names; an event passes if it passes each list that is there. */
export interface EventFilter {
  readonly categories?: ReadonlyArray<string>
  readonly types?: ReadonlyArray<string>
}

/** Reads the whole log forwards, after a place, at most up to a position (inclusive). */
export interface ReadAllRequest extends SparingHint {
  readonly after: After
  readonly upTo?: Position
  readonly filter?: EventFilter
  readonly maxCount: number
}

/** What a replay hints at where it reads. */
export interface SparingHint {
  /**
   * Ids and metadata will hardly be looked at, so a store may leave them in the log until they are. Events that were read so are handed on as they are, since a
   * copy field by field would lose them, and only while the store is open.
   */
  readonly sparing?: boolean
}

/** A page of the log. `readTo` is the place to read on from: the last event looked at, whether or not the filter let it pass. */
export interface LogPage {
  readonly events: ReadonlyArray<StoredEvent>
  readonly readTo: After
  /** True when there was nothing beyond this page at that moment. */
  readonly endOfLog: boolean
}

/** The end of the log: `after` is where the next event will come after; `link` is the head of the hash chain where the store keeps one. */
export interface LogHead {
  readonly after: After
  readonly recordedAt: number | undefined
  readonly link: string | undefined
}

export interface EventReader {
  readonly declared: StoreDeclaration
  readonly readStream: (request: ReadStreamRequest) => TaskEither<ReadFailure, StreamPage>
  readonly readAll: (request: ReadAllRequest) => TaskEither<ReadFailure, LogPage>
  /** The events at these positions, in the order of the log; positions that hold none are left out. */
  readonly readAt: (positions: ReadonlyArray<Position>, hint?: SparingHint) => TaskEither<ReadFailure, ReadonlyArray<StoredEvent>>
  readonly head: () => TaskEither<ReadFailure, LogHead>
  /** The end of the longest prefix of the log in which nothing was recorded after the instant (milliseconds since 1970). */
  readonly prefixKnownAt: (instant: number) => TaskEither<ReadFailure, After>
  /** Waits until the log has something beyond a place; also answers when `timeoutMs` have passed or the signal says stop. Never fails. */
  readonly waitBeyond: (after: After, options: { readonly timeoutMs: number, readonly signal?: AbortSignal }) => Task<'more' | 'timeout'>
}

/** What a store says of itself where stores may differ; the contract suite tests each store as it declares. */
export interface StoreDeclaration {
  readonly name: string
  /** Positions of neighbouring events differ by one. */
  readonly positionsDense: boolean
  /** The store keeps a SHA-256 chain over the leaves. */
  readonly keepsChain: boolean
  /** Where filters are applied: on the client, every event travels. */
  readonly filtersOn: 'store' | 'client'
  /** What a clock behind the log leads to: the append is refused, or the time is taken and the step is a finding of `verify`. */
  readonly clockBehindLog: 'refused' | 'finding'
  /** How long at most until `waitBeyond` notices an append of another process, in milliseconds. */
  readonly noticesOthersWithinMs: number
}

export interface EventStore extends EventReader, EventAppender {}
