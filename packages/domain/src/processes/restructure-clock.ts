/** The clock of restructure plans: a scheduled plan is executed on its effective day, unless it was cancelled before. */

import { defineProcess, instanceOf, type Authority, type CalendarDate, type StreamName } from '@grid-governance/event-sourcing'
import type { GovernanceEvent } from '../governance-event.ts'
import type { RestructurePlanCommand } from '../grids/restructure-plan/commands.ts'
import { districtOf, type DistrictId, type PlanId } from '../shared/identifiers.ts'

/** A plan that waits for its day; null where none is set, or it has come or been cancelled. */
export interface AwaitedPlan {
  readonly planId: PlanId
  /** The document of the approval, under which the plan is executed where its schedule names none (§6.1, I38). */
  readonly approvedBy: Authority | null
  readonly waiting: ScheduledPlan | null
}

/** What was scheduled. */
export interface ScheduledPlan {
  readonly stream: StreamName
  readonly districtId: DistrictId
  readonly effectiveOn: CalendarDate
}

/** One instance for each plan of each district: plan ids are given by districts, and logs get merged. */
export const restructureClock = defineProcess<GovernanceEvent, RestructurePlanCommand>()({
  name: 'restructureClock',
  startFrom: 'beginning',
  handles: ['RestructurePlanApproved', 'RestructureScheduled', 'RestructureCancelled', 'RestructureExecuted'],
  instances: ({ stream }) => [instanceOf(stream)],
  initial: (instance): AwaitedPlan => ({ planId: instance.slice(instance.indexOf('.') + 1) as PlanId, approvedBy: null, waiting: null }),
  evolve: {
    RestructurePlanApproved: (state, { metadata }) => ({ ...state, approvedBy: metadata.authority ?? null }),
    RestructureScheduled: (state, { stream, data }) => ({ ...state, waiting: { stream, districtId: districtOf(stream), effectiveOn: data.takesEffectOn } }),
    RestructureCancelled: (state) => ({ ...state, waiting: null }),
    RestructureExecuted: (state) => ({ ...state, waiting: null }),
  },
  due: ({ planId, approvedBy, waiting }) => waiting === null ? [] : [{
    deadlineId: 'execute', dueOn: waiting.effectiveOn, stream: waiting.stream, command: { type: 'ExecutePlan', data: { districtId: waiting.districtId, planId } },
    ...(approvedBy === null ? {} : { authority: approvedBy }),
  }],
})
