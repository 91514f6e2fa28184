/** The port to where read models are kept: each save carries models and checkpoint together or not at all. */

import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After, CalendarDate, Position } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { Blockage } from './keyed-fold.ts'
import type { ChainedPlace, FactPlace, FactsFound, FactsRequest, SnapshotId, SnapshotNote, SnapshotToKeep, SpoiledSnapshot } from './model-snapshots.ts'
import type { TextPacking } from './packed-text.ts'
import type { ProjectionId } from './projection-id.ts'
import type { Checkpoint, ClaimHeld, FencedOff, Hold, ProjectionClaim } from './runner-claim.ts'
import type { RecordedSkip, SkippedFact } from './skipped-facts.ts'

/** A model as it is kept. */
export interface SavedModel {
  readonly key: string
  /** The model as JSON text; null while it is stale or blocked, and then its facts are to be folded. */
  readonly text: string | null
  /** The latest effective day that was shown to the model; '' if none. */
  readonly shownUpTo: CalendarDate | ''
  /** Late facts or corrections came since the model was folded. */
  readonly stale: boolean
  /** The fact at which the projection failed. */
  readonly blocked: Blockage | undefined
  /** How many facts touched the key since a snapshot of it was taken. */
  readonly sinceSnapshot: number
}

/** A model to be saved, and where the facts are that touch it and were not saved before. */
export interface ModelToSave extends SavedModel {
  readonly newPlaces: ReadonlyArray<FactPlace>
  /** All facts of the chains that were corrected since. */
  readonly newChained: ReadonlyArray<ChainedPlace>
}

/** One save: all of it, or nothing. */
export interface ReadModelSave {
  readonly projection: ProjectionId
  readonly token: number
  /** Undefined leaves the checkpoint where it is. */
  readonly checkpoint: Checkpoint | undefined
  readonly models: ReadonlyArray<ModelToSave>
  /** Facts that are skipped from now on, recorded together with the models without them. */
  readonly skips?: ReadonlyArray<SkippedFact>
  /** Skips that are taken back, together with the models that show the facts again. */
  readonly withdrawn?: ReadonlyArray<Pick<SkippedFact, 'key' | 'position'>>
  /** Until when others see that the claim is in use; undefined leaves it as it is. */
  readonly heldUntil?: number
  /** Snapshots of keys that have a model. */
  readonly snapshots?: ReadonlyArray<SnapshotToKeep>
  readonly spoiled?: ReadonlyArray<SpoiledSnapshot>
  /** Snapshots that are let go, before any are kept. */
  readonly forgotten?: ReadonlyArray<SnapshotId>
  /** Keys of which all snapshots are let go, since the key is shown other facts now, or by other code. */
  readonly forgottenOf?: ReadonlyArray<string>
}

/** Models and checkpoint as they stood at one moment. */
export interface SavedModels {
  readonly checkpoint: Checkpoint | undefined
  readonly models: ReadonlyArray<SavedModel>
}

/** Models of the version that answered to a name at that moment, all of that one version. */
export interface ActiveModels extends SavedModels {
  readonly version: number
  readonly skips: ReadonlyArray<SkippedFact>
}

/** What is kept of a projection. */
export interface ProjectionSummary extends ProjectionId {
  readonly checkpoint: Checkpoint | undefined
  readonly models: number
  readonly stale: number
  readonly blocked: number
  /** Facts that an operator took out of single models. */
  readonly skipped: number
  /** How many snapshots are kept for questions about the past, and what their texts take up together, in bytes. */
  readonly snapshots: { readonly count: number, readonly bytes: number }
  /** Whether it answers to its name. */
  readonly active: boolean
  /** Until when its runner holds it, in milliseconds since 1970; undefined where no runner says so. */
  readonly heldUntil: number | undefined
}

/** Which version is to answer to its name. */
export interface SwitchRequest {
  readonly projection: ProjectionId
  /** A version whose checkpoint lies before this place has not caught up. */
  readonly caughtUpTo: After
  /** What the operator puts up with; nothing unless said. Stale models count as behind. */
  readonly allow?: { readonly behind?: boolean, readonly blocked?: boolean }
}

/** The version that answered before; undefined where none did. */
export interface Switched {
  readonly before: number | undefined
}

/** No such projection is kept. */
export interface NoSuchVersion {
  readonly tag: 'NoSuchVersion'
  readonly projection: string
}

/** A version that is not fit to answer yet, and why. Nothing was changed. */
export interface VersionNotReady {
  readonly tag: 'VersionNotReady'
  readonly projection: string
  readonly checkpoint: After
  readonly caughtUpTo: After
  readonly stale: number
  readonly blocked: number
}

/** The version answers to its name and is not forgotten unless that is asked for. */
export interface VersionAnswers {
  readonly tag: 'VersionAnswers'
  readonly projection: string
}

/** One projection put in the place of another, in one step. */
export interface Replacement {
  /** What was built beside it, and is gone under this name afterwards. */
  readonly built: ProjectionId
  readonly token: number
  /** What it becomes; its models, places, checkpoint and skips are forgotten. */
  readonly replaced: ProjectionId
}

/** Keys of one kind, in order. */
export interface KeyRequest {
  readonly projection: ProjectionId
  readonly which: 'all' | 'stale' | 'blocked'
  /** Only keys that sort after this one. */
  readonly after?: string
  readonly maxCount: number
}

/**
 * Keeps models, their positions in the log and the checkpoints of their runners; all of that can be dropped and rebuilt from the log. Skips
 * cannot: they outlive the models of their version, so that it is built anew without the same facts until somebody takes the skips back.
 */
export interface ReadModelStore {
  /** How the texts of snapshots are packed for this store: whoever saves them knows beforehand what they will take up. */
  readonly packing: TextPacking
  /** Makes the caller the only one who may save this projection. Fails with ClaimHeld only where the hold says `refuse`. */
  readonly claim: (projection: ProjectionId, hold?: Hold) => TaskEither<StoreUnavailable | ClaimHeld, ProjectionClaim>
  /** Lets others see that the claim is not in use any more; does nothing where it does not count any more. */
  readonly release: (projection: ProjectionId, token: number) => TaskEither<StoreUnavailable, void>
  /** Fails with FencedOff where the projection was claimed by another since, or dropped. */
  readonly save: (save: ReadModelSave) => TaskEither<StoreUnavailable | FencedOff, void>
  /** The models of these keys, those that exist. */
  readonly load: (projection: ProjectionId, keys: ReadonlyArray<string>) => TaskEither<StoreUnavailable, SavedModels>
  /** The same of the version that answers to a name, found and read at one moment; undefined where none answers. */
  readonly loadActive: (name: string, keys: ReadonlyArray<string>) => TaskEither<StoreUnavailable, ActiveModels | undefined>
  /** Where the facts of a key are, in the order of the log. */
  readonly positionsOf: (projection: ProjectionId, key: string) => TaskEither<StoreUnavailable, ReadonlyArray<Position>>
  /** What answers a question about a key, with no more facts than it takes. */
  readonly factsFor: (projection: ProjectionId, request: FactsRequest) => TaskEither<StoreUnavailable, FactsFound>
  /** All snapshots of a projection, in the order of key, day, place and position. */
  readonly snapshots: (projection: ProjectionId) => TaskEither<StoreUnavailable, ReadonlyArray<SnapshotNote>>
  /** The text of a snapshot; undefined where it is not kept. */
  readonly snapshotText: (projection: ProjectionId, snapshot: SnapshotId) => TaskEither<StoreUnavailable, string | undefined>
  /** Keys in the order of their UTF-8 bytes. */
  readonly keys: (request: KeyRequest) => TaskEither<StoreUnavailable, ReadonlyArray<string>>
  /** At most `count` keys, in order and evenly spread, the first among them; the same for the same keys. */
  readonly spreadKeys: (projection: ProjectionId, count: number) => TaskEither<StoreUnavailable, ReadonlyArray<string>>
  readonly projections: () => TaskEither<StoreUnavailable, ReadonlyArray<ProjectionSummary>>
  /** All skips, of projections that were dropped too, in the order of projection, key and position. */
  readonly skips: () => TaskEither<StoreUnavailable, ReadonlyArray<RecordedSkip>>
  /** Lets a version answer to its name, in one step: no reader sees two of them in one answer. The one before is kept. */
  readonly switchTo: (request: SwitchRequest) => TaskEither<StoreUnavailable | NoSuchVersion | VersionNotReady, Switched>
  /** Puts what was built beside a projection in its place, in one step. */
  readonly replace: (replacement: Replacement) => TaskEither<StoreUnavailable | FencedOff, void>
  /** Forgets all of a projection but its skips; its runner, if one is there, is refused at its next save. */
  readonly drop: (projection: ProjectionId, even?: { readonly active: boolean }) => TaskEither<StoreUnavailable | VersionAnswers, void>
}
