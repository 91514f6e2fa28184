/** What @grid-governance/cli offers to others, listed by hand. */

export { run, wordsOf } from './run.ts'
export { machinePorts, type MachineOptions } from './machine.ts'
export { endingOf, exitCodes, type Ending } from './exit-codes.ts'
export type { Failure, PinnedHead } from './failure.ts'
export type { AuditableLog, Files, Inspect, Logs, ModelFiles, OpenedModels, Ports, ReadableLog, WritableLog } from './ports.ts'
export { languages, type Language } from './words/language.ts'
export { factInWords, failureInWords, rejectionInWords, type CommandWords, type FactInWords, type FactWords, type RejectionWords, type Words } from './words/words.ts'
