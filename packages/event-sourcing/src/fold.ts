/** Folds: from the facts of a stream to its state. */

import type { Fact } from './fact.ts'

/** What a fold needs of a decider. */
export interface Foldable<State, F extends Fact> {
  readonly initialState: State
  readonly evolve: (state: State, fact: F) => State
}

/** The state after these facts, from the beginning or from an earlier state. */
export const fold = <State, F extends Fact>(decider: Foldable<State, F>, facts: Iterable<F>, from: State = decider.initialState): State => {
  let state = from
  for (const each of facts) state = decider.evolve(state, each)
  return state
}
