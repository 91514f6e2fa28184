/** Everything that can stop a command: the failures of the store and the front door, and those of files, input and the command line. */

import type { NotAQuery, OutOfMemory, OutsideRefused, RowDoesNotFit, SqlRefused, TargetExists, TooManyRows } from '@grid-governance/analytics'
import type { GovernanceRejection } from '@grid-governance/domain'
import type { Actor, After, CalendarDate, MalformedCommand } from '@grid-governance/event-sourcing'
import type { CommandFailure, CopyDiffers, ReadFailure, SourceUnsound, StoreUnavailable, TargetDiffers, TargetSealed, UndecodableEvent } from '@grid-governance/event-store'
import type {
  CannotAlign, CheckpointNotInLog, ClaimHeld, CodeChanged, FencedOff, NoFactOfKey, NoSuchKey, NoSuchVersion, VersionAnswers, VersionNotReady,
} from '@grid-governance/subscriptions'
import type { Finding } from './audit/finding.ts'
import type { KeyBlocked } from '@grid-governance/subscriptions'
import type { InputProblem } from './input/input-problem.ts'
import type { AddressProblem } from './store-address.ts'

/**
 * The failures of the front door itself are spelt out here, since the audit commands share this union and must not know the front
 * door; that they fit is checked by the compiler where `commands/` hand them on.
 */
export type Failure =
  | CommandFailure<GovernanceRejection>
  | ReadFailure
  | UndecodableEvent
  | MalformedCommand
  | { readonly tag: 'NotAuthorised', readonly actor: Actor, readonly command: string, readonly reason: string }
  | { readonly tag: 'ReservedCommand', readonly command: string }
  | { readonly tag: 'LogNotOpen', readonly districtId: string }
  | { readonly tag: 'DecidedInFuture', readonly decidedOn: CalendarDate, readonly today: CalendarDate }
  | { readonly tag: 'DocumentInFuture', readonly documentNumber: string, readonly date: CalendarDate, readonly today: CalendarDate }
  | UsageWrong
  | FileUnusable
  | CopyNotWritten
  | InputRefused
  | LogNotSetUp
  | LogAlreadySetUp
  | UnknownUnit
  | KeyBlocked
  | PlaceBeyondLog
  | HeadDiffers
  | LogDamaged
  | TransferRefused
  | CarryRefused
  | ModelsUnavailable
  | DatabaseNotCopied
  | CheckpointNotInLog
  | CodeChanged
  | ClaimHeld
  | FencedOff
  | NoSuchVersion
  | VersionNotReady
  | VersionAnswers
  | CannotAlign
  | NoSuchKey
  | NoFactOfKey
  | NotAQuery
  | SqlRefused
  | OutsideRefused
  | OutOfMemory
  | TooManyRows
  | RowDoesNotFit
  | TargetExists
  | UnknownTable
  | AnalyticsMissing

/** What is wrong with the command line. */
export interface UsageWrong {
  readonly tag: 'UsageWrong'
  readonly mistake: UsageMistake
}

export type UsageMistake =
  | { readonly kind: 'unknownCommand' | 'unknownOption' | 'missingArgument' | 'missingValue' | 'missingOption', readonly name: string }
  | { readonly kind: 'tooManyArguments' | 'noCommand' | 'modelsOfDatabase' | 'ontoItself' }
  | { readonly kind: 'notADay' | 'notAPlace' | 'notAPosition' | 'notAProjection' | 'notAHead' | 'notAnId' | 'notADistrict' | 'notAName', readonly option: string, readonly value: string }
  | { readonly kind: 'notOneOf', readonly option: string, readonly value: string, readonly words: ReadonlyArray<string> }
  | AddressProblem & { readonly kind: 'notAnAddress', readonly value: string }
  | { readonly kind: 'whichDistrict', readonly districts: ReadonlyArray<string> }
  | { readonly kind: 'otherDistrict', readonly asked: string, readonly districts: ReadonlyArray<string> }
  | { readonly kind: 'chooseOne', readonly options: ReadonlyArray<string> }
  | { readonly kind: 'notTogether', readonly options: ReadonlyArray<string> }
  | { readonly kind: 'dayToCome', readonly option: string, readonly value: string, readonly today: string }
  | { readonly kind: 'notShipped', readonly asked: string, readonly shipped: ReadonlyArray<string> }
  | { readonly kind: 'daysReversed', readonly from: string, readonly to: string }

/** The file of the read models cannot be used; `log` is the log that they are of. */
export interface ModelsUnavailable extends Omit<StoreUnavailable, 'tag'> {
  readonly tag: 'ModelsUnavailable'
  readonly log: string
}

/** A file, other than a log, that cannot be read or written. */
export interface FileUnusable {
  readonly tag: 'FileUnusable'
  readonly path: string
  readonly reason: 'missing' | 'noFolder' | 'isDirectory' | 'notAllowed' | 'exists' | 'full' | 'other'
  readonly detail: string
}

/** A copy of a log that cannot be written; the log that is copied is not at fault. */
export interface CopyNotWritten {
  readonly tag: 'CopyNotWritten'
  readonly path: string
  readonly reason: 'full' | 'notAllowed' | 'other'
  readonly detail: string
}

/** An input file with mistakes: all of them, each with its place. Nothing was written. */
export interface InputRefused {
  readonly tag: 'InputRefused'
  readonly path: string
  readonly problems: ReadonlyArray<InputProblem>
}

/** The log has no opening: it was never set up by `gridgov init`, or not to the end. */
export interface LogNotSetUp {
  readonly tag: 'LogNotSetUp'
  readonly path: string
}

/** `init` found a log that belongs to another district, or was opened otherwise. */
export interface LogAlreadySetUp {
  readonly tag: 'LogAlreadySetUp'
  readonly path: string
  readonly districtId: string
}

/** What was asked about is not in the log as known then. */
export interface UnknownUnit {
  readonly tag: 'UnknownUnit'
  readonly id: string
}

/** A table that analysts are not offered. */
export interface UnknownTable {
  readonly tag: 'UnknownTable'
  readonly table: string
  readonly tables: ReadonlyArray<string>
}

/** The package @grid-governance/analytics is not installed, or its DuckDB not for this machine. */
export interface AnalyticsMissing {
  readonly tag: 'AnalyticsMissing'
}

/** A position that lies beyond the end of the log. */
export interface PlaceBeyondLog {
  readonly tag: 'PlaceBeyondLog'
  readonly asked: number
  readonly head: After
}

/** A backup or log that does not contain the head pinned outside of it. */
export interface HeadDiffers {
  readonly tag: 'HeadDiffers'
  readonly path: string
  readonly pinned: PinnedHead
  readonly found: PinnedHead | undefined
}

/** A log in a database has no file that could be copied, and none is put back into a database from a copy. */
export interface DatabaseNotCopied {
  readonly tag: 'DatabaseNotCopied'
  readonly path: string
  readonly use: 'backedUp' | 'restored'
}

/** A log or a copy that does not verify: nothing is made of it. */
export interface LogDamaged {
  readonly tag: 'LogDamaged'
  readonly path: string
  /** What it was wanted for. */
  readonly use: 'read' | 'backedUp' | 'restored' | 'transferred'
  readonly first: Finding
  readonly findings: number
}

/** A log that cannot be moved, or not to where it was to be moved. */
export interface TransferRefused {
  readonly tag: 'TransferRefused'
  readonly from: string
  readonly to: string
  readonly why: TargetDiffers | SourceUnsound | CopyDiffers | TargetSealed
}

/** What a policy or process did cannot be carried over to the log that was moved: it has come further than that, or is known there as another. */
export interface CarryRefused {
  readonly tag: 'CarryRefused'
  /** The file of outcomes, the log that was moved to, and the file of outcomes there. */
  readonly outcomes: string
  readonly to: string
  readonly file: string
  readonly runner: string
  readonly why: 'notInLog' | 'goneOn'
}

/** The end of a log as it is kept outside of the file: its last position and the link of the hash chain there. */
export interface PinnedHead {
  readonly position: number
  readonly link: string
}
