/** The laws of partitions: folded in parts, each shown only the streams that it reads, a projection gives the models that it gives as a whole. */

import fc from 'fast-check'
import type { Fact } from '../fact.ts'
import { freezeTree } from '../json.ts'
import { partOfUnit, partReads, projectionOfPart, type Partition } from '../partition.ts'
import type { Projection } from '../projection.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import { replay } from '../replay.ts'
import { assertSame } from '../testing/differences.ts'
import { lawFor, type Law } from './law.ts'

export interface PartitionUnderLaw<F extends Fact, Model> {
  readonly projection: Projection<F, Model>
  readonly partition: Partition
  /** Logs in whose streams the facts stand where they would in truth; with late facts, corrections and withdrawals among them. */
  readonly logs: fc.Arbitrary<ReadonlyArray<RecordedEvent>>
  /** 100 logs unless said otherwise. */
  readonly numRuns?: number
}

/** All laws of partitions. */
export const partitionLaws = <F extends Fact, Model>({ projection, partition, logs, numRuns = 100 }: PartitionUnderLaw<F, Model>): ReadonlyArray<Law> => [
  lawFor('the models of all parts together are those of the whole, however many parts there are', fc.tuple(logs.map((log) => freezeTree(log)), fc.integer({ min: 1, max: 5 })), numRuns, ([log, of]) => {
    const together: Record<string, unknown> = {}
    for (let part = 0; part < of; part += 1) {
      const shown = log.filter((event) => partReads(partition, { part, of }, event.stream))
      for (const [key, model] of replay(projectionOfPart(projection, partition, { part, of }), shown)) {
        assertSame(`the part that keeps ${JSON.stringify(key)}`, part, partOfUnit(partition.unitOfKey(key), of))
        together[key] = model
      }
    }
    assertSame('the models of the parts', together, Object.fromEntries(replay(projection, log)))
  }),
  { name: 'some streams of these logs have a unit, and the keys are of several', check: () => {
    const sample = fc.sample(logs, { numRuns: 200, seed: 1 })
    const units = new Set(sample.flatMap((log) => [...replay(projection, log).keys()].map(partition.unitOfKey)))
    assertSame('units of keys, more than one', units.size > 1, true)
    assertSame('a stream with a unit', sample.flat().some((event) => partition.unitOfStream(event.stream) !== undefined), true)
  } },
]
