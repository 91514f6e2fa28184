/** The snapshots of a file of read models, and the facts that come after them: what questions about the past are answered from. */

import type { Position } from '@grid-governance/event-sourcing'
import { dayNumber, dayOfNumber, lastDay, type FactsFound, type FactsRequest, type KnownPart, type ReadModelSave, type ShownTo, type SnapshotId, type SnapshotNote } from '@grid-governance/subscriptions'
import { query, type Database } from '../database.ts'
import type { KeptPlaces } from './kept-places.ts'
import { packedSnapshots } from './packed-snapshots.ts'
import { forgetSnapshot } from './sql/forget-snapshot.ts'
import { forgetSnapshotsOf } from './sql/forget-snapshots-of.ts'
import { saveSnapshot } from './sql/save-snapshot.ts'
import { selectChain } from './sql/select-chain.ts'
import { selectChained } from './sql/select-chained.ts'
import { selectServingSnapshot } from './sql/select-serving-snapshot.ts'
import { selectSnapshotText } from './sql/select-snapshot-text.ts'
import { selectSnapshots } from './sql/select-snapshots.ts'
import { spoilSnapshot } from './sql/spoil-snapshot.ts'

/** To be used within a transaction, or one reading, of the store. */
export interface KeptSnapshots {
  /** After the models of the same save. */
  readonly save: (projection: number, changes: Pick<ReadModelSave, 'snapshots' | 'spoiled' | 'forgotten' | 'forgottenOf'>) => void
  readonly all: (projection: number) => ReadonlyArray<SnapshotNote>
  readonly text: (projection: number, snapshot: SnapshotId) => string | undefined
  readonly factsFor: (projection: number, request: FactsRequest) => Omit<FactsFound, 'checkpoint'>
}

type NoteRow = readonly [key: string, shownUpTo: number, shownTo: number, position: number, bytes: number, length: number, spoiledAt: number | null]
type TextRow = readonly [length: number, packed: string | Uint8Array]
type ServingRow = readonly [shownUpTo: number, shownTo: number, position: number, ...TextRow]

export const keptSnapshots = (database: Database, places: KeptPlaces): KeptSnapshots => {
  const notes = query<NoteRow>(database, selectSnapshots)
  const textOf = query<TextRow>(database, selectSnapshotText)
  const serving = query<ServingRow>(database, selectServingSnapshot)
  const chainedAmong = query<readonly [position: number, chain: number]>(database, selectChained)
  const ofChain = query<readonly [number]>(database, selectChain)
  const saved = database.prepare(saveSnapshot)
  const spoiledBy = database.prepare(spoilSnapshot)
  const forgotten = database.prepare(forgetSnapshot)
  const forgottenOf = database.prepare(forgetSnapshotsOf)

  const save: KeptSnapshots['save'] = (projection, changes) => {
    for (const key of changes.forgottenOf ?? []) forgottenOf.run(projection, key)
    for (const one of changes.forgotten ?? []) forgotten.run(projection, ...nameOf(one))
    for (const one of changes.snapshots ?? []) saved.run(projection, ...nameOf(one), one.text.bytes, one.text.length, one.text.packed)
    for (const one of changes.spoiled ?? []) spoiledBy.run(projection, ...nameOf(one), one.spoiledAt)
  }

  const factsFor: KeptSnapshots['factsFor'] = (projection, { key, asOf, known, from }) => {
    const upTo = lastKnown(known)
    if (upTo < 0) return { snapshot: undefined, positions: [], touched: false }
    const last = asOf === undefined ? lastDay : dayNumber(asOf)
    const row = from === 'snapshot' ? serving.get(projection, key, last, upTo) : undefined
    const snapshot = row === undefined ? undefined : { key, shownUpTo: dayOfNumber(row[0]), shownTo: row[1] as Position, position: row[2] as Position, text: unpacked([row[3], row[4]]) }
    const base: ShownTo | undefined = typeof from === 'object' ? from : snapshot
    const found = places.within(projection, key, { afterDay: dayNumber(base?.shownUpTo ?? ''), afterPosition: base?.shownTo ?? -1, lastDay: last, upTo })
    const positions = withChains(projection, key, found, upTo)
    return { snapshot, positions, touched: snapshot !== undefined || isTouched(projection, key, upTo, positions) }
  }

  /** These facts, and with those of corrected entries all facts of their chains, whatever their day. */
  const withChains = (projection: number, key: string, found: ReadonlyArray<Position>, upTo: number): ReadonlyArray<Position> => {
    const chained = chainedAmong.all(projection, key, found[0] ?? 0, found.at(-1) ?? -1)
    if (chained.length === 0) return found
    const all = new Set<number>(found)
    const chains = new Set(chained.filter(([position]) => all.has(position)).map(([, chain]) => chain))
    for (const chain of chains) for (const [position] of ofChain.all(projection, key, chain, upTo)) all.add(position)
    return all.size === found.length ? found : [...all].sort((left, right) => left - right) as ReadonlyArray<number> as ReadonlyArray<Position>
  }

  /** Whether a fact that no correction brought touches the key. Looked for among those that were found first. */
  const isTouched = (projection: number, key: string, upTo: number, found: ReadonlyArray<number>): boolean => {
    const isOwn = (position: number): boolean => chainedAmong.get(projection, key, position, position) === undefined
    return found.some(isOwn) || places.some(projection, key, upTo, isOwn)
  }

  return {
    save,
    all: (projection) => notes.all(projection).map(([key, shownUpTo, shownTo, position, bytes, length, spoiledAt]) => ({
      key, shownUpTo: dayOfNumber(shownUpTo), shownTo: shownTo as Position, position: position as Position, bytes, length, spoiledAt: spoiledAt === null ? undefined : spoiledAt as Position,
    })),
    text: (projection, snapshot) => {
      const row = textOf.get(projection, ...nameOf(snapshot))
      return row === undefined ? undefined : unpacked(row)
    },
    factsFor,
  }
}

function unpacked([length, packed]: TextRow): string {
  return packedSnapshots.unpack({ packed, length, bytes: packed.length })
}

function nameOf({ key, shownUpTo, shownTo, position }: SnapshotId): readonly [string, number, number, number] {
  return [key, dayNumber(shownUpTo), shownTo, position]
}

/** The last position that counts; -1 for none. */
function lastKnown({ upTo, cutFrom }: KnownPart): number {
  return upTo === 'beginning' ? -1 : cutFrom === undefined ? upTo : Math.min(upTo, cutFrom - 1)
}
