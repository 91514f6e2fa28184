/** Shares as exact fractions: what part of a grid's buildings, households and residents. */

import { noFigures, type Figures } from '../community-grids/queries.ts'

/** `part` of `whole`, both counts; not reduced, so that the parts of one whole can be added and read. */
export interface Share {
  readonly part: number
  readonly whole: number
}

/** The shares of one part in all three measures. */
export interface Shares {
  readonly buildings: Share
  readonly households: Share
  readonly residents: Share
}

export type Measure = keyof Figures

/** In which measure shares say nothing, and why: there was nothing to share, or part of what was is not known (T33). */
export interface NotComparable {
  readonly measure: Measure
  readonly reason: 'nothingToShare' | 'unknownBefore'
}

/** All measures, in the order in which they are shown. */
export const measures: ReadonlyArray<Measure> = ['buildings', 'households', 'residents']

/** What part `part` is of `whole`. */
export const sharesOf = (part: Figures, whole: Figures): Shares => ({
  buildings: { part: part.buildings, whole: whole.buildings },
  households: { part: part.households, whole: whole.households },
  residents: { part: part.residents, whole: whole.residents },
})

/** The measures in which shares of `whole` say nothing, part of it being `unknown`. */
export const notComparable = (whole: Figures, unknown: Figures = noFigures): ReadonlyArray<NotComparable> =>
  measures.flatMap((measure): ReadonlyArray<NotComparable> =>
    whole[measure] === 0 ? [{ measure, reason: 'nothingToShare' }] : unknown.buildings > 0 ? [{ measure, reason: 'unknownBefore' }] : [])
