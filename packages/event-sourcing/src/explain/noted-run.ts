/** The third run of a recipe: as in a replay, and noting for each fact what it read and wrote. */

import type { Fact } from '../fact.ts'
import type { Projection } from '../projection.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import { notingDraft } from './noting-draft.ts'
import type { FactRun, Origin } from './origins.ts'

export interface NotedRun<Model> {
  readonly model: Model
  readonly origin: Origin
  readonly runs: ReadonlyArray<FactRun>
}

/** Shows a key the facts given, in that order, and notes. Fails as `project` fails. */
export const notedRun = <F extends Fact, Model>(projection: Projection<F, Model>, key: string, shown: ReadonlyArray<RecordedEvent>): NotedRun<Model> => {
  const model = projection.initial(key)
  const noting = notingDraft(model as Model & object)
  const runs = shown.map((event) => {
    const run = noting.begin(event)
    projection.project(noting.draft, event as RecordedEvent<F>)
    noting.end()
    return run
  })
  return { model, origin: noting.origin, runs }
}
