/** The two editions of the rule book that come with the case of Xiangzhou (2018), for `init --rules default`. */

import { editionsOfTheCase, type DistrictId, type GovernanceCommand } from '@grid-governance/domain'
import type { Authority } from '@grid-governance/event-sourcing'

type IssueRuleBook = Extract<GovernanceCommand, { readonly type: 'IssueRuleBook' }>

/** One edition to issue, and the document by which it is issued. */
export interface EditionToIssue {
  readonly edition: string
  readonly command: (districtId: DistrictId) => IssueRuleBook
  readonly authority: Authority
  /** The case names its documents by their titles only. */
  readonly numbered: boolean
}

export const caseEditions: ReadonlyArray<EditionToIssue> = editionsOfTheCase.map((edition) => ({
  edition: edition.edition,
  command: (districtId) => ({ type: 'IssueRuleBook', data: { districtId, kind: 'change', ...edition } }),
  numbered: isNumber(edition.document.number),
  authority: { documentNumber: `《${edition.document.title}》${isNumber(edition.document.number) ? `(${edition.document.number})` : ''}`, issuer: edition.document.issuer, date: edition.effectiveOn },
}))

function isNumber(text: string): boolean {
  return text !== '—'
}
