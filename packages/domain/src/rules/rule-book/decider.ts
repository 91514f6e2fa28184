/** The rule book as a decider. */

import type { Decider, StreamName } from '@grid-governance/event-sourcing'
import { streamOf } from '../../shared/identifiers.ts'
import type { RuleBookCommand } from './commands.ts'
import { decide } from './decide.ts'
import type { RuleBookEvent } from './events.ts'
import { evolve } from './evolve.ts'
import type { RuleBookRejection } from './rejections.ts'
import { initialState, type RuleBookState } from './state.ts'

export const ruleBookDecider: Decider<RuleBookCommand, RuleBookState, RuleBookEvent, RuleBookRejection> = {
  category: 'ruleBook',
  initialState,
  decide,
  evolve,
  isTerminal: () => false,
}

/** A district has one rule book. */
export const ruleBookStream = (command: RuleBookCommand): StreamName => streamOf(ruleBookDecider.category, command.data.districtId)
