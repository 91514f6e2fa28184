/** Arbitrary commands and histories of the division register. */

import fc from 'fast-check'
import { aimedAtChain, arbitraryDating, arbitraryDay, arbitrarySteps, arbitraryTarget, play, type Played } from '../../shared/arbitraries.ts'
import { aDivisionCommand, communityNamed, townNamed } from './builders.ts'
import type { DivisionRegisterCommand } from './commands.ts'
import { divisionRegisterDecider } from './decider.ts'
import type { DivisionRegisterEvent } from './events.ts'
import type { DivisionRegisterState } from './state.ts'

const townId = (): fc.Arbitrary<string> => fc.constantFrom('T1', 'T2', 'T3', 'T4')
const communityId = (): fc.Arbitrary<string> => fc.constantFrom('C1', 'C2', 'C3', 'C4', 'C5', 'C6')
const planId = (): fc.Arbitrary<string> => fc.constantFrom('P1', 'P2')
const registered = (): fc.Arbitrary<object> => fc.record({
  towns: fc.uniqueArray(townId(), { maxLength: 3 }).map((ids) => ids.map(townNamed)),
  communities: fc.uniqueArray(communityId(), { maxLength: 4 }).chain((ids) => fc.tuple(...ids.map((id) => townId().map((town) => communityNamed(id, town))))),
})
const oneRegistered = (): fc.Arbitrary<object> => fc.oneof(
  townId().map((id) => ({ towns: [townNamed(id)], communities: [] })),
  fc.tuple(communityId(), townId()).map(([id, town]) => ({ towns: [], communities: [communityNamed(id, town)] })),
)
const townCode = (): fc.Arbitrary<string> => fc.integer({ min: 900, max: 905 }).map((serial) => `440402${serial}`)
const communityCode = (): fc.Arbitrary<string> => fc.integer({ min: 900, max: 905 }).map((serial) => `440402001${serial}`)

/** Commands of every type; many of them will be refused. Plans follow the register: they open, move and close its communities. */
export const arbitraryDivisionCommand = (): fc.Arbitrary<DivisionRegisterCommand> => fc.oneof(
  { weight: 4, arbitrary: fc.tuple(arbitraryDating(), fc.oneof(registered(), oneRegistered())).map(([dating, what]) => aDivisionCommand.RegisterDivisions({ ...dating, ...what })) },
  fc.tuple(arbitraryDating(), townId()).map(([dating, town]) => aDivisionCommand.RenameTown({ ...dating, townId: town })),
  fc.tuple(arbitraryDating(), townId(), townCode()).map(([dating, town, code]) => aDivisionCommand.RecodeTown({ ...dating, townId: town, code })),
  fc.tuple(arbitraryDating(), townId(), fc.uniqueArray(townId(), { maxLength: 2 })).map(([dating, town, successors]) => aDivisionCommand.CloseTown({ ...dating, townId: town, successors })),
  fc.tuple(arbitraryDating(), communityId()).map(([dating, community]) => aDivisionCommand.RenameCommunity({ ...dating, communityId: community })),
  fc.tuple(arbitraryDating(), communityId(), communityCode()).map(([dating, community, code]) => aDivisionCommand.RecodeCommunity({ ...dating, communityId: community, code })),
  fc.tuple(planId(), fc.uniqueArray(communityCode(), { maxLength: 2 }), arbitraryDay()).map(([plan, codes, effectiveOn]) => aDivisionCommand.ReserveDivisionCodes({ planId: plan, codes, effectiveOn })),
  planId().map((plan) => aDivisionCommand.ReleaseDivisionCodes({ planId: plan })),
  { weight: 2, arbitrary: arbitraryTarget().map((target) => aDivisionCommand.VoidDivisionEntry(target)) },
)

/** Histories that came about by such commands. */
export const arbitraryDivisionHistory = (): fc.Arbitrary<Played<DivisionRegisterState, DivisionRegisterEvent>> => arbitrarySteps(arbitraryDivisionCommand()).map((steps) =>
  play(divisionRegisterDecider, steps, undefined, (command, state, aim) => aimedAtChain(command, state.entries, aim)))
