/** The two editions of the rule book that come with the case of Xiangzhou (2018). */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import { ruleSetOfTheCase } from '../../shared/rule-set-of-the-case.ts'
import type { Name } from '../../shared/vocabulary.ts'
import type { RuleBookCommand } from './commands.ts'

/** An edition as it is issued in any district. */
export type EditionOfTheCase = Pick<Extract<RuleBookCommand, { readonly type: 'IssueRuleBook' }>['data'], 'edition' | 'effectiveOn' | 'document' | 'rules'>

/** The case names both documents, but not their numbers, for which a dash stands in every language; and it gives months only: the days are proposals of this project. */
export const editionsOfTheCase: ReadonlyArray<EditionOfTheCase> = [
  edition('2017-03', '2017-03-01', '关于全面推行网格化党建模式的实施方案'),
  edition('2018-07', '2018-07-01', '关于进一步深化社区党建网格化的意见'),
]

function edition(name: string, effectiveOn: string, title: string): EditionOfTheCase {
  return {
    edition: name as Name, effectiveOn: effectiveOn as CalendarDate,
    document: { number: '—', title, issuer: '香洲区' }, rules: ruleSetOfTheCase,
  }
}
