/** What can be asked when a log is opened. */

import { shape, type CommandOf } from '@grid-governance/event-sourcing'
import { DistrictId } from '../../shared/identifiers.ts'
import { LogNature } from './events.ts'

export const logOpeningCommands = {
  OpenLog: shape({ districtId: DistrictId, nature: LogNature }),
}

export type LogOpeningCommand = CommandOf<typeof logOpeningCommands>
