/** Workers from the side of the thread that starts them: gives out parts, to itself too where it is to fold some, takes models one batch at a time, and ends all of them together. */

import { Worker } from 'node:worker_threads'
import * as E from 'fp-ts/lib/Either.js'
import type { Part } from '@grid-governance/event-sourcing'
import type { PartLine } from './fold-part.ts'
import { modelsIn, type PartFailure, type WorkerBegin, type WorkerFailed, type WorkerMessage } from './messages.ts'
import type { PackedModel } from '@grid-governance/subscriptions'

export interface FoldPartsRequest<Failure> {
  readonly begin: Omit<WorkerBegin, 'waiting' | 'limit'>
  /** The program of a worker. */
  readonly entry: URL
  /** How many threads fold, this one among them where `here` is given. */
  readonly workers: number
  readonly parts: number
  /** Folds a part in this thread and keeps its models; answers what is to be said last. */
  readonly here?: (begin: WorkerBegin, part: Part, line: PartLine) => Promise<WorkerMessage>
  /** How large the heap of each worker may become, and of that the room for what is young, three times what is filled before garbage is looked for. */
  readonly memoryMiB: number
  readonly youngMiB: number
  /** Takes some models; the next ones come when it has answered. */
  readonly take: (models: ReadonlyArray<PackedModel>) => Promise<E.Either<Failure, void>>
  readonly onProgress: (progress: PartsProgress) => Promise<E.Either<Failure, void>>
}

export interface FoldedParts {
  /** Facts that were read, each counted once. */
  readonly events: number
  /** How many threads were at it. */
  readonly workers: number
  /** What each worker took of a processor, in milliseconds. */
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
  const { entry, parts, here, take, onProgress } = request
  const limit = shared(Float64Array, Number.POSITIVE_INFINITY)
  const lanes: Lane[] = []
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
    void taking.then(endAll).then(() => { answer.resolve(failure === undefined ? E.right({ events, workers: lanes.length, cpuMs: lanes.flatMap(({ cpuMs }) => cpuMs ?? []) }) : E.left(failure)) }, answer.reject)
  }

  const endAll = (): Promise<unknown> => {
    limit[0] = -1
    return Promise.all(lanes.map(({ end }) => end()))
  }

  const giveOut = (lane: Lane): void => {
    lane.part = next < parts ? { part: next, of: parts } : undefined
    lane.idle = lane.part === undefined
    next += 1
    if (lane.part !== undefined) lane.give(lane.part)
    else if (lanes.every(({ idle }) => idle)) finish()
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

  const heard = (lane: Lane, message: WorkerMessage): void => {
    if (finished) return
    switch (message.kind) {
      case 'progress':
      case 'done':
        events += message.events
        if (message.kind === 'done') {
          partsDone += 1
          if (lane.cpuMs !== undefined) lane.cpuMs = Math.round(message.cpuMs)
        }
        inTurn(() => onProgress({ events, parts, partsDone }))
        if (message.kind === 'done') giveOut(lane)
        return
      case 'models':
        inTurn(() => take(modelsIn(message.batch)), lane.taken)
        return
      case 'failed':
        fail(message.failure)
        if (isUndecodable(message.failure)) giveOut(lane)
        return
      case 'passed':
      case 'ready':
        giveOut(lane)
    }
  }

  const died = ({ part }: Lane, detail: string): void => {
    if (!finished) fail({ tag: 'WorkerFailed', part, detail } satisfies WorkerFailed)
  }

  const startWorker = (): Lane => {
    const waiting = shared(Int32Array, 0)
    const worker = new Worker(entry, { workerData: { ...request.begin, waiting, limit } satisfies WorkerBegin, name: 'fold', resourceLimits: { maxYoungGenerationSizeMb: request.youngMiB, maxOldGenerationSizeMb: request.memoryMiB } })
    const lane: Lane = {
      part: undefined, idle: false, cpuMs: 0,
      give: (part) => { worker.postMessage(part) },
      taken: () => {
        Atomics.sub(waiting, 0, 1)
        Atomics.notify(waiting, 0)
      },
      end: () => worker.terminate(),
    }
    worker.on('message', (message: WorkerMessage) => { heard(lane, message) })
    worker.on('error', (error) => { died(lane, textOf(error)) })
    worker.on('exit', (code) => { died(lane, `it ended with code ${code} before its work was done`) })
    return lane
  }

  /** This thread as one of those that fold; between two pages it hears the others. */
  const laneHere = (fold: NonNullable<typeof here>): Lane => {
    const begin: WorkerBegin = { ...request.begin, waiting: shared(Int32Array, 0), limit }
    const line: PartLine = { send: (message) => { heard(lane, message) }, cpuMs: () => 0, breathe: () => new Promise(setImmediate) }
    let folding: Promise<void> = Promise.resolve()
    const lane: Lane = {
      part: undefined, idle: false, cpuMs: undefined,
      give: (part) => { folding = fold(begin, part, line).then(line.send, (error: unknown) => { died(lane, textOf(error)) }) },
      taken: () => undefined,
      end: () => folding,
    }
    return lane
  }

  const workers = Math.min(request.workers, parts) - (here === undefined ? 0 : 1)
  for (let count = workers; count > 0; count -= 1) lanes.push(startWorker())
  if (here !== undefined) {
    const lane = laneHere(here)
    lanes.push(lane)
    giveOut(lane)
  }
  return answer.promise
}

/** Somebody who folds one part at a time. */
interface Lane {
  readonly give: (part: Part) => void
  /** Called when a batch of its models was taken. */
  readonly taken: () => void
  /** Ends it, and whatever it is at. */
  readonly end: () => Promise<unknown>
  /** What it is at; undefined while it gets ready, and when nothing is left for it. */
  part: Part | undefined
  idle: boolean
  /** What it took of a processor, where it has a thread of its own. */
  cpuMs: number | undefined
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isUndecodable(failure: unknown): failure is Extract<PartFailure, { readonly tag: 'UndecodableEvent' }> {
  return typeof failure === 'object' && failure !== null && 'tag' in failure && failure.tag === 'UndecodableEvent'
}

function shared<Numbers extends Int32Array | Float64Array>(kind: new (buffer: SharedArrayBuffer) => Numbers, first: number): Numbers {
  const numbers = new kind(new SharedArrayBuffer(8))
  numbers[0] = first
  return numbers
}
