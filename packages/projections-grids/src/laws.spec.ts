/** Laws of all read models of this package, over arbitrary histories of a made-up district. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveEntries, standing, type CalendarDate, type RecordedEvent } from '@grid-governance/event-sourcing'
import { partitionLaws } from '@grid-governance/event-sourcing/laws'
import { governanceCodec, type GovernanceEvent, type GridId } from '@grid-governance/domain'
import { allProjectionLaws, applyLaws } from '@grid-governance/subscriptions/laws'
import { beginnings } from './beginnings/index.ts'
import { communityGrids } from './community-grids/index.ts'
import { districtGridsFrom } from './district-grids.ts'
import { divisions } from './divisions/index.ts'
import { gridTreeFrom, lineageFrom, mappingFrom } from './from-events.ts'
import { byCommunity } from './partition.ts'
import { gridTree } from './grid-tree/queries.ts'
import { lineage, type CommunityLineage } from './lineage/index.ts'
import { buildingsOf, gridsOf } from './lineage/queries.ts'
import { correctedHistories, learntInAnotherOrder, recountedHistories, soundHistories, type MadeUpHistory } from './testing/arbitraries.ts'
import { district, recorded } from './testing/facts.ts'
import { withNeighbours } from './testing/neighbours.ts'

const log = (history: MadeUpHistory): ReadonlyArray<RecordedEvent<GovernanceEvent>> => recorded(...history.appends)
const runs = { numRuns: 100 }

const logs = correctedHistories().map(log)
/** What the laws of running and explaining need besides: the codec, and neighbours that must not be named. */
const sound = { codec: governanceCodec, logs, withNeighbours, numRuns: 40 }
/** Facts made of the declarations fit nothing that was before, so that a projection meets what no front door lets pass. */
const unsound = { codec: governanceCodec, streams: ['gridMap-440402.a', 'restructurePlan-440402.b', 'divisionRegister-440402'], numRuns: 20 }
const standingOn = ({ edges }: CommunityLineage, asOf: CalendarDate) => standing(edges).filter((edge) => edge.effectiveOn <= asOf).map((edge) => edge.value)

describe('the projection divisions', () => {
  applyLaws(allProjectionLaws({ projection: divisions, ...sound }), it)
  describe('over facts that fit nothing', () => applyLaws(allProjectionLaws({ projection: divisions, ...unsound }), it))
})

describe('the projection community-grids', () => {
  applyLaws(allProjectionLaws({ projection: communityGrids, ...sound }), it)
  describe('over facts that fit nothing', () => applyLaws(allProjectionLaws({ projection: communityGrids, ...unsound }), it))
})

describe('the projection beginnings', () => {
  applyLaws(allProjectionLaws({ projection: beginnings, ...sound }), it)
  describe('over facts that fit nothing', () => applyLaws(allProjectionLaws({ projection: beginnings, ...unsound }), it))
})

describe('the projection lineage', () => {
  // Not over facts that fit nothing: it rests on no correction's moving an operation to other communities, which the front door refuses.
  applyLaws(allProjectionLaws({ projection: lineage, answers: standingOn, ...sound }), it)

  it('knows the facts that stand as the library resolves them, in the order of effect', () => {
    fc.assert(fc.property(logs, (events) => {
      const { lineage: edges } = districtGridsFrom(events, { district, asOf: '2020-01-01' as CalendarDate })
      expect(standing(edges).map((edge) => edge.value.eventId))
        .toEqual(resolveEntries(events).filter(({ event }) => lineage.handles.includes(event.type)).map(({ event }) => event.eventId))
    }), runs)
  })
})

describe('the partition by communities', () => {
  applyLaws(partitionLaws({ projection: communityGrids, partition: byCommunity, logs }), it)
  applyLaws(partitionLaws({ projection: lineage, partition: byCommunity, logs }), it)
})

describe('the grid tree and lineage', () => {
  it('I3 keeps every building in exactly one grid and loses none, whatever plans are executed', () => {
    fc.assert(fc.property(soundHistories(), (history) => {
      const grids = districtGridsFrom(log(history), { district, asOf: history.lastDay })
      const answer = gridTree(grids)
      const buildings = Object.values(history.layout).flatMap((layout) => Object.values(layout).flat())
      expect(answer).toMatchObject({ answer: 'tree', tree: { breaches: [], counts: { known: true, value: { buildings: buildings.length, grids: gridsOf(grids).size } } } })
      expect(layoutOf(grids)).toEqual(sorted(history.layout))
    }), runs)
  })

  it('comes to the same answers in whatever order independent facts were learnt', () => {
    fc.assert(fc.property(soundHistories(12).chain((history) => fc.tuple(fc.constant(history), learntInAnotherOrder(history))), fc.nat({ max: 400 }), ([history, shuffled], days) => {
      const question = { district, asOf: later(history.firstDay, days) }
      expect(gridTreeFrom(log(shuffled), question)).toEqual(gridTreeFrom(log(history), question))
      const between = { district, from: history.firstDay, to: question.asOf }
      expect(mappingFrom(log(shuffled), between)).toEqual(mappingFrom(log(history), between))
    }), runs)
  })

  it('6.1 gives every building the figures that were last registered or counted of it, in whatever community and whenever learnt', () => {
    fc.assert(fc.property(recountedHistories(), fc.nat({ max: 400 }), (history, days) => {
      const events = log(history)
      for (const asOf of [later(history.firstDay, days), history.lastDay]) {
        const shown = [...buildingsOf(districtGridsFrom(events, { district, asOf })).values()].map(({ buildingId, households, residents }) => [buildingId, households, residents])
        const last = lastFigures(events, asOf)
        expect(shown).toEqual(shown.map(([buildingId]) => [buildingId, ...last.get(String(buildingId)) ?? []]))
      }
    }), runs)
  })

  it('§4.9 shares out the whole of every grid: its parts and what was taken down since add up to it', () => {
    fc.assert(fc.property(soundHistories(), fc.nat({ max: 300 }), fc.constantFrom('forwards' as const, 'backwards' as const), (history, days, direction) => {
      const events = log(history)
      const between = { district, from: earlier(later(history.firstDay, days), history.lastDay), to: history.lastDay }
      const own = direction === 'forwards' ? between.from : between.to
      for (const gridId of gridsOf(districtGridsFrom(events, { district, asOf: own })).keys()) {
        const answer = lineageFrom(events, gridId as GridId, between, direction)
        if (answer.answer !== 'lineage') throw new Error(answer.answer)
        for (const measure of ['buildings', 'households', 'residents'] as const) {
          const parts = [...answer.parts.map((part) => part.shares), answer.rest, answer.unknown].map((shares) => shares[measure])
          expect(parts.reduce((sum, share) => sum + share.part, 0)).toBe(answer.whole[measure])
          expect(new Set(parts.map((share) => share.whole))).toEqual(new Set([answer.whole[measure]]))
        }
      }
    }), runs)
  })

  it('§4.9 leads by its steps where the trees say: what every building ends in after the last step is the grid of the second day', () => {
    fc.assert(fc.property(soundHistories(), fc.nat({ max: 300 }), (history, days) => {
      const events = log(history)
      const between = { district, from: earlier(later(history.firstDay, days), history.lastDay), to: history.lastDay }
      for (const gridId of gridsOf(districtGridsFrom(events, { district, asOf: between.from })).keys()) {
        const answer = lineageFrom(events, gridId as GridId, between)
        if (answer.answer !== 'lineage') throw new Error(answer.answer)
        const last = answer.steps.at(-1)
        if (last === undefined || answer.rest.buildings.part > 0 || answer.whole.buildings === 0) continue
        expect(last.after.map(({ gridId: id, communityId, shares }) => [id, communityId, shares]))
          .toEqual(answer.parts.map(({ grid, shares }) => [grid.gridId, grid.communityId, shares]).sort(([left], [right]) => String(left) < String(right) ? -1 : 1))
        expect(answer.steps.every((step) => between.from < step.effectiveOn && step.effectiveOn <= between.to)).toBe(true)
      }
    }), runs)
  })

  it('maps a day to itself: every grid is wholly itself', () => {
    fc.assert(fc.property(correctedHistories(), (history) => {
      const { rows, ended, begun, unknown } = mappingFrom(log(history), { district, from: history.lastDay, to: history.lastDay })
      expect(rows.every(({ from, to, ofFrom }) => from.gridId === to.gridId && ofFrom.buildings.part === ofFrom.buildings.whole)).toBe(true)
      expect([ended, begun, unknown]).toEqual([[], [], []])
    }), runs)
  })
})

/** What was last said of each building's households and residents by a day, of all that stands. */
function lastFigures(events: ReadonlyArray<RecordedEvent<GovernanceEvent>>, asOf: CalendarDate): ReadonlyMap<string, readonly [number, number]> {
  const last = new Map<string, readonly [number, number]>()
  for (const { event: { type, data }, effectiveOn } of resolveEntries(events)) {
    if (effectiveOn > asOf) break
    const said = type === 'GridEstablished' ? data.buildings : type === 'BuildingRegistered' ? [data.building] : type === 'BuildingMetricsRecorded' ? [data] : []
    for (const { buildingId, households, residents } of said) last.set(buildingId, [households, residents])
  }
  return last
}

function layoutOf(grids: ReturnType<typeof districtGridsFrom>): unknown {
  const layout: Record<string, Record<string, string[]>> = {}
  for (const model of grids.communities.values()) {
    if (grids.divisions.communities[model.communityId]?.ended !== null) continue
    const own = layout[model.communityId] ??= {}
    for (const gridId of Object.keys(model.grids)) own[gridId] = []
    for (const [id, { gridId }] of Object.entries(model.buildings)) own[gridId]?.push(id)
  }
  return sorted(layout)
}

function sorted(layout: MadeUpHistory['layout']): unknown {
  return Object.fromEntries(Object.entries(layout).map(([community, grids]) =>
    [community, Object.fromEntries(Object.entries(grids).map(([grid, buildings]) => [grid, [...buildings].sort()]))]))
}

function later(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10) as CalendarDate
}

function earlier(left: CalendarDate, right: CalendarDate): CalendarDate {
  return left < right ? left : right
}
