/** What @grid-governance/telemetry offers to others, listed by hand. */

export { observedReader, observedStore } from './observed-store.ts'
export { observedReadModels, type ReadModelLabels } from './observed-read-models.ts'
export { observedLoop, observedSending, type AnsweredCommand, type AskedCommand } from './observed-commands.ts'
export { observeRunner, type ObserveRunnerOptions, type WatchedRunner } from './observe-runner.ts'
export { attributes, durationBuckets, instruments, scope } from './names.ts'
export { type Tagged } from './watched.ts'
