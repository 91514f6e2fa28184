/** The part of a log that was known at a place or an instant, by example and as a law. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endsAppend, type Position } from '@grid-governance/event-sourcing'
import { knownPart } from './known-part.ts'
import { correctedHistories } from './testing/arbitraries.ts'
import { details, gridEstablished, learnt, planExecuted, recorded } from './testing/facts.ts'

const events = recorded(
  learnt('2018-07-01', gridEstablished({ on: '2018-07-01' }, 'C1', 'G1', [details('B1')]), gridEstablished({ on: '2018-07-01' }, 'C1', 'G2', [details('B2')])),
  learnt('2018-07-05', planExecuted('2018-07-05', ['C1'])))

const count = (knownAt?: Parameters<typeof knownPart>[1]) => knownPart(events, knownAt).length

describe('what was known', () => {
  it('is all of it where nothing is asked', () => {
    expect(count()).toBe(3)
  })

  it('§6.1 is at an instant the prefix before the first fact that was recorded later', () => {
    expect([count({ instant: 0 }), count({ instant: Date.parse('2018-07-01T00:00:00Z') }), count({ instant: Date.parse('2018-07-04T23:59:59Z') }), count({ instant: Date.parse('2018-07-05T00:00:00Z') })])
      .toEqual([0, 2, 2, 3])
  })

  it('never ends within an append', () => {
    expect([0, 1, 2].map((position) => count({ position: position as Position }))).toEqual([0, 2, 3])
    fc.assert(fc.property(correctedHistories(), fc.nat(), (history, place) => {
      const log = recorded(...history.appends)
      const known = knownPart(log, { position: (place % log.length) as Position })
      const last = known.at(-1)
      expect(last === undefined || endsAppend(last)).toBe(true)
      expect(log.slice(0, known.length)).toEqual(known)
    }), { numRuns: 100 })
  })
})
