/** The names of what is told: attributes and instruments, those of OpenTelemetry's conventions first. */

/** Attributes: database conventions where there are some, else under `grid_governance`. Every value is a code word, a number, a category or a district. */
export const attributes = {
  store: 'db.system.name',
  operation: 'db.operation.name',
  /** The category of the stream, or name@version of the projection. */
  collection: 'db.collection.name',
  error: 'error.type',
  district: 'grid_governance.district',
  outcome: 'grid_governance.outcome',
  expectedVersion: 'grid_governance.expected_version',
  events: 'grid_governance.events',
  bytes: 'grid_governance.bytes',
  endReached: 'grid_governance.end_reached',
  models: 'grid_governance.models',
  command: 'grid_governance.command.type',
  facts: 'grid_governance.facts',
  rejection: 'grid_governance.rejection.type',
  rule: 'grid_governance.rejection.rule',
  runner: 'grid_governance.runner',
} as const

/** Instruments, each with its unit and what it counts. */
export const instruments = {
  duration: { name: 'db.client.operation.duration', unit: 's', description: 'Duration of operations of event stores and read-model stores' },
  appends: { name: 'grid_governance.appends', unit: '{append}', description: 'Appends that were answered, by outcome' },
  appendedEvents: { name: 'grid_governance.appended_events', unit: '{event}', description: 'Events that were written' },
  conflicts: { name: 'grid_governance.append_conflicts', unit: '{append}', description: 'Appends to a stream that was not where the writer believed it to be' },
  readEvents: { name: 'grid_governance.read_events', unit: '{event}', description: 'Events that were read, in pages of streams and of the log' },
  savedModels: { name: 'grid_governance.saved_models', unit: '{model}', description: 'Models that were saved' },
  commandDuration: { name: 'grid_governance.command.duration', unit: 's', description: 'Duration of commands, from their arrival to their receipt or refusal' },
  position: { name: 'grid_governance.runner.position', unit: '{position}', description: 'The position up to which a runner has read and published' },
  lagPositions: { name: 'grid_governance.runner.lag.positions', unit: '{position}', description: 'How many positions of the log lie beyond; told where positions are dense' },
  lagTime: { name: 'grid_governance.runner.lag.time', unit: 's', description: 'For how long the first event that is not shown has been in the log; 0 at the head' },
  age: { name: 'grid_governance.runner.age', unit: 's', description: 'Since when the last event that is shown has been in the log' },
  blockedKeys: { name: 'grid_governance.runner.blocked_keys', unit: '{key}', description: 'Keys at which the projection failed' },
  running: { name: 'grid_governance.runner.running', unit: '1', description: '1 while the runner runs, 0 when it was stopped or failed' },
} as const

/** The instrumentation scope. */
export const scope = '@grid-governance/telemetry'

/** Buckets in seconds: those of the database conventions, and two below for a store in the same process. */
export const durationBuckets: ReadonlyArray<number> = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]
