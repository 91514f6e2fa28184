/** The snapshots of a file of read models, and the facts that come after them: what questions about the past are answered from. */

import type { CalendarDate, Position } from '@grid-governance/event-sourcing'
import type { FactPlace, FactsFound, FactsRequest, KnownPart, ReadModelSave, ShownTo, SnapshotId, SnapshotNote } from '@grid-governance/subscriptions'
import { query, type Database } from '../database.ts'
import { forgetSnapshot } from './sql/forget-snapshot.ts'
import { forgetSnapshotsOf } from './sql/forget-snapshots-of.ts'
import { raiseLatestDay } from './sql/raise-latest-day.ts'
import { saveSnapshot } from './sql/save-snapshot.ts'
import { selectLatestDay } from './sql/select-latest-day.ts'
import { selectModelId } from './sql/select-model-id.ts'
import { selectPlacesBeyond } from './sql/select-places-beyond.ts'
import { selectServingSnapshot } from './sql/select-serving-snapshot.ts'
import { selectSnapshotText } from './sql/select-snapshot-text.ts'
import { selectSnapshots } from './sql/select-snapshots.ts'
import { selectTouched } from './sql/select-touched.ts'
import { spoilSnapshot } from './sql/spoil-snapshot.ts'

/** To be used within a transaction, or one reading, of the store. */
export interface KeptSnapshots {
  readonly save: (projection: number, changes: Pick<ReadModelSave, 'snapshots' | 'spoiled' | 'forgotten' | 'forgottenOf'>) => void
  /** To be told of the places of a model that are saved, before snapshots are. */
  readonly placesSaved: (model: number, places: ReadonlyArray<FactPlace>) => void
  readonly all: (projection: number) => ReadonlyArray<SnapshotNote>
  readonly text: (projection: number, snapshot: SnapshotId) => string | undefined
  readonly factsFor: (projection: number, request: FactsRequest) => Omit<FactsFound, 'checkpoint'>
}

type NoteRow = readonly [key: string, shownUpTo: number, shownTo: number, position: number, bytes: number, spoiledAt: number | null]
type ServingRow = readonly [shownUpTo: number, shownTo: number, position: number, text: string]

export const keptSnapshots = (database: Database): KeptSnapshots => {
  const modelId = query<readonly [number]>(database, selectModelId)
  const notes = query<NoteRow>(database, selectSnapshots)
  const textOf = query<readonly [string]>(database, selectSnapshotText)
  const serving = query<ServingRow>(database, selectServingSnapshot)
  const latestDay = query<readonly [number | null]>(database, selectLatestDay)
  const beyond = query<readonly [number]>(database, selectPlacesBeyond)
  const touchedBy = query<readonly [number]>(database, selectTouched)
  const saved = database.prepare(saveSnapshot)
  const spoiledBy = database.prepare(spoilSnapshot)
  const forgotten = database.prepare(forgetSnapshot)
  const forgottenOf = database.prepare(forgetSnapshotsOf)

  const raised = database.prepare(raiseLatestDay)

  const idOf = (projection: number, key: string): number | undefined => modelId.get(projection, key)?.[0]

  const save: KeptSnapshots['save'] = (projection, changes) => {
    for (const key of changes.forgottenOf ?? []) forgottenOf.run(idOf(projection, key) ?? 0)
    for (const one of changes.forgotten ?? []) forgotten.run(idOf(projection, one.key) ?? 0, ...nameOf(one))
    for (const one of changes.snapshots ?? []) {
      const model = idOf(projection, one.key)
      if (model !== undefined) saved.run(model, ...nameOf(one), one.text)
    }
    for (const one of changes.spoiled ?? []) spoiledBy.run(idOf(projection, one.key) ?? 0, ...nameOf(one), one.spoiledAt)
  }

  const placesSaved: KeptSnapshots['placesSaved'] = (model, places) => {
    let first = Number.POSITIVE_INFINITY
    let latest = 0
    for (const { position, day } of places) {
      first = Math.min(first, position)
      latest = Math.max(latest, numberOf(day))
    }
    if (latest > 0) raised.run(model, first, latest)
  }

  const factsFor: KeptSnapshots['factsFor'] = (projection, { key, asOf, known, from }) => {
    const model = idOf(projection, key)
    const [upTo, before] = boundsOf(known)
    if (model === undefined || upTo < 0) return { snapshot: undefined, positions: [], touched: false }
    const row = from === 'snapshot' ? serving.get(model, asOf === undefined ? lastDay : numberOf(asOf), upTo, before) : undefined
    const snapshot = row === undefined ? undefined : { key, shownUpTo: dayOf(row[0]), shownTo: row[1] as Position, position: row[2] as Position, text: row[3] }
    const base: ShownTo | undefined = typeof from === 'object' ? from : snapshot
    // Facts that are not known yet have later days, most of them: without this bound all of them would be looked at.
    const latest = Math.min(asOf === undefined ? lastDay : numberOf(asOf), latestDay.get(model, upTo)?.[0] ?? lastDay)
    const positions = beyond.all(model, numberOf(base?.shownUpTo ?? ''), latest, upTo, before, base?.shownTo ?? -1).map(([position]) => position as Position)
    return { snapshot, positions, touched: snapshot !== undefined || touchedBy.get(model, upTo, before, latestDay.get(model, upTo)?.[0] ?? lastDay) !== undefined }
  }

  return {
    save,
    placesSaved,
    all: (projection) => notes.all(projection).map(([key, shownUpTo, shownTo, position, bytes, spoiledAt]) => ({
      key, shownUpTo: dayOf(shownUpTo), shownTo: shownTo as Position, position: position as Position, bytes, spoiledAt: spoiledAt === null ? undefined : spoiledAt as Position,
    })),
    text: (projection, snapshot) => textOf.get(idOf(projection, snapshot.key) ?? 0, ...nameOf(snapshot))?.[0],
    factsFor,
  }
}

/** A day as a number that sorts as it does: 20240131; 0 for no day. */
export const numberOf = (day: CalendarDate | ''): number => day === '' ? 0 : Number(day.replaceAll('-', ''))

const lastDay = 99_991_231

function dayOf(number: number): CalendarDate | '' {
  if (number === 0) return ''
  const digits = String(number).padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}` as CalendarDate
}

function nameOf({ shownUpTo, shownTo, position }: SnapshotId): readonly [number, number, number] {
  return [numberOf(shownUpTo), shownTo, position]
}

/** Up to which position, and before which, facts count; -1 for none. */
function boundsOf({ upTo, cutFrom }: KnownPart): readonly [upTo: number, before: number] {
  return [upTo === 'beginning' ? -1 : upTo, cutFrom ?? Number.MAX_SAFE_INTEGER]
}
