/** Facts and commands of the rule book with made-up content; only the two editions of the case have real titles. */

import { commandBuilders, factBuilders, ruleSetOf } from '../../shared/builders.ts'
import { ruleBookCommands } from './commands.ts'
import { ruleBookFacts } from './events.ts'

const edition = {
  districtId: '440402', edition: '2018-07', rules: ruleSetOf(),
  document: { number: 'made-up-2018-7', title: '关于进一步深化社区党建网格化的意见', issuer: '香洲区' },
}
const taken = { root: 'RuleBookIssued.2018-07.2018-07-01', corrects: 'RuleBookIssued.2018-07.2018-07-01', reason: { sealed: 'clear@1', subjects: [], body: 'made up' } }

export const aRuleBookFact = factBuilders(ruleBookFacts, { RuleBookIssued: edition, EntryVoided: taken })
export const aRuleBookCommand = commandBuilders(ruleBookCommands, { IssueRuleBook: edition, VoidRuleBookEntry: { districtId: '440402', ...taken } })
