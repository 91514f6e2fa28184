/** What is remembered of a plan: what it asks for, how far it has come, and what it brought about. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import { headOf, type EntryChain, type EntryChains } from '../../shared/entry-chains.ts'
import type { CommunityId, DistrictId, OperationId, PlanId } from '../../shared/identifiers.ts'
import { communitiesOfOperations } from './named-units.ts'
import type { Disposition, Operation } from './operations.ts'
import { communitiesOfOutcome, type PlanEntry, type StructuralFact } from './outcomes.ts'

/** How far a plan has come. `none`: there is no such plan. */
export type PlanStage = 'none' | 'drafted' | 'submitted' | 'approved' | 'scheduled' | 'executed' | 'settled' | 'cancelled'

/** An operation under the name by which the plan calls it. */
export interface PlannedOperation {
  readonly operationId: OperationId
  readonly operation: Operation
}

/** When a plan takes effect, and whether that was decided in time or recorded late (T3). */
export interface PlanSchedule {
  readonly effectiveOn: CalendarDate
  readonly kind: 'change' | 'lateRecording'
}

export interface RestructurePlanState {
  readonly stage: PlanStage
  readonly identity: { readonly planId: PlanId, readonly districtId: DistrictId } | null
  /** The number of facts so far: the version of the stream. */
  readonly version: number
  /** In the order in which they will be applied. */
  readonly operations: ReadonlyArray<PlannedOperation>
  /** Every operation id ever given, those of removed operations too. */
  readonly spentOperationIds: ReadonlyArray<OperationId>
  readonly dispositions: ReadonlyArray<Disposition>
  /** The follow-up tasks that are done. */
  readonly completed: ReadonlyArray<Disposition['subject']>
  readonly documentNumber: string | null
  readonly schedule: PlanSchedule | null
  /** The structural facts with their corrections, the root that was recorded first in front. */
  readonly chains: EntryChains<StructuralFact>
  /** The version at which the plan last said what maps and register must hold: its execution or its last correction; 0 before. */
  readonly revisedAt: number
}

export const initialState: RestructurePlanState = {
  stage: 'none', identity: null, version: 0, operations: [], spentOperationIds: [], dispositions: [], completed: [],
  documentNumber: null, schedule: null, chains: [], revisedAt: 0,
}

/** Whether the plan took effect; corrections do not undo that. */
export const isExecuted = (state: RestructurePlanState): boolean => state.stage === 'executed' || state.stage === 'settled'

/** Whether the plan holds or may hold grids in maps: it is to take effect but has not yet. */
export const isScheduled = (state: RestructurePlanState): boolean => state.stage === 'scheduled'

/** Whether the plan was given up; what was reserved for it must be released. */
export const isCancelled = (state: RestructurePlanState): boolean => state.stage === 'cancelled'

/** Whether two dispositions are about the same item. */
export const sameSubject = (left: Disposition['subject'], right: Disposition['subject']): boolean =>
  left.kind === right.kind && left.gridId === right.gridId

/** The chains of what operations brought about, as corrections name them. */
export const structuralChains = (state: Pick<RestructurePlanState, 'chains'>): EntryChains<StructuralFact> =>
  state.chains.filter((chain) => !isNeverValidChain(chain))

/** The chains that say of grids that they never were valid; they follow from corrections and cannot be corrected themselves. */
export const neverValidChains = (state: Pick<RestructurePlanState, 'chains'>): EntryChains<StructuralFact> => state.chains.filter(isNeverValidChain)

/** The entries of the plan as they stand after its corrections. */
export const heldEntries = (state: Pick<RestructurePlanState, 'chains'>): ReadonlyArray<PlanEntry> => structuralChains(state).flatMap((chain) => {
  const fact = headOf(chain)
  return fact === undefined ? [] : [entryOfFact(chain, fact)]
})

/** Everything that the plan ever said of one operation's result, in the order of recording. */
export const versionsOf = (chain: EntryChain<StructuralFact>): ReadonlyArray<StructuralFact> => chain.entries.flatMap(({ fact }) => fact === null ? [] : [fact])

/** A fact of a chain as an entry. */
export const entryOfFact = ({ root, arrived }: EntryChain<StructuralFact>, fact: StructuralFact): PlanEntry =>
  ({ root, arrived, effectiveOn: fact.data.effectiveOn, operationId: fact.data.operationId, outcome: fact })

/** Every community that the plan names or, in some version of an entry, named. */
export const communitiesOf = (state: Pick<RestructurePlanState, 'operations' | 'chains'>): ReadonlyArray<CommunityId> => [...new Set([
  ...communitiesOfOperations(state.operations.map((planned) => planned.operation)),
  ...state.chains.flatMap((chain) => versionsOf(chain).flatMap(communitiesOfOutcome)),
])]

function isNeverValidChain({ entries }: EntryChain<StructuralFact>): boolean {
  const fact = entries[0]?.fact
  return fact?.type === 'GridClosed' && fact.data.reason === 'neverValid'
}
