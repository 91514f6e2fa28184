/** The laws that restructure plans keep after any history. */

import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factCodec, fold, sameTree, type CalendarDate, type EntryId } from '@grid-governance/event-sourcing'
import { applyLaws, deciderLaws } from '@grid-governance/event-sourcing/laws'
import { headOf, tipOf } from '../../shared/entry-chains.ts'
import { livesOn } from '../../shared/division-structure.ts'
import { partitionFaults, partitionOn, type Partition } from '../../shared/structure.ts'
import { mapRevisionsOf, registerRevisionOf } from './aftermath.ts'
import { arbitraryPlanHistory, planCommandsFor, planContextsFor, worldOf } from './arbitraries.ts'
import { aPlanCommand, evidenceFor, madeUpDocument, planAfter } from './builders.ts'
import { restructurePlanDecider } from './decider.ts'
import { restructurePlanFacts } from './events.ts'
import { createdGrids, operationOf } from './outcomes.ts'
import { previewPlan } from './preview.ts'
import { heldEntries, isExecuted, neverValidChains, structuralChains, versionsOf, type RestructurePlanState } from './state.ts'

const { decide } = restructurePlanDecider

/** One community on one day, with the plan and without it. */
interface DayOfCommunity {
  readonly day: CalendarDate
  readonly isLiving: boolean
  readonly after: Partition
  readonly before: Partition
}

describe('the restructure plan', () => {
  applyLaws(deciderLaws({
    decider: restructurePlanDecider,
    codec: factCodec(restructurePlanFacts),
    commands: planCommandsFor,
    contexts: planContextsFor,
    maxCommands: 25,
    // More histories find more; these are as many as a few seconds allow.
    numRuns: 60,
    invariants: {
      'I1 grids are in communities that live': (state) => daysAfter(state).every(({ isLiving, after }) => isLiving || Object.keys(after.grids).length === 0),
      'I2 a community has 2 to 5 grids on every day, before and after every plan and every correction': (state) =>
        daysAfter(state).filter(({ isLiving }) => isLiving).every(({ after }) => Object.keys(after.grids).length >= 2 && Object.keys(after.grids).length <= 5),
      'I3 each building is in exactly one grid on every day': (state) => daysAfter(state).every(({ after }) => partitionFaults(after).length === 0),
      'I3 no building is lost, and none is in two communities': (state) => {
        const byDay = Map.groupBy(daysAfter(state), (one) => one.day)
        return [...byDay.values()].every((communities) => sameTree(buildingsIn(communities.map((one) => one.after)), buildingsIn(communities.map((one) => one.before))))
      },
      '4.1 an id is given to one grid, ever': (state) => {
        const created = heldEntries(state).flatMap((entry) => createdGrids(entry.outcome)).map((grid) => grid.gridId)
        const known = Object.values(worldOf(state).maps).flatMap((map) => map.state.changes.flatMap((change) => change.sets.map((grid) => grid.gridId)))
        return new Set(created).size === created.length && created.every((gridId) => !known.includes(gridId))
      },
      'T31 a code is borne by one grid, ever': (state) => isBorneByOne(
        Object.values(evidenceFor(state, worldOf(state)).maps).flatMap((map) => map.state.changes.flatMap((change) => change.sets.map((grid) => [grid.code, grid.gridId] as const)))),
      'T32 a grid that never was valid is nowhere on any day, and every grid that is nowhere any more was said never to have been valid': (state) => {
        const created = structuralChains(state).flatMap(versionsOf).flatMap(createdGrids).map((grid) => grid.gridId)
        const held = heldEntries(state).flatMap((entry) => createdGrids(entry.outcome)).map((grid) => grid.gridId)
        const stated = neverValidChains(state).map(headOf).flatMap((fact) => fact?.type === 'GridClosed' ? [fact.data.gridId] : [])
        return sameTree(stated.toSorted(), [...new Set(created.filter((gridId) => !held.includes(gridId)))].toSorted())
          && daysAfter(state).every(({ after }) => stated.every((gridId) => after.grids[gridId] === undefined))
      },
      'RP1 what maps and register must hold is as of the last execution or correction': (state) =>
        [...Object.values(mapRevisionsOf(state)), ...[registerRevisionOf(state) ?? []].flat()].every((revision) => revision.planVersion === state.revisedAt && isExecuted(state)),
      'RP4 a preview says of a plan what its submission says': (state) => {
        if (state.stage !== 'drafted') return true
        const day = '2025-04-01' as CalendarDate
        const evidence = evidenceFor(state, worldOf(state))
        const [rejection] = previewPlan(state, evidence, day).rejections
        const decision = decide(aPlanCommand.SubmitPlan(), state, { entryId: entryIds('submit'), authority: madeUpDocument, decidedOn: day, recordedOn: day, evidence })
        return rejection === undefined ? E.isRight(decision) : E.isLeft(decision) && sameTree(decision.left, rejection)
      },
    },
  }), it)
})

describe('histories of plans', () => {
  // A history is long: shrunk without end, it would take all memory.
  const histories = fc.limitShrink(arbitraryPlanHistory(), 100)

  it('reach executions and corrections, so that the laws above are about something', () => {
    const types = new Set(fc.sample(arbitraryPlanHistory(), { numRuns: 150, seed: 7 }).flatMap((history) => history.facts.map((fact) => fact.type as string)))
    for (const type of Object.keys(restructurePlanFacts)) expect(types).toContain(type)
  }, 20_000)

  it('6.1 a correction that is withdrawn leaves everything as it was', () => {
    fc.assert(fc.property(histories, fc.nat(), fc.constantFrom(undefined, '2025-06-15'), ({ facts }, aim, effectiveOn) => {
      const state = planAfter(facts)
      const chains = structuralChains(state)
      const chain = chains[aim % Math.max(1, chains.length)]
      if (chain === undefined) return
      const corrected = corrections(state, { root: chain.root, corrects: tipOf(chain), ...(effectiveOn === undefined ? {} : { effectiveOn }) }, 'first')
      if (corrected === undefined) return
      const withdrawn = corrections(corrected, { root: chain.root, corrects: 'first.0' }, 'second')
      expect(withdrawn).toBeDefined()
      expect(Object.entries(mapRevisionsOf(withdrawn ?? state)).map(withoutVersion)).toEqual(Object.entries(mapRevisionsOf(state)).map(withoutVersion))
      expect(registerRevisionOf(withdrawn ?? state)?.changes).toEqual(registerRevisionOf(state)?.changes)
    }), { numRuns: 80 })
  })

  it('6.1 an operation that is done anew on its own day comes to the same', () => {
    fc.assert(fc.property(histories, ({ facts }) => {
      const state = planAfter(facts)
      for (const chain of structuralChains(state)) {
        const head = headOf(chain)
        if (head === undefined) continue
        const again = corrections(state, { root: chain.root, corrects: tipOf(chain), operation: operationOf(head), effectiveOn: head.data.effectiveOn }, 'again')
        if (again !== undefined) expect(Object.entries(mapRevisionsOf(again)).map(withoutVersion)).toEqual(Object.entries(mapRevisionsOf(state)).map(withoutVersion))
      }
    }), { numRuns: 80 })
  })
})

/** The state after one correction; undefined where it is refused. */
function corrections(state: RestructurePlanState, correction: object, entries: string): RestructurePlanState | undefined {
  const decision = decide(aPlanCommand.CorrectPlan({ corrections: [correction as never] }), state, {
    entryId: entryIds(entries), authority: madeUpDocument, decidedOn: '2025-09-01' as CalendarDate, recordedOn: '2025-09-01' as CalendarDate, evidence: evidenceFor(state, worldOf(state)),
  })
  return E.isLeft(decision) ? undefined : fold(restructurePlanDecider, decision.right, state)
}

/** Every community on every day on which anything in the plan's world changes; the plan's word is taken when it has been said. */
function daysAfter(state: RestructurePlanState): ReadonlyArray<DayOfCommunity> {
  if (!isExecuted(state)) return []
  const world = worldOf(state)
  const evidence = evidenceFor(state, world)
  const days = new Set(Object.values(evidence.maps).flatMap((map) => map.state.changes.map((change) => change.effectiveOn)))
  return [...days].flatMap((day) => Object.entries(evidence.maps).map(([communityId, { state: after }]) => ({
    day, isLiving: livesOn(evidence.division.state.communities[communityId], day), after: partitionOn(after, day),
    before: partitionOn(world.maps[communityId]?.state ?? { changes: [] }, day),
  })))
}

function buildingsIn(partitions: ReadonlyArray<Partition>): ReadonlyArray<string> {
  return partitions.flatMap((partition) => Object.keys(partition.buildings)).sort()
}

function isBorneByOne(pairs: ReadonlyArray<readonly [string, string]>): boolean {
  const bearer = new Map<string, string>()
  return pairs.every(([code, gridId]) => (bearer.get(code) ?? gridId) === gridId && bearer.set(code, gridId))
}

function withoutVersion([communityId, revision]: readonly [string, ReturnType<typeof mapRevisionsOf>[string]]) {
  return [communityId, revision.changes, revision.neverValid]
}

function entryIds(name: string): (ordinal: number) => EntryId {
  return (ordinal) => `${name}.${ordinal}` as EntryId
}
