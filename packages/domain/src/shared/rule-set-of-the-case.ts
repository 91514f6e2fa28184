/** What the rule book of the case of Xiangzhou (2018) says, the one source of it for every log and test that begins with the case. */

import type { RuleSet } from './rule-set.ts'
import type { Count } from './vocabulary.ts'

const count = (value: number): Count => value as Count

/**
 * 2 to 5 grids in a community are from the case. The norms are not: they are typical values of other districts (Ningbo Yinzhou and Haikou
 * Xiuying: 300 to 500 households; the national standard and Yinzhou: about 1,000 to 1,200 residents), and only warn. The 30 days are a
 * proposal of this project, and only remind.
 */
export const ruleSetOfTheCase: RuleSet = {
  gridsPerCommunity: { min: count(2), max: count(5) },
  householdsPerGridNorm: { min: count(300), max: count(500) },
  residentsPerGridNorm: { min: count(1000), max: count(1200) },
  followUpWithinDays: count(30),
  algorithms: { lineageShares: 'lineage.sharesByBuilding@1' },
}
