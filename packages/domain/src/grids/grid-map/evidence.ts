/** What decisions on a grid map lean on beside its own facts, gathered by the front door. */

import type { Evidence } from '@grid-governance/event-sourcing'
import type { DivisionStructure } from '../../shared/division-structure.ts'
import type { RuleSet } from '../../shared/rule-set.ts'

export interface GridMapEvidence {
  /** The rules in force on the effective day of the command; undefined where none were. */
  readonly ruleBook: Evidence<RuleSet | undefined>
  readonly division: Evidence<DivisionStructure>
}
