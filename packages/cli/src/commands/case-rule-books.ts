/** The two editions of the rule book that come with the case of Xiangzhou (2018), for `init --rules default`. */

import type { Count, DistrictId, GovernanceCommand, Name, RuleSet } from '@grid-governance/domain'
import type { Authority, CalendarDate } from '@grid-governance/event-sourcing'

/** The case names its two documents, but not their numbers; and it gives months only: the days are proposals of this project. */
const numberNotGiven = 'not given in the case'
const issuer = '香洲区'

const editions = [
  { edition: '2017-03', effectiveOn: '2017-03-01' as CalendarDate, title: '关于全面推行网格化党建模式的实施方案' },
  { edition: '2018-07', effectiveOn: '2018-07-01' as CalendarDate, title: '关于进一步深化社区党建网格化的意见' },
] as const

const count = (value: number): Count => value as Count

/** 2 to 5 grids are from the case; the norms and the 30 days are typical values of other districts, and only warn or remind. */
const caseRules: RuleSet = {
  gridsPerCommunity: { min: count(2), max: count(5) },
  householdsPerGridNorm: { min: count(300), max: count(500) },
  residentsPerGridNorm: { min: count(1000), max: count(1200) },
  followUpWithinDays: count(30),
  algorithms: { lineageShares: 'lineage.sharesByBuilding@1' },
}

type IssueRuleBook = Extract<GovernanceCommand, { readonly type: 'IssueRuleBook' }>

/** One edition to issue, and the document by which it is issued. */
export interface EditionToIssue {
  readonly edition: string
  readonly command: (districtId: DistrictId) => IssueRuleBook
  readonly authority: Authority
}

export const caseEditions: ReadonlyArray<EditionToIssue> = editions.map(({ edition, effectiveOn, title }) => ({
  edition,
  command: (districtId) => ({
    type: 'IssueRuleBook',
    data: { districtId, kind: 'change', effectiveOn, edition: edition as Name, document: { number: numberNotGiven, title, issuer }, rules: caseRules },
  }),
  authority: { documentNumber: `《${title}》(${numberNotGiven})`, issuer, date: effectiveOn },
}))
