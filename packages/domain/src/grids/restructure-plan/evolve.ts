/** How each fact changes the state of a plan; never refuses. */

import { fileEntry, type VoidFact } from '../../shared/entry-chains.ts'
import type { RestructurePlanEvent } from './events.ts'
import { isFitting, itemsOf } from './items.ts'
import type { Disposition } from './operations.ts'
import type { StructuralFact } from './outcomes.ts'
import { sameSubject, type PlannedOperation, type RestructurePlanState } from './state.ts'

export const evolve = (before: RestructurePlanState, fact: RestructurePlanEvent): RestructurePlanState => {
  const state = { ...before, version: before.version + 1 }
  switch (fact.type) {
    case 'RestructurePlanDrafted': return { ...state, stage: 'drafted', identity: { planId: fact.data.planId, districtId: fact.data.districtId } }
    case 'RestructureOperationAdded': {
      const { operationId, operation } = fact.data
      return withOperations({ ...state, spentOperationIds: [...state.spentOperationIds, operationId] }, [...state.operations, { operationId, operation }])
    }
    case 'RestructureOperationRemoved': return withOperations(state, state.operations.filter((planned) => planned.operationId !== fact.data.operationId))
    case 'DispositionSet': return { ...state, dispositions: withDisposition(state.dispositions, fact.data.disposition) }
    case 'RestructurePlanSubmitted': return { ...state, stage: 'submitted' }
    case 'RestructurePlanReturned': return { ...state, stage: 'drafted' }
    case 'RestructurePlanApproved': return { ...state, stage: 'approved', documentNumber: fact.data.documentNumber }
    case 'RestructureScheduled': return { ...state, stage: 'scheduled', schedule: { effectiveOn: fact.data.takesEffectOn, kind: fact.data.kind } }
    case 'RestructureCancelled': return { ...state, stage: 'cancelled' }
    case 'GridSplit': case 'GridsMerged': case 'GridBoundaryRedrawn': case 'GridClosed':
    case 'GridReparented': case 'CommunityReparented': case 'CommunitySplit': case 'EntryVoided': return filed(state, fact)
    case 'RestructureExecuted': return { ...state, stage: 'executed', revisedAt: state.version }
    case 'RestructureCorrected': return { ...state, revisedAt: state.version }
    case 'RestructureFollowUpCompleted': return { ...state, completed: [...state.completed, fact.data.subject] }
    case 'RestructureSettled': return { ...state, stage: 'settled' }
  }
}

/** With an operation its items come and go, and so do dispositions that no longer fit. */
function withOperations(state: RestructurePlanState, operations: ReadonlyArray<PlannedOperation>): RestructurePlanState {
  const items = itemsOf(operations.map((planned) => planned.operation))
  return { ...state, operations, dispositions: state.dispositions.filter((disposition) => isFitting(items, disposition)) }
}

function withDisposition(dispositions: ReadonlyArray<Disposition>, disposition: Disposition): ReadonlyArray<Disposition> {
  const place = dispositions.findIndex((known) => sameSubject(known.subject, disposition.subject))
  return place === -1 ? [...dispositions, disposition] : dispositions.with(place, disposition)
}

function filed(state: RestructurePlanState, fact: StructuralFact | VoidFact): RestructurePlanState {
  return { ...state, chains: fileEntry(state.chains, fact, state.chains.length) }
}
