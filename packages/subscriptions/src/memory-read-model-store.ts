/** Read models in memory: the model that other read-model stores are compared with. */

import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { projectionName } from '@grid-governance/event-sourcing'
import { byBytes } from './key-order.ts'
import {
  byHolding, isBeyond, isKnown, serves, type ChainedPlace, type FactPlace, type FactsFound, type FactsRequest, type Snapshot, type SnapshotId, type SnapshotNote, type SnapshotToKeep,
} from './model-snapshots.ts'
import { plainTexts } from './packed-text.ts'
import type { ProjectionId } from './projection-id.ts'
import type {
  KeyRequest, NoSuchVersion, ProjectionSummary, ReadModelSave, ReadModelStore, Replacement, SavedModel, SavedModels, Switched, SwitchRequest, VersionAnswers,
  VersionNotReady
} from './read-model-store.ts'
import { inOrder } from './read-positions.ts'
import type { Checkpoint, ClaimHeld, FencedOff, Hold, ProjectionClaim } from './runner-claim.ts'
import type { RecordedSkip, SkippedFact } from './skipped-facts.ts'
import { versionNotReady } from './version-readiness.ts'

interface Kept {
  readonly id: ProjectionId
  token: number
  heldUntil: number | undefined
  checkpoint: Checkpoint | undefined
  readonly models: Map<string, SavedModel>
  /** By key. */
  readonly places: Map<string, KeptPlaces>
  readonly snapshots: Map<string, KeptSnapshot>
}

interface KeptPlaces {
  readonly facts: Map<string, FactPlace>
  readonly chained: Map<string, ChainedPlace>
}

type KeptSnapshot = Snapshot & SnapshotNote

/** A store that lives as long as the process. */
export const memoryReadModelStore = (): ReadModelStore => {
  const all = new Map<string, Kept>()
  const active = new Map<string, number>()
  let skips: ReadonlyArray<RecordedSkip> = []
  // Tokens go on where a projection was dropped: a runner of before must not be taken for one of after.
  let claims = 0

  const kept = (id: ProjectionId): Kept | undefined => all.get(projectionName(id))

  const claim = (id: ProjectionId, hold: Hold | undefined): E.Either<ClaimHeld, ProjectionClaim> => {
    const found = kept(id) ?? nothingOf(id)
    if (hold?.ifHeld === 'refuse' && found.heldUntil !== undefined && found.heldUntil > hold.at) {
      return E.left({ tag: 'ClaimHeld', runner: projectionName(id), heldUntil: found.heldUntil })
    }
    all.set(projectionName(id), found)
    claims += 1
    found.token = claims
    found.heldUntil = hold?.until
    return E.right({ token: found.token, checkpoint: found.checkpoint, skips: skipsOf(id) })
  }

  const fencedOff = (id: ProjectionId, token: number): FencedOff => ({ tag: 'FencedOff', runner: projectionName(id), token, current: kept(id)?.token ?? 0 })

  const save = ({ projection, token, checkpoint, models, skips: skipped = [], withdrawn = [], heldUntil, ...snapshots }: ReadModelSave): E.Either<FencedOff, void> => {
    const found = kept(projection)
    if (found?.token !== token) return E.left(fencedOff(projection, token))
    for (const { newPlaces, newChained, ...model } of models) {
      found.models.set(model.key, model)
      const { facts, chained } = placesOf(found, model.key)
      for (const place of newPlaces) facts.set(`${place.position} ${place.day}`, place)
      for (const place of newChained) chained.set(`${place.position} ${place.chain}`, place)
    }
    saveSnapshots(found, snapshots)
    skips = skips.filter((skip) => !isOf(projection, skip) || ![...withdrawn, ...skipped].some((one) => one.key === skip.key && one.position === skip.position))
    skips = [...skips, ...skipped.map((skip) => ({ ...skip, projection: idOf(projection) }))]
    found.checkpoint = checkpoint ?? found.checkpoint
    found.heldUntil = heldUntil ?? found.heldUntil
    return E.right(undefined)
  }

  const load = (id: ProjectionId, keys: ReadonlyArray<string>): SavedModels => {
    const found = kept(id)
    return { checkpoint: found?.checkpoint, models: keys.flatMap((key) => found?.models.get(key) ?? []) }
  }

  const factsFor = (id: ProjectionId, request: FactsRequest): FactsFound => {
    const found = kept(id) ?? nothingOf(id)
    const { key, asOf, known, from } = request
    const snapshot = from !== 'snapshot' ? undefined : snapshotsOf(found).filter((one) => one.key === key && serves(one, request)).at(-1)
    const base = typeof from === 'object' ? from : snapshot
    const { facts, chained } = placesOf(found, key)
    const counted = [...facts.values()].filter(({ position }) => isKnown(position, known))
    const wanted = counted
      .filter(({ position, day }) => (base === undefined || isBeyond({ shownUpTo: day, shownTo: position }, base)) && (asOf === undefined || day <= asOf))
      .map(({ position }) => position)
    const chains = new Set([...chained.values()].filter(({ position }) => wanted.includes(position)).map(({ chain }) => chain))
    const others = [...chained.values()].filter(({ position, chain }) => chains.has(chain) && isKnown(position, known)).map(({ position }) => position)
    const inChains = new Set([...chained.values()].map(({ position }) => position))
    return {
      checkpoint: found.checkpoint, snapshot: snapshot === undefined ? undefined : withoutNotes(snapshot), positions: inOrder([...wanted, ...others]),
      touched: snapshot !== undefined || counted.some(({ position }) => !inChains.has(position)),
    }
  }

  const keysOf = ({ projection, which, after, maxCount }: KeyRequest): ReadonlyArray<string> => [...kept(projection)?.models.values() ?? []]
    .filter((model) => (which === 'all' || (which === 'stale' ? model.stale : model.blocked !== undefined)) && (after === undefined || byBytes(model.key, after) > 0))
    .map(({ key }) => key)
    .sort(byBytes)
    .slice(0, maxCount)

  const spread = (id: ProjectionId, count: number): ReadonlyArray<string> => {
    const keys = [...kept(id)?.models.keys() ?? []].sort(byBytes)
    return keys.filter((_, place) => count > 0 && (place === 0 || Math.floor((place * count) / keys.length) > Math.floor(((place - 1) * count) / keys.length)))
  }

  const skipsOf = (id: ProjectionId): ReadonlyArray<SkippedFact> => skips.filter((skip) => isOf(id, skip)).sort(bySkip).map(({ projection: _, ...skip }) => skip)

  const summary = ({ id, checkpoint, heldUntil, models, snapshots }: Kept): ProjectionSummary => {
    const saved = [...models.values()]
    return {
      ...id, checkpoint, models: saved.length, snapshots: { count: snapshots.size, bytes: [...snapshots.values()].reduce((sum, { bytes }) => sum + bytes, 0) }, stale: saved.filter((model) => model.stale).length, blocked: saved.filter((model) => model.blocked !== undefined).length,
      skipped: skipsOf(id).length, active: active.get(id.name) === id.version, heldUntil,
    }
  }

  const switchTo = ({ projection, caughtUpTo, allow }: SwitchRequest): E.Either<NoSuchVersion | VersionNotReady, Switched> => {
    const found = kept(projection)
    if (found === undefined) return E.left({ tag: 'NoSuchVersion', projection: projectionName(projection) })
    const problem = versionNotReady(summary(found), caughtUpTo, allow)
    if (problem !== undefined) return E.left(problem)
    const before = active.get(projection.name)
    active.set(projection.name, projection.version)
    return E.right({ before })
  }

  const replace = ({ built, token, replaced }: Replacement): E.Either<FencedOff, void> => {
    const found = kept(built)
    if (found?.token !== token) return E.left(fencedOff(built, token))
    all.delete(projectionName(built))
    all.set(projectionName(replaced), { ...found, id: idOf(replaced), heldUntil: undefined })
    skips = skips.filter((skip) => !isOf(replaced, skip)).map((skip) => isOf(built, skip) ? { ...skip, projection: idOf(replaced) } : skip)
    return E.right(undefined)
  }

  const drop = (id: ProjectionId, evenActive: boolean): E.Either<VersionAnswers, void> => {
    if (kept(id) === undefined) return E.right(undefined)
    if (active.get(id.name) === id.version) {
      if (!evenActive) return E.left({ tag: 'VersionAnswers', projection: projectionName(id) })
      active.delete(id.name)
    }
    all.delete(projectionName(id))
    return E.right(undefined)
  }

  return {
    packing: plainTexts,
    claim: (id, hold) => () => Promise.resolve(claim(id, hold)),
    release: (id, token) => later(() => { const found = kept(id); if (found?.token === token) found.heldUntil = undefined }),
    save: (request) => () => Promise.resolve(save(request)),
    load: (id, keys) => later(() => load(id, keys)),
    loadActive: (name, keys) => later(() => {
      const version = active.get(name)
      return version === undefined ? undefined : { version, ...load({ name, version }, keys), skips: skipsOf({ name, version }) }
    }),
    positionsOf: (id, key) => later(() => inOrder([...kept(id)?.places.get(key)?.facts.values() ?? []].map(({ position }) => position))),
    factsFor: (id, request) => later(() => factsFor(id, request)),
    snapshots: (id) => later(() => snapshotsOf(kept(id) ?? nothingOf(id)).map(({ text: _, ...note }) => note)),
    snapshotText: (id, snapshot) => later(() => kept(id)?.snapshots.get(nameOf(snapshot))?.text),
    keys: (request) => later(() => keysOf(request)),
    spreadKeys: (id, count) => later(() => spread(id, count)),
    projections: () => later(() => [...all.values()].map(summary).sort((left, right) => byBytes(left.name, right.name) || left.version - right.version)),
    skips: () => later(() => [...skips].sort(bySkip)),
    switchTo: (request) => () => Promise.resolve(switchTo(request)),
    replace: (replacement) => () => Promise.resolve(replace(replacement)),
    drop: (id, even) => () => Promise.resolve(drop(id, even?.active === true)),
  }
}

const later = <A>(work: () => A): TE.TaskEither<never, A> => () => Promise.resolve(E.right(work()))

function nothingOf(id: ProjectionId): Kept {
  return { id: idOf(id), token: 0, heldUntil: undefined, checkpoint: undefined, models: new Map(), places: new Map(), snapshots: new Map() }
}

function placesOf(kept: Kept, key: string): KeptPlaces {
  const places = kept.places.get(key) ?? { facts: new Map<string, FactPlace>(), chained: new Map<string, ChainedPlace>() }
  kept.places.set(key, places)
  return places
}

function saveSnapshots(kept: Kept, { forgotten = [], forgottenOf = [], snapshots = [], spoiled = [] }: Pick<ReadModelSave, 'forgotten' | 'forgottenOf' | 'snapshots' | 'spoiled'>): void {
  for (const one of forgotten) kept.snapshots.delete(nameOf(one))
  for (const [name, { key }] of kept.snapshots) if (forgottenOf.includes(key)) kept.snapshots.delete(name)
  for (const one of snapshots) {
    if (kept.models.has(one.key)) kept.snapshots.set(nameOf(one), keptSnapshot(one))
  }
  for (const one of spoiled) {
    const found = kept.snapshots.get(nameOf(one))
    if (found !== undefined) kept.snapshots.set(nameOf(one), { ...found, spoiledAt: one.spoiledAt })
  }
}

function snapshotsOf(kept: Kept): ReadonlyArray<KeptSnapshot> {
  return [...kept.snapshots.values()].sort((left, right) => byBytes(left.key, right.key) || byHolding(left, right))
}

function nameOf({ key, shownUpTo, shownTo, position }: SnapshotId): string {
  return `${shownUpTo} ${shownTo} ${position} ${key}`
}

function keptSnapshot({ key, shownUpTo, shownTo, position, text }: SnapshotToKeep): KeptSnapshot {
  return { key, shownUpTo, shownTo, position, text: plainTexts.unpack(text), bytes: text.bytes, length: text.length, spoiledAt: undefined }
}

function withoutNotes({ key, shownUpTo, shownTo, position, text }: Snapshot): Snapshot {
  return { key, shownUpTo, shownTo, position, text }
}

function idOf({ name, version }: ProjectionId): ProjectionId {
  return { name, version }
}

function isOf(id: ProjectionId, { projection }: RecordedSkip): boolean {
  return projection.name === id.name && projection.version === id.version
}

function bySkip(left: RecordedSkip, right: RecordedSkip): number {
  return byBytes(left.projection.name, right.projection.name) || left.projection.version - right.projection.version || byBytes(left.key, right.key) || left.position - right.position
}
