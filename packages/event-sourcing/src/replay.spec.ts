/** Replays: models by key after corrections, as of any day. What holds of all projections is tried by their laws. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryLogs, byBruteForce } from './laws.ts'
import { eventsByKey, foldKey, replay, shownTo } from './replay.ts'
import { arbitraryFacts, counted, day, historyProjection, labelled, remarked, shelfProjection, takenBack } from './shelves.spec-domain.ts'
import { recordedLog } from './testing.ts'

describe('a replay', () => {
  const log = recordedLog([
    labelled('a', '2024-01-01', '甲'), counted('b', '2024-01-02', 5, { shelves: ['s1', 's2'] }), remarked('dusty'),
    counted('c', '2024-01-03', 7, { root: 'b', corrects: 'b', shelves: ['s2', 's3'] }),
  ])

  test('has a model for every key that was ever touched', () => {
    expect([...replay(shelfProjection, log).keys()].sort()).toEqual(['s1', 's2', 's3'])
  })

  test('shows an entry only to the keys that it still touches after its corrections', () => {
    const models = replay(shelfProjection, log)
    expect(['s1', 's2', 's3'].map((key) => models.get(key)?.books)).toEqual([0, 7, 7])
  })

  test('as of a day shows what took effect until then, the day included', () => {
    expect(replay(shelfProjection, log, day('2024-01-02')).get('s2')?.books).toBe(0)
    expect(replay(shelfProjection, log, day('2024-01-03')).get('s2')?.books).toBe(7)
    expect(replay(shelfProjection, log.slice(0, 3), day('2024-01-02')).get('s2')?.books).toBe(5)
  })

  test('in recorded order shows every fact of a whole chain, in the order of the log', () => {
    const own = eventsByKey(historyProjection, log).get('s3') ?? []
    expect(shownTo(historyProjection, 's3', own).map(({ globalPosition }) => globalPosition)).toEqual([1, 3])
  })

  test('of one key needs the facts of that key only', () => {
    fc.assert(fc.property(arbitraryLogs(arbitraryFacts), (facts) => {
      const models = replay(shelfProjection, facts)
      for (const [key, own] of eventsByKey(shelfProjection, facts)) expect(foldKey(shelfProjection, key, own)).toEqual(models.get(key))
    }))
  })

  test('as of any day is that of brute force', () => {
    fc.assert(fc.property(arbitraryLogs(arbitraryFacts), fc.integer({ min: 1, max: 9 }), (facts, number) => {
      const asOf = day(`2024-02-0${number}`)
      expect(replay(shelfProjection, facts, asOf)).toEqual(byBruteForce(shelfProjection, facts, asOf))
    }), { numRuns: 300 })
  })

  test('leaves out a withdrawal that nothing here belongs to', () => {
    expect(replay(shelfProjection, recordedLog([takenBack('x', 'nobody', 'nobody')])).size).toBe(0)
  })
})
