/** Read models in one SQLite file beside the log: models, the places of their facts, and checkpoints, saved in one transaction. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { projectionName, type CalendarDate, type EventId, type Position } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { Checkpoint, Claim, FencedOff, ProjectionId, ProjectionSummary, ReadModelSave, ReadModelStore, SavedModel, SavedModels } from '@grid-governance/subscriptions'
import { query, type Database } from '../database.ts'
import { openKeptFile, type KeptFile, type KeptFileOptions } from './kept-file.ts'
import { inOneReading, inTransaction, type SideFileFormat } from './side-file.ts'
import { claimProjection } from './sql/claim-projection.ts'
import { countClaim } from './sql/count-claim.ts'
import { createReadModels } from './sql/create-read-models.ts'
import { dropProjection } from './sql/drop-projection.ts'
import { saveCheckpoint } from './sql/save-checkpoint.ts'
import { saveModel } from './sql/save-model.ts'
import { savePlace } from './sql/save-place.ts'
import { selectKeys } from './sql/select-keys.ts'
import { selectModels } from './sql/select-models.ts'
import { selectPlaces } from './sql/select-places.ts'
import { selectProjection } from './sql/select-projection.ts'
import { selectProjections } from './sql/select-projections.ts'

/** "GGrm" in the header of the file. The file may be deleted at any time: all of it is rebuilt from the log. */
export const readModelsFormat: SideFileFormat = {
  what: 'a file of read models', applicationId: 0x4747726d, formatVersion: 1, schema: createReadModels, synchronous: 'NORMAL',
}

export interface SqliteReadModelStore extends ReadModelStore {
  readonly path: string
  /** Lets go of the file. Closing twice is fine. */
  readonly close: () => TaskEither<StoreUnavailable, void>
}

/** Opens read models. Fails with the reasons of StoreUnavailable; a file of a newer format or of another kind is refused and left as it is. */
export const openSqliteReadModels = (options: KeptFileOptions): TaskEither<StoreUnavailable, SqliteReadModelStore> =>
  openKeptFile(readModelsFormat, options, (database, file) => storeOn(database, file, options.path))

type ProjectionRow = readonly [id: number, token: number, position: number | null, eventId: string | null]
type ModelRow = readonly [key: string, text: string | null, shownUpTo: string, stale: number, blocked: string | null]
type SummaryRow = readonly [name: string, version: number, position: number | null, eventId: string | null, models: number, stale: number, blocked: number]

function storeOn(database: Database, file: KeptFile, path: string): SqliteReadModelStore {
  const projection = query<ProjectionRow>(database, selectProjection)
  const models = query<ModelRow>(database, selectModels)
  const places = query<readonly [number]>(database, selectPlaces)
  const summaries = query<SummaryRow>(database, selectProjections)
  const keys = {
    all: query<readonly [string]>(database, selectKeys('all')),
    stale: query<readonly [string]>(database, selectKeys('stale')),
    blocked: query<readonly [string]>(database, selectKeys('blocked')),
  }
  const counted = query<readonly [number]>(database, countClaim)
  const claimed = query<readonly [number | null, string | null]>(database, claimProjection)
  const savedModel = query<readonly [number]>(database, saveModel)
  const savedPlace = database.prepare(savePlace)
  const savedCheckpoint = database.prepare(saveCheckpoint)
  const dropped = dropProjection.map((sql) => database.prepare(sql))

  const find = ({ name, version }: ProjectionId): ProjectionRow | undefined => projection.get(name, version)

  const claim = ({ name, version }: ProjectionId): Claim => inTransaction(database, () => {
    const token = counted.get()?.[0] ?? 0
    const [position, eventId] = claimed.get(name, version, token) ?? [null, null]
    return { token, checkpoint: checkpointOf(position, eventId) }
  })

  const save = (request: ReadModelSave): E.Either<FencedOff, void> => inTransaction(database, () => {
    const [id, current] = find(request.projection) ?? [0, 0]
    if (current !== request.token) return E.left({ tag: 'FencedOff', runner: projectionName(request.projection), token: request.token, current } as const)
    for (const { key, text, shownUpTo, stale, blocked, newPositions } of request.models) {
      const model = savedModel.get(id, key, text, shownUpTo, Number(stale), blocked === undefined ? null : JSON.stringify(blocked))?.[0] ?? 0
      for (const position of newPositions) savedPlace.run(model, position)
    }
    if (request.checkpoint !== undefined) savedCheckpoint.run(id, request.checkpoint.position, request.checkpoint.eventId)
    return E.right(undefined)
  }, E.isLeft)

  const load = (of: ProjectionId, wanted: ReadonlyArray<string>): SavedModels => inOneReading(database, () => {
    const [id, , position, eventId] = find(of) ?? [0, 0, null, null]
    return { checkpoint: checkpointOf(position, eventId), models: models.all(id, JSON.stringify(wanted)).map(modelOf) }
  })

  const drop = (of: ProjectionId): void => inTransaction(database, () => {
    const id = find(of)?.[0]
    if (id !== undefined) for (const statement of dropped) statement.run(id)
  })

  return {
    path,
    claim: (of) => file.run(() => E.right(claim(of))),
    save: (request) => file.run(() => save(request)),
    load: (of, wanted) => file.run(() => E.right(load(of, wanted))),
    positionsOf: (of, key) => file.run(() => E.right(places.all(find(of)?.[0] ?? 0, key).map(([position]) => position as Position))),
    keys: ({ projection: of, which, after, maxCount }) => file.run(() => E.right(keys[which].all(find(of)?.[0] ?? 0, after ?? null, maxCount).map(([key]) => key))),
    projections: () => file.run(() => E.right(summaries.all().map(summaryOf))),
    drop: (of) => file.run(() => E.right(drop(of))),
    close: file.close,
  }
}

function checkpointOf(position: number | null, eventId: string | null): Checkpoint | undefined {
  return position === null || eventId === null ? undefined : { position: position as Position, eventId: eventId as EventId }
}

function modelOf([key, text, shownUpTo, stale, blocked]: ModelRow): SavedModel {
  return {
    key, text, shownUpTo: shownUpTo as CalendarDate | '', stale: stale === 1,
    blocked: blocked === null ? undefined : JSON.parse(blocked) as NonNullable<SavedModel['blocked']>,
  }
}

function summaryOf([name, version, position, eventId, models, stale, blocked]: SummaryRow): ProjectionSummary {
  return { name, version, checkpoint: checkpointOf(position, eventId), models, stale, blocked }
}
