/** What a plan's decisions lean on beside its own facts: the rule book, the divisions, and the maps of the communities that it names. */

import type { CalendarDate, Evidence } from '@grid-governance/event-sourcing'
import type { DivisionStructure } from '../../shared/division-structure.ts'
import type { CommunityId } from '../../shared/identifiers.ts'
import type { RuleSet } from '../../shared/rule-set.ts'
import type { CommunityStructure } from '../../shared/structure.ts'
import type { EvidenceNote } from '../../shared/vocabulary.ts'
import type { RestructurePlanCommand } from './commands.ts'
import { communitiesOfOperations, touchedByOperations } from './named-units.ts'
import type { Operation } from './operations.ts'
import { communitiesOf, type RestructurePlanState } from './state.ts'

/**
 * Gathered by the front door; a map that is missing means that there is no such community. Among the maps are also those of communities
 * that the plan does not concern, where they know an id or a code that it names.
 */
export interface PlanEvidence {
  /** The rules in force on the day that is judged; undefined where none were. */
  readonly ruleBook: Evidence<RuleSet | undefined>
  readonly division: Evidence<DivisionStructure>
  readonly maps: { readonly [communityId: string]: Evidence<CommunityStructure> }
}

/** The communities whose maps a command is decided on; none for commands that look at the plan alone. */
export const communitiesForCommand = (command: RestructurePlanCommand, state: RestructurePlanState): ReadonlyArray<CommunityId> => {
  switch (command.type) {
    case 'SubmitPlan': case 'SchedulePlan': case 'ExecutePlan': return communitiesOf(state)
    case 'CorrectPlan': return [...new Set([
      ...communitiesOf(state), ...communitiesOfOperations(command.data.corrections.flatMap(({ operation }) => operation ?? [])),
    ])]
    case 'DraftPlan': case 'AddOperation': case 'RemoveOperation': case 'SetDispositions': case 'ReturnPlan': case 'ApprovePlan':
    case 'CancelPlan': case 'CompleteFollowUp': case 'SettlePlan': return []
  }
}

/** The ids and codes that a command's operations name, for the front door to see which other maps know them. */
export const namesForCommand = (command: RestructurePlanCommand, state: RestructurePlanState): ReadonlyArray<string> =>
  touchedByOperations(operationsJudged(command, state)).flatMap(({ gridIds, codes }) => [...gridIds, ...codes])

/** The day whose rule book a command is judged by; for a correction the earliest of the days that it names, or the plan's own. */
export const judgedOn = (command: RestructurePlanCommand, state: RestructurePlanState, decidedOn: CalendarDate): CalendarDate => {
  const planned = state.schedule?.effectiveOn ?? decidedOn
  switch (command.type) {
    case 'SchedulePlan': return command.data.effectiveOn
    case 'ExecutePlan': return planned
    case 'CorrectPlan': return command.data.corrections.flatMap(({ effectiveOn }) => effectiveOn ?? []).sort()[0] ?? planned
    case 'DraftPlan': case 'AddOperation': case 'RemoveOperation': case 'SetDispositions': case 'SubmitPlan': case 'ReturnPlan': case 'ApprovePlan':
    case 'CancelPlan': case 'CompleteFollowUp': case 'SettlePlan': return decidedOn
  }
}

function operationsJudged(command: RestructurePlanCommand, state: RestructurePlanState): ReadonlyArray<Operation> {
  switch (command.type) {
    case 'SubmitPlan': case 'SchedulePlan': case 'ExecutePlan': return state.operations.map((planned) => planned.operation)
    case 'CorrectPlan': return command.data.corrections.flatMap(({ operation }) => operation ?? [])
    case 'DraftPlan': case 'AddOperation': case 'RemoveOperation': case 'SetDispositions': case 'ReturnPlan': case 'ApprovePlan':
    case 'CancelPlan': case 'CompleteFollowUp': case 'SettlePlan': return []
  }
}

/** What a fact keeps of the evidence: which streams, at which version, as of which day, and what was tested (§6.2). */
export const notesOf = (evidence: PlanEvidence, communityIds: ReadonlyArray<CommunityId>): ReadonlyArray<EvidenceNote> => [
  noteOf(evidence.ruleBook, 'I2 grids per community'),
  noteOf(evidence.division, 'I1 towns and communities live'),
  ...communityIds.flatMap((communityId) => {
    const map = evidence.maps[communityId]
    return map === undefined ? [] : [noteOf(map, 'I2 I3 I4 I5 I6 on this map')]
  }),
]

function noteOf({ stream, version, asOf }: Evidence, predicate: string): EvidenceNote {
  return { stream, version, asOf, predicate }
}
