/** All commands of grid governance in one table, and their union. */

import type { CommandOf } from '@grid-governance/event-sourcing'
import { divisionRegisterCommands } from './grids/division-register/commands.ts'
import { gridMapCommands } from './grids/grid-map/commands.ts'
import { restructurePlanCommands } from './grids/restructure-plan/commands.ts'
import { logOpeningCommands } from './rules/log-opening/commands.ts'
import { ruleBookCommands } from './rules/rule-book/commands.ts'

export const governanceCommands = {
  ...logOpeningCommands,
  ...ruleBookCommands,
  ...divisionRegisterCommands,
  ...gridMapCommands,
  ...restructurePlanCommands,
}

export type GovernanceCommand = CommandOf<typeof governanceCommands>
