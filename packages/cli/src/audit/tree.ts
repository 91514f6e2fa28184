/** `gridgov tree`: the grid tree of a district with its counts, as of a day and as known at a moment. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { CommunityId, DistrictId, GridId } from '@grid-governance/domain'
import { projectionName } from '@grid-governance/event-sourcing'
import { beginnings, communityGrids, divisions, foundingOf, gridTree, lineageOf, locatedBuildings, rowsOf, type Beginning, type DistrictGrids, type GridTree, type GridTreeAnswer, type TreeRow } from '@grid-governance/projections-grids'
import { districtArgument, perhaps, unitArgument, wordArgument } from '../arguments.ts'
import type { Failure } from '../failure.ts'
import { done, optionOf, type AuditCommand, type Desk, type Outcome } from '../outcome.ts'
import { figure, text, wide, type Answer, type Row } from '../output/answer.ts'
import { districtMeant } from './districts.ts'
import { districtGridsAt } from './grid-models.ts'
import { absenceInWords } from './lineage.ts'
import { readView, resolveView, restingOn, type ResolvedView, type View } from './standpoint.ts'

const levels = ['district', 'town', 'community', 'grid', 'building'] as const
type Level = typeof levels[number]

interface TreeQuestion {
  readonly view: View
  readonly level: Level
  readonly under: string | undefined
  readonly district: DistrictId | undefined
}

export const tree: AuditCommand<TreeQuestion> = {
  read: (given) => pipe(
    E.Do,
    E.bind('view', () => readView(given)),
    E.bind('level', () => wordArgument('--level', levels, optionOf(given, 'level') ?? 'community')),
    E.bind('under', () => perhaps(unitArgument, '--under', optionOf(given, 'under'))),
    E.bind('district', () => perhaps(districtArgument, '--district', optionOf(given, 'district'))),
  ),

  answersFrom: 'verifiedLog',

  answer: (question, log, desk) => pipe(
    TE.Do,
    TE.bind('view', () => resolveView(log.reader, question.view, desk)),
    TE.bindW('district', () => districtMeant(log, question.district)),
    TE.bindW('grids', ({ view, district }) => districtGridsAt(log, district, view.asOf, view.knownAt, desk)),
    TE.flatMapEither(({ view, grids }) => outcomeOf(question, view, grids, desk)),
  ),
}

function outcomeOf(question: TreeQuestion, view: ResolvedView, grids: DistrictGrids, desk: Desk): E.Either<Failure, Outcome> {
  const answer = gridTree(grids)
  if (answer.answer !== 'tree') return E.right(done({ ...answerAbout(view, answer), notes: [...view.notes, (question.under === undefined ? undefined : beginsLaterNote(question.under, grids, desk)) ?? noTree(answer, desk)], tables: [] }))
  const all = [...rowsOf(answer.tree).flatMap((row) => question.level === 'building' ? [row, ...buildingRows(grids, row)] : [row])]
  const chosen = question.under === undefined ? all : branchOf(all, question.under)
  if (chosen.length === 0) return E.map((note: string) => done({ ...answerAbout(view, answer), notes: [...view.notes, note], tables: [] }))(whyNotThere(question.under ?? '', grids, desk))
  const rows = chosen.filter((row) => depthOf(row) <= levels.indexOf(question.level))
  return E.right(done({
    ...answerAbout(view, answer),
    notes: [...view.notes, ...unknownNotes(rows, desk), ...breachNotes(answer.tree, desk)],
    tables: [{ name: 'units', columns: columnsFor(question.level), rows: rows.map(shown), indents: rows.map((row) => depthOf(row) - depthOf(rows[0])) }],
  }))
}

/** A unit that is not in the tree of that day: it begins later, has ended, never was valid, or the log tells of none. */
function whyNotThere(id: string, grids: DistrictGrids, desk: Desk): E.Either<Failure, string> {
  const note = beginsLaterNote(id, grids, desk) ?? notThatDayNote(id, grids, desk)
  if (note !== undefined) return E.right(note)
  const answer = lineageOf(id as GridId, grids, grids)
  return answer.answer === 'lineage' ? E.left({ tag: 'UnknownUnit', id }) : absenceInWords(answer, desk)
}

function answerAbout(view: ResolvedView, answer: GridTreeAnswer): Pick<Answer, 'standpoint'> {
  return { standpoint: restingOn(view, [divisions, communityGrids, beginnings].map(projectionName), answer) }
}

/** A row of the tree, down to buildings. */
type UnitRow = Omit<TreeRow, 'level'> & { readonly level: Level }

function buildingRows(grids: DistrictGrids, row: UnitRow): ReadonlyArray<UnitRow> {
  if (row.level !== 'grid') return []
  return [...grids.communities.values()].flatMap(locatedBuildings)
    .filter((building) => building.gridId === row.id)
    .sort((left, right) => left.number < right.number ? -1 : 1)
    .map(({ buildingId, number, households, residents }) => ({
      level: 'building', id: buildingId, code: number, name: '', since: null, unknownBefore: null, communities: 0,
      counts: { communities: 0, grids: 0, buildings: 1, households, residents },
    }))
}

/** A unit and everything below it: the rows that follow it until the next of its own level or a higher one. */
function branchOf(rows: ReadonlyArray<UnitRow>, id: string): ReadonlyArray<UnitRow> {
  const start = rows.findIndex((row) => row.id === id)
  if (start === -1) return []
  const length = rows.slice(start + 1).findIndex((row) => depthOf(row) <= depthOf(rows[start]))
  return length === -1 ? rows.slice(start) : rows.slice(start, start + 1 + length)
}

function columnsFor(level: Level): Answer['tables'][number]['columns'] {
  const counted = level === 'district' || level === 'town' ? figure('communities', 'grids') : figure('grids')
  return [...text('name'), ...wide('level'), ...text('id', 'code', 'since'), ...counted, ...figure('buildings', 'households', 'residents'), ...wide('unknownBefore')]
}

function shown({ level, id, code, name, since, counts, communities, unknownBefore }: UnitRow): Row {
  return { level, id, code, name, since, unknownBefore, ...countCells(counts), communities }
}

function depthOf(row: UnitRow | undefined): number {
  return row === undefined ? 0 : levels.indexOf(row.level)
}

function countCells(counts: TreeRow['counts']): Row {
  return counts === null ? { grids: null, buildings: null, households: null, residents: null } : { ...counts }
}

/** Why there is no tree on the day, in words. */
export function noTree(answer: Exclude<GridTreeAnswer, { readonly answer: 'tree' }>, { words: { sentences } }: Desk): string {
  switch (answer.answer) {
    case 'unknown': return sentences.unknownBefore(answer.districtId, answer.unknownBefore)
    case 'notYet': return sentences.beginsLater(answer.districtId, answer.begins)
    case 'noSuchDistrict': return sentences.notRegistered(answer.districtId)
  }
}

/** That a unit which was registered or laid out begins after the day; nothing where it does not. */
function beginsLaterNote(id: string, { beginnings: begun, asOf }: DistrictGrids, { words: { sentences } }: Desk): string | undefined {
  const beginning = beginningOf(begun, id)
  if (beginning === undefined || beginning.from <= asOf) return undefined
  return beginning.earlier === 'unknown' ? sentences.unknownBefore(id, beginning.from) : sentences.beginsLater(id, beginning.from)
}

/** Of a town or community: that it had ended by the day, or that a plan founds it later. */
function notThatDayNote(id: string, { divisions: { towns, communities }, lineage, asOf }: DistrictGrids, { words: { sentences } }: Desk): string | undefined {
  const ended = (towns[id] ?? communities[id])?.ended
  if (ended !== null && ended !== undefined) return sentences.hadEnded(id, ended.on, ended.reason, ended.successors)
  const founding = foundingOf(lineage, id as CommunityId)
  return founding === undefined || founding.effectiveOn <= asOf ? undefined : sentences.beginsLater(id, founding.effectiveOn)
}

/** What is known of the first day of a town, a community or a grid. */
function beginningOf({ towns, communities, grids }: DistrictGrids['beginnings'], id: string): Beginning | undefined {
  return towns[id] ?? communities[id] ?? Object.values(grids).find((own) => own[id] !== undefined)?.[id]
}

/** One sentence for each day before which something is unknown, and one for what has no such day: "unknown", never "none" (T33). */
function unknownNotes(rows: ReadonlyArray<UnitRow>, { words: { sentences } }: Desk): ReadonlyArray<string> {
  const unknown = rows.filter((row) => row.unknownBefore !== null)
  const never = rows.filter((row) => row.counts === null && row.unknownBefore === null)
  return [
    ...[...Map.groupBy(unknown, (row) => row.unknownBefore ?? '')].map(([day, own]) => sentences.unitsUnknownBefore(own.map((row) => row.name), day)),
    ...(never.length === 0 ? [] : [sentences.gridsNeverTold(never.map((row) => row.name))]),
  ]
}

function breachNotes({ breaches }: GridTree, { words: { sentences } }: Desk): ReadonlyArray<string> {
  return breaches.map((breach) => sentences.breach(breach.rule, breach.communityId, breach.rule === 'I3' ? breach.buildingId : undefined))
}
