/** What must be done without being asked: finishing what a dead process left half-done, and executing plans whose day has come. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { districtOf, governanceCodec, restructureClock, type CommunityId, type DistrictId, type GovernanceEvent, type PlanId } from '@grid-governance/domain'
import type { Actor, CalendarDate, FactsNamed, RecordedEvent } from '@grid-governance/event-sourcing'
import type { CommandReceipt, EventReader, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { appendPages, openDeadlinesIn, recordedEvents, storedTypes } from '@grid-governance/subscriptions'
import type { DueReport, FrontDoor, RecoveryReport, SubmitFailure, SubmitReceipt } from './api.ts'
import type { ConceptLoops } from './concepts.ts'
import { finishPlan, type PlanToFinish } from './restructuring.ts'

/** Executes every plan whose day has come by `day`, the earliest first; one that is refused stays due and is reported. */
export const executeDue = (
  { store, submit }: { readonly store: EventReader, readonly submit: FrontDoor['submit'] }, day: CalendarDate, actor: Actor,
): TaskEither<SubmitFailure, DueReport> => async () => {
  const deadlines = await openDeadlinesIn({ reader: store, codec: governanceCodec, mode: 'checked', process: restructureClock, asOf: day })()
  if (E.isLeft(deadlines)) return deadlines
  const executed: SubmitReceipt[] = []
  const refused: Array<DueReport['refused'][number]> = []
  for (const deadline of deadlines.right.filter(({ standing }) => standing !== 'waiting')) {
    const { commandId, command, cause } = deadline
    const { correlationId, authority = deadline.authority } = cause.metadata
    const outcome = await submit({
      commandId, command, actor, decidedOn: day, correlationId, causationId: cause.eventId, ...(authority === undefined ? {} : { authority }),
    })()
    if (E.isRight(outcome)) executed.push(outcome.right)
    else if (outcome.left.tag === 'StoreUnavailable') return outcome
    else refused.push({ planId: command.data.planId, failure: outcome.left })
  }
  return E.right({ executed, refused })
}

/** Revises maps that an executed or corrected plan has not reached, reserves what a scheduled plan lacks, and releases what any other plan still holds. */
export const recover = ({ store, loops, today }: {
  readonly store: EventReader, readonly loops: ConceptLoops, readonly today: () => CalendarDate,
}): TaskEither<SubmitFailure, RecoveryReport> => async () => {
  const found = await plansWithLooseEnds(store)
  if (E.isLeft(found)) return found
  const revised: Array<CommandReceipt<GovernanceEvent>> = []
  const reserved: Array<CommandReceipt<GovernanceEvent>> = []
  const released: Array<CommandReceipt<GovernanceEvent>> = []
  for (const plan of found.right) {
    const finished = await finishPlan(loops, plan, today())
    if (E.isLeft(finished)) return finished
    revised.push(...finished.right.revised)
    reserved.push(...finished.right.reserved)
    released.push(...finished.right.released)
  }
  return E.right({ revised, reserved, released })
}

type Found<A> = Promise<E.Either<ReadFailure | UndecodableEvent, A>>

/** What the log says of one plan's aftermath: the versions at which it spoke, and where something is still held for it. */
interface Aftermath {
  readonly planId: PlanId
  readonly districtId: DistrictId
  cause: PlanToFinish['cause']
  spokeAt: number
  readonly toRevise: Set<string>
  readonly revisedAt: Map<string, number>
  readonly holdsIn: Set<CommunityId>
  holdsDivisions: boolean
  scheduled: boolean
}

const aftermathTypes = [
  'RestructureScheduled', 'RestructureCancelled', 'RestructureExecuted', 'RestructureCorrected', 'GridsReserved', 'GridReservationReleased', 'GridMapRevised',
  'DivisionCodesReserved', 'DivisionCodesReleased', 'DivisionRegisterRevised',
] as const
type AftermathEvent = RecordedEvent<FactsNamed<GovernanceEvent, typeof aftermathTypes[number]>>

async function plansWithLooseEnds(store: EventReader): Found<ReadonlyArray<PlanToFinish>> {
  const plans = new Map<string, Aftermath>()
  const read = await readFacts(store, aftermathTypes, (event) => {
    const name = `${districtOf(event.stream)}.${event.data.planId}`
    const plan = plans.get(name) ?? nothingYet(event)
    plans.set(name, plan)
    take(plan, event)
  })
  return E.map(() => [...plans.values()].filter(hasLooseEnds).map(({ planId, districtId, cause, holdsIn }) => ({ planId, districtId, cause, holdsIn: [...holdsIn].sort() })))(read)
}

function nothingYet(event: AftermathEvent): Aftermath {
  return {
    planId: event.data.planId, districtId: districtOf(event.stream), cause: causeOf(event), spokeAt: 0, toRevise: new Set(), revisedAt: new Map(),
    holdsIn: new Set(), holdsDivisions: false, scheduled: false,
  }
}

function causeOf({ eventId, metadata: { correlationId, authority } }: AftermathEvent): PlanToFinish['cause'] {
  return { eventId, correlationId, ...(authority === undefined ? {} : { authority }) }
}

function take(plan: Aftermath, event: AftermathEvent): void {
  plan.cause = causeOf(event)
  switch (event.type) {
    case 'RestructureScheduled': plan.scheduled = true; return
    case 'RestructureCancelled': plan.scheduled = false; return
    case 'RestructureExecuted': case 'RestructureCorrected':
      plan.scheduled = false
      plan.spokeAt = event.streamVersion
      for (const communityId of event.data.communityIds) plan.toRevise.add(`gridMap-${plan.districtId}.${communityId}`)
      return
    case 'GridsReserved': plan.holdsIn.add(event.data.communityId); return
    case 'GridReservationReleased': plan.holdsIn.delete(event.data.communityId); return
    case 'GridMapRevised':
      plan.holdsIn.delete(event.data.communityId)
      plan.revisedAt.set(event.stream, event.data.planVersion)
      return
    case 'DivisionCodesReserved': plan.holdsDivisions = true; return
    case 'DivisionCodesReleased': plan.holdsDivisions = false; return
    case 'DivisionRegisterRevised':
      plan.holdsDivisions = false
      plan.revisedAt.set(event.stream, event.data.planVersion)
  }
}

function hasLooseEnds({ scheduled, spokeAt, toRevise, revisedAt, holdsIn, holdsDivisions }: Aftermath): boolean {
  // A scheduled plan is always looked at: what it must hold, only its own facts say, and holding it twice writes nothing.
  return scheduled || holdsDivisions || holdsIn.size > 0 || [...toRevise].some((stream) => (revisedAt.get(stream) ?? 0) < spokeAt)
}

async function readFacts<const Type extends GovernanceEvent['type']>(
  store: EventReader, types: ReadonlyArray<Type>, see: (event: RecordedEvent<FactsNamed<GovernanceEvent, Type>>) => void,
): Found<void> {
  const decode = recordedEvents(governanceCodec, 'checked')
  for await (const page of appendPages(store, { after: 'beginning', filter: { types: storedTypes(governanceCodec, types) } })) {
    if (E.isLeft(page)) return page
    const events = decode(page.right.events)
    if (E.isLeft(events)) return events
    for (const event of events.right) {
      if ((types as ReadonlyArray<string>).includes(event.type)) see(event as RecordedEvent<FactsNamed<GovernanceEvent, Type>>)
    }
  }
  return E.right(undefined)
}
