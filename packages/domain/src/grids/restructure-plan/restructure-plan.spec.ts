/** The life of a restructure plan, by example: from the draft to the settlement. */

import { describe, expect, it } from 'vitest'
import { factCodec, type CalendarDate } from '@grid-governance/event-sourcing'
import { deciderScenarios } from '@grid-governance/event-sourcing/testing'
import { written, type Plain } from '../../shared/builders.ts'
import { appendLimit } from './append-limit.ts'
import {
  approvedPlan, aPlanCommand, aPlanFact, boundaryOf, changeWith, closeOf, communityOf, communitySplitOf, draftedPlan, enact, evidenceFor, evidenceOf, executedPlan,
  exemptionFor, gridNamed, madeUpDocument, mergeOf, planAfter, preparedPlan, reparentCommunityOf, reparentOf, reservedFor, scheduledPlan, splitOf, survivorNamed,
  targetNamed, withChanges, withLater, withReservation,
} from './builders.ts'
import { communitiesForCommand, judgedOn } from './evidence.ts'
import { restructurePlanDecider, restructurePlanStream } from './decider.ts'
import { restructurePlanFacts, type RestructurePlanEvent } from './events.ts'
import type { Operation } from './operations.ts'
import type { RestructurePlanRejection } from './rejections.ts'

const world = evidenceOf([communityOf(3), communityOf(3, 'C2', 31)])
const { given } = deciderScenarios(restructurePlanDecider, { decidedOn: day('2025-03-20'), authority: madeUpDocument, evidence: world })
const refused = written<RestructurePlanRejection>

describe('the stream of a plan', () => {
  it('is its own, and names the district', () => {
    expect(restructurePlanStream(aPlanCommand.DraftPlan())).toBe('restructurePlan-440402.P1')
  })
})

describe('a draft', () => {
  it('RP1 begins a plan', () => {
    given([]).when(aPlanCommand.DraftPlan()).then([aPlanFact.RestructurePlanDrafted()])
  })

  it('RP1 refuses to draft a plan that there is', () => {
    given(draftedPlan([])).when(aPlanCommand.DraftPlan())
      .thenRejected(refused({ type: 'PlanNotInState', rule: 'RP1', command: 'DraftPlan', state: 'drafted', allowed: ['none'] }))
  })

  it('RP2 takes operations in and out', () => {
    given(draftedPlan([])).when(aPlanCommand.AddOperation({ operationId: 'O1', operation: plain(splitOf()) }))
      .then([aPlanFact.RestructureOperationAdded({ operationId: 'O1', operation: plain(splitOf()) })])
    given(draftedPlan([splitOf()])).when(aPlanCommand.RemoveOperation({ operationId: 'O1' })).then([aPlanFact.RestructureOperationRemoved({ operationId: 'O1' })])
  })

  it('RP2 adds nothing where the very same operation is there already', () => {
    given(draftedPlan([splitOf()])).when(aPlanCommand.AddOperation({ operationId: 'O1', operation: plain(splitOf()) })).thenNothing()
  })

  it('RP2 never gives the id of an operation twice, not even after its removal', () => {
    const removed = [...draftedPlan([splitOf()]), aPlanFact.RestructureOperationRemoved({ operationId: 'O1' })]
    for (const facts of [draftedPlan([mergeOf()]), removed]) {
      given(facts).when(aPlanCommand.AddOperation({ operationId: 'O1', operation: plain(splitOf()) }))
        .thenRejected(refused({ type: 'OperationIdAlreadyUsed', rule: 'RP2', operationId: 'O1' }))
    }
  })

  it('RP2 refuses to remove an operation that is not there', () => {
    given(draftedPlan([])).when(aPlanCommand.RemoveOperation({ operationId: 'O7' })).thenRejected(refused({ type: 'UnknownOperation', rule: 'RP2', operationId: 'O7' }))
  })
})

describe('a submission', () => {
  it('RP1 tells which evidence it leaned on: which streams, at which version, as of which day', () => {
    const { outcome } = given(preparedPlan([splitOf()])).when(aPlanCommand.SubmitPlan(), { evidence: evidenceOf([communityOf(3)]) })
    expect(factIn(outcome, 'RestructurePlanSubmitted')?.data.evidence.map(({ stream, version, asOf }) => ({ stream, version, asOf }))).toEqual([
      { stream: 'ruleBook-440402', version: 1, asOf: '2025-04-01' },
      { stream: 'divisionRegister-440402', version: 1, asOf: '2025-04-01' },
      { stream: 'gridMap-440402.C1', version: 1, asOf: '2025-04-01' },
    ])
  })

  it('RP2 refuses a plan without operations', () => {
    given(draftedPlan([])).when(aPlanCommand.SubmitPlan()).thenRejected(refused({ type: 'PlanEmpty', rule: 'RP2' }))
  })

  it('PM-1 refuses a plan with an item for which nothing is decided, naming it', () => {
    const facts = preparedPlan([splitOf()]).filter((fact) => !(fact.type === 'DispositionSet' && fact.data.disposition.subject.kind === 'branch'))
    given(facts).when(aPlanCommand.SubmitPlan()).thenRejected(refused({ type: 'DispositionMissing', rule: 'PM-1', items: [{ kind: 'branch', gridId: 'G1' }] }))
  })

  it('RP3 refuses a plan that would not fit into the one append of its execution', () => {
    const buildings = Array.from({ length: 9000 }, (_, index) => `B${'x'.repeat(54)}${index}`)
    const crowded = withChanges(communityOf(3), changeWith({
      planId: null, effectiveOn: '2024-01-01', sets: [gridNamed('G1', buildings)], buildingsOut: ['B1', 'B2'],
      buildingsIn: buildings.map((buildingId) => ({ buildingId, number: '00001', households: 1, residents: 1 })),
    }))
    const halves = [targetNamed('G11', buildings.slice(0, 4500)), targetNamed('G12', buildings.slice(4500))]
    given(preparedPlan([splitOf('G1', halves), mergeOf(['G11', 'G12'], survivorNamed('G13')), mergeOf(['G13', 'G2'], survivorNamed('G14'))]))
      .when(aPlanCommand.SubmitPlan(), { evidence: evidenceOf([crowded]) })
      .thenRejected(refused({ type: 'PlanTooLarge', rule: 'RP3', events: 4, allowedBytes: appendLimit.bytes, allowedEvents: 10_000 }))
  })

  it('RP1 goes back to the draft when the plan is returned, and keeps operations and dispositions', () => {
    const returned = [...preparedPlan([splitOf()]), aPlanFact.RestructurePlanSubmitted(), aPlanFact.RestructurePlanReturned()]
    given([...preparedPlan([splitOf()]), aPlanFact.RestructurePlanSubmitted()]).when(aPlanCommand.ReturnPlan()).then([aPlanFact.RestructurePlanReturned()])
    given(returned).when(aPlanCommand.SubmitPlan(), { evidence: evidenceOf([communityOf(3)]) }).then([expectedSubmission()])
  })
})

describe('an approval', () => {
  const submitted = [...preparedPlan([splitOf()]), aPlanFact.RestructurePlanSubmitted()]

  it('I38 records the document of the approval', () => {
    given(submitted).when(aPlanCommand.ApprovePlan()).then([aPlanFact.RestructurePlanApproved({ documentNumber: 'made-up-2025-3' })])
  })

  it('I38 refuses an approval without a document', () => {
    given(submitted).when(aPlanCommand.ApprovePlan(), { authority: undefined }).thenRejected(refused({ type: 'DocumentMissing', rule: 'I38', command: 'ApprovePlan' }))
    given(submitted).when(aPlanCommand.ApprovePlan(), { authority: { ...madeUpDocument, documentNumber: ' ' } })
      .thenRejected(refused({ type: 'DocumentMissing', rule: 'I38' }))
  })
})

describe('a schedule', () => {
  const schedule = aPlanCommand.SchedulePlan({ effectiveOn: '2025-04-01' })

  it('4.1.9 sets a day that is still to come, or today, as a change', () => {
    for (const today of ['2025-03-20', '2025-04-01']) {
      const { outcome } = given(approvedPlan([splitOf()])).when(schedule, { recordedOn: day(today) })
      expect(factIn(outcome, 'RestructureScheduled')?.data).toMatchObject({ kind: 'change', takesEffectOn: '2025-04-01', communityIds: ['C1'], documentNumber: madeUpDocument.documentNumber })
    }
  })

  it('T3 takes a day that is past when it is recorded as a late recording, although it was decided before', () => {
    const { outcome } = given(approvedPlan([splitOf()])).when(schedule, { decidedOn: day('2025-03-20'), recordedOn: day('2025-08-15') })
    expect(factIn(outcome, 'RestructureScheduled')?.data.kind).toBe('lateRecording')
  })

  it('T3 refuses a late recording where a later structural change touches the same grids, naming it', () => {
    const changed = withChanges(communityOf(3), changeWith({ root: 'later.0', effectiveOn: '2025-06-01', sets: [gridNamed('G1', ['B1']), gridNamed('G2', ['B2', 'B3', 'B4'])] }))
    given(approvedPlan([splitOf()])).when(schedule, { decidedOn: day('2025-08-15'), evidence: evidenceOf([changed]) })
      .thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G1'], communityIds: [], entries: ['later.0'] }))
  })

  it('T3 lets a late recording pass by later changes of other grids, and by names and counts', () => {
    const later = withChanges(communityOf(3),
      changeWith({ planId: null, effectiveOn: '2025-05-01', sets: [{ ...gridNamed('G1', ['B1', 'B2']), name: '虚构新名' }] }),
      changeWith({ planId: null, effectiveOn: '2025-05-02', buildingsIn: [{ buildingId: 'B1', number: '00001', households: 7, residents: 9 }] }),
      changeWith({ effectiveOn: '2025-06-01', sets: [gridNamed('G2', ['B3']), gridNamed('G3', ['B4', 'B5', 'B6'])] }),
    )
    const { outcome } = given(approvedPlan([splitOf()])).when(schedule, { recordedOn: day('2025-08-15'), evidence: evidenceOf([later]) })
    expect(factIn(outcome, 'RestructureScheduled')?.data.kind).toBe('lateRecording')
  })

  it('I2 judges a late recording by every later day of structure too', () => {
    const grown = withChanges(communityOf(3), changeWith({
      root: 'later.0', effectiveOn: '2025-06-01', closes: [{ gridId: 'G2', reason: 'split', successors: ['G7', 'G8', 'G9'] }],
      sets: [gridNamed('G7', ['B3']), gridNamed('G8', ['B4']), gridNamed('G9', ['B90'])], buildingsIn: [{ buildingId: 'B90', number: '00090', households: 1, residents: 1 }],
    }))
    given(approvedPlan([splitOf()])).when(schedule, { decidedOn: day('2025-08-15'), evidence: evidenceOf([grown]) })
      .thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', day: '2025-06-01', would: 6, allowed: { min: 2, max: 5 } }))
  })

  it('RP1 makes all checks of the submission again, with the effective day', () => {
    const closedSince = withChanges(communityOf(3), changeWith({ effectiveOn: '2025-03-25', closes: [{ gridId: 'G1', reason: 'merged', successors: ['G2'] }], sets: [gridNamed('G2', ['B1', 'B2', 'B3', 'B4'])] }))
    given(approvedPlan([splitOf()])).when(schedule, { evidence: evidenceOf([closedSince]) })
      .thenRejected(refused({ type: 'GridNotOpen', rule: 'I6', gridId: 'G1', day: '2025-04-01', successors: ['G2'] }))
  })

  it('6.4 refuses grids that another plan holds, and names it', () => {
    const held = withReservation(communityOf(3), 'P2', ['G1', 'G3'])
    given(approvedPlan([splitOf()])).when(schedule, { evidence: evidenceOf([held]) })
      .thenRejected(refused({ type: 'GridReserved', rule: '6.4', communityId: 'C1', gridIds: ['G1'], byPlan: 'P2', effectiveOn: '2025-05-01' }))
  })

  it('6.4 is not hindered by its own reservation, which the front door makes before', () => {
    const plan = approvedPlan([splitOf()])
    const { outcome } = given(plan).when(schedule, { evidence: reservedFor(planAfter(plan), world) })
    expect(outcome._tag).toBe('Right')
  })
})

describe('free text', () => {
  it('6.8 is sealed: the title of a plan and the reasons why it was returned, given up or corrected', () => {
    for (const [fact, field] of [['RestructurePlanDrafted', 'title'], ['RestructurePlanReturned', 'reason'], ['RestructureCancelled', 'reason'], ['RestructureCorrected', 'reason']] as const) {
      const { data } = restructurePlanFacts[fact]
      const made = aPlanFact[fact]().data as Readonly<Record<string, unknown>>
      expect([fact, data.is(made), data.is({ ...made, [field]: 'in clear' })]).toEqual([fact, true, false])
    }
  })
})

describe('a cancellation', () => {
  it('4.1.9 gives a plan up from any state before its day', () => {
    const before = [draftedPlan([splitOf()]), preparedPlan([splitOf()]).concat(aPlanFact.RestructurePlanSubmitted()), approvedPlan([splitOf()]), scheduledPlan([splitOf()])]
    for (const facts of before) given(facts).when(aPlanCommand.CancelPlan()).then([aPlanFact.RestructureCancelled({ documentNumber: madeUpDocument.documentNumber })])
  })

  it('I38 needs no document for a draft, and names that of the approval once there is one', () => {
    given(draftedPlan([splitOf()])).when(aPlanCommand.CancelPlan(), { authority: undefined }).then([aPlanFact.RestructureCancelled()])
    given(scheduledPlan([splitOf()])).when(aPlanCommand.CancelPlan(), { authority: undefined }).then([aPlanFact.RestructureCancelled({ documentNumber: madeUpDocument.documentNumber })])
  })

  it('4.1.9 gives up a plan whose day came without its being executed: it is not in effect, and nothing else would free its grids', () => {
    given(scheduledPlan([splitOf()])).when(aPlanCommand.CancelPlan(), { decidedOn: day('2025-04-02') }).then([aPlanFact.RestructureCancelled({ documentNumber: madeUpDocument.documentNumber })])
  })

  it('4.1.9 refuses to cancel an executed plan', () => {
    given(executedPlan([splitOf()], world).facts).when(aPlanCommand.CancelPlan(), { decidedOn: day('2025-03-31') }).thenRejected(refused({ type: 'AlreadyInEffect', rule: '4.1.9' }))
  })

  it('RP1 refuses to cancel what is cancelled, or what there is not', () => {
    given([...draftedPlan([]), aPlanFact.RestructureCancelled()]).when(aPlanCommand.CancelPlan()).thenRejected(refused({ type: 'PlanNotInState', state: 'cancelled' }))
    given([]).when(aPlanCommand.CancelPlan()).thenRejected(refused({ type: 'PlanNotInState', state: 'none' }))
  })

  it('T31 changes nothing, and the codes that it had reserved are not given again', () => {
    const cancelled = [...scheduledPlan([splitOf()]), aPlanFact.RestructureCancelled()]
    expect(planAfter(cancelled).chains).toEqual([])
    const since = { ...communityOf(3), spentCodes: [...communityOf(3).spentCodes, '440402001001011', '440402001001012'] }
    given(preparedPlan([splitOf()])).when(aPlanCommand.SubmitPlan(), { evidence: evidenceOf([since]) })
      .thenRejected(refused({ type: 'CodeSpent', rule: 'T31', code: '440402001001011', heldBy: null }))
  })
})

describe('an execution', () => {
  const facts = scheduledPlan([splitOf()])
  const reserved = reservedFor(planAfter(facts), world)
  const onTheDay = { decidedOn: day('2025-04-01'), evidence: reserved }

  it('6.4 decides all structural facts and the end of the execution in one', () => {
    const { outcome } = given(facts).when(aPlanCommand.ExecutePlan(), onTheDay)
    expect(factsIn(outcome)).toEqual([
      aPlanFact.GridSplit({ entryId: 'new.0', effectiveOn: '2025-04-01', documentNumber: 'made-up-2025-3' }),
      expect.objectContaining({ type: 'RestructureExecuted', data: expect.objectContaining({ takesEffectOn: '2025-04-01', communityIds: ['C1'], documentNumber: 'made-up-2025-3' }) as object }),
    ])
  })

  it('T3 dates the facts of a late recording back, and marks them', () => {
    const late = scheduledPlan([splitOf()], '2025-04-01', 'lateRecording')
    const { outcome } = given(late).when(aPlanCommand.ExecutePlan(), { ...onTheDay, decidedOn: day('2025-08-15') })
    expect(factIn(outcome, 'GridSplit')?.data).toMatchObject({ kind: 'lateRecording', effectiveOn: '2025-04-01' })
  })

  it('6.4 dates an execution that comes a day late to the effective day, still as a change', () => {
    const { outcome } = given(facts).when(aPlanCommand.ExecutePlan(), { ...onTheDay, decidedOn: day('2025-04-02') })
    expect(factIn(outcome, 'GridSplit')?.data).toMatchObject({ kind: 'change', effectiveOn: '2025-04-01' })
  })

  it('4.1.9 refuses an execution before the effective day', () => {
    given(facts).when(aPlanCommand.ExecutePlan(), { ...onTheDay, decidedOn: day('2025-03-31') })
      .thenRejected(refused({ type: 'NotYetEffective', rule: '4.1.9', effectiveOn: '2025-04-01', decidedOn: '2025-03-31' }))
  })

  it('I38 refuses an execution without a document', () => {
    given(facts).when(aPlanCommand.ExecutePlan(), { ...onTheDay, authority: undefined }).thenRejected(refused({ type: 'DocumentMissing', rule: 'I38', command: 'ExecutePlan' }))
  })

  it('6.4 refuses an execution while a map that it touches is not reserved for it', () => {
    given(facts).when(aPlanCommand.ExecutePlan(), { ...onTheDay, evidence: world })
      .thenRejected(refused({ type: 'ReservationMissing', rule: '6.4', missingIn: 'gridMap', communityId: 'C1' }))
  })

  it('6.4 refuses to found a community while its code is not reserved in the register', () => {
    const founding = scheduledPlan([communitySplitOf()])
    const evidence = reservedFor(planAfter(founding), evidenceOf([communityOf(4)]))
    const unreserved = { ...evidence, division: { ...evidence.division, state: { ...evidence.division.state, reservations: [] } } }
    given(founding).when(aPlanCommand.ExecutePlan(), { ...onTheDay, evidence: unreserved })
      .thenRejected(refused({ type: 'ReservationMissing', rule: '6.4', missingIn: 'divisionRegister', communityId: null }))
  })

  it('I4 is tested again on the evidence of the day', () => {
    const map = reserved.maps['C1']
    const moved = changeWith({ effectiveOn: '2025-03-25', sets: [gridNamed('G1', ['B1']), gridNamed('G2', ['B2', 'B3', 'B4'])] })
    if (map === undefined) throw new Error('C1 has a map.')
    const evidence = { ...reserved, maps: { ...reserved.maps, C1: { ...map, state: { ...map.state, changes: [...map.state.changes, moved] } } } }
    given(facts).when(aPlanCommand.ExecutePlan(), { ...onTheDay, evidence })
      .thenRejected(refused({ type: 'BuildingsNotDisposedOnce', rule: 'I4', gridId: 'G1', missing: [], twice: [], foreign: ['B2'] }))
  })

  it('RP1 happens once', () => {
    const executed = executedPlan([splitOf()], world)
    given(executed.facts).when(aPlanCommand.ExecutePlan(), { ...onTheDay, evidence: evidenceFor(planAfter(executed.facts), world) })
      .thenRejected(refused({ type: 'PlanNotInState', rule: 'RP1', command: 'ExecutePlan', state: 'executed', allowed: ['scheduled'] }))
  })
})

describe('I2, two to five grids at the end of a plan', () => {
  const five = evidenceOf([communityOf(5)])
  const mergeSmall = mergeOf(['G2', 'G3'], survivorNamed('G21'))

  it('T4 refuses a community of five that divides one and would have six', () => {
    given(preparedPlan([splitOf()])).when(aPlanCommand.SubmitPlan(), { evidence: five })
      .thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', communityId: 'C1', day: '2025-03-20', would: 6, allowed: { min: 2, max: 5 } }))
  })

  it('T4 accepts the same plan with a merge of two small ones, although it has six in between', () => {
    for (const operations of [[splitOf(), mergeSmall], [mergeSmall, splitOf()]]) {
      expect(given(preparedPlan(operations)).when(aPlanCommand.SubmitPlan(), { evidence: five }).outcome._tag).toBe('Right')
    }
  })

  it('T4 accepts the split alone by a recorded exemption that holds on the day', () => {
    const exempted = (until: string | null) => evidenceOf([{ ...communityOf(5), exemptions: [exemptionFor(2, 6, until)] }])
    const schedule = aPlanCommand.SchedulePlan({ effectiveOn: '2025-04-01' })
    expect(given(approvedPlan([splitOf()])).when(schedule, { evidence: exempted('2025-04-02') }).outcome._tag).toBe('Right')
    given(approvedPlan([splitOf()])).when(schedule, { evidence: exempted('2025-04-01') }).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', would: 6 }))
  })

  it('refuses a community of two that merges into one', () => {
    given(preparedPlan([mergeOf()])).when(aPlanCommand.SubmitPlan(), { evidence: evidenceOf([communityOf(2)]) })
      .thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', would: 1, allowed: { min: 2, max: 5 } }))
  })

  it('is judged in every community that the plan touches', () => {
    given(preparedPlan([reparentOf()])).when(aPlanCommand.SubmitPlan(), { evidence: evidenceOf([communityOf(2), communityOf(2, 'C2', 31)]) })
      .thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', communityId: 'C1', would: 1 }))
  })

  it('cannot be judged where no rule book is in force', () => {
    given(preparedPlan([splitOf()])).when(aPlanCommand.SubmitPlan(), { evidence: evidenceOf([communityOf(3)], { rules: undefined }) })
      .thenRejected(refused({ type: 'NoRuleBookInForce', rule: 'I2', day: '2025-03-20' }))
  })

  it('I3 refuses a plan on whose day a building is in no grid, whatever the cause', () => {
    const broken = withChanges(communityOf(3), changeWith({ effectiveOn: '2025-01-01', buildingsIn: [{ buildingId: 'B99', number: '00099', households: 1, residents: 1 }] }))
    given(preparedPlan([splitOf()])).when(aPlanCommand.SubmitPlan(), { evidence: evidenceOf([broken]) })
      .thenRejected(refused({ type: 'PartitionBroken', rule: 'I3', communityId: 'C1', faults: [{ fault: 'inNoGrid', buildingId: 'B99', gridIds: [] }] }))
  })
})

describe('the aftermath of an executed plan', () => {
  const executed = executedPlan([boundaryOf([['B1', 'G1', 'G2']])], world)
  const open = planAfter(executed.facts).dispositions.filter((disposition) => disposition.action !== 'unaffected').map((disposition) => disposition.subject)

  it('PM-1 marks a follow-up task as done, once', () => {
    const subject = { kind: 'members' as const, gridId: 'G1' }
    given(executed.facts).when(aPlanCommand.CompleteFollowUp({ subject })).then([aPlanFact.RestructureFollowUpCompleted({ subject })])
    given([...executed.facts, aPlanFact.RestructureFollowUpCompleted({ subject })]).when(aPlanCommand.CompleteFollowUp({ subject })).thenNothing()
  })

  it('PM-1 knows no task for an item that is unaffected, or that is none', () => {
    for (const subject of [{ kind: 'deliberation' as const, gridId: 'G1' }, { kind: 'members' as const, gridId: 'G3' }]) {
      given(executed.facts).when(aPlanCommand.CompleteFollowUp({ subject })).thenRejected(refused({ type: 'UnknownFollowUp', rule: 'PM-1', subject }))
    }
  })

  it('PM-1 refuses to settle while tasks are open, naming them', () => {
    const [first, ...rest] = open
    if (first === undefined) throw new Error('A boundary move has tasks.')
    given([...executed.facts, aPlanFact.RestructureFollowUpCompleted({ subject: first })]).when(aPlanCommand.SettlePlan())
      .thenRejected(refused({ type: 'FollowUpsOpen', rule: 'PM-1', open: rest }))
  })

  it('PM-1 settles when all are done', () => {
    given([...executed.facts, ...open.map((subject) => aPlanFact.RestructureFollowUpCompleted({ subject }))]).when(aPlanCommand.SettlePlan()).then([aPlanFact.RestructureSettled()])
  })
})

describe('RP1, the states of a plan', () => {
  const operations = [splitOf()]
  const executed = executedPlan(operations, world).facts
  const stages: { readonly [stage: string]: ReadonlyArray<RestructurePlanEvent> } = {
    none: [], drafted: draftedPlan(operations), submitted: [...preparedPlan(operations), aPlanFact.RestructurePlanSubmitted()], approved: approvedPlan(operations),
    scheduled: scheduledPlan(operations), executed, settled: [...executed, aPlanFact.RestructureSettled()], cancelled: [...draftedPlan(operations), aPlanFact.RestructureCancelled()],
  }
  const allowed: { readonly [type: string]: ReadonlyArray<string> } = {
    DraftPlan: ['none'], AddOperation: ['drafted'], RemoveOperation: ['drafted'], SetDispositions: ['drafted'], SubmitPlan: ['drafted'], ReturnPlan: ['submitted'],
    ApprovePlan: ['submitted'], SchedulePlan: ['approved'], CancelPlan: ['drafted', 'submitted', 'approved', 'scheduled', 'executed', 'settled'], ExecutePlan: ['scheduled'],
    CorrectPlan: ['executed', 'settled'], CompleteFollowUp: ['executed'], SettlePlan: ['executed'],
  }
  for (const [type, states] of Object.entries(allowed)) {
    it(`answers ${type} in these states only: ${states.join(', ')}`, () => {
      const command = Object.values(aPlanCommand).map((make) => make()).find((made) => made.type === type)
      if (command === undefined) throw new Error(`There is no command ${type}.`)
      for (const [stage, facts] of Object.entries(stages)) {
        const { outcome } = given(facts).when(command)
        const wrongState = outcome._tag === 'Left' && outcome.left.type === 'PlanNotInState'
        expect([stage, wrongState]).toEqual([stage, !states.includes(stage)])
        if (wrongState) expect(outcome.left).toMatchObject({ command: type, state: stage, allowed: states })
      }
    })
  }

  it('ends with the cancellation; a settled plan can still be corrected', () => {
    expect(Object.entries(stages).filter(([, facts]) => restructurePlanDecider.isTerminal(planAfter(facts))).map(([stage]) => stage)).toEqual(['cancelled'])
  })
})

describe('the evidence of a plan', () => {
  it('is gathered from every community that its operations name', () => {
    const state = planAfter(draftedPlan([splitOf(), reparentOf(), communitySplitOf(), reparentCommunityOf({ communityId: 'C5' })]))
    expect(communitiesForCommand(aPlanCommand.SubmitPlan(), state)).toEqual(['C1', 'C2', 'C9', 'C5'])
    expect(communitiesForCommand(aPlanCommand.AddOperation(), state)).toEqual([])
  })

  it('is gathered for a correction from the communities that it names besides', () => {
    const { facts } = executedPlan([splitOf()], world)
    const correction = { root: 'done.0', corrects: 'done.0', operation: plain(closeOf('G31', { B61: 'G32', B62: 'G32' }, 'C2')) }
    expect(communitiesForCommand(aPlanCommand.CorrectPlan({ corrections: [correction] }), planAfter(facts))).toEqual(['C1', 'C2'])
  })

  it('6.1 is judged by the rule book of the day that the command is about', () => {
    const scheduled = planAfter(scheduledPlan([splitOf()]))
    const decidedOn = day('2025-08-01')
    expect(judgedOn(aPlanCommand.SubmitPlan(), scheduled, decidedOn)).toBe('2025-08-01')
    expect(judgedOn(aPlanCommand.SchedulePlan({ effectiveOn: '2025-05-01' }), scheduled, decidedOn)).toBe('2025-05-01')
    expect(judgedOn(aPlanCommand.ExecutePlan(), scheduled, decidedOn)).toBe('2025-04-01')
    expect(judgedOn(aPlanCommand.CorrectPlan(), scheduled, decidedOn)).toBe('2025-04-01')
    const corrections = [{ root: 'a', corrects: 'a', effectiveOn: '2025-06-01' }, { root: 'b', corrects: 'b', effectiveOn: '2025-05-16' }]
    expect(judgedOn(aPlanCommand.CorrectPlan({ corrections }), scheduled, decidedOn)).toBe('2025-05-16')
  })
})

describe('the builders', () => {
  it('make facts that the codec takes', () => {
    const codec = factCodec(restructurePlanFacts)
    for (const make of Object.values(aPlanFact)) expect(codec.encode(make() as RestructurePlanEvent)).toMatchObject({ _tag: 'Right' })
  })

  it('enact later changes by others', () => {
    const later = withLater(executedPlan([splitOf()], world), 'C1', changeWith({ root: 'later.0' }))
    expect(evidenceFor(planAfter(later.facts), later.world).maps['C1']?.state.changes.map((change) => change.root)).toEqual(['laid-out.C1', 'done.0', 'later.0'])
    expect(enact(later, aPlanCommand.CompleteFollowUp(), 'task').facts.at(-1)?.type).toBe('RestructureFollowUpCompleted')
  })
})

function day(text: string): CalendarDate {
  return text as CalendarDate
}

function plain(operation: Operation): Plain<Operation> {
  return operation as Plain<Operation>
}

function expectedSubmission(): RestructurePlanEvent {
  const { outcome } = given(preparedPlan([splitOf()])).when(aPlanCommand.SubmitPlan(), { evidence: evidenceOf([communityOf(3)]) })
  const fact = factIn(outcome, 'RestructurePlanSubmitted')
  if (fact === undefined) throw new Error('The plan can be submitted.')
  return fact
}

type Outcome = ReturnType<ReturnType<typeof given>['when']>['outcome']

function factsIn(outcome: Outcome): ReadonlyArray<RestructurePlanEvent> {
  if (outcome._tag === 'Left') throw new Error(`rejected: ${JSON.stringify(outcome.left)}`)
  return outcome.right
}

function factIn<Type extends RestructurePlanEvent['type']>(outcome: Outcome, type: Type): Extract<RestructurePlanEvent, { readonly type: Type }> | undefined {
  return factsIn(outcome).find((fact): fact is Extract<RestructurePlanEvent, { readonly type: Type }> => fact.type === type)
}

describe('what a plan would come to, condition by condition', () => {
  const submitting = (operations: ReadonlyArray<Operation>, evidence: Parameters<typeof evidenceFor>[1]) => given(preparedPlan(operations)).when(aPlanCommand.SubmitPlan(), { evidence })
  const exempted = (...exemptions: ReadonlyArray<ReturnType<typeof exemptionFor>>) => evidenceOf([{ ...communityOf(5), exemptions }])
  const elsewhere = (effectiveOn: string) => changeWith({ root: 'elsewhere.0', effectiveOn, sets: [gridNamed('G3', ['B5', 'B6'])] })

  it('T4 takes an exemption from its first day on, and none that only comes', () => {
    expect(submitting([splitOf()], exempted({ ...exemptionFor(2, 6), from: day('2025-03-20') })).outcome._tag).toBe('Right')
    submitting([splitOf()], exempted({ ...exemptionFor(2, 6), from: day('2025-03-21') })).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', would: 6, allowed: { min: 2, max: 5 } }))
  })

  it('I2 names the range of the exemption where one is in force and does not do either', () => {
    submitting([splitOf()], exempted(exemptionFor(1, 3))).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', would: 6, allowed: { min: 1, max: 3 } }))
  })

  it('I2 is judged on the plan\'s own day even where it leaves the number as it was', () => {
    submitting([boundaryOf()], evidenceOf([communityOf(6)])).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', would: 6 }))
  })

  it('I2 does not judge days before the plan, and needs no rule book for a plan that touches no map', () => {
    const sixBefore = withChanges(communityOf(6), changeWith({ effectiveOn: '2025-01-01', closes: [{ gridId: 'G6', reason: 'merged', successors: ['G5'] }], sets: [gridNamed('G5', ['B9', 'B10', 'B11', 'B12'])] }))
    expect(submitting([boundaryOf()], evidenceOf([sixBefore])).outcome._tag).toBe('Right')
    expect(submitting([reparentCommunityOf()], evidenceOf([communityOf(3)], { rules: undefined })).outcome._tag).toBe('Right')
  })

  it('I1 refuses a plan after which a community that ends later still has grids on a later day', () => {
    const { divisions } = { divisions: evidenceOf([communityOf(3)]).division.state }
    const life = divisions.communities['C1']
    if (life === undefined) throw new Error('C1 lives.')
    const ending = (to: string) => ({ rules: undefined, divisions: { communities: { C1: { ...life, to: day(to) } } } })
    const world = (to: string) => ({ ...evidenceOf([withChanges(communityOf(3), elsewhere('2025-07-01'))], ending(to)), ruleBook: evidenceOf([]).ruleBook })
    submitting([splitOf()], world('2025-06-01')).thenRejected(refused({ type: 'CommunityNotLiving', rule: 'I1', communityId: 'C1', day: '2025-07-01' }))
    expect(submitting([splitOf()], world('2025-08-01')).outcome._tag).toBe('Right')
  })

  it('I1 does not hold against a plan a community that lies in no living town already', () => {
    const evidence = evidenceOf([communityOf(3)], { rules: undefined, divisions: { towns: { T1: { from: day('2018-07-01'), to: null }, T2: { from: day('2018-07-01'), to: day('2019-01-01') } } } })
    const strayed = { ...evidence.division.state, communities: { ...evidence.division.state.communities, C7: { from: day('2018-07-01'), to: null, towns: [{ from: day('2018-07-01'), townId: 'T2' }], codes: [] } } }
    expect(submitting([splitOf()], { ...evidence, ruleBook: evidenceOf([]).ruleBook, division: { ...evidence.division, state: strayed as never } }).outcome._tag).toBe('Right')
  })

  it('T3 comes after what others did with the same grids on its day, and is refused before what they did on the next', () => {
    const touching = (effectiveOn: string) => evidenceOf([withChanges(communityOf(3), changeWith({ effectiveOn, sets: [gridNamed('G1', ['B1', 'B2'])] }))])
    expect(submitting([splitOf()], touching('2025-03-20')).outcome._tag).toBe('Right')
    submitting([splitOf()], touching('2025-03-21')).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G1'], entries: ['other.0'] }))
  })

  it('6.4 refuses an execution on grids that another plan holds, although its own reservations stand', () => {
    const facts = scheduledPlan([splitOf()])
    const evidence = reservedFor(planAfter(facts), evidenceOf([withReservation(communityOf(3), 'P2', ['G1'])]))
    given(facts).when(aPlanCommand.ExecutePlan(), { decidedOn: day('2025-04-01'), evidence }).thenRejected(refused({ type: 'GridReserved', rule: '6.4', byPlan: 'P2' }))
  })
})
