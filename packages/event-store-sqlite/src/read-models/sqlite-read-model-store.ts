/** Read models in one SQLite file beside the log: models, the places of their facts, and checkpoints, saved in one transaction. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { projectionName, type CalendarDate, type EventId, type Position } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type {
  Checkpoint, ClaimHeld, FencedOff, Hold, KeyRequest, ProjectionClaim, ProjectionId, ProjectionSummary, ReadModelSave, ReadModelStore, SavedModel, SavedModels,
} from '@grid-governance/subscriptions'
import { query, readValue, type Database } from '../database.ts'
import { answeringVersions } from './answering-versions.ts'
import { openKeptFile, type KeptFile, type KeptFileOptions } from './kept-file.ts'
import { keptPlaces } from './kept-places.ts'
import { keptSnapshots } from './kept-snapshots.ts'
import { packedSnapshots } from './packed-snapshots.ts'
import { placeRun } from './place-runs.ts'
import type { ProjectionRow } from './projection-row.ts'
import { recordedSkips } from './recorded-skips.ts'
import { inOneReading, inTransaction, type SideFileFormat } from './side-file.ts'
import { spreadKeys } from './spread-keys.ts'
import { claimProjection } from './sql/claim-projection.ts'
import { countClaim } from './sql/count-claim.ts'
import { createReadModels } from './sql/create-read-models.ts'
import { holdProjection } from './sql/hold-projection.ts'
import { saveChained } from './sql/save-chained.ts'
import { saveCheckpoint } from './sql/save-checkpoint.ts'
import { saveModel } from './sql/save-model.ts'
import { selectActive } from './sql/select-active.ts'
import { selectKeys } from './sql/select-keys.ts'
import { selectModels } from './sql/select-models.ts'
import { selectProjection } from './sql/select-projection.ts'
import { selectProjections } from './sql/select-projections.ts'

/** "GGrm" in the header of the file. The file may be deleted at any time: all of it but the skips is rebuilt from the log. */
export const readModelsFormat: SideFileFormat = {
  what: 'a file of read models', applicationId: 0x4747726d, formatVersion: 4, schema: createReadModels, synchronous: 'NORMAL',
  beginAnew,
}

/**
 * Older formats held nothing that the log does not, but for skips, from the second on. Tokens go on, or a runner of the older release could be
 * taken for one of this.
 */
function beginAnew(database: Database, make: () => void): void {
  const has = (table: string): boolean => readValue(database, `SELECT 1 FROM sqlite_schema WHERE name = '${table}'`) === 1
  const last = has('claims') ? Number(readValue(database, 'SELECT last FROM claims')) : 0
  const skips = has('skips') ? recordedSkips(database).all() : []
  make()
  database.exec(`UPDATE claims SET last = ${last}`)
  const { record } = recordedSkips(database)
  for (const { projection, ...skip } of skips) record(projection, [skip])
}

export interface SqliteReadModelStore extends ReadModelStore {
  readonly path: string
  /** The file was of an older format and was emptied at this opening: tell the operator, for all of it is to be built again. */
  readonly begunAnew: boolean
  /** Lets go of the file. Closing twice is fine. */
  readonly close: () => TaskEither<StoreUnavailable, void>
}

/**
 * Opens read models. Fails with the reasons of StoreUnavailable; a file of a newer format or of another kind is refused and left as it is. One of an
 * older format is begun anew with `create`, and nothing answers from it until runners have built its models again; the other modes refuse it.
 */
export const openSqliteReadModels = (options: KeptFileOptions): TaskEither<StoreUnavailable, SqliteReadModelStore> => async () => {
  let begunAnew = false
  const format: SideFileFormat = { ...readModelsFormat, beginAnew: (database, make) => {
    beginAnew(database, make)
    begunAnew = true
  } }
  return await openKeptFile(format, options, (database, file) => ({ ...storeOn(database, file, options.path), begunAnew }))()
}

type ModelRow = readonly [key: string, text: string | null, shownUpTo: string, stale: number, blocked: string | null, sinceSnapshot: number]
type SummaryRow = readonly [
  name: string, version: number, position: number | null, eventId: string | null, heldUntil: number | null, models: number, stale: number, blocked: number, skipped: number, active: number,
  snapshots: number, snapshotBytes: number,
]

/** The store on a file that is open. */
export function storeOn(database: Database, file: KeptFile, path: string): Omit<SqliteReadModelStore, 'begunAnew'> {
  const projection = query<ProjectionRow>(database, selectProjection)
  const models = query<ModelRow>(database, selectModels)
  const summaries = query<SummaryRow>(database, selectProjections)
  const activeVersion = query<readonly [number]>(database, selectActive)
  const keysOf = (which: KeyRequest['which']) => ({
    first: query<readonly [string]>(database, selectKeys(which, 'first')), after: query<readonly [string]>(database, selectKeys(which, 'after')),
  })
  const keys = { all: keysOf('all'), stale: keysOf('stale'), blocked: keysOf('blocked') }
  const spread = spreadKeys(database)
  const counted = query<readonly [number]>(database, countClaim)
  const claimed = query<readonly [number | null, string | null]>(database, claimProjection)
  const held = database.prepare(holdProjection)
  const savedModel = database.prepare(saveModel)
  const savedChained = database.prepare(saveChained)
  const places = keptPlaces(database)
  const snapshots = keptSnapshots(database, places)
  const savedCheckpoint = database.prepare(saveCheckpoint)
  const skips = recordedSkips(database)

  const find = ({ name, version }: ProjectionId): ProjectionRow | undefined => projection.get(name, version)
  const versions = answeringVersions(database, find, skips)

  const claim = (of: ProjectionId, hold: Hold | undefined): E.Either<ClaimHeld, ProjectionClaim> => inTransaction(database, () => {
    const [, , , , until = null] = find(of) ?? []
    if (hold?.ifHeld === 'refuse' && until !== null && until > hold.at) return E.left({ tag: 'ClaimHeld', runner: projectionName(of), heldUntil: until } as const)
    const token = counted.get()?.[0] ?? 0
    const [position, eventId] = claimed.get(of.name, of.version, token, hold?.until ?? null) ?? [null, null]
    return E.right({ token, checkpoint: checkpointOf(position, eventId), skips: skips.of(of) })
  }, E.isLeft)

  const release = (of: ProjectionId, token: number): void => inTransaction(database, () => {
    const [id, current] = find(of) ?? []
    if (id !== undefined && current === token) held.run(id, null)
  })

  const save = (request: ReadModelSave): E.Either<FencedOff, void> => inTransaction(database, () => {
    const [id, current] = find(request.projection) ?? [0, 0]
    if (current !== request.token) return E.left({ tag: 'FencedOff', runner: projectionName(request.projection), token: request.token, current } as const)
    // In the order of the table: else a save of many models would come back to the same pages of the file again and again.
    const inOrder = [...request.models].sort((left, right) => left.key < right.key ? -1 : 1)
    for (const { key, text, shownUpTo, stale, blocked, sinceSnapshot, newPlaces, newChained } of inOrder) {
      const run = newPlaces.length === 0 ? null : placeRun(newPlaces)
      savedModel.run(id, key, text, shownUpTo, Number(stale), blocked === undefined ? null : JSON.stringify(blocked), sinceSnapshot, run)
      for (const { position, chain } of newChained) savedChained.run(id, key, position, chain)
    }
    places.handOn(id)
    snapshots.save(id, request)
    skips.withdraw(request.projection, request.withdrawn ?? [])
    skips.record(request.projection, request.skips ?? [])
    if (request.checkpoint !== undefined) savedCheckpoint.run(id, request.checkpoint.position, request.checkpoint.eventId)
    if (request.heldUntil !== undefined) held.run(id, request.heldUntil)
    return E.right(undefined)
  }, E.isLeft)

  const loadNow = (of: ProjectionId, wanted: ReadonlyArray<string>): SavedModels => {
    const [id, , position, eventId] = find(of) ?? [0, 0, null, null]
    return { checkpoint: checkpointOf(position, eventId), models: models.all(id, JSON.stringify(wanted)).map(modelOf) }
  }

  return {
    path,
    packing: packedSnapshots,
    claim: (of, hold) => file.run(() => claim(of, hold)),
    release: (of, token) => file.run(() => E.right(release(of, token))),
    save: (request) => file.run(() => save(request)),
    load: (of, wanted) => file.run(() => E.right(inOneReading(database, () => loadNow(of, wanted)))),
    loadActive: (name, wanted) => file.run(() => E.right(inOneReading(database, () => {
      const version = activeVersion.get(name)?.[0]
      return version === undefined ? undefined : { version, ...loadNow({ name, version }, wanted), skips: skips.of({ name, version }) }
    }))),
    positionsOf: (of, key) => file.run(() => E.right(inOneReading(database, () => places.all(find(of)?.[0] ?? 0, key)))),
    factsFor: (of, request) => file.run(() => E.right(inOneReading(database, () => {
      const [id, , position, eventId] = find(of) ?? [0, 0, null, null]
      return { checkpoint: checkpointOf(position, eventId), ...snapshots.factsFor(id, request) }
    }))),
    snapshots: (of) => file.run(() => E.right(inOneReading(database, () => snapshots.all(find(of)?.[0] ?? 0)))),
    snapshotText: (of, snapshot) => file.run(() => E.right(inOneReading(database, () => snapshots.text(find(of)?.[0] ?? 0, snapshot)))),
    keys: ({ projection: of, which, after, maxCount }) => file.run(() => E.right(keys[which][after === undefined ? 'first' : 'after'].all(find(of)?.[0] ?? 0, after ?? null, maxCount).map(([key]) => key))),
    spreadKeys: (of, count) => file.run(() => E.right(inOneReading(database, () => spread(find(of)?.[0] ?? 0, count)))),
    projections: () => file.run(() => E.right(summaries.all().map(summaryOf))),
    skips: () => file.run(() => E.right(skips.all())),
    switchTo: (request) => file.run(() => versions.switchTo(request)),
    replace: (replacement) => file.run(() => versions.replace(replacement)),
    drop: (of, even) => file.run(() => versions.drop(of, even?.active === true)),
    close: file.close,
  }
}

function checkpointOf(position: number | null, eventId: string | null): Checkpoint | undefined {
  return position === null || eventId === null ? undefined : { position: position as Position, eventId: eventId as EventId }
}

function modelOf([key, text, shownUpTo, stale, blocked, sinceSnapshot]: ModelRow): SavedModel {
  return {
    key, text, shownUpTo: shownUpTo as CalendarDate | '', stale: stale === 1, sinceSnapshot,
    blocked: blocked === null ? undefined : JSON.parse(blocked) as NonNullable<SavedModel['blocked']>,
  }
}

function summaryOf([name, version, position, eventId, heldUntil, models, stale, blocked, skipped, active, snapshots, snapshotBytes]: SummaryRow): ProjectionSummary {
  return { name, version, checkpoint: checkpointOf(position, eventId), models, stale, blocked, skipped, active: active === 1, heldUntil: heldUntil ?? undefined, snapshots: { count: snapshots, bytes: snapshotBytes } }
}
