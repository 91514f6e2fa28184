/** Arbitrary commands and histories of the division register. */

import fc from 'fast-check'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import { aimedChain, aimedCommands, arbitraryDating, arbitraryDay, arbitrarySteps, arbitraryTarget, namesEntry, ofChain, oneOfThese, play, type Played } from '../../shared/arbitraries.ts'
import { livesOn } from '../../shared/division-structure.ts'
import { aDivisionCommand, communityNamed, townNamed } from './builders.ts'
import type { DivisionRegisterCommand } from './commands.ts'
import { divisionRegisterDecider } from './decider.ts'
import type { DivisionRegisterEvent } from './events.ts'
import { noMaps } from './evidence.ts'
import { historyOf, type RegisterEntry } from './history.ts'
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

/** Commands of every type; many of them will be refused. What plans say is filled in when it is played. */
export const arbitraryDivisionCommand = (): fc.Arbitrary<DivisionRegisterCommand> => fc.oneof(
  { weight: 4, arbitrary: fc.tuple(arbitraryDating(), fc.oneof(registered(), oneRegistered())).map(([dating, what]) => aDivisionCommand.RegisterDivisions({ ...dating, ...what })) },
  fc.tuple(arbitraryDating(), townId()).map(([dating, town]) => aDivisionCommand.RenameTown({ ...dating, townId: town })),
  fc.tuple(arbitraryDating(), townId(), townCode()).map(([dating, town, code]) => aDivisionCommand.RecodeTown({ ...dating, townId: town, code })),
  fc.tuple(arbitraryDating(), townId(), fc.uniqueArray(townId(), { maxLength: 2 })).map(([dating, town, successors]) => aDivisionCommand.CloseTown({ ...dating, townId: town, successors })),
  fc.tuple(arbitraryDating(), communityId()).map(([dating, community]) => aDivisionCommand.RenameCommunity({ ...dating, communityId: community })),
  fc.tuple(arbitraryDating(), communityId(), communityCode()).map(([dating, community, code]) => aDivisionCommand.RecodeCommunity({ ...dating, communityId: community, code })),
  fc.tuple(planId(), fc.uniqueArray(communityCode(), { maxLength: 2 }), arbitraryDay()).map(([plan, codes, effectiveOn]) => aDivisionCommand.ReserveDivisionCodes({ planId: plan, codes, takesEffectOn: effectiveOn })),
  planId().map((plan) => aDivisionCommand.ReleaseDivisionCodes({ planId: plan })),
  planId().map((plan) => aDivisionCommand.ReviseDivisionRegister({ planId: plan })),
  { weight: 2, arbitrary: arbitraryTarget().map((target) => aDivisionCommand.VoidDivisionEntry(target)) },
)

/** Commands for a state, whose corrections mostly name what is there, and whose plans say what fits. */
export const divisionCommandsFor: (state: DivisionRegisterState) => fc.Arbitrary<DivisionRegisterCommand> = aimedCommands(arbitraryDivisionCommand(), aimed)

/** Histories that came about by such commands. */
export const arbitraryDivisionHistory = (): fc.Arbitrary<Played<DivisionRegisterState, DivisionRegisterEvent>> =>
  arbitrarySteps(arbitraryDivisionCommand()).map((steps) => play(divisionRegisterDecider, steps, noMaps, aimed))

function aimed(command: DivisionRegisterCommand, state: DivisionRegisterState, aim: number): DivisionRegisterCommand {
  const { towns, communities } = historyOf(state)
  if (Object.keys(communities).length === 0 && aim % 3 !== 0) {
    return aDivisionCommand.RegisterDivisions({ towns: [townNamed('T1'), townNamed('T2')], communities: [communityNamed('C1', 'T1'), communityNamed('C2', 'T2')] })
  }
  switch (command.type) {
    case 'ReviseDivisionRegister': return revision(state, aim)
    case 'RegisterDivisions': return namesEntry(command) ? correctedRegistration(command, state, aim) : command
    case 'RenameTown': return atEntry(aDivisionCommand.RenameTown({ ...command.data, townId: oneOfThese(Object.keys(towns), aim, 'T1') }), state, aim, 'TownRenamed')
    case 'RecodeTown': return atEntry(aDivisionCommand.RecodeTown({ ...command.data, townId: oneOfThese(Object.keys(towns), aim, 'T1') }), state, aim, 'TownRecoded')
    case 'CloseTown': return atEntry(aDivisionCommand.CloseTown({ ...command.data, townId: oneOfThese(Object.keys(towns), aim, 'T1'), successors: [] }), state, aim, 'TownClosed')
    case 'RenameCommunity':
      return atEntry(aDivisionCommand.RenameCommunity({ ...command.data, communityId: oneOfThese(Object.keys(communities), aim, 'C1') }), state, aim, 'CommunityRenamed')
    case 'RecodeCommunity':
      return atEntry(aDivisionCommand.RecodeCommunity({ ...command.data, communityId: oneOfThese(Object.keys(communities), aim, 'C1') }), state, aim, 'CommunityRecoded')
    case 'VoidDivisionEntry': return ofChain(command, aimedChain(state.entries, aim))
    case 'ReserveDivisionCodes': case 'ReleaseDivisionCodes': return command
  }
}

function atEntry(command: DivisionRegisterCommand, state: DivisionRegisterState, aim: number, type: RegisterEntry['type']): DivisionRegisterCommand {
  return namesEntry(command) ? ofChain(command, aimedChain(state.entries, aim, type)) : command
}

/** The same unit again, on another day, in another town, or under another name. */
function correctedRegistration(command: DivisionRegisterCommand, state: DivisionRegisterState, aim: number): DivisionRegisterCommand {
  const chain = aimedChain(state.entries, aim, aim % 2 === 0 ? 'TownRegistered' : 'CommunityRegistered')
  const fact = chain?.entries[0]?.fact
  const units = fact?.type === 'TownRegistered' ? { towns: [{ ...townNamed(fact.data.townId), name: '更正后的虚构镇街' }], communities: [] }
    : fact?.type === 'CommunityRegistered' ? { towns: [], communities: [communityNamed(fact.data.communityId, oneOfThese(Object.keys(historyOf(state).towns), aim, 'T1'))] }
      : {}
  return ofChain(aDivisionCommand.RegisterDivisions({ ...command.data, ...units }), chain)
}

/** What a sound plan would say on the last of the days: a community moves to a town that lives, or ends. */
function revision(state: DivisionRegisterState, aim: number): DivisionRegisterCommand {
  const { arrived, plans } = state
  const history = historyOf(state)
  const effectiveOn = '2019-03-01' as CalendarDate
  const living = Object.entries(history.communities).filter(([, life]) => livesOn(life, effectiveOn)).map(([id]) => id)
  const open = Object.entries(history.towns).filter(([, life]) => livesOn(life, effectiveOn) && life.to === null).map(([id]) => id)
  const [moving, target] = [living[aim % living.length], open[aim % open.length]]
  const change = { root: `p${arrived}.0`, effectiveOn, opens: [], moves: [], closes: [] }
  const said = moving === undefined || target === undefined ? []
    : aim % 3 === 0 ? [{ ...change, closes: [{ communityId: moving, reason: 'abolished' as const, successors: [] }] }]
      : [{ ...change, moves: [{ communityId: moving, townId: target }] }]
  return aDivisionCommand.ReviseDivisionRegister({ planId: `P${1 + Object.keys(plans).length}`, changes: said })
}
