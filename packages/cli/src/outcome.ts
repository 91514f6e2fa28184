/** What a command comes to, and what it works with. */

import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { dayOfInstant, type CalendarDate } from '@grid-governance/event-sourcing'
import type { ReadMode } from '@grid-governance/subscriptions'
import type { Ending } from './exit-codes.ts'
import type { Failure, UsageWrong } from './failure.ts'
import type { Answer } from './output/answer.ts'
import { progressOf, type Progress } from './output/progress.ts'
import type { AuditableLog, Files, LoadAnalytics, Logs, ModelFiles, Ports } from './ports.ts'
import type { Words } from './words/words.ts'

/** An answer, how the command ends with it, and sentences that are not part of the answer. */
export interface Outcome {
  readonly answer: Answer
  readonly ending: Ending
  readonly complaints: ReadonlyArray<string>
}

export const done = (answer: Answer, complaints: ReadonlyArray<string> = []): Outcome => ({ answer, ending: 'done', complaints })

/** What every command works with. */
export interface Desk {
  readonly words: Words
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly today: () => CalendarDate
  readonly progress: (label: string) => Progress
  readonly analytics: LoadAnalytics
}

/** What a command that writes, or reads other files than its log, works with. */
export interface WritingDesk extends Desk {
  readonly files: Files
  readonly logs: Logs
  readonly models: ModelFiles
}

export const deskOf = (ports: Ports, words: Words): WritingDesk => ({
  words,
  now: ports.now,
  today: () => dayOfInstant(ports.now()),
  progress: (label) => progressOf(ports.progress, ports.now, label),
  analytics: ports.analytics ?? (() => Promise.resolve(undefined)),
  files: ports.files,
  logs: ports.logs,
  models: ports.models,
})

/** The words that stood on the command line: arguments by place, options by name. */
export interface Given {
  readonly arguments: ReadonlyArray<string>
  readonly options: { readonly [name: string]: string | boolean | undefined }
}

/** The text of an option, if it was given. */
export const optionOf = (given: Given, name: string): string | undefined => {
  const value = given.options[name]
  return typeof value === 'string' ? value : undefined
}

/** The argument at a place (from 0); commander has seen to it that it is there. */
export const argumentOf = (given: Given, place: number): string => given.arguments[place] ?? ''

/** A command that writes: `read` understands the command line before anything is opened. */
export interface WritingCommand<Request> {
  readonly read: (given: Given) => Either<UsageWrong, Request>
  readonly run: (request: Request, desk: WritingDesk) => TaskEither<Failure, Outcome>
}

/** A log that is to answer a question, and whether its facts need a check of their own: `trusted` where the whole log was verified just now. */
export interface AuditedLog extends AuditableLog {
  readonly mode: ReadMode
}

/** A command that only reads: it is handed a log opened for reading, and knows no way to write. */
export interface AuditCommand<Question> {
  readonly read: (given: Given) => Either<UsageWrong, Question>
  /** Only a log that verifies gives answers; what is wrong with any other, `verify` tells. */
  readonly answersFrom: 'verifiedLog' | 'anyLog'
  readonly answer: (question: Question, log: AuditedLog, desk: Desk) => TaskEither<Failure, Outcome>
}
