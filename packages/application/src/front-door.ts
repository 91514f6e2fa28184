/** The front door: the one way by which facts of grid governance come into a log. */

import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { dayOfInstant, type CalendarDate } from '@grid-governance/event-sourcing'
import { streamOf, type DistrictId, type GovernanceCommand } from '@grid-governance/domain'
import { turns, type CommandEnvelope, type ReadFailure, type UndecodableEvent } from '@grid-governance/event-store'
import type { FrontDoor, FrontDoorOptions, SubmitFailure, SubmitReceipt } from './api.ts'
import {
  conceptLoops, divisionRegisterStream, gridMapStream, isDivisionRegisterCommand, isGridMapCommand, isLogOpeningCommand, isRestructurePlanCommand,
  isRuleBookCommand, logOpeningStream, reservedCommands, ruleBookStream, type ConceptLoops,
} from './concepts.ts'
import { gatherForMap, gatherForRegister } from './evidence.ts'
import { executeDue, recover } from './recovery.ts'
import type { CommandRequest } from './request.ts'
import { submitToPlan } from './restructuring.ts'

/** Opens the front door of a store. Call `recover` before anything else: an earlier process may have died half-way through a plan. */
export const openFrontDoor = (options: FrontDoorOptions): FrontDoor => {
  const loops = conceptLoops(options.store)
  const today = calendar(options.now)
  const inTurn = turns()
  const districts = openDistricts(loops)
  const submit = (request: CommandRequest): TE.TaskEither<SubmitFailure, SubmitReceipt> => async () => {
    const { type, data: { districtId } } = request.command
    if (type !== 'OpenLog' && !districts.known.has(districtId)) {
      const open = await districts.isOpen(districtId)
      if (E.isLeft(open)) return open
      if (!open.right) return E.left({ tag: 'LogNotOpen', districtId })
    }
    const routed = route(options, loops, today, request)
    return await (structural.has(type) ? inTurn(districtId, routed) : routed())
  }
  return {
    submit,
    executeDue: (day, actor) => day > today()
      ? TE.left({ tag: 'DecidedInFuture', decidedOn: day, today: today() })
      : executeDue({ store: options.store, submit }, day, actor),
    recover: () => recover({ store: options.store, loops, today }),
  }
}

/**
 * Commands that lean on the structure of other streams, or change it: within one front door they take turns, so that each sees what the
 * one before it led to. Between processes the reservations stand guard.
 */
const structural: ReadonlySet<GovernanceCommand['type']> = new Set([
  'SchedulePlan', 'CancelPlan', 'ExecutePlan', 'CorrectPlan', 'LayOutGrids', 'RegisterBuilding', 'RemoveBuilding', 'RecodeGrid', 'GrantGridCountExemption',
  'VoidGridMapEntry', 'RegisterDivisions', 'CloseTown', 'VoidDivisionEntry', 'VoidRuleBookEntry',
] satisfies ReadonlyArray<GovernanceCommand['type']>)

function route(options: FrontDoorOptions, loops: ConceptLoops, today: () => CalendarDate, request: CommandRequest): TE.TaskEither<SubmitFailure, SubmitReceipt> {
  const { command } = request
  if (reservedCommands.has(command.type)) return TE.left({ tag: 'ReservedCommand', command: command.type })
  const allowed = options.authorise?.(request.actor, command) ?? E.right(undefined)
  if (E.isLeft(allowed)) return TE.left(allowed.left)
  const now = today()
  const envelope = envelopeOf(request, now)
  if (envelope.decidedOn > now) return TE.left({ tag: 'DecidedInFuture', decidedOn: envelope.decidedOn, today: now })
  const { authority } = envelope
  if (authority !== undefined && authority.date > now) return TE.left({ tag: 'DocumentInFuture', documentNumber: authority.documentNumber, date: authority.date, today: now })
  const common = { envelope, expectedVersion: request.expectedVersion }
  const nothing = () => TE.right(undefined)
  if (isLogOpeningCommand(command)) return alone(loops.logOpening.handle({ ...common, command, stream: logOpeningStream(command), gather: nothing }))
  if (isRuleBookCommand(command)) return alone(loops.ruleBook.handle({ ...common, command, stream: ruleBookStream(command), gather: nothing }))
  if (isDivisionRegisterCommand(command)) return alone(loops.divisionRegister.handle({ ...common, command, stream: divisionRegisterStream(command), gather: (state) => gatherForRegister(loops, command, state, envelope.decidedOn) }))
  if (isGridMapCommand(command)) {
    const asOf = 'effectiveOn' in command.data ? command.data.effectiveOn : envelope.decidedOn
    return alone(loops.gridMap.handle({ ...common, command, stream: gridMapStream(command), gather: () => gatherForMap(loops, command, asOf) }))
  }
  if (isRestructurePlanCommand(command)) return submitToPlan(loops, { ...common, command })
  return command satisfies never
}

/** A command without consequences in other streams. */
function alone<F extends SubmitFailure, R extends Omit<SubmitReceipt, 'consequences'>>(handled: TE.TaskEither<F, R>): TE.TaskEither<SubmitFailure, SubmitReceipt> {
  return async () => {
    const receipt = await handled()
    return E.isLeft(receipt) ? receipt : E.right({ ...receipt.right, consequences: [] })
  }
}

function envelopeOf({ commandId, actor, authority, correlationId, causationId, decidedOn }: CommandRequest, today: CalendarDate): CommandEnvelope {
  return {
    commandId, actor, authority, causationId, correlationId: correlationId ?? commandId, decidedOn: decidedOn ?? today, recordedOn: today,
  }
}

interface OpenDistricts {
  readonly known: ReadonlySet<DistrictId>
  readonly isOpen: (districtId: DistrictId) => Promise<E.Either<ReadFailure | UndecodableEvent, boolean>>
}

/** Whether a district's log was opened; asked of the store until it was, and known from then on, since opening is for ever. */
function openDistricts(loops: ConceptLoops): OpenDistricts {
  const known = new Set<DistrictId>()
  const isOpen = async (districtId: DistrictId): Promise<E.Either<ReadFailure | UndecodableEvent, boolean>> => {
    const loaded = await loops.logOpening.load(streamOf('logOpening', districtId))()
    if (E.isLeft(loaded)) return loaded
    if (loaded.right.state.nature !== null) known.add(districtId)
    return E.right(loaded.right.state.nature !== null)
  }
  return { known, isOpen }
}

/** Today's date in Asia/Shanghai; the text is made once a day. */
function calendar(now: () => number): () => CalendarDate {
  let dayNumber = NaN
  let day = '' as CalendarDate
  return () => {
    const instant = now()
    const current = Math.floor((instant + shanghaiOffsetMs) / dayMs)
    if (current !== dayNumber) {
      dayNumber = current
      day = dayOfInstant(instant)
    }
    return day
  }
}

const shanghaiOffsetMs = 8 * 60 * 60 * 1000
const dayMs = 24 * 60 * 60 * 1000
