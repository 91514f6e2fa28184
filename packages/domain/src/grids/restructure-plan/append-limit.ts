/** The size of the append that a plan's execution would be: a plan takes effect in one append or not at all (RP3). */

import type { EntryId } from '@grid-governance/event-sourcing'
import type { PlanEvidence } from './evidence.ts'
import { restructurePlanEvent, type RestructurePlanEvent } from './events.ts'
import { notesOf } from './evidence.ts'
import type { Faults } from './operation-checks.ts'
import { structuralFact } from './outcomes.ts'
import type { Assessment } from './assess-plan.ts'
import { communitiesOf, type RestructurePlanState } from './state.ts'

/** What every event store takes in one append, in bytes of data (UTF-8) and in events; the port of the stores says the same. */
export const appendLimit = { bytes: 1_000_000, events: 10_000 } as const

/** Stands for what is not known before the execution: ids derived from its command, and the number of its document. */
const longEntryId = 'x'.repeat(100) as EntryId
const longDocumentNumber = '文'.repeat(100)

/** Refuses a plan whose execution would not fit into one append. */
export const appendLimitFaults = (state: RestructurePlanState, evidence: PlanEvidence, { revision, day }: Assessment): Faults => {
  const planId = state.identity?.planId
  if (planId === undefined) return []
  const communityIds = communitiesOf(state)
  return beyondLimit([
    ...revision.after.map(({ operationId, outcome }) => structuralFact(outcome, {
      planId, operationId, documentNumber: longDocumentNumber, entryId: longEntryId, kind: 'lateRecording', effectiveOn: day,
    })),
    restructurePlanEvent.RestructureExecuted({ planId, documentNumber: longDocumentNumber, takesEffectOn: day, communityIds, evidence: notesOf(evidence, communityIds) }),
  ])
}

/** Whether these facts fit into one append. */
export const beyondLimit = (facts: ReadonlyArray<RestructurePlanEvent>): Faults => {
  const bytes = facts.reduce((sum, { data }) => sum + new TextEncoder().encode(JSON.stringify(data)).length, 0)
  return bytes <= appendLimit.bytes && facts.length <= appendLimit.events
    ? []
    : [{ type: 'PlanTooLarge', rule: 'RP3', bytes, events: facts.length, allowedBytes: appendLimit.bytes, allowedEvents: appendLimit.events }]
}
