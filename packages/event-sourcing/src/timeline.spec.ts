/** Timelines: what held when, after all corrections, equal to brute force. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveEntries } from './chain.ts'
import type { Fact } from './fact.ts'
import { arbitraryLogs } from './laws.ts'
import type { RecordedEvent } from './recorded-event.ts'
import { arbitraryFacts, counted, day, remarked, takenBack } from './shelves.spec-domain.ts'
import { at, diff, emptyTimeline, file, fileElsewhere, segments, standing, type Timeline } from './timeline.ts'
import { recordedLog } from './testing.ts'

const books = (event: RecordedEvent): number | null => event.type === 'BooksCounted' ? (event.data as { books: number }).books : null
const timelineOf = (log: ReadonlyArray<RecordedEvent>): Timeline<number> => {
  const timeline = emptyTimeline<number>()
  for (const event of log) file(timeline, event, books(event))
  return timeline
}
const history = (...facts: ReadonlyArray<Fact>): Timeline<number> => timelineOf(recordedLog(facts))

describe('a timeline', () => {
  test('holds nothing before its first day, and each value from its day to the next', () => {
    const timeline = history(counted('a', '2024-01-03', 3), counted('b', '2024-01-01', 1))
    expect(['2023-12-31', '2024-01-01', '2024-01-02', '2024-01-03', '2030-01-01'].map((on) => at(timeline, day(on)))).toEqual([undefined, 1, 1, 3, 3])
    expect(segments(timeline)).toEqual([
      { from: '2024-01-01', to: '2024-01-03', value: 1, entryId: 'b' },
      { from: '2024-01-03', to: null, value: 3, entryId: 'a' },
    ])
  })

  test('keeps of one day what was recorded last, and knows the others', () => {
    const timeline = history(counted('a', '2024-01-01', 1), counted('b', '2024-01-01', 2))
    expect([at(timeline, day('2024-01-01')), segments(timeline).length, standing(timeline).map(({ value }) => value)]).toEqual([2, 1, [1, 2]])
  })

  test('follows corrections, withdrawals and withdrawals of withdrawals', () => {
    const facts = [counted('a', '2024-01-01', 1), counted('b', '2024-01-05', 2, { root: 'a', corrects: 'a' }), takenBack('c', 'a', 'b'), takenBack('d', 'a', 'c')]
    const answers = facts.map((_, index) => segments(history(...facts.slice(0, index + 1))).map(({ from, value }) => `${from}: ${value}`))
    expect(answers).toEqual([['2024-01-01: 1'], ['2024-01-05: 2'], ['2024-01-01: 1'], ['2024-01-05: 2']])
  })

  test('is empty when its only entry is taken back', () => {
    expect(segments(history(counted('a', '2024-01-01', 1), takenBack('b', 'a', 'a')))).toEqual([])
  })

  test('says nothing of an entry that a correction moved elsewhere, until that is taken back', () => {
    const [root, moved, back] = recordedLog([counted('a', '2024-01-01', 1), counted('b', '2024-01-01', 1, { root: 'a', corrects: 'a', shelves: ['s2'] }), takenBack('c', 'a', 'b')]) as [RecordedEvent, RecordedEvent, RecordedEvent]
    const timeline = timelineOf([root])
    fileElsewhere(timeline, moved)
    expect(at(timeline, day('2024-02-01'))).toBeUndefined()
    file(timeline, back)
    expect(at(timeline, day('2024-02-01'))).toBe(1)
  })

  test('says of every day what brute force says: resolve every chain, sort by effect, take the last', () => {
    fc.assert(fc.property(arbitraryLogs(arbitraryFacts, { streams: ['room-1'] }), fc.integer({ min: 0, max: 10 }), (log, number) => {
      const counts = log.filter(({ type }) => type !== 'ShelfLabelled' && type !== 'ShelfRemarked')
      const asOf = day(`2024-02-${String(number).padStart(2, '0')}`)
      expect(at(timelineOf(counts), asOf)).toBe(resolveEntries(counts).filter(({ effectiveOn }) => effectiveOn <= asOf).map(({ event }) => books(event)).at(-1) ?? undefined)
    }), { numRuns: 500 })
  })

  test('comes to an end, also where entries name themselves, later ones or none that exist', () => {
    const pointers = fc.array(fc.record({ voids: fc.boolean(), corrects: fc.constantFrom('e0', 'e1', 'e2', 'e3', 'nowhere') }), { minLength: 1, maxLength: 5 })
    fc.assert(fc.property(pointers, (steps) => {
      const log = recordedLog(steps.map(({ voids, corrects }, index) => voids ? takenBack(`e${index}`, 'e0', corrects) : counted(`e${index}`, '2024-01-01', index, { root: 'e0', corrects })))
      expect(at(timelineOf(log), day('2024-01-01'))).toBe(resolveEntries(log).map(({ event }) => books(event)).at(-1))
    }))
  })

  test('has segments that meet, and agree with every day in them', () => {
    fc.assert(fc.property(arbitraryLogs(arbitraryFacts, { streams: ['room-1'] }), (log) => {
      const timeline = timelineOf(log.filter(({ type }) => type === 'BooksCounted' || type === 'EntryVoided'))
      const all = segments(timeline)
      for (const [index, { from, to, value }] of all.entries()) {
        expect(to).toBe(all[index + 1]?.from ?? null)
        expect(at(timeline, from)).toBe(value)
      }
    }))
  })

  test('is plain JSON', () => {
    const timeline = history(counted('a', '2024-01-01', 1), takenBack('b', 'a', 'a'), remarked('x'))
    expect(JSON.parse(JSON.stringify(timeline))).toEqual(timeline)
  })

  test('files a fact without an entry id under its own name, from the day on which it was recorded', () => {
    expect(segments(history(remarked('x')))).toMatchObject([{ from: '2024-01-01', value: null }])
  })
})

describe('the difference of two timelines', () => {
  const same = (left: number | undefined, right: number | undefined): boolean => left === right

  test('is the stretches of days on which they say different things', () => {
    const before = history(counted('a', '2024-01-01', 1), counted('b', '2024-01-05', 2))
    const after = history(counted('a', '2024-01-01', 1), counted('b', '2024-01-05', 2), counted('c', '2024-01-03', 3, { root: 'b', corrects: 'b' }))
    expect(diff(before, after, same)).toEqual([
      { from: '2024-01-03', to: '2024-01-05', before: 1, after: 3 },
      { from: '2024-01-05', to: null, before: 2, after: 3 },
    ])
  })

  test('is none of a timeline and itself, and everything of one and none', () => {
    const timeline = history(counted('a', '2024-01-01', 1))
    expect(diff(timeline, timeline, same)).toEqual([])
    expect(diff(emptyTimeline<number>(), timeline, same)).toEqual([{ from: '2024-01-01', to: null, before: undefined, after: 1 }])
  })
})
