/** Whether a figure reads a model of which nothing is known: tried out with what might stand there. */

import { copy, sameTree } from '../json.ts'
import type { Models } from '../replay.ts'
import { attempt, failed } from './attempt.ts'
import { asJson, type Figure } from './figure.ts'
import { notedModels } from './noted-models.ts'
import { isRecord } from './origins.ts'
import type { ModelsOf, Question, Reads } from './question.ts'
import { childRead, nothingRead } from './read-places.ts'
import { scrambledAt, ways } from './scramble.ts'

/** A model that is not known, by the name by which the question calls its projection's models. */
export interface UnknownModel {
  readonly models: string
  readonly key: string
}

type ByName = ReadonlyMap<string, Models<unknown>>

/**
 * The first of these models that the figure reads, or undefined: then the figure is the same whatever stands in them. `models` are those
 * that are known. In the place of each that is not known there is tried out nothing, what its projection begins with, and everything that stands in
 * any model of the projection, each made different in every way in which models are made different to find what a figure depends on.
 */
export const readsUnknown = <R extends Reads, Answer>(
  { reads, answer }: Question<R, Answer>, models: ModelsOf<R>, figure: Figure<Answer>, unknown: ReadonlyArray<UnknownModel>,
): UnknownModel | undefined => {
  const known: ByName = new Map(Object.entries(models as Readonly<Record<string, Models<unknown>>>))
  const figureOf = (other: ByName): unknown => attempt(() => asJson(figure(answer(Object.fromEntries(other) as unknown as ModelsOf<R>))))
  const value = figureOf(known)
  const differs = (other: ByName): boolean => {
    const said = figureOf(other)
    return said === failed || !sameTree(said, value)
  }
  const isRead = (which: ReadonlyArray<UnknownModel>): boolean => standIns(reads, known, which).some((other) => differs(other) || waysOf(reads, answer, other, which).some(differs))
  if (value === failed) return unknown[0]
  const read = unknown.find((one) => isRead([one]))
  return read ?? (unknown.length > 1 && isRead(unknown) ? unknown[0] : undefined)
}

/** The known models with something in the place of these. */
function standIns(reads: Reads, known: ByName, which: ReadonlyArray<UnknownModel>): ReadonlyArray<ByName> {
  const beginning = ({ models, key }: UnknownModel): unknown => copy(reads[models]?.initial(key))
  const everything = (one: UnknownModel): unknown => [...known.get(one.models)?.values() ?? []].reduce<unknown>(together, beginning(one))
  // Where among the others it would stand nobody knows either.
  const first = (models: Models<unknown>, key: string, model: unknown): Models<unknown> => new Map([[key, model], ...models])
  const last = (models: Models<unknown>, key: string, model: unknown): Models<unknown> => new Map([...models, [key, model]])
  return [beginning, everything].flatMap((standIn) => [first, last].map((put) => which.reduce((models, one) =>
    new Map(models).set(one.models, put(models.get(one.models) ?? new Map<string, unknown>(), one.key, standIn(one))), known)))
}

/** The same, with what a query reads of them made different. */
function waysOf<R extends Reads, Answer>(reads: R, answer: Question<R, Answer>['answer'], models: ByName, which: ReadonlyArray<UnknownModel>): ReadonlyArray<ByName> {
  const read = nothingRead()
  const noted = Object.fromEntries(Object.keys(reads).map((name) => [name, notedModels(models.get(name) ?? new Map<string, unknown>(), childRead(read, name))]))
  attempt(() => answer(noted as unknown as ModelsOf<R>))
  return ways.map((way) => which.reduce<unknown>((changed, { models: name, key }) => scrambledAt(changed, [name], [key], read, way), models) as ByName)
}

/** All that stands in either of two trees; where both have a value, that of the second. */
function together(left: unknown, right: unknown): unknown {
  if (!isRecord(left) || !isRecord(right)) return copy(right)
  const both: Record<string, unknown> = { ...left }
  for (const [name, value] of Object.entries(right)) both[name] = Object.hasOwn(left, name) ? together(left[name], value) : copy(value)
  return both
}
