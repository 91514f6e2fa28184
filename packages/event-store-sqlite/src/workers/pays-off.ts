/** Whether workers pay: told from the length of the log and a sample of it, before any of them is started. */

import * as E from 'fp-ts/lib/Either.js'
import { entryVoided, partOfUnit, type Fact, type Position } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure } from '@grid-governance/event-store'
import { storedTypes, type PartedProjection } from '@grid-governance/subscriptions'

/** What was found, and what follows from it. */
export interface WorkersPlan {
  /** How many workers to start; 0 where one thread alone is as well. */
  readonly workers: number
  readonly parts: number
  /** About how many facts there are to read. */
  readonly facts: number
}

export interface PlanRequest<F extends Fact, Model> {
  readonly reader: EventReader
  readonly parted: PartedProjection<F, Model>
  /** The last position that is to be read. */
  readonly upTo: number
  readonly workers: number
  readonly parts: number | undefined
  readonly atLeast: number
}

const sampleSize = 512
/** What the workers must be expected to gain; below it the second core is better left to others. */
const leastGain = 1.3
/** Memory grows with the facts whose places are remembered at the same time. */
const mostFactsOfPart = 1_250_000

/**
 * Looks at a sample of events: how many the projection is shown, and how evenly they fall to the workers, streams that all read among them. Where
 * all facts concern one unit, or most are in such streams, nothing is gained however long the log is.
 */
export const planWorkers = async <F extends Fact, Model>({ reader, parted, upTo, workers, parts, atLeast }: PlanRequest<F, Model>): Promise<E.Either<ReadFailure, WorkersPlan>> => {
  const alone: WorkersPlan = { workers: 0, parts: 1, facts: upTo + 1 }
  if (workers < 2 || upTo + 1 < atLeast) return E.right(alone)
  const positions = Array.from({ length: Math.min(sampleSize, upTo + 1) }, (_, place) => Math.floor((place * (upTo + 1)) / Math.min(sampleSize, upTo + 1)))
  const sample = await reader.readAt(positions as ReadonlyArray<number> as ReadonlyArray<Position>)()
  if (E.isLeft(sample)) return sample
  const types = new Set(storedTypes(parted.codec, [...parted.projection.handles, entryVoided]))
  const shown = sample.right.filter(({ type }) => types.has(type))
  const facts = Math.round((shown.length / Math.max(sample.right.length, 1)) * (upTo + 1))
  const largest = largestShare(shown.map(({ stream }) => parted.partition.unitOfStream(stream)), workers)
  if (facts < atLeast || (atLeast > 0 && shown.length < leastGain * largest)) return E.right({ ...alone, facts })
  const needed = Math.max(workers, Math.ceil(facts / mostFactsOfPart))
  return E.right({ workers, parts: parts ?? Math.ceil(needed / workers) * workers, facts })
}

/** How many of these events the busiest worker reads. */
function largestShare(units: ReadonlyArray<string | undefined>, workers: number): number {
  const own = Array.from({ length: workers }, () => 0)
  let ofAll = 0
  for (const unit of units) {
    if (unit === undefined) ofAll += 1
    else own[partOfUnit(unit, workers)] = (own[partOfUnit(unit, workers)] ?? 0) + 1
  }
  return ofAll + Math.max(...own)
}
