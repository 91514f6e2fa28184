/** Explaining one place of one model: who set what stands there, who said it again, and what it was computed from. */

import * as E from 'fp-ts/lib/Either.js'
import type { CalendarDate } from '../calendar-date.ts'
import type { Fact } from '../fact.ts'
import type { Projection } from '../projection.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import { foldKey } from '../replay.ts'
import { at, type Timeline } from '../timeline.ts'
import { explainAnswer, unaccountedFor } from './explain-answer.ts'
import { explainPlaces } from './explain-places.ts'
import type { Explanation } from './explanation.ts'
import { asJson } from './figure.ts'
import { isRecord } from './origins.ts'
import { modelsOf, question } from './question.ts'
import type { ReadPlace } from './read-places.ts'

export interface PathQuestion<F extends Fact, Model> {
  readonly projection: Projection<F, Model>
  readonly key: string
  /** The facts of the key, whole chains in the order of the log; those of other keys may be among them. */
  readonly events: ReadonlyArray<RecordedEvent>
  /** In `recorded` order it is asked of the timeline at the end of the path. */
  readonly asOf?: CalendarDate | undefined
  /** The names that lead to the place; none for the whole model. */
  readonly path: ReadonlyArray<string>
}

/** Why a place of a model is what it is, or why there is nothing. Fails as `project` fails. */
export const explainPath = <F extends Fact, Model>(asked: PathQuestion<F, Model>): Explanation => {
  const { projection, key, events, asOf, path } = asked
  const standing = valueAt(foldKey(projection, key, events, asOf), path)
  return projection.order === 'recorded' && asOf !== undefined && isTimeline(standing)
    ? explainTimeline(asked, at(standing, asOf), asOf)
    : explainPlace(asked, [{ models: 'model', key, path, look: 'whole' }], standing, (model) => valueAt(model, path))
}

/** Of a timeline only what holds on the day is explained; where nothing does, no fact set it. */
function explainTimeline<F extends Fact, Model>(asked: PathQuestion<F, Model>, holding: unknown, asOf: CalendarDate): Explanation {
  const { projection, key, events, path } = asked
  const heldIn = (model: unknown): unknown => {
    const timeline = valueAt(model, path)
    return isTimeline(timeline) ? at(timeline, asOf) : undefined
  }
  return holding === undefined
    ? explainPlace(asked, [], undefined, heldIn)
    : explainAnswer(events, question({ model: modelsOf(projection) }, ({ model }) => heldIn(model.get(key))))
}

function explainPlace<F extends Fact, Model>(
  { projection, key, events, asOf }: PathQuestion<F, Model>, places: ReadonlyArray<ReadPlace>, value: unknown, figureOf: (model: unknown) => unknown,
): Explanation {
  const explanation = explainPlaces({
    reads: { model: modelsOf(projection, asOf) }, places,
    facts: new Map([['model', new Map([[key, events]])]]),
    value: asJson(value),
    figureOf: ({ model }) => asJson(figureOf(model?.get(key) ?? projection.initial(key))),
  })
  if (E.isLeft(explanation)) throw new Error(unaccountedFor)
  return explanation.right
}

/** What stands at the end of a path; undefined where the path leads to nothing. */
export const valueAt = (tree: unknown, path: ReadonlyArray<string>): unknown =>
  path.reduce<unknown>((value, name) => typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined, tree)

function isTimeline(value: unknown): value is Timeline<unknown> {
  return isRecord(value) && Object.keys(value).length === 1 && isRecord(value['chains'])
}
