/** Questions: a query with its arguments, as a function of the models that it names; what is to be explained must be asked like this. */

import type { CalendarDate } from '../calendar-date.ts'
import type { Fact } from '../fact.ts'
import type { Projection } from '../projection.ts'
import type { Models } from '../replay.ts'

/** The models of one projection, as of a day or with all effective dates. */
export interface ModelsRead<Model> {
  /** What `project` is shown and changes is known to the projection alone. */
  readonly projection: Projection<Fact, unknown>
  readonly initial: (key: string) => Model
  readonly asOf: CalendarDate | undefined
}

/** The models that a question reads, by names of its own. */
export type Reads = Readonly<Record<string, ModelsRead<unknown>>>

/** The models themselves, all at one place in the log. */
export type ModelsOf<R extends Reads> = { readonly [Name in keyof R]: Models<R[Name] extends ModelsRead<infer Model> ? Model : never> }

/** `answer` is pure, and reads nothing but the models. */
export interface Question<R extends Reads, Answer> {
  readonly reads: R
  readonly answer: (models: ModelsOf<R>) => Answer
}

/** Names the models of a projection; in `recorded` order the day is asked of their timelines instead. */
export const modelsOf = <F extends Fact, Model>(projection: Projection<F, Model>, asOf?: CalendarDate): ModelsRead<Model> =>
  // A projection is only ever handed its own models and facts; which ones, is forgotten here so that several can be named together.
  ({ projection: projection as unknown as Projection<Fact, unknown>, initial: projection.initial, asOf })

/** A question over the models named: `question({ grids: modelsOf(communityGrids, day) }, ({ grids }) => grids.size)`. */
export const question = <const R extends Reads, Answer>(reads: R, answer: (models: ModelsOf<R>) => Answer): Question<R, Answer> => ({ reads, answer })
