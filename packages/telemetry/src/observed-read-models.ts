/** Read-model stores watched at their port: how many models are saved and loaded, and how long it takes. */

import type { Attributes } from '@opentelemetry/api'
import * as E from 'fp-ts/lib/Either.js'
import { projectionName } from '@grid-governance/event-sourcing'
import type { ProjectionId, ReadModelSave, ReadModelStore } from '@grid-governance/subscriptions'
import { handedThrough } from './handed-through.ts'
import { attributes } from './names.ts'
import { toldOfFailure, watched, type Told } from './watched.ts'

export interface ReadModelLabels {
  /** What the store is, for `db.system.name`; `memory` unless said otherwise. */
  readonly system?: string
}

/** The same store, watched where it saves and loads; all else that it offers is there as well. Keys of models are never told. */
export const observedReadModels = <Store extends ReadModelStore>(store: Store, { system = 'memory' }: ReadModelLabels = {}): Store => {
  const callOf = (operation: string, projection: ProjectionId): Attributes =>
    ({ [attributes.store]: system, [attributes.operation]: operation, [attributes.collection]: projectionName(projection) })
  const watching: Partial<ReadModelStore> = {
    save: (save) => watched({
      span: 'readModels.save', kind: 'client', measures: 'duration',
      labels: () => callOf('save', save.projection),
      more: () => ({ [attributes.models]: save.models.length }),
      told: (answer) => E.isLeft(answer) ? toldOfFailure(answer.left) : toldOfSave(save),
    }, store.save(save)),
    load: (projection, keys) => watched({
      span: 'readModels.load', kind: 'client', measures: 'duration',
      labels: () => callOf('load', projection),
      told: (answer) => E.isLeft(answer) ? toldOfFailure(answer.left) : toldOfLoad(answer.right.models.length),
    }, store.load(projection, keys)),
  }
  return handedThrough(store, watching as Partial<Store>)
}

function toldOfSave({ models }: ReadModelSave): Told {
  return {
    outcome: 'saved', failed: false,
    details: () => ({ [attributes.bytes]: models.reduce((sum, { text }) => sum + Buffer.byteLength(text ?? ''), 0) }),
    count: (instruments, labels) => { if (models.length > 0) instruments.savedModels.add(models.length, labels) },
  }
}

function toldOfLoad(models: number): Told {
  return { outcome: 'loaded', failed: false, details: () => ({ [attributes.models]: models }) }
}
