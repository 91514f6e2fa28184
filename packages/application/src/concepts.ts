/** The concepts behind the front door: for each, its loop, and how a command finds its stream. */

import {
  divisionRegisterCommands, divisionRegisterDecider, divisionRegisterFacts, divisionRegisterStream, divisionRegisterUpcasters,
  gridMapCommands, gridMapDecider, gridMapFacts, gridMapStream, gridMapUpcasters,
  logOpeningCommands, logOpeningDecider, logOpeningFacts, logOpeningStream, logOpeningUpcasters,
  restructurePlanCommands, restructurePlanDecider, restructurePlanFacts, restructurePlanStream, restructurePlanUpcasters,
  ruleBookCommands, ruleBookDecider, ruleBookFacts, ruleBookStream, ruleBookUpcasters,
} from '@grid-governance/domain'
import { factCodec, type Command, type CommandOf, type CommandTable } from '@grid-governance/event-sourcing'
import { commandLoop, type EventStore } from '@grid-governance/event-store'
import { nameLocator } from './name-locator.ts'

/** The loops of all concepts over one store, each with a cache of its own, and what tells which maps know a name. */
export const conceptLoops = (store: EventStore) => ({
  logOpening: commandLoop({ store, codec: factCodec(logOpeningFacts, logOpeningUpcasters), decider: logOpeningDecider }),
  ruleBook: commandLoop({ store, codec: factCodec(ruleBookFacts, ruleBookUpcasters), decider: ruleBookDecider }),
  divisionRegister: commandLoop({ store, codec: factCodec(divisionRegisterFacts, divisionRegisterUpcasters), decider: divisionRegisterDecider }),
  gridMap: commandLoop({ store, codec: factCodec(gridMapFacts, gridMapUpcasters), decider: gridMapDecider }),
  restructurePlan: commandLoop({ store, codec: factCodec(restructurePlanFacts, restructurePlanUpcasters), decider: restructurePlanDecider }),
  locateNames: nameLocator(store),
})
export type ConceptLoops = ReturnType<typeof conceptLoops>

export { divisionRegisterStream, gridMapStream, logOpeningStream, restructurePlanStream, ruleBookStream }

/** Whether a command is one of a table's. */
const isOf = <const Table extends CommandTable>(table: Table) => (command: Command): command is CommandOf<Table> => Object.hasOwn(table, command.type)

export const isLogOpeningCommand = isOf(logOpeningCommands)
export const isRuleBookCommand = isOf(ruleBookCommands)
export const isDivisionRegisterCommand = isOf(divisionRegisterCommands)
export const isGridMapCommand = isOf(gridMapCommands)
export const isRestructurePlanCommand = isOf(restructurePlanCommands)

/** Commands of a plan's aftermath: the front door sends them by itself. */
export const reservedCommands: ReadonlySet<string> = new Set([
  'ReserveGrids', 'HoldGrids', 'ReleaseGrids', 'ReviseGridMap', 'ReserveDivisionCodes', 'ReleaseDivisionCodes', 'ReviseDivisionRegister',
])
