/** What a plan leads to in other streams: what to reserve when it is scheduled, what maps and register must hold once it took effect. */

import { sameTree, type CalendarDate } from '@grid-governance/event-sourcing'
import type { CommunityCode } from '../../shared/codes.ts'
import { headOf } from '../../shared/entry-chains.ts'
import type { CommunityId, GridId } from '../../shared/identifiers.ts'
import { touchedGrids } from '../../shared/structure.ts'
import type { Difference } from '../../shared/vocabulary.ts'
import type { RestructurePlanEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { foundedCommunities, touchedByOperations, type TouchedInCommunity } from './named-units.ts'
import { divisionChangeOf, entriesByEffect, mapChangesOf, operationOf, type DivisionChange, type MapChange, type PlanEntry } from './outcomes.ts'
import { foundedBy, mapsTouchedBy } from './revision.ts'
import { communitiesOf, heldEntries, neverValidChains, versionsOf, type RestructurePlanState } from './state.ts'

/** What to reserve in one map: the grids that the plan touches and will create, the codes that it will give, and the number of grids that it adds. */
export interface MapReservation extends TouchedInCommunity {
  readonly takesEffectOn: CalendarDate
}

/** The ids and codes of communities that the plan will found. */
export interface RegisterReservation {
  readonly communityIds: ReadonlyArray<CommunityId>
  readonly codes: ReadonlyArray<CommunityCode>
  readonly takesEffectOn: CalendarDate
}

export interface PlanReservations {
  /** In id order, so that two plans cannot hold each other up. */
  readonly maps: ReadonlyArray<MapReservation>
  /** Undefined where the plan founds no community. */
  readonly register: RegisterReservation | undefined
}

/** What must be reserved before the plan is scheduled. A community that it founds has no map yet; its id and code are held by the register. */
export const reservationsOf = (state: Pick<RestructurePlanState, 'operations'>, takesEffectOn: CalendarDate): PlanReservations => {
  const operations = state.operations.map((planned) => planned.operation)
  const founded = foundedCommunities(operations)
  const foundedIds = new Set<string>(founded.map((community) => community.communityId))
  return {
    maps: touchedByOperations(operations).filter((touched) => !foundedIds.has(touched.communityId)).map((touched) => ({ ...touched, takesEffectOn }))
      .sort((left, right) => left.communityId < right.communityId ? -1 : 1),
    register: founded.length === 0 ? undefined : {
      communityIds: founded.map((community) => community.communityId), codes: founded.map((community) => community.code), takesEffectOn,
    },
  }
}

/** What a correction holds in one map while it is decided and recorded: the grids of its old and new entries there, and the number that it changes. */
export type CorrectionHold = Omit<MapReservation, 'codes'>

/**
 * What must be held before a correction is recorded, in id order: nothing may come between the evidence that it is decided on and the
 * revision of the maps. `facts` are those that it would record now. A community that is founded by them has no map yet.
 */
export const correctionHolds = (state: RestructurePlanState, facts: ReadonlyArray<RestructurePlanEvent>): ReadonlyArray<CorrectionHold> => {
  const [was, becomes] = [heldEntries(state), heldEntries(facts.reduce(evolve, state))]
  const [old, fresh] = [without(was, becomes), without(becomes, was)]
  const [takesEffectOn] = [...old, ...fresh].map((entry) => entry.effectiveOn).sort()
  const known = was.flatMap(foundedBy)
  const founded = fresh.flatMap(foundedBy).filter((communityId) => !known.includes(communityId))
  return takesEffectOn === undefined ? [] : mapsTouchedBy([...old, ...fresh]).filter((communityId) => !founded.includes(communityId)).toSorted().map((communityId) => ({
    communityId, takesEffectOn,
    gridIds: [...new Set([...old, ...fresh].flatMap(mapChangesOf).flatMap((one) => one.communityId === communityId ? touchedGrids(one.change) : []))],
    gridCountChange: (gridsAdded(fresh, communityId) - gridsAdded(old, communityId)) as Difference,
  }))
}

/** How many more grids a community has by these entries. */
function gridsAdded(entries: ReadonlyArray<PlanEntry>, communityId: CommunityId): number {
  return touchedByOperations(entries.map((entry) => operationOf(entry.outcome))).find((touched) => touched.communityId === communityId)?.gridCountChange ?? 0
}

/** The entries that are not among others, word for word. */
function without(entries: ReadonlyArray<PlanEntry>, others: ReadonlyArray<PlanEntry>): ReadonlyArray<PlanEntry> {
  return entries.filter((entry) => !others.some((other) => sameTree(entry, other)))
}

/** What one map must hold of an executed plan: all its changes as they stand, and the grids that it found never to have been valid. */
export interface MapRevision {
  readonly planVersion: number
  readonly changes: ReadonlyArray<MapChange>
  readonly neverValid: ReadonlyArray<{ readonly gridId: GridId, readonly instead: ReadonlyArray<GridId> }>
}

/**
 * What every map must hold after the plan's execution and its corrections. A community that a correction left is named with what
 * remains there, perhaps nothing; grids that never were valid by their ids, whenever that was said. Before the execution there is none.
 */
export const mapRevisionsOf = (state: RestructurePlanState): { readonly [communityId: string]: MapRevision } => {
  if (state.revisedAt === 0) return {}
  const changes = entriesByEffect(heldEntries(state)).flatMap(mapChangesOf)
  const neverValid = neverValidChains(state).flatMap((chain) => {
    const fact = headOf(chain)
    return fact?.type === 'GridClosed' ? [fact.data] : []
  }).sort((left, right) => left.gridId < right.gridId ? -1 : 1)
  return Object.fromEntries(communitiesOf(state).map((communityId): [CommunityId, MapRevision] => [communityId, {
    planVersion: state.revisedAt,
    changes: changes.filter((one) => one.communityId === communityId).map((one) => one.change),
    neverValid: neverValid.filter((closed) => closed.communityId === communityId).map(({ gridId, successors }) => ({ gridId, instead: successors })),
  }]))
}

/** What the register must hold of an executed plan. */
export interface RegisterRevision {
  readonly planVersion: number
  readonly changes: ReadonlyArray<DivisionChange>
}

/** What the register must hold after the plan's execution and its corrections; undefined where no version of the plan ever concerned it. */
export const registerRevisionOf = (state: RestructurePlanState): RegisterRevision | undefined => {
  const concerns = state.chains.flatMap(versionsOf).some((fact) => fact.type === 'CommunityReparented' || fact.type === 'CommunitySplit')
  return state.revisedAt === 0 || !concerns ? undefined : {
    planVersion: state.revisedAt,
    changes: entriesByEffect(heldEntries(state)).flatMap((entry) => divisionChangeOf(entry) ?? []),
  }
}
