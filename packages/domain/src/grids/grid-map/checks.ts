/** The rules that keep a fact off a grid map, one function each: undefined where the rule is kept. */

import { sameTree, type CalendarDate, type EntryId } from '@grid-governance/event-sourcing'
import { earlierOf } from '../../shared/calendar-date.ts'
import { livesOn } from '../../shared/division-structure.ts'
import { byEffect, chainNamed, headOf, without, type CorrectionTarget, type EffectPlace } from '../../shared/entry-chains.ts'
import type { BuildingId, CommunityId, GridId, PlanId } from '../../shared/identifiers.ts'
import type { ListPlace } from '../../shared/rejections.ts'
import { placed, repetitionIn } from '../../shared/repetitions.ts'
import type { RuleSet } from '../../shared/rule-set.ts'
import { spentAs, type SpentNames } from '../../shared/spent-names.ts'
import { gridOfBuilding, partitionFaults, touchedGrids, type GridCountExemption, type GridReservation } from '../../shared/structure.ts'
import type { BuildingDetails } from '../../shared/vocabulary.ts'
import { historyOf, type MapChange, type MapEntry } from './changes.ts'
import type { GridMapEvidence } from './evidence.ts'
import type { GridMapRejection } from './rejections.ts'
import { exemptionsIn, neverValidIn, partitionAt, type GridMapState } from './state.ts'

type Fault = GridMapRejection | undefined

/** The map as it is without the chain that is to be corrected: what the replacement is judged by. */
export const beside = (state: GridMapState, target: CorrectionTarget | undefined): GridMapState => {
  if (target === undefined) return state
  return { ...state, entries: without(state.entries, target.root) }
}

/** I1: the community lives in the register on that day. */
export const communityFault = (evidence: GridMapEvidence, communityId: CommunityId, effectiveOn: CalendarDate): Fault =>
  livesOn(evidence.division.state.communities[communityId], effectiveOn) ? undefined : { type: 'CommunityNotInRegister', rule: 'I1', communityId, effectiveOn }

/** I1: no grid comes to be here on a day on which the community does not live, neither before that begins nor after a plan has ended it. */
export const homelessFault = (before: GridMapState, after: GridMapState, { division }: GridMapEvidence, communityId: CommunityId): Fault => {
  const life = division.state.communities[communityId]
  const days = [...historyOf(after).changes.map((change) => change.effectiveOn), ...(life?.to ? [life.to] : [])]
  const hasGrids = (state: GridMapState, day: CalendarDate): boolean => Object.keys(partitionAt(historyOf(state), day).grids).length > 0
  const day = days.toSorted().find((each) => !livesOn(life, each) && hasGrids(after, each) && !hasGrids(before, each))
  return day && { type: 'CommunityNotInRegister', rule: 'I1', communityId, effectiveOn: day }
}

/** I1 and I6: the grid is open here on that day. `buildingId`, where the fact is about one, tells where a grid that never was valid had it. */
export const gridFault = (state: GridMapState, communityId: CommunityId, gridId: GridId, effectiveOn: CalendarDate, buildingId?: BuildingId): Fault => {
  const partition = partitionAt(historyOf(state), effectiveOn)
  if (partition.grids[gridId] !== undefined) return undefined
  const neverValid = neverValidIn(state)[gridId]
  if (neverValid === undefined) return absenceOf(historyOf(state).changes, communityId, gridId, effectiveOn)
  const holder = buildingId === undefined ? undefined : gridOfBuilding(partition, buildingId)
  return { type: 'GridNeverValid', rule: 'I6', communityId, gridId, instead: holder === undefined ? neverValid : [holder.gridId] }
}

/** I3: the building is in that grid on that day. */
export const buildingFault = (state: GridMapState, communityId: CommunityId, buildingId: BuildingId, named: GridId, effectiveOn: CalendarDate): Fault => {
  const actual = gridOfBuilding(partitionAt(historyOf(state), effectiveOn), buildingId)?.gridId
  if (actual === undefined) return { type: 'BuildingNotInCommunity', rule: 'I3', communityId, buildingId, effectiveOn }
  return actual === named ? undefined : { type: 'BuildingInOtherGrid', rule: 'I3', buildingId, named, actual, effectiveOn }
}

/**
 * 6.1: what a withdrawal restores stands on the map of today as it did when it was recorded: the community lives, the grid is open, the building
 * is in it. Names, figures and exemptions stand on nothing.
 */
export const restoredFault = (state: GridMapState, evidence: GridMapEvidence, fact: MapEntry, target: CorrectionTarget): Fault => {
  const { communityId, effectiveOn } = fact.data
  switch (fact.type) {
    case 'GridEstablished': return communityFault(evidence, communityId, effectiveOn)
    case 'BuildingRegistered': case 'GridRecoded': return gridFault(beside(state, target), communityId, fact.data.gridId, effectiveOn)
    case 'BuildingRemoved': return buildingFault(beside(state, target), communityId, fact.data.buildingId, fact.data.gridId, effectiveOn)
    case 'GridRenamed': case 'BuildingMetricsRecorded': case 'GridCountExemptionGranted': return undefined
  }
}

/** 4.1 and T31: an id or a code is that of a unit in another community. */
export const elsewhereFault = (state: GridMapState, { elsewhere }: GridMapEvidence, names: ReadonlyArray<string>, target: CorrectionTarget | undefined): Fault => {
  const own = namesOfChain(state, target)
  const others = names.filter((name) => !own.has(name))
  const [id] = others.filter((name) => elsewhere.some(({ state: { spentIds, reservations } }) => spentIds.includes(name) || reservations.some((reservation) => reservation.gridIds.some((gridId) => gridId === name))))
  const [code] = others.filter((name) => elsewhere.some((map) => map.state.spentCodes.includes(name)))
  if (id !== undefined) return { type: 'IdSpent', rule: '4.1', id, place: null, heldBy: null }
  return code === undefined ? undefined : { type: 'CodeSpent', rule: 'T31', code, place: null, heldBy: null }
}

/** 4.1, T31, 1.1 and I3 for everything that a laying out names. */
export const layoutNamesFault = (
  state: GridMapState, grids: ReadonlyArray<{ readonly gridId: GridId, readonly code: string, readonly buildings: ReadonlyArray<BuildingDetails> }>, target: CorrectionTarget | undefined,
): Fault => {
  const ids = placed('grids', grids.map((grid) => grid.gridId))
  const codes = placed('grids', grids.map((grid) => grid.code))
  const buildings = grids.flatMap((grid, ordinal) => placed(`grids.${ordinal}.buildings`, grid.buildings.map((building) => building.buildingId)))
  const numbers = grids.flatMap((grid, ordinal) => placed(`grids.${ordinal}.buildings`, grid.buildings.map((building) => building.number)))
  const own = namesOfChain(state, target)
  return repetitionIn('4.1', ids) ?? repetitionIn('T31', codes) ?? repetitionIn('I3', buildings) ?? repetitionIn('1.1', numbers)
    ?? idFault(state, ids, own) ?? codeFault(state, codes, own) ?? idFault(state, buildings, own) ?? numberFault(state, numbers, own)
}

/** 4.1 and 1.1 for one building. */
export const newBuildingFault = (state: GridMapState, { buildingId, number }: BuildingDetails, target: CorrectionTarget | undefined): Fault => {
  const own = namesOfChain(state, target)
  return idFault(state, [{ value: buildingId }], own) ?? numberFault(state, [{ value: number }], own)
}

/** T31 for one code. */
export const newCodeFault = (state: GridMapState, code: string, target: CorrectionTarget | undefined): Fault =>
  codeFault(state, [{ value: code }], namesOfChain(state, target))

/** T31 for the codes that a plan will give; grids that go on may keep theirs. */
export const plannedCodesFault = (state: GridMapState, reservation: GridReservation): Fault => {
  const codes = placed('codes', reservation.codes)
  const { grids } = partitionAt(historyOf(state), reservation.takesEffectOn)
  const kept = new Set<string>(reservation.gridIds.flatMap((gridId) => grids[gridId]?.code ?? []))
  return repetitionIn('T31', codes) ?? codeFault(state, codes, kept, reservation.planId)
}

/** 6.4: grids come through plans once there are any. */
export const layoutFault = (state: GridMapState, communityId: CommunityId): Fault => {
  const first = historyOf(state).changes.find((change) => change.sets.length > 0)
  return first && { type: 'GridsComeThroughPlans', rule: '6.4', communityId, gridsSince: first.effectiveOn }
}

/** 6.4: none of these grids is held by a plan (another than `except`). */
export const reservedFault = (state: GridMapState, communityId: CommunityId, gridIds: ReadonlyArray<GridId>, except?: PlanId): Fault => {
  for (const { planId: byPlan, gridIds: held, takesEffectOn: effectiveOn } of state.reservations) {
    const both = held.filter((gridId) => gridIds.includes(gridId))
    if (byPlan !== except && both.length > 0) return { type: 'GridReserved', rule: '6.4', communityId, gridIds: both, byPlan, effectiveOn }
  }
  return undefined
}

/** 6.4: the name of a reserved grid may change only for days before the plan's. */
export const renamingFault = (state: GridMapState, communityId: CommunityId, gridId: GridId, effectiveOn: CalendarDate): Fault =>
  reservedFault({ ...state, reservations: state.reservations.filter((reservation) => reservation.takesEffectOn <= effectiveOn) }, communityId, [gridId])

/** 6.4: no structural fact later than the plan touches the grids that it reserves, save its own. */
export const laterThanPlanFault = (state: GridMapState, communityId: CommunityId, { planId, gridIds, takesEffectOn }: GridReservation): Fault => {
  const later = historyOf(state).changes.filter((change) =>
    change.effectiveOn > takesEffectOn && change.nature !== 'description' && change.planId !== planId && touchesAny(change, gridIds))
  return later.length === 0 ? undefined : laterStructure(communityId, gridIds, later)
}

/**
 * I2 for a plan among others: on its day and on each later one on which another holds grids, the number is allowed whichever of those
 * others take effect. Plans that are executed at the same moment cannot break together what each alone would keep.
 */
export const plannedCountFault = (state: GridMapState, communityId: CommunityId, { planId, gridCountChange, takesEffectOn }: GridReservation, rules: RuleSet | undefined): Fault => {
  const others = state.reservations.filter((reservation) => reservation.planId !== planId && reservation.gridCountChange !== 0)
  if (gridCountChange === 0 || others.length === 0) return undefined
  const days = [takesEffectOn, ...others.map((other) => other.takesEffectOn).filter((day) => day > takesEffectOn)]
  const fault = days.flatMap((day) => countsAmong(others, day).map((among) => {
    const would = Object.keys(partitionAt(historyOf(state), day).grids).length + gridCountChange + among
    return countFault(would, communityId, day, rules, exemptionsIn(state.entries))
  })).find((each) => each !== undefined)
  return fault?.type === 'GridCountOutOfRange' ? { ...fault, type: 'PlansBreakGridCount', plans: others.map((other) => other.planId) } : fault
}

/** The fewest and the most grids that these plans can add by a day, each of them executed or not. */
function countsAmong(reservations: ReadonlyArray<GridReservation>, day: CalendarDate): readonly [number, number] {
  const changes = reservations.filter((reservation) => reservation.takesEffectOn <= day).map((reservation) => reservation.gridCountChange)
  return [changes.reduce((sum, change) => sum + Math.min(change, 0), 0), changes.reduce((sum, change) => sum + Math.max(change, 0), 0)]
}

/** What a correction, a withdrawal or a new fact replaces, and what it says instead; both at the place of its root. */
export interface Replacement {
  readonly arrived: number
  readonly before: MapEntry | undefined
  readonly after: MapEntry | undefined
}

/** The replacement that a fact is: of the head of its chain, or of nothing. */
export const replacementBy = (state: GridMapState, target: CorrectionTarget | undefined, after: MapEntry | undefined): Replacement => {
  const chain = target && chainNamed(state.entries, target.root)
  return { arrived: chain?.arrived ?? state.arrived, before: chain && headOf(chain), after }
}

/** 6.4: neither do plans hold the grids that a replacement touches, nor do later facts stand on what it changes. */
export const replacementFault = (state: GridMapState, communityId: CommunityId, replacement: Replacement, target: CorrectionTarget | undefined): Fault => {
  const sides = [replacement.before, replacement.after].flatMap((fact) => fact !== undefined && isStructural(fact) ? [fact] : [])
  if (sides.length === 0) return undefined
  const gridIds = [...new Set(sides.map((fact) => fact.data.gridId))]
  const from = sides.map((fact): EffectPlace => ({ effectiveOn: fact.data.effectiveOn, arrived: replacement.arrived })).reduce((left, right) => byEffect(left, right) <= 0 ? left : right)
  const buildings = buildingsChanged(replacement)
  const later = historyOf(beside(state, target)).changes.filter((change) => byEffect(change, from) > 0
    && (change.nature === 'whole' ? touchesAny(change, gridIds) : change.buildingId !== null && buildings.has(change.buildingId)))
  return reservedFault(state, communityId, gridIds) ?? (later.length === 0 ? undefined : laterStructure(communityId, gridIds, later))
}

/** I2 and I3 on each day from `from` on, on which the structure changes: nothing may be broken that was whole before. */
export const soundnessFault = (before: GridMapState, after: GridMapState, communityId: CommunityId, from: CalendarDate, rules: RuleSet | undefined): Fault => {
  const days = new Set([...historyOf(before).changes, ...historyOf(after).changes].map((change) => change.effectiveOn).filter((day) => day >= from))
  const [was, becomes] = [before, after].map((state) => (day: CalendarDate) => onDay(state, day, communityId, rules)) as [DayView, DayView]
  for (const day of [...days].sort()) {
    const [old, fresh] = [was(day), becomes(day)]
    const faults = fresh.faults.filter((fault) => !old.faults.some((known) => sameTree(known, fault)))
    if (faults.length > 0) return { type: 'PartitionBroken', rule: 'I3', communityId, day, faults }
    if (fresh.countFault !== undefined && (old.countFault === undefined || old.count !== fresh.count)) return fresh.countFault
  }
  return scheduledCountFault(before, after, communityId, rules)
}

/** I2 for the plans that are scheduled here: none of them may be made to break the number of grids that it would have kept. */
function scheduledCountFault(before: GridMapState, after: GridMapState, communityId: CommunityId, rules: RuleSet | undefined): Fault {
  const would = (state: GridMapState, { gridCountChange, takesEffectOn }: GridReservation): Fault =>
    countFault(Object.keys(partitionAt(historyOf(state), takesEffectOn).grids).length + gridCountChange, communityId, takesEffectOn, rules, exemptionsIn(state.entries))
  for (const reservation of after.reservations) {
    if (reservation.gridCountChange === 0 || would(before, reservation) !== undefined) continue
    const fault = would(after, reservation) ?? plannedCountFault(after, communityId, reservation, rules)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** I2: so many grids on a day, by the rule book or by an exemption in force. */
export const countFault = (
  would: number, communityId: CommunityId, day: CalendarDate, rules: RuleSet | undefined, exemptions: ReadonlyArray<GridCountExemption>,
): Fault => {
  const inForce = exemptions.filter(({ from, until }) => livesOn({ from, to: until }, day))
  const ranges = [...inForce, ...(rules === undefined ? [] : [rules.gridsPerCommunity])]
  const [allowed] = ranges
  if (allowed === undefined) return { type: 'NoRuleBookInForce', rule: 'I2', day }
  return ranges.some(({ min, max }) => min <= would && would <= max)
    ? undefined
    : { type: 'GridCountOutOfRange', rule: 'I2', communityId, day, would, allowed: { min: allowed.min, max: allowed.max } }
}

/** The earliest day that a replacement changes anything on. */
export const firstDayOf = ({ before, after }: Replacement, otherwise: CalendarDate): CalendarDate =>
  [before, after].flatMap((fact) => fact?.data.effectiveOn ?? []).reduce(earlierOf, otherwise)

type StructuralEntry = Extract<MapEntry, { readonly type: 'GridEstablished' | 'BuildingRegistered' | 'BuildingRemoved' | 'GridRecoded' }>

function isStructural(fact: MapEntry): fact is StructuralEntry {
  return fact.type === 'GridEstablished' || fact.type === 'BuildingRegistered' || fact.type === 'BuildingRemoved' || fact.type === 'GridRecoded'
}

/** The buildings that come, go, or come or go on another day. */
function buildingsChanged({ before, after }: Replacement): ReadonlySet<BuildingId> {
  const [left, right] = [buildingsNamed(before), buildingsNamed(after)]
  if (before?.data.effectiveOn !== after?.data.effectiveOn) return new Set([...left, ...right])
  return new Set([...left.filter((building) => !right.includes(building)), ...right.filter((building) => !left.includes(building))])
}

function buildingsNamed(fact: MapEntry | undefined): ReadonlyArray<BuildingId> {
  switch (fact?.type) {
    case 'GridEstablished': return fact.data.buildings.map((building) => building.buildingId)
    case 'BuildingRegistered': return [fact.data.building.buildingId]
    case 'BuildingRemoved': return [fact.data.buildingId]
    case undefined: case 'GridRecoded': case 'GridRenamed': case 'BuildingMetricsRecorded': case 'GridCountExemptionGranted': return []
  }
}

type DayView = (day: CalendarDate) => ReturnType<typeof onDay>

/** How a map stands on a day; before its first grid a community need not have any. */
function onDay(state: GridMapState, day: CalendarDate, communityId: CommunityId, rules: RuleSet | undefined) {
  const partition = partitionAt(historyOf(state), day)
  const count = Object.keys(partition.grids).length
  const divided = historyOf(state).changes.some((change) => change.effectiveOn <= day && change.sets.length > 0)
  return { faults: partitionFaults(partition), count, countFault: divided ? countFault(count, communityId, day, rules, exemptionsIn(state.entries)) : undefined }
}

/** Why a grid is not there on a day. */
function absenceOf(changes: ReadonlyArray<MapChange>, communityId: CommunityId, gridId: GridId, effectiveOn: CalendarDate): GridMapRejection {
  const ending = changes.findLast((change) => change.effectiveOn <= effectiveOn && (change.leaves.includes(gridId) || change.closes.some((closed) => closed.gridId === gridId)))
  if (ending === undefined) {
    const opensOn = changes.find((change) => change.effectiveOn > effectiveOn && change.sets.some((grid) => grid.gridId === gridId))?.effectiveOn
    return opensOn === undefined ? { type: 'UnknownGrid', rule: 'I1', communityId, gridId } : { type: 'GridNotYetOpen', rule: 'I6', gridId, opensOn, effectiveOn }
  }
  const closed = ending.closes.find((one) => one.gridId === gridId)
  if (closed === undefined) return { type: 'GridInOtherCommunity', rule: 'I1', communityId, gridId, leftOn: ending.effectiveOn, effectiveOn }
  return closed.reason === 'neverValid'
    ? { type: 'GridNeverValid', rule: 'I6', communityId, gridId, instead: closed.successors }
    : { type: 'GridAlreadyClosed', rule: 'I6', gridId, closedOn: ending.effectiveOn, effectiveOn, successors: closed.successors }
}

function touchesAny(change: MapChange, gridIds: ReadonlyArray<GridId>): boolean {
  return touchedGrids(change).some((gridId) => gridIds.includes(gridId))
}

function laterStructure(communityId: CommunityId, gridIds: ReadonlyArray<GridId>, later: ReadonlyArray<MapChange>): GridMapRejection {
  const touched = gridIds.filter((gridId) => later.some((change) => touchesAny(change, [gridId])))
  return { type: 'LaterStructureExists', rule: '6.4', communityIds: [communityId], gridIds: touched, entries: later.map((change): EntryId => change.root) }
}

/** A name, and its place where it stands in a list. */
interface NamedOnce { readonly value: string, readonly place?: ListPlace }

function idFault(state: GridMapState, ids: ReadonlyArray<NamedOnce>, own: ReadonlySet<string>): Fault {
  const id = firstSpent(state.spentIds, ids, own)
  return id && { type: 'IdSpent', rule: '4.1', id: id.value, place: id.place, heldBy: id.heldBy }
}

function codeFault(state: GridMapState, codes: ReadonlyArray<NamedOnce>, own: ReadonlySet<string>, forPlan?: PlanId): Fault {
  const code = firstSpent(state.spentCodes, codes, own, forPlan)
  return code && { type: 'CodeSpent', rule: 'T31', code: code.value, place: code.place, heldBy: code.heldBy }
}

function numberFault(state: GridMapState, numbers: ReadonlyArray<NamedOnce>, own: ReadonlySet<string>): Fault {
  const number = firstSpent(state.spentNumbers, numbers, own)
  return number && { type: 'NumberSpent', rule: '1.1', number: number.value, place: number.place }
}

function firstSpent(
  spent: SpentNames, names: ReadonlyArray<NamedOnce>, own: ReadonlySet<string>, forPlan?: PlanId,
): { readonly value: string, readonly place: ListPlace | null, readonly heldBy: PlanId | null } | undefined {
  for (const { value, place = null } of names) {
    const before = own.has(value) ? undefined : spentAs(spent, value, forPlan)
    if (before !== undefined) return { value, place, heldBy: before.by }
  }
  return undefined
}

/** The ids, codes and numbers that the facts of one chain have used: its corrections may keep them (T31). */
function namesOfChain(state: GridMapState, target: CorrectionTarget | undefined): ReadonlySet<string> {
  const chain = target && chainNamed(state.entries, target.root)
  return new Set(chain?.entries.flatMap(({ fact }) => fact === null ? [] : namesIn(fact)))
}

function namesIn(fact: MapEntry): ReadonlyArray<string> {
  switch (fact.type) {
    case 'GridEstablished': return [fact.data.gridId, fact.data.code, ...fact.data.buildings.flatMap(({ buildingId, number }) => [buildingId, number])]
    case 'BuildingRegistered': return [fact.data.building.buildingId, fact.data.building.number]
    case 'GridRecoded': return [fact.data.code]
    case 'BuildingRemoved': case 'GridRenamed': case 'BuildingMetricsRecorded': case 'GridCountExemptionGranted': return []
  }
}
