/** All laws of projections: those of its recipe, of explaining it, and of running it over a log and a store of read models. */

import type fc from 'fast-check'
import type { CalendarDate, Fact, FactCodec, Projection, RecordedEvent } from '@grid-governance/event-sourcing'
import { arbitraryFacts, arbitraryLogs, explainPathLaws, projectionLaws, type Law, type ProjectionToExplain } from '@grid-governance/event-sourcing/laws'
import { memoryStore, type EventStore } from '@grid-governance/event-store'
import { memoryReadModelStore } from '../memory-read-model-store.ts'
import type { ReadModelStore } from '../read-model-store.ts'
import type { ReadingCodec } from '../recorded-events.ts'
import { runningLaws } from './running-laws.ts'

/** What a codec must know so that facts can be made, recorded and read; that of a wider union will do. */
export type LogCodec = ReadingCodec & Pick<FactCodec<never>, 'encode'>

export interface ProjectionUnderAllLaws<F extends Fact, Model> {
  readonly projection: Projection<F, Model>
  /** Declares all facts that the projection handles; the facts of these laws are made from its declarations. */
  readonly codec: LogCodec
  /** Facts that are to be recorded instead, where those made from the declarations are not to the point. */
  readonly facts?: fc.Arbitrary<Fact>
  /** Logs that are to be tried instead, with late facts, corrections and withdrawals among them; then no facts are made. */
  readonly logs?: fc.Arbitrary<ReadonlyArray<RecordedEvent>>
  /** The streams that made facts are recorded in, where keys are taken from their names; `sample-1` to `sample-3` unless said. */
  readonly streams?: ReadonlyArray<string>
  /** What a model says of a day, in JSON: needed in recorded order, where the model itself remembers how it came about. */
  readonly answers?: (model: Model, asOf: CalendarDate) => unknown
  /** The log with facts about units of their own after it: with it, facts about neighbours must not be named as what made a place of a model. */
  readonly withNeighbours?: ProjectionToExplain<F, Model>['withNeighbours']
  /** 50 logs for each law unless said otherwise. */
  readonly numRuns?: number
  /** The log and the read models on which it is run, fresh and empty ones; in memory unless said otherwise. */
  readonly stores?: StoresUnderLaw
}

export interface StoresUnderLaw {
  /** `now` gives milliseconds since 1970. */
  readonly log?: (now: () => number) => EventStore
  readonly readModels?: () => ReadModelStore
}

/**
 * Every law that a projection is held to. Its recipe: replay in place equals live under Immer, however a log is cut; as of any day it
 * equals brute force; the order in which independent entries were recorded changes no answer; corrections leave no other trace; no
 * clock and no chance; keys depend on the fact alone; models are JSON trees that share nothing and never change. Explaining: its run is
 * the replay, and what it names makes the place what it is. Running: for any size of page, wherever it is stopped, killed or taken over,
 * whatever is delivered again, and where a fact breaks it. Fails at once for a projection in recorded order without `answers`.
 */
export const allProjectionLaws = <F extends Fact, Model>(subject: ProjectionUnderAllLaws<F, Model>): ReadonlyArray<Law> => {
  const { projection, codec, answers, withNeighbours, numRuns = 50, stores = {} } = subject
  const logs = subject.logs ?? madeUpLogs(subject)
  return [
    ...projectionLaws({ projection, logs, numRuns, ...(answers === undefined ? {} : { answers }) }),
    ...explainPathLaws({ projection, logs, numRuns, ...(withNeighbours === undefined ? {} : { withNeighbours }) }),
    ...runningLaws({ projection, codec, logs, numRuns, log: stores.log ?? memoryStore, readModels: stores.readModels ?? memoryReadModelStore }),
  ]
}

function madeUpLogs<F extends Fact, Model>({ projection, codec, facts, streams }: ProjectionUnderAllLaws<F, Model>): fc.Arbitrary<ReadonlyArray<RecordedEvent>> {
  return arbitraryLogs(facts ?? arbitraryFacts<Fact>(codec, { types: projection.handles }), { codec, ...(streams === undefined ? {} : { streams }) })
}
