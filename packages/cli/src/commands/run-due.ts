/** `gridgov run-due`: executes the scheduled plans whose day has come; shows what would happen, and writes it only with `--commit`. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { DueReport } from '@grid-governance/application'
import type { Actor, CalendarDate } from '@grid-governance/event-sourcing'
import { dayArgument, mistaken, perhaps } from '../arguments.ts'
import type { Failure } from '../failure.ts'
import { argumentOf, optionOf, type Desk, type Outcome, type WritingCommand, type WritingDesk } from '../outcome.ts'
import { text, wide, type AnswerTable, type Row } from '../output/answer.ts'
import { factInWords, failureInWords } from '../words/words.ts'
import { readActor } from './actor.ts'
import { onLog, onRehearsal, type OpenedLog } from './open-log.ts'
import { receiptsOf } from './receipt-tables.ts'

interface DueRequest {
  readonly log: string
  readonly on: CalendarDate | undefined
  readonly commit: boolean
  readonly actor: Actor
}

export const runDue: WritingCommand<DueRequest> = {
  read: (given) => pipe(
    perhaps(dayArgument, '--on', optionOf(given, 'on')),
    E.map((on) => ({ on, log: argumentOf(given, 0), commit: given.options['commit'] === true, actor: readActor(given) })),
  ),

  // A day to come may be looked at, but nothing is executed before its day, whatever the caller calls today.
  run: (request, desk) => {
    if (!request.commit) return onRehearsal(request.log, onTheDay(request.on, desk), (log) => execute(request, log, desk))
    return request.on !== undefined && request.on > desk.today()
      ? TE.fromEither(mistaken({ kind: 'dayToCome', option: '--on', value: request.on, today: desk.today() }))
      : onLog(request.log, desk, (log) => execute(request, log, desk))
  },
}

/** The rehearsal of a day to come takes place on that day: the front door takes no decision before its day. */
function onTheDay(on: CalendarDate | undefined, desk: WritingDesk): WritingDesk {
  return on === undefined || on <= desk.today() ? desk : { ...desk, now: () => Date.parse(`${on}T00:00:00+08:00`) }
}

function execute({ on, commit, actor }: DueRequest, { door, mended }: OpenedLog, desk: WritingDesk): TE.TaskEither<Failure, Outcome> {
  const day = on ?? desk.today()
  return pipe(
    door.executeDue(day, actor),
    TE.mapLeft((failure): Failure => failure),
    TE.map((report) => outcomeOf(report, day, commit, mended, desk)),
  )
}

function outcomeOf(report: DueReport, day: CalendarDate, committed: boolean, mended: ReadonlyArray<string>, desk: Desk): Outcome {
  const { words } = desk
  const { executed, refused } = report
  const note = committed ? words.sentences.plansExecuted(executed.length, day) : words.sentences.plansWouldExecute(executed.length, day)
  return {
    answer: { notes: executed.length + refused.length === 0 ? [words.sentences.nothingDue(day)] : [note], tables: executed.length === 0 ? [] : [executedTable(report, desk)] },
    ending: refused.length === 0 ? 'done' : 'refused',
    complaints: [...mended, ...refused.map(({ planId, failure }) => words.sentences.planRefused(planId, failureInWords(words, failure)))],
  }
}

function executedTable({ executed }: DueReport, { words }: Desk): AnswerTable {
  return {
    name: 'facts',
    columns: [...text('plan', 'effectiveOn'), ...wide('type'), ...text('fact', 'says'), ...wide('stream')],
    rows: executed.flatMap(receiptsOf).flatMap(({ stream, facts }) => facts.map((fact): Row => ({
      plan: 'planId' in fact.data ? fact.data.planId : null, effectiveOn: 'effectiveOn' in fact.data ? fact.data.effectiveOn : '',
      type: fact.type, fact: words.facts[fact.type].title, says: factInWords(words, fact), stream,
    }))),
  }
}
