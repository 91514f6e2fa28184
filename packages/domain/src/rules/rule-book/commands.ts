/** What can be asked of the rule book. */

import { dating, EntryId, Sealed, shape, type CommandOf } from '@grid-governance/event-sourcing'
import { DistrictId } from '../../shared/identifiers.ts'
import { Name } from '../../shared/vocabulary.ts'
import { IssuingDocument, RuleSet } from '../../shared/rule-set.ts'

export const ruleBookCommands = {
  IssueRuleBook:     dating({ districtId: DistrictId, edition: Name, document: IssuingDocument, rules: RuleSet }),
  VoidRuleBookEntry: shape({ districtId: DistrictId, root: EntryId, corrects: EntryId, reason: Sealed }),
}

export type RuleBookCommand = CommandOf<typeof ruleBookCommands>
