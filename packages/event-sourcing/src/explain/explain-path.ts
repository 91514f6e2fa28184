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
export const explainPath = <F extends Fact, Model>({ projection, key, events, asOf, path }: PathQuestion<F, Model>): Explanation => {
  const standing = valueAt(foldKey(projection, key, events, asOf), path)
  if (projection.order === 'recorded' && asOf !== undefined && isTimeline(standing)) return explainTimeline({ projection, key, events, asOf, path })
  const explanation = explainPlaces({
    reads: { model: modelsOf(projection, asOf) },
    places: [{ models: 'model', key, path, look: 'whole' }],
    facts: new Map([['model', new Map([[key, events]])]]),
    value: asJson(standing),
    figureOf: ({ model }) => asJson(valueAt(model?.get(key) ?? projection.initial(key), path)),
  })
  if (E.isLeft(explanation)) throw new Error(unaccountedFor)
  return explanation.right
}

/** What stands at the end of a path; undefined where the path leads to nothing. */
export const valueAt = (tree: unknown, path: ReadonlyArray<string>): unknown =>
  path.reduce<unknown>((value, name) => typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined, tree)

function explainTimeline<F extends Fact, Model>({ projection, key, events, path, asOf }: PathQuestion<F, Model> & { readonly asOf: CalendarDate }): Explanation {
  return explainAnswer(events, question({ model: modelsOf(projection) }, ({ model }) => {
    const timeline = valueAt(model.get(key), path)
    return isTimeline(timeline) ? at(timeline, asOf) : undefined
  }))
}

function isTimeline(value: unknown): value is Timeline<unknown> {
  return isRecord(value) && Object.keys(value).length === 1 && isRecord(value['chains'])
}
