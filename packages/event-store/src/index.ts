/** The port of event stores, the in-memory store, and the loop that loads, decides and appends. */

export { type StoredEvent, type EventToAppend, type LeafFields, leafText } from './stored-event.ts'
export { canonicalText, canonicalTextOf, maxNesting, jsonProblems, isJson } from './canonical-text.ts'
export { chainStart, nextLink } from './hash-chain.ts'
export { type ExpectedVersion, type AppendVerdict, type StreamIds, judgeAppend } from './expected-version.ts'
export type {
  WrongExpectedVersion,
  InvalidAppend,
  ClockBehindLog,
  StoreUnavailable,
  AppendFailure,
  InvalidRead,
  ReadFailure,
  UndecodableEvent,
} from './failures.ts'
export type {
  AppendRequest,
  AppendReceipt,
  EventAppender,
  ReadStreamRequest,
  StreamPage,
  EventFilter,
  ReadAllRequest,
  SparingHint,
  LogPage,
  LogHead,
  EventReader,
  StoreDeclaration,
  EventStore,
} from './port.ts'
export { maxAppendBytes, maxAppendEvents, type PreparedEvent, prepareAppend } from './prepare-append.ts'
export { streamReadProblems, logReadProblems, countProblems, instantProblems } from './read-problems.ts'
export { idsOf, receiptOf, pageOf } from './stream-slices.ts'
export { clockToleranceMs, memoryStore, passes } from './memory-store.ts'
export { commandDigest } from './command-digest.ts'
export { digestOf } from './digest.ts'
export {
  type CommandTrace,
  type LoadedStream,
  type Folding,
  loadStream,
  nothingLoaded,
  decodeStored,
  decodeMetadata,
} from './load-stream.ts'
export { type StateCache, stateCache } from './state-cache.ts'
export {
  type CommandEnvelope,
  type CommandReceipt,
  type Rejected,
  type CommandIdReused,
  type StaleExpectation,
  type TooManyConflicts,
  type CommandFailure,
  type CommandOnStream,
  type LoopOptions,
  type CommandLoop,
  type Considered,
  commandLoop,
} from './command-loop.ts'
export { type Rehearsal, rehearse } from './rehearsal-store.ts'
export { turns } from './turns.ts'
export {
  type LogDigest,
  type TransferTarget,
  type TransferOptions,
  type TransferProgress,
  type TransferReport,
  type EventPlace,
  type TargetDiffers,
  type SourceUnsound,
  type CopyDiffers,
  type TargetSealed,
  type TransferFailure,
  transferLog,
} from './transfer-log.ts'
