/** What a query reads to make one figure: all that it reads, and of that what the figure depends on. */

import type { Models } from '../replay.ts'
import { dependence, type Ask } from './dependence.ts'
import { asJson, type Figure } from './figure.ts'
import { notedModels } from './noted-models.ts'
import type { ModelsOf, Question, Reads } from './question.ts'
import { childRead, nothingRead, placesBelow, type ReadPlace } from './read-places.ts'

export interface FigureReads {
  readonly value: unknown
  /** Everything that the query read. */
  readonly all: ReadonlyArray<ReadPlace>
  /** The places on which the figure depends, as far as the effort allowed to find out; else all below what it depends on. */
  readonly narrowed: ReadonlyArray<ReadPlace>
  /** Whether the effort was enough to find out. */
  readonly searched: 'wholly' | 'inPart'
}

/** How many places may be read while a query is asked with changed models, unless said otherwise: some seconds. */
export const usualEffort = 50_000_000

/**
 * Asks once and notes what is read; then asks again and again with models changed at places that were read. Primitives cannot tell where
 * they came from, so this is how the reads of one figure are told from those of the rest of an answer: a place on which the figure
 * does not depend can say anything without changing it.
 */
export const figureReads = <R extends Reads, Answer>(
  { reads, answer }: Question<R, Answer>, models: ModelsOf<R>, figure: Figure<Answer>, effort = usualEffort,
): FigureReads => {
  const read = nothingRead()
  const noted = Object.fromEntries(Object.keys(reads).map((name) => [name, notedModels(models[name] as Models<unknown>, childRead(read, name))]))
  const value = asJson(figure(answer(noted as unknown as ModelsOf<R>)))
  const ask: Ask = (changed) => {
    const other = answer(Object.fromEntries(changed) as unknown as ModelsOf<R>)
    return () => asJson(figure(other))
  }
  const all = placesBelow(read, [])
  const left = { left: effort }
  const narrowed = dependence({ read, models: new Map(Object.entries(models)), ask, value, effort: left })
  return { value, all, narrowed, searched: left.left > 0 ? 'wholly' : 'inPart' }
}
