/** The front door's contract: what can be asked, what is answered, what can go wrong. */

import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { DistrictId, GovernanceCommand, GovernanceEvent, GovernanceRejection } from '@grid-governance/domain'
import type { Actor, CalendarDate, MalformedCommand } from '@grid-governance/event-sourcing'
import type { CommandFailure, CommandReceipt, EventStore, ReadFailure, StoredEvent, UndecodableEvent } from '@grid-governance/event-store'
import type { Either } from 'fp-ts/lib/Either.js'
import type { CommandRequest } from './request.ts'

/** The port that says who may ask for what. */
export type Authorise = (actor: Actor, command: GovernanceCommand) => Either<NotAuthorised, void>

/** The actor may not ask for this. */
export interface NotAuthorised {
  readonly tag: 'NotAuthorised'
  readonly actor: Actor
  readonly command: string
  readonly reason: string
}

/** This command belongs to the aftermath of a plan: the front door sends it by itself and takes it from nobody. */
export interface ReservedCommand {
  readonly tag: 'ReservedCommand'
  readonly command: string
}

/** A decision cannot be taken on a day that has not come; both days in Asia/Shanghai. */
export interface DecidedInFuture {
  readonly tag: 'DecidedInFuture'
  readonly decidedOn: CalendarDate
  readonly today: CalendarDate
}

/** A document cannot bear a date that has not come; both days in Asia/Shanghai. */
export interface DocumentInFuture {
  readonly tag: 'DocumentInFuture'
  readonly documentNumber: string
  readonly date: CalendarDate
  readonly today: CalendarDate
}

/** Nothing is recorded for a district before its log was opened, which says whether its people are made up (§6.8). */
export interface LogNotOpen {
  readonly tag: 'LogNotOpen'
  readonly districtId: DistrictId
}

export type SubmitFailure = MalformedCommand | NotAuthorised | ReservedCommand | DecidedInFuture | DocumentInFuture | LogNotOpen | CommandFailure<GovernanceRejection>

/** The receipt of a command, and those of the commands that it led to: maps reserved, revised or released. */
export interface SubmitReceipt extends CommandReceipt<GovernanceEvent> {
  readonly consequences: ReadonlyArray<CommandReceipt<GovernanceEvent>>
}

/** What a recovery found half-done and finished. */
export interface RecoveryReport {
  /** Maps and registers that were not yet revised after a plan was executed or corrected. */
  readonly revised: ReadonlyArray<CommandReceipt<GovernanceEvent>>
  /** Maps and registers in which a scheduled plan did not hold what it must. */
  readonly reserved: ReadonlyArray<CommandReceipt<GovernanceEvent>>
  /** Reservations of plans that were cancelled or never came to be scheduled. */
  readonly released: ReadonlyArray<CommandReceipt<GovernanceEvent>>
}

/** What the plans due on or before a day came to. */
export interface DueReport {
  readonly executed: ReadonlyArray<SubmitReceipt>
  /** Plans that could not be executed, each with the reason; they stay due. */
  readonly refused: ReadonlyArray<{ readonly planId: string, readonly failure: SubmitFailure }>
}

export interface FrontDoor {
  /** Decides and records one command. The same request sent again is answered with the original receipt. */
  readonly submit: (request: CommandRequest) => TaskEither<SubmitFailure, SubmitReceipt>
  /** Executes every scheduled plan whose effective day has come by `day`, which may not lie in the future. */
  readonly executeDue: (day: CalendarDate, actor: Actor) => TaskEither<SubmitFailure, DueReport>
  /** Finishes what a process that died left half-done; to be called at start, before anything else. */
  readonly recover: () => TaskEither<SubmitFailure, RecoveryReport>
}

export interface FrontDoorOptions {
  readonly store: EventStore
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Everybody may ask for everything unless this says otherwise. */
  readonly authorise?: Authorise
}

/** One request of a rehearsed batch: what it would record, or why it fails. */
export interface RehearsedRequest {
  readonly request: CommandRequest
  readonly outcome: Either<SubmitFailure, SubmitReceipt>
}

/** A whole batch tried on top of the log; nothing was written there. It ends at the first request that fails. */
export interface BatchRehearsal {
  readonly requests: ReadonlyArray<RehearsedRequest>
  /** Every event that would be written, in order. */
  readonly events: ReadonlyArray<StoredEvent>
  readonly accepted: boolean
  /** The log with the batch on top: for showing read models as they would be. */
  readonly store: EventStore
}

/** Tries a batch without writing anything. */
export type RehearseBatch = (options: FrontDoorOptions, requests: ReadonlyArray<CommandRequest>) => TaskEither<ReadFailure | UndecodableEvent, BatchRehearsal>
