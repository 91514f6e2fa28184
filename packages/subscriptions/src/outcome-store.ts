/** The port to where policies and processes keep how far they are and what became of their commands. It is no read model: nothing rebuilds it. */

import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { CommandId, EventId, StreamName } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { CommandOutcome, Sender } from './automatic-commands.ts'
import type { Checkpoint, FencedOff } from './runner-claim.ts'

/** A place in the log that is kept: before the first event, or after one. */
export type Bookmark = 'beginning' | Checkpoint

/** Where a policy or process began, and how far it has worked through the log. */
export interface Progress {
  readonly begunAfter: Bookmark
  readonly doneUpTo: Bookmark
}

/** The right to send under a name. Each claim makes all earlier ones of the same name void. */
export interface SenderClaim {
  readonly token: number
  /** Undefined where nothing is known of it: it never ran, or its checkpoint was lost. */
  readonly progress: Progress | undefined
}

/** A sender that was claimed, as it is listed. */
export interface KnownSender {
  readonly sender: Sender
  readonly progress: Progress | undefined
}

/** What became of one command. */
export interface RecordedOutcome {
  readonly commandId: CommandId
  /** The event in answer to which it was sent. */
  readonly cause: EventId
  readonly stream: StreamName
  /** What for: the key that a policy gave, or instance, deadline and due day of a process. */
  readonly reason: string
  readonly outcome: CommandOutcome
}

/** One save: all of it, or nothing. */
export interface OutcomeSave {
  readonly sender: Sender
  readonly token: number
  /** Undefined leaves the progress as it is. */
  readonly progress: Progress | undefined
  readonly outcomes: ReadonlyArray<RecordedOutcome>
}

export interface OutcomeStore {
  /** Makes the caller the only one who may send under this name. */
  readonly claim: (sender: Sender) => TaskEither<StoreUnavailable, SenderClaim>
  /** Fails with FencedOff where the name was claimed by another since. */
  readonly save: (save: OutcomeSave) => TaskEither<StoreUnavailable | FencedOff, void>
  /** The outcomes of these commands, those that are known. */
  readonly outcomesOf: (sender: Sender, commandIds: ReadonlyArray<CommandId>) => TaskEither<StoreUnavailable, ReadonlyArray<RecordedOutcome>>
  /** Outcomes in the order in which they were recorded, without the first `skip`. */
  readonly list: (sender: Sender, page: { readonly skip: number, readonly maxCount: number }) => TaskEither<StoreUnavailable, ReadonlyArray<RecordedOutcome>>
  /** All that were ever claimed, in the order of kind and name; claims nothing. */
  readonly senders: () => TaskEither<StoreUnavailable, ReadonlyArray<KnownSender>>
}

/** `policy sendNotice`: how a sender is called in messages. */
export const senderName = ({ kind, name }: Sender): string => `${kind} ${name}`
