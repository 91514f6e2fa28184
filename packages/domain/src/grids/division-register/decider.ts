/** The division register as a decider. */

import type { Decider, StreamName } from '@grid-governance/event-sourcing'
import { streamOf } from '../../shared/identifiers.ts'
import type { DivisionRegisterCommand } from './commands.ts'
import { decide } from './decide.ts'
import type { DivisionRegisterEvent } from './events.ts'
import type { DivisionRegisterEvidence } from './evidence.ts'
import { evolve } from './evolve.ts'
import type { DivisionRegisterRejection } from './rejections.ts'
import { initialState, type DivisionRegisterState } from './state.ts'

export const divisionRegisterDecider: Decider<DivisionRegisterCommand, DivisionRegisterState, DivisionRegisterEvent, DivisionRegisterRejection, DivisionRegisterEvidence> = {
  category: 'divisionRegister',
  initialState,
  decide,
  evolve,
  isTerminal: () => false,
}

/** A district has one register. */
export const divisionRegisterStream = (command: DivisionRegisterCommand): StreamName =>
  streamOf(divisionRegisterDecider.category, command.data.districtId)
