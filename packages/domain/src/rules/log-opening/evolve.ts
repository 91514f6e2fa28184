/** How the opening changes the state. */

import type { LogOpeningEvent } from './events.ts'
import type { LogOpeningState } from './state.ts'

export const evolve = (_state: LogOpeningState, fact: LogOpeningEvent): LogOpeningState => ({ nature: fact.data.nature })
