/** What a district may decide by document: the content of one edition of the rule book. */

import * as t from 'io-ts'
import { line, shape } from '@grid-governance/event-sourcing'
import { Count } from './vocabulary.ts'

const Range = shape({ min: Count, max: Count }, undefined, ({ min, max }) => Number(min) <= Number(max) ? undefined : 'min is above max')

/** Hard ranges reject; norms only warn (24 communities have more than 10,000 residents). Algorithms are named with their version. */
export const RuleSet = shape({
  gridsPerCommunity: Range,
  householdsPerGridNorm: Range,
  residentsPerGridNorm: Range,
  followUpWithinDays: Count,
  algorithms: shape({ lineageShares: t.literal('lineage.sharesByBuilding@1') }),
})
export type RuleSet = t.TypeOf<typeof RuleSet>

/** The document by which an edition was issued. */
export const IssuingDocument = shape({ number: line, title: line, issuer: line })
export type IssuingDocument = t.TypeOf<typeof IssuingDocument>
