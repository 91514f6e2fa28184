/** What the rule book remembers: its editions with their corrections. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import { heldFacts, type EntryChains } from '../../shared/entry-chains.ts'
import type { RuleSet } from '../../shared/rule-set.ts'
import type { RuleBookEvent } from './events.ts'

/** The fact by which an edition is issued. */
export type EditionIssued = Extract<RuleBookEvent, { readonly type: 'RuleBookIssued' }>

export interface RuleBookState {
  readonly editions: EntryChains<EditionIssued>
}

export const initialState: RuleBookState = { editions: [] }

/** The rules in force on a day; undefined before the first edition (B1). */
export const ruleSetOn = (state: RuleBookState, day: CalendarDate): RuleSet | undefined => editionOn(state, day)?.data.rules

/** The edition in force on a day; undefined before the first (B1). */
export const editionOn = (state: RuleBookState, day: CalendarDate): EditionIssued | undefined =>
  heldFacts(state.editions).findLast(({ fact }) => fact.data.effectiveOn <= day)?.fact
