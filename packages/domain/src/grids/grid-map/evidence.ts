/** What decisions on a grid map lean on beside its own facts, gathered by the front door. */

import type { CalendarDate, Evidence, StreamName } from '@grid-governance/event-sourcing'
import type { DivisionStructure } from '../../shared/division-structure.ts'
import type { RuleSet } from '../../shared/rule-set.ts'
import type { GridMapCommand } from './commands.ts'

export interface GridMapEvidence {
  /** The rules in force on the effective day of the command; undefined where none were. */
  readonly ruleBook: Evidence<RuleSet | undefined>
  readonly division: Evidence<DivisionStructure>
}

/** Whether a command is decided on evidence: the first layout, reservations, corrections and voids are tested against rule book and register. */
export const leansOnEvidence = (command: GridMapCommand): boolean =>
  command.type === 'LayOutGrids' || command.type === 'ReserveGrids' || command.type === 'VoidGridMapEntry' || ('root' in command.data && command.data.root !== undefined)

/** For commands that lean on none: no rule book, no divisions; a rule that asked after all would refuse. */
export const noEvidence = (asOf: CalendarDate): GridMapEvidence => ({
  ruleBook: { stream: 'ruleBook-none' as StreamName, version: 0, asOf, state: undefined },
  division: { stream: 'divisionRegister-none' as StreamName, version: 0, asOf, state: { towns: {}, communities: {}, spentCodes: [], spentIds: [], heldBy: {}, reservations: [] } },
})
