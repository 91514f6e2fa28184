/** What is decided of each request about a plan, in the order of the commands. */

import * as E from 'fp-ts/lib/Either.js'
import { sameTree, type DecisionContext } from '@grid-governance/event-sourcing'
import { reservationsOf } from './aftermath.ts'
import { assessPlan } from './assess-plan.ts'
import type { RestructurePlanCommand } from './commands.ts'
import { decideCorrections } from './corrections.ts'
import { restructurePlanEvent, type RestructurePlanEvent } from './events.ts'
import { notesOf, type PlanEvidence } from './evidence.ts'
import { itemFor, itemsOf, needsTarget, type PlanItem } from './items.ts'
import type { Faults } from './operation-checks.ts'
import type { Disposition } from './operations.ts'
import { structuralFact } from './outcomes.ts'
import { submissionFaults } from './preview.ts'
import type { RestructurePlanRejection } from './rejections.ts'
import { communitiesOf, isExecuted, sameSubject, type PlanStage, type RestructurePlanState } from './state.ts'

type CommandOf<Type extends RestructurePlanCommand['type']> = Extract<RestructurePlanCommand, { readonly type: Type }>
type Context = DecisionContext<PlanEvidence>
type Decision = E.Either<RestructurePlanRejection, ReadonlyArray<RestructurePlanEvent>>

export const decide = (command: RestructurePlanCommand, state: RestructurePlanState, context: Context): Decision => {
  const { type } = command
  switch (type) {
    case 'DraftPlan': return inStage(type, state, ['none'], () => draftPlan(command))
    case 'AddOperation': return inStage(type, state, ['drafted'], () => addOperation(command, state))
    case 'RemoveOperation': return inStage(type, state, ['drafted'], () => removeOperation(command, state))
    case 'SetDispositions': return inStage(type, state, ['drafted'], () => setDispositions(command, state))
    case 'SubmitPlan': return inStage(type, state, ['drafted'], () => submitPlan(command, state, context))
    case 'ReturnPlan': return inStage(type, state, ['submitted'], () => E.right([restructurePlanEvent.RestructurePlanReturned({ planId: command.data.planId, reason: command.data.reason })]))
    case 'ApprovePlan': return inStage(type, state, ['submitted'], () => approvePlan(command, context))
    case 'SchedulePlan': return inStage(type, state, ['approved'], () => schedulePlan(command, state, context))
    case 'CancelPlan': return inStage(type, state, cancellable, () => cancelPlan(command, state, context))
    case 'ExecutePlan': return inStage(type, state, ['scheduled'], () => executePlan(command, state, context))
    case 'CorrectPlan': return inStage(type, state, ['executed', 'settled'], () => correctPlan(command, state, context))
    case 'CompleteFollowUp': return inStage(type, state, ['executed'], () => completeFollowUp(command, state, context))
    case 'SettlePlan': return inStage(type, state, ['executed'], () => settlePlan(command, state, context))
  }
}

/** An executed plan is not in the wrong state to be cancelled: it is too late, which is another answer. */
const cancellable: ReadonlyArray<PlanStage> = ['drafted', 'submitted', 'approved', 'scheduled', 'executed', 'settled']

function draftPlan({ data: { planId, districtId, title } }: CommandOf<'DraftPlan'>): Decision {
  return E.right([restructurePlanEvent.RestructurePlanDrafted({ planId, districtId, title })])
}

function addOperation({ data: { planId, operationId, operation } }: CommandOf<'AddOperation'>, { operations, spentOperationIds }: RestructurePlanState): Decision {
  const known = operations.find((planned) => planned.operationId === operationId)
  if (known !== undefined && sameTree(known.operation, operation)) return E.right([])
  if (spentOperationIds.includes(operationId)) return E.left({ type: 'OperationIdAlreadyUsed', rule: 'RP2', operationId })
  return E.right([restructurePlanEvent.RestructureOperationAdded({ planId, operationId, operation })])
}

function removeOperation({ data: { planId, operationId } }: CommandOf<'RemoveOperation'>, { operations }: RestructurePlanState): Decision {
  return operations.some((planned) => planned.operationId === operationId)
    ? E.right([restructurePlanEvent.RestructureOperationRemoved({ planId, operationId })])
    : E.left({ type: 'UnknownOperation', rule: 'RP2', operationId })
}

/** One fact for each item that is given, and with defaults one for each that is still without; nothing where nothing changes. */
function setDispositions({ data: { planId, dispositions, defaultsForTheRest } }: CommandOf<'SetDispositions'>, state: RestructurePlanState): Decision {
  const items = itemsOf(state.operations.map((planned) => planned.operation))
  const fault = dispositions.flatMap((disposition, index) => dispositionFaults(items, dispositions.slice(0, index), disposition))[0]
  if (fault !== undefined) return E.left(fault)
  const isSet = ({ subject }: PlanItem): boolean => [...dispositions, ...state.dispositions].some((disposition) => sameSubject(disposition.subject, subject))
  const standards = defaultsForTheRest ? items.filter((item) => !isSet(item)).map((item) => item.standard) : []
  const news = [...dispositions, ...standards].filter((disposition) => !state.dispositions.some((known) => sameTree(known, disposition)))
  return E.right(news.map((disposition) => restructurePlanEvent.DispositionSet({ planId, disposition })))
}

function dispositionFaults(items: ReadonlyArray<PlanItem>, earlier: ReadonlyArray<Disposition>, { subject, action, target }: Disposition): Faults {
  const item = itemFor(items, subject)
  if (item === undefined) return [{ type: 'UnknownItem', rule: 'PM-1', subject }]
  if (earlier.some((disposition) => sameSubject(disposition.subject, subject))) return [{ type: 'ItemNamedTwice', rule: 'PM-1', subject }]
  if (target === undefined) return needsTarget(action) ? [{ type: 'DispositionTargetMissing', rule: 'PM-1', subject, action }] : []
  return item.successors.includes(target) ? [] : [{ type: 'DispositionTargetForeign', rule: 'PM-1', subject, target, allowed: item.successors }]
}

function submitPlan({ data: { planId } }: CommandOf<'SubmitPlan'>, state: RestructurePlanState, { evidence, decidedOn }: Context): Decision {
  const fault = submissionFaults(state, evidence, assessPlan(state, evidence, decidedOn))[0]
  return fault === undefined
    ? E.right([restructurePlanEvent.RestructurePlanSubmitted({ planId, evidence: notesOf(evidence, communitiesOf(state)) })])
    : E.left(fault)
}

function approvePlan({ type, data: { planId } }: CommandOf<'ApprovePlan'>, context: Context): Decision {
  return withDocument(type, context, (documentNumber) => E.right([restructurePlanEvent.RestructurePlanApproved({ planId, documentNumber })]))
}

/** A day that is past when it is recorded is a late recording, whenever it was decided (T3). Reserving the grids is for the front door, before this is recorded. */
function schedulePlan({ type, data: { planId, effectiveOn } }: CommandOf<'SchedulePlan'>, state: RestructurePlanState, context: Context): Decision {
  const { evidence, recordedOn } = context
  const assessment = assessPlan(state, evidence, effectiveOn)
  const fault = [...submissionFaults(state, evidence, assessment), ...assessment.reserved][0]
  if (fault !== undefined) return E.left(fault)
  const communityIds = communitiesOf(state)
  const kind = effectiveOn < recordedOn ? 'lateRecording' : 'change'
  return underDocument(type, state, context, (documentNumber) => E.right([
    restructurePlanEvent.RestructureScheduled({ planId, documentNumber, kind, takesEffectOn: effectiveOn, communityIds, evidence: notesOf(evidence, communityIds) }),
  ]))
}

/** A draft is given up without a document; what a document has approved, it names. */
function cancelPlan({ data: { planId, reason } }: CommandOf<'CancelPlan'>, state: RestructurePlanState, context: Context): Decision {
  const { schedule } = state
  const { decidedOn } = context
  const documentNumber = documentFor(state, context)
  return schedule !== null && isExecuted(state)
    ? E.left({ type: 'AlreadyInEffect', rule: '4.1.9', effectiveOn: schedule.effectiveOn, decidedOn })
    : E.right([restructurePlanEvent.RestructureCancelled({ planId, reason, ...(documentNumber === undefined ? {} : { documentNumber }) })])
}

/** All structural facts and the end of the execution, in one decision: a plan is never half in effect. */
function executePlan({ type, data: { planId } }: CommandOf<'ExecutePlan'>, state: RestructurePlanState, context: Context): Decision {
  const { evidence, decidedOn } = context
  const { schedule } = state
  if (schedule === null || decidedOn < schedule.effectiveOn) {
    return E.left({ type: 'NotYetEffective', rule: '4.1.9', effectiveOn: schedule?.effectiveOn ?? decidedOn, decidedOn })
  }
  return withDocument(type, context, (documentNumber) => {
    const { effectiveOn, kind } = schedule
    const { faults, reserved, revision } = assessPlan(state, evidence, effectiveOn, context.entryId)
    const fault = [...missingReservations(state, evidence), ...faults, ...reserved][0]
    if (fault !== undefined) return E.left(fault)
    const communityIds = communitiesOf(state)
    return E.right([
      ...revision.after.map(({ root, operationId, outcome }) => structuralFact(outcome, { planId, operationId, documentNumber, entryId: root, kind, effectiveOn })),
      restructurePlanEvent.RestructureExecuted({ planId, documentNumber, takesEffectOn: effectiveOn, communityIds, evidence: notesOf(evidence, communityIds) }),
    ])
  })
}

function missingReservations(state: RestructurePlanState, { maps, division }: PlanEvidence): Faults {
  const planId = state.identity?.planId
  const holds = (reservations: ReadonlyArray<{ readonly planId: string }> | undefined): boolean => (reservations ?? []).some((reservation) => reservation.planId === planId)
  const needed = reservationsOf(state, state.schedule?.effectiveOn ?? division.asOf)
  return [
    ...needed.maps.filter(({ communityId }) => !holds(maps[communityId]?.state.reservations))
      .map(({ communityId }) => ({ type: 'ReservationMissing', rule: '6.4', missingIn: 'gridMap', communityId } as const)),
    ...(needed.register === undefined || holds(division.state.reservations)
      ? [] : [{ type: 'ReservationMissing', rule: '6.4', missingIn: 'divisionRegister', communityId: null } as const]),
  ]
}

function correctPlan(command: CommandOf<'CorrectPlan'>, state: RestructurePlanState, context: Context): Decision {
  return withDocument(command.type, context, (documentNumber) => decideCorrections(command, state, context, documentNumber))
}

/** Done twice is done. */
function completeFollowUp({ type, data: { planId, subject } }: CommandOf<'CompleteFollowUp'>, state: RestructurePlanState, context: Context): Decision {
  if (!followUpsOf(state).some((known) => sameSubject(known, subject))) return E.left({ type: 'UnknownFollowUp', rule: 'PM-1', subject })
  return underDocument(type, state, context, (documentNumber) =>
    E.right(isCompleted(state, subject) ? [] : [restructurePlanEvent.RestructureFollowUpCompleted({ planId, documentNumber, subject })]))
}

function settlePlan({ type, data: { planId } }: CommandOf<'SettlePlan'>, state: RestructurePlanState, context: Context): Decision {
  const open = followUpsOf(state).filter((subject) => !isCompleted(state, subject))
  return open.length > 0
    ? E.left({ type: 'FollowUpsOpen', rule: 'PM-1', open })
    : underDocument(type, state, context, (documentNumber) => E.right([restructurePlanEvent.RestructureSettled({ planId, documentNumber })]))
}

/** Every item that something is to be done with. */
function followUpsOf({ dispositions }: RestructurePlanState): ReadonlyArray<Disposition['subject']> {
  return dispositions.filter((disposition) => disposition.action !== 'unaffected').map((disposition) => disposition.subject)
}

function isCompleted({ completed }: RestructurePlanState, subject: Disposition['subject']): boolean {
  return completed.some((done) => sameSubject(done, subject))
}

/** RP1: a plan answers in certain states only. */
function inStage(command: RestructurePlanCommand['type'], { stage }: RestructurePlanState, allowed: ReadonlyArray<PlanStage>, decision: () => Decision): Decision {
  return allowed.includes(stage) ? decision() : E.left({ type: 'PlanNotInState', rule: 'RP1', command, state: stage, allowed })
}

/** I38: approval, execution and correction come with a document of their own. */
function withDocument(command: RestructurePlanCommand['type'], context: Context, decision: (documentNumber: string) => Decision): Decision {
  return withNumber(command, ownDocument(context), decision)
}

/** I38: what follows from the approval names the document that it comes with, or else that of the approval. */
function underDocument(command: RestructurePlanCommand['type'], state: RestructurePlanState, context: Context, decision: (documentNumber: string) => Decision): Decision {
  return withNumber(command, documentFor(state, context), decision)
}

function withNumber(command: RestructurePlanCommand['type'], documentNumber: string | undefined, decision: (documentNumber: string) => Decision): Decision {
  return documentNumber === undefined ? E.left({ type: 'DocumentMissing', rule: 'I38', command }) : decision(documentNumber)
}

function documentFor(state: RestructurePlanState, context: Context): string | undefined {
  return ownDocument(context) ?? state.documentNumber ?? undefined
}

function ownDocument({ authority }: Context): string | undefined {
  return authority === undefined || authority.documentNumber.trim() === '' ? undefined : authority.documentNumber
}
