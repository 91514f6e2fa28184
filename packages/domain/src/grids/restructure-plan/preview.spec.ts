/** The preview of a plan, by example. */

import { describe, expect, it } from 'vitest'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import {
  buildingNamed, changeWith, communityOf, communitySplitOf, draftedPlan, evidenceOf, gridNamed, mergeOf, planAfter, preparedPlan, reparentCommunityOf, reparentOf, splitOf, survivorNamed, targetNamed, withChanges, withReservation,
} from './builders.ts'
import type { PlanEvidence } from './evidence.ts'
import type { Operation } from './operations.ts'
import { previewPlan } from './preview.ts'

const world = evidenceOf([communityOf(3), communityOf(3, 'C2', 31)])

describe('a preview', () => {
  it('shows every community before and after, with the number of its grids', () => {
    const { communities } = preview([reparentOf()])
    expect(Object.entries(communities).map(([communityId, { gridsBefore, gridsAfter }]) => [communityId, gridsBefore, gridsAfter])).toEqual([['C1', 3, 2], ['C2', 3, 4]])
    expect(communities['C2']?.after.grids['G1']?.buildings).toEqual(['B1', 'B2'])
    expect(communities['C1']?.after.buildings).not.toHaveProperty('B1')
  })

  it('T29 shows a community that the plan founds, which had no grids before', () => {
    const { communities } = preview([communitySplitOf()], evidenceOf([communityOf(4)]))
    expect(Object.entries(communities).map(([communityId, { gridsBefore, gridsAfter }]) => [communityId, gridsBefore, gridsAfter])).toEqual([['C1', 4, 2], ['C9', 0, 2]])
  })

  it('I1 finds a town that is closed later against a community that would go to it', () => {
    const closing = (to: string) => evidenceOf([communityOf(3)], { divisions: { towns: {
      T1: { from: '2018-07-01' as CalendarDate, to: null }, T2: { from: '2018-07-01' as CalendarDate, to: to as CalendarDate },
    } } })
    expect(preview([reparentCommunityOf()], closing('2025-04-02')).rejections).toEqual([{ type: 'CommunityWithoutTown', rule: 'I1', communityId: 'C1', townId: 'T2', from: '2025-04-02' }])
    expect(preview([reparentCommunityOf()], closing('2025-04-01')).rejections.map((rejection) => rejection.type)).toEqual(['TownNotLiving'])
  })

  it('6.4 judges the plan\'s own day only where later structure rests on the same grids', () => {
    const six = changeWith({ effectiveOn: '2025-06-01', sets: [gridNamed('G1', ['B1']), gridNamed('G6', ['B2'])] })
    expect(preview([splitOf()], evidenceOf([withChanges(communityOf(5), six)]), preparedPlan).rejections.map((rejection) => [rejection.type, 'day' in rejection ? rejection.day : null]))
      .toEqual([['LaterStructureExists', null], ['GridCountOutOfRange', '2025-04-01']])
  })

  it('lists everything that speaks against the plan, not only the first thing', () => {
    const types = preview([splitOf('G7'), splitOf('G1', [targetNamed('G11', ['B1'])]), mergeOf(['G2', 'G2'])]).rejections.map((rejection) => rejection.type)
    expect(types).toEqual(['UnknownGrid', 'TooFewTargets', 'BuildingsNotDisposedOnce', 'SourceNamedTwice', 'DispositionMissing'])
  })

  it('does not judge what a community would come to where an operation in it fails', () => {
    const five = evidenceOf([communityOf(5)])
    const failing = mergeOf(['G2', 'G9'], survivorNamed('G21'))
    expect(preview([splitOf(), failing], five).rejections.map((rejection) => rejection.type)).not.toContain('GridCountOutOfRange')
  })

  it('RP5 warns of sizes outside the norms, and hinders nothing', () => {
    expect(preview([splitOf()], world, preparedPlan)).toMatchObject({
      rejections: [],
      warnings: ['households', 'residents'].flatMap((measure) => [expect.objectContaining({ type: 'SizeOutsideNorm', rule: 'RP5', communityId: 'C1', gridId: 'G11', measure }) as object])
        .concat(['households', 'residents'].map((measure) => expect.objectContaining({ gridId: 'G12', measure }) as object)),
    })
    expect(preview([splitOf()]).warnings[0]).toEqual({ type: 'SizeOutsideNorm', rule: 'RP5', communityId: 'C1', gridId: 'G11', measure: 'households', is: 150, norm: { min: 300, max: 500 } })
  })

  it('RP5 lets a size be either end of its norm, and warns just outside of it', () => {
    const sized = (households: number) => evidenceOf([withChanges(communityOf(3), changeWith({ planId: null, effectiveOn: '2025-01-01', buildingsIn: [{ ...buildingNamed('B1'), households, residents: 1100 }] }))])
    const sizes = (households: number) => preview([splitOf()], sized(households)).warnings
      .flatMap((warning) => warning.type === 'SizeOutsideNorm' && warning.gridId === 'G11' ? [[warning.measure, warning.is]] : [])
    expect([299, 300, 500, 501].map(sizes)).toEqual([[['households', 299]], [], [], [['households', 501]]])
  })

  it('RP5 warns of nothing where no rule book is in force', () => {
    expect(preview([splitOf()], evidenceOf([communityOf(3)], { rules: undefined })).warnings).toEqual([])
  })

  it('6.4 warns of grids that another plan holds; scheduling would be refused', () => {
    const held = evidenceOf([withReservation(communityOf(3), 'P2', ['G1'])])
    expect(preview([splitOf()], held, preparedPlan)).toMatchObject({ rejections: [], warnings: expect.arrayContaining([expect.objectContaining({ type: 'GridReserved', byPlan: 'P2' })]) as object })
  })

  it('PM-1 lists the items with what was decided and with the standard', () => {
    expect(preview([splitOf()]).items.map((item) => item.chosen)).toEqual(Array.from({ length: 14 }, () => null))
    for (const { standard, chosen } of preview([splitOf()], world, preparedPlan).items) expect(chosen).toEqual(standard)
  })

  it('says of an empty plan that it is empty', () => {
    expect(preview([])).toMatchObject({ communities: {}, rejections: [{ type: 'PlanEmpty' }], warnings: [], items: [] })
  })
})

function preview(operations: ReadonlyArray<Operation>, evidence: PlanEvidence = world, plan = draftedPlan) {
  return previewPlan(planAfter(plan(operations)), evidence, '2025-04-01' as CalendarDate)
}
