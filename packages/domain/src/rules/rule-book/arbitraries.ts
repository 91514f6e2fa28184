/** Arbitrary commands and histories of the rule book. */

import fc from 'fast-check'
import { aimedChain, aimedCommands, arbitraryDating, arbitrarySteps, arbitraryTarget, namesEntry, ofChain, play, type Played } from '../../shared/arbitraries.ts'
import { ruleSetOf } from '../../shared/builders.ts'
import { aRuleBookCommand } from './builders.ts'
import type { RuleBookCommand } from './commands.ts'
import { ruleBookDecider } from './decider.ts'
import type { RuleBookEvent } from './events.ts'
import type { RuleBookState } from './state.ts'

/** Commands of every type; many of them will be refused. */
export const arbitraryRuleBookCommand = (): fc.Arbitrary<RuleBookCommand> => fc.oneof(
  { weight: 4, arbitrary: fc.tuple(arbitraryDating(), fc.constantFrom('2017-03', '2018-07', '2020-01', '2021-06'), fc.nat({ max: 4 })).map(([dating, edition, min]) =>
    aRuleBookCommand.IssueRuleBook({ ...dating, edition, rules: ruleSetOf({ gridsPerCommunity: { min, max: 5 } }) })) },
  { weight: 1, arbitrary: arbitraryTarget().map((target) => aRuleBookCommand.VoidRuleBookEntry(target)) },
)

/** Commands for a state, whose corrections mostly name what is there. */
export const ruleBookCommandsFor: (state: RuleBookState) => fc.Arbitrary<RuleBookCommand> = aimedCommands(arbitraryRuleBookCommand(), aimed)

/** Histories that came about by such commands. */
export const arbitraryRuleBookHistory = (): fc.Arbitrary<Played<RuleBookState, RuleBookEvent>> =>
  arbitrarySteps(arbitraryRuleBookCommand()).map((steps) => play(ruleBookDecider, steps, undefined, aimed))

function aimed(command: RuleBookCommand, state: RuleBookState, aim: number): RuleBookCommand {
  return namesEntry(command) ? ofChain(command, aimedChain(state.editions, aim)) : command
}
