/** `gridgov submit`: commands from JSON; shows what would happen, and writes it only with `--commit`. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { CommandRequest } from '@grid-governance/application'
import type { Actor } from '@grid-governance/event-sourcing'
import type { EventReader } from '@grid-governance/event-store'
import type { Failure } from '../failure.ts'
import { textOf } from '../input/file-text.ts'
import type { InputProblem } from '../input/input-problem.ts'
import { requestsIn } from '../input/requests-json.ts'
import { argumentOf, type Outcome, type WritingCommand, type WritingDesk } from '../outcome.ts'
import { failureInWords } from '../words/words.ts'
import { readActor } from './actor.ts'
import { foresee } from './foresee.ts'
import { withoutIdsUsedElsewhere } from './ids-used-elsewhere.ts'
import { onLog, onRehearsal, rehearsing, type OpenedLog } from './open-log.ts'
import { factsTable, requestsTable } from './receipt-tables.ts'
import { countsTable } from './tree-counts.ts'
import { attemptAll, submitAll, type Attempt, type Submitted } from './submit-all.ts'

interface SubmitRequest {
  readonly log: string
  readonly path: string
  readonly commit: boolean
  readonly actor: Actor
}

export const submit: WritingCommand<SubmitRequest> = {
  read: (given) => E.right({ log: argumentOf(given, 0), path: argumentOf(given, 1), commit: given.options['commit'] === true, actor: readActor(given) }),

  // The file is read, and refused if need be, before the log is opened.
  run: (request, desk) => pipe(
    desk.files.read(request.path),
    TE.mapLeft((failure): Failure => failure),
    TE.flatMapEither((bytes) => pipe(
      textOf(bytes),
      E.mapLeft((problem): ReadonlyArray<InputProblem> => [problem]),
      E.flatMap((text) => requestsIn(text, { actor: request.actor })),
      E.mapLeft((problems): Failure => ({ tag: 'InputRefused', path: request.path, problems })),
    )),
    TE.flatMap((requests) => request.commit
      ? onLog(request.log, desk, (log) => commit(requests, log, desk))
      : onRehearsal(request.log, desk, (log, reader) => preview(requests, log, reader, desk))),
  ),
}

/** What would happen, beside the log as it is. */
function preview(requests: ReadonlyArray<CommandRequest>, log: OpenedLog, reader: EventReader, desk: WritingDesk): TE.TaskEither<Failure, Outcome> {
  return pipe(
    tryOut(requests, log, reader, desk),
    TE.map(({ attempt, effects }) => outcomeOf(requests, attempt, desk, { mended: log.mended, effects, committed: false })),
  )
}

/** A batch in a rehearsal: what it records, what the plans that it schedules will do, and what becomes of the communities. */
function tryOut(requests: ReadonlyArray<CommandRequest>, rehearsal: OpenedLog, before: EventReader, desk: WritingDesk): TE.TaskEither<Failure, TriedOut> {
  return pipe(
    attemptAll(rehearsal.door, requests),
    TE.flatMap((tried) => withoutIdsUsedElsewhere(before, tried, desk)),
    TE.bindTo('attempt'),
    TE.bindW('foreseen', ({ attempt }) => foresee(rehearsal.store, attempt.submitted)),
    TE.bindW('counts', ({ attempt, foreseen }) => countsTable(before, rehearsal.store, [...attempt.submitted, ...foreseen], desk)),
    TE.map(({ attempt, foreseen, counts }) => ({
      attempt,
      effects: [...(foreseen.length === 0 ? [] : [{ ...factsTable(foreseen, desk), name: 'foreseen', title: desk.words.sentences.foreseen }]), ...counts],
    })),
  )
}

interface TriedOut {
  readonly attempt: Attempt
  readonly effects: Outcome['answer']['tables']
}

/** The whole batch is tried first: if one command is refused, none is recorded. */
function commit(requests: ReadonlyArray<CommandRequest>, log: OpenedLog, desk: WritingDesk): TE.TaskEither<Failure, Outcome> {
  return pipe(
    rehearsing(log.store, desk, (rehearsal) => tryOut(requests, rehearsal, log.store, desk)),
    TE.flatMap(({ attempt, effects }) => attempt.failure !== undefined
      ? TE.right(outcomeOf(requests, attempt, desk, { mended: log.mended, effects, committed: false }))
      : pipe(
        submitAll(log.door, requests, desk.progress(desk.words.sentences.recording)),
        TE.map((submitted) => outcomeOf(requests, { submitted, failure: undefined }, desk, { mended: log.mended, effects, committed: true })),
      )),
  )
}

interface Circumstances {
  readonly mended: ReadonlyArray<string>
  readonly effects: Outcome['answer']['tables']
  readonly committed: boolean
}

function outcomeOf(requests: ReadonlyArray<CommandRequest>, { submitted, failure }: Attempt, desk: WritingDesk, { mended, effects, committed }: Circumstances): Outcome {
  const { words } = desk
  return {
    answer: {
      notes: [noteOf(requests, submitted, failure, committed, desk)],
      tables: [factsTable(submitted, desk), requestsTable(requests, submitted, failure, desk), ...effects],
    },
    ending: failure === undefined ? 'done' : 'refused',
    complaints: [...mended, ...(failure === undefined ? [] : [words.sentences.commandFailed(submitted.length + 1, requests.length, failureInWords(words, failure))])],
  }
}

function noteOf(requests: ReadonlyArray<CommandRequest>, submitted: ReadonlyArray<Submitted>, failure: Failure | undefined, committed: boolean, { words: { sentences } }: WritingDesk): string {
  if (failure !== undefined) return sentences.batchRefused(requests.length)
  const facts = submitted.flatMap(({ receipt }) => [receipt, ...receipt.consequences]).reduce((sum, receipt) => sum + receipt.facts.length, 0)
  return committed ? sentences.recorded(facts, requests.length) : sentences.wouldRecord(facts, requests.length)
}
