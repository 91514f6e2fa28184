/** Plans and what they lead to in other streams: reservations before they are scheduled, revisions after they take effect (decision 7). */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  correctionHolds, isExecuted, isScheduled, mapRevisionsOf, noMaps, registerRevisionOf, reservationsOf, streamOf,
  type CommunityId, type DistrictId, type DivisionRegisterCommand, type GovernanceEvent, type GridMapCommand, type MapReservation, type PlanEvidence, type PlanId,
  type RegisterReservation, type RestructurePlanCommand, type RestructurePlanState,
} from '@grid-governance/domain'
import { derivedId, type Authority, type CalendarDate, type EventId, type StreamName, type Uuid } from '@grid-governance/event-sourcing'
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
    case 'CorrectPlan': return correct(loops, request)
    case 'DraftPlan': case 'AddOperation': case 'RemoveOperation': case 'SetDispositions': case 'SubmitPlan': case 'ReturnPlan': case 'ApprovePlan':
    case 'CompleteFollowUp': case 'SettlePlan': return withoutAftermath(loops, request)
  }
}

/** A plan of which something may be left to do. */
export interface PlanToFinish {
  readonly planId: PlanId
  readonly districtId: DistrictId
  /** The communities in whose maps it holds grids. */
  readonly holdsIn: ReadonlyArray<CommunityId>
  /** What the log last said of it: from this, what is done for it now follows, and under its document. */
  readonly cause: { readonly eventId: EventId, readonly correlationId: Uuid, readonly authority?: Authority }
}

/** What finishing a plan's aftermath came to. */
export interface FinishedPlan {
  readonly revised: Consequences
  readonly reserved: Consequences
  readonly released: Consequences
}

/** Does for one plan whatever is still to be done in other streams; where nothing is, nothing is written. */
export const finishPlan = async (loops: ConceptLoops, { planId, districtId, holdsIn, cause }: PlanToFinish, day: CalendarDate): Answer<FinishedPlan> => {
  const stream = streamOf('restructurePlan', districtId, planId)
  const loaded = await loops.restructurePlan.load(stream)()
  if (E.isLeft(loaded)) return loaded
  const { state, version } = loaded.right
  const commandId = derivedId('finishPlan', stream, String(version))
  const { authority } = cause
  const matter: Matter = {
    planId, districtId,
    envelope: {
      commandId, correlationId: cause.correlationId, causationId: cause.eventId, actor: frontDoorItself, decidedOn: day, recordedOn: day,
      ...(authority === undefined ? {} : { authority }),
    },
  }
  const written = await aftermathOf(loops, matter, state)
  if (E.isLeft(written)) return written
  // What a correction held and then was not recorded, the revision leaves held: it brings the plan no news.
  const freed = await inTurn(isScheduled(state) ? [] : releases(loops, matter, holdsIn))
  if (E.isLeft(freed)) return freed
  const [done, released] = [recordedAmong(written.right), recordedAmong(freed.right)]
  if (isExecuted(state)) return E.right({ revised: done, reserved: [], released })
  return E.right(isScheduled(state) ? { revised: [], reserved: done, released } : { revised: [], reserved: [], released: [...done, ...released] })
}

function recordedAmong(receipts: Consequences): Consequences {
  return receipts.filter((receipt) => receipt.outcome === 'recorded')
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

/** Holds what the correction touches in every map, then corrects, then revises, which ends the holds; a refusal ends them too. */
async function correct(loops: ConceptLoops, request: PlanRequest): Answer<SubmitReceipt> {
  const considered = await loops.restructurePlan.consider(onPlan(loops, request))()
  if (E.isLeft(considered)) return considered
  const plan = await loadPlan(loops, request)
  if (E.isLeft(plan)) return plan
  const matter = matterOf(request)
  const holds = correctionHolds(plan.right, considered.right.facts)
  const held = await inTurn(holds.map((hold) => () => toMap(loops, matter, 'hold', { type: 'HoldGrids', data: { ...nameOf(matter), ...hold } })))
  const corrected = E.isLeft(held) ? held : await withAftermath(loops, request, reviseAll)
  if (E.isLeft(corrected) && corrected.left.tag === 'Rejected') await inTurn(releases(loops, matter, holds.map((hold) => hold.communityId)))
  return E.isLeft(held) || E.isLeft(corrected) ? corrected : E.right({ ...corrected.right, consequences: [...held.right, ...corrected.right.consequences] })
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
  const { maps, register } = reservationsOf(plan, matter.envelope.decidedOn)
  return inTurn([
    ...releases(loops, matter, maps.map((map) => map.communityId)),
    ...(register === undefined ? [] : [() => toRegister(loops, matter, 'release', { type: 'ReleaseDivisionCodes', data: nameOf(matter) })]),
  ])
}

function releases(loops: ConceptLoops, matter: Matter, communityIds: ReadonlyArray<CommunityId>): ReadonlyArray<() => Answer<CommandReceipt<GovernanceEvent>>> {
  return communityIds.map((communityId) => () => toMap(loops, matter, 'release', { type: 'ReleaseGrids', data: { ...nameOf(matter), communityId } }))
}

/** The register first: as long as a map is not revised, recovery knows that something is left to do. */
async function reviseAll(loops: ConceptLoops, matter: Matter, plan: RestructurePlanState): Answer<Consequences> {
  const register = registerRevisionOf(plan)
  const maps = Object.entries(mapRevisionsOf(plan)).sort(([left], [right]) => left < right ? -1 : 1)
  return inTurn([
    ...(register === undefined ? [] : [() => toRegister(loops, matter, 'revise', { type: 'ReviseDivisionRegister', data: { ...nameOf(matter), ...register } })]),
    ...maps.map(([communityId, revision]) => () =>
      toMap(loops, matter, 'revise', { type: 'ReviseGridMap', data: { ...nameOf(matter), communityId: communityId as CommunityId, ...revision } })),
  ])
}

function reserveMap(loops: ConceptLoops, matter: Matter, reservation: MapReservation): Answer<CommandReceipt<GovernanceEvent>> {
  return toMap(loops, matter, 'reserve', { type: 'ReserveGrids', data: { ...nameOf(matter), ...reservation } })
}

function reserveRegister(loops: ConceptLoops, matter: Matter, reservation: RegisterReservation): Answer<CommandReceipt<GovernanceEvent>> {
  return toRegister(loops, matter, 'reserve', { type: 'ReserveDivisionCodes', data: { ...nameOf(matter), ...reservation } })
}

async function toMap(loops: ConceptLoops, matter: Matter, purpose: string, command: GridMapCommand): Answer<CommandReceipt<GovernanceEvent>> {
  const stream = gridMapStream(command)
  const loaded = await loops.gridMap.load(stream)()
  if (E.isLeft(loaded)) return loaded
  const envelope = consequenceOf(matter, purpose, stream, loaded.right.version)
  return loops.gridMap.handle({ stream, command, envelope, gather: () => gatherForMap(loops, command, 'takesEffectOn' in command.data ? command.data.takesEffectOn : envelope.decidedOn) })()
}

async function toRegister(loops: ConceptLoops, matter: Matter, purpose: string, command: DivisionRegisterCommand): Answer<CommandReceipt<GovernanceEvent>> {
  const stream = divisionRegisterStream(command)
  const loaded = await loops.divisionRegister.load(stream)()
  if (E.isLeft(loaded)) return loaded
  return loops.divisionRegister.handle({ stream, command, envelope: consequenceOf(matter, purpose, stream, loaded.right.version), gather: () => async () => E.right(noMaps) })()
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

function nameOf({ districtId, planId }: Matter): { readonly districtId: DistrictId, readonly planId: PlanId } {
  return { districtId, planId }
}

function matterOf({ command: { data: { planId, districtId } }, envelope }: PlanRequest): Matter {
  return { planId, districtId, envelope }
}
