/** Explaining a figure of any query: what it read, what of that matters, and the facts that made it. */

import * as E from 'fp-ts/lib/Either.js'
import { sameTree } from '../json.ts'
import { eventsByKey, replay, type Models } from '../replay.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import type { Explanation } from './explanation.ts'
import { explainPlaces, type FactsOfKeys } from './explain-places.ts'
import { asJson, type Figure } from './figure.ts'
import { figureReads, type FigureReads } from './figure-reads.ts'
import { halfTold } from './half-told.ts'
import { untold } from './untold.ts'
import type { ModelsOf, Question, Reads } from './question.ts'
import type { ReadPlace } from './read-places.ts'

/** The keys whose facts an explanation needs, by the name of the models. */
export const keysOfPlaces = (places: ReadonlyArray<ReadPlace>): ReadonlyMap<string, ReadonlySet<string>> => {
  const keys = new Map<string, Set<string>>()
  for (const { models, key } of places) {
    const own = keys.get(models) ?? new Set()
    keys.set(models, own.add(key))
  }
  return keys
}

/** What is to be explained: a question, the figure of its answer, the models of all facts known, and what of them was read. */
export interface FigureToExplain<R extends Reads, Answer> {
  readonly question: Question<R, Answer>
  readonly figure: Figure<Answer>
  readonly models: ModelsOf<R>
  readonly found: FigureReads
}

/**
 * The explanation by the facts of these places; or more places, whose facts are needed besides. Begins with `found.narrowed`, and ends, for
 * a query that reads nothing but its models.
 */
export const explainReads = <R extends Reads, Answer>(
  { question: { reads, answer }, figure, models, found }: FigureToExplain<R, Answer>, places: ReadonlyArray<ReadPlace>, facts: FactsOfKeys,
): E.Either<ReadonlyArray<ReadPlace>, Explanation> => {
  const explained = explainPlaces({ reads, places, facts, value: found.value, figureOf: (other) => asJson(figure(answer(other as ModelsOf<R>))) })
  if (E.isRight(explained)) return E.right({ ...explained.right, narrowed: explained.right.narrowed && found.searched === 'wholly' && places !== found.all })
  if (places === found.all) throw new Error(unaccountedFor)
  const told = explained.left.models ?? {}
  const known = new Set(places.map(nameOfPlace))
  const others = found.all.filter((place) => !known.has(nameOfPlace(place)))
  const half = halfTold(others, models, told).filter((place) => !known.has(nameOfPlace(place)))
  const more = half.length > 0 ? half : untold(others, models, told, (name, key) => reads[name]?.initial(key), (other) => sameTree(asJson(figure(answer(other as ModelsOf<R>))), found.value))
  return E.left(more.length === 0 ? found.all : [...places, ...more])
}

/** The explanation of a figure by facts in memory, in the order of the log. */
export const explainAnswer = <R extends Reads, Answer>(
  events: ReadonlyArray<RecordedEvent>, question: Question<R, Answer>, figure: Figure<Answer> = (answer) => answer,
): Explanation => {
  const models = modelsFrom(question.reads, events)
  const found = figureReads(question, models, figure)
  const factsByName = new Map(Object.entries(question.reads).map(([name, { projection }]) => [name, eventsByKey(projection, events)]))
  let places = found.narrowed
  for (;;) {
    const explained = explainReads({ question, figure, models, found }, places, factsOf(places, factsByName))
    if (E.isRight(explained)) return explained.right
    places = explained.left
  }
}

/** The models that a question reads, by facts in the order of the log. */
export const modelsFrom = <R extends Reads>(reads: R, events: ReadonlyArray<RecordedEvent>): ModelsOf<R> =>
  Object.fromEntries(Object.entries(reads).map(([name, { projection, asOf }]): [string, Models<unknown>] => [name, replay(projection, events, asOf)])) as unknown as ModelsOf<R>

/** Only a query or a projection that is not a function of its models and facts leaves a figure unaccounted for. */
export const unaccountedFor = 'All facts that were read do not account for the figure: its query or a projection reads something besides models and facts.'

function factsOf(places: ReadonlyArray<ReadPlace>, byName: FactsOfKeys): FactsOfKeys {
  return new Map([...keysOfPlaces(places)].map(([name, keys]) =>
    [name, new Map([...keys].map((key) => [key, byName.get(name)?.get(key) ?? []]))]))
}

function nameOfPlace({ models, key, path, look }: ReadPlace): string {
  return JSON.stringify([models, key, look, ...path])
}
