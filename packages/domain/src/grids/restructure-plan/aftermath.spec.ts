/** What a plan leads to in maps and register, by example. */

import { describe, expect, it } from 'vitest'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import { mapRevisionsOf, registerRevisionOf, reservationsOf } from './aftermath.ts'
import {
  boundaryOf, codeOf, communityOf, communitySplitOf, communityTarget, draftedPlan, evidenceFor, evidenceOf, executedPlan, gridNamed, mergeOf, planAfter, reparentCommunityOf,
  reparentOf, scheduledPlan, splitOf,
} from './builders.ts'
import type { Operation } from './operations.ts'

const day = '2025-04-01' as CalendarDate
const world = evidenceOf([communityOf(4), communityOf(3, 'C2', 31)])

describe('the reservations of a plan (6.4)', () => {
  it('6.4 are the grids that it touches or will create, and the codes that it will give, map by map in id order', () => {
    expect(reservationsFor([reparentOf('G31', { B61: '00101', B62: '00102' }, { from: 'C2', to: 'C1', code: codeOf('G101') }), splitOf()])).toEqual({
      maps: [
        { communityId: 'C1', gridIds: ['G1', 'G11', 'G12'], codes: [codeOf('G101'), codeOf('G11'), codeOf('G12')], gridCountChange: 2, takesEffectOn: day },
        { communityId: 'C2', gridIds: ['G31'], codes: [], gridCountChange: -1, takesEffectOn: day },
      ],
      register: undefined,
    })
  })

  it('T29 are held in the register for a community that is to be founded: it has no map yet', () => {
    const { maps, register } = reservationsFor([communitySplitOf()])
    expect(register).toEqual({ communityIds: ['C9'], codes: ['440402001009'], takesEffectOn: day })
    expect(maps.map((map) => [map.communityId, map.gridIds])).toEqual([['C1', ['G1', 'G2', 'G3', 'G4']]])
  })

  it('6.4 are none for a community that goes to another town with all its grids', () => {
    expect(reservationsFor([reparentCommunityOf()])).toEqual({ maps: [], register: undefined })
  })
})

describe('the revisions of maps and register', () => {
  it('6.4 are none before the execution', () => {
    expect(mapRevisionsOf(planAfter(scheduledPlan([splitOf()])))).toEqual({})
    expect(registerRevisionOf(planAfter(scheduledPlan([communitySplitOf()])))).toBeUndefined()
  })

  it('6.4 state the changes in the order of effect, as of the version of the execution', () => {
    const { facts } = executedPlan([splitOf(), boundaryOf([['B3', 'G2', 'G12']])], world)
    expect(mapRevisionsOf(planAfter(facts))).toEqual({ C1: {
      planVersion: facts.length, neverValid: [], changes: [
        { root: 'done.0', effectiveOn: day, closes: [{ gridId: 'G1', reason: 'split', successors: ['G11', 'G12'] }], leaves: [], sets: [gridNamed('G11', ['B1']), gridNamed('G12', ['B2'])], buildingsIn: [], buildingsOut: [] },
        { root: 'done.1', effectiveOn: day, closes: [], leaves: [], sets: [gridNamed('G2', ['B4']), gridNamed('G12', ['B2', 'B3'])], buildingsIn: [], buildingsOut: [] },
      ],
    } })
  })

  it('6.4 tell the map that a grid leaves, and the other that it comes, with its buildings under their new numbers', () => {
    const revisions = mapRevisionsOf(planAfter(executedPlan([reparentOf()], world).facts))
    expect(revisions['C1']?.changes).toMatchObject([{ leaves: ['G1'], sets: [], buildingsOut: ['B1', 'B2'] }])
    expect(revisions['C2']?.changes).toMatchObject([{ leaves: [], sets: [{ gridId: 'G1', code: codeOf('G101', 'C2') }], buildingsIn: [{ buildingId: 'B1', number: '00101' }, { buildingId: 'B2', number: '00102' }] }])
  })

  it('T29 found a community in the register and give it its grids; the rest stays', () => {
    const executed = executedPlan([communitySplitOf()], world)
    const state = planAfter(executed.facts)
    expect(registerRevisionOf(state)).toMatchObject({ planVersion: executed.facts.length, changes: [{ root: 'done.0', effectiveOn: day, opens: [{ communityId: 'C9' }], moves: [], closes: [] }] })
    const evidence = evidenceFor(state, executed.world)
    expect(Object.keys(mapRevisionsOf(state))).toEqual(['C1', 'C9'])
    expect(evidence.maps['C9']?.state.changes).toMatchObject([{ sets: [{ gridId: 'G3' }, { gridId: 'G4' }] }])
    expect(evidence.maps['C1']?.state.changes.at(-1)).toMatchObject({ leaves: ['G3', 'G4'], sets: [{ gridId: 'G1' }, { gridId: 'G2' }], buildingsOut: ['B5', 'B6', 'B7', 'B8'] })
  })

  it('T29 end a community that no target continues', () => {
    const ended = communitySplitOf([
      communityTarget('C8', { G1: { B1: '00001', B2: '00002' }, G2: { B3: '00003', B4: '00004' } }), communityTarget('C9', { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } }),
    ])
    expect(registerRevisionOf(planAfter(executedPlan([ended], world).facts))?.changes).toMatchObject([{ opens: [{ communityId: 'C8' }, { communityId: 'C9' }], closes: [{ communityId: 'C1', reason: 'split', successors: ['C8', 'C9'] }] }])
  })

  it('I1 tell the register that a community goes to another town; its map changes nothing', () => {
    const state = planAfter(executedPlan([reparentCommunityOf(), mergeOf(['G31', 'G32'], { ...mergeTarget, code: codeOf('G77', 'C2') }, 'C2')], world).facts)
    expect(registerRevisionOf(state)?.changes).toMatchObject([{ moves: [{ communityId: 'C1', townId: 'T2' }] }])
    expect(mapRevisionsOf(state)['C1']?.changes).toEqual([])
    expect(mapRevisionsOf(state)['C2']?.changes).toHaveLength(1)
  })
})

const mergeTarget = { gridId: 'G77', name: '虚构网格G77', continuing: false }

function reservationsFor(operations: ReadonlyArray<Operation>) {
  return reservationsOf(planAfter(draftedPlan(operations)), day)
}
