/** The assessment of a plan for a day: its operations in order on a working copy, and everything that speaks against the whole. */

import * as E from 'fp-ts/lib/Either.js'
import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import type { CommunityId } from '../../shared/identifiers.ts'
import { applyOperation } from './apply-operation.ts'
import { laterStructureFaults, reservedFaults } from './collision-checks.ts'
import type { PlanEvidence } from './evidence.ts'
import { communitiesOfOperations, touchedByOperations } from './named-units.ts'
import type { Faults } from './operation-checks.ts'
import type { PlanEntry } from './outcomes.ts'
import { astrayFaults, resultFaults } from './result-checks.ts'
import type { Revision } from './revision.ts'
import type { RestructurePlanState } from './state.ts'
import { copyOn, surroundingsOf, withEntry, type Surroundings } from './working-copy.ts'

export interface Assessment {
  readonly day: CalendarDate
  readonly revision: Revision
  /** What is wrong with the operations, one by one and together. */
  readonly faults: Faults
  /** Grids that another plan holds: a hindrance to scheduling, not to submitting. */
  readonly reserved: Faults
}

/** Assesses a plan as if it took effect on this day. */
export const assessPlan = (state: RestructurePlanState, evidence: PlanEvidence, day: CalendarDate, rootAt: (index: number) => EntryId = placeholder): Assessment => {
  const surroundings = surroundingsOf(state, evidence)
  const trial = tryOperations(state, surroundings, day, rootAt)
  const revision: Revision = {
    surroundings, before: [], after: trial.entries, revised: trial.entries.map((after) => ({ before: undefined, after, isNew: true, placedIn: [] })),
  }
  const operations = state.operations.map((planned) => planned.operation)
  const later = laterStructureFaults(revision, evidence.division.state)
  const results = resultFaults(revision, evidence.ruleBook.state, day, trial.unclear)
  return {
    day, revision,
    // Where later structure rests on the same grids, what its days would come to says nothing more.
    faults: [...trial.faults, ...later, ...astrayFaults(revision), ...results.filter((fault) => later.length === 0 || !('day' in fault) || fault.day === day)],
    reserved: reservedFaults(surroundings.maps, surroundings.planId, touchedByOperations(operations).flatMap((touched) => touched.gridIds)),
  }
}

interface Trial {
  readonly entries: ReadonlyArray<PlanEntry>
  readonly faults: Faults
  /** Communities of operations that failed: what they would come to says nothing. */
  readonly unclear: ReadonlyArray<CommunityId>
}

function tryOperations(state: RestructurePlanState, surroundings: Surroundings, day: CalendarDate, rootAt: (index: number) => EntryId): Trial {
  let copy = copyOn(surroundings, day)
  const entries: PlanEntry[] = []
  const faults: Array<Faults[number]> = []
  const unclear: CommunityId[] = []
  for (const { operationId, operation } of state.operations) {
    const applied = applyOperation(copy, operation)
    if (E.isLeft(applied)) {
      faults.push(...applied.left)
      unclear.push(...communitiesOfOperations([operation]))
    } else {
      const entry = { root: rootAt(entries.length), arrived: entries.length, effectiveOn: day, operationId, outcome: applied.right }
      entries.push(entry)
      copy = withEntry(copy, entry)
    }
  }
  return { entries, faults, unclear }
}

/** Roots for a trial: they are never recorded. */
function placeholder(index: number): EntryId {
  return `trial.${index}` as EntryId
}
