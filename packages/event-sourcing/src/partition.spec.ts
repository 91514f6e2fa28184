/** The law of partitions holds for a sound one, and finds those that claim too much. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainIdOf } from './chain.ts'
import { applyLaws, arbitraryLogs, partitionLaws, type Law } from './laws.ts'
import { KeyOutsideUnit, partOfUnit, partReads, projectionOfPart, type Partition } from './partition.ts'
import type { RecordedEvent } from './recorded-event.ts'
import { arbitraryFacts, counted, historyProjection, labelled, shelfProjection, type ShelfFact } from './shelves.spec-domain.ts'
import { recordedLog } from './testing/recording.ts'

/** Chains about one shelf stand in the shelf's stream with their corrections and withdrawals, all others in that of the room. */
const logs = arbitraryLogs(arbitraryFacts, { streams: ['room-1'] }).map((log) => {
  const chains = Map.groupBy(log, chainIdOf)
  return log.map((event) => {
    const shelves = new Set((chains.get(chainIdOf(event)) ?? []).flatMap(shelvesOf))
    return { ...event, stream: shelves.size === 1 ? `shelf-${[...shelves][0]}` : 'room-1' } as RecordedEvent<ShelfFact>
  })
})

const byShelf: Partition = { unitOfKey: (key) => key, unitOfStream: (stream) => stream.startsWith('shelf-') ? stream.slice('shelf-'.length) : undefined }

describe('a sound partition, of a projection in effective order', () => applyLaws(partitionLaws({ projection: shelfProjection, partition: byShelf, logs }), test))
describe('a sound partition, of a projection in recorded order', () => applyLaws(partitionLaws({ projection: historyProjection, partition: byShelf, logs }), test))
describe('a partition that shows every stream to every part', () => {
  applyLaws(partitionLaws({ projection: shelfProjection, partition: { ...byShelf, unitOfStream: () => undefined }, logs }).slice(0, 1), test)
})

describe('the laws of partitions find', () => {
  test.each<readonly [string, string, Partition]>([
    ['a stream said to touch one unit that touches several', 'touches the key', { ...byShelf, unitOfStream: (stream) => byShelf.unitOfStream(stream) ?? 's1' }],
    ['a stream given to the wrong unit', 'touches the key', { ...byShelf, unitOfStream: (stream) => byShelf.unitOfStream(stream)?.replace('s2', 's3') }],
    ['a partition that puts all keys together', 'units of keys', { ...byShelf, unitOfKey: () => 'all', unitOfStream: () => 'all' }],
    ['a partition in which no stream has a unit', 'a stream with a unit', { ...byShelf, unitOfStream: () => undefined }],
  ])('%s', async (_, found, partition) => {
    expect(await firstBroken(partitionLaws({ projection: shelfProjection, partition, logs }))).toContain(found)
  })
})

describe('a part', () => {
  const log = recordedLog<ShelfFact>([{ stream: 'shelf-s1', facts: [labelled('e1', '2024-01-01', '甲')] }, { stream: 'room-1', facts: [counted('e2', '2024-01-02', 3, { shelves: ['s1', 's2'] })] }])

  test('reads the streams of its units, and all that have none', () => {
    const of = 4
    const own = partOfUnit('s1', of)
    expect([0, 1, 2, 3].map((part) => partReads(byShelf, { part, of }, 'shelf-s1' as never))).toEqual([0, 1, 2, 3].map((part) => part === own))
    expect([0, 1, 2, 3].map((part) => partReads(byShelf, { part, of }, 'room-1' as never))).toEqual([true, true, true, true])
  })

  test('keeps its own keys of a fact that touches several', () => {
    const of = [2, 3, 4, 5].find((count) => partOfUnit('s1', count) !== partOfUnit('s2', count)) ?? 2
    const keysIn = (part: number) => projectionOfPart(shelfProjection, byShelf, { part, of }).keys(log[1] as never)
    expect(keysIn(partOfUnit('s1', of))).toEqual(['s1'])
    expect(keysIn(partOfUnit('s2', of))).toEqual(['s2'])
  })

  test('says which fact touches a key outside the unit of its stream, even where both fall into one part', () => {
    const wrong = { ...byShelf, unitOfStream: () => 's2' }
    const keys = () => projectionOfPart(shelfProjection, wrong, { part: 0, of: 1 }).keys(log[0] as never)
    expect(keys).toThrow(KeyOutsideUnit)
    expect(keys).toThrow('shelf@1: the fact at position 0 of shelf-s1 touches the key s1 of unit s1, but the stream is of unit s2.')
  })

  test('holds about as many units as the others', () => fc.assert(fc.property(fc.integer({ min: 2, max: 4 }), (of) => {
    const counts = Array.from({ length: of }, () => 0)
    for (let unit = 0; unit < 4000; unit += 1) { const part = partOfUnit(`440402.C${String(unit).padStart(5, '0')}`, of); counts[part] = (counts[part] ?? 0) + 1 }
    for (const count of counts) expect(Math.abs(count - 4000 / of)).toBeLessThan(300)
  }), { numRuns: 3 }))
})

function shelvesOf({ data }: { readonly data: ShelfFact['data'] }): ReadonlyArray<string> {
  return 'shelves' in data ? data.shelves : 'shelf' in data ? [data.shelf] : []
}

async function firstBroken(laws: ReadonlyArray<Law>): Promise<string> {
  for (const { check } of laws) {
    try {
      await check()
    } catch (error) {
      return String(error) + String((error as Error).cause ?? '')
    }
  }
  return 'none is broken'
}
