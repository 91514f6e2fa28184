/** The items of a plan and their dispositions (PM-1), by example. */

import { describe, expect, it } from 'vitest'
import { deciderScenarios } from '@grid-governance/event-sourcing/testing'
import { written, type Plain } from '../../shared/builders.ts'
import {
  aPlanCommand, aPlanFact, boundaryOf, closeOf, communitySplitOf, draftedPlan, mergeOf, planAfter, preparedPlan, reparentCommunityOf, reparentOf, splitOf, survivorNamed, targetNamed,
} from './builders.ts'
import { restructurePlanDecider } from './decider.ts'
import { isFitting, itemFor, itemsOf } from './items.ts'
import type { Disposition, Operation } from './operations.ts'
import type { RestructurePlanRejection } from './rejections.ts'

const { given } = deciderScenarios(restructurePlanDecider)
const refused = written<RestructurePlanRejection>

describe('the items of a plan (PM-1)', () => {
  it('PM-1 are posts, branch, groups and eleven more for a grid that is divided', () => {
    expect(standardsOf([splitOf()])).toEqual({
      'G1 posts': 'createNew', 'G1 branch': 'recheck', 'G1 groups': 'divideByBuilding', 'G1 members': 'divideByBuilding', 'G1 points': 'divideByBuilding', 'G1 funds': 'recompute',
      'G1 duties': 'divideByBuilding', 'G1 reports': 'end', 'G1 visits': 'recompute', 'G1 contactChain': 'createNew', 'G1 deliberation': 'unaffected',
      'G1 functionalGrids': 'realign', 'G1 stationedTeam': 'recheck', 'G1 signboard': 'publish',
    })
  })

  it('PM-1 go to the survivor of a merge', () => {
    expect(standardsOf([mergeOf()])).toMatchObject({ 'G1 posts': 'end', 'G1 branch': 'moveTo G21', 'G2 members': 'moveTo G21', 'G2 duties': 'moveTo G21', 'G2 reports': 'end' })
  })

  it('PM-1 leave a surviving grid its posts and members', () => {
    expect(standardsOf([mergeOf(['G1', 'G2'], survivorNamed('G1', true))])).toMatchObject({ 'G1 posts': 'carry G1', 'G1 members': 'unaffected', 'G2 members': 'moveTo G1' })
    expect(standardsOf([splitOf('G1', [targetNamed('G1', ['B1'], true), targetNamed('G12', ['B2'])])])).toMatchObject({ 'G1 posts': 'carry G1', 'G1 members': 'divideByBuilding' })
  })

  it('T5 do not include funds and reports after a move of buildings: the number of grids is the same', () => {
    const items = standardsOf([boundaryOf()])
    expect(items).toMatchObject({ 'G1 posts': 'recheck', 'G1 groups': 'divideByBuilding', 'G1 duties': 'divideByBuilding', 'G1 visits': 'recompute' })
    for (const kind of ['funds', 'reports', 'stationedTeam']) expect(items).not.toHaveProperty([`G1 ${kind}`])
  })

  it('T34 are those of the source grids only, whoever else is named', () => {
    expect(gridsWithItems([boundaryOf([['B1', 'G1', 'G2']])])).toEqual(['G1'])
    expect(gridsWithItems([closeOf('G1', { B1: 'G2', B2: 'G3' })])).toEqual(['G1'])
    expect(gridsWithItems([mergeOf(['G1', 'G2'])])).toEqual(['G1', 'G2'])
    expect(gridsWithItems([communitySplitOf()])).toEqual(['G3', 'G4'])
    expect(gridsWithItems([reparentCommunityOf()])).toEqual([])
  })

  it('T34 are none for a grid that the plan itself creates', () => {
    expect(gridsWithItems([splitOf(), mergeOf(['G12', 'G2'])])).toEqual(['G1', 'G2'])
  })

  it('T9 let the head of a grid that goes to another community be checked again', () => {
    expect(standardsOf([reparentOf()])).toMatchObject({ 'G1 posts': 'recheck', 'G1 deliberation': 'recheck', 'G1 funds': 'recompute', 'G1 reports': 'recheck' })
  })

  it('PM-1 take the weightier of two operations on one grid, and follow its buildings to the end of the plan', () => {
    const items = itemsOf([boundaryOf([['B1', 'G1', 'G2']]), mergeOf(['G1', 'G3'], survivorNamed('G21'))])
    expect(standardsOf([boundaryOf([['B1', 'G1', 'G2']]), mergeOf(['G1', 'G3'], survivorNamed('G21'))])).toMatchObject({ 'G1 posts': 'end', 'G1 members': 'divideByBuilding', 'G3 members': 'moveTo G21' })
    expect(items.find((item) => item.subject.gridId === 'G1')?.successors).toEqual(['G21', 'G2'])
  })
})

describe('a disposition', () => {
  const drafted = draftedPlan([mergeOf()])
  const posts = { kind: 'posts' as const, gridId: 'G1' }

  it('PM-1 is recorded for each item that is given, and only for those', () => {
    const disposition = { subject: posts, action: 'moveTo' as const, target: 'G21' }
    given(drafted).when(aPlanCommand.SetDispositions({ dispositions: [disposition], defaultsForTheRest: false })).then([aPlanFact.DispositionSet({ disposition })])
  })

  it('PM-1 is the standard one for the rest, if that is asked for', () => {
    const disposition = { subject: posts, action: 'moveTo' as const, target: 'G21' }
    const { outcome } = given(drafted).when(aPlanCommand.SetDispositions({ dispositions: [disposition], defaultsForTheRest: true }))
    if (outcome._tag === 'Left') throw new Error('The dispositions can be set.')
    expect(outcome.right).toHaveLength(28)
    given([...drafted, ...outcome.right]).when(aPlanCommand.SetDispositions({ dispositions: [], defaultsForTheRest: true })).thenNothing()
  })

  it('PM-1 can be changed while the plan is a draft', () => {
    const other = { subject: posts, action: 'carry' as const, target: 'G21' }
    given(preparedPlan([mergeOf()])).when(aPlanCommand.SetDispositions({ dispositions: [other], defaultsForTheRest: true })).then([aPlanFact.DispositionSet({ disposition: other })])
  })

  it('PM-1 is refused for what is no item of the plan', () => {
    const subject = { kind: 'posts' as const, gridId: 'G3' }
    given(drafted).when(setting({ subject, action: 'end' })).thenRejected(refused({ type: 'UnknownItem', rule: 'PM-1', subject }))
  })

  it('PM-1 is refused twice for one item', () => {
    given(drafted).when(setting({ subject: posts, action: 'end' }, { subject: posts, action: 'recheck' })).thenRejected(refused({ type: 'ItemNamedTwice', rule: 'PM-1', subject: posts }))
  })

  it('PM-1 is refused without the grid that it needs, and with one that is no successor', () => {
    given(drafted).when(setting({ subject: posts, action: 'moveTo' })).thenRejected(refused({ type: 'DispositionTargetMissing', rule: 'PM-1', subject: posts, action: 'moveTo' }))
    given(drafted).when(setting({ subject: posts, action: 'moveTo', target: 'G3' }))
      .thenRejected(refused({ type: 'DispositionTargetForeign', rule: 'PM-1', subject: posts, target: 'G3', allowed: ['G21'] }))
  })

  it('PM-1 is refused without the grid that carries on', () => {
    given(drafted).when(setting({ subject: posts, action: 'carry' })).thenRejected(refused({ type: 'DispositionTargetMissing', rule: 'PM-1', subject: posts, action: 'carry' }))
  })

  it('PM-1 is recorded only where it is new', () => {
    const set = { subject: posts, action: 'end' as const }
    given([...drafted, aPlanFact.DispositionSet({ disposition: set })]).when(setting(set)).thenNothing()
  })

  it('PM-1 is found by kind and grid, and fits where it names no target or one of its own', () => {
    const items = itemsOf([mergeOf(), splitOf('G3', [targetNamed('G31', ['B5']), targetNamed('G32', ['B6'])])])
    const subject = (kind: string, gridId: string) => ({ kind, gridId }) as Disposition['subject']
    expect(itemFor(items, subject('members', 'G1'))?.subject).toEqual({ kind: 'members', gridId: 'G1' })
    expect(itemFor(items, subject('posts', 'G3'))?.successors).toEqual(['G31', 'G32'])
    const fits = (target?: string) => isFitting(items, { subject: subject('posts', 'G1'), action: 'moveTo', ...(target === undefined ? {} : { target }) } as Disposition)
    expect([fits(), fits('G21'), fits('G31')]).toEqual([true, true, false])
  })

  it('PM-1 is asked for of a grid that goes on and is changed again, but not of one that the plan creates', () => {
    const goingOn = splitOf('G1', [targetNamed('G1', ['B1'], true), targetNamed('G12', ['B2'])])
    expect(gridsWithItems([goingOn, boundaryOf([['B1', 'G1', 'G2'], ['B2', 'G12', 'G2']])])).toEqual(['G1'])
    expect(standardsOf([mergeOf(['G1', 'G2'], survivorNamed('G1', true)), boundaryOf([['B1', 'G1', 'G3']])])['G1 posts']).toBe('carry G1')
    expect(gridsWithItems([mergeOf(), closeOf('G21', { B1: 'G3' })])).toEqual(['G1', 'G2'])
    expect(gridsWithItems([goingOn, splitOf('G1', [targetNamed('G1', ['B1'], true), targetNamed('G13', ['B9'])])])).toEqual(['G1'])
    expect(standardsOf([goingOn, boundaryOf([['B1', 'G1', 'G2']])])['G1 posts']).toBe('carry G1')
    expect(standardsOf([boundaryOf([['B1', 'G1', 'G2']]), closeOf('G2', { B3: 'G3' })])['G1 members']).toBe('divideByBuilding')
    expect(itemsOf([boundaryOf([['B1', 'G1', 'G2']]), closeOf('G2', { B3: 'G3' })]).find(({ subject }) => subject.gridId === 'G1')?.successors).toEqual(['G1', 'G3'])
    expect(itemsOf([closeOf('G2', { B3: 'G3' }), splitOf('G1')]).find(({ subject }) => subject.gridId === 'G1')?.successors).toEqual(['G11', 'G12'])
    expect(gridsWithItems([mergeOf(['G1', 'G2'], survivorNamed('G1', true)), closeOf('G1', { B1: 'G3' })])).toEqual(['G1', 'G2'])
  })

  it('PM-1 goes with the operation that it is about', () => {
    const facts = [...preparedPlan([splitOf('G1'), splitOf('G2', [targetNamed('G13', ['B3']), targetNamed('G14', ['B4'])])]), aPlanFact.RestructureOperationRemoved({ operationId: 'O1' })]
    expect([...new Set(planAfter(facts).dispositions.map((disposition) => disposition.subject.gridId))]).toEqual(['G2'])
  })

  it('PM-1 goes when its target is no successor any more', () => {
    const facts = [...preparedPlan([mergeOf()]), aPlanFact.RestructureOperationAdded({ operationId: 'O2', operation: mergeOf(['G21', 'G3'], survivorNamed('G22')) as Plain<Operation> })]
    expect(planAfter(facts).dispositions.filter((disposition) => disposition.target !== undefined)).toEqual([])
  })
})

function setting(...dispositions: ReadonlyArray<Plain<Disposition>>) {
  return aPlanCommand.SetDispositions({ dispositions, defaultsForTheRest: false })
}

function standardsOf(operations: ReadonlyArray<Operation>): { readonly [item: string]: string } {
  return Object.fromEntries(itemsOf(operations).map(({ subject, standard }) =>
    [`${subject.gridId} ${subject.kind}`, [standard.action, standard.target].filter((part) => part !== undefined).join(' ')]))
}

function gridsWithItems(operations: ReadonlyArray<Operation>): ReadonlyArray<string> {
  return [...new Set(itemsOf(operations).map((item) => item.subject.gridId))]
}
