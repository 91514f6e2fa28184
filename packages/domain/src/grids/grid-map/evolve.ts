/** How the facts of a grid map change what it remembers. */

import { fileEntry, isRoot, type VoidFact } from '../../shared/entry-chains.ts'
import type { PlanId } from '../../shared/identifiers.ts'
import { revise } from '../../shared/plan-revisions.ts'
import { spend } from '../../shared/spent-names.ts'
import { touchedGrids } from '../../shared/structure.ts'
import type { BuildingDetails } from '../../shared/vocabulary.ts'
import { continueHistory, type MapEntry } from './changes.ts'
import type { GridMapEvent } from './events.ts'
import type { GridMapState } from './state.ts'

type Fact<Type extends GridMapEvent['type']> = Extract<GridMapEvent, { readonly type: Type }>

export const evolve = (state: GridMapState, fact: GridMapEvent): GridMapState => {
  switch (fact.type) {
    case 'GridEstablished': {
      const { gridId, code, buildings } = fact.data
      return spending(entered(state, fact), { ids: [gridId], codes: [code], buildings })
    }
    case 'BuildingRegistered': return spending(entered(state, fact), { ids: [], codes: [], buildings: [fact.data.building] })
    case 'GridRecoded': return spending(entered(state, fact), { ids: [], codes: [fact.data.code], buildings: [] })
    case 'BuildingRemoved':
    case 'BuildingMetricsRecorded':
    case 'GridRenamed':
    case 'GridCountExemptionGranted':
    case 'EntryVoided': return entered(state, fact)
    case 'GridsReserved': return reserved(state, fact)
    case 'GridReservationReleased': return released({ ...state, communityId: fact.data.communityId }, fact.data.planId)
    case 'GridMapRevised': return revised(state, fact)
  }
}

function entered(state: GridMapState, fact: MapEntry | VoidFact): GridMapState {
  const entries = fileEntry(state.entries, fact, state.arrived)
  const arrived = state.arrived + (isRoot(fact) ? 1 : 0)
  const next = { ...state, communityId: fact.type === 'EntryVoided' ? state.communityId : fact.data.communityId, entries, arrived }
  if (fact.type !== 'EntryVoided' && isRoot(fact)) {
    continueHistory(state, next, { entry: fact, root: fact.data.entryId, arrived: state.arrived, effectiveOn: fact.data.effectiveOn })
  }
  return next
}

function reserved(state: GridMapState, { data: { communityId, ...reservation } }: Fact<'GridsReserved'>): GridMapState {
  const { planId, codes } = reservation
  const next = { ...state, communityId, reservations: [...released(state, planId).reservations, reservation] }
  return spending(next, { ids: [], codes, buildings: [] }, planId)
}

/** The codes stay spent (T31). */
function released(state: GridMapState, planId: PlanId): GridMapState {
  return { ...state, reservations: state.reservations.filter((reservation) => reservation.planId !== planId) }
}

function revised(state: GridMapState, { data }: Fact<'GridMapRevised'>): GridMapState {
  const { revisions: plans, arrived } = revise(state.plans, data, state.arrived)
  const next = {
    ...released(state, data.planId), communityId: data.communityId, arrived, plans,
    neverValid: { ...state.neverValid, [data.planId]: data.neverValid },
  }
  return spending(next, {
    ids: [...data.changes.flatMap(touchedGrids), ...data.neverValid.map((grid) => grid.gridId)],
    codes: data.changes.flatMap((change) => change.sets.map((grid) => grid.code)),
    buildings: data.changes.flatMap((change) => change.buildingsIn),
  }, data.planId)
}

interface Spending {
  readonly ids: ReadonlyArray<string>
  readonly codes: ReadonlyArray<string>
  readonly buildings: ReadonlyArray<BuildingDetails>
}

function spending(state: GridMapState, { ids, codes, buildings }: Spending, by: PlanId | null = null): GridMapState {
  return {
    ...state,
    spentIds: spend(state.spentIds, [...ids, ...buildings.map((building) => building.buildingId)], by),
    spentCodes: spend(state.spentCodes, codes, by),
    spentNumbers: spend(state.spentNumbers, buildings.map((building) => building.number), by),
  }
}
