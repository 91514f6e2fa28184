/** What each operation comes to, and what speaks against it, by example. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import { written } from '../../shared/builders.ts'
import { applyOperation } from './apply-operation.ts'
import {
  boundaryOf, buildingNamed, changeWith, closeOf, codeOf, communityOf, communitySplitOf, communityTarget, communityWith, draftedPlan, evidenceOf, gridNamed, living,
  mergeOf, planAfter, reparentCommunityOf, reparentOf, splitOf, survivorNamed, targetNamed, withChanges, withNeverValid, withReservation,
} from './builders.ts'
import type { PlanEvidence } from './evidence.ts'
import type { Operation } from './operations.ts'
import type { RestructurePlanRejection } from './rejections.ts'
import { copyOn, surroundingsOf, withEntry, type WorkingCopy } from './working-copy.ts'

const day = '2025-04-01' as CalendarDate
const usual = evidenceOf([communityOf(4), communityOf(3, 'C2', 31)])
const refused = written<RestructurePlanRejection>

describe('a split (I4)', () => {
  it('states each target with its buildings, all that it has', () => {
    expectOutcome(splitOf(), {
      type: 'GridSplit', data: { communityId: 'C1', source: 'G1', targets: [targetNamed('G11', ['B1']), targetNamed('G12', ['B2'])] },
    })
  })

  it('I4 lets the source go on where a target continues it', () => {
    const targets = [targetNamed('G1', ['B1'], true), targetNamed('G12', ['B2'])]
    expectOutcome(splitOf('G1', targets), { type: 'GridSplit', data: { communityId: 'C1', source: 'G1', targets } })
  })

  it('I4 refuses the source among the targets unless it is named continuing', () => {
    expectRefused(splitOf('G1', [targetNamed('G1', ['B1']), targetNamed('G12', ['B2'])]), [refused({ type: 'SourceAmongTargets', rule: 'I4', source: 'G1' })])
  })

  it('I4 refuses a target that continues another grid than the source', () => {
    expectRefused(splitOf('G1', [targetNamed('G2', ['B1'], true), targetNamed('G12', ['B2'])]), [refused({ type: 'ContinuingIsNoSource', rule: 'I4', target: 'G2', sources: ['G1'] })])
  })

  it('I4 refuses fewer than two targets', () => {
    expectRefused(splitOf('G1', [targetNamed('G11', ['B1', 'B2'])]), [refused({ type: 'TooFewTargets', rule: 'I4', source: 'G1', targets: 1 })])
  })

  it('I4 refuses a target that is named twice', () => {
    const twice = [targetNamed('G11', ['B1']), { ...targetNamed('G11', ['B2']), code: codeOf('G12') }]
    expectRefused(splitOf('G1', twice), [refused({ type: 'TargetNamedTwice', rule: 'I4', target: 'G11' })])
  })

  it('I4 refuses a split that leaves a building in no grid', () => {
    expectRefused(splitOf('G1', [targetNamed('G11', ['B1']), targetNamed('G12', [])]), [
      refused({ type: 'BuildingsNotDisposedOnce', rule: 'I4', gridId: 'G1', missing: ['B2'], twice: [], foreign: [] }),
      refused({ type: 'GridWouldBeEmpty', rule: 'I3', communityId: 'C1', gridId: 'G12' }),
    ])
  })

  it('I4 refuses a building in two targets, where nothing else is wrong', () => {
    expectRefused(splitOf('G1', [targetNamed('G11', ['B1', 'B2']), targetNamed('G12', ['B2'])]), [refused({ type: 'BuildingsNotDisposedOnce', rule: 'I4', gridId: 'G1', missing: [], twice: ['B2'], foreign: [] })])
  })

  it('I4 refuses a building of another grid, where nothing else is wrong', () => {
    expectRefused(splitOf('G1', [targetNamed('G11', ['B1']), targetNamed('G12', ['B2', 'B3'])]), [refused({ type: 'BuildingsNotDisposedOnce', rule: 'I4', gridId: 'G1', missing: [], twice: [], foreign: ['B3'] })])
  })

  it('T31 lets a grid that goes on keep its code or take a free one, but none that is spent', () => {
    const goingOn = (code: string) => splitOf('G1', [{ ...targetNamed('G1', ['B1'], true), code }, targetNamed('G12', ['B2'])])
    for (const free of ['G1', 'G77']) expect(outcomesOf([goingOn(codeOf(free))])[0]?._tag).toBe('Right')
    expectRefused(goingOn(codeOf('G2')), [refused({ type: 'CodeSpent', rule: 'T31', code: codeOf('G2') })])
  })

  it('I4 refuses a building in two targets, and a building of another grid', () => {
    expectRefused(splitOf('G1', [targetNamed('G11', ['B1', 'B2']), targetNamed('G12', ['B2', 'B3'])]),
      [refused({ type: 'BuildingsNotDisposedOnce', rule: 'I4', gridId: 'G1', missing: [], twice: ['B2'], foreign: ['B3'] })])
  })

  it('4.1 refuses an id that names, named or is held for another grid, in whatever community', () => {
    for (const taken of ['G2', 'G31']) {
      expectRefused(splitOf('G1', [{ ...targetNamed(taken, ['B1']), code: codeOf('G11') }, targetNamed('G12', ['B2'])]), [refused({ type: 'IdSpent', rule: '4.1', id: taken, heldBy: null })])
    }
    const held = evidenceOf([withReservation(communityOf(4), 'P2', ['G11'])])
    expectRefused(splitOf(), [refused({ type: 'IdSpent', id: 'G11', heldBy: 'P2' })], held)
    const neverValid = evidenceOf([withNeverValid(communityOf(4), 'G11', ['G1'])])
    expectRefused(splitOf(), [refused({ type: 'IdSpent', id: 'G11', heldBy: null })], neverValid)
  })

  it('T31 refuses a code that was ever used or reserved, and one that two targets would share', () => {
    const held = evidenceOf([withReservation(communityOf(4), 'P2', [], [codeOf('G11')])])
    expectRefused(splitOf(), [refused({ type: 'CodeSpent', rule: 'T31', code: codeOf('G11'), heldBy: 'P2' })], held)
    expectRefused(splitOf('G1', [targetNamed('G11', ['B1']), { ...targetNamed('G12', ['B2']), code: codeOf('G2') }]), [refused({ type: 'CodeSpent', code: codeOf('G2'), heldBy: null })])
    expectRefused(splitOf('G1', [targetNamed('G11', ['B1']), { ...targetNamed('G12', ['B2']), code: codeOf('G11') }]), [refused({ type: 'CodeSpent', code: codeOf('G11') })])
  })
})

describe('operations, condition by condition', () => {
  it('I1 names a source once that nobody knows, though it is named twice', () => {
    expectRefused(mergeOf(['G9', 'G9']), [refused({ type: 'UnknownGrid', rule: 'I1', communityId: 'C1', gridId: 'G9' })])
  })

  it('I4 closes a grid into one other with all its buildings, and into none that is not open', () => {
    expectOutcome(closeOf(), { type: 'GridClosed', data: {
      communityId: 'C1', gridId: 'G1', reason: 'abolished', successors: ['G2'], grids: [gridNamed('G2', ['B3', 'B4', 'B1', 'B2'])],
      moved: [{ buildingId: 'B1', from: 'G1', to: 'G2' }, { buildingId: 'B2', from: 'G1', to: 'G2' }],
    } })
    expectRefused(closeOf('G1', { B1: 'G2', B2: 'G99' }), [refused({ type: 'UnknownGrid', rule: 'I1', communityId: 'C1', gridId: 'G99' })])
  })

  it('I3 does not find a grid emptied by the move of a building that is said to be in another', () => {
    expectRefused(boundaryOf([['B1', 'G2', 'G3'], ['B2', 'G1', 'G3']]), [refused({ type: 'BuildingNotInGrid', rule: 'I3', buildingId: 'B1', named: 'G2', actual: 'G1' })])
  })

  it('T31 refuses the code that the same plan gave to a grid before it goes to another community', () => {
    const [, second] = outcomesOf([splitOf(), reparentOf('G11', { B1: '00101' }, { code: codeOf('G11') })])
    expect(second).toEqual(E.left([refused({ type: 'CodeSpent', rule: 'T31', code: codeOf('G11'), place: null, heldBy: null })]))
  })

  it('T31 gives no code twice in the split of a community, neither to communities nor to grids', () => {
    const halves = [communityTarget('C8', { G1: { B1: '00001', B2: '00002' }, G2: { B3: '00003', B4: '00004' } }), communityTarget('C9', { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } }, { code: '440402001008' })]
    expectRefused(communitySplitOf(halves), [refused({ type: 'CodeSpent', rule: 'T31', code: '440402001008' })])
    const leaving = communityTarget('C9', { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } })
    const alike = { ...leaving, grids: leaving.grids.map((grid) => ({ ...grid, code: codeOf('G3', 'C9') })) }
    expectRefused(communitySplitOf([communityTarget('C1', { G1: {}, G2: {} }, { continuing: true }), alike]), [refused({ type: 'CodeSpent', rule: 'T31', code: codeOf('G3', 'C9') })])
  })

  it('I1 says of a community that nobody knows nothing about its town or its grids', () => {
    expectRefused({ ...communitySplitOf(), source: 'C7' } as Operation, [refused({ type: 'UnknownCommunity', rule: 'I1', communityId: 'C7' })])
    expectRefused(reparentCommunityOf({ communityId: 'C7' }), [refused({ type: 'UnknownCommunity', rule: 'I1', communityId: 'C7' })])
  })
})

describe('names that are in use', () => {
  const founding = communitySplitOf()

  it('4.1 are those of grids that a map knew or that a change names, be it a later one', () => {
    const known = evidenceOf([{ ...communityOf(4), spentIds: [...communityOf(4).spentIds, 'G11'] }])
    const named = evidenceOf([withChanges(communityOf(4), changeWith({ effectiveOn: '2025-05-01', sets: [gridNamed('G11', ['B3']), gridNamed('G2', ['B4'])] }))])
    for (const evidence of [known, named]) expectRefused(splitOf(), [refused({ type: 'IdSpent', rule: '4.1', id: 'G11', heldBy: null })], evidence)
  })

  it('T31 are codes of grids that another plan had reserved, while the plan itself may come back to them', () => {
    const spentBy = (planId: string) => evidenceOf([{ ...communityOf(4), spentCodes: [...communityOf(4).spentCodes, codeOf('G11')], heldBy: { [codeOf('G11')]: planId as never } }])
    expect(outcomesOf([splitOf()], spentBy('P1'))[0]?._tag).toBe('Right')
    expectRefused(splitOf(), [refused({ type: 'CodeSpent', rule: 'T31', code: codeOf('G11') })], spentBy('P2'))
  })

  it('4.1 and T31 are ids and codes of communities that another plan had reserved, while the plan itself may come back to them', () => {
    const { division } = evidenceOf([communityOf(4)])
    const { spentIds, spentCodes } = division.state
    const spentBy = (planId: string) => evidenceOf([communityOf(4)], { divisions: {
      spentIds: [...spentIds, 'C9'], spentCodes: [...spentCodes, '440402001009'], heldBy: { C9: planId as never, 440402001009: planId as never },
    } })
    expect(outcomesOf([founding], spentBy('P1'))[0]?._tag).toBe('Right')
    expectRefused(founding, [refused({ type: 'IdSpent', rule: '4.1', id: 'C9' }), refused({ type: 'CodeSpent', rule: 'T31', code: '440402001009' })], spentBy('P2'))
  })
})

describe('a merge (I5)', () => {
  it('states the target with the buildings of all sources', () => {
    expectOutcome(mergeOf(), { type: 'GridsMerged', data: { communityId: 'C1', sources: ['G1', 'G2'], target: targetNamed('G21', ['B1', 'B2', 'B3', 'B4']) } })
    expectOutcome(mergeOf(['G2', 'G1'], survivorNamed('G1', true)), { type: 'GridsMerged', data: { communityId: 'C1', sources: ['G2', 'G1'], target: targetNamed('G1', ['B3', 'B4', 'B1', 'B2'], true) } })
  })

  it('I5 refuses fewer than two sources, and a source that is named twice', () => {
    expectRefused(mergeOf(['G1']), [refused({ type: 'TooFewSources', rule: 'I5', communityId: 'C1', sources: 1 })])
    expectRefused(mergeOf(['G1', 'G2', 'G1']), [refused({ type: 'SourceNamedTwice', rule: 'I5', gridId: 'G1' })])
  })

  it('I5 refuses sources of two communities', () => {
    expectRefused(mergeOf(['G1', 'G31']), [refused({ type: 'GridLiesElsewhere', rule: 'I5', gridId: 'G31', named: 'C1', actual: 'C2' })])
  })

  it('I5 accepts a source that the same plan brings into the community before', () => {
    const operations = [reparentOf('G31', { B61: '00061', B62: '00062' }, { from: 'C2', to: 'C1', code: codeOf('G51') }), mergeOf(['G1', 'G31'])]
    expect(outcomesOf(operations).map((each) => each._tag)).toEqual(['Right', 'Right'])
  })

  it('I5 refuses a continuing target that is none of the sources, and a new one that is', () => {
    expectRefused(mergeOf(['G1', 'G2'], survivorNamed('G3', true)), [refused({ type: 'ContinuingIsNoSource', rule: 'I5', target: 'G3', sources: ['G1', 'G2'] })])
    expectRefused(mergeOf(['G1', 'G2'], survivorNamed('G1')), [refused({ type: 'SourceAmongTargets', rule: 'I5', source: 'G1' })])
  })
})

describe('a boundary move (T5)', () => {
  it('states the touched grids with all their buildings, and which building went where', () => {
    expectOutcome(boundaryOf([['B1', 'G1', 'G2'], ['B3', 'G2', 'G3']]), { type: 'GridBoundaryRedrawn', data: {
      communityId: 'C1', grids: [gridNamed('G1', ['B2']), gridNamed('G2', ['B4', 'B1']), gridNamed('G3', ['B5', 'B6', 'B3'])],
      moved: [{ buildingId: 'B1', from: 'G1', to: 'G2' }, { buildingId: 'B3', from: 'G2', to: 'G3' }],
    } })
  })

  it('I3 refuses to move a building out of a grid that it is not in', () => {
    expectRefused(boundaryOf([['B3', 'G1', 'G2']]), [refused({ type: 'BuildingNotInGrid', rule: 'I3', buildingId: 'B3', named: 'G1', actual: 'G2' })])
    expectRefused(boundaryOf([['B99', 'G1', 'G2']]), [refused({ type: 'UnknownBuilding', rule: 'I3', communityId: 'C1', buildingId: 'B99' })])
  })

  it('I3 refuses to empty a grid: that would be a closing or a merge', () => {
    expectRefused(boundaryOf([['B1', 'G1', 'G2'], ['B2', 'G1', 'G2']]), [refused({ type: 'GridWouldBeEmpty', rule: 'I3', communityId: 'C1', gridId: 'G1' })])
  })

  it('I3 refuses a move to nowhere, twice the same building, and no moves at all', () => {
    expectRefused(boundaryOf([['B1', 'G1', 'G1']]), [refused({ type: 'BuildingMovesNowhere', rule: 'I3', buildingId: 'B1', gridId: 'G1' })])
    expectRefused(boundaryOf([['B1', 'G1', 'G2'], ['B1', 'G1', 'G3']]), [refused({ type: 'BuildingMovedTwice', rule: 'I3', buildingId: 'B1' })])
    expectRefused(boundaryOf([]), [refused({ type: 'NothingMoves', rule: 'I3', communityId: 'C1' })])
  })
})

describe('a closing', () => {
  it('states the receivers with all their buildings, as successors', () => {
    expectOutcome(closeOf('G1', { B1: 'G3', B2: 'G2' }), { type: 'GridClosed', data: {
      communityId: 'C1', gridId: 'G1', reason: 'abolished', successors: ['G3', 'G2'], grids: [gridNamed('G3', ['B5', 'B6', 'B1']), gridNamed('G2', ['B3', 'B4', 'B2'])],
      moved: [{ buildingId: 'B1', from: 'G1', to: 'G3' }, { buildingId: 'B2', from: 'G1', to: 'G2' }],
    } })
  })

  it('I4 refuses a closing that leaves a building in no grid, or in the closed one', () => {
    expectRefused(closeOf('G1', { B1: 'G2' }), [refused({ type: 'BuildingsNotDisposedOnce', rule: 'I4', gridId: 'G1', missing: ['B2'], twice: [], foreign: [] })])
    expectRefused(closeOf('G1', { B1: 'G2', B2: 'G1' }), [refused({ type: 'BuildingMovesNowhere', rule: 'I3', buildingId: 'B2', gridId: 'G1' })])
  })
})

describe('grids that are not open', () => {
  const merged = changeWith({ effectiveOn: '2024-01-01', closes: [{ gridId: 'G1', reason: 'merged', successors: ['G2'] }], sets: [gridNamed('G2', ['B1', 'B2', 'B3', 'B4'])] })
  const changed = withNeverValid(withChanges(communityOf(4), merged), 'G7', ['G2'])

  it('I6 refuses to divide a closed grid, naming its successors', () => {
    expectRefused(splitOf('G1'), [refused({ type: 'GridNotOpen', rule: 'I6', communityId: 'C1', gridId: 'G1', day: '2025-04-01', successors: ['G2'] })], evidenceOf([changed]))
  })

  it('I6 names no successors where a grid left the community', () => {
    const left = withChanges(communityOf(4), changeWith({ effectiveOn: '2025-01-01', leaves: ['G1'], buildingsOut: ['B1', 'B2'] }))
    expectRefused(splitOf('G1'), [refused({ type: 'GridNotOpen', rule: 'I6', communityId: 'C1', gridId: 'G1', day: '2025-04-01', successors: [] })], evidenceOf([left]))
  })

  it('I6 refuses a grid that never was valid, naming where its buildings were', () => {
    expectRefused(closeOf('G7'), [refused({ type: 'GridNeverValid', rule: 'I6', communityId: 'C1', gridId: 'G7', instead: ['G2'] })], evidenceOf([changed]))
  })

  it('I1 refuses a grid of which the community has never heard', () => {
    expectRefused(boundaryOf([['B1', 'G1', 'G99']]), [refused({ type: 'UnknownGrid', rule: 'I1', communityId: 'C1', gridId: 'G99' })])
  })
})

describe('a grid that goes to another community', () => {
  it('keeps its id and its buildings, under a new code and new building numbers', () => {
    expectOutcome(reparentOf(), { type: 'GridReparented', data: {
      fromCommunity: 'C1', toCommunity: 'C2', grid: { gridId: 'G1', code: codeOf('G101', 'C2'), name: '虚构网格G1', buildings: [buildingNamed('B1', '00101'), buildingNamed('B2', '00102')] },
    } })
  })

  it('I1 refuses to move a grid to the community that it is in, or to one that nobody knows', () => {
    expectRefused(reparentOf('G1', {}, { to: 'C1' }), [refused({ type: 'GridMovesNowhere', rule: 'I1', gridId: 'G1', communityId: 'C1' })])
    expectRefused(reparentOf('G1', {}, { to: 'C7' }), [refused({ type: 'UnknownCommunity', rule: 'I1', communityId: 'C7' })])
  })

  it('T31 refuses its old code, and a code that the other community ever used', () => {
    for (const code of [codeOf('G1'), codeOf('G31', 'C2')]) expectRefused(reparentOf('G1', { B1: '00101', B2: '00102' }, { code }), [refused({ type: 'CodeSpent', rule: 'T31', code })])
  })

  it('1.1 refuses a number that the other community ever gave, or the same for two buildings', () => {
    expectRefused(reparentOf('G1', { B1: '00061', B2: '00102' }), [refused({ type: 'NumberSpent', rule: '1.1', number: '00061' })])
    expectRefused(reparentOf('G1', { B1: '00101', B2: '00101' }), [refused({ type: 'NumberSpent', rule: '1.1', number: '00101' })])
  })

  it('1.1 refuses a building without a number, and a number for a building of another grid', () => {
    expectRefused(reparentOf('G1', { B1: '00101', B3: '00103' }), [refused({ type: 'BuildingsNotNumberedOnce', rule: '1.1', gridId: 'G1', missing: ['B2'], twice: [], foreign: ['B3'] })])
  })
})

describe('a community that goes to another town', () => {
  it('states the town that it leaves and the town that it joins', () => {
    expectOutcome(reparentCommunityOf(), { type: 'CommunityReparented', data: { communityId: 'C1', fromTown: 'T1', toTown: 'T2' } })
  })

  it('I1 refuses a town that it is not in, a town that does not live, and the town that it is in', () => {
    expectRefused(reparentCommunityOf({ from: 'T2', to: 'T1' }), [refused({ type: 'CommunityInAnotherTown', rule: 'I1', communityId: 'C1', named: 'T2', actual: 'T1' })])
    expectRefused(reparentCommunityOf({ to: 'T7' }), [refused({ type: 'TownNotLiving', rule: 'I1', townId: 'T7', day: '2025-04-01' })])
    expectRefused(reparentCommunityOf({ to: 'T1' }), [refused({ type: 'CommunityMovesNowhere', rule: 'I1', communityId: 'C1', townId: 'T1' })])
  })

  it('I1 refuses whatever is done in a community, or in a town, that no longer lives', () => {
    const closedCommunity = evidenceOf([communityOf(4)], { divisions: { communities: { C1: { ...living(), to: '2025-01-01' as CalendarDate } } } })
    expectRefused(splitOf(), [refused({ type: 'CommunityNotLiving', rule: 'I1', communityId: 'C1', day: '2025-04-01' })], closedCommunity)
    const closedTown = evidenceOf([communityOf(4)], { divisions: { towns: { T1: { from: '2018-07-01' as CalendarDate, to: '2025-04-01' as CalendarDate } } } })
    expectRefused(splitOf(), [refused({ type: 'TownNotLiving', rule: 'I1', townId: 'T1' })], closedTown)
  })

  it('I1 refuses a community whose map is not in the evidence', () => {
    const { maps: _, ...rest } = usual
    expectRefused(splitOf(), [refused({ type: 'UnknownCommunity', rule: 'I1', communityId: 'C1' })], { ...rest, maps: {} })
  })
})

describe('the split of a community (T29)', () => {
  it('T29 gives each grid to one target, under new codes and numbers where the community is new', () => {
    expectOutcome(communitySplitOf(), { type: 'CommunitySplit', data: { source: 'C1', targets: [
      { communityId: 'C1', code: '440402001001', name: '虚构社区C1', townId: 'T1', continuing: true, grids: [arriving('G1', ['B1', 'B2']), arriving('G2', ['B3', 'B4'])] },
      { communityId: 'C9', code: '440402001009', name: '虚构社区C9', townId: 'T1', continuing: false, grids: [
        { ...gridNamed('G3', [], 'C9'), buildings: [buildingNamed('B5', '00001'), buildingNamed('B6', '00002')] },
        { ...gridNamed('G4', [], 'C9'), buildings: [buildingNamed('B7', '00003'), buildingNamed('B8', '00004')] },
      ] },
    ] } })
  })

  it('1.1 lets a building that stays keep its number, or take a free one, but none that another has, nor one that two would have', () => {
    const staying = (numbers: { readonly [buildingId: string]: string }) => communitySplitOf([
      communityTarget('C1', { G1: numbers, G2: {} }, { continuing: true }), communityTarget('C9', { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } }),
    ])
    for (const number of ['00001', '00099']) expect(outcomesOf([staying({ B1: number, B2: '00002' })])[0]?._tag).toBe('Right')
    expectRefused(staying({ B1: '00004', B2: '00002' }), [refused({ type: 'NumberSpent', rule: '1.1', number: '00004' })])
    expectRefused(staying({ B1: '00099', B2: '00099' }), [refused({ type: 'NumberSpent', rule: '1.1', number: '00099' })])
  })

  it('T29 can end the community: then none of the targets continues it', () => {
    const [result] = outcomesOf([communitySplitOf([
      communityTarget('C8', { G1: { B1: '00001', B2: '00002' }, G2: { B3: '00003', B4: '00004' } }), communityTarget('C9', { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } }),
    ])])
    expect(result?._tag).toBe('Right')
  })

  it('I4 refuses a grid that goes to no target, to two, or is of another community', () => {
    const targets = [communityTarget('C1', { G1: {}, G2: {} }, { continuing: true }), communityTarget('C9', { G2: {}, G31: {}, G3: {} })]
    expectRefused(communitySplitOf(targets), [
      refused({ type: 'GridsNotDisposedOnce', rule: 'I4', communityId: 'C1', missing: ['G4'], twice: ['G2'], foreign: ['G31'] }),
    ])
  })

  it('I4 refuses fewer than two targets, a target twice, the source as a new one, and another as the continuing one', () => {
    const all = { G1: { B1: '00101', B2: '00102' }, G2: { B3: '00103', B4: '00104' }, G3: { B5: '00105', B6: '00106' }, G4: { B7: '00107', B8: '00108' } }
    expectRefused(communitySplitOf([communityTarget('C9', all)]), [refused({ type: 'TooFewTargets', rule: 'I4', source: 'C1', targets: 1 })])
    expectRefused(communitySplitOf([communityTarget('C9', all), communityTarget('C9', {}, { code: '440402001008' })]), [refused({ type: 'TargetNamedTwice', rule: 'I4', target: 'C9' })])
    expectRefused(communitySplitOf([communityTarget('C9', all), communityTarget('C1', {})]), [refused({ type: 'SourceAmongTargets', rule: 'I4', source: 'C1' })])
    expectRefused(communitySplitOf([communityTarget('C9', all), communityTarget('C2', {}, { continuing: true })]), [refused({ type: 'ContinuingIsNoSource', rule: 'I4', target: 'C2', sources: ['C1'] })])
  })

  it('I4 refuses a continuing community that would change its code or its town by the way', () => {
    const rest = communityTarget('C9', { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } })
    expectRefused(communitySplitOf([communityTarget('C1', { G1: {}, G2: {} }, { continuing: true, townId: 'T2' }), rest]), [refused({ type: 'ContinuingCommunityChanged', rule: 'I4', field: 'town', named: 'T2' })])
    // The code of another community is no better than one that nobody has.
    expectRefused(communitySplitOf([communityTarget('C1', { G1: {}, G2: {} }, { continuing: true, code: '440402001002' }), rest]), [refused({ type: 'ContinuingCommunityChanged', rule: 'I4', field: 'code', named: '440402001002' })])
    expectRefused(communitySplitOf([communityTarget('C1', { G1: {}, G2: {} }, { continuing: true, code: '440402001777' }), rest]), [refused({ type: 'ContinuingCommunityChanged', rule: 'I4', field: 'code', named: '440402001777' })])
  })

  it('4.1 and T31 refuse an id or a code of a community that is spent, and a town that does not live', () => {
    const staying = communityTarget('C1', { G1: {}, G2: {} }, { continuing: true })
    const leaving = { G3: { B5: '00201', B6: '00202' }, G4: { B7: '00203', B8: '00204' } }
    const named = (communityId: string, code: string) => communityTarget(communityId, leaving, { code }).grids.map((grid) => ({ ...grid, code: codeOf(grid.gridId, 'C9') }))
    const target = (communityId: string, code: string, townId = 'T1') => ({ ...communityTarget(communityId, {}, { code, townId }), grids: named(communityId, code) })
    expectRefused(communitySplitOf([staying, target('C2', '440402001009')]), [refused({ type: 'IdSpent', rule: '4.1', id: 'C2' })])
    expectRefused(communitySplitOf([staying, target('C9', '440402001002')]), [refused({ type: 'CodeSpent', rule: 'T31', code: '440402001002' })])
    expectRefused(communitySplitOf([staying, target('C9', '440402001009', 'T7')]), [refused({ type: 'TownNotLiving', rule: 'I1', townId: 'T7' })])
  })

  it('T31 refuses the old code of a grid that goes to a new community', () => {
    const leaving = { ...communityTarget('C9', {}), grids: [{ gridId: 'G3', code: codeOf('G3'), numbers: numbers(['B5', '00001'], ['B6', '00002']) }, { gridId: 'G4', code: codeOf('G4', 'C9'), numbers: numbers(['B7', '00003'], ['B8', '00004']) }] }
    expectRefused(communitySplitOf([communityTarget('C1', { G1: {}, G2: {} }, { continuing: true }), leaving]), [refused({ type: 'CodeSpent', rule: 'T31', code: codeOf('G3') })])
  })

  it('lets the same plan go on in the new community', () => {
    const operations = [communitySplitOf(), mergeOf(['G3', 'G4'], survivorNamed('G3', true), 'C9')]
    expect(outcomesOf([operations[0], { ...operations[1], target: { ...survivorNamed('G3', true), code: codeOf('G3', 'C9') } } as Operation]).map((each) => each._tag)).toEqual(['Right', 'Right'])
  })
})

describe('operations of one plan', () => {
  it('6.4 apply in the order in which they were added', () => {
    const [, second] = outcomesOf([boundaryOf([['B3', 'G2', 'G1']]), splitOf('G1', [targetNamed('G11', ['B1', 'B3']), targetNamed('G12', ['B2'])])])
    expect(second).toMatchObject(E.right({ type: 'GridSplit' }))
  })

  it('4.1 give no id and no code twice', () => {
    const [, second] = outcomesOf([splitOf(), splitOf('G2', [{ ...targetNamed('G11', ['B3']), code: codeOf('G13') }, { ...targetNamed('G14', ['B4']), code: codeOf('G12') }])])
    expect(second).toMatchObject(E.left([{ type: 'IdSpent', id: 'G11' }, { type: 'CodeSpent', code: codeOf('G12') }]))
  })

  it('4.1 found no community twice', () => {
    const inC2 = { ...communitySplitOf([
      communityTarget('C2', { G31: {}, G32: {} }, { continuing: true }), communityTarget('C9', { G33: { B65: '00065', B66: '00066' } }),
    ]), source: 'C2' } as Operation
    const [, second] = outcomesOf([communitySplitOf(), inC2])
    expect(second).toMatchObject(E.left([{ type: 'IdSpent', rule: '4.1', id: 'C9' }]))
  })

  it('1.1 give no number twice', () => {
    const [, second] = outcomesOf([reparentOf(), reparentOf('G2', { B3: '00103', B4: '00101' }, { code: codeOf('G102', 'C2') })])
    expect(second).toEqual(E.left([refused({ type: 'NumberSpent', rule: '1.1', number: '00101', place: null })]))
  })

  it('find a community without grids to be no obstacle for one that arrives', () => {
    const [result] = outcomesOf([reparentOf()], evidenceOf([communityOf(4), communityWith('C2', {})]))
    expect(result?._tag).toBe('Right')
  })
})

function expectOutcome(operation: Operation, expected: object): void {
  expect(outcomesOf([operation])).toEqual([E.right(expected)])
}

function expectRefused(operation: Operation, expected: ReadonlyArray<Partial<RestructurePlanRejection>>, evidence: PlanEvidence = usual): void {
  const [result] = outcomesOf([operation], evidence)
  expect(result).toMatchObject(E.left(expected))
  if (result?._tag === 'Left') expect(result.left).toHaveLength(expected.length)
}

/** Each operation tried after those before it. */
function outcomesOf(operations: ReadonlyArray<Operation | undefined>, evidence: PlanEvidence = usual) {
  let copy: WorkingCopy = copyOn(surroundingsOf(planAfter(draftedPlan([])), evidence), day)
  return operations.filter((operation) => operation !== undefined).map((operation, index) => {
    const applied = applyOperation(copy, operation)
    if (E.isRight(applied)) copy = withEntry(copy, { root: `trial.${index}` as EntryId, effectiveOn: day, outcome: applied.right })
    return applied
  })
}

function arriving(gridId: string, buildings: ReadonlyArray<string>) {
  return { ...gridNamed(gridId), buildings: buildings.map((buildingId) => buildingNamed(buildingId)) }
}

function numbers(...pairs: ReadonlyArray<readonly [string, string]>) {
  return pairs.map(([buildingId, number]) => ({ buildingId, number }))
}
