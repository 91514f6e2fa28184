// What @grid-governance/subscriptions offers to others, listed by hand.
export { recordedEvents, storedTypes, type DecodePage, type ReadingCodec, type ReadMode } from './recorded-events.ts'
export { prefixKnownAt, appendPlaceOf, everything, type KnownAt, type Prefix } from './known-prefix.ts'
export { appendPages, type AppendPage, type AppendPagesRequest } from './append-pages.ts'
export { foldAtPositions, type FoldAtPositions, type FoldedKey } from './fold-at-positions.ts'
export { type ProjectionSource } from './projection-source.ts'
export { foldKeyAsOf, rebuild, type Rebuilt, type RebuildProgress, type RebuildRequest } from './rebuild.ts'
export { type DecidedUnder, type Edition } from './decided-under.ts'
export { explainKey, type PlaceExplained, type PlaceQuestion } from './explain-key.ts'
export { explainFigure, type FigureExplained, type FigureRequest } from './explain-figure.ts'
export { type Blockage } from './keyed-fold.ts'
export { type Checkpoint, type CheckpointNotInLog, type Claim, type FencedOff } from './runner-claim.ts'
export {
  type KeyRequest, type ModelToSave, type ProjectionId, type ProjectionSummary, type ReadModelSave, type ReadModelStore, type SavedModel, type SavedModels,
} from './read-model-store.ts'
export { memoryReadModelStore } from './memory-read-model-store.ts'
export { type KeyBlocked, type ModelAnswer, type ModelQuestion, type ModelsAnswer } from './published-models.ts'
export {
  runProjection, type ModelsChanged, type ProjectionRunnerOptions, type QueryFailure, type RunnerFailure, type RunnerStatus, type RunningProjection,
  type StartFailure,
} from './projection-runner.ts'
export {
  outcomeOf, type AutomaticCommand, type CommandOutcome, type PassingFailure, type SendCommand, type Sender,
} from './automatic-commands.ts'
export {
  senderName, type Bookmark, type OutcomeSave, type OutcomeStore, type Progress, type RecordedOutcome, type SenderClaim,
} from './outcome-store.ts'
export { memoryOutcomeStore } from './memory-outcome-store.ts'
export { placeSender, type BeginFailure, type BeginRequest, type NoEventThere, type ProgressUnknown } from './sender-progress.ts'
export {
  policyCommandId, runPolicy, type PolicyRunnerOptions, type RunningPolicy, type SenderFailure, type SenderStatus, type SendFailed,
} from './policy-runner.ts'
export { deadlineCommandId, runProcess, type OpenDeadline, type ProcessRunnerOptions, type RunningProcess } from './process-runner.ts'
