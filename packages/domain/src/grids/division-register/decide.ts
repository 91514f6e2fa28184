/** What may be entered into the division register. */

import * as E from 'fp-ts/lib/Either.js'
import { fold, sameTree, type CalendarDate, type DecisionContext, type EntryId } from '@grid-governance/event-sourcing'
import { codeOn, communitiesAstray, livesOn, type Astray, type Lifetime } from '../../shared/division-structure.ts'
import {
  chainNamed, correctionFault, entryFieldsFor, headOf, replacementFault, targetOf, without, type CorrectionTarget, type DatedFact,
} from '../../shared/entry-chains.ts'
import type { CommunityId, DistrictId, PlanId, TownId } from '../../shared/identifiers.ts'
import { isNews } from '../../shared/plan-revisions.ts'
import type { ListPlace } from '../../shared/rejections.ts'
import { placed, repetitionIn, type PlacedValue } from '../../shared/repetitions.ts'
import { spentAs } from '../../shared/spent-names.ts'
import { partitionOn, type CommunityStructure } from '../../shared/structure.ts'
import type { DivisionRegisterCommand } from './commands.ts'
import { divisionRegisterEvent, type DivisionRegisterEvent } from './events.ts'
import type { DivisionRegisterEvidence } from './evidence.ts'
import { evolve } from './evolve.ts'
import { historyOf, type RegisterEntry, type RegisterHistory, type TownLife } from './history.ts'
import type { DivisionRegisterRejection } from './rejections.ts'
import type { DivisionRegisterState } from './state.ts'

type Command<Type extends DivisionRegisterCommand['type']> = Extract<DivisionRegisterCommand, { readonly type: Type }>
type Decision = E.Either<DivisionRegisterRejection, ReadonlyArray<DivisionRegisterEvent>>
type Fault = DivisionRegisterRejection | undefined
type Context = DecisionContext<DivisionRegisterEvidence>

export const decide = (command: DivisionRegisterCommand, state: DivisionRegisterState, context: Context): Decision => {
  switch (command.type) {
    case 'RegisterDivisions': return registerDivisions(command, state, context)
    case 'RenameTown': return renameTown(command, state, context)
    case 'RecodeTown': return recodeTown(command, state, context)
    case 'CloseTown': return closeTown(command, state, context)
    case 'RenameCommunity': return renameCommunity(command, state, context)
    case 'RecodeCommunity': return recodeCommunity(command, state, context)
    case 'ReserveDivisionCodes': return reserveDivisionCodes(command, state)
    case 'ReleaseDivisionCodes': return releaseDivisionCodes(command, state)
    case 'ReviseDivisionRegister': return reviseDivisionRegister(command, state)
    case 'VoidDivisionEntry': return voidDivisionEntry(command, state, context)
  }
}

function registerDivisions(command: Command<'RegisterDivisions'>, state: DivisionRegisterState, context: Context): Decision {
  const documentNumber = context.authority?.documentNumber
  if (documentNumber === undefined) return documentMissing(command)
  const target = targetOf(command.data)
  const history = historyBeside(state, target)
  const facts = registrations(command.data, documentNumber, history.districtName === null, context)
  const fault = (target === undefined ? districtFault(command.data, history) : registrationFault(target, facts, state))
    ?? namesFault(command.data, state, target)
    ?? townsFault(command.data, history)
  return fault === undefined ? ifSound(state, facts, context) : E.left(fault)
}

function renameTown(command: Command<'RenameTown'>, state: DivisionRegisterState, context: Context): Decision {
  const { townId, name } = command.data
  return recordAbout(command, 'TownRenamed', townId, state, context, (entry) => divisionRegisterEvent.TownRenamed({ ...entry, townId, name }))
}

function recodeTown(command: Command<'RecodeTown'>, state: DivisionRegisterState, context: Context): Decision {
  const { townId, code } = command.data
  return E.chain((facts: ReadonlyArray<DivisionRegisterEvent>) => withFreeCode(command.data, facts, state))(
    recordAbout(command, 'TownRecoded', townId, state, context, (entry) => divisionRegisterEvent.TownRecoded({ ...entry, townId, code })))
}

function closeTown(command: Command<'CloseTown'>, state: DivisionRegisterState, context: Context): Decision {
  const { townId, reason, successors } = command.data
  const fault = successorFault(command.data, historyOf(state))
  if (fault !== undefined) return E.left(fault)
  return recordAbout(command, 'TownClosed', townId, state, context, (entry) => divisionRegisterEvent.TownClosed({ ...entry, townId, reason, successors }))
}

function renameCommunity(command: Command<'RenameCommunity'>, state: DivisionRegisterState, context: Context): Decision {
  const { communityId, name } = command.data
  return recordAbout(command, 'CommunityRenamed', communityId, state, context, (entry) =>
    divisionRegisterEvent.CommunityRenamed({ ...entry, communityId, name }))
}

function recodeCommunity(command: Command<'RecodeCommunity'>, state: DivisionRegisterState, context: Context): Decision {
  const { communityId, code } = command.data
  return E.chain((facts: ReadonlyArray<DivisionRegisterEvent>) => withFreeCode(command.data, facts, state))(
    recordAbout(command, 'CommunityRecoded', communityId, state, context, (entry) =>
      divisionRegisterEvent.CommunityRecoded({ ...entry, communityId, code })))
}

function reserveDivisionCodes({ data }: Command<'ReserveDivisionCodes'>, state: DivisionRegisterState): Decision {
  const { districtId, planId, codes, communityIds, takesEffectOn } = data
  const reservation = { planId, codes, communityIds, takesEffectOn }
  if (state.reservations.some((standing) => sameTree(standing, reservation))) return E.right([])
  const ids = placed('communityIds', communityIds)
  const placedCodes = placed('codes', codes)
  const fault = repetitionIn('4.1', ids) ?? repetitionIn('T31', placedCodes)
    ?? idsFault(ids, state, planId) ?? codesFault(placedCodes, state, districtId, [], planId)
  return fault === undefined ? E.right([divisionRegisterEvent.DivisionCodesReserved(reservation)]) : E.left(fault)
}

function releaseDivisionCodes({ data: { planId } }: Command<'ReleaseDivisionCodes'>, state: DivisionRegisterState): Decision {
  const holds = state.reservations.some((reservation) => reservation.planId === planId)
  return E.right(holds ? [divisionRegisterEvent.DivisionCodesReleased({ planId })] : [])
}

/** Never refused: the plan was executed, and the register follows (§6.4). */
function reviseDivisionRegister({ data: { planId, planVersion, changes } }: Command<'ReviseDivisionRegister'>, state: DivisionRegisterState): Decision {
  return E.right(isNews(state.plans, planId, planVersion) ? [divisionRegisterEvent.DivisionRegisterRevised({ planId, planVersion, changes })] : [])
}

function voidDivisionEntry(command: Command<'VoidDivisionEntry'>, state: DivisionRegisterState, context: Context): Decision {
  const { root, corrects, reason } = command.data
  if (context.authority === undefined) return documentMissing(command)
  const voided = divisionRegisterEvent.EntryVoided({ entryId: context.entryId(0), kind: 'correction', root, corrects, reason })
  const fault = correctionFault(state.entries, { root, corrects }) ?? restoredFault(state, voided)
  return fault === undefined ? ifSound(state, [voided], context) : E.left(fault)
}

/** 6.1: what a withdrawal restores stands on the register of today as it did when it was recorded. */
function restoredFault(state: DivisionRegisterState, voided: Extract<DivisionRegisterEvent, { type: 'EntryVoided' }>): Fault {
  const chain = chainNamed(evolve(state, voided).entries, voided.data.root)
  const fact = chain && headOf(chain)
  if (fact === undefined) return undefined
  const history = historyBeside(state, voided.data)
  switch (fact.type) {
    case 'DistrictRegistered': return districtFault(fact.data, history)
    case 'TownRegistered': return undefined
    case 'CommunityRegistered': return townFault(fact.data, history.towns[fact.data.townId], null)
    case 'TownClosed': return successorFault(fact.data, history) ?? lifeFault(history.towns[fact.data.townId], fact.data.townId, fact.data.effectiveOn)
    case 'TownRenamed': case 'TownRecoded': return lifeFault(history.towns[fact.data.townId], fact.data.townId, fact.data.effectiveOn)
    case 'CommunityRenamed': case 'CommunityRecoded': return lifeFault(history.communities[fact.data.communityId], fact.data.communityId, fact.data.effectiveOn)
  }
}

/** The history without the chain that is to be corrected: what its replacement is judged by. */
function historyBeside(state: DivisionRegisterState, target: CorrectionTarget | undefined): RegisterHistory {
  return historyOf({ entries: without(state.entries, target?.root), plans: state.plans })
}

type EntryAndDocument = DatedFact['data'] & { readonly documentNumber: string }

/** A fact about one unit that lives on the effective day (I6), with its document (I38), if the history stays sound with it. */
function recordAbout(
  command: Command<'RenameTown' | 'RecodeTown' | 'CloseTown' | 'RenameCommunity' | 'RecodeCommunity'>,
  type: RegisterEntry['type'], unit: TownId | CommunityId, state: DivisionRegisterState, context: Context,
  factOf: (entry: EntryAndDocument) => RegisterEntry,
): Decision {
  const documentNumber = context.authority?.documentNumber
  if (documentNumber === undefined) return documentMissing(command)
  const target = targetOf(command.data)
  const { towns, communities } = historyBeside(state, target)
  const life = type.startsWith('Town') ? towns[unit] : communities[unit]
  const fault = (target && replacementFault(state.entries, target, type)) ?? lifeFault(life, unit, command.data.effectiveOn)
  if (fault !== undefined) return E.left(fault)
  return ifSound(state, [factOf({ ...entryFieldsFor(command.data, context.entryId(0)), documentNumber })], context)
}

/** The facts of a registration: the district if it is new, then towns, then communities. A correction has one fact. */
function registrations(
  data: Command<'RegisterDivisions'>['data'], documentNumber: string, districtIsNew: boolean, context: Context,
): ReadonlyArray<RegisterEntry> {
  const { districtId, earlierHistory, towns, communities } = data
  const withDistrict = targetOf(data) === undefined ? districtIsNew : towns.length + communities.length === 0
  const shared = { districtId, documentNumber, earlierHistory }
  return [
    ...(withDistrict ? [(entry: DatedFact['data']) => divisionRegisterEvent.DistrictRegistered({ ...entry, ...shared, name: data.name })] : []),
    ...towns.map((town) => (entry: DatedFact['data']) => divisionRegisterEvent.TownRegistered({ ...entry, ...shared, ...town })),
    ...communities.map((community) => (entry: DatedFact['data']) => divisionRegisterEvent.CommunityRegistered({ ...entry, ...shared, ...community })),
  ].map((factOf, ordinal) => factOf(entryFieldsFor(data, context.entryId(ordinal))))
}

/** 6.1: a registration is corrected one fact at a time, and keeps its unit. */
function registrationFault(target: CorrectionTarget, facts: ReadonlyArray<RegisterEntry>, state: DivisionRegisterState): Fault {
  const [fact] = facts
  if (fact === undefined || facts.length > 1) return { type: 'CorrectionOfSeveral', rule: '6.1', root: target.root, facts: facts.length }
  const fault = replacementFault(state.entries, target, fact.type)
  if (fault !== undefined) return fault
  const recorded = unitOf(chainNamed(state.entries, target.root)?.entries[0]?.fact)
  const named = unitOf(fact)
  return recorded === named ? undefined : { type: 'CorrectionOfAnotherUnit', rule: '6.1', root: target.root, recorded: String(recorded), named: String(named) }
}

/** The unit that a fact is about. */
function unitOf(fact: RegisterEntry | null | undefined): DistrictId | TownId | CommunityId | undefined {
  if (fact === null || fact === undefined) return undefined
  if ('communityId' in fact.data) return fact.data.communityId
  return 'townId' in fact.data ? fact.data.townId : fact.data.districtId
}

/** D2. */
function successorFault({ townId, successors, effectiveOn }: Pick<Command<'CloseTown'>['data'], 'townId' | 'successors' | 'effectiveOn'>, { towns }: RegisterHistory): Fault {
  const successor = successors.find((each) => each === townId || !livesOn(towns[each], effectiveOn))
  return successor === undefined ? undefined : { type: 'SuccessorNotLiving', rule: 'D2', townId, successor, effectiveOn }
}

/** D1. */
function districtFault({ districtId, name }: Pick<Command<'RegisterDivisions'>['data'], 'districtId' | 'name'>, { districtName }: RegisterHistory): Fault {
  return districtName === null || districtName === name
    ? undefined
    : { type: 'DistrictNameDiffers', rule: 'D1', districtId, registered: districtName, named: name }
}

/** 4.1, T31 and 1.1 for everything that a registration names. */
function namesFault({ districtId, towns, communities }: Command<'RegisterDivisions'>['data'], state: DivisionRegisterState, target: CorrectionTarget | undefined): Fault {
  const ids = [...placed('towns', towns.map((town) => town.townId)), ...placed('communities', communities.map((community) => community.communityId))]
  const codes = [...placed('towns', towns.map((town) => town.code)), ...placed('communities', communities.map((community) => community.code))]
  return repetitionIn('4.1', ids)
    ?? repetitionIn('T31', codes)
    ?? (target === undefined ? idsFault(ids, state) : undefined)
    ?? codesFault(codes, state, districtId, codesOfChain(state, target))
}

/** I1 and 1.1: each community names a town that lives on that day, and begins with its code. */
function townsFault({ effectiveOn, towns, communities }: Command<'RegisterDivisions'>['data'], history: RegisterHistory): Fault {
  const fresh = new Map(towns.map((town): [TownId, TownLife] => [town.townId, { from: effectiveOn, to: null, codes: [{ from: effectiveOn, code: town.code }] }]))
  for (const [ordinal, community] of communities.entries()) {
    const { townId } = community
    const fault = townFault({ ...community, effectiveOn }, fresh.get(townId) ?? history.towns[townId], { list: 'communities', ordinal })
    if (fault !== undefined) return fault
  }
  return undefined
}

type RegisteredCommunity = Command<'RegisterDivisions'>['data']['communities'][number] & { readonly effectiveOn: CalendarDate }

function townFault({ communityId, townId, code, effectiveOn }: RegisteredCommunity, town: TownLife | undefined, place: ListPlace | null): Fault {
  if (town === undefined || !livesOn(town, effectiveOn)) return { type: 'UnknownTown', rule: 'I1', townId, communityId, effectiveOn, place }
  const townCode = codeOn(town.codes, effectiveOn) ?? ''
  return code.startsWith(townCode) ? undefined : { type: 'CodeOutsideTown', rule: '1.1', code, townId, townCode, effectiveOn, place }
}

/** T31 and 1.1 for a recoding. */
function withFreeCode(
  data: Command<'RecodeTown' | 'RecodeCommunity'>['data'], facts: ReadonlyArray<DivisionRegisterEvent>, state: DivisionRegisterState,
): Decision {
  const fault = codesFault([{ value: data.code, place: undefined }], state, data.districtId, codesOfChain(state, targetOf(data)))
  return fault === undefined ? E.right(facts) : E.left(fault)
}

function idsFault(ids: ReadonlyArray<PlacedValue>, state: DivisionRegisterState, forPlan?: PlanId): Fault {
  for (const { value: id, place } of ids) {
    const spent = spentAs(state.spentIds, id, forPlan)
    if (spent !== undefined) return { type: 'IdSpent', rule: '4.1', id, place, heldBy: spent.by }
  }
  return undefined
}

function codesFault(
  codes: ReadonlyArray<{ readonly value: string, readonly place: ListPlace | undefined }>, state: DivisionRegisterState, districtId: DistrictId,
  own: ReadonlyArray<string>, forPlan?: PlanId,
): Fault {
  for (const { value: code, place = null } of codes) {
    if (!code.startsWith(districtId)) return { type: 'CodeOutsideDistrict', rule: '1.1', code, districtId, place }
    const spent = own.includes(code) ? undefined : spentAs(state.spentCodes, code, forPlan)
    if (spent !== undefined) return { type: 'CodeSpent', rule: 'T31', code, place, heldBy: spent.by }
  }
  return undefined
}

/** The codes that the facts of one chain have used: its corrections may keep them. */
function codesOfChain(state: DivisionRegisterState, target: CorrectionTarget | undefined): ReadonlyArray<string> {
  const chain = target && chainNamed(state.entries, target.root)
  return chain === undefined ? [] : chain.entries.flatMap(({ fact }) => fact !== null && 'code' in fact.data ? [fact.data.code] : [])
}

/** I6. */
function lifeFault(life: Lifetime | undefined, unit: TownId | CommunityId, effectiveOn: CalendarDate): Fault {
  if (life === undefined) return { type: 'UnknownDivision', rule: 'I6', unit }
  return livesOn(life, effectiveOn) ? undefined : { type: 'DivisionNotLiving', rule: 'I6', unit, effectiveOn, from: life.from, to: life.to }
}

/** The facts, unless they would put a community into no town or grids into no community (I1), or pull the ground from under later facts (6.4). */
function ifSound(
  state: DivisionRegisterState, facts: ReadonlyArray<RegisterEntry | Extract<DivisionRegisterEvent, { type: 'EntryVoided' }>>, { evidence }: Context,
): Decision {
  const before = historyOf(state)
  const after = historyOf(fold({ initialState: state, evolve }, facts))
  const fault = (facts.some((fact) => fact.type === 'EntryVoided') ? districtGoneFault(after) : undefined)
    ?? astrayFault(newIn(communitiesAstray(before), communitiesAstray(after)), facts)
    ?? danglingFault(before, after)
    ?? evidence.maps.map((map) => homelessGrids(map.state, before, after)).find((each) => each !== undefined)
  return fault === undefined ? E.right(facts) : E.left(fault)
}

/** D1. */
function districtGoneFault({ districtName, towns }: RegisterHistory): Fault {
  const standing = Object.keys(towns).map((townId) => townId as TownId)
  return districtName === null && standing.length > 0 ? { type: 'DistrictStillHasTowns', rule: 'D1', towns: standing } : undefined
}

/** I1. */
function astrayFault(astray: ReadonlyArray<Astray>, facts: ReadonlyArray<DivisionRegisterEvent>): Fault {
  const [first] = astray
  if (first === undefined) return undefined
  const closing = facts.find((fact) => fact.type === 'TownClosed')
  return closing === undefined
    ? { type: 'CommunityWithoutTown', rule: 'I1', ...first }
    : {
        type: 'TownStillHasCommunities', rule: 'I1', townId: closing.data.townId, effectiveOn: closing.data.effectiveOn,
        communities: astray.map(({ communityId }) => communityId),
      }
}

/** 6.4. */
function danglingFault(before: RegisterHistory, after: RegisterHistory): Fault {
  const dangling = newIn(before.dangling, after.dangling)
  const [first] = dangling
  return first && {
    type: 'LaterDivisionFactsExist', rule: '6.4', unit: first.unit,
    entries: dangling.filter(({ unit }) => unit === first.unit).map(({ root }): EntryId => root),
  }
}

/** I1: the first day on which a community has grids and, other than before, would not live. */
function homelessGrids(map: CommunityStructure, before: RegisterHistory, after: RegisterHistory): Fault {
  const { communityId } = map
  const lost = (day: CalendarDate): boolean => livesOn(before.communities[communityId], day) && !livesOn(after.communities[communityId], day)
  for (const day of new Set(map.changes.map((change) => change.effectiveOn))) {
    const gridIds = lost(day) ? Object.values(partitionOn(map, day).grids).map((grid) => grid.gridId) : []
    if (gridIds.length > 0) return { type: 'CommunityStillHasGrids', rule: 'I1', communityId, day, gridIds }
  }
  return undefined
}

function newIn<A>(before: ReadonlyArray<A>, after: ReadonlyArray<A>): ReadonlyArray<A> {
  return after.filter((one) => !before.some((other) => sameTree(one, other)))
}

function documentMissing(command: DivisionRegisterCommand): Decision {
  return E.left({ type: 'DocumentMissing', rule: 'I38', command: command.type })
}
