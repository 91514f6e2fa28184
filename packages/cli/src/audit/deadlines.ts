/** `gridgov deadlines`: what the processes wait for: when each command will be sent, which fact asks for it, and what holds it up. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { governanceCodec, restructureClock, type GovernanceCommand, type GovernanceEvent, type GovernanceRejection } from '@grid-governance/domain'
import type { CalendarDate, JsonObject, JsonValue, RecordedEvent } from '@grid-governance/event-sourcing'
import { openDeadlinesIn, type ListedDeadline } from '@grid-governance/subscriptions'
import type { Failure } from '../failure.ts'
import { optionOf, type AuditCommand, type AuditedLog, type Desk, type Outcome } from '../outcome.ts'
import { figure, text, wide, type AnswerTable, type Row } from '../output/answer.ts'
import { instantText } from '../output/instant.ts'
import type { KeptOutcomes } from '../ports.ts'
import { rejectionInWords, type Words } from '../words/words.ts'
import { readView, resolveView, type ResolvedView, type View } from './standpoint.ts'

interface DeadlinesQuestion {
  readonly view: View
  /** The file of outcomes, if it is not the one beside the log. */
  readonly outcomes: string | undefined
}

type Deadline = ListedDeadline<GovernanceCommand>

/** Every process of the domain; a spec sees to it that none is forgotten. */
export const shippedProcesses = [restructureClock] as const

export const deadlines: AuditCommand<DeadlinesQuestion> = {
  answersFrom: 'verifiedLog',
  read: (given) => pipe(readView(given), E.map((view) => ({ view, outcomes: optionOf(given, 'outcomes') }))),

  // The day only tells what is overdue. That scheduled plans are not counted on a day to come, as other answers say, is not true of this one.
  answer: ({ view, outcomes }, log, desk) => pipe(
    resolveView(log.reader, { ...view, asOf: undefined }, desk),
    TE.map((resolved) => asOfDay(resolved, view.asOf ?? desk.today())),
    TE.flatMap((resolved) => withOutcomes(log, outcomes, view, (kept) => pipe(
      deadlinesOf(log, resolved, kept),
      TE.map((open) => outcomeOf(open, resolved, view.asKnownAt !== undefined, desk)),
    ))),
  ),
}

function asOfDay(view: ResolvedView, asOf: CalendarDate): ResolvedView {
  return { ...view, asOf, standpoint: { ...view.standpoint, asOf } }
}

/** Outcomes bear no moment: they belong to what is known now, and to no other moment. */
function withOutcomes<A>(
  log: AuditedLog, path: string | undefined, { asKnownAt }: View, work: (kept: KeptOutcomes | undefined) => TE.TaskEither<Failure, A>,
): TE.TaskEither<Failure, A> {
  if (asKnownAt !== undefined || log.outcomes === undefined) return work(undefined)
  return pipe(log.outcomes(path), TE.mapLeft((failure): Failure => failure), TE.flatMap((kept) => async () => {
    try {
      return await work(kept)()
    } finally {
      await kept?.close()
    }
  }))
}

interface OpenInProcess {
  readonly process: string
  readonly deadline: Deadline
}

function deadlinesOf({ reader, mode }: AuditedLog, { asOf, knownAt }: ResolvedView, kept: KeptOutcomes | undefined): TE.TaskEither<Failure, ReadonlyArray<OpenInProcess>> {
  const listed = shippedProcesses.map((process) => pipe(
    openDeadlinesIn({ reader, codec: governanceCodec, mode, process, asOf, knownAt, ...(kept === undefined ? {} : { outcomes: kept }) }),
    TE.map((open) => open.map((deadline) => ({ process: process.name, deadline }))),
  ))
  return pipe(TE.sequenceSeqArray(listed), TE.bimap((failure): Failure => failure, (each) => each.flat().sort(byDueDay)))
}

function byDueDay({ deadline: { dueOn: left } }: OpenInProcess, { deadline: { dueOn: right } }: OpenInProcess): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** What is overdue is a finding, unless the day by which it would be has not come. */
function outcomeOf(open: ReadonlyArray<OpenInProcess>, { asOf, standpoint, notes }: ResolvedView, earlier: boolean, desk: Desk): Outcome {
  const { sentences } = desk.words
  const overdue = open.filter(({ deadline }) => deadline.standing === 'overdue').length
  return {
    answer: {
      standpoint,
      notes: [...notes, sentences.deadlinesOpen(open.length, overdue, asOf), ...(earlier ? [sentences.outcomesAreOfNow] : [])],
      tables: [tableOf(open, desk)],
    },
    ending: overdue > 0 && asOf <= desk.today() ? 'refused' : 'done',
    complaints: [],
  }
}

function tableOf(open: ReadonlyArray<OpenInProcess>, desk: Desk): AnswerTable {
  return {
    name: 'deadlines',
    columns: [
      ...text('dueOn', 'standing', 'process', 'instance', 'command', 'fact', 'document'), ...figure('position'), ...text('waitsFor'),
      ...wide('overdue', 'deadline', 'stream', 'commandType', 'commandId', 'data', 'type', 'eventId', 'recordedAt', 'outcome', 'rejection'),
    ],
    rows: open.map((one) => cellsOf(one, desk)),
  }
}

function cellsOf({ process, deadline }: OpenInProcess, { words }: Desk): Row {
  // A process handles facts of this domain only, so what opened a deadline is one of them.
  const cause = deadline.cause as RecordedEvent<GovernanceEvent>
  const { outcome } = deadline
  return {
    dueOn: deadline.dueOn, standing: words.sentences.standings[deadline.standing], process, instance: deadline.instance,
    command: words.commands[deadline.command.type], fact: words.facts[cause.type].title, document: documentOf(cause, deadline), position: cause.globalPosition,
    waitsFor: waitsFor(deadline, words),
    overdue: deadline.standing === 'overdue', deadline: deadline.deadlineId, stream: deadline.stream, commandType: deadline.command.type, commandId: deadline.commandId,
    data: deadline.command.data as unknown as JsonValue, type: cause.type, eventId: cause.eventId, recordedAt: instantText(cause.recordedAt),
    outcome: outcome?.outcome ?? null, rejection: outcome?.outcome === 'rejected' ? outcome.rejection : null,
  }
}

function documentOf({ data, metadata }: RecordedEvent<GovernanceEvent>, { authority }: Deadline): string | null {
  return ('documentNumber' in data ? data.documentNumber : undefined) ?? metadata.authority?.documentNumber ?? authority?.documentNumber ?? null
}

/** Its day, or to be sent; once it was sent, why no fact has resolved it all the same. */
function waitsFor({ dueOn, standing, outcome }: Deadline, words: Words): string {
  const { sentences } = words
  switch (outcome?.outcome) {
    case undefined: return standing === 'waiting' ? sentences.waitsForDay(dueOn) : sentences.waitsToBeSent
    case 'rejected': return sentences.sentAndRefused(refusalIn(words, outcome.rejection))
    case 'nothingToDo': return sentences.sentForNothing
    case 'accepted': return sentences.sentAndAccepted(outcome.position)
  }
}

/** A rejection of the rules in words; what else the front door never accepts stands as it was kept. */
function refusalIn(words: Words, rejection: JsonObject): string {
  const { type } = rejection
  return typeof type === 'string' && Object.hasOwn(words.rejections, type)
    ? rejectionInWords(words, rejection as unknown as GovernanceRejection)
    : JSON.stringify(rejection)
}
