/** Plans and what they lead to in other streams: reservations before they are scheduled, revisions after they take effect (decision 7). */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  isExecuted, isScheduled, mapRevisionsOf, registerRevisionOf, reservationsOf, streamOf,
  type CommunityId, type DistrictId, type DivisionRegisterCommand, type GovernanceEvent, type GridMapCommand, type MapReservation, type PlanEvidence, type PlanId,
  type RegisterReservation, type RestructurePlanCommand, type RestructurePlanState,
} from '@grid-governance/domain'
import { derivedId, type CalendarDate, type StreamName } from '@grid-governance/event-sourcing'
import type { CommandEnvelope, CommandOnStream, CommandReceipt } from '@grid-governance/event-store'
import type { SubmitFailure, SubmitReceipt } from './api.ts'
import { divisionRegisterStream, gridMapStream, restructurePlanStream, type ConceptLoops } from './concepts.ts'
import { gatherForMap, gatherForPlan } from './evidence.ts'

/** A command to a plan, with its envelope. */
export interface PlanRequest {
  readonly command: RestructurePlanCommand
  readonly envelope: CommandEnvelope
  readonly expectedVersion?: number | undefined
}

type Answer<A> = Promise<E.Either<SubmitFailure, A>>
type Consequences = ReadonlyArray<CommandReceipt<GovernanceEvent>>

/** Handles a command to a plan and all that it leads to. Sent again after a failure it goes on where it stopped. */
export const submitToPlan = (loops: ConceptLoops, request: PlanRequest): TaskEither<SubmitFailure, SubmitReceipt> => () => {
  switch (request.command.type) {
    case 'SchedulePlan': return schedule(loops, request, request.command.data.effectiveOn)
    case 'CancelPlan': return withAftermath(loops, request, releaseAll)
    case 'ExecutePlan': return execute(loops, request)
    case 'CorrectPlan': return withAftermath(loops, request, reviseAll)
    case 'DraftPlan': case 'AddOperation': case 'RemoveOperation': case 'SetDispositions': case 'SubmitPlan': case 'ReturnPlan': case 'ApprovePlan':
    case 'CompleteFollowUp': case 'SettlePlan': return withoutAftermath(loops, request)
  }
}

/** What finishing a plan's aftermath came to. */
export interface FinishedPlan {
  readonly revised: Consequences
  readonly reserved: Consequences
  readonly released: Consequences
}

/** Does for one plan whatever is still to be done in other streams; where nothing is, nothing is written. */
export const finishPlan = async (
  loops: ConceptLoops, { planId, districtId }: { readonly planId: PlanId, readonly districtId: DistrictId }, day: CalendarDate,
): Answer<FinishedPlan> => {
  const stream = streamOf('restructurePlan', districtId, planId)
  const loaded = await loops.restructurePlan.load(stream)()
  if (E.isLeft(loaded)) return loaded
  const { state, version } = loaded.right
  const commandId = derivedId('finishPlan', stream, String(version))
  const matter: Matter = { planId, districtId, envelope: { commandId, correlationId: commandId, actor: frontDoorItself, decidedOn: day } }
  const written = await aftermathOf(loops, matter, state)
  if (E.isLeft(written)) return written
  const recorded = written.right.filter((receipt) => receipt.outcome === 'recorded')
  return E.right({ revised: isExecuted(state) ? recorded : [], reserved: isScheduled(state) ? recorded : [], released: isExecuted(state) || isScheduled(state) ? [] : recorded })
}

/** The plan in question, and the envelope whose actor, document and day its consequences inherit. */
interface Matter {
  readonly planId: PlanId
  readonly districtId: DistrictId
  readonly envelope: CommandEnvelope
}

const frontDoorItself = { ref: 'front-door', role: 'recovery' }

/** What an executed plan, a scheduled one, and any other one hold in other streams. */
function aftermathOf(loops: ConceptLoops, matter: Matter, plan: RestructurePlanState): Answer<Consequences> {
  if (isExecuted(plan)) return reviseAll(loops, matter, plan)
  return isScheduled(plan) && plan.schedule !== null ? reserveAll(loops, matter, plan, plan.schedule.effectiveOn) : releaseAll(loops, matter, plan)
}

/** Reserves every map in id order and then the register, then schedules; if the rules refuse, all are released again. */
async function schedule(loops: ConceptLoops, request: PlanRequest, effectiveOn: CalendarDate): Answer<SubmitReceipt> {
  const considered = await loops.restructurePlan.consider(onPlan(loops, request))()
  if (E.isLeft(considered)) return considered
  if (considered.right.done !== undefined) return answeredBefore(loops, request, considered.right.done)
  const plan = await loadPlan(loops, request)
  if (E.isLeft(plan)) return plan
  const matter = matterOf(request)
  const reserved = await reserveAll(loops, matter, plan.right, effectiveOn)
  if (E.isLeft(reserved)) return refuseAndRelease(loops, request, reserved.left)
  const scheduled = await loops.restructurePlan.handle(onPlan(loops, request))()
  return E.isLeft(scheduled)
    ? refuseAndRelease(loops, request, scheduled.left)
    : E.right({ ...scheduled.right, consequences: reserved.right })
}

/** A plan that was scheduled before holds what it holds; what a lost answer left undone is done now. */
async function answeredBefore(loops: ConceptLoops, request: PlanRequest, done: CommandReceipt<GovernanceEvent>): Answer<SubmitReceipt> {
  const plan = await loadPlan(loops, request)
  if (E.isLeft(plan)) return plan
  const held = isScheduled(plan.right) ? await aftermathOf(loops, matterOf(request), plan.right) : E.right([])
  return E.isLeft(held) ? held : E.right({ ...done, consequences: held.right })
}

/**
 * Only a refusal is certain that the plan was not scheduled, and perhaps another request scheduled it meanwhile: so the plan itself is
 * asked. The reason stands even if the release fails: what is left reserved is released when the store is opened again.
 */
async function refuseAndRelease(loops: ConceptLoops, request: PlanRequest, reason: SubmitFailure): Answer<never> {
  if (reason.tag !== 'Rejected') return E.left(reason)
  const plan = await loadPlan(loops, request)
  if (E.isRight(plan) && !isScheduled(plan.right) && !isExecuted(plan.right)) await releaseAll(loops, matterOf(request), plan.right)
  return E.left(reason)
}

/** A scheduled plan holds its grids before it is executed, whoever released them: a recovery elsewhere may have come between reserving and scheduling. */
async function execute(loops: ConceptLoops, request: PlanRequest): Answer<SubmitReceipt> {
  const plan = await loadPlan(loops, request)
  if (E.isLeft(plan)) return plan
  const held = isScheduled(plan.right) ? await aftermathOf(loops, matterOf(request), plan.right) : E.right([])
  return E.isLeft(held) ? held : withAftermath(loops, request, reviseAll)
}

async function withoutAftermath(loops: ConceptLoops, request: PlanRequest): Answer<SubmitReceipt> {
  const handled = await loops.restructurePlan.handle(onPlan(loops, request))()
  return E.isLeft(handled) ? handled : E.right({ ...handled.right, consequences: [] })
}

async function withAftermath(
  loops: ConceptLoops, request: PlanRequest, aftermath: (loops: ConceptLoops, matter: Matter, plan: RestructurePlanState) => Answer<Consequences>,
): Answer<SubmitReceipt> {
  const handled = await loops.restructurePlan.handle(onPlan(loops, request))()
  if (E.isLeft(handled)) return handled
  const plan = await loadPlan(loops, request)
  if (E.isLeft(plan)) return plan
  const consequences = await aftermath(loops, matterOf(request), plan.right)
  return E.isLeft(consequences) ? consequences : E.right({ ...handled.right, consequences: consequences.right })
}

async function reserveAll(loops: ConceptLoops, matter: Matter, plan: RestructurePlanState, effectiveOn: CalendarDate): Answer<Consequences> {
  const { maps, register } = reservationsOf(plan, effectiveOn)
  return inTurn([
    ...maps.map((map) => () => reserveMap(loops, matter, map)),
    ...(register === undefined ? [] : [() => reserveRegister(loops, matter, register)]),
  ])
}

/** Every map and the register that the plan may hold; those that it does not hold have nothing to do. */
async function releaseAll(loops: ConceptLoops, matter: Matter, plan: RestructurePlanState): Answer<Consequences> {
  const { planId, districtId } = matter
  const { maps, register } = reservationsOf(plan, matter.envelope.decidedOn)
  return inTurn([
    ...maps.map(({ communityId }) => () => toMap(loops, matter, 'release', { type: 'ReleaseGrids', data: { districtId, communityId, planId } })),
    ...(register === undefined ? [] : [() => toRegister(loops, matter, 'release', { type: 'ReleaseDivisionCodes', data: { districtId, planId } })]),
  ])
}

/** The register first: as long as a map is not revised, recovery knows that something is left to do. */
async function reviseAll(loops: ConceptLoops, matter: Matter, plan: RestructurePlanState): Answer<Consequences> {
  const { planId, districtId } = matter
  const register = registerRevisionOf(plan)
  const maps = Object.entries(mapRevisionsOf(plan)).sort(([left], [right]) => left < right ? -1 : 1)
  return inTurn([
    ...(register === undefined ? [] : [() => toRegister(loops, matter, 'revise', { type: 'ReviseDivisionRegister', data: { districtId, planId, ...register } })]),
    ...maps.map(([communityId, revision]) => () =>
      toMap(loops, matter, 'revise', { type: 'ReviseGridMap', data: { districtId, communityId: communityId as CommunityId, planId, ...revision } })),
  ])
}

function reserveMap(loops: ConceptLoops, matter: Matter, { communityId, ...reservation }: MapReservation): Answer<CommandReceipt<GovernanceEvent>> {
  return toMap(loops, matter, 'reserve', { type: 'ReserveGrids', data: { districtId: matter.districtId, communityId, planId: matter.planId, ...reservation } })
}

function reserveRegister(loops: ConceptLoops, matter: Matter, reservation: RegisterReservation): Answer<CommandReceipt<GovernanceEvent>> {
  return toRegister(loops, matter, 'reserve', { type: 'ReserveDivisionCodes', data: { districtId: matter.districtId, planId: matter.planId, ...reservation } })
}

async function toMap(loops: ConceptLoops, matter: Matter, purpose: string, command: GridMapCommand): Answer<CommandReceipt<GovernanceEvent>> {
  const stream = gridMapStream(command)
  const loaded = await loops.gridMap.load(stream)()
  if (E.isLeft(loaded)) return loaded
  const envelope = consequenceOf(matter, purpose, stream, loaded.right.version)
  return loops.gridMap.handle({ stream, command, envelope, gather: () => gatherForMap(loops, command, envelope.decidedOn) })()
}

async function toRegister(loops: ConceptLoops, matter: Matter, purpose: string, command: DivisionRegisterCommand): Answer<CommandReceipt<GovernanceEvent>> {
  const stream = divisionRegisterStream(command)
  const loaded = await loops.divisionRegister.load(stream)()
  if (E.isLeft(loaded)) return loaded
  return loops.divisionRegister.handle({ stream, command, envelope: consequenceOf(matter, purpose, stream, loaded.right.version), gather: () => async () => E.right(undefined) })()
}

/**
 * The envelope of a consequence. Its id names the version that the stream had: reserving, releasing and revising are idempotent in the
 * stream itself, and a plan that is scheduled anew after a refusal must be able to reserve again.
 */
function consequenceOf({ envelope }: Matter, purpose: string, stream: StreamName, version: number): CommandEnvelope {
  return { ...envelope, commandId: derivedId(purpose, envelope.commandId, stream, String(version)), causationId: envelope.commandId }
}

async function inTurn<A>(steps: ReadonlyArray<() => Answer<A>>): Answer<ReadonlyArray<A>> {
  const done: A[] = []
  for (const step of steps) {
    const answer = await step()
    if (E.isLeft(answer)) return answer
    done.push(answer.right)
  }
  return E.right(done)
}

async function loadPlan(loops: ConceptLoops, { command }: PlanRequest): Answer<RestructurePlanState> {
  const loaded = await loops.restructurePlan.load(restructurePlanStream(command))()
  return E.isLeft(loaded) ? loaded : E.right(loaded.right.state)
}

function onPlan(loops: ConceptLoops, { command, envelope, expectedVersion }: PlanRequest): CommandOnStream<RestructurePlanCommand, RestructurePlanState, PlanEvidence> {
  return {
    stream: restructurePlanStream(command), command, envelope, ...(expectedVersion === undefined ? {} : { expectedVersion }),
    gather: (state) => gatherForPlan(loops, command, state, envelope.decidedOn),
  }
}

function matterOf({ command: { data: { planId, districtId } }, envelope }: PlanRequest): Matter {
  return { planId, districtId, envelope }
}
