/** The preview of a plan: what it would come to on a day, and everything that speaks against it. A pure question; nothing is decided. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { CommunityId } from '../../shared/identifiers.ts'
import { emptyPartition, type Partition } from '../../shared/structure.ts'
import { appendLimitFaults } from './append-limit.ts'
import { assessPlan, type Assessment } from './assess-plan.ts'
import { partitionOf } from './community-changes.ts'
import type { PlanEvidence } from './evidence.ts'
import { itemsOf } from './items.ts'
import type { Faults } from './operation-checks.ts'
import type { Disposition } from './operations.ts'
import type { RestructurePlanRejection } from './rejections.ts'
import { sizeWarnings, type SizeOutsideNorm } from './result-checks.ts'
import { communitiesOf, sameSubject, type RestructurePlanState } from './state.ts'
import { changesIn, copyOn } from './working-copy.ts'

/** What to bear in mind; no warning hinders a plan from being submitted. */
export type PlanWarning = SizeOutsideNorm | Extract<RestructurePlanRejection, { readonly type: 'GridReserved' }>

/** A community before and after the plan. */
export interface CommunityPreview {
  readonly gridsBefore: number
  readonly gridsAfter: number
  readonly before: Partition
  readonly after: Partition
}

/** An item with its disposition: the one that was set, and the one of PM-1 that the plan can take instead. */
export interface ItemPreview {
  readonly subject: Disposition['subject']
  readonly standard: Disposition
  readonly chosen: Disposition | null
}

export interface PlanPreview {
  readonly day: CalendarDate
  readonly communities: { readonly [communityId: string]: CommunityPreview }
  /** Why the plan could not be submitted, all reasons; where there is none, it can. */
  readonly rejections: ReadonlyArray<RestructurePlanRejection>
  readonly warnings: ReadonlyArray<PlanWarning>
  readonly items: ReadonlyArray<ItemPreview>
}

/** What the plan would come to if it took effect on this day. */
export const previewPlan = (state: RestructurePlanState, evidence: PlanEvidence, day: CalendarDate): PlanPreview => {
  const assessment = assessPlan(state, evidence, day)
  return {
    day,
    communities: communityPreviews(state, assessment),
    rejections: submissionFaults(state, evidence, assessment),
    warnings: [...sizeWarnings(assessment.revision, evidence.ruleBook.state, day), ...assessment.reserved.filter((fault) => fault.type === 'GridReserved')],
    items: itemPreviews(state),
  }
}

/** Everything that a submission is refused for, apart from the state of the plan. */
export const submissionFaults = (state: RestructurePlanState, evidence: PlanEvidence, assessment: Assessment): Faults => [
  ...(state.operations.length === 0 ? [{ type: 'PlanEmpty', rule: 'RP2' } as const] : []),
  ...assessment.faults,
  ...missingDispositions(state),
  ...appendLimitFaults(state, evidence, assessment),
]

function missingDispositions(state: RestructurePlanState): Faults {
  const items = itemPreviews(state).filter((item) => item.chosen === null).map((item) => item.subject)
  return items.length === 0 ? [] : [{ type: 'DispositionMissing', rule: 'PM-1', items }]
}

function itemPreviews(state: RestructurePlanState): ReadonlyArray<ItemPreview> {
  return itemsOf(state.operations.map((planned) => planned.operation)).map(({ subject, standard }) => ({
    subject, standard, chosen: state.dispositions.find((disposition) => sameSubject(disposition.subject, subject)) ?? null,
  }))
}

function communityPreviews(state: RestructurePlanState, { revision, day }: Assessment): PlanPreview['communities'] {
  const { partitions } = copyOn(revision.surroundings, day)
  return Object.fromEntries(communitiesOf(state).map((communityId): [CommunityId, CommunityPreview] => {
    const before = partitions[communityId] ?? emptyPartition
    const after = partitionOf(changesIn(revision.surroundings, revision.after, communityId), day)
    return [communityId, { gridsBefore: Object.keys(before.grids).length, gridsAfter: Object.keys(after.grids).length, before, after }]
  }))
}
