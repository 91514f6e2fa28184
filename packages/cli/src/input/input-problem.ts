/** What can be wrong in an input file, with the line where it stands. */

import type { GovernanceRejection } from '@grid-governance/domain'

/** The kinds of cells, by what they must hold. */
export type CellKind = 'communityCode' | 'townCode' | 'gridCode' | 'buildingNumber' | 'count' | 'name'

export type InputProblem =
  | { readonly problem: 'empty' }
  /** `encodings`: whether the command takes another encoding by an option. */
  | { readonly problem: 'notText', readonly encodings: boolean }
  | { readonly problem: 'unknownHeader', readonly found: ReadonlyArray<string>, readonly language: 'zh' | 'en' | 'auto' }
  | { readonly problem: 'malformedLine', readonly line: number, readonly fault: 'quoteInCell' | 'textAfterQuote' | 'quoteNotClosed' | 'other', readonly detail: string }
  | { readonly problem: 'cellCount', readonly line: number, readonly expected: number, readonly found: number }
  | { readonly problem: 'wrongCell', readonly line: number, readonly column: string, readonly value: string, readonly expected: CellKind }
  | { readonly problem: 'codeElsewhere', readonly line: number, readonly column: string, readonly value: string, readonly belongsUnder: string }
  | { readonly problem: 'otherTownName', readonly line: number, readonly column: string, readonly value: string, readonly name: string }
  | { readonly problem: 'alreadyRegistered', readonly line: number, readonly column: string, readonly value: string, readonly name: string }
  | { readonly problem: 'unknownCommunity', readonly line: number, readonly column: string, readonly value: string }
  | { readonly problem: 'duplicate', readonly line: number, readonly column: string, readonly value: string, readonly firstLine: number }
  | { readonly problem: 'twoNames', readonly line: number, readonly column: string, readonly value: string, readonly name: string, readonly firstLine: number, readonly firstName: string }
  | { readonly problem: 'refusedByRules', readonly line: number, readonly unit: string, readonly rejection: GovernanceRejection }
  | { readonly problem: 'notJson', readonly line: number, readonly column: number }
  | { readonly problem: 'sameKey', readonly line: number, readonly column: number, readonly key: string }
  | { readonly problem: 'tooDeep', readonly line: number, readonly column: number, readonly most: number }
  | { readonly problem: 'notCommands' }
  | { readonly problem: 'malformedCommand', readonly place: number, readonly type: string, readonly problems: ReadonlyArray<string> }
  | { readonly problem: 'sameCommandId', readonly place: number, readonly commandId: string, readonly firstPlace: number }

/** The order of lines; what has no line comes first. */
export const byLine = (left: InputProblem, right: InputProblem): number => lineOf(left) - lineOf(right)

function lineOf(problem: InputProblem): number {
  if ('line' in problem) return problem.line
  return 'place' in problem ? problem.place : 0
}
