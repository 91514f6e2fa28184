/** The port to where read models are kept: each save carries models and checkpoint together or not at all. */

import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { CalendarDate, Position } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { Blockage } from './keyed-fold.ts'
import type { Checkpoint, Claim, FencedOff } from './runner-claim.ts'

/** A projection as read models know it. Versions are kept side by side: a new one is built while the old one answers. */
export interface ProjectionId {
  readonly name: string
  readonly version: number
}

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
}

/** A model to be saved, and where the facts are that touch it and were not saved before. */
export interface ModelToSave extends SavedModel {
  readonly newPositions: ReadonlyArray<Position>
}

/** One save: all of it, or nothing. */
export interface ReadModelSave {
  readonly projection: ProjectionId
  readonly token: number
  /** Undefined leaves the checkpoint where it is. */
  readonly checkpoint: Checkpoint | undefined
  readonly models: ReadonlyArray<ModelToSave>
}

/** Models and checkpoint as they stood at one moment. */
export interface SavedModels {
  readonly checkpoint: Checkpoint | undefined
  readonly models: ReadonlyArray<SavedModel>
}

/** What is kept of a projection. */
export interface ProjectionSummary extends ProjectionId {
  readonly checkpoint: Checkpoint | undefined
  readonly models: number
  readonly stale: number
  readonly blocked: number
}

/** Keys of one kind, in order. */
export interface KeyRequest {
  readonly projection: ProjectionId
  readonly which: 'all' | 'stale' | 'blocked'
  /** Only keys that sort after this one. */
  readonly after?: string
  readonly maxCount: number
}

/** Keeps models, their positions in the log and the checkpoints of their runners. All of it can be dropped and rebuilt from the log. */
export interface ReadModelStore {
  /** Makes the caller the only one who may save this projection. */
  readonly claim: (projection: ProjectionId) => TaskEither<StoreUnavailable, Claim>
  /** Fails with FencedOff where the projection was claimed by another since, or dropped. */
  readonly save: (save: ReadModelSave) => TaskEither<StoreUnavailable | FencedOff, void>
  /** The models of these keys, those that exist. */
  readonly load: (projection: ProjectionId, keys: ReadonlyArray<string>) => TaskEither<StoreUnavailable, SavedModels>
  /** Where the facts of a key are, in the order of the log. */
  readonly positionsOf: (projection: ProjectionId, key: string) => TaskEither<StoreUnavailable, ReadonlyArray<Position>>
  /** Keys in the order of their UTF-8 bytes. */
  readonly keys: (request: KeyRequest) => TaskEither<StoreUnavailable, ReadonlyArray<string>>
  readonly projections: () => TaskEither<StoreUnavailable, ReadonlyArray<ProjectionSummary>>
  /** Forgets all of a projection; its runner, if one is there, is refused at its next save. */
  readonly drop: (projection: ProjectionId) => TaskEither<StoreUnavailable, void>
}
