/** Where the models come from: page by page, all of one day and one place in the log. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { CalendarDate, JsonObject, Table } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { rebuild, type KnownAt, type ReadingCodec, type ReadMode } from '@grid-governance/subscriptions'
import { standpointIn, type Standpoint } from './standpoint.ts'

/** Some models of a projection, with their keys. */
export interface ModelPage {
  readonly models: ReadonlyArray<readonly [key: string, model: JsonObject]>
  /** Keys of which nothing can be said, since the projection failed at one of their facts. */
  readonly blocked?: ReadonlyArray<string>
}

/** A source of models. Every page of every projection is of the same day and the same place, also in a log that grows meanwhile. */
export interface ModelSource<Failure> {
  readonly standpoint: TaskEither<Failure, Standpoint>
  /** The models of a projection as of the day asked for, or with all effective dates. A page after a failure never comes. */
  readonly pages: (wanted: ModelsWanted, standpoint: Standpoint) => AsyncIterable<E.Either<Failure, ModelPage>>
}

/** Which models: of a projection, as of the day or with all days, each by itself or joined with the others (`Table.joined`). */
export type ModelsWanted = Pick<Table, 'projection' | 'days' | 'joined'>

export interface RebuiltModelsOptions {
  readonly reader: EventReader
  readonly codec: ReadingCodec
  /** `trusted` where the chain of the log was verified; see `ReadMode`. */
  readonly mode: ReadMode
  readonly asOf: CalendarDate
  /** Only what was known then; without it, all that is known now. */
  readonly knownAt?: KnownAt
  /** How many models make a page; 100 unless said otherwise. */
  readonly pageSize?: number
  /** Told while the log is read, once for each projection. */
  readonly onRead?: (read: { readonly projection: string, readonly events: number, readonly position: number, readonly upTo: number }) => void
}

/** Models rebuilt from a log. In memory are the models of one projection at a time, and less of them with every page. */
export const rebuiltModels = (options: RebuiltModelsOptions): ModelSource<ReadFailure | UndecodableEvent> => ({
  standpoint: standpointIn(options.reader, options.asOf, options.knownAt),
  pages: (wanted, standpoint) => rebuiltPages(options, wanted, standpoint),
})

async function* rebuiltPages(
  { reader, codec, mode, pageSize = 100, onRead }: RebuiltModelsOptions, { projection, days, joined }: ModelsWanted, { asOf, position }: Standpoint,
): AsyncGenerator<E.Either<ReadFailure | UndecodableEvent, ModelPage>, void, undefined> {
  if (position === 'beginning') return
  const rebuilt = await rebuild({
    reader, codec, mode, projection, knownAt: { position }, ...(days === 'asOf' ? { asOf } : {}),
    onProgress: ({ events, readTo }) => onRead?.({ projection: projection.name, events, position: readTo === 'beginning' ? 0 : readTo, upTo: position }),
  })()
  if (E.isLeft(rebuilt)) {
    yield rebuilt
    return
  }
  // They belong to whoever rebuilt them, so each page is let go of.
  const models = (joined?.(rebuilt.right.models) ?? rebuilt.right.models) as Map<string, JsonObject>
  const blocked = [...rebuilt.right.blocked.keys()]
  if (blocked.length > 0) yield E.right({ models: [], blocked })
  let page: Array<readonly [string, JsonObject]> = []
  for (const entry of models) {
    models.delete(entry[0])
    page.push(entry)
    if (page.length < pageSize) continue
    yield E.right({ models: page })
    page = []
  }
  if (page.length > 0) yield E.right({ models: page })
}
