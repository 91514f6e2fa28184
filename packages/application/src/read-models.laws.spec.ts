/** Laws of the whole way from a request to an answer: what the read models show is what the deciders decided on. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { categoryOf, type CalendarDate } from '@grid-governance/event-sourcing'
import { communityGrids, divisions } from '@grid-governance/projections-grids'
import { decidedOn, shownOn } from './district-on.spec-parts.ts'
import { knowing, nothingKnown } from './known-district.spec-parts.ts'
import { officeHistory, officeMoves, type OfficeHistory } from './random-office.spec-parts.ts'

/**
 * A few seconds' worth. To search for longer, raise the numbers: a thousand runs take about two minutes. A failure prints the seed and the moves, as
 * few as fail; `officeHistory` plays them again. Making them few takes its time, and so does what the last argument of each law waits for.
 */
const runs = { numRuns: 30 }
const movesAtMost = 60
const daysAsked = 5
const placesAsked = 3
const patienceMs = 300_000

describe('the read models of a district whose office submits arbitrary requests', () => {
  it('I1 I2 I3 6.1 show of every day what was decided: divisions, grids, buildings, exemptions; and the figures that were last recorded', async () => {
    await fc.assert(fc.asyncProperty(officeMoves(movesAtMost), fc.nat({ max: 999 }), async (moves, roll) => {
      const history = await officeHistory(moves)
      for (const day of someDays(history, roll)) expect(await shownOn(history.store, day)).toEqual(decidedOn(history.known, day))
    }), runs)
  }, patienceMs)

  it('I1 I3 find no breach on any day: no grid without its community, no community without its town, no building without its grid', async () => {
    await fc.assert(fc.asyncProperty(officeMoves(movesAtMost), fc.nat({ max: 999 }), async (moves, roll) => {
      const history = await officeHistory(moves)
      for (const day of someDays(history, roll)) expect(decidedOn(history.known, day).breaches).toEqual([])
    }), runs)
  }, patienceMs)

  it('6.1 show of every day, as known at a place in the log, what had been decided by then', async () => {
    await fc.assert(fc.asyncProperty(officeMoves(movesAtMost), fc.nat({ max: 999 }), async (moves, roll) => {
      const history = await officeHistory(moves)
      for (const place of some(history.places, placesAsked, roll)) {
        const known = knowing(nothingKnown, history.known.facts.filter(({ position }) => position <= place))
        for (const day of some(someDays(history, roll), 2, place)) expect(await shownOn(history.store, day, place)).toEqual(decidedOn(known, day))
      }
    }), runs)
  }, patienceMs)

  it('are asked about histories with every kind of fact, and with corrections and withdrawals in maps, plans and register', async () => {
    const seen = new Set<string>()
    for (const moves of fc.sample(officeMoves(movesAtMost), { numRuns: 60, seed: 1 })) {
      for (const { stream, fact } of (await officeHistory(moves)).known.facts) seen.add(fact.type).add(`${'root' in fact.data ? 'correcting' : 'first'} ${fact.type} ${categoryOf(stream)}`)
    }
    const looked = [...communityGrids.handles, ...divisions.handles, ...['gridMap', 'restructurePlan', 'divisionRegister'].map((category) => `correcting EntryVoided ${category}`),
      'correcting BuildingMetricsRecorded gridMap', 'correcting GridReparented restructurePlan', 'correcting CommunityRenamed divisionRegister']
    expect(looked.filter((what) => !seen.has(what))).toEqual([])
  }, patienceMs)
})

/** Today, and days on which something took effect. */
function someDays({ known, today }: OfficeHistory, roll: number): ReadonlyArray<CalendarDate> {
  const days = [...new Set(known.facts.flatMap(({ fact }) => 'effectiveOn' in fact.data ? [fact.data.effectiveOn] : []))].sort()
  return [...new Set([...some(days, daysAsked - 1, roll), today])]
}

/** So many of these, spread evenly from a random one on; the last is among them. */
function some<A>(all: ReadonlyArray<A>, count: number, roll: number): ReadonlyArray<A> {
  const step = Math.max(1, Math.floor(all.length / count))
  return [...new Set([...Array.from({ length: count - 1 }, (_, place) => (roll + place * step) % Math.max(1, all.length)), all.length - 1])].flatMap((place) => all[place] ?? [])
}
