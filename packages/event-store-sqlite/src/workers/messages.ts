/** What a worker and the thread that started it tell one another: texts, numbers and bytes, never the objects of models or facts. */

import * as E from 'fp-ts/lib/Either.js'
import type { Part } from '@grid-governance/event-sourcing'
import type { ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import type { PackedModel, PackedOptions, ReadMode, SkippedFact } from '@grid-governance/subscriptions'

/** A worker ended without an answer: it could not load its module, threw, ran out of memory, or was ended. Nothing was saved or replaced. */
export interface WorkerFailed {
  readonly tag: 'WorkerFailed'
  /** Of which part; undefined where it had not begun one. */
  readonly part: Part | undefined
  readonly detail: string
}

/** A fact touches a key outside the unit of its stream: the partition of the projection claims too much, and what it would give is not to be used. */
export interface KeyOutsidePart {
  readonly tag: 'KeyOutsidePart'
  /** `name@version` of the projection. */
  readonly projection: string
  readonly stream: string
  readonly position: number
  readonly key: string
  /** The unit that the stream was said to be of, and that of the key. */
  readonly unit: string
  readonly unitOfKey: string
}

export type PartFailure = ReadFailure | UndecodableEvent | WorkerFailed | KeyOutsidePart

/** What a worker is told when it is started. */
export interface WorkerBegin {
  readonly path: string
  readonly checkReads: boolean
  /** URL of the module, and the name of the export in it that is a PartedProjection. */
  readonly module: string
  readonly exportName: string
  /** `name@version` that the export must be. */
  readonly projection: string
  readonly mode: ReadMode
  readonly pageSize: number | undefined
  readonly asOf: string | undefined
  /** The position up to which the log is read: the end of an append. */
  readonly upTo: number
  readonly skips: ReadonlyArray<SkippedFact>
  readonly places: PackedOptions['places']
  /** One number that both change: how many batches were handed over and not yet taken. */
  readonly waiting: Int32Array
  /** One number that the starter lowers: beyond this position nothing need be read any more, since something failed there. */
  readonly limit: Float64Array
}

/** What a worker is asked for, one part at a time. */
export type WorkerTask = Part

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress', readonly events: number }
  | { readonly kind: 'models', readonly batch: PackedBatch }
  /** `cpuMs`: what this worker took of a processor since it was started. */
  | { readonly kind: 'done', readonly events: number, readonly cpuMs: number }
  | { readonly kind: 'failed', readonly failure: PartFailure }
  /** It came to the limit. */
  | { readonly kind: 'passed' }

/** Models as columns, so that few objects pass. */
export interface PackedBatch {
  readonly keys: ReadonlyArray<string>
  readonly texts: ReadonlyArray<string | null>
  readonly shownUpTo: ReadonlyArray<string>
  /** JSON. */
  readonly blocked: ReadonlyArray<string | null>
  /** The places of all models, one after another, and where those of each end. */
  readonly places: Uint8Array<ArrayBuffer>
  readonly ends: Float64Array<ArrayBuffer>
}

/** How many characters and bytes a batch holds at least, unless it is the last. */
const batchSize = 1_000_000

/** Packs models into batches; one model is never cut. Ends after a failure. */
export async function* batchesOf<Failure>(models: AsyncIterable<E.Either<Failure, PackedModel>>): AsyncGenerator<E.Either<Failure, PackedBatch>, void, undefined> {
  let batch: PackedModel[] = []
  let size = 0
  for await (const model of models) {
    if (E.isLeft(model)) {
      yield model
      return
    }
    batch.push(model.right)
    size += model.right.key.length + (model.right.text?.length ?? 0) + model.right.places.length
    if (size < batchSize) continue
    yield E.right(packBatch(batch))
    batch = []
    size = 0
  }
  if (batch.length > 0) yield E.right(packBatch(batch))
}

/** The models of a batch. */
export const modelsIn = ({ keys, texts, shownUpTo, blocked, places, ends }: PackedBatch): ReadonlyArray<PackedModel> => keys.map((key, index) => {
  const failed = blocked[index] ?? null
  return {
    key, text: texts[index] ?? null, shownUpTo: (shownUpTo[index] ?? '') as PackedModel['shownUpTo'],
    blocked: failed === null ? undefined : JSON.parse(failed) as NonNullable<PackedModel['blocked']>,
    places: places.subarray(index === 0 ? 0 : ends[index - 1], ends[index]),
  }
})

function packBatch(models: ReadonlyArray<PackedModel>): PackedBatch {
  const ends = new Float64Array(models.length)
  let end = 0
  models.forEach((model, index) => { ends[index] = end += model.places.length })
  const places = new Uint8Array(end)
  models.forEach((model, index) => { places.set(model.places, (ends[index] ?? 0) - model.places.length) })
  return {
    keys: models.map(({ key }) => key), texts: models.map(({ text }) => text), shownUpTo: models.map((model) => model.shownUpTo),
    blocked: models.map(({ blocked }) => blocked === undefined ? null : JSON.stringify(blocked)), places, ends,
  }
}
