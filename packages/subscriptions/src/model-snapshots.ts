/** Snapshots: what the model of a key was at earlier places, kept so that a question about the past folds only what came after one of them. */

import { isAfter, type After, type CalendarDate, type Position } from '@grid-governance/event-sourcing'
import type { PackedText } from './packed-text.ts'
import type { Checkpoint } from './runner-claim.ts'

/** Where a fact of a key is. In `effective` order `day` is the day from which it counts; '' in `recorded` order and for voids. */
export interface FactPlace {
  readonly position: Position
  readonly day: CalendarDate | ''
}

/** A fact of an entry that was corrected; all facts of its chain have the same `chain`, which is the position of the first of them. */
export interface ChainedPlace {
  readonly chain: Position
  readonly position: Position
}

/** A place in the order in which a model is shown its facts: an effective day ('' in `recorded` order), and among its entries the root's position. */
export interface ShownTo {
  readonly shownUpTo: CalendarDate | ''
  readonly shownTo: Position
}

/**
 * A snapshot holds the entries of a key that were known at `position` and stand at or before (`shownUpTo`, `shownTo`), and no others.
 * These four name it.
 */
export interface SnapshotId extends ShownTo {
  readonly key: string
  readonly position: Position
}

export interface Snapshot extends SnapshotId {
  /** The model as JSON text. */
  readonly text: string
}

/** A snapshot whose text was packed by the store that is to keep it. */
export interface SnapshotToKeep extends SnapshotId {
  readonly text: PackedText
}

/** A snapshot without its text. */
export interface SnapshotNote extends SnapshotId, Pick<PackedText, 'bytes' | 'length'> {
  /** The first fact that changed what the snapshot holds: it serves no question that knows of that fact. */
  readonly spoiledAt: Position | undefined
}

/** A snapshot that a later fact changed: one that came late, a correction or a void. */
export interface SpoiledSnapshot extends SnapshotId {
  readonly spoiledAt: Position
}

/** How far the log counts: up to a place, and of that only what stands before `cutFrom`. */
export interface KnownPart {
  readonly upTo: After
  readonly cutFrom?: Position
}

/** A question about one key. */
export interface FactsRequest {
  readonly key: string
  /** Facts of later days are left out; in `recorded` order it is not to be given. */
  readonly asOf?: CalendarDate
  readonly known: KnownPart
  /** `snapshot`: after that which leaves the least to fold. A place: after that place, which must be that of a snapshot. */
  readonly from: 'snapshot' | 'beginning' | ShownTo
}

/** What answers a question about a key: a snapshot, and the facts to be shown after it, all found at one moment. */
export interface FactsFound {
  readonly checkpoint: Checkpoint | undefined
  readonly snapshot: Snapshot | undefined
  /**
   * In the order of the log, each once. Of a chain that was corrected all facts are there, whatever their day; so some may have to be passed over.
   */
  readonly positions: ReadonlyArray<Position>
  /** Whether any fact that was known touches the key by what it says itself; if not, it may still be touched by a correction. */
  readonly touched: boolean
}

/** Whether a position counts. */
export const isKnown = (position: Position, { upTo, cutFrom }: KnownPart): boolean => !isAfter(position, upTo) && (cutFrom === undefined || position < cutFrom)

/** Whether one place stands after another in the order in which facts are shown. */
export const isBeyond = (one: ShownTo, other: ShownTo): boolean =>
  one.shownUpTo > other.shownUpTo || (one.shownUpTo === other.shownUpTo && one.shownTo > other.shownTo)

/** The order of snapshots of one key: by what they hold, and of two that hold as much the one that was known first. */
export const byHolding = (left: SnapshotId, right: SnapshotId): number =>
  isBeyond(left, right) ? 1 : isBeyond(right, left) ? -1 : left.position - right.position

/** Whether a snapshot holds nothing that a question must not see, and all that it must: of several that do, the last in order leaves the least to fold. */
export const serves = ({ shownUpTo, position, spoiledAt }: Omit<SnapshotNote, 'bytes' | 'length'>, { asOf, known }: Pick<FactsRequest, 'asOf' | 'known'>): boolean =>
  isKnown(position, known) && (spoiledAt === undefined || !isKnown(spoiledAt, known)) && (asOf === undefined || shownUpTo <= asOf)
