/** Corrections of an executed plan, corrections of corrections and their withdrawal, by example. */

import { describe, expect, it } from 'vitest'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import { deciderScenarios } from '@grid-governance/event-sourcing/testing'
import { partitionOn } from '../../shared/structure.ts'
import { written, type Plain } from '../../shared/builders.ts'
import { mapRevisionsOf, registerRevisionOf } from './aftermath.ts'
import {
  aPlanCommand, aPlanFact, boundaryOf, buildingNamed, changeWith, closeOf, communityOf, communitySplitOf, communityTarget, communityWith, enact, evidenceFor, evidenceOf, executedPlan, gridNamed, living, madeUpDocument,
  mergeOf, planAfter, reparentCommunityOf, reparentOf, splitOf, survivorNamed, targetNamed, withChanges, withLater, withReservation, type Enacted,
} from './builders.ts'
import type { RestructurePlanCommand } from './commands.ts'
import { restructurePlanDecider } from './decider.ts'
import type { RestructurePlanEvent } from './events.ts'
import type { Operation } from './operations.ts'
import type { RestructurePlanRejection } from './rejections.ts'

const world = evidenceOf([communityOf(3), communityOf(3, 'C2', 31)])
const { given } = deciderScenarios(restructurePlanDecider, { decidedOn: '2025-08-01' as CalendarDate, authority: madeUpDocument })
const refused = written<RestructurePlanRejection>
const split = executedPlan([splitOf()], world)

/** Takes the head of a chain back; with an operation or a day, replaces it. */
const correcting = (...corrections: ReadonlyArray<{ readonly root?: string, readonly corrects?: string, readonly operation?: Operation, readonly effectiveOn?: string }>): RestructurePlanCommand =>
  aPlanCommand.CorrectPlan({ corrections: corrections.map(({ operation, ...rest }) =>
    ({ root: 'done.0', corrects: rest.root ?? 'done.0', ...rest, ...(operation === undefined ? {} : { operation: operation as Plain<Operation> }) })) })

describe('an operation that should never have been (T32)', () => {
  const takenBack = enact(split, correcting({}), 'void')

  it('T32 is taken back: the grids that it had created never were valid, their buildings were in the source', () => {
    expect(factsOf(split, correcting({}))).toEqual([
      aPlanFact.EntryVoided({ entryId: 'new.0', root: 'done.0', corrects: 'done.0' }),
      neverValid('G11', ['G1'], 'new.1'),
      neverValid('G12', ['G1'], 'new.2'),
      expect.objectContaining({ type: 'RestructureCorrected', data: expect.objectContaining({ communityIds: ['C1'], documentNumber: 'made-up-2025-3' }) as object }),
    ])
  })

  it('T32 opens the source again by itself, and tells the map which grids never were', () => {
    expect(mapRevisionsOf(planAfter(takenBack.facts))).toEqual({ C1: {
      planVersion: takenBack.facts.length, changes: [], neverValid: [{ gridId: 'G11', instead: ['G1'] }, { gridId: 'G12', instead: ['G1'] }],
    } })
    expect(gridsOn(takenBack, 'C1', '2025-07-01')).toEqual({ G1: ['B1', 'B2'], G2: ['B3', 'B4'], G3: ['B5', 'B6'] })
  })

  it('T32 closes nothing for a target that continues the source', () => {
    const continued = executedPlan([splitOf('G1', [targetNamed('G1', ['B1'], true), targetNamed('G12', ['B2'])])], world)
    expect(factsOf(continued, correcting({})).filter((fact) => fact.type === 'GridClosed')).toEqual([neverValid('G12', ['G1'], 'new.1')])
  })

  it('T32 can be withdrawn like any correction: then the grids were valid after all', () => {
    const withdrawal = correcting({ corrects: 'void.0' })
    expect(factsOf(takenBack, withdrawal)).toEqual([
      aPlanFact.EntryVoided({ entryId: 'new.0', root: 'done.0', corrects: 'void.0' }),
      aPlanFact.EntryVoided({ entryId: 'new.1', root: 'void.1', corrects: 'void.1' }),
      aPlanFact.EntryVoided({ entryId: 'new.2', root: 'void.2', corrects: 'void.2' }),
      expect.objectContaining({ type: 'RestructureCorrected' }),
    ])
    const restored = enact(takenBack, withdrawal, 'back')
    expect(gridsOn(restored, 'C1', '2025-07-01')).toEqual({ G11: ['B1'], G12: ['B2'], G2: ['B3', 'B4'], G3: ['B5', 'B6'] })
    expect(mapRevisionsOf(planAfter(restored.facts))['C1']?.neverValid).toEqual([])
  })

  it('T32 can be taken back once more after that, and each grid is said once not to have been valid', () => {
    const restored = enact(takenBack, correcting({ corrects: 'void.0' }), 'back')
    const again = enact(restored, correcting({ corrects: 'back.0' }), 'again')
    expect(mapRevisionsOf(planAfter(again.facts))['C1']).toMatchObject({ changes: [], neverValid: [{ gridId: 'G11', instead: ['G1'] }, { gridId: 'G12', instead: ['G1'] }] })
    expect(gridsOn(again, 'C1', '2025-07-01')['G1']).toEqual(['B1', 'B2'])
  })

  it('T32 comes back to the same statement when another version of an entry that is taken back is taken back as well', () => {
    const merged = enact(executedPlan([mergeOf()], world), correcting({}), 'void')
    const later = changeWith({ root: 'later.0', effectiveOn: '2025-06-01', sets: [gridNamed('G2', ['B3', 'B4', 'B5']), gridNamed('G3', ['B6'])] })
    const again = enact(withLater(merged, 'C1', later), correcting({ corrects: 'void.0', effectiveOn: '2025-06-15' }), 'again')
    const back = enact(again, correcting({ corrects: 'again.0' }), 'back')
    expect(mapRevisionsOf(planAfter(back.facts))['C1']?.neverValid).toEqual(mapRevisionsOf(planAfter(merged.facts))['C1']?.neverValid)
  })

  it('T32 says of a mistaken merge that the buildings were in its sources', () => {
    const merged = executedPlan([mergeOf()], world)
    expect(factsOf(merged, correcting({}))).toContainEqual(neverValid('G21', ['G1', 'G2'], 'new.1'))
  })

  it('6.1 refuses to be restored where the structure before it has changed meanwhile', () => {
    const earlier = changeWith({ effectiveOn: '2025-03-01', sets: [gridNamed('G1', ['B1']), gridNamed('G2', ['B3', 'B4', 'B2'])] })
    const moved = { ...takenBack, world: evidenceOf([{ ...communityOf(3), changes: [...communityOf(3).changes, earlier] }]) }
    when(moved, correcting({ corrects: 'void.0' })).thenRejected(refused({ type: 'BuildingsNotDisposedOnce', rule: 'I4', gridId: 'G1', foreign: ['B2'] }))
  })

  it('6.1 refuses to be restored where its grid is no longer there: nothing comes out of nothing', () => {
    const moved = executedPlan([reparentOf()], world)
    const withoutG1 = { ...enact(moved, correcting({}), 'void'), world: evidenceOf([communityWith('C1', { G2: ['B3', 'B4'], G3: ['B5', 'B6'] }), communityOf(3, 'C2', 31)]) }
    when(withoutG1, correcting({ corrects: 'void.0' })).thenRejected(refused({ type: 'UnknownGrid', rule: 'I1', communityId: 'C1', gridId: 'G1' }))
  })

  it('6.1 refuses to be restored where it would come out otherwise than it was recorded', () => {
    const merged = executedPlan([mergeOf()], world)
    const withB90 = { ...enact(merged, correcting({}), 'void'), world: evidenceOf([communityWith('C1', { G1: ['B1', 'B2', 'B90'], G2: ['B3', 'B4'], G3: ['B5', 'B6'] })]) }
    when(withB90, correcting({ corrects: 'void.0' })).thenRejected(refused({ type: 'RestoredEntryDiffers', rule: '6.1', root: 'done.0', gridIds: ['G21'] }))
    expect(factsOf(withB90, correcting({ corrects: 'void.0', operation: mergeOf() }))[0]).toMatchObject({ type: 'GridsMerged', data: { target: { buildings: ['B1', 'B2', 'B90', 'B3', 'B4'] } } })
  })

  it('6.1 is restored under the name that its grid has got meanwhile', () => {
    const boundary = executedPlan([boundaryOf()], world)
    const renamed = changeWith({ root: 'map.0', planId: null, effectiveOn: '2025-03-01', sets: [{ ...gridNamed('G1', ['B1', 'B2']), name: '虚构新名' }] })
    const meanwhile = { ...enact(boundary, correcting({}), 'void'), world: evidenceOf([withChanges(communityOf(3), renamed)]) }
    expect(factsOf(meanwhile, correcting({ corrects: 'void.0' }))).toHaveLength(2)
  })
})

describe('an operation that took effect on another day', () => {
  const merged = executedPlan([mergeOf()], world, '2025-05-16')
  const redated = enact(merged, correcting({ effectiveOn: '2025-06-01' }), 'redated')

  it('6.9 is dated anew: the merge was 06-01', () => {
    expect(factsOf(merged, correcting({ effectiveOn: '2025-06-01' }))).toEqual([
      aPlanFact.GridsMerged({ entryId: 'new.0', kind: 'correction', root: 'done.0', corrects: 'done.0', effectiveOn: '2025-06-01', documentNumber: 'made-up-2025-3' }),
      expect.objectContaining({ type: 'RestructureCorrected' }),
    ])
    expect(Object.keys(gridsOn(redated, 'C1', '2025-05-31'))).toEqual(['G1', 'G2', 'G3'])
    expect(Object.keys(gridsOn(redated, 'C1', '2025-06-01'))).toEqual(['G3', 'G21'])
  })

  it('6.1 is done anew on the partition of its new day, without itself', () => {
    const before = changeWith({ effectiveOn: '2025-05-10', sets: [gridNamed('G2', ['B3']), gridNamed('G3', ['B5', 'B6', 'B4'])] })
    const changed = { ...merged, world: evidenceOf([{ ...communityOf(3), changes: [...communityOf(3).changes, before] }]) }
    expect(factsOf(changed, correcting({ effectiveOn: '2025-06-01' }))[0]).toMatchObject({ data: { target: { buildings: ['B1', 'B2', 'B3'] } } })
  })

  it('6.1 keeps a correction of a correction in the same chain, and refuses one that names an older entry', () => {
    const again = enact(redated, correcting({ corrects: 'redated.0', effectiveOn: '2025-06-15' }), 'again')
    expect(gridsOn(again, 'C1', '2025-06-14')['G1']).toEqual(['B1', 'B2'])
    when(redated, correcting({ corrects: 'done.0', effectiveOn: '2025-06-15' }))
      .thenRejected(refused({ type: 'StaleCorrection', rule: '6.1', root: 'done.0', named: 'done.0', head: 'redated.0' }))
  })

  it('6.1 restores the first day when the correction is withdrawn', () => {
    const withdrawn = enact(redated, correcting({ corrects: 'redated.0' }), 'withdrawn')
    expect(Object.keys(gridsOn(withdrawn, 'C1', '2025-05-16'))).toEqual(['G3', 'G21'])
  })

  it('6.1 lets what a withdrawal restored be taken back by its own name, since the name of the last entry takes back the withdrawal', () => {
    const withdrawn = enact(redated, correcting({ corrects: 'redated.0' }), 'withdrawn')
    const redatedAgain = enact(withdrawn, correcting({ corrects: 'withdrawn.0' }), 'again')
    const takenBack = enact(withdrawn, correcting({ corrects: 'done.0' }), 'gone')
    expect(Object.keys(gridsOn(redatedAgain, 'C1', '2025-05-16'))).toEqual(['G1', 'G2', 'G3'])
    expect(gridsOn(takenBack, 'C1', '2025-07-01')).toEqual({ G1: ['B1', 'B2'], G2: ['B3', 'B4'], G3: ['B5', 'B6'] })
    expect(mapRevisionsOf(planAfter(takenBack.facts))['C1']?.neverValid).toEqual([{ gridId: 'G21', instead: ['G1', 'G2'] }])
  })

  it('4.1.9 refuses a day that is still to come: what will be, is a plan', () => {
    when(merged, correcting({ effectiveOn: '2025-08-02' })).thenRejected(refused({ type: 'NotYetEffective', rule: '4.1.9', effectiveOn: '2025-08-02', decidedOn: '2025-08-01' }))
  })
})

describe('an operation that was another one', () => {
  const otherwise = splitOf('G1', [targetNamed('G11', ['B2']), targetNamed('G13', ['B1'])])
  const replaced = enact(split, correcting({ operation: otherwise }), 'other')

  it('6.1 is replaced in full; a grid that only the old version had created never was valid', () => {
    expect(factsOf(split, correcting({ operation: otherwise }))).toEqual([
      aPlanFact.GridSplit({ entryId: 'new.0', kind: 'correction', root: 'done.0', corrects: 'done.0', effectiveOn: '2025-04-01', targets: [targetNamed('G11', ['B2']), targetNamed('G13', ['B1'])] }),
      neverValid('G12', ['G11'], 'new.1'),
      expect.objectContaining({ type: 'RestructureCorrected' }),
    ])
  })

  it('6.1 withdrawn, restores the first version, and the grids change places', () => {
    const back = enact(replaced, correcting({ corrects: 'other.0' }), 'back')
    expect(gridsOn(back, 'C1', '2025-07-01')).toMatchObject({ G11: ['B1'], G12: ['B2'] })
    expect(mapRevisionsOf(planAfter(back.facts))['C1']?.neverValid).toEqual([{ gridId: 'G13', instead: ['G11'] }])
  })

  it('6.1 keeps the kind of its fact', () => {
    when(split, correcting({ operation: boundaryOf() })).thenRejected(refused({ type: 'CorrectionOfAnotherFact', rule: '6.1', root: 'done.0', recorded: 'GridSplit', named: 'GridBoundaryRedrawn' }))
  })

  it('I4 is tested for the replacement as for any operation', () => {
    when(split, correcting({ operation: splitOf('G1', [targetNamed('G11', ['B2']), targetNamed('G13', [])]) }))
      .thenRejected(refused({ type: 'BuildingsNotDisposedOnce', rule: 'I4', gridId: 'G1', missing: ['B1'] }))
  })

  it('T31 lets the grids of the plan keep their codes, and gives none of them to another grid', () => {
    expect(factsOf(split, correcting({ operation: splitOf('G1', [targetNamed('G11', ['B2']), targetNamed('G12', ['B1'])]) }))).toHaveLength(2)
    const swapped = splitOf('G1', [targetNamed('G11', ['B1']), { ...targetNamed('G14', ['B2']), code: '440402001001012' }])
    when(split, correcting({ operation: swapped })).thenRejected(refused({ type: 'CodeSpent', rule: 'T31', code: '440402001001012' }))
  })

  it('4.1 lets an entry bring back its own grids only, not those of another entry that was taken back', () => {
    const two = executedPlan([splitOf(), splitOf('G31', [targetNamed('G51', ['B61'], false, 'C2'), targetNamed('G52', ['B62'], false, 'C2')], 'C2')], world)
    const first = enact(two, correcting({}), 'void')
    const borrowed = splitOf('G31', [{ ...targetNamed('G11', ['B61'], false, 'C2'), code: '440402001002077' }, targetNamed('G52', ['B62'], false, 'C2')], 'C2')
    when(first, correcting({ root: 'done.1', operation: borrowed })).thenRejected(refused({ type: 'IdSpent', rule: '4.1', id: 'G11' }))
    expect(factsOf(first, correcting({ corrects: 'void.0', operation: splitOf() }))[0]).toMatchObject({ type: 'GridSplit' })
  })

  it('4.1 lets an entry found its own communities only, not that of another entry that was taken back, nor one that it had continued', () => {
    const inC2 = (communityId: string) => ({ ...communitySplitOf([
      communityTarget('C2', { G31: {}, G32: {} }, { continuing: true }), communityTarget(communityId, { G33: { B65: '00065', B66: '00066' }, G34: { B67: '00067', B68: '00068' } }),
    ]), source: 'C2' }) as Operation
    const two = enact(executedPlan([communitySplitOf(), inC2('C8')], evidenceOf([communityOf(4), communityOf(4, 'C2', 31)])), correcting({}), 'void')
    when(two, correcting({ root: 'done.1', operation: inC2('C9') })).thenRejected(refused({ type: 'IdSpent', rule: '4.1', id: 'C9' }))
    const one = executedPlan([communitySplitOf()], evidenceOf([communityOf(4), communityOf(4, 'C2', 31)]))
    when(one, correcting({ operation: inC2('C1') })).thenRejected(refused({ type: 'IdSpent', rule: '4.1', id: 'C1' }))
  })

  it('6.4 leaves a community that it no longer concerns with what remains there', () => {
    const moved = executedPlan([reparentOf()], evidenceOf([communityOf(3), communityOf(3, 'C2', 31), communityOf(3, 'C3', 41)]))
    const elsewhere = enact(moved, correcting({ operation: reparentOf('G1', { B1: '00101', B2: '00102' }, { to: 'C3', code: '440402001003101' }) }), 'elsewhere')
    const revisions = mapRevisionsOf(planAfter(elsewhere.facts))
    expect(Object.entries(revisions).map(([communityId, revision]) => [communityId, revision.changes.length])).toEqual([['C1', 1], ['C2', 0], ['C3', 1]])
    expect(Object.values(revisions).map((revision) => revision.planVersion)).toEqual(Array.from({ length: 3 }, () => elsewhere.facts.length))
    expect(elsewhere.facts.at(-1)).toMatchObject({ type: 'RestructureCorrected', data: { communityIds: ['C1', 'C2', 'C3'] } })
  })
})

describe('what later structure rests on', () => {
  const laterMerge = changeWith({ root: 'later.0', effectiveOn: '2025-06-01', closes: [{ gridId: 'G12', reason: 'merged', successors: ['G2'] }], sets: [gridNamed('G2', ['B3', 'B4', 'B2'])] })

  it('6.4 is not corrected behind the back of another plan', () => {
    for (const correction of [{}, { effectiveOn: '2025-05-01' }, { operation: splitOf('G1', [targetNamed('G11', ['B2']), targetNamed('G12', ['B1'])]) }]) {
      when(withLater(split, 'C1', laterMerge), correcting(correction)).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G12'], communityIds: [], entries: ['later.0'] }))
    }
  })

  it('6.4 is free where others changed other grids, names or counts only', () => {
    const others = withLater(withLater(withLater(split, 'C1', changeWith({ root: 'later.0', effectiveOn: '2025-06-01', sets: [gridNamed('G2', ['B3']), gridNamed('G3', ['B5', 'B6', 'B4'])] })),
      'C1', changeWith({ root: 'later.1', planId: null, effectiveOn: '2025-06-02', sets: [{ ...gridNamed('G11', ['B1']), name: '虚构新名' }] })),
    'C1', changeWith({ root: 'later.2', planId: null, effectiveOn: '2025-06-03', buildingsIn: [{ buildingId: 'B2', number: '00002', households: 9, residents: 9 }] }))
    expect(factsOf(others, correcting({}))).toHaveLength(4)
  })

  it('6.4 in the same plan is corrected in the same command, or not at all', () => {
    const chained = executedPlan([splitOf(), mergeOf(['G12', 'G2'], survivorNamed('G2', true))], world)
    when(chained, correcting({})).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G12'], entries: ['done.1'] }))
    const both = enact(chained, correcting({}, { root: 'done.1' }), 'both')
    expect(gridsOn(both, 'C1', '2025-07-01')).toEqual({ G1: ['B1', 'B2'], G2: ['B3', 'B4'], G3: ['B5', 'B6'] })
    const redone = enact(chained, correcting({ operation: splitOf('G1', [targetNamed('G11', ['B2']), targetNamed('G12', ['B1'])]) }, { root: 'done.1', effectiveOn: '2025-04-10' }), 'redone')
    expect(gridsOn(redone, 'C1', '2025-04-05')).toMatchObject({ G11: ['B2'], G12: ['B1'], G2: ['B3', 'B4'] })
    expect(gridsOn(redone, 'C1', '2025-04-10')).toMatchObject({ G11: ['B2'], G2: ['B1', 'B3', 'B4'] })
  })

  it('6.4 in the same plan on a later day is not pulled from under it either', () => {
    const chained = executedPlan([splitOf(), mergeOf(['G12', 'G2'], survivorNamed('G2', true))], world)
    const later = enact(chained, correcting({ root: 'done.1', effectiveOn: '2025-04-10' }), 'later')
    when(later, correcting({})).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G12'], entries: ['done.1'] }))
  })

  it('6.4 in the same plan is no hindrance where it divides another community', () => {
    const inC2 = splitOf('G31', [targetNamed('G41', ['B61'], false, 'C2'), targetNamed('G42', ['B62'], false, 'C2')], 'C2')
    const beside = executedPlan([inC2, communitySplitOf()], evidenceOf([communityOf(4), communityOf(3, 'C2', 31)]))
    expect(factsOf(beside, correcting({})).map((fact) => fact.type)).toEqual(['EntryVoided', 'GridClosed', 'GridClosed', 'RestructureCorrected'])
  })

  it('6.4 in the same plan before it, on the same day, is none of its business', () => {
    const chained = executedPlan([splitOf(), mergeOf(['G12', 'G2'], survivorNamed('G2', true))], world)
    expect(factsOf(chained, correcting({ root: 'done.1' }))).toHaveLength(2)
  })

  it('6.4 is not pulled from under another plan of the same day that came after', () => {
    const sameDay = { ...laterMerge, effectiveOn: '2025-04-01' as CalendarDate }
    const evidence = evidenceFor(planAfter(split.facts), split.world)
    const map = evidence.maps['C1']
    if (map === undefined) throw new Error('C1 has a map.')
    const [laidOut, ...own] = map.state.changes
    const withOrder = (changes: typeof map.state.changes) => ({ ...evidence, maps: { ...evidence.maps, C1: { ...map, state: { ...map.state, changes } } } })
    if (laidOut === undefined) throw new Error('C1 was laid out.')
    given(split.facts).when(correcting({}), { evidence: withOrder([laidOut, ...own, sameDay]) }).thenRejected(refused({ type: 'LaterStructureExists', entries: ['later.0'] }))
    const before = { ...sameDay, closes: [], sets: [written<typeof sameDay.sets[number]>(gridNamed('G1', ['B1', 'B2'])) as typeof sameDay.sets[number]] }
    expect(given(split.facts).when(correcting({}), { evidence: withOrder([laidOut, before, ...own]) }).outcome._tag).toBe('Right')
  })

  it('6.1 does not come into another community on a day on which others did something there with the same grids: what came first cannot be told there', () => {
    const closed = executedPlan([closeOf()], evidenceOf([communityOf(3), communityOf(3, 'C2', 31)]))
    const inC2 = closeOf('G31', { B61: 'G32', B62: 'G32' }, 'C2')
    expect(factsOf(closed, correcting({ operation: inC2 }))).toHaveLength(2)
    const laidOutThatDay = { ...closed, world: evidenceOf([communityOf(3), { ...communityOf(3, 'C2', 31), changes: communityOf(3, 'C2', 31).changes.map((change) => ({ ...change, effectiveOn: '2025-04-01' as CalendarDate })) }]) }
    when(laidOutThatDay, correcting({ operation: inC2 })).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G31', 'G32'], entries: ['laid-out.C2'] }))
    const renamed = changeWith({ root: 'map.0', planId: null, effectiveOn: '2025-04-01', sets: [{ ...gridNamed('G32', ['B63', 'B64'], 'C2'), name: '虚构新名' }] })
    when(withLater(closed, 'C2', renamed), correcting({ operation: inC2 })).thenRejected(refused({ type: 'LaterStructureExists', gridIds: ['G32'], entries: ['map.0'] }))
  })

  it('6.1 does not come back into a community where others did something with the same grids on that day since it left', () => {
    const closed = executedPlan([closeOf()], evidenceOf([communityOf(3), communityOf(3, 'C2', 31)]))
    const away = enact(closed, correcting({ operation: closeOf('G31', { B61: 'G32', B62: 'G32' }, 'C2') }), 'away')
    const meanwhile = changeWith({ root: 'map.0', planId: null, effectiveOn: '2025-04-01', sets: [gridNamed('G2', ['B3', 'B4', 'B90'])], buildingsIn: [buildingNamed('B90')] })
    const back = correcting({ corrects: 'away.0', operation: closeOf() })
    when(withLater(away, 'C1', meanwhile), back).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G2'], entries: ['map.0'] }))
    expect(factsOf(away, back)).toHaveLength(2)
  })

  it('6.4 is not corrected while another plan holds the grids', () => {
    const held = { ...split, world: evidenceOf([withReservation(communityOf(3), 'P2', ['G11'])]) }
    when(held, correcting({})).thenRejected(refused({ type: 'GridReserved', rule: '6.4', communityId: 'C1', gridIds: ['G11'], byPlan: 'P2' }))
  })

  it('I2 is tested on every later day of structure', () => {
    const two = executedPlan([splitOf()], evidenceOf([communityOf(2), communityOf(3, 'C2', 31)]))
    const leaving = changeWith({ root: 'later.0', effectiveOn: '2025-06-01', leaves: ['G2'], buildingsOut: ['B3', 'B4'] })
    expect(factsOf(two, correcting({}))).toHaveLength(4)
    when(withLater(two, 'C1', leaving), correcting({})).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', communityId: 'C1', day: '2025-06-01', would: 1, allowed: { min: 2, max: 5 } }))
  })

  it('I2 does not judge a later day anew on which the number stays what it was', () => {
    const boundary = executedPlan([boundaryOf()], evidenceOf([communityOf(5)]))
    const exempted = changeWith({ root: 'later.0', effectiveOn: '2025-06-01', closes: [{ gridId: 'G5', reason: 'split', successors: ['G51', 'G52'] }], sets: [gridNamed('G51', ['B9']), gridNamed('G52', ['B10'])] })
    expect(factsOf(withLater(boundary, 'C1', exempted), correcting({}))).toHaveLength(2)
  })

  it('I3 is tested on every later day of structure: a building must not be where another grid has it since', () => {
    const moved = executedPlan([reparentOf()], world)
    const claimed = changeWith({ root: 'later.0', effectiveOn: '2025-06-01', sets: [gridNamed('G2', ['B3', 'B4', 'B1'])], buildingsIn: [{ buildingId: 'B1', number: '00201', households: 1, residents: 1 }] })
    when(withLater(moved, 'C1', claimed), correcting({}))
      .thenRejected(refused({ type: 'PartitionBroken', rule: 'I3', communityId: 'C1', day: '2025-06-01', faults: [{ fault: 'inSeveralGrids', buildingId: 'B1', gridIds: ['G1', 'G2'] }] }))
  })
})

describe('divisions that a plan changed', () => {
  const founded = executedPlan([communitySplitOf()], evidenceOf([communityOf(4), communityOf(3, 'C2', 31)]))

  it('T29 taken back, leaves the register without the new community, and the grids at home', () => {
    expect(registerRevisionOf(planAfter(founded.facts))?.changes).toMatchObject([{ opens: [{ communityId: 'C9', townId: 'T1', code: '440402001009' }], moves: [], closes: [] }])
    const takenBack = enact(founded, correcting({}), 'void')
    expect(registerRevisionOf(planAfter(takenBack.facts))).toEqual({ planVersion: takenBack.facts.length, changes: [] })
    expect(Object.keys(gridsOn(takenBack, 'C1', '2025-07-01'))).toEqual(['G1', 'G2', 'G3', 'G4'])
    expect(gridsOn(takenBack, 'C9', '2025-07-01')).toEqual({})
  })

  it('T29 dated anew, founds the community on another day', () => {
    const redated = enact(founded, correcting({ effectiveOn: '2025-05-01' }), 'redated')
    expect(registerRevisionOf(planAfter(redated.facts))?.changes).toMatchObject([{ effectiveOn: '2025-05-01' }])
    expect(Object.keys(gridsOn(redated, 'C1', '2025-04-30'))).toEqual(['G1', 'G2', 'G3', 'G4'])
  })

  it('6.4 does not vanish while something rests on it', () => {
    const arrived = changeWith({ root: 'later.0', effectiveOn: '2025-06-01', sets: [gridNamed('G77', ['B77'], 'C9')], buildingsIn: [{ buildingId: 'B77', number: '00077', households: 1, residents: 1 }] })
    const evidence = evidenceFor(planAfter(founded.facts), founded.world)
    const map = evidence.maps['C9']
    if (map === undefined) throw new Error('C9 has a map.')
    const later = { ...evidence, maps: { ...evidence.maps, C9: { ...map, state: { ...map.state, changes: [...map.state.changes, arrived] } } } }
    given(founded.facts).when(correcting({}), { evidence: later }).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', communityIds: ['C9'], entries: ['later.0'] }))
  })

  it('6.4 does not vanish while the same plan goes on in it', () => {
    const staying = communityTarget('C1', { G1: {}, G2: {} }, { continuing: true })
    const leaving = communityTarget('C9', { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } })
    const chained = executedPlan([communitySplitOf([staying, leaving]), reparentCommunityOf({ communityId: 'C9' })], evidenceOf([communityOf(4)]))
    when(chained, correcting({})).thenRejected(refused({ type: 'LaterStructureExists', communityIds: ['C9'], entries: ['done.1'] }))
    expect(registerRevisionOf(planAfter(enact(chained, correcting({}, { root: 'done.1' }), 'both').facts))?.changes).toEqual([])
  })

  it('6.4 rests on the grids that had left the divided community, too: one that comes back would go to no target', () => {
    const chained = executedPlan([reparentOf(), communitySplitOf([communityTarget('C1', { G2: {}, G5: {} }, { continuing: true }), communityTarget('C9', { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } })])],
      evidenceOf([communityOf(5), communityOf(3, 'C2', 31)]))
    when(chained, correcting({})).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: [], communityIds: ['C1'], entries: ['done.1'] }))
  })

  it('6.4 is not founded later while the same plan brings a grid to it on the old day', () => {
    const arriving = reparentOf('G31', { B61: '00101', B62: '00102' }, { from: 'C2', to: 'C9', code: '440402001009101' })
    const chained = executedPlan([communitySplitOf(), arriving], evidenceOf([communityOf(4), communityOf(3, 'C2', 31)]))
    when(chained, correcting({ effectiveOn: '2025-05-01' })).thenRejected(refused({ type: 'LaterStructureExists', communityIds: ['C9'], entries: ['done.1'] }))
    const both = enact(chained, correcting({ effectiveOn: '2025-05-01' }, { root: 'done.1', effectiveOn: '2025-06-01' }), 'both')
    expect(Object.keys(gridsOn(both, 'C9', '2025-06-01'))).toEqual(['G3', 'G4', 'G31'])
  })

  it('6.1 taken back, is not divided by the withdrawal of a correction', () => {
    const divided = splitOf('G3', [targetNamed('G51', ['B5'], false, 'C9'), targetNamed('G52', ['B6'], false, 'C9')], 'C9')
    const chained = executedPlan([communitySplitOf(), divided], evidenceOf([communityOf(4)]))
    const corrected = enact(chained, correcting({ root: 'done.1', operation: divided }), 'first')
    when(corrected, correcting({}, { root: 'done.1', corrects: 'first.0' })).thenRejected(refused({ type: 'UnknownCommunity', rule: 'I1', communityId: 'C9' }))
  })

  it('6.1 is restored as it was before the same plan moved the community to another town on that day', () => {
    const chained = executedPlan([communitySplitOf(), reparentCommunityOf()], evidenceOf([communityOf(4)]))
    const restored = enact(enact(chained, correcting({}), 'void'), correcting({ corrects: 'void.0' }), 'back')
    expect(mapRevisionsOf(planAfter(restored.facts))['C9']?.changes).toEqual(mapRevisionsOf(planAfter(chained.facts))['C9']?.changes)
  })

  it('6.1 is restored though the community that continues had come to another town before: where it lies is not the split\'s to say', () => {
    const divided = executedPlan([communitySplitOf()], evidenceOf([communityOf(4)]))
    const { division } = divided.world
    const moved = { ...living('T1', '440402001001'), towns: [...living().towns, { from: '2025-02-01', townId: 'T2' }] } as never
    const inT2 = { ...division, state: { ...division.state, communities: { ...division.state.communities, C1: moved } } }
    const meanwhile = { ...enact(divided, correcting({}), 'void'), world: { ...divided.world, division: inT2 } }
    expect(factsOf(meanwhile, correcting({ corrects: 'void.0' }))).toHaveLength(2)
    expect(factsOf(meanwhile, correcting({ corrects: 'void.0', effectiveOn: '2025-05-01' }))[0]).toMatchObject({ data: { targets: [{ communityId: 'C1', townId: 'T2' }, { communityId: 'C9', townId: 'T1' }] } })
    when(meanwhile, correcting({ corrects: 'void.0', operation: communitySplitOf() })).thenRejected(refused({ type: 'ContinuingCommunityChanged', field: 'town', named: 'T1' }))
  })

  it('I1 a community that went to another town on another day is dated anew, unless it moved again since', () => {
    const moved = executedPlan([reparentCommunityOf()], world)
    const redated = enact(moved, correcting({ effectiveOn: '2025-05-01' }), 'redated')
    expect(registerRevisionOf(planAfter(redated.facts))?.changes).toMatchObject([{ effectiveOn: '2025-05-01', moves: [{ communityId: 'C1', townId: 'T2' }] }])
    const evidence = evidenceFor(planAfter(moved.facts), moved.world)
    const life = evidence.division.state.communities['C1']
    if (life === undefined) throw new Error('C1 lives.')
    const movedAgain = { ...life, towns: [...life.towns, { from: '2025-06-01', townId: 'T1' }] } as typeof life
    const later = { ...evidence, division: { ...evidence.division, state: { ...evidence.division.state, communities: { ...evidence.division.state.communities, C1: movedAgain } } } }
    given(moved.facts).when(correcting({}), { evidence: later }).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', communityIds: ['C1'], gridIds: [], entries: [] }))
  })

  it('I1 a community does not go back to a town that was closed since, nor stays in it for longer than it lived', () => {
    const moved = executedPlan([reparentCommunityOf()], world)
    const evidence = evidenceFor(planAfter(moved.facts), moved.world)
    const closing = (townId: string, to: string) => ({
      ...evidence, division: { ...evidence.division, state: { ...evidence.division.state, towns: { ...evidence.division.state.towns, [townId]: { from: '2018-07-01', to } as never } } },
    })
    given(moved.facts).when(correcting({}), { evidence: closing('T1', '2025-06-01') })
      .thenRejected(refused({ type: 'CommunityWithoutTown', rule: 'I1', communityId: 'C1', townId: 'T1', from: '2025-06-01' }))
    given(moved.facts).when(correcting({ effectiveOn: '2025-07-01' }), { evidence: closing('T1', '2025-06-01') })
      .thenRejected(refused({ type: 'TownNotLiving', rule: 'I1', townId: 'T1', day: '2025-07-01' }))
  })
})

describe('a request for a correction', () => {
  it('6.1 names an entry of this plan that an operation brought about', () => {
    when(split, correcting({ root: 'elsewhere.0' })).thenRejected(refused({ type: 'UnknownEntry', rule: '6.1', root: 'elsewhere.0' }))
    const takenBack = enact(split, correcting({}), 'void')
    when(takenBack, correcting({ root: 'void.1' })).thenRejected(refused({ type: 'UnknownEntry', rule: '6.1', root: 'void.1' }))
  })

  it('6.1 names each entry once, and at least one', () => {
    when(split, correcting({}, {})).thenRejected(refused({ type: 'EntryNamedTwice', rule: '6.1', root: 'done.0' }))
    when(split, correcting()).thenRejected(refused({ type: 'NothingToCorrect', rule: '6.1' }))
  })

  it('I38 comes with a document', () => {
    given(split.facts).when(correcting({}), { authority: undefined }).thenRejected(refused({ type: 'DocumentMissing', rule: 'I38', command: 'CorrectPlan' }))
  })

  it('RP1 is heard after the plan is settled, too', () => {
    const settled = { ...split, facts: [...split.facts, aPlanFact.RestructureSettled()] }
    expect(factsOf(settled, correcting({}))).toHaveLength(4)
  })

  it('I2 needs a rule book in force', () => {
    when({ ...split, world: evidenceOf([communityOf(3)], { rules: undefined }) }, correcting({})).thenRejected(refused({ type: 'NoRuleBookInForce', rule: 'I2' }))
  })
})

describe('what a correction does anew, condition by condition', () => {
  it('RP3 does not fit into one append with a reason that is too long', () => {
    const command = correcting({})
    if (command.type !== 'CorrectPlan') throw new Error('A correction is a correction.')
    const verbose = { ...command, data: { ...command.data, reason: { ...command.data.reason, body: 'x'.repeat(600_000) } } }
    when(split, verbose).thenRejected(refused({ type: 'PlanTooLarge', rule: 'RP3', events: 4, allowedBytes: 1_000_000 }))
  })

  it('6.1 dates anew what a withdrawal restored, not what it took back', () => {
    const other = enact(split, correcting({ operation: splitOf('G1', [targetNamed('G11', ['B2']), targetNamed('G13', ['B1'])]) }), 'other')
    const back = enact(other, correcting({ corrects: 'other.0' }), 'back')
    expect(factsOf(back, correcting({ corrects: 'back.0', effectiveOn: '2025-05-01' }))[0]).toMatchObject({ type: 'GridSplit', data: { effectiveOn: '2025-05-01', targets: [{ gridId: 'G11' }, { gridId: 'G12' }] } })
  })

  it('4.1.9 accepts the day on which it is decided', () => {
    expect(factsOf(split, correcting({ effectiveOn: '2025-08-01' }))[0]).toMatchObject({ type: 'GridSplit', data: { effectiveOn: '2025-08-01' } })
  })

  it('6.1 does operations anew in the order of effect, in whatever order they are named', () => {
    const chained = executedPlan([splitOf(), mergeOf(['G12', 'G2'], survivorNamed('G2', true))], world)
    const otherwise = splitOf('G1', [targetNamed('G11', ['B2']), targetNamed('G12', ['B1'])])
    expect(factsOf(chained, correcting({ root: 'done.1', effectiveOn: '2025-04-10' }, { operation: otherwise })).map((fact) => fact.type)).toEqual(['GridsMerged', 'GridSplit', 'RestructureCorrected'])
  })

  it('I1 finds a community that the plan founded in the town to which others moved it, where another entry is corrected', () => {
    const chained = executedPlan([communitySplitOf(), boundaryOf([['B5', 'G3', 'G4']], 'C9')], evidenceOf([communityOf(4)]))
    const { division } = chained.world
    const closed = { ...chained, world: { ...chained.world, division: { ...division, state: { ...division.state, towns: { ...division.state.towns, T1: { from: '2018-07-01', to: '2025-06-01' } as never } } } } }
    const redating = correcting({ root: 'done.1', effectiveOn: '2025-07-01' })
    expect(outcomeMoved(closed, redating, 'C9', { '2025-05-01': 'T2' })._tag).toBe('Right')
    when(closed, redating).thenRejected(refused({ type: 'TownNotLiving', rule: 'I1', townId: 'T1', day: '2025-07-01' }))
  })

  it('6.1 is restored where the buildings of a grid only stand in another order', () => {
    const merged = enact(executedPlan([mergeOf()], world), correcting({}), 'void')
    const reordered = { ...merged, world: evidenceOf([communityWith('C1', { G1: ['B2', 'B1'], G2: ['B3', 'B4'], G3: ['B5', 'B6'] })]) }
    expect(factsOf(reordered, correcting({ corrects: 'void.0' }))[0]).toMatchObject({ type: 'EntryVoided', data: { corrects: 'void.0' } })
  })

  it('T32 says it of a grid from the first day on which it was said to exist', () => {
    const redated = enact(executedPlan([mergeOf()], world, '2025-05-16'), correcting({ effectiveOn: '2025-06-01' }), 'redated')
    const withdrawn = enact(redated, correcting({ corrects: 'redated.0' }), 'withdrawn')
    expect(factsOf(withdrawn, correcting({ corrects: 'done.0' }))[1]).toMatchObject({ type: 'GridClosed', data: { gridId: 'G21', effectiveOn: '2025-05-16' } })
  })

  it('T32 is said once, and again only where the buildings were in other grids after all', () => {
    const two = enact(executedPlan([splitOf(), boundaryOf([['B3', 'G2', 'G3']])], world), correcting({}), 'void')
    expect(factsOf(two, correcting({ root: 'done.1' })).map((fact) => fact.type)).toEqual(['EntryVoided', 'RestructureCorrected'])
    expect(factsOf(two, correcting({ root: 'done.1', operation: boundaryOf([['B1', 'G1', 'G2']]) })).slice(1, -1)).toEqual([
      aPlanFact.EntryVoided({ entryId: 'new.1', root: 'void.1', corrects: 'void.1' }), neverValid('G11', ['G2'], 'new.2'),
    ])
  })

  it('T32 is said again where some of the buildings were in another grid, or all in fewer grids after all', () => {
    const two = enact(executedPlan([mergeOf(), closeOf('G4', { B7: 'G3', B8: 'G3' })], evidenceOf([communityOf(5)])), correcting({}), 'void')
    for (const [receiver, successors] of [['G1', ['G1']], ['G4', ['G1', 'G4']]] as const) {
      expect(factsOf(two, correcting({ root: 'done.1', operation: closeOf('G2', { B3: receiver, B4: receiver }) })).slice(1, -1)).toEqual([
        aPlanFact.EntryVoided({ entryId: 'new.1', root: 'void.1', corrects: 'void.1' }), expect.objectContaining({ data: expect.objectContaining({ gridId: 'G21', successors }) as object }),
      ])
    }
  })

  it('T32 finds the buildings in a community that the same correction founds', () => {
    const leaving = { G51: { B5: '00001' }, G52: { B6: '00002' }, G4: { B7: '00003', B8: '00004' } }
    const staying = communityTarget('C1', { G1: {}, G2: {} }, { continuing: true })
    const chained = executedPlan([splitOf('G3', [targetNamed('G51', ['B5']), targetNamed('G52', ['B6'])]), communitySplitOf([staying, communityTarget('C9', leaving)])], evidenceOf([communityOf(4)]))
    const inC8 = communitySplitOf([staying, communityTarget('C8', { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } })])
    expect(factsOf(chained, correcting({}, { root: 'done.1', operation: inC8 })).flatMap((fact) => fact.type === 'GridClosed' ? [[fact.data.gridId, fact.data.successors]] : []))
      .toEqual([['G51', ['G3']], ['G52', ['G3']]])
  })
})

describe('what collides with a correction, condition by condition', () => {
  const inC2 = closeOf('G31', { B61: 'G32', B62: 'G32' }, 'C2')
  const founded = executedPlan([communitySplitOf()], evidenceOf([communityOf(4), communityOf(3, 'C2', 31)]))

  it('6.4 is free where others gave another name on the very day in a map that knows it', () => {
    const renamed = changeWith({ root: 'map.0', planId: null, effectiveOn: '2025-04-01', sets: [{ ...gridNamed('G11', ['B1']), name: '虚构新名' }] })
    const otherwise = splitOf('G1', [targetNamed('G11', ['B2']), targetNamed('G12', ['B1'])])
    for (const correction of [{}, { operation: otherwise }]) expect(outcomeWith(split, correcting(correction), 'C1', renamed)._tag).toBe('Right')
  })

  it('6.1 comes into another community where others gave another name on the next day only', () => {
    const closed = executedPlan([closeOf()], world)
    const renamed = changeWith({ root: 'map.0', planId: null, effectiveOn: '2025-04-02', sets: [{ ...gridNamed('G32', ['B63', 'B64'], 'C2'), name: '虚构新名' }] })
    expect(factsOf(withLater(closed, 'C2', renamed), correcting({ operation: inC2 }))).toHaveLength(2)
  })

  it('6.4 names no other name that was given in a community where the plan does nothing, only the grid that came from there', () => {
    const renamed = changeWith({ root: 'map.0', planId: null, effectiveOn: '2025-05-01', sets: [{ ...gridNamed('G31', ['B61', 'B62'], 'C2'), name: '虚构新名' }] })
    const boundary = executedPlan([boundaryOf([['B61', 'G31', 'G1']])], withG31InC1('2025-05-01', renamed), '2025-06-01')
    when(boundary, correcting({ effectiveOn: '2025-05-01' })).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G31'], entries: ['moved.0'] }))
  })

  it('6.4 does not vanish while something rests on it and on one of its grids', () => {
    const grown = changeWith({ root: 'later.0', effectiveOn: '2025-06-01', sets: [gridNamed('G3', ['B5', 'B6', 'B77'], 'C9')], buildingsIn: [buildingNamed('B77')] })
    expect(outcomeWith(founded, correcting({}), 'C9', grown)).toMatchObject({ left: { type: 'LaterStructureExists', rule: '6.4', gridIds: ['G3'], communityIds: ['C9'], entries: ['later.0'] } })
  })

  it('6.4 is not founded later than what others brought to it, but on that very day', () => {
    const arrived = (effectiveOn: string) => changeWith({ root: 'later.0', effectiveOn, sets: [gridNamed('G77', ['B77'], 'C9')], buildingsIn: [buildingNamed('B77')] })
    const redating = correcting({ effectiveOn: '2025-05-01' })
    expect(outcomeWith(founded, redating, 'C9', arrived('2025-04-30'))).toMatchObject({ left: { type: 'LaterStructureExists', rule: '6.4', gridIds: [], communityIds: ['C9'], entries: ['later.0'] } })
    expect(outcomeWith(founded, redating, 'C9', arrived('2025-05-01'))._tag).toBe('Right')
  })

  it('6.4 takes what others did on the earlier day to which it comes for later, for the order is not known', () => {
    const touching = changeWith({ effectiveOn: '2025-05-01', sets: [gridNamed('G2', ['B3', 'B4'])] })
    const closed = executedPlan([closeOf()], evidenceOf([withChanges(communityOf(3), touching), communityOf(3, 'C2', 31)]), '2025-06-01')
    when(closed, correcting({ operation: inC2, effectiveOn: '2025-05-01' })).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G2'], entries: ['other.0'] }))
  })

  it('6.4 takes what others did on its day for later, too, as long as the map has not been told of that day', () => {
    const touching = changeWith({ effectiveOn: '2025-05-01', sets: [gridNamed('G2', ['B3', 'B4'])] })
    const merged = executedPlan([mergeOf()], evidenceOf([communityOf(3)]), '2025-06-01')
    const redated = enact(merged, correcting({ effectiveOn: '2025-05-01' }), 'redated')
    const untold = evidenceFor(planAfter(merged.facts), evidenceOf([withChanges(communityOf(3), touching)]))
    given(redated.facts).when(correcting({ corrects: 'redated.0', operation: mergeOf() }), { evidence: untold })
      .thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G2'], entries: ['other.0'] }))
  })

  it('6.4 is free where its grid came from another community on the same day, before it', () => {
    const boundary = executedPlan([boundaryOf([['B61', 'G31', 'G1']])], withG31InC1('2025-04-01'))
    for (const correction of [{}, { operation: boundaryOf([['B62', 'G31', 'G1']]) }]) expect(factsOf(boundary, correcting(correction))).toHaveLength(2)
  })

  it('6.4 in the same plan is free of an operation that was recorded after it and dated before it', () => {
    const both = executedPlan([boundaryOf(), boundaryOf([['B3', 'G2', 'G3']])], world)
    const swapped = enact(both, correcting({ effectiveOn: '2025-04-10' }, { root: 'done.1', effectiveOn: '2025-04-01' }), 'swapped')
    expect(factsOf(swapped, correcting({ corrects: 'swapped.0', operation: boundaryOf([['B2', 'G1', 'G2']]) }))).toHaveLength(2)
  })

  it('6.4 in the same plan is free of the split that founded the community from which its grid stays away after all', () => {
    const arriving = reparentOf('G31', { B61: '00101', B62: '00102' }, { from: 'C2', to: 'C9', code: '440402001009101' })
    const elsewhere = reparentOf('G31', { B61: '00101', B62: '00102' }, { from: 'C2', to: 'C3', code: '440402001003101' })
    const chained = executedPlan([communitySplitOf(), arriving], evidenceOf([communityOf(4), communityOf(3, 'C2', 31), communityOf(3, 'C3', 41)]))
    expect(factsOf(chained, correcting({ root: 'done.1', operation: elsewhere, effectiveOn: '2025-03-15' }))).toHaveLength(2)
  })

  it('I1 a community that went to another town on an earlier day is dated anew, whatever else the plan did on its day', () => {
    const redated = enact(executedPlan([reparentCommunityOf(), splitOf()], world), correcting({ effectiveOn: '2025-03-15' }), 'redated')
    expect(registerRevisionOf(planAfter(redated.facts))?.changes).toMatchObject([{ effectiveOn: '2025-03-15', moves: [{ communityId: 'C1', townId: 'T2' }] }])
  })

  it('6.4 does not vanish while others moved the community that it founded', () => {
    expect(outcomeMoved(founded, correcting({}), 'C9', { '2025-06-01': 'T2' })).toMatchObject({ left: { type: 'LaterStructureExists', rule: '6.4', gridIds: [], communityIds: ['C9'], entries: [] } })
  })

  it('6.4 does not end a community before others moved it', () => {
    const grids = [{ G1: { B1: '00001', B2: '00002' }, G2: { B3: '00003', B4: '00004' } }, { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } }] as const
    const ended = executedPlan([communitySplitOf([communityTarget('C8', grids[0]), communityTarget('C9', grids[1])])], evidenceOf([communityOf(4)]))
    expect(outcomeMoved(ended, correcting({ effectiveOn: '2025-03-10' }), 'C1', { '2025-03-20': 'T2' })).toMatchObject({ left: { type: 'LaterStructureExists', rule: '6.4', communityIds: ['C1'] } })
    expect(outcomeMoved(ended, correcting({ effectiveOn: '2025-03-21' }), 'C1', { '2025-03-20': 'T2' })._tag).toBe('Right')
    expect(outcomeMoved(ended, correcting({}), 'C1', { '2025-04-01': 'T2' })._tag).toBe('Right')
  })

  it('6.4 does not take others\' move for its own where the plan did something else on that day', () => {
    const both = executedPlan([reparentCommunityOf(), splitOf()], world)
    const apart = enact(both, correcting({ root: 'done.1', effectiveOn: '2025-06-01' }), 'apart')
    expect(outcomeMoved(apart, correcting({}), 'C1', { '2025-06-01': 'T1' })).toMatchObject({ left: { type: 'LaterStructureExists', rule: '6.4', communityIds: ['C1'] } })
    const inT2 = evidenceOf([communityOf(3), communityOf(3, 'C2', 31)], { divisions: { communities: { C1: living(), C2: living('T2', '440402001002') } } })
    const crossing = executedPlan([reparentCommunityOf(), reparentCommunityOf({ communityId: 'C2', from: 'T2', to: 'T1' })], inT2)
    const later = enact(crossing, correcting({ root: 'done.1', effectiveOn: '2025-06-01' }), 'later')
    expect(outcomeMoved(later, correcting({}), 'C1', { '2025-06-01': 'T1' })).toMatchObject({ left: { type: 'LaterStructureExists', rule: '6.4', communityIds: ['C1'] } })
  })

  it('6.4 is not pulled from under others who moved the community again on the same day, unless that was before it', () => {
    const moved = executedPlan([reparentCommunityOf()], world)
    expect(outcomeMoved(moved, correcting({}), 'C1', { '2025-04-01': 'T1' })).toMatchObject({ left: { type: 'LaterStructureExists', rule: '6.4', communityIds: ['C1'] } })
    const life = living()
    const there = { ...life, towns: [...life.towns, { from: '2025-04-01', townId: 'T2' }] } as typeof life
    const back = executedPlan([reparentCommunityOf({ from: 'T2', to: 'T1' })], evidenceOf([communityOf(3)], { divisions: { communities: { C1: there } } }))
    expect(factsOf(back, correcting({}))).toHaveLength(2)
    when(enact(back, correcting({}), 'void'), correcting({ corrects: 'void.0' })).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', communityIds: ['C1'] }))
    const later = executedPlan([reparentCommunityOf({ from: 'T2', to: 'T1' })], evidenceOf([communityOf(3)], { divisions: { communities: { C1: there } } }), '2025-05-01')
    when(later, correcting({ effectiveOn: '2025-04-01' })).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', communityIds: ['C1'] }))
    expect(factsOf(later, correcting({ effectiveOn: '2025-04-02' }))).toHaveLength(2)
  })

  it('6.4 in the same plan is not pulled from under a move of the community to a third town', () => {
    const moves = [reparentCommunityOf(), reparentCommunityOf({ from: 'T2', to: 'T1' })]
    const chained = executedPlan(moves, world)
    when(chained, correcting({})).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: [], communityIds: ['C1'], entries: ['done.1'] }))
    expect(factsOf(chained, correcting({ root: 'done.1' }))).toHaveLength(2)
    expect(factsOf(chained, correcting({}, { root: 'done.1' }))).toHaveLength(3)
  })

  /** Another plan brings G31 from C2 to C1. */
  function withG31InC1(effectiveOn: string, ...before: ReadonlyArray<ReturnType<typeof changeWith>>) {
    const leaving = changeWith({ root: 'moved.0', effectiveOn, leaves: ['G31'], buildingsOut: ['B61', 'B62'] })
    const coming = changeWith({ root: 'moved.0', effectiveOn, sets: [gridNamed('G31', ['B61', 'B62'])], buildingsIn: [buildingNamed('B61'), buildingNamed('B62')] })
    return evidenceOf([withChanges(communityOf(3), coming), withChanges(communityOf(3, 'C2', 31), ...before, leaving)])
  }
})

function when({ facts, world: around }: Enacted, command: RestructurePlanCommand) {
  return given(facts).when(command, { evidence: evidenceFor(planAfter(facts), around) })
}

/** The decision where others did this besides, after all else. */
function outcomeWith({ facts, world: around }: Enacted, command: RestructurePlanCommand, communityId: string, change: ReturnType<typeof changeWith>) {
  const evidence = evidenceFor(planAfter(facts), around)
  const map = evidence.maps[communityId]
  if (map === undefined) throw new Error(`${communityId} has a map.`)
  const changed = { ...map, state: withChanges(map.state, change) }
  return given(facts).when(command, { evidence: { ...evidence, maps: { ...evidence.maps, [communityId]: changed } } }).outcome
}

/** The decision where others moved the community to these towns besides, each on its day after all else. */
function outcomeMoved({ facts, world: around }: Enacted, command: RestructurePlanCommand, communityId: string, towns: { readonly [day: string]: string }) {
  const evidence = evidenceFor(planAfter(facts), around)
  const { division } = evidence
  const life = division.state.communities[communityId]
  if (life === undefined) throw new Error(`${communityId} is registered.`)
  const stays = [...life.towns, ...Object.entries(towns).map(([from, townId]) => ({ from, townId }))].sort((left, right) => left.from < right.from ? -1 : left.from > right.from ? 1 : 0)
  const moved = { ...division.state, communities: { ...division.state.communities, [communityId]: { ...life, towns: stays as typeof life.towns } } }
  return given(facts).when(command, { evidence: { ...evidence, division: { ...division, state: moved } } }).outcome
}

function factsOf(enacted: Enacted, command: RestructurePlanCommand): ReadonlyArray<RestructurePlanEvent> {
  const { outcome } = when(enacted, command)
  if (outcome._tag === 'Left') throw new Error(`rejected: ${JSON.stringify(outcome.left)}`)
  return outcome.right
}

function gridsOn(enacted: Enacted, communityId: string, day: string): { readonly [gridId: string]: ReadonlyArray<string> } {
  const map = evidenceFor(planAfter(enacted.facts), enacted.world).maps[communityId]
  const grids = map === undefined ? {} : partitionOn(map.state, day as CalendarDate).grids
  return Object.fromEntries(Object.values(grids).map((grid) => [grid.gridId, grid.buildings]))
}

function neverValid(gridId: string, instead: ReadonlyArray<string>, entryId: string): RestructurePlanEvent {
  return aPlanFact.GridClosed({ entryId, kind: 'lateRecording', effectiveOn: '2025-04-01', gridId, reason: 'neverValid', successors: instead, grids: [], moved: [] })
}
