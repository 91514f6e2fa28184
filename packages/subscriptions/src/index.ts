// What @grid-governance/subscriptions offers to others, listed by hand.
export { recordedEvents, storedTypes, type DecodePage, type ReadingCodec, type ReadMode } from './recorded-events.ts'
export { prefixKnownAt, lastPlaceIn, appendPlaceOf, everything, type KnownAt, type Prefix } from './known-prefix.ts'
export { appendPages, type AppendPage, type AppendPagesRequest } from './append-pages.ts'
export { foldAtPositions, type FoldAtPositions, type FoldedKey } from './fold-at-positions.ts'
export { type ProjectionSource } from './projection-source.ts'
export { foldKeyAsOf, rebuild, type Rebuilt, type RebuildProgress, type RebuildRequest } from './rebuild.ts'
export { positionsOfPacked, rebuildPacked, unpacked, type PackedLog, type PackedModel, type PackedOptions, type PartedProjection } from './packed-models.ts'
export { type DecidedUnder, type Edition } from './decided-under.ts'
export { explainKey, type PlaceExplained, type PlaceQuestion } from './explain-key.ts'
export { explainFigure, type BlockedModel, type FigureExplained, type FigureRequest } from './explain-figure.ts'
export { type Blockage } from './keyed-fold.ts'
export { type Checkpoint, type CheckpointNotInLog, type Claim, type ClaimHeld, type FencedOff, type Hold, type ProjectionClaim } from './runner-claim.ts'
export { type ProjectionId } from './projection-id.ts'
export {
  type ActiveModels, type KeyRequest, type ModelToSave, type NoSuchVersion, type ProjectionSummary, type ReadModelSave, type ReadModelStore,
  type Replacement, type SavedModel, type SavedModels, type Switched, type SwitchRequest, type VersionAnswers, type VersionNotReady
} from './read-model-store.ts'
export { type RecordedSkip, type SkippedFact } from './skipped-facts.ts'
export { memoryReadModelStore } from './memory-read-model-store.ts'
export { type KeyBlocked, type ModelsAnswer } from './published-models.ts'
export { type ModelAnswer, type ModelQuestion, type PositionBeyondLog, type Standing } from './model-question.ts'
export {
  type ChainedPlace, type FactPlace, type FactsFound, type FactsRequest, type KnownPart, type ShownTo, type Snapshot, type SnapshotId, type SnapshotNote,
  type SnapshotToKeep, type SpoiledSnapshot,
} from './model-snapshots.ts'
export { plainTexts, type PackedText, type TextPacking } from './packed-text.ts'
export { dayNumber, dayOfNumber, lastDay } from './day-numbers.ts'
export { type SnapshotOptions } from './snapshot-catalog.ts'
export { type FoldBase } from './fold-at-positions.ts'
export { type IfCodeChanged } from './ready-to-run.ts'
export { sampleModels, type CodeChanged, type ModelSample, type SampleFailure, type SampleRequest } from './sample-models.ts'
export {
  runProjection, type HoldOptions, type ModelsChanged, type ProjectionRunnerOptions, type QueryFailure, type RunnerFailure, type RunnerStatus, type RunningProjection,
  type StartFailure,
} from './projection-runner.ts'
export {
  buildProjection, rebuildElsewhere, rebuildProjection, type BuildFailure, type Built, type FoldedElsewhere, type FoldElsewhere, type FoldElsewhereRequest,
  type RebuildProjectionOptions, type RebuiltProjection,
} from './build-projection.ts'
export {
  compareProjections, type CannotAlign, type ComparedProjection, type CompareFailure, type CompareRequest, type KeyDifference, type ProjectionsCompared, type Untold,
} from './compare-projections.ts'
export { type JsonDifference } from './json-differences.ts'
export { versionNotReady } from './version-readiness.ts'
export { rehearseSwitch, switchProjection, type SwitchFailure, type SwitchProjectionRequest } from './switch-projection.ts'
export {
  modelsByName, type ByNameFailure, type ModelsByName, type ModelsByNameOptions, type NoVersionAnswers, type UnknownVersionAnswers,
} from './models-by-name.ts'
export {
  blockedKeys, resumeKey, skipFact, type BlockedKey, type KeyMended, type KeyRequestOptions, type MendFailure, type NoFactOfKey, type NoSuchKey, type SkipRequest,
} from './blocked-keys.ts'
export {
  outcomeOf, type AutomaticCommand, type CommandOutcome, type PassingFailure, type SendCommand, type Sender,
} from './automatic-commands.ts'
export {
  senderName, type Bookmark, type KnownSender, type OutcomeSave, type OutcomeStore, type Progress, type RecordedOutcome, type SenderClaim,
} from './outcome-store.ts'
export { memoryOutcomeStore } from './memory-outcome-store.ts'
export { carryOutcomes, saveTranslated, translateOutcomes, type CarryFailure, type CarryRequest, type OutcomesTranslated, type SenderCarried, type SenderGoneOn } from './carry-outcomes.ts'
export { placeSender, type BeginFailure, type BeginRequest, type NoEventThere, type ProgressUnknown } from './sender-progress.ts'
export {
  policyCommandId, runPolicy, type PolicyRunnerOptions, type RunningPolicy, type SenderFailure, type SenderStatus, type SendFailed,
} from './policy-runner.ts'
export { runProcess, type ProcessRunnerOptions, type RunningProcess } from './process-runner.ts'
export { deadlineCommandId, type OpenDeadline } from './process-instances.ts'
export { openDeadlinesIn, type DeadlineStanding, type ListedDeadline, type OpenDeadlinesRequest } from './open-deadlines.ts'
