/** Keeps the models of one projection up to date: catches up with the log, then follows it live, in one loop. */

import * as E from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { projectionName, type After, type Fact, type Position } from '@grid-governance/event-sourcing'
import type { ReadFailure, StoredEvent, StoreUnavailable, UndecodableEvent } from '@grid-governance/event-store'
import { appendPages } from './append-pages.ts'
import { afterCheckpoint, checkpointAt, checkpointProblem } from './checkpoints.ts'
import { explainRunning, type PlaceExplained, type PlaceQuestion } from './explain-key.ts'
import type { ModelAnswer, ModelQuestion, PositionBeyondLog } from './model-question.ts'
import { publishedModels, type KeyBlocked, type ModelsAnswer } from './published-models.ts'
import type { ReadModelStore } from './read-model-store.ts'
import { openSource, type ProjectionSource } from './projection-source.ts'
import { reasonNotToRun, type IfCodeChanged } from './ready-to-run.ts'
import { runnerLoop } from './runner-loop.ts'
import type { CheckpointNotInLog, ClaimHeld, FencedOff, Hold, ProjectionClaim } from './runner-claim.ts'
import type { CodeChanged } from './sample-models.ts'
import { savedFold } from './saved-fold.ts'
import { snapshotCatalog, type SnapshotCatalog, type SnapshotOptions } from './snapshot-catalog.ts'

export interface ProjectionRunnerOptions<F extends Fact, Model> extends ProjectionSource<F, Model> {
  readonly store: ReadModelStore
  readonly pageSize?: number
  /**
   * How many facts are folded between two saves while catching up. Unless said otherwise 10,000, and more where the same large models would be written again and again, up to 200,000,
   * as long as no more models are in memory than are to be. Live, every page is saved.
   */
  readonly saveEvery?: number
  /** How many models are kept in memory at most; 50,000 unless said otherwise. */
  readonly keysInMemory?: number
  /** Shows others that the projection is in use; without it, this runner takes over and is itself taken over by whoever comes. */
  readonly hold?: HoldOptions
  /** A sample of the saved models is folded by the code at hand first; `refuse` unless said otherwise. */
  readonly ifCodeChanged?: IfCodeChanged
  /** Snapshots of keys of many facts, from which questions about the past are answered; see `SnapshotOptions`. */
  readonly snapshots?: SnapshotOptions
  /** Called after each page. */
  readonly onProgress?: (status: RunnerStatus) => void
}

/** How a runner holds its projection. After `stop` it lets go; one that was killed is waited for until its hold has run out. */
export interface HoldOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** What to do where another runner holds the projection: fail with ClaimHeld, or take over. */
  readonly ifHeld: 'refuse' | 'takeOver'
  /** How long the hold counts after the last sign of life; 180,000 ms unless said. */
  readonly forMs?: number
}

export type StartFailure = StoreUnavailable | ReadFailure | UndecodableEvent | CheckpointNotInLog | CodeChanged | ClaimHeld

/** What ends a runner that was not stopped. An event that cannot be decoded has no key, so it stops the projection. */
export type RunnerFailure = ReadFailure | UndecodableEvent | StoreUnavailable | FencedOff

export interface RunnerStatus {
  readonly runner: string
  readonly phase: 'catchingUp' | 'live' | 'stopped' | 'failed'
  /** The end of the log as far as models are published. */
  readonly readTo: After
  /** Facts taken since the runner started. */
  readonly events: number
}

/** Models changed: those of these keys, or any of them when the runner has caught up. `models` are the new ones that are not blocked. */
export interface ModelsChanged<Model> {
  readonly readTo: After
  readonly keys: ReadonlyArray<string> | 'any'
  readonly models: ReadonlyMap<string, Model>
}

export interface RunningProjection<Model> {
  readonly status: () => RunnerStatus
  /** Models of several keys, all of one position; keys that no fact touched are left out. The models are immutable. */
  readonly read: (keys: ReadonlyArray<string>) => TaskEither<QueryFailure, ModelsAnswer<Model>>
  /** One model: as of a day, as known at a moment, or both. */
  readonly ask: (question: ModelQuestion) => TaskEither<QueryFailure | PositionBeyondLog, ModelAnswer<Model>>
  /** Waits until the runner has caught up with the log once, with no model left stale. */
  readonly untilLive: Task<'live' | 'ended'>
  /** Why a place of a model is what it is: the facts that made it, gathered when asked for. */
  readonly explain: (question: PlaceQuestion) => TaskEither<QueryFailure, PlaceExplained>
  /** Waits until the models show the event at this position: to read one's own writes. */
  readonly untilPosition: (position: Position, timeoutMs?: number) => Task<'reached' | 'ended' | 'timeout'>
  /** Calls back after each change, at the end of appends only, when it is already saved; answers how to stop that. A listener must not throw. */
  readonly onChange: (listener: (change: ModelsChanged<Model>) => void) => () => void
  /** Ends after the page at hand, which is saved. */
  readonly stop: Task<void>
  /** What ended the runner; `Right` after `stop`. */
  readonly ended: Task<E.Either<RunnerFailure, void>>
}

export type QueryFailure = ReadFailure | UndecodableEvent | StoreUnavailable | KeyBlocked

/**
 * Claims the projection and starts; other runners of it are refused from now on. Fails with CheckpointNotInLog where the models are of
 * another log, with CodeChanged where they are of other code; then nothing was claimed.
 */
export const runProjection = <F extends Fact, Model>(options: ProjectionRunnerOptions<F, Model>): TaskEither<StartFailure, RunningProjection<Model>> => async () => {
  const { reader, store, projection, ifCodeChanged = 'refuse' } = options
  const reason = await reasonNotToRun(options, store, ifCodeChanged)
  if (reason !== undefined) return E.left(reason)
  const claim = await store.claim(projection, holdNow(options.hold))()
  if (E.isLeft(claim)) return claim
  // Between the first look and the claim another runner may have come further.
  const problem = await checkpointProblem(reader, projectionName(projection), claim.right.checkpoint)
  if (problem !== undefined) return E.left(problem)
  const snapshots = await store.snapshots(projection)()
  return E.isLeft(snapshots) ? snapshots : E.right(start(options, claim.right, snapshotCatalog(options.snapshots ?? {}, snapshots.right, store.packing)))
}

/** A hold from now on. */
export const holdNow = (hold: HoldOptions | undefined): Hold | undefined => {
  if (hold === undefined) return undefined
  const at = hold.now()
  return { at, until: at + (hold.forMs ?? holdForMs), ifHeld: hold.ifHeld }
}

function start<F extends Fact, Model>(options: ProjectionRunnerOptions<F, Model>, claim: ProjectionClaim, snapshots: SnapshotCatalog): RunningProjection<Model> {
  const { reader, store, projection, hold, keysInMemory = 50_000 } = options
  const source = openSource(options)
  const holdMs = hold?.forMs ?? holdForMs
  let lastSign = hold?.now() ?? 0
  const heldUntil = (): number => {
    lastSign = hold?.now() ?? 0
    return lastSign + holdMs
  }
  const isSilent = (): boolean => hold !== undefined && hold.now() - lastSign >= holdMs / 3
  const fold = savedFold({ source, store, claim, keysInMemory, snapshots, heldUntil: hold === undefined ? undefined : heldUntil })
  const published = publishedModels<F, Model>({ source, store, keysInMemory, skips: claim.skips }, claim.checkpoint)
  const listeners = new Set<(change: ModelsChanged<Model>) => void>()
  const firstLive = Promise.withResolvers<'live' | 'ended'>()
  let live = false
  let events = 0
  let unsaved = 0
  let saveAfter = options.saveEvery ?? fewestToSave
  let readTo = afterCheckpoint(claim.checkpoint)
  let saved = claim.checkpoint
  let lastStored: ReadonlyArray<StoredEvent> = []

  const status = (): RunnerStatus =>
    ({ runner: projectionName(projection), phase: loop.phase() ?? (live ? 'live' : 'catchingUp'), readTo: published.readTo(), events })

  const readToHead = async (stopping: () => boolean): Promise<E.Either<RunnerFailure, void>> => {
    const pages = appendPages(reader, { after: readTo, ...source.reading, ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }) })
    for await (const page of pages) {
      if (E.isLeft(page)) return page
      if (stopping()) break
      lastStored = page.right.events
      const facts = source.decode(lastStored)
      if (E.isLeft(facts)) return facts
      const failure = await fold.take(facts.right, page.right.readTo)
      if (failure !== undefined) return E.left(failure)
      readTo = page.right.readTo
      events += lastStored.length
      unsaved += lastStored.length
      options.onProgress?.({ ...status(), readTo })
      const broken = isDue() ? await save() : undefined
      if (broken !== undefined) return E.left(broken)
    }
    if (live || stopping()) {
      // What no model shows is kept as read too: else the projection would seem to be behind for as long as nothing concerns it.
      const broken = live && (readTo !== afterCheckpoint(saved) || isSilent()) ? await save() : undefined
      return broken === undefined ? E.right(undefined) : E.left(broken)
    }
    return await goLive()
  }

  const isDue = (): boolean =>
    unsaved >= (live ? 1 : saveAfter) || (options.saveEvery === undefined && unsaved >= fewestToSave && fold.isCrowded()) || (unsaved > 0 && isSilent())

  const goLive = async (): Promise<E.Either<RunnerFailure, void>> => {
    const failure = await save() ?? await fold.goLive()
    if (failure !== undefined) return E.left(failure)
    live = true
    published.advance(readTo, saved, 'any')
    firstLive.resolve('live')
    tell({ readTo, keys: 'any', models: new Map() })
    return E.right(undefined)
  }

  const save = async (): Promise<RunnerFailure | undefined> => {
    const checkpoint = await checkpointAt(reader, readTo, lastStored)
    if (E.isLeft(checkpoint)) return checkpoint.left
    const changed = await fold.save(checkpoint.right)
    if (E.isLeft(changed)) return changed.left
    const { states, writtenAgain } = changed.right
    saved = checkpoint.right
    unsaved = 0
    saveAfter = options.saveEvery ?? Math.min(mostToSave, Math.max(fewestToSave, writtenAgain / charactersOfAFact))
    published.advance(readTo, saved, live ? states : 'any')
    if (live && states.length > 0) tell({
      readTo,
      keys: states.map((state) => state.key),
      models: new Map(states.filter((state) => state.blocked === undefined).map((state) => [state.key, state.model])),
    })
    return undefined
  }

  const letGo = async (): Promise<RunnerFailure | undefined> => {
    const released = hold === undefined ? undefined : await store.release(projection, claim.token)()
    return released === undefined || E.isRight(released) ? undefined : released.left
  }

  const tell = (change: ModelsChanged<Model>): void => { for (const listener of listeners) listener(change) }

  const loop = runnerLoop<RunnerFailure>({
    readToHead,
    wait: (signal) => reader.waitBeyond(readTo, { timeoutMs: hold === undefined ? idleMs : Math.min(idleMs, holdMs / 3), signal })(),
    atEnd: async () => (afterCheckpoint(saved) === readTo ? undefined : await save()) ?? await letGo(),
    ended: () => {
      published.end()
      firstLive.resolve('ended')
    },
  })

  return {
    status,
    read: published.read,
    ask: published.ask,
    untilLive: () => firstLive.promise,
    explain: (question) => explainRunning(source, store, published.readTo(), question),
    untilPosition: published.untilPosition,
    onChange: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    stop: loop.stop,
    ended: loop.ended,
  }
}

/** How many facts there are between two saves while catching up, and how much text that is written again a fact is to pay for within these bounds. */
const fewestToSave = 10_000
const mostToSave = 200_000
const charactersOfAFact = 128

/** An idle runner wakes by itself once a minute, for stores whose notice may get lost. */
const idleMs = 60_000

const holdForMs = 180_000
