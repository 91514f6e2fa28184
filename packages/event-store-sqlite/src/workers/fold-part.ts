/** What is done with one part: opens the log for it, reads its streams, folds them, and hands the models over packed, or as they are within the thread that asked. */

import * as E from 'fp-ts/lib/Either.js'
import {
  KeyOutsideUnit, partReads, projectionName, projectionOfPart, type CalendarDate, type Fact, type Part, type Partition, type Position,
} from '@grid-governance/event-sourcing'
import type { EventReader } from '@grid-governance/event-store'
import { rebuild, rebuildPacked, type PartedProjection, type Rebuilt, type RebuildRequest } from '@grid-governance/subscriptions'
import { openPartOfLog } from '../open-sqlite-store.ts'
import { batchesOf, type PackedBatch, type PartFailure, type WorkerBegin, type WorkerFailed, type WorkerMessage } from './messages.ts'

/** How whoever folds a part speaks with whoever gave it out. */
export interface PartLine {
  readonly send: (message: WorkerMessage, transfer?: ReadonlyArray<ArrayBuffer>) => void
  /** What this thread took of a processor so far, in milliseconds. */
  readonly cpuMs: () => number
  /** Lets others have the thread for a moment, where it is not the worker's own. */
  readonly breathe?: () => Promise<void>
}

export interface WorkerLine extends PartLine {
  /** Holds the thread until a number is another one. */
  readonly waitWhile: (numbers: Int32Array, is: number) => void
}

/** So many batches may be under way at once. */
const mostWaiting = 2
/** How many facts are read between two words about progress. */
const tellEvery = 10_000

/** Loads what is to be folded; a defect of the module is told as a failure. */
export const loadParted = async ({ module, exportName, projection }: WorkerBegin): Promise<E.Either<WorkerFailed, PartedProjection<Fact, unknown>>> => {
  try {
    const found = (await import(module) as Readonly<Record<string, unknown>>)[exportName] as Partial<PartedProjection<Fact, unknown>> | undefined
    if (found?.projection === undefined || found.codec === undefined || found.partition === undefined) {
      return cannotLoad(`${module} exports no ${exportName} with a projection, a codec and a partition`)
    }
    const name = projectionName(found.projection)
    return name === projection ? E.right(found as PartedProjection<Fact, unknown>) : cannotLoad(`${exportName} of ${module} is ${name}, not ${projection}`)
  } catch (error) {
    return cannotLoad(`${module} could not be loaded: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Folds one part in a worker, and sends its models; answers what is to be said last. */
export const foldPart = (begin: WorkerBegin, parted: PartedProjection<Fact, unknown>, part: Part, line: WorkerLine): Promise<WorkerMessage> =>
  withPart(begin, parted, part, line, async (request) => {
    const folded = await rebuildPacked(request, begin)()
    if (E.isLeft(folded)) return folded.left
    for await (const batch of batchesOf(folded.right.models)) {
      if (E.isLeft(batch)) return batch.left
      if (begin.upTo > (begin.limit[0] ?? 0)) throw new PassedLimit()
      handOver(begin, line, batch.right)
    }
    return undefined
  })

/** Folds one part in the thread that asks for it: the models are handed over as they are. */
export const foldPartHere = <F extends Fact, Model>(
  begin: WorkerBegin, parted: PartedProjection<F, Model>, part: Part, line: PartLine, take: (rebuilt: Rebuilt<Model>) => void,
): Promise<WorkerMessage> => withPart(begin, parted, part, line, async (request) => {
  const rebuilt = await rebuild(request)()
  if (E.isLeft(rebuilt)) return rebuilt.left
  take(rebuilt.right)
  return undefined
})

/** Opens the log for a part, has it folded, and answers what is to be said last. */
async function withPart<F extends Fact, Model>(
  begin: WorkerBegin, { projection, codec, partition }: PartedProjection<F, Model>, part: Part, line: PartLine, fold: (request: RebuildRequest<F, Model>) => Promise<PartFailure | undefined>,
): Promise<WorkerMessage> {
  const opened = await openPartOfLog(begin, (stream) => partReads(partition, part, stream))()
  if (E.isLeft(opened)) return failed(opened.left)
  const counted = countingReader(opened.right, begin.upTo, partition, part)
  const { breathe } = line
  let told = 0
  try {
    const failure = await fold({
      reader: breathe === undefined ? counted.reader : breathingReader(counted.reader, breathe), codec, projection: projectionOfPart(projection, partition, part), mode: begin.mode, knownAt: { position: begin.upTo as Position },
      ...(begin.asOf === undefined ? {} : { asOf: begin.asOf as CalendarDate }), ...(begin.pageSize === undefined ? {} : { pageSize: begin.pageSize }),
      onProgress: ({ readTo }) => {
        if (readTo !== 'beginning' && readTo > (begin.limit[0] ?? 0)) throw new PassedLimit()
        if (counted.events() - told < tellEvery) return
        line.send({ kind: 'progress', events: counted.events() - told })
        told = counted.events()
      },
    })
    return failure === undefined ? { kind: 'done', events: counted.events() - told, cpuMs: line.cpuMs() } : failed(failure)
  } catch (error) {
    if (error instanceof PassedLimit) return { kind: 'passed' }
    if (error instanceof KeyOutsideUnit) return failed({ tag: 'KeyOutsidePart', ...error.claim })
    throw error
  } finally {
    await opened.right.close()()
  }
}

/** Something failed further back in the log, so that nothing here matters any more. */
class PassedLimit extends Error {}

function cannotLoad(detail: string): E.Either<WorkerFailed, never> {
  return E.left({ tag: 'WorkerFailed', part: undefined, detail })
}

function failed(failure: PartFailure): WorkerMessage {
  return { kind: 'failed', failure }
}

/** Waits until the starter has taken what was sent before: a worker that folds faster than models are saved does not fill the memory. */
function handOver({ waiting }: WorkerBegin, line: WorkerLine, batch: PackedBatch): void {
  for (let now = Atomics.load(waiting, 0); now >= mostWaiting; now = Atomics.load(waiting, 0)) line.waitWhile(waiting, now)
  Atomics.add(waiting, 0, 1)
  line.send({ kind: 'models', batch }, [batch.places.buffer, batch.ends.buffer])
}

/** Counts the events that are read up to a place; those of streams that every part reads are counted by the first part alone. */
function countingReader(reader: EventReader, upTo: number, { unitOfStream }: Partition, { part }: Part): { readonly reader: EventReader, readonly events: () => number } {
  let events = 0
  const readAll: EventReader['readAll'] = (request) => async () => {
    const page = await reader.readAll(request)()
    if (E.isRight(page)) for (const event of page.right.events) if (event.globalPosition <= upTo && (part === 0 || unitOfStream(event.stream) !== undefined)) events += 1
    return page
  }
  return { reader: { ...reader, readAll }, events: () => events }
}

function breathingReader(reader: EventReader, breathe: () => Promise<void>): EventReader {
  const readAll: EventReader['readAll'] = (request) => async () => {
    await breathe()
    return await reader.readAll(request)()
  }
  const readAt: EventReader['readAt'] = (positions) => async () => {
    await breathe()
    return await reader.readAt(positions)()
  }
  return { ...reader, readAll, readAt }
}
