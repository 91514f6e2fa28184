/** The opening of a log as a decider. */

import type { Decider, StreamName } from '@grid-governance/event-sourcing'
import { streamOf } from '../../shared/identifiers.ts'
import type { LogOpeningCommand } from './commands.ts'
import { decide } from './decide.ts'
import type { LogOpeningEvent } from './events.ts'
import { evolve } from './evolve.ts'
import type { LogOpeningRejection } from './rejections.ts'
import { initialState, type LogOpeningState } from './state.ts'

export const logOpeningDecider: Decider<LogOpeningCommand, LogOpeningState, LogOpeningEvent, LogOpeningRejection> = {
  category: 'logOpening',
  initialState,
  decide,
  evolve,
  isTerminal: (state) => state.nature !== null,
}

/** A district has one opening. */
export const logOpeningStream = (command: LogOpeningCommand): StreamName => streamOf('logOpening', command.data.districtId)
