/** What gridgov asks of the machine: a clock, two streams, files and logs; all of it handed in, so that whole uses can be tried in a test. */

import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type * as analytics from '@grid-governance/analytics'
import type { EventReader, EventStore, StoreUnavailable, TransferProgress, TransferReport } from '@grid-governance/event-store'
import type { OutcomeStore, ReadModelStore, SenderCarried } from '@grid-governance/subscriptions'
import type { Finding } from './audit/finding.ts'
import type { CarryRefused, CopyNotWritten, DatabaseNotCopied, Failure, FileUnusable, HeadDiffers, LogDamaged, PinnedHead, TransferRefused } from './failure.ts'
import type { ProgressStream } from './output/progress.ts'
import type { Language } from './words/language.ts'

export interface Ports {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** The language in which to speak unless `--lang` says otherwise. */
  readonly language: Language
  /** Results. */
  readonly print: (text: string) => void
  /** Everything that is not a result: what went wrong, what was mended, what is worth knowing. */
  readonly complain: (text: string) => void
  /** Where progress is shown; nowhere if absent. */
  readonly progress?: ProgressStream
  readonly files: Files
  readonly logs: Logs
  readonly models: ModelFiles
  /** The optional package for analysts; absent, or undefined, where it is not installed. It is loaded only when it is asked for. */
  readonly analytics?: LoadAnalytics
}

export type LoadAnalytics = () => Promise<typeof analytics | undefined>

export interface Files {
  readonly read: (path: string) => TaskEither<FileUnusable, Uint8Array>
}

/** Logs, by the names of their files or the addresses of their databases. Every reader and store that is opened must be closed. */
export interface Logs {
  /** Makes a new log; fails where there is one already. */
  readonly create: (path: string) => TaskEither<StoreUnavailable | FileUnusable, WritableLog>
  /** Each event that is read is checked against the chain. */
  readonly open: (path: string) => TaskEither<StoreUnavailable, WritableLog>
  /** Opens for reading only: works beside a writer, and on a file that may not be written. Each event that is read is checked, too. */
  readonly read: (path: string) => TaskEither<StoreUnavailable, ReadableLog>
  /** As `read`, but nothing is checked on the way: for those who inspect the whole log first. */
  readonly audit: (path: string) => TaskEither<StoreUnavailable, AuditableLog>
  /** Writes a copy of a log, as of one moment, to a new file; that of a database is not for us to copy. */
  readonly backup: (path: string, target: string) => TaskEither<StoreUnavailable | FileUnusable | CopyNotWritten | LogDamaged | HeadDiffers | DatabaseNotCopied, PinnedHead | undefined>
  /** Checks a copy, against the pinned head if there is one, and makes a log of it in a new file. */
  readonly restore: (copy: string, target: string, pinned: PinnedHead | undefined) =>
    TaskEither<StoreUnavailable | FileUnusable | CopyNotWritten | LogDamaged | HeadDiffers | DatabaseNotCopied, PinnedHead | undefined>
  /** Moves a log to a new file or an empty database; run again, it goes on where it was. */
  readonly transfer: (request: TransferRequest) => TaskEither<TransferStopped, Transferred>
}

/** Files or addresses, and what is to come along. */
export interface TransferRequest {
  readonly from: string
  readonly to: string
  readonly outcomes?: CarriedOutcomes
  /** Told after every page. */
  readonly onProgress: (progress: TransferProgress) => void
}

/** The file of outcomes of the log that is moved, and the one that is made for where it is moved to. */
export interface CarriedOutcomes {
  readonly from: string
  readonly to: string
}

export interface Transferred extends Omit<TransferReport, 'digest'> {
  readonly events: number
  /** The head of the chain, the same at both ends. */
  readonly link: string
  /** What was carried over of policies and processes; undefined where that was not asked for. */
  readonly carried: ReadonlyArray<SenderCarried> | undefined
  /** A file of outcomes beside the log that was moved, which was not asked for. */
  readonly leftBehind: string | undefined
}

export type TransferStopped = Extract<Failure, { readonly tag: TransferRefused['tag'] | CarryRefused['tag'] | FileUnusable['tag'] | LogDamaged['tag'] | 'StoreUnavailable' | 'InvalidRead' | 'WrongExpectedVersion' | 'InvalidAppend' | 'ClockBehindLog' | 'FencedOff' }>

/** Read models in files beside the logs. Every one that is opened must be closed. */
export interface ModelFiles {
  /** `create` makes the file where there is none; `readOnly` works beside a writer and changes nothing. */
  readonly open: (path: string, mode: 'create' | 'readWrite' | 'readOnly') => TaskEither<StoreUnavailable, OpenedModels>
}

export interface OpenedModels {
  readonly store: ReadModelStore
  /** The file came from an older release and was emptied: all of it is to be built again. */
  readonly begunAnew?: boolean
  readonly close: () => Promise<void>
}

export interface ReadableLog {
  readonly path: string
  readonly reader: EventReader
  /** What became of the commands of policies and processes: in the file of this name, or the one beside the log; undefined where there is none beside it. */
  readonly outcomes?: (path: string | undefined) => TaskEither<FileUnusable, KeptOutcomes | undefined>
  readonly close: () => Promise<void>
}

/** Outcomes opened for reading. */
export interface KeptOutcomes extends Pick<OutcomeStore, 'outcomesOf'> {
  readonly close: () => Promise<void>
}

export interface AuditableLog extends ReadableLog {
  /** Absent where a store cannot verify itself. */
  readonly inspect?: Inspect
}

export interface WritableLog {
  readonly store: EventStore
  readonly close: () => Promise<void>
}

/** A store's own verification of its file: every link and version, the clock, and whatever is derived from them. */
export type Inspect = (options: {
  readonly pinned: PinnedHead | undefined
  /** Told after every page. */
  readonly onProgress: (verified: number, total: number) => void
}) => TaskEither<StoreUnavailable, { readonly events: number, readonly streams: number, readonly findings: ReadonlyArray<Finding>, readonly inAll: number }>
