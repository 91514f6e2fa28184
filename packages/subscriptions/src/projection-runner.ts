/** Keeps the models of one projection up to date: catches up with the log, then follows it live, in one loop. */

import * as E from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { projectionName, type After, type Fact, type Position } from '@grid-governance/event-sourcing'
import type { ReadFailure, StoredEvent, StoreUnavailable, UndecodableEvent } from '@grid-governance/event-store'
import { appendPages } from './append-pages.ts'
import { afterCheckpoint, checkpointAt, checkpointProblem } from './checkpoints.ts'
import { explainRunning, type PlaceExplained, type PlaceQuestion } from './explain-key.ts'
import { publishedModels, type KeyBlocked, type ModelAnswer, type ModelQuestion, type ModelsAnswer } from './published-models.ts'
import type { ReadModelStore } from './read-model-store.ts'
import { openSource, type ProjectionSource } from './projection-source.ts'
import { runnerLoop } from './runner-loop.ts'
import type { CheckpointNotInLog, Claim, FencedOff } from './runner-claim.ts'
import { savedFold } from './saved-fold.ts'

export interface ProjectionRunnerOptions<F extends Fact, Model> extends ProjectionSource<F, Model> {
  readonly store: ReadModelStore
  readonly pageSize?: number
  /** How many facts are folded between two saves while catching up; 10,000 unless said otherwise. Live, every page is saved. */
  readonly saveEvery?: number
  /** How many models are kept in memory at most; 50,000 unless said otherwise. */
  readonly keysInMemory?: number
}

export type StartFailure = StoreUnavailable | ReadFailure | CheckpointNotInLog

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
  readonly ask: (question: ModelQuestion) => TaskEither<QueryFailure, ModelAnswer<Model>>
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

/** Claims the projection and starts; other runners of it are refused from now on. Fails with CheckpointNotInLog where the models are of another log. */
export const runProjection = <F extends Fact, Model>(options: ProjectionRunnerOptions<F, Model>): TaskEither<StartFailure, RunningProjection<Model>> => async () => {
  const { reader, store, projection } = options
  const claim = await store.claim(projection)()
  if (E.isLeft(claim)) return claim
  const problem = await checkpointProblem(reader, projectionName(projection), claim.right.checkpoint)
  return problem === undefined ? E.right(start(options, claim.right)) : E.left(problem)
}

function start<F extends Fact, Model>(options: ProjectionRunnerOptions<F, Model>, claim: Claim): RunningProjection<Model> {
  const { reader, store, projection, saveEvery = 10_000, keysInMemory = 50_000 } = options
  const source = openSource(options)
  const fold = savedFold({ source, store, claim, keysInMemory })
  const published = publishedModels<F, Model>({ source, store, keysInMemory }, claim.checkpoint)
  const listeners = new Set<(change: ModelsChanged<Model>) => void>()
  let live = false
  let events = 0
  let unsaved = 0
  let readTo = afterCheckpoint(claim.checkpoint)
  let saved = claim.checkpoint
  let lastStored: ReadonlyArray<StoredEvent> = []

  const readToHead = async (stopping: () => boolean): Promise<E.Either<RunnerFailure, void>> => {
    const pages = appendPages(reader, { after: readTo, ...source.reading, ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }) })
    for await (const page of pages) {
      if (E.isLeft(page)) return page
      if (stopping()) break
      lastStored = page.right.events
      const facts = source.decode(lastStored)
      if (E.isLeft(facts)) return facts
      const failure = await fold.take(facts.right)
      if (failure !== undefined) return E.left(failure)
      readTo = page.right.readTo
      events += lastStored.length
      unsaved += lastStored.length
      const broken = unsaved >= (live ? 1 : saveEvery) ? await save() : undefined
      if (broken !== undefined) return E.left(broken)
    }
    if (live || stopping()) {
      if (live) published.advance(readTo, saved, [])
      return E.right(undefined)
    }
    return await goLive()
  }

  const goLive = async (): Promise<E.Either<RunnerFailure, void>> => {
    const failure = await save() ?? await fold.goLive()
    if (failure !== undefined) return E.left(failure)
    live = true
    published.advance(readTo, saved, 'any')
    tell({ readTo, keys: 'any', models: new Map() })
    return E.right(undefined)
  }

  const save = async (): Promise<RunnerFailure | undefined> => {
    const checkpoint = await checkpointAt(reader, readTo, lastStored)
    if (E.isLeft(checkpoint)) return checkpoint.left
    const changed = await fold.save(checkpoint.right)
    if (E.isLeft(changed)) return changed.left
    saved = checkpoint.right
    unsaved = 0
    published.advance(readTo, saved, live ? changed.right : 'any')
    if (live) tell({
      readTo,
      keys: changed.right.map((state) => state.key),
      models: new Map(changed.right.filter((state) => state.blocked === undefined).map((state) => [state.key, state.model])),
    })
    return undefined
  }

  const tell = (change: ModelsChanged<Model>): void => { for (const listener of listeners) listener(change) }

  const loop = runnerLoop<RunnerFailure>({
    readToHead,
    wait: (signal) => reader.waitBeyond(readTo, { timeoutMs: idleMs, signal })(),
    atEnd: async () => afterCheckpoint(saved) === readTo ? undefined : await save(),
    ended: published.end,
  })

  return {
    status: () => ({ runner: projectionName(projection), phase: loop.phase() ?? (live ? 'live' : 'catchingUp'), readTo: published.readTo(), events }),
    read: published.read,
    ask: published.ask,
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

/** An idle runner wakes by itself once a minute, for stores whose notice may get lost. */
const idleMs = 60_000

