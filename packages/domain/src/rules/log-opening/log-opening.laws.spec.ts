/** The laws that the opening of a log keeps after any history. */

import fc from 'fast-check'
import { describe, it } from 'vitest'
import { factCodec } from '@grid-governance/event-sourcing'
import { applyLaws, deciderLaws } from '@grid-governance/event-sourcing/laws'
import type { DistrictId } from '../../shared/identifiers.ts'
import type { LogOpeningCommand } from './commands.ts'
import { logOpeningDecider } from './decider.ts'
import { logOpeningFacts } from './events.ts'

const commands = (): fc.Arbitrary<LogOpeningCommand> => fc.constantFrom('simulated' as const, 'real' as const)
  .map((nature) => ({ type: 'OpenLog', data: { districtId: '440402' as DistrictId, nature } }))

describe('the opening of a log', () => {
  applyLaws(deciderLaws({
    decider: logOpeningDecider,
    codec: factCodec(logOpeningFacts),
    commands,
    invariants: { '6.8 no log is opened for real people': ({ nature }) => nature !== 'real' },
  }), it)
})
