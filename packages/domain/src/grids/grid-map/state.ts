/** What a grid map remembers: dated facts with their corrections, the last word of each plan, reservations, and all names ever used. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import { headOf, type EntryChains } from '../../shared/entry-chains.ts'
import type { CommunityId, GridId } from '../../shared/identifiers.ts'
import type { PlanRevisions } from '../../shared/plan-revisions.ts'
import { heldByPlans, namesSpent, type SpentNames } from '../../shared/spent-names.ts'
import { gridOfBuilding, partitionOn, type CommunityStructure, type GridCountExemption, type GridReservation, type Partition } from '../../shared/structure.ts'
import { historyOf, type HistorySources, type MapEntry, type MapHistory } from './changes.ts'
import type { NeverValidGrid, PlannedChange } from './events.ts'

export interface GridMapState {
  /** Empty text before the first fact. */
  readonly communityId: CommunityId | ''
  /** How many roots have arrived: the map's own and those of plans. */
  readonly arrived: number
  readonly entries: EntryChains<MapEntry>
  readonly plans: PlanRevisions<PlannedChange>
  /** By plan: the grids of which it says that they never were valid. */
  readonly neverValid: { readonly [planId: string]: ReadonlyArray<NeverValidGrid> }
  readonly reservations: ReadonlyArray<GridReservation>
  readonly spentIds: SpentNames
  readonly spentCodes: SpentNames
  readonly spentNumbers: SpentNames
}

export const initialState: GridMapState = {
  communityId: '', arrived: 0, entries: [], plans: {}, neverValid: {}, reservations: [], spentIds: [], spentCodes: [], spentNumbers: [],
}

/** The community's structure as other concepts need it; it names a community once there is a fact about one. */
export const structureOf = (state: GridMapState): CommunityStructure => ({
  communityId: state.communityId as CommunityId,
  changes: historyOf(state).changes,
  reservations: state.reservations,
  spentIds: namesSpent(state.spentIds),
  spentCodes: namesSpent(state.spentCodes),
  spentNumbers: namesSpent(state.spentNumbers),
  heldBy: heldByPlans(state.spentCodes),
  exemptions: exemptionsIn(state.entries),
  neverValid: neverValidIn(state),
})

/** The partition on a day, from a history. */
export const partitionAt = ({ changes, latest }: MapHistory, day: CalendarDate): Partition =>
  (changes.at(-1)?.effectiveOn ?? day) <= day ? latest : partitionOn({ changes }, day)

/** The exemptions that hold, in the order of recording. */
export const exemptionsIn = (entries: EntryChains<MapEntry>): ReadonlyArray<GridCountExemption> => entries.flatMap((chain) => {
  const fact = headOf(chain)
  if (fact?.type !== 'GridCountExemptionGranted') return []
  const { min, max, effectiveOn: from, until = null, documentNumber } = fact.data
  return [{ min, max, from, until, documentNumber }]
})

/** Grids that were never valid, by a plan's correction or because their laying out was withdrawn, and the grids that hold their buildings. */
export const neverValidIn = ({ entries, plans, neverValid }: HistorySources & Pick<GridMapState, 'neverValid'>): CommunityStructure['neverValid'] => {
  const withdrawn = entries.flatMap((chain) => {
    const last = chain.entries.findLast(({ fact }) => fact !== null)?.fact
    return last?.type === 'GridEstablished' && headOf(chain) === undefined ? [{ gridId: last.data.gridId, instead: holdersOf(historyOf({ entries, plans }).latest, last.data.buildings) }] : []
  })
  return Object.fromEntries([...withdrawn, ...Object.values(neverValid).flat()].map(({ gridId, instead }) => [gridId, instead]))
}

function holdersOf(partition: Partition, buildings: Extract<MapEntry, { readonly type: 'GridEstablished' }>['data']['buildings']): ReadonlyArray<GridId> {
  return [...new Set(buildings.flatMap(({ buildingId }) => gridOfBuilding(partition, buildingId)?.gridId ?? []))]
}
