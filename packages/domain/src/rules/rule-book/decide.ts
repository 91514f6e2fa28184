/** What may be entered into the rule book. */

import * as E from 'fp-ts/lib/Either.js'
import type { DecisionContext } from '@grid-governance/event-sourcing'
import { correctionFault, entryFieldsFor, heldFacts, replacementFault, targetOf, without } from '../../shared/entry-chains.ts'
import type { RangeUpsideDown } from '../../shared/rejections.ts'
import type { RuleSet } from '../../shared/rule-set.ts'
import type { RuleBookCommand } from './commands.ts'
import { ruleBookEvent, type RuleBookEvent } from './events.ts'
import { evolve } from './evolve.ts'
import type { EditionAlreadyIssued, RuleBookRejection } from './rejections.ts'
import type { EditionIssued, RuleBookState } from './state.ts'

type Command<Type extends RuleBookCommand['type']> = Extract<RuleBookCommand, { readonly type: Type }>
type Decision = E.Either<RuleBookRejection, ReadonlyArray<RuleBookEvent>>

export const decide = (command: RuleBookCommand, state: RuleBookState, context: DecisionContext): Decision => {
  switch (command.type) {
    case 'IssueRuleBook': return issueRuleBook(command, state, context)
    case 'VoidRuleBookEntry': return voidRuleBookEntry(command, state, context)
  }
}

function issueRuleBook({ data }: Command<'IssueRuleBook'>, state: RuleBookState, context: DecisionContext): Decision {
  const target = targetOf(data)
  const others = { editions: without(state.editions, target?.root) }
  const fault = (target && replacementFault(state.editions, target, 'RuleBookIssued'))
    ?? rangeFault(data.rules)
    ?? editionFault(others, data.edition)
  if (fault !== undefined) return E.left(fault)
  const { districtId, edition, document, rules } = data
  return E.right([ruleBookEvent.RuleBookIssued({ ...entryFieldsFor(data, context.entryId(0)), districtId, edition, document, rules })])
}

function voidRuleBookEntry({ data: { root, corrects, reason } }: Command<'VoidRuleBookEntry'>, state: RuleBookState, context: DecisionContext): Decision {
  const fault = correctionFault(state.editions, { root, corrects })
  if (fault !== undefined) return E.left(fault)
  const voided = ruleBookEvent.EntryVoided({ entryId: context.entryId(0), kind: 'correction', root, corrects, reason })
  const restored = heldFacts(evolve(state, voided).editions).find((held) => held.root === root)?.fact
  const twin = restored && editionFault({ editions: without(state.editions, root) }, restored.data.edition)
  return twin === undefined ? E.right([voided]) : E.left(twin)
}

/** B3. */
function rangeFault(rules: RuleSet): RangeUpsideDown | undefined {
  const { gridsPerCommunity, householdsPerGridNorm, residentsPerGridNorm } = rules
  const upsideDown = Object.entries({ gridsPerCommunity, householdsPerGridNorm, residentsPerGridNorm }).find(([, { min, max }]) => min > max)
  return upsideDown && { type: 'RangeUpsideDown', rule: 'B3', range: upsideDown[0], ...upsideDown[1] }
}

/** B2. */
function editionFault(others: RuleBookState, edition: EditionIssued['data']['edition']): EditionAlreadyIssued | undefined {
  const twin = heldFacts(others.editions).find(({ fact }) => fact.data.edition === edition)
  return twin && { type: 'EditionAlreadyIssued', rule: 'B2', edition, effectiveOn: twin.fact.data.effectiveOn, root: twin.root }
}
