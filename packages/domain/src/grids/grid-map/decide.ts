/** What may be entered into a grid map. */

import * as E from 'fp-ts/lib/Either.js'
import { fold, sameTree, type CalendarDate, type DecisionContext } from '@grid-governance/event-sourcing'
import {
  chainNamed, correctionFault, entryFieldsFor, headOf, replacementFault as chainFault, targetOf, type CorrectionTarget,
} from '../../shared/entry-chains.ts'
import type { CommunityId } from '../../shared/identifiers.ts'
import { isNews } from '../../shared/plan-revisions.ts'
import { placed, repetitionIn } from '../../shared/repetitions.ts'
import { gridOfBuilding, type GridReservation } from '../../shared/structure.ts'
import { historyOf, type MapEntry } from './changes.ts'
import {
  beside, buildingFault, communityFault, countFault, elsewhereFault, firstDayOf, gridFault, homelessFault, laterThanPlanFault, layoutFault, layoutNamesFault, newBuildingFault,
  newCodeFault, plannedCodesFault, plannedCountFault, renamingFault, replacementBy, replacementFault, reservedFault, restoredFault, soundnessFault, type Replacement,
} from './checks.ts'
import type { GridMapCommand } from './commands.ts'
import { gridMapEvent, type GridMapEvent } from './events.ts'
import { namesGivenBy, type GridMapEvidence } from './evidence.ts'
import { evolve } from './evolve.ts'
import type { GridMapRejection } from './rejections.ts'
import { exemptionsIn, partitionAt, type GridMapState } from './state.ts'

type Command<Type extends GridMapCommand['type']> = Extract<GridMapCommand, { readonly type: Type }>
type Decision = E.Either<GridMapRejection, ReadonlyArray<GridMapEvent>>
type Fault = GridMapRejection | undefined
type Context = DecisionContext<GridMapEvidence>

export const decide = (command: GridMapCommand, state: GridMapState, context: Context): Decision => {
  switch (command.type) {
    case 'LayOutGrids': return layOutGrids(command, state, context)
    case 'RegisterBuilding': return registerBuilding(command, state, context)
    case 'RemoveBuilding': return removeBuilding(command, state, context)
    case 'RecordBuildingMetrics': return recordBuildingMetrics(command, state, context)
    case 'RenameGrid': return renameGrid(command, state, context)
    case 'RecodeGrid': return recodeGrid(command, state, context)
    case 'GrantGridCountExemption': return grantGridCountExemption(command, state, context)
    case 'ReserveGrids': return reserveGrids(command, state, context)
    case 'HoldGrids': return holdGrids(command, state, context)
    case 'ReleaseGrids': return releaseGrids(command, state)
    case 'ReviseGridMap': return reviseGridMap(command, state)
    case 'VoidGridMapEntry': return voidGridMapEntry(command, state, context)
  }
}

function layOutGrids(command: Command<'LayOutGrids'>, state: GridMapState, context: Context): Decision {
  const { communityId, effectiveOn, grids, earlierHistory } = command.data
  const documentNumber = context.authority?.documentNumber
  if (documentNumber === undefined) return documentMissing(command)
  const target = targetOf(command.data)
  const facts = grids.map((grid, ordinal) => gridMapEvent.GridEstablished({
    ...entryFieldsFor(command.data, context.entryId(ordinal)), communityId, documentNumber, ...grid, earlierHistory,
  }))
  return accept(state, facts, context, target, () =>
    layoutCorrectionFault(state, facts, target)
    ?? communityFault(context.evidence, communityId, effectiveOn)
    ?? layoutNamesFault(state, grids, target)
    ?? elsewhereFault(state, context.evidence, namesGivenBy(command), target)
    ?? (target === undefined ? firstLayoutFault(command, state, facts, context) : undefined))
}

function registerBuilding(command: Command<'RegisterBuilding'>, state: GridMapState, context: Context): Decision {
  const { communityId, effectiveOn, gridId, building } = command.data
  const documentNumber = context.authority?.documentNumber
  if (documentNumber === undefined) return documentMissing(command)
  const target = targetOf(command.data)
  const fact = gridMapEvent.BuildingRegistered({ ...entryFieldsFor(command.data, context.entryId(0)), communityId, documentNumber, gridId, building })
  return accept(state, [fact], context, target, () =>
    entryFault(state, fact.type, target)
    ?? unitFault(state, target, building.buildingId)
    ?? gridFault(beside(state, target), communityId, gridId, effectiveOn)
    ?? newBuildingFault(state, building, target)
    ?? elsewhereFault(state, context.evidence, namesGivenBy(command), target))
}

function removeBuilding(command: Command<'RemoveBuilding'>, state: GridMapState, context: Context): Decision {
  const { communityId, effectiveOn, buildingId } = command.data
  const documentNumber = context.authority?.documentNumber
  if (documentNumber === undefined) return documentMissing(command)
  const target = targetOf(command.data)
  const fault = entryFault(state, 'BuildingRemoved', target)
  if (fault !== undefined) return E.left(fault)
  const grid = gridOfBuilding(partitionAt(historyOf(beside(state, target)), effectiveOn), buildingId)
  if (grid === undefined) return E.left({ type: 'BuildingNotInCommunity', rule: 'I3', communityId, buildingId, effectiveOn })
  const fact = gridMapEvent.BuildingRemoved({
    ...entryFieldsFor(command.data, context.entryId(0)), communityId, documentNumber, gridId: grid.gridId, buildingId,
  })
  return accept(state, [fact], context, target)
}

function recordBuildingMetrics(command: Command<'RecordBuildingMetrics'>, state: GridMapState, context: Context): Decision {
  const { communityId, effectiveOn, gridId, buildingId, households, residents } = command.data
  const target = targetOf(command.data)
  const map = beside(state, target)
  const fact = gridMapEvent.BuildingMetricsRecorded({ ...entryFieldsFor(command.data, context.entryId(0)), communityId, gridId, buildingId, households, residents })
  return accept(state, [fact], context, target, () =>
    entryFault(state, fact.type, target)
    ?? gridFault(map, communityId, gridId, effectiveOn, buildingId)
    ?? buildingFault(map, communityId, buildingId, gridId, effectiveOn))
}

function renameGrid(command: Command<'RenameGrid'>, state: GridMapState, context: Context): Decision {
  const { communityId, effectiveOn, gridId, name } = command.data
  const documentNumber = context.authority?.documentNumber
  if (documentNumber === undefined) return documentMissing(command)
  const target = targetOf(command.data)
  const fact = gridMapEvent.GridRenamed({ ...entryFieldsFor(command.data, context.entryId(0)), communityId, documentNumber, gridId, name })
  return accept(state, [fact], context, target, () =>
    entryFault(state, fact.type, target)
    ?? gridFault(state, communityId, gridId, effectiveOn)
    ?? renamingFault(state, communityId, gridId, effectiveOn))
}

function recodeGrid(command: Command<'RecodeGrid'>, state: GridMapState, context: Context): Decision {
  const { communityId, effectiveOn, gridId, code } = command.data
  const documentNumber = context.authority?.documentNumber
  if (documentNumber === undefined) return documentMissing(command)
  const target = targetOf(command.data)
  const fact = gridMapEvent.GridRecoded({ ...entryFieldsFor(command.data, context.entryId(0)), communityId, documentNumber, gridId, code })
  return accept(state, [fact], context, target, () =>
    entryFault(state, fact.type, target)
    ?? gridFault(state, communityId, gridId, effectiveOn)
    ?? newCodeFault(state, code, target)
    ?? elsewhereFault(state, context.evidence, namesGivenBy(command), target))
}

function grantGridCountExemption(command: Command<'GrantGridCountExemption'>, state: GridMapState, context: Context): Decision {
  const { communityId, effectiveOn, min, max, until } = command.data
  const documentNumber = context.authority?.documentNumber
  if (documentNumber === undefined) return documentMissing(command)
  if (min > max) return E.left({ type: 'RangeUpsideDown', rule: 'G1', range: 'exemption', min, max })
  if (until !== undefined && until <= effectiveOn) return E.left({ type: 'ExemptionWithoutDays', rule: 'G1', effectiveOn, until })
  const target = targetOf(command.data)
  const fact = gridMapEvent.GridCountExemptionGranted({
    ...entryFieldsFor(command.data, context.entryId(0)), communityId, documentNumber, min, max, ...(until === undefined ? {} : { until }),
  })
  return accept(state, [fact], context, target, () => entryFault(state, fact.type, target))
}

function reserveGrids({ data }: Command<'ReserveGrids'>, state: GridMapState, { evidence }: Context): Decision {
  const { communityId, planId, gridIds, codes, gridCountChange, takesEffectOn } = data
  const reservation: GridReservation = { planId, gridIds, codes, gridCountChange, takesEffectOn }
  if (state.reservations.some((standing) => sameTree(standing, reservation))) return E.right([])
  const fault = repetitionIn('4.1', placed('gridIds', gridIds))
    ?? gridIds.map((gridId) => endedGridFault(state, communityId, gridId, takesEffectOn)).find((each) => each !== undefined)
    ?? reservedFault(state, communityId, gridIds, planId)
    ?? plannedCodesFault(state, reservation)
    ?? laterThanPlanFault(state, communityId, reservation)
    ?? plannedCountFault(state, communityId, reservation, evidence.ruleBook.state)
  return fault === undefined ? E.right([gridMapEvent.GridsReserved({ communityId, ...reservation })]) : E.left(fault)
}

/** For a correction of an executed plan: what speaks against it, the plan itself tests; here it only must not meet another plan. */
function holdGrids({ data }: Command<'HoldGrids'>, state: GridMapState, { evidence }: Context): Decision {
  const { communityId, planId, gridIds, gridCountChange, takesEffectOn } = data
  const reservation: GridReservation = { planId, gridIds, codes: [], gridCountChange, takesEffectOn }
  if (state.reservations.some((standing) => sameTree(standing, reservation))) return E.right([])
  const fault = reservedFault(state, communityId, gridIds, planId) ?? plannedCountFault(state, communityId, reservation, evidence.ruleBook.state)
  return fault === undefined ? E.right([gridMapEvent.GridsReserved({ communityId, ...reservation })]) : E.left(fault)
}

function releaseGrids({ data: { communityId, planId } }: Command<'ReleaseGrids'>, state: GridMapState): Decision {
  const holds = state.reservations.some((reservation) => reservation.planId === planId)
  return E.right(holds ? [gridMapEvent.GridReservationReleased({ communityId, planId })] : [])
}

/** Never refused: the plan was executed, and the map follows (§6.4). */
function reviseGridMap({ data: { communityId, planId, planVersion, changes, neverValid } }: Command<'ReviseGridMap'>, state: GridMapState): Decision {
  const news = isNews(state.plans, planId, planVersion)
  return E.right(news ? [gridMapEvent.GridMapRevised({ communityId, planId, planVersion, changes, neverValid })] : [])
}

function voidGridMapEntry(command: Command<'VoidGridMapEntry'>, state: GridMapState, context: Context): Decision {
  const { communityId, root, corrects, reason } = command.data
  const target = { root, corrects }
  const fault = correctionFault(state.entries, target)
  if (fault !== undefined) return E.left(fault)
  const chain = chainNamed(state.entries, root)
  if (context.authority === undefined && chain?.entries[0]?.fact?.type !== 'BuildingMetricsRecorded') return documentMissing(command)
  const voided = gridMapEvent.EntryVoided({ entryId: context.entryId(0), kind: 'correction', root, corrects, reason })
  const after = evolve(state, voided)
  const voidedChain = chainNamed(after.entries, root)
  const restored = voidedChain && headOf(voidedChain)
  const broken = (restored && restoredFault(state, context.evidence, restored, target))
    ?? replacedFault(state, after, communityId, replacementBy(state, target, restored), target, context)
  return broken === undefined ? E.right([voided]) : E.left(broken)
}

/** The facts, if the checks of the command and those of late facts and corrections have nothing against them. */
function accept(
  state: GridMapState, facts: ReadonlyArray<MapEntry>, context: Context, target: CorrectionTarget | undefined, check: () => Fault = () => undefined,
): Decision {
  const fault = check() ?? facts.map((fact) => replacementFault(state, fact.data.communityId, replacementBy(state, target, fact), target)).find((each) => each !== undefined)
  if (fault !== undefined) return E.left(fault)
  const [fact] = facts
  if (target === undefined || fact === undefined) return E.right(facts)
  const after = fold({ initialState: state, evolve }, facts)
  const broken = replacedFault(state, after, fact.data.communityId, replacementBy(state, target, fact), target, context)
  return broken === undefined ? E.right(facts) : E.left(broken)
}

/** 6.4, then I2 and I3 on each later day. */
function replacedFault(
  before: GridMapState, after: GridMapState, communityId: CommunityId, replacement: Replacement, target: CorrectionTarget, { evidence, decidedOn }: Context,
): Fault {
  return replacementFault(before, communityId, replacement, target)
    ?? homelessFault(before, after, evidence, communityId)
    ?? soundnessFault(before, after, communityId, firstDayOf(replacement, decidedOn), evidence.ruleBook.state)
}

/** 6.1: the chain exists, its tip is named, and it is about facts of this type. */
function entryFault(state: GridMapState, type: MapEntry['type'], target: CorrectionTarget | undefined): Fault {
  return target && chainFault(state.entries, target, type)
}

/** 6.1: what brought a unit into being keeps it. */
function unitFault(state: GridMapState, target: CorrectionTarget | undefined, named: string): Fault {
  const fact = target && chainNamed(state.entries, target.root)?.entries[0]?.fact
  const recorded = fact?.type === 'GridEstablished' ? fact.data.gridId : fact?.type === 'BuildingRegistered' ? fact.data.building.buildingId : undefined
  return target === undefined || recorded === undefined || recorded === named
    ? undefined
    : { type: 'CorrectionOfAnotherUnit', rule: '6.1', root: target.root, recorded, named }
}

/** 6.1: a laying out is corrected one grid at a time. */
function layoutCorrectionFault(state: GridMapState, facts: ReadonlyArray<Extract<MapEntry, { type: 'GridEstablished' }>>, target: CorrectionTarget | undefined): Fault {
  if (target === undefined) return undefined
  const [fact] = facts
  if (fact === undefined || facts.length > 1) return { type: 'CorrectionOfSeveral', rule: '6.1', root: target.root, facts: facts.length }
  return entryFault(state, fact.type, target) ?? unitFault(state, target, fact.data.gridId)
}

/** 6.4, I1 and I2: the first grids of a community, as long as it lives, and as many as are allowed. */
function firstLayoutFault(
  { data: { communityId, effectiveOn, grids } }: Command<'LayOutGrids'>, state: GridMapState, facts: ReadonlyArray<GridMapEvent>, { evidence }: Context,
): Fault {
  return layoutFault(state, communityId)
    ?? homelessFault(state, fold({ initialState: state, evolve }, facts), evidence, communityId)
    ?? countFault(grids.length, communityId, effectiveOn, evidence.ruleBook.state, exemptionsIn(state.entries))
}

/** I6 for the grids of a plan: those that it will create are not here yet, and those that come from elsewhere may have been here before. */
function endedGridFault(state: GridMapState, communityId: CommunityId, gridId: GridReservation['gridIds'][number], effectiveOn: CalendarDate): Fault {
  const fault = gridFault(state, communityId, gridId, effectiveOn)
  return fault?.type === 'UnknownGrid' || fault?.type === 'GridInOtherCommunity' ? undefined : fault
}

function documentMissing(command: GridMapCommand): Decision {
  return E.left({ type: 'DocumentMissing', rule: 'I38', command: command.type })
}
