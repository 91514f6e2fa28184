/** Chains of corrections: what holds in the end, from when, and in which order. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byEffect, chainIdOf, chainsOf, headOfChain, resolveChain, resolveEntries } from './chain.ts'
import { entryOf, entryVoided } from './entry.ts'
import { arbitraryLogs } from './laws.ts'
import type { RecordedEvent } from './recorded-event.ts'
import { arbitraryFacts, counted, remarked, takenBack } from './shelves.spec-domain.ts'
import { inStream, recordedLog } from './testing.ts'

/** A chain by what happened to it: `2` a count of two books, `-` a withdrawal of what came just before. */
const chainOf = (story: string): ReadonlyArray<RecordedEvent> => recordedLog([...story].map((step, index) => {
  const [own, tip] = [`e${index}`, `e${index - 1}`]
  if (step === '-') return takenBack(own, 'e0', tip)
  return counted(own, `2024-01-0${step}`, Number(step), index === 0 ? {} : { root: 'e0', corrects: tip })
}))

describe('a chain comes to', () => {
  test.each<readonly [string, string, number | undefined]>([
    ['its root', '1', 1],
    ['its correction', '12', 2],
    ['the correction of its correction', '123', 3],
    ['its root again, when the correction is taken back', '12-', 1],
    ['the first correction, when the second is taken back', '123-', 2],
    ['its correction again, when the withdrawal is taken back', '12--', 2],
    ['its root again, when that withdrawal is taken back in turn', '12---', 1],
    ['nothing, when the root is taken back', '1-', undefined],
    ['its root again, when its withdrawal is taken back', '1--', 1],
    ['a correction that follows a withdrawal', '12-3', 3],
    ['its root, when a correction after a withdrawal is taken back', '12-3-', 1],
    ['a correction of what was taken back altogether', '1-2', 2],
    ['nothing, when that is taken back as well', '1-2-', undefined],
    ['the first correction, through withdrawals of withdrawals', '123--', 3],
    ['a long story', '12-3--4-', 3],
  ])('%s (%2$s)', (_, story, books) => {
    expect((headOfChain(chainOf(story))?.data as { books?: number } | undefined)?.books).toBe(books)
  })

  test('what a telling from its beginning comes to, whatever the story', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('1', '2', '3', '4', '-', '-'), minLength: 1, maxLength: 15 }).map((story) => `1${story}`), (story) => {
      expect(headOfChain(chainOf(story))).toEqual(tell(chainOf(story)))
    }), { numRuns: 1000 })
  })

  test('an end, also where entries name themselves, later ones or none that exist', () => {
    const pointers = fc.array(fc.record({ voids: fc.boolean(), corrects: fc.constantFrom('e0', 'e1', 'e2', 'e3', 'nowhere') }), { minLength: 1, maxLength: 5 })
    fc.assert(fc.property(pointers, (steps) => {
      const log = recordedLog(steps.map(({ voids, corrects }, index) => voids ? takenBack(`e${index}`, 'e0', corrects) : counted(`e${index}`, '2024-01-01', index, { root: 'e0', corrects })))
      expect([undefined, ...log]).toContain(headOfChain(log))
    }))
  })
})

describe('a chain holds', () => {
  test('from the day of what it comes to, in the place of its root', () => {
    const log = [...recordedLog([remarked('first'), counted('e0', '2024-01-05', 5), counted('e1', '2024-01-02', 6, { root: 'e0', corrects: 'e0' })])]
    const entry = resolveChain(log.slice(1))
    expect(entry).toMatchObject({ effectiveOn: '2024-01-02', rootPosition: 1, rootSubIndex: 0, event: { data: { books: 6 } } })
  })

  test('by the stream as well as by the root: equal entry ids of two streams are two chains', () => {
    const log = recordedLog([inStream('room-1', counted('e0', '2024-01-01', 1)), inStream('room-2', counted('e0', '2024-01-01', 2)), inStream('room-2', counted('e1', '2024-01-01', 3, { root: 'e0', corrects: 'e0' }))])
    expect(resolveEntries(log).map(({ event }) => (event.data as { books: number }).books)).toEqual([1, 3])
  })

  test('alone where a fact has no entry id, also when several come of one stored event', () => {
    const [event] = recordedLog([remarked('x')])
    expect(chainIdOf({ ...event as RecordedEvent, subIndex: 1 })).not.toBe(chainIdOf(event as RecordedEvent))
  })

  test('its corrections even where its root is not among the facts', () => {
    const [, ...rest] = chainOf('123')
    expect(chainsOf(rest)).toHaveLength(1)
    expect(resolveEntries(rest).map(({ event }) => (event.data as { books: number }).books)).toEqual([3])
  })
})

describe('entries take effect', () => {
  test('by day, and on one day by the place of their roots, not of their corrections', () => {
    const log = recordedLog([
      counted('a', '2024-01-03', 1), counted('b', '2024-01-02', 2), counted('c', '2024-01-02', 3),
      counted('b2', '2024-01-02', 4, { root: 'b', corrects: 'b' }), counted('a2', '2024-01-02', 5, { root: 'a', corrects: 'a' }),
    ])
    expect(resolveEntries(log).map(({ event }) => (event.data as { books: number }).books)).toEqual([5, 4, 3])
  })

  test('in one order, whatever the log', () => {
    fc.assert(fc.property(arbitraryLogs(arbitraryFacts), (log) => {
      const entries = resolveEntries(log)
      expect(entries).toEqual(entries.toSorted(byEffect))
      expect(entries.every(({ event }) => event.type !== entryVoided)).toBe(true)
      expect(entries.length).toBeLessThanOrEqual(chainsOf(log).length)
    }))
  })
})

/** A chain told from its beginning: a withdrawal says again what was said before the entry that it names. */
function tell(chain: ReadonlyArray<RecordedEvent>): RecordedEvent | undefined {
  const saidBefore = new Map<string, RecordedEvent | undefined>()
  let said: RecordedEvent | undefined
  for (const event of chain) {
    const { entryId = '', corrects = '' } = entryOf(event)
    saidBefore.set(entryId, said)
    said = event.type === entryVoided ? saidBefore.get(corrects) : event
  }
  return said
}
