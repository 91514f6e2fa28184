/** `gridgov lineage`: into which grids a grid went between two days, with shares of buildings, households and residents. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { DistrictId, GridId } from '@grid-governance/domain'
import { projectionName, type CalendarDate } from '@grid-governance/event-sourcing'
import { communityGrids, lineage as projection, lineageOf, type Lineage, type LineageAnswer, type Share, type Shares } from '@grid-governance/projections-grids'
import { dayArgument, districtArgument, mistaken, perhaps, unitArgument } from '../arguments.ts'
import type { Failure } from '../failure.ts'
import { argumentOf, done, optionOf, type AuditCommand, type Desk, type Outcome } from '../outcome.ts'
import { text, wide, type AnswerTable, type Row } from '../output/answer.ts'
import { districtMeant } from './districts.ts'
import { districtGridsAt } from './grid-models.ts'
import { lastDayArgument } from './last-day.ts'
import { readView, resolveView, restingOn, type ResolvedView, type View } from './standpoint.ts'

interface LineageQuestion {
  readonly view: View
  readonly gridId: GridId
  readonly from: CalendarDate
  readonly to: CalendarDate | undefined
  readonly district: DistrictId | undefined
}

export const lineage: AuditCommand<LineageQuestion> = {
  read: (given) => pipe(
    E.Do,
    E.bind('view', () => readView(given)),
    E.bind('gridId', () => E.map((id: string) => id as GridId)(unitArgument('<grid>', argumentOf(given, 1)))),
    E.bind('from', () => dayArgument('--from', optionOf(given, 'from') ?? '')),
    E.bind('to', () => lastDayArgument(given)),
    E.bind('district', () => perhaps(districtArgument, '--district', optionOf(given, 'district'))),
    E.flatMap((question) => question.to !== undefined && question.from > question.to
      ? mistaken({ kind: 'daysReversed', from: question.from, to: question.to })
      : E.right(question)),
  ),

  answersFrom: 'verifiedLog',

  // The later day is the one as of which the answer is given.
  answer: (question, log, desk) => pipe(
    TE.Do,
    TE.bind('view', () => resolveView(log.reader, { ...question.view, asOf: question.to ?? question.view.asOf }, desk)),
    TE.bindW('district', () => districtMeant(log, question.district)),
    TE.bindW('from', ({ view, district }) => districtGridsAt(log, district, question.from, view.knownAt, desk)),
    TE.bindW('to', ({ view, district }) => districtGridsAt(log, district, view.asOf, view.knownAt, desk)),
    TE.flatMapEither(({ view, from, to }) => outcomeOf(lineageOf(question.gridId, from, to), view, desk)),
  ),
}

function outcomeOf(answer: LineageAnswer, view: ResolvedView, desk: Desk): E.Either<Failure, Outcome> {
  return answer.answer === 'lineage'
    ? E.right(done({ ...answerAbout(view, answer), notes: [...view.notes, ...lineageNotes(answer, desk)], tables: [partTable(answer), stepTable(answer, desk)] }))
    : E.map((note: string) => done({ ...answerAbout(view, answer), notes: [...view.notes, note], tables: [] }))(absenceInWords(answer, desk))
}

/** Why a grid is not there on the day, in words; fails where the log tells of none. */
export function absenceInWords(answer: Exclude<LineageAnswer, Lineage>, { words: { sentences } }: Desk): E.Either<Failure, string> {
  switch (answer.answer) {
    case 'unknown': return E.right(sentences.unknownBefore(answer.gridId, answer.unknownBefore))
    case 'neverValid': return E.right(sentences.neverValid(answer.gridId, answer.instead.map((grid) => grid.gridId)))
    case 'ended': return E.right(sentences.hadEnded(answer.gridId, answer.on, answer.reason, answer.successors))
    case 'notYet': return E.right(sentences.beginsLater(answer.gridId, answer.begins))
    case 'noSuchGrid': return E.left({ tag: 'UnknownUnit', id: answer.gridId })
    case 'datesReversed': return E.left({ tag: 'UsageWrong', mistake: { kind: 'daysReversed', from: answer.from, to: answer.to } })
  }
}

function answerAbout(view: ResolvedView, answer: LineageAnswer): { readonly standpoint: ResolvedView['standpoint'] } {
  return { standpoint: restingOn(view, [projection, communityGrids].map(projectionName), answer) }
}

function lineageNotes({ grid, from, to, whole, rest, unknown, notComparable, algorithm }: Lineage, { words: { sentences } }: Desk): ReadonlyArray<string> {
  return [
    sentences.lineageOf(grid.name, grid.gridId, from, to, whole),
    ...(rest.buildings.part > 0 ? [sentences.lineageRest(rest.buildings.part)] : []),
    ...(unknown.buildings.part > 0 ? [sentences.lineageUnknown(unknown.buildings.part)] : []),
    ...notComparable.map(({ measure, reason }) => sentences.notComparable(measure, reason)),
    sentences.algorithm(algorithm),
  ]
}

function partTable({ from, to, parts }: Lineage): AnswerTable {
  return {
    name: 'parts',
    columns: [...text('id', 'code', 'name', 'community', 'buildingsShare', 'householdsShare', 'residentsShare'), ...wide('validFrom', 'validTo')],
    rows: parts.map(({ grid, shares }): Row =>
      ({ id: grid.gridId, code: grid.code, name: grid.name, community: grid.communityId, ...shareCells(shares), validFrom: from, validTo: to })),
  }
}

function stepTable({ steps }: Lineage, { words }: Desk): AnswerTable {
  return {
    name: 'steps',
    ...(steps.length === 0 ? {} : { title: words.sentences.lineageSteps }),
    columns: [...text('effectiveOn', 'plan', 'document', 'what', 'from', 'to')],
    rows: steps.flatMap(({ effectiveOn, planId, operations }) => operations.map((operation): Row => ({
      effectiveOn, plan: planId, document: operation.documentNumber, what: words.sentences.mutation(operation.kind), from: [...operation.from], to: [...operation.to],
    }))),
  }
}

function shareCells({ buildings, households, residents }: Shares): Row {
  return { buildingsShare: shareText(buildings), householdsShare: shareText(households), residentsShare: shareText(residents) }
}

/** The exact fraction, and what it comes to; nothing of nothing is no share. */
function shareText({ part, whole }: Share): string {
  return whole === 0 ? `${part}/${whole}` : `${part}/${whole} (${(100 * part / whole).toFixed(1)} %)`
}
