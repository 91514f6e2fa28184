/** The restructure plan as a decider. */

import type { Decider, StreamName } from '@grid-governance/event-sourcing'
import { streamOf } from '../../shared/identifiers.ts'
import type { RestructurePlanCommand } from './commands.ts'
import { decide } from './decide.ts'
import type { RestructurePlanEvent } from './events.ts'
import type { PlanEvidence } from './evidence.ts'
import { evolve } from './evolve.ts'
import type { RestructurePlanRejection } from './rejections.ts'
import { initialState, isCancelled, type RestructurePlanState } from './state.ts'

/** A settled plan can still be corrected; only a cancelled one is at its end. */
export const restructurePlanDecider: Decider<RestructurePlanCommand, RestructurePlanState, RestructurePlanEvent, RestructurePlanRejection, PlanEvidence> = {
  category: 'restructurePlan',
  initialState,
  decide,
  evolve,
  isTerminal: isCancelled,
}

/** The stream that a command belongs to: each plan has its own. */
export const restructurePlanStream = ({ data: { districtId, planId } }: RestructurePlanCommand): StreamName => streamOf('restructurePlan', districtId, planId)
