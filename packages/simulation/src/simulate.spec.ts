/** Simulated districts: whatever the seed, the front door refuses nothing, the same seed makes the same log, and the invariants hold. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { openFrontDoor } from '@grid-governance/application'
import { gridMapDecider, governanceCodec, partitionFaults, partitionOn, structureOf, type DistrictId, type GridMapEvent } from '@grid-governance/domain'
import { fold, type CalendarDate } from '@grid-governance/event-sourcing'
import { decodeStored, memoryStore, type StoredEvent } from '@grid-governance/event-store'
import { simulateDistrict, simulatedClock, type DivisionRow, type SimulationReport } from './index.ts'

const from = '2018-07-01' as CalendarDate

/** Two made-up towns with four communities each. */
const divisions: ReadonlyArray<DivisionRow> = ['440402801', '440402802'].flatMap((townCode) => [1, 2, 3, 4].map((serial) => ({
  townCode, townName: `模拟街道${townCode.slice(-1)}`, communityCode: `${townCode}00${serial}`, communityName: `模拟社区${townCode.slice(-1)}${serial}`,
})))

interface Simulated {
  readonly report: SimulationReport
  readonly events: ReadonlyArray<StoredEvent>
}

const simulate = async (seed: number, days: number, plansPerYear = 30): Promise<Simulated> => {
  const clock = simulatedClock(from)
  const store = memoryStore(clock.now)
  const report = await simulateDistrict({
    frontDoor: openFrontDoor({ store, now: clock.now }), clock, seed, districtId: '440402' as DistrictId, districtName: '模拟区', divisions, from, days,
    plansPerYear, countsPerYear: 40,
  })()
  if (E.isLeft(report)) throw new Error(`seed ${seed}: ${JSON.stringify(report.left)}`)
  const page = await store.readAll({ after: 'beginning', maxCount: 100_000 })()
  return { report: report.right, events: E.isRight(page) ? page.right.events : [] }
}

describe('a simulated district', () => {
  for (const seed of [1, 2, 3]) {
    it(`I2 I3 is sound after two years, seed ${seed}`, async () => {
      const { report, events } = await simulate(seed, 730)
      expect(report.facts).toBe(events.length)
      expect(report.plans.length).toBeGreaterThan(20)
      const maps = Map.groupBy(events.filter((event) => event.stream.startsWith('gridMap-')), (event) => event.stream)
      for (const [stream, own] of maps) {
        const { changes } = structureOf(fold(gridMapDecider, own.flatMap(factsOf)))
        for (const day of new Set(changes.map((change) => change.effectiveOn))) {
          const partition = partitionOn({ changes }, day)
          expect({ stream, day, faults: partitionFaults(partition) }).toEqual({ stream, day, faults: [] })
          expect(Object.keys(partition.grids).length, `${stream} on ${day}`).toSatisfy((count: number) => count >= 2 && count <= 5)
        }
      }
    })
  }

  it('is the same for the same seed, event by event, and another for another', async () => {
    const [one, again, other] = [await simulate(7, 200), await simulate(7, 200), await simulate(8, 200)]
    expect(again.events).toEqual(one.events)
    expect(other.events).not.toEqual(one.events)
  })

  it('thinks of every kind of plan', async () => {
    const kinds = new Set<string>()
    for (const seed of [7, 8, 9]) for (const plan of (await simulate(seed, 1000, 60)).report.plans) kinds.add(plan.kind)
    expect([...kinds].sort()).toEqual(['boundary', 'close', 'communitySplit', 'merge', 'mergeAndSplit', 'reparentCommunity', 'reparentGrid', 'split'])
  })

  it('comes to every fate that a plan can have', async () => {
    const fates = new Set<string>()
    // Late recordings need communities that were quiet for long, takings-back many plans.
    for (const { seed, plansPerYear } of [{ seed: 13, plansPerYear: 120 }, ...[13, 14, 15, 16, 17, 18].map((seed) => ({ seed, plansPerYear: 20 }))]) {
      for (const plan of (await simulate(seed, 1000, plansPerYear)).report.plans) fates.add(plan.fate)
    }
    expect([...fates].sort()).toEqual(['cancelled', 'executed', 'recordedLate', 'redated', 'takenBack'])
  })
})

function factsOf(event: StoredEvent): ReadonlyArray<GridMapEvent> {
  const facts = decodeStored(governanceCodec, event)
  if (E.isLeft(facts)) throw new Error(JSON.stringify(facts.left))
  return facts.right as ReadonlyArray<GridMapEvent>
}
