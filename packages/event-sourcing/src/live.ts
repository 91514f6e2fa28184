/** Live runs: immutable models under Immer, each changed once for a whole run of facts. */

import { produce } from 'immer'
import type { Fact } from './fact.ts'
import type { Projection } from './projection.ts'
import type { RecordedEvent } from './recorded-event.ts'

/**
 * The model after these facts, shown in the order given; the model before stays as it is, and what did not change is shared. Fails as
 * `project` fails, and then nothing has changed. In `effective` order the caller shows only what comes in order.
 */
export const projectLive = <F extends Fact, Model>(projection: Projection<F, Model>, model: Model, events: ReadonlyArray<RecordedEvent<F>>): Model =>
  produce(model, (draft) => {
    // A recipe is legal on plain objects and on drafts alike; a law holds both runs equal.
    for (const event of events) projection.project(draft as Model, event)
  })
