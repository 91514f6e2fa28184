/** What a query reads to make one figure: all that it reads, and of that what the figure depends on. */

import { sameTree } from '../json.ts'
import type { Models } from '../replay.ts'
import { notedModels } from './noted-models.ts'
import type { ModelsOf, Question, Reads } from './question.ts'
import { childRead, nothingRead, placesBelow, type ReadNode, type ReadPlace } from './read-places.ts'
import { asJson } from './figure.ts'
import { oneMoreAt, scrambledAt, ways, withoutAt, type Way } from './scramble.ts'

export interface FigureReads {
  readonly value: unknown
  /** Everything that the query read. */
  readonly all: ReadonlyArray<ReadPlace>
  /** The places of which the figure depends, as far as `tries` let it be found out; else all below what it depends on. */
  readonly narrowed: ReadonlyArray<ReadPlace>
}

/** How often a query is asked with changed models to find out on what a figure depends. */
export const mostTries = 2000

/**
 * Asks once and notes what is read; then asks again and again with models changed at places that were read. Primitives cannot tell where
 * they came from, so this is how the reads of one figure are told from those of the rest of an answer: a place on which the figure
 * does not depend can say anything without changing it.
 */
export const figureReads = <R extends Reads, Answer>(
  { reads, answer }: Question<R, Answer>, models: ModelsOf<R>, figure: (answer: Answer) => unknown, tries = mostTries,
): FigureReads => {
  const node = nothingRead()
  const noted = Object.fromEntries(Object.keys(reads).map((name) => [name, notedModels(models[name] as Models<unknown>, childRead(node, name))]))
  const value = asJson(figure(answer(noted as unknown as ModelsOf<R>)))
  const tree = new Map<string, unknown>(Object.entries(models))
  const ask: Ask = (changed) => {
    const other = answer(Object.fromEntries(changed) as unknown as ModelsOf<R>)
    return () => asJson(figure(other))
  }
  return { value, all: placesBelow(node, []), narrowed: dependence(node, tree, ask, value, tries) }
}

type Place = ReadonlyArray<string>

/** Asks a query; then takes the figure out of its answer. */
type Ask = (models: ReadonlyMap<string, unknown>) => () => unknown

function dependence(root: ReadNode, tree: ReadonlyMap<string, unknown>, ask: Ask, value: unknown, tries: number): ReadonlyArray<ReadPlace> {
  let left = tries

  /** Whether the figure becomes another, or cannot be found in the answer. A query that fails for want of something says little. */
  const changedBy = (changed: unknown, wanting: boolean): Verdict => {
    left -= 1
    const figure = attempt(() => ask(changed as ReadonlyMap<string, unknown>))
    if (figure === failed) return wanting ? 'perhaps' : 'yes'
    const other = attempt(figure)
    return other === failed || !sameTree(other, value) ? 'yes' : 'no'
  }

  const dependsOnAny = (place: Place, names: ReadonlyArray<string>): Verdict => {
    let verdict: Verdict = 'no'
    for (const way of ways) {
      const said = changedBy(scrambledAt(tree, place, names, root, way), way === 'null' || way === 'less')
      if (said === 'yes') return said
      if (said === 'perhaps') verdict = said
    }
    return verdict
  }

  /** The reads below these members of a place on which the figure depends. */
  const among = (place: Place, names: ReadonlyArray<string>): ReadonlyArray<ReadPlace> => {
    if (names.length === 0) return []
    if (left <= 0) return everythingBelow(place, names)
    const verdict = dependsOnAny(place, names)
    if (verdict === 'no') return []
    const [only, second] = names
    if (only !== undefined && second === undefined) return at([...place, only], verdict)
    const half = names.length >> 1
    const found = [...among(place, names.slice(0, half)), ...among(place, names.slice(half))]
    return found.length > 0 || verdict === 'perhaps' ? found : everythingBelow(place, names)
  }

  /** What of a place, and below it, the figure depends on; it is certain to depend on something there where the verdict is yes. */
  const at = (place: Place, verdict: Verdict): ReadonlyArray<ReadPlace> => {
    const node = nodeAt(root, place)
    const below = among(place, [...node.children.keys()])
    const [models, key, ...path] = place
    if (models === undefined || key === undefined) return below
    const removals = node.keys && changedBy(oneMoreAt(tree, place), false) === 'yes' ? [{ models, key, path, look: 'removals' } as const] : []
    const found = [...below, ...removals]
    if (found.length > 0 || verdict === 'perhaps') return found
    return changedBy(withoutAt(tree, place), true) === 'no' && node.children.size > 0
      ? placesBelow(node, place)
      : [{ models, key, path, look: path.length === 0 ? 'presence' : 'value' }]
  }

  const everythingBelow = (place: Place, names: ReadonlyArray<string>): ReadonlyArray<ReadPlace> =>
    names.flatMap((name) => placesBelow(nodeAt(root, [...place, name]), [...place, name]))

  return among([], [...root.children.keys()])
}

function nodeAt(root: ReadNode, place: Place): ReadNode {
  return place.reduce((node, name) => node.children.get(name) ?? nothingRead(), root)
}

/** Whether a figure depends on something; perhaps, where the query only fails without it. */
type Verdict = 'yes' | 'perhaps' | 'no'

const failed = Symbol('failed')

function attempt<A>(what: () => A): A | typeof failed {
  try {
    return what()
  } catch {
    return failed
  }
}
