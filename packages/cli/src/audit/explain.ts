/** `gridgov explain`: which facts made a figure, which said it again, from which it was computed, and which would have made another. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { governanceCodec, type DistrictId } from '@grid-governance/domain'
import { type CalendarDate, type Explanation, type Fact, type Projection, type Reads } from '@grid-governance/event-sourcing'
import { explainFigure, explainKey, rebuild, type BlockedModel, type PlaceExplained } from '@grid-governance/subscriptions'
import { dayArgument, districtArgument, mistaken, perhaps } from '../arguments.ts'
import type { Failure } from '../failure.ts'
import { argumentOf, done, optionOf, type AuditCommand, type AuditedLog, type Desk, type Outcome } from '../outcome.ts'
import { districtMeant } from './districts.ts'
import { editionsIn } from './editions.ts'
import { readExplained, type Explained } from './explained.ts'
import { explainedTable } from './explained-table.ts'
import { lineageFigure, lineageNote, treeFigure, treeNote, type AskedFigure } from './explained-figures.ts'
import { beginningNote, placeOfUnit, type PlaceOfUnit } from './place-of-unit.ts'
import { lastDayArgument } from './last-day.ts'
import { readView, resolveView, restingOn, type ResolvedView, type View } from './standpoint.ts'

interface ExplainQuestion {
  readonly view: View
  readonly explained: Explained
  readonly from: CalendarDate | undefined
  readonly to: CalendarDate | undefined
  readonly district: DistrictId | undefined
}

export const explain: AuditCommand<ExplainQuestion> = {
  read: (given) => pipe(
    E.Do,
    E.bind('view', () => readView(given)),
    E.bind('explained', () => readExplained(argumentOf(given, 1), argumentOf(given, 2), argumentOf(given, 3))),
    E.bind('from', () => perhaps(dayArgument, '--from', optionOf(given, 'from'))),
    E.bind('to', () => lastDayArgument(given)),
    E.bind('district', () => perhaps(districtArgument, '--district', optionOf(given, 'district'))),
    E.flatMap((question) => question.explained.what === 'lineage' && question.from === undefined
      ? mistaken({ kind: 'missingOption', name: '--from' })
      : E.right(question)),
    E.flatMap((question) => question.from !== undefined && question.to !== undefined && question.from > question.to
      ? mistaken({ kind: 'daysReversed', from: question.from, to: question.to })
      : E.right(question)),
  ),

  answersFrom: 'verifiedLog',

  answer: (question, log, desk) => pipe(
    TE.Do,
    TE.bind('view', () => resolveView(log.reader, { ...question.view, asOf: question.to ?? question.view.asOf }, desk)),
    TE.bindW('district', () => districtMeant(log, question.district)),
    TE.flatMap(({ view, district }) => answerTo(question, { log, view, district, desk })),
  ),
}

/** From where a question is answered. */
interface Seat {
  readonly log: AuditedLog
  readonly view: ResolvedView
  readonly district: DistrictId
  readonly desk: Desk
}

function answerTo({ explained, from }: ExplainQuestion, seat: Seat): TE.TaskEither<Failure, Outcome> {
  const { view, district } = seat
  switch (explained.what) {
    case 'tree': return answerOfFigure(explained, treeFigure(explained, district, view.asOf), (answer) => treeNote(explained.unit, answer, seat.desk), seat)
    case 'lineage': return answerOfFigure(explained, lineageFigure(explained, district, from ?? view.asOf, view.asOf), (answer) => lineageNote(answer, seat.desk), seat)
    case 'model': return answerOfPlace(explained, { projection: explained.projection, key: explained.unit, path: explained.path }, seat)
    default: return pipe(placeOfUnit(explained, seat), TE.flatMap((place) => answerOfPlace(explained, place, seat)))
  }
}

function answerOfPlace(explained: Explained, place: PlaceOfUnit, seat: Seat): TE.TaskEither<Failure, Outcome> {
  return async () => {
    const answer = await explainPlace(place.projection, place, seat)
    if (E.isLeft(answer)) return answer
    const note = answer.right.explanation?.value === undefined ? await beginningNote(explained, seat)() : E.right([])
    if (E.isLeft(note)) return note
    return answer.right.explanation === undefined
      ? E.left({ tag: 'UnknownUnit', id: explained.unit })
      : E.right(outcomeOf(explained, { ...answer.right, explanation: answer.right.explanation, projections: [answer.right.projection] }, note.right, seat))
  }
}

/** A projection in recorded order is asked for a day through its timelines, which the path must lead to. */
async function explainPlace<F extends Fact, Model>(
  projection: Projection<F, Model>, { key, path }: PlaceOfUnit, { log: { reader, mode }, view, desk }: Seat,
): Promise<E.Either<Failure, PlaceExplained>> {
  const progress = desk.progress(desk.words.sentences.reading)
  const source = { reader, codec: governanceCodec, projection, mode }
  const rebuilt = await rebuild({ ...source, knownAt: view.knownAt, onProgress: ({ events }) => progress.advance(events, events) })()
  progress.end()
  if (E.isLeft(rebuilt)) return rebuilt
  const { positionsOf, readTo } = rebuilt.right
  return await explainKey(source, { key, path, asOf: view.asOf, positions: positionsOf(key), readTo, decidedUnder: editionsIn(reader) })()
}

function answerOfFigure<R extends Reads, Answer>(
  explained: Explained, asked: AskedFigure<R, Answer>, note: (answer: Answer) => E.Either<Failure, ReadonlyArray<string>>, seat: Seat,
): TE.TaskEither<Failure, Outcome> {
  const { log: { reader, mode }, view, desk } = seat
  return async () => {
    const progress = desk.progress(desk.words.sentences.reading)
    const answer = await explainFigure({
      ...asked, reader, codec: governanceCodec, mode, knownAt: view.knownAt, decidedUnder: editionsIn(reader),
      onProgress: ({ events }) => progress.advance(events, events),
    })()
    progress.end()
    return E.isLeft(answer) ? answer : E.map((notes: ReadonlyArray<string>) => outcomeOf(explained, answer.right, notes, seat))(note(answer.right.answer))
  }
}

interface Explaining extends Pick<PlaceExplained, 'editions'> {
  readonly blocked?: ReadonlyArray<BlockedModel>
  readonly projections: ReadonlyArray<string>
  readonly explanation: Explanation
}

function outcomeOf(explained: Explained, { projections, explanation, editions, blocked = [] }: Explaining, notes: ReadonlyArray<string>, { view, desk }: Seat): Outcome {
  const { sentences, headings } = desk.words
  const subject = [explained.unit, explained.figure === '' ? '' : explained.heading === undefined ? explained.figure : headings[explained.heading]].join(' ').trim()
  const { value, setBy, confirmedBy, computedFrom, overruled, narrowed } = explanation
  const named = setBy.length + confirmedBy.length + computedFrom.length
  const said = value === undefined || value === null
    ? setBy.length > 0 ? sentences.explainedGone(subject) : sentences.explainedNever(subject)
    : sentences.explained(subject, typeof value === 'string' ? value : JSON.stringify(value))
  return done({
    standpoint: restingOn(view, projections, explanation),
    notes: [
      ...view.notes, ...notes, said,
      ...(named > 0 ? [sentences.explainedBy(setBy.length, confirmedBy.length, computedFrom.length)] : []),
      ...(overruled.length > 0 ? [sentences.overruledBy(overruled.length)] : []),
      ...(narrowed ? [] : [sentences.notNarrowed]),
      ...(blocked.length > 0 ? [sentences.blockedUnread(blocked.map(({ projection, key }) => `${projection} ${key}`))] : []),
    ],
    tables: [explainedTable(explanation, editions, view, desk)],
  })
}
