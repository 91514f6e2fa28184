/** What can go wrong in the world of a store: closed unions, carried in the Left of a TaskEither. */

import type { StreamName, UndecodableFact } from '@grid-governance/event-sourcing'
import type { ExpectedVersion } from './expected-version.ts'

/** The stream is not where the writer believed it to be. `actual` is its version: the number of events in it. */
export interface WrongExpectedVersion {
  readonly tag: 'WrongExpectedVersion'
  readonly stream: StreamName
  readonly expected: ExpectedVersion
  readonly actual: number
}

/** The append breaks a limit of the port: each problem is one sentence. Nothing was written. */
export interface InvalidAppend {
  readonly tag: 'InvalidAppend'
  readonly stream: string
  readonly problems: ReadonlyArray<string>
}

/** The machine's clock is more than a second behind the log's newest event (both in milliseconds since 1970). */
export interface ClockBehindLog {
  readonly tag: 'ClockBehindLog'
  readonly clock: number
  readonly log: number
}

/** Why a store cannot be used; `where` names the file or server. unfinished: a log is being moved into it, and has not come to its end. */
export interface StoreUnavailable {
  readonly tag: 'StoreUnavailable'
  readonly reason: 'missing' | 'locked' | 'unreadable' | 'readOnly' | 'full' | 'corrupt' | 'foreign' | 'newerFormat' | 'olderFormat' | 'unsupported' | 'closed' | 'unreachable' | 'unfinished' | 'io'
  readonly where: string
  readonly detail: string
}

/** What an append could not do. After `StoreUnavailable` the outcome may be unknown: send the same append again. */
export type AppendFailure = WrongExpectedVersion | InvalidAppend | ClockBehindLog | StoreUnavailable

/** A request that no store could answer, for example a page of 0 events. */
export interface InvalidRead {
  readonly tag: 'InvalidRead'
  readonly problems: ReadonlyArray<string>
}

export type ReadFailure = StoreUnavailable | InvalidRead

/** A stored event that cannot be understood: unknown type, newer shape, altered data. */
export interface UndecodableEvent {
  readonly tag: 'UndecodableEvent'
  readonly stream: string
  readonly streamVersion: number
  readonly globalPosition: number
  readonly fact: UndecodableFact
}
