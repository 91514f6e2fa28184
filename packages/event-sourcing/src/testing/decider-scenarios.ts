/** Given these facts, when this command, then those facts: scenarios of one decider. */

import * as E from 'fp-ts/lib/Either.js'
import type { CalendarDate } from '../calendar-date.ts'
import type { Command, Decider, DecisionContext, Rejection } from '../decider.ts'
import type { Fact } from '../fact.ts'
import { fold } from '../fold.ts'
import type { EntryId } from '../identifiers.ts'
import { freezeTree } from '../json.ts'
import { AssertionError, assertSame, differences, show } from './differences.ts'

/** What is known besides command and state; what is left out is made up: entry ids `new.0`, `new.1`, no authority, decided on 2024-01-01, no evidence. */
export type ScenarioContext<Gathered> = Partial<DecisionContext<Gathered>>

/** What was decided, to be compared with what should have been. Each comparison throws an AssertionError where it fails. */
export interface Decided<F extends Fact, R extends Rejection> {
  readonly outcome: E.Either<R, ReadonlyArray<F>>
  /** Exactly these facts, in this order. */
  readonly then: (facts: ReadonlyArray<F>) => void
  /** A rejection that says at least this. */
  readonly thenRejected: (rejection: Partial<R>) => void
  /** Accepted, but there was nothing to record. */
  readonly thenNothing: () => void
}

export interface DeciderScenarios<C extends Command, F extends Fact, R extends Rejection, Gathered> {
  readonly given: (facts: ReadonlyArray<F>) => {
    readonly when: (command: C, context?: ScenarioContext<Gathered>) => Decided<F, R>
  }
}

/** The scenarios of a decider; `defaults` hold for every `when` that does not say otherwise. */
export const deciderScenarios = <C extends Command, State, F extends Fact, R extends Rejection, Gathered>(
  decider: Decider<C, State, F, R, Gathered>, defaults: ScenarioContext<Gathered> = {},
): DeciderScenarios<C, F, R, Gathered> => ({
  given: (facts) => ({
    when: (command, context = {}) => {
      const state = fold(decider, freezeTree(facts))
      const outcome = decider.decide(freezeTree(command), state, { ...madeUp(), ...defaults, ...context } as DecisionContext<Gathered>)
      // What was decided must be a fact that the decider itself can live with.
      if (E.isRight(outcome)) fold(decider, freezeTree(outcome.right), state)
      return decided(outcome)
    },
  }),
})

function decided<F extends Fact, R extends Rejection>(outcome: E.Either<R, ReadonlyArray<F>>): Decided<F, R> {
  return {
    outcome,
    then: (facts) => assertSame('not these facts were decided', factsOf(outcome, facts), facts),
    thenNothing: () => assertSame('something was decided', factsOf(outcome, []), []),
    thenRejected: (rejection) => {
      if (E.isRight(outcome)) throw new AssertionError(`should have been rejected with ${show(rejection)}, decided ${show(outcome.right)}`, rejection, outcome.right)
      const said = Object.fromEntries(Object.keys(rejection).map((key) => [key, Reflect.get(outcome.left, key) as unknown]))
      const lines = differences(said, rejection)
      if (lines.length > 0) throw new AssertionError([`rejected otherwise, with ${show(outcome.left)}:`, ...lines.map((line) => `  ${line}`)].join('\n'), rejection, outcome.left)
    },
  }
}

function factsOf<F extends Fact, R extends Rejection>(outcome: E.Either<R, ReadonlyArray<F>>, expected: ReadonlyArray<F>): ReadonlyArray<F> {
  if (E.isLeft(outcome)) throw new AssertionError(`should have been accepted, was rejected with ${show(outcome.left)}`, expected, outcome.left)
  return outcome.right
}

function madeUp(): DecisionContext<undefined> {
  return {
    entryId: (ordinal) => `new.${ordinal}` as EntryId,
    authority: undefined,
    decidedOn: '2024-01-01' as CalendarDate,
    recordedOn: '2024-01-01' as CalendarDate,
    evidence: undefined,
  }
}
