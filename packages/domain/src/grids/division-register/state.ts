/** What the division register remembers: dated facts with their corrections, the last word of each plan, and all names ever used. */

import type { DivisionReservation, DivisionStructure } from '../../shared/division-structure.ts'
import type { EntryChains } from '../../shared/entry-chains.ts'
import type { PlanRevisions } from '../../shared/plan-revisions.ts'
import { heldByPlans, namesSpent, type SpentNames } from '../../shared/spent-names.ts'
import type { RegisterChange } from './events.ts'
import { historyOf, type RegisterEntry } from './history.ts'

export interface DivisionRegisterState {
  /** How many roots have arrived: the register's own and those of plans. */
  readonly arrived: number
  readonly entries: EntryChains<RegisterEntry>
  readonly plans: PlanRevisions<RegisterChange>
  readonly reservations: ReadonlyArray<DivisionReservation>
  readonly spentCodes: SpentNames
  readonly spentIds: SpentNames
}

export const initialState: DivisionRegisterState = { arrived: 0, entries: [], plans: {}, reservations: [], spentCodes: [], spentIds: [] }

/** The divisions as other concepts need them. */
export const divisionStructureOf = (state: DivisionRegisterState): DivisionStructure => {
  const { towns, communities } = historyOf(state)
  const { spentCodes, spentIds, reservations } = state
  return {
    towns, communities, reservations,
    spentCodes: namesSpent(spentCodes),
    spentIds: namesSpent(spentIds),
    heldBy: { ...heldByPlans(spentCodes), ...heldByPlans(spentIds) },
  }
}
