/** Workers from the side of the thread that starts them: gives out parts, takes models one batch at a time, and ends all of them together. */

import { Worker } from 'node:worker_threads'
import * as E from 'fp-ts/lib/Either.js'
import type { Part } from '@grid-governance/event-sourcing'
import { modelsIn, type PartFailure, type WorkerBegin, type WorkerFailed, type WorkerMessage } from './messages.ts'
import type { PackedModel } from '@grid-governance/subscriptions'

export interface FoldPartsRequest<Failure> {
  readonly begin: Omit<WorkerBegin, 'waiting' | 'limit'>
  /** The program of a worker. */
  readonly entry: URL
  readonly workers: number
  readonly parts: number
  /** How large the heap of each worker may become. */
  readonly memoryMiB: number
  /** Takes some models; the next ones come when it has answered. */
  readonly take: (models: ReadonlyArray<PackedModel>) => Promise<E.Either<Failure, void>>
  readonly onProgress: (progress: PartsProgress) => Promise<E.Either<Failure, void>>
}

export interface FoldedParts {
  /** Facts that were read, each counted once. */
  readonly events: number
  readonly workers: number
  /** What each of them took of a processor, in milliseconds. */
  readonly cpuMs: ReadonlyArray<number>
}

/** How far the workers are. */
export interface PartsProgress {
  /** Facts read so far, each counted once. */
  readonly events: number
  readonly parts: number
  readonly partsDone: number
}

/**
 * Folds all parts. One that fails ends the others; nobody is at work any more when this answers. Of several events that cannot be decoded, the
 * first of the log is told, as by a single thread.
 */
export const foldParts = <Failure>(request: FoldPartsRequest<Failure>): Promise<E.Either<Failure | PartFailure, FoldedParts>> => {
  const { begin, entry, parts, take, onProgress } = request
  const limit = shared(Float64Array, Number.POSITIVE_INFINITY)
  const threads: Thread[] = []
  let next = 0
  let events = 0
  let partsDone = 0
  let finished = false
  let failure: Failure | PartFailure | undefined
  /** What is taken, one after another: there is one writer. */
  let taking: Promise<unknown> = Promise.resolve()
  const answer = Promise.withResolvers<E.Either<Failure | PartFailure, FoldedParts>>()

  /** Keeps the failure and ends all; one that cannot be decoded waits for what the others may find before it. */
  const fail = (found: Failure | PartFailure): void => {
    if (!isUndecodable(found)) {
      failure ??= found
      finish()
    } else if (failure === undefined || (isUndecodable(failure) && found.globalPosition < failure.globalPosition)) {
      failure = found
      limit[0] = found.globalPosition
    }
  }

  const finish = (): void => {
    if (finished) return
    finished = true
    void taking.then(endAll).then(() => { answer.resolve(failure === undefined ? E.right({ events, workers: threads.length, cpuMs: threads.map((thread) => Math.round(thread.cpuMs)) }) : E.left(failure)) }, answer.reject)
  }

  const endAll = (): Promise<unknown> => Promise.all(threads.map(({ worker }) => worker.terminate()))

  const giveOut = (thread: Thread): void => {
    thread.part = next < parts ? { part: next, of: parts } : undefined
    thread.idle = thread.part === undefined
    next += 1
    if (thread.part !== undefined) thread.worker.postMessage(thread.part)
    else if (threads.every(({ idle }) => idle)) finish()
  }

  const inTurn = (work: () => Promise<E.Either<Failure, void>>, then: () => void = () => undefined): void => {
    taking = taking.then(async () => {
      if (failure !== undefined) return
      const taken = await work()
      if (E.isLeft(taken)) fail(taken.left)
    }).catch(answerDefect).then(then)
  }

  /** A defect of who takes is thrown on, when the workers are ended. */
  const answerDefect = async (defect: unknown): Promise<void> => {
    finished = true
    await endAll()
    answer.reject(defect)
  }

  const heard = (thread: Thread, message: WorkerMessage): void => {
    switch (message.kind) {
      case 'progress':
      case 'done':
        events += message.events
        if (message.kind === 'done') {
          partsDone += 1
          thread.cpuMs = message.cpuMs
        }
        inTurn(() => onProgress({ events, parts, partsDone }))
        if (message.kind === 'done') giveOut(thread)
        return
      case 'models':
        inTurn(() => take(modelsIn(message.batch)), () => {
          Atomics.sub(thread.waiting, 0, 1)
          Atomics.notify(thread.waiting, 0)
        })
        return
      case 'failed':
        fail(message.failure)
        if (isUndecodable(message.failure)) giveOut(thread)
        return
      case 'passed':
      case 'ready':
        giveOut(thread)
    }
  }

  const died = (thread: Thread, detail: string): void => {
    if (!finished) fail({ tag: 'WorkerFailed', part: thread.part, detail } satisfies WorkerFailed)
  }

  const start = (): Thread => {
    const waiting = shared(Int32Array, 0)
    const worker = new Worker(entry, { workerData: { ...begin, waiting, limit } satisfies WorkerBegin, name: 'fold', resourceLimits: { maxYoungGenerationSizeMb, maxOldGenerationSizeMb: request.memoryMiB } })
    const thread: Thread = { worker, waiting, part: undefined, idle: false, cpuMs: 0 }
    worker.on('message', (message: WorkerMessage) => { if (!finished) heard(thread, message) })
    worker.on('error', (error) => { died(thread, error instanceof Error ? error.message : String(error)) })
    worker.on('exit', (code) => { died(thread, `it ended with code ${code} before its work was done`) })
    return thread
  }

  for (let count = Math.min(request.workers, parts); count > 0; count -= 1) threads.push(start())
  return answer.promise
}

/**
 * What a page of facts leaves behind is garbage at once. Three times 8 MB of room for it, instead of the 16 MB and more that V8 takes by itself, makes
 * the process smaller by 200 MB, and is no slower.
 */
const maxYoungGenerationSizeMb = 24

interface Thread {
  readonly worker: Worker
  readonly waiting: Int32Array
  /** What it is at; undefined while it gets ready, and when nothing is left for it. */
  part: Part | undefined
  idle: boolean
  cpuMs: number
}

function isUndecodable(failure: unknown): failure is Extract<PartFailure, { readonly tag: 'UndecodableEvent' }> {
  return typeof failure === 'object' && failure !== null && 'tag' in failure && failure.tag === 'UndecodableEvent'
}

function shared<Numbers extends Int32Array | Float64Array>(kind: new (buffer: SharedArrayBuffer) => Numbers, first: number): Numbers {
  const numbers = new kind(new SharedArrayBuffer(8))
  numbers[0] = first
  return numbers
}
