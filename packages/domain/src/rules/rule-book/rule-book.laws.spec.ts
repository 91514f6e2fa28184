/** The laws that the rule book keeps after any history. */

import fc from 'fast-check'
import { describe, it } from 'vitest'
import { factCodec, type CalendarDate } from '@grid-governance/event-sourcing'
import { applyLaws, deciderLaws } from '@grid-governance/event-sourcing/laws'
import { madeUpAuthority } from '../../shared/arbitraries.ts'
import { heldFacts } from '../../shared/entry-chains.ts'
import { ruleBookCommandsFor } from './arbitraries.ts'
import { ruleBookDecider } from './decider.ts'
import { ruleBookFacts } from './events.ts'
import type { RuleBookState } from './state.ts'

describe('the rule book', () => {
  applyLaws(deciderLaws({
    decider: ruleBookDecider,
    codec: factCodec(ruleBookFacts),
    commands: ruleBookCommandsFor,
    contexts: () => fc.constant({ authority: madeUpAuthority, decidedOn: '2019-06-01' as CalendarDate, recordedOn: '2019-06-01' as CalendarDate, evidence: undefined }),
    invariants: {
      'B2 no two editions that hold have the same name': ({ editions }: RuleBookState) => {
        const names = heldFacts(editions).map(({ fact }) => fact.data.edition)
        return new Set(names).size === names.length
      },
      'B3 every range of an edition that holds begins where it should': ({ editions }: RuleBookState) =>
        heldFacts(editions).every(({ fact }) => fact.data.rules.gridsPerCommunity.min <= fact.data.rules.gridsPerCommunity.max),
    },
  }), it)
})
