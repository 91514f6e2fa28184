/** What decisions on a grid map lean on beside its own facts, gathered by the front door. */

import type { CalendarDate, Evidence, StreamName } from '@grid-governance/event-sourcing'
import type { DivisionStructure } from '../../shared/division-structure.ts'
import type { RuleSet } from '../../shared/rule-set.ts'
import type { CommunityStructure } from '../../shared/structure.ts'
import type { GridMapCommand } from './commands.ts'

export interface GridMapEvidence {
  /** The rules in force on the effective day of the command; undefined where none were. */
  readonly ruleBook: Evidence<RuleSet | undefined>
  readonly division: Evidence<DivisionStructure>
  /** The maps of other communities that know any of the ids and codes that the command would give. */
  readonly elsewhere: ReadonlyArray<Evidence<CommunityStructure>>
}

/** The ids and codes that a command would give, for the front door to see whether another map knows them. */
export const namesGivenBy = ({ type, data }: GridMapCommand): ReadonlyArray<string> => {
  switch (type) {
    case 'LayOutGrids': return data.grids.flatMap(({ gridId, code, buildings }) => [gridId, code, ...buildings.map((building) => building.buildingId)])
    case 'RegisterBuilding': return [data.building.buildingId]
    case 'RecodeGrid': return [data.code]
    // What plans give was tested when they were decided.
    case 'ReserveGrids': case 'HoldGrids': case 'ReviseGridMap':
    case 'RemoveBuilding': case 'RecordBuildingMetrics': case 'RenameGrid': case 'GrantGridCountExemption': case 'ReleaseGrids': case 'VoidGridMapEntry': return []
  }
}

/** Whether a command is decided on evidence: what gives names is tested against other maps; reservations, corrections and voids against rule book and register. */
export const leansOnEvidence = (command: GridMapCommand): boolean =>
  namesGivenBy(command).length > 0 || command.type === 'ReserveGrids' || command.type === 'HoldGrids' || command.type === 'VoidGridMapEntry' || ('root' in command.data && command.data.root !== undefined)

/** For commands that lean on none: no rule book, no divisions; a rule that asked after all would refuse. */
export const noEvidence = (asOf: CalendarDate): GridMapEvidence => ({
  ruleBook: { stream: 'ruleBook-none' as StreamName, version: 0, asOf, state: undefined },
  division: { stream: 'divisionRegister-none' as StreamName, version: 0, asOf, state: { towns: {}, communities: {}, spentCodes: [], spentIds: [], heldBy: {}, reservations: [] } },
  elsewhere: [],
})
