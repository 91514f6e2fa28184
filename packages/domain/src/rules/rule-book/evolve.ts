/** How the facts of the rule book change what it remembers. */

import { fileEntry } from '../../shared/entry-chains.ts'
import type { RuleBookEvent } from './events.ts'
import type { RuleBookState } from './state.ts'

export const evolve = (state: RuleBookState, fact: RuleBookEvent): RuleBookState => {
  switch (fact.type) {
    case 'RuleBookIssued':
    case 'EntryVoided':
      return { editions: fileEntry(state.editions, fact, state.editions.length) }
  }
}
