/** The laws that the division register keeps after any history. */

import fc from 'fast-check'
import { describe, it } from 'vitest'
import { factCodec, type CalendarDate } from '@grid-governance/event-sourcing'
import { applyLaws, deciderLaws } from '@grid-governance/event-sourcing/laws'
import { madeUpAuthority } from '../../shared/arbitraries.ts'
import { headOf } from '../../shared/entry-chains.ts'
import { spentAs } from '../../shared/spent-names.ts'
import { divisionCommandsFor } from './arbitraries.ts'
import { divisionRegisterDecider } from './decider.ts'
import { divisionRegisterFacts } from './events.ts'
import { noMaps } from './evidence.ts'
import { communitiesAstray } from '../../shared/division-structure.ts'
import { historyOf } from './history.ts'
import type { DivisionRegisterState } from './state.ts'

describe('the division register', () => {
  applyLaws(deciderLaws({
    decider: divisionRegisterDecider,
    codec: factCodec(divisionRegisterFacts),
    commands: divisionCommandsFor,
    contexts: () => fc.constant({ authority: madeUpAuthority, decidedOn: '2019-06-01' as CalendarDate, recordedOn: '2019-06-01' as CalendarDate, evidence: noMaps }),
    invariants: {
      'I1 every community lies in exactly one living town on every day of its life': (state: DivisionRegisterState) => communitiesAstray(historyOf(state)).length === 0,
      '6.4 no fact that holds is about a unit that does not live then': (state: DivisionRegisterState) => historyOf(state).dangling.length === 0,
      'T31 no two units have the same code, ever': ({ entries }: DivisionRegisterState) => {
        const given = entries.flatMap((chain) => {
          const fact = headOf(chain)
          return fact !== undefined && 'code' in fact.data ? [fact.data.code as string] : []
        })
        return new Set(given).size === given.length
      },
      'T31 every code ever given or reserved is spent': ({ entries, reservations, spentCodes }: DivisionRegisterState) =>
        [...entries.flatMap((chain) => chain.entries.flatMap(({ fact }) => fact !== null && 'code' in fact.data ? [fact.data.code] : [])), ...reservations.flatMap((one) => one.codes)]
          .every((code) => spentAs(spentCodes, code) !== undefined),
    },
  }), it)
})
