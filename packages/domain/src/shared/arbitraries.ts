/** Arbitrary histories: commands of all kinds, played one after another, of which the accepted ones make the history. */

import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import type { Authority, CalendarDate, Command, Decider, DecisionContext, EntryId, Fact, Rejection } from '@grid-governance/event-sourcing'
import { tipOf, type DatedFact, type EntryChains } from './entry-chains.ts'

/** A made-up document. */
export const madeUpAuthority = { documentNumber: 'made-up-2018-1', issuer: '虚构机关', date: '2018-06-20' } as Authority

/** What the nth decision may know; its entries are called `en.0`, `en.1` and so on. */
export const madeUpContext = <Gathered>(n: number, evidence: Gathered, authority: Authority | undefined = madeUpAuthority): DecisionContext<Gathered> =>
  ({ entryId: (ordinal) => `e${n}.${ordinal}` as EntryId, authority, decidedOn: '2019-06-01' as CalendarDate, evidence })

/** A few days, so that facts meet on them. */
export const arbitraryDay = (): fc.Arbitrary<string> => fc.constantFrom('2018-07-01', '2018-08-01', '2018-08-02', '2018-10-01', '2019-01-01', '2019-03-01')

/** How a command is dated: `root` and `corrects` are placeholders, aimed when it is played. */
export const arbitraryDating = (): fc.Arbitrary<object> => fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('change', 'lateRecording'), effectiveOn: arbitraryDay() }) },
  { weight: 1, arbitrary: arbitraryDay().chain((effectiveOn) => arbitraryTarget().map((target) => ({ kind: 'correction', effectiveOn, ...target }))) },
)

/** The entry that a correction or a withdrawal names: sometimes one that exists. */
export const arbitraryTarget = (): fc.Arbitrary<{ readonly root: string, readonly corrects: string }> =>
  fc.nat({ max: 12 }).chain((root) => fc.constantFrom(root, root + 1).map((corrects) => ({ root: `e${root}.0`, corrects: `e${corrects}.0` })))

/** A command, and a number that says which entry it is aimed at if it corrects one. */
export interface Step<C> {
  readonly command: C
  readonly aim: number
}

export const arbitrarySteps = <C>(command: fc.Arbitrary<C>, maxLength = 25): fc.Arbitrary<ReadonlyArray<Step<C>>> =>
  fc.array(fc.record({ command, aim: fc.nat({ max: 1000 }) }), { maxLength })

/** A history that came about by commands, and the state after it. */
export interface Played<State, F> {
  readonly facts: ReadonlyArray<F>
  readonly state: State
}

/** Plays commands one after another; refused ones leave no trace. */
export const play = <C extends Command, State, F extends Fact, Gathered>(
  decider: Decider<C, State, F, Rejection, Gathered>, steps: ReadonlyArray<Step<C>>, evidence: Gathered, aimed: (command: C, state: State, aim: number) => C,
): Played<State, F> => {
  let state = decider.initialState
  const facts: F[] = []
  for (const [n, { command, aim }] of steps.entries()) {
    const decision = decider.decide(aimed(command, state, aim), state, madeUpContext(n, evidence))
    if (E.isLeft(decision)) continue
    facts.push(...decision.right)
    state = decision.right.reduce(decider.evolve, state)
  }
  return { facts, state }
}

/** A correction or withdrawal aimed at the tip of some chain; one chain in ten is missed. */
export const aimedAtChain = <C extends Command, F extends DatedFact>(command: C, chains: EntryChains<F>, aim: number): C => {
  const chain = chains[aim % chains.length]
  const { data } = command
  if (typeof data !== 'object' || data === null || !('root' in data) || chain === undefined || aim % 10 === 9) return command
  return { ...command, data: { ...data, root: chain.root, corrects: tipOf(chain) } }
}
