/** The figures of the tree and of lineage that can be explained, each as a question and a way to find it in the answer. */

import * as E from 'fp-ts/lib/Either.js'
import type { DistrictId, GridId } from '@grid-governance/domain'
import type { CalendarDate, Figure, Question, Reads } from '@grid-governance/event-sourcing'
import { gridTreeQuestion, lineageOfQuestion, rowsOf, type GridsReads, type GridTreeAnswer, type LineageAnswer, type TreeRow, type TwoDaysReads } from '@grid-governance/projections-grids'
import type { Failure } from '../failure.ts'
import type { Desk } from '../outcome.ts'
import type { Explained } from './explained.ts'
import { absenceInWords } from './lineage.ts'
import { noTree } from './tree.ts'

/** A question, and the figure of its answer that is to be explained. */
export interface AskedFigure<R extends Reads, Answer> {
  readonly question: Question<R, Answer>
  readonly figure: Figure<Answer>
}

/** A count of one unit, all of them where none is named; where it is not known, from when on it would be. */
export const treeFigure = ({ unit, path: [count] }: Explained, district: DistrictId, asOf: CalendarDate): AskedFigure<GridsReads, GridTreeAnswer> => ({
  question: gridTreeQuestion(district, asOf),
  figure: (answer) => {
    const row = rowOf(answer, unit)
    if (row === undefined) return null
    if (row.counts === null) return { unknownBefore: row.unknownBefore }
    return count === undefined ? row.counts : row.counts[count as keyof typeof row.counts]
  },
})

/** What is to be said of the tree or its unit besides the figure. */
export const treeNote = (unit: string, answer: GridTreeAnswer, desk: Desk): E.Either<Failure, ReadonlyArray<string>> => {
  if (answer.answer !== 'tree') return E.right([noTree(answer, desk)])
  const row = rowOf(answer, unit)
  if (row === undefined) return E.left({ tag: 'UnknownUnit', id: unit })
  return E.right(row.unknownBefore === null ? [] : [desk.words.sentences.unitsUnknownBefore([row.name], row.unknownBefore)])
}

/** The shares of one grid that came of another; `whole` and `rest` are those of the grid itself. */
export const lineageFigure = ({ unit, figure }: Explained, district: DistrictId, from: CalendarDate, to: CalendarDate): AskedFigure<TwoDaysReads, LineageAnswer> => ({
  question: lineageOfQuestion(unit as GridId, district, from, to),
  figure: shareOf(figure),
})

/** What is to be said of a lineage besides the figure. */
export const lineageNote = (answer: LineageAnswer, desk: Desk): E.Either<Failure, ReadonlyArray<string>> =>
  answer.answer === 'lineage' ? E.right([]) : E.map((note: string) => [note])(absenceInWords(answer, desk))

function shareOf(part: string): Figure<LineageAnswer> {
  return (answer) => {
    if (answer.answer !== 'lineage') return answer
    if (part === '' || part === 'whole') return answer.whole
    return part === 'rest' ? answer.rest : answer.parts.find(({ grid }) => grid.gridId === part)?.shares ?? null
  }
}

function rowOf(answer: GridTreeAnswer, unit: string): TreeRow | undefined {
  return answer.answer === 'tree' ? rowsOf(answer.tree).find((row) => row.id === unit) : undefined
}
