/** Arbitrary histories: commands of all kinds, played one after another, of which the accepted ones make the history. */

import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import type { Authority, CalendarDate, Command, Decider, DecisionContext, EntryId, Fact, Rejection } from '@grid-governance/event-sourcing'
import { tipOf, type DatedFact, type EntryChain, type EntryChains } from './entry-chains.ts'

/** A made-up document. */
export const madeUpAuthority = { documentNumber: 'made-up-2018-1', issuer: '虚构机关', date: '2018-06-20' } as Authority

/** What the nth decision may know; its entries are called `en.0`, `en.1` and so on. */
export const madeUpContext = <Gathered>(n: number, evidence: Gathered, authority: Authority | undefined = madeUpAuthority): DecisionContext<Gathered> =>
  ({ entryId: (ordinal) => `e${n}.${ordinal}` as EntryId, authority, decidedOn: '2019-06-01' as CalendarDate, recordedOn: '2019-06-01' as CalendarDate, evidence })

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

/** Commands for a state, aimed at what is there. */
export const aimedCommands = <C, State>(command: fc.Arbitrary<C>, aimed: (command: C, state: State, aim: number) => C) => (state: State): fc.Arbitrary<C> =>
  fc.tuple(command, fc.nat({ max: 1000 })).map(([one, aim]) => aimed(one, state, aim))

/** A history that came about by commands: its facts, and the state before the first command and after each. */
export interface Played<State, F> {
  readonly facts: ReadonlyArray<F>
  readonly states: ReadonlyArray<State>
}

/** Plays commands one after another; refused ones leave no trace. */
export const play = <C extends Command, State, F extends Fact, Gathered>(
  decider: Decider<C, State, F, Rejection, Gathered>, steps: ReadonlyArray<Step<C>>, evidence: Gathered, aimed: (command: C, state: State, aim: number) => C,
): Played<State, F> => {
  let state = decider.initialState
  const facts: F[] = []
  const states: State[] = [state]
  for (const [n, { command, aim }] of steps.entries()) {
    const decision = decider.decide(aimed(command, state, aim), state, madeUpContext(n, evidence))
    if (E.isLeft(decision)) continue
    facts.push(...decision.right)
    state = decision.right.reduce(decider.evolve, state)
    states.push(state)
  }
  return { facts, states }
}

/** Whether a command names an entry: a correction or a withdrawal. */
export const namesEntry = ({ data }: Command): boolean => typeof data === 'object' && data !== null && 'root' in data

/** The chain that a correction or withdrawal is aimed at: one of facts of this type, if any is given; one in ten misses. */
export const aimedChain = <F extends DatedFact>(chains: EntryChains<F>, aim: number, type?: F['type']): EntryChain<F> | undefined => {
  const fitting = type === undefined ? chains : chains.filter((chain) => chain.entries[0]?.fact?.type === type)
  return aim % 10 === 9 ? undefined : fitting[aim % fitting.length]
}

/** A correction or withdrawal of the tip of a chain. */
export const ofChain = <C extends Command, F extends DatedFact>(command: C, chain: EntryChain<F> | undefined): C =>
  chain === undefined ? command : { ...command, data: { ...command.data as object, root: chain.root, corrects: tipOf(chain) } }

/** One of these, or the other thing where there is none or one in five misses. */
export const oneOfThese = <A>(these: ReadonlyArray<A>, aim: number, otherwise: A): A => aim % 5 === 4 ? otherwise : these[aim % these.length] ?? otherwise
