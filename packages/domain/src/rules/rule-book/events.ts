/** The facts of the rule book (规则册). Names and shapes are the stored format: never change a row, add a version. */

import { dated, EntryVoidedData, fact, factMakers, type FactOf } from '@grid-governance/event-sourcing'
import { DistrictId } from '../../shared/identifiers.ts'
import { Name } from '../../shared/vocabulary.ts'
import { IssuingDocument, RuleSet } from '../../shared/rule-set.ts'

export const ruleBookFacts = {
  RuleBookIssued: fact(1, dated({ districtId: DistrictId, edition: Name, document: IssuingDocument, rules: RuleSet })),
  EntryVoided:    fact(1, EntryVoidedData),
}

export type RuleBookEvent = FactOf<typeof ruleBookFacts>
export const ruleBookEvent = factMakers(ruleBookFacts)
