/** How the facts of the division register change what it remembers. */

import { fileEntry, isRoot, type VoidFact } from '../../shared/entry-chains.ts'
import type { PlanId } from '../../shared/identifiers.ts'
import { revise } from '../../shared/plan-revisions.ts'
import { spend } from '../../shared/spent-names.ts'
import type { DivisionRegisterEvent, RegisterChange } from './events.ts'
import type { RegisterEntry } from './history.ts'
import type { DivisionRegisterState } from './state.ts'

type Fact<Type extends DivisionRegisterEvent['type']> = Extract<DivisionRegisterEvent, { readonly type: Type }>

export const evolve = (state: DivisionRegisterState, fact: DivisionRegisterEvent): DivisionRegisterState => {
  switch (fact.type) {
    case 'TownRegistered': return spending(entered(state, fact), [fact.data.code], [fact.data.townId])
    case 'CommunityRegistered': return spending(entered(state, fact), [fact.data.code], [fact.data.communityId])
    case 'TownRecoded':
    case 'CommunityRecoded': return spending(entered(state, fact), [fact.data.code], [])
    case 'DistrictRegistered':
    case 'TownRenamed':
    case 'CommunityRenamed':
    case 'TownClosed':
    case 'EntryVoided': return entered(state, fact)
    case 'DivisionCodesReserved': return reserved(state, fact)
    case 'DivisionCodesReleased': return released(state, fact.data.planId)
    case 'DivisionRegisterRevised': return revised(state, fact)
  }
}

function entered(state: DivisionRegisterState, fact: RegisterEntry | VoidFact): DivisionRegisterState {
  return { ...state, entries: fileEntry(state.entries, fact, state.arrived), arrived: state.arrived + (isRoot(fact) ? 1 : 0) }
}

function reserved(state: DivisionRegisterState, { data }: Fact<'DivisionCodesReserved'>): DivisionRegisterState {
  const { reservations } = released(state, data.planId)
  return spending({ ...state, reservations: [...reservations, data] }, data.codes, data.communityIds, data.planId)
}

/** The names stay spent (T31). */
function released(state: DivisionRegisterState, planId: PlanId): DivisionRegisterState {
  return { ...state, reservations: state.reservations.filter((reservation) => reservation.planId !== planId) }
}

function revised(state: DivisionRegisterState, { data }: Fact<'DivisionRegisterRevised'>): DivisionRegisterState {
  const { revisions, arrived } = revise(state.plans, data, state.arrived)
  const opened = data.changes.flatMap((change: RegisterChange) => change.opens)
  return spending(
    { ...released(state, data.planId), plans: revisions, arrived },
    opened.map((community) => community.code), opened.map((community) => community.communityId), data.planId,
  )
}

function spending(state: DivisionRegisterState, codes: ReadonlyArray<string>, ids: ReadonlyArray<string>, by: PlanId | null = null): DivisionRegisterState {
  return { ...state, spentCodes: spend(state.spentCodes, codes, by), spentIds: spend(state.spentIds, ids, by) }
}
