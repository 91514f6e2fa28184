/** Why something is not entered into the rule book. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import type { ChainRejection, RangeUpsideDown } from '../../shared/rejections.ts'

/** An edition of that name holds already; `root` is the entry by which it was issued. */
export interface EditionAlreadyIssued {
  readonly type: 'EditionAlreadyIssued'
  readonly rule: 'B2'
  readonly edition: string
  readonly effectiveOn: CalendarDate
  readonly root: EntryId
}

export type RuleBookRejection = ChainRejection | EditionAlreadyIssued | RangeUpsideDown
