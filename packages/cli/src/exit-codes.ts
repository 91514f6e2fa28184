/** What the command ends with: the exit codes, and which failure leads to which. */

import type { Failure } from './failure.ts'

/** done: as asked. refused: the rules said no, or an audit has findings. The rest say where the fault lies. */
export const exitCodes = { done: 0, refused: 1, usage: 2, input: 3, log: 4, defect: 5 } as const

export type Ending = keyof typeof exitCodes

/** How the command ends after each failure; nothing was written by the step that failed. */
export const endingOf: { readonly [Tag in Failure['tag']]: Ending } = {
  Rejected: 'refused',
  NotAuthorised: 'refused',
  ReservedCommand: 'refused',
  DecidedInFuture: 'refused',
  DocumentInFuture: 'refused',
  LogNotOpen: 'refused',
  CommandIdReused: 'refused',
  StaleExpectation: 'refused',
  TooManyConflicts: 'refused',
  WrongExpectedVersion: 'refused',
  InvalidAppend: 'refused',
  LogAlreadySetUp: 'refused',
  UnknownUnit: 'refused',
  CodeChanged: 'refused',
  NoSuchVersion: 'refused',
  VersionNotReady: 'refused',
  VersionAnswers: 'refused',
  CannotAlign: 'refused',
  NoSuchKey: 'refused',
  NoFactOfKey: 'refused',
  UsageWrong: 'usage',
  PlaceBeyondLog: 'usage',
  InvalidRead: 'usage',
  InputRefused: 'input',
  MalformedCommand: 'input',
  FileUnusable: 'input',
  StoreUnavailable: 'log',
  CopyNotWritten: 'log',
  ClockBehindLog: 'log',
  UndecodableEvent: 'log',
  KeyBlocked: 'log',
  LogDamaged: 'log',
  HeadDiffers: 'log',
  TransferRefused: 'log',
  CarryRefused: 'log',
  LogNotSetUp: 'log',
  ModelsUnavailable: 'log',
  CheckpointNotInLog: 'log',
  ClaimHeld: 'log',
  FencedOff: 'log',
  NotAQuery: 'usage',
  SqlRefused: 'usage',
  OutsideRefused: 'usage',
  UnknownTable: 'usage',
  TooManyRows: 'usage',
  OutOfMemory: 'usage',
  AnalyticsMissing: 'usage',
  DatabaseNotCopied: 'usage',
  TargetExists: 'input',
  RowDoesNotFit: 'defect',
}
