/** Deciders (Chassaing): the rules of one concept as four pure functions. */

import type * as E from 'fp-ts/lib/Either.js'
import type { CalendarDate } from './calendar-date.ts'
import type { Fact } from './fact.ts'
import type { EntryId, StreamName } from './identifiers.ts'
import type { Authority } from './metadata.ts'

/** A request to record facts; may be refused; never stored as such. */
export interface Command<Type extends string = string, Data = unknown> {
  readonly type: Type
  readonly data: Data
}

/** The state of another stream, folded at a named version; the fact that leans on it keeps stream, version and day, never a copy. */
export interface Evidence<State = unknown> {
  readonly stream: StreamName
  readonly version: number
  readonly asOf: CalendarDate
  readonly state: State
}

/** What a decision may know besides command and state; all of it is handed in, so that `decide` reads no clock. */
export interface DecisionContext<Gathered = unknown> {
  /** The entry id of the nth fact of this decision, derived from the command id: the same for the same command. */
  readonly entryId: (ordinal: number) => EntryId
  readonly authority: Authority | undefined
  /** The day on which the decision is taken, in Asia/Shanghai. */
  readonly decidedOn: CalendarDate
  /** The day on which it is recorded, never earlier: a fact about a day before it is learnt late (T3). */
  readonly recordedOn: CalendarDate
  /** What the front door gathered from other streams; never taken from outside. */
  readonly evidence: Gathered
}

/** Why a command was refused: a finding with the rule's number and the figures; words are made at the edge. */
export interface Rejection<Type extends string = string> {
  readonly type: Type
  readonly rule: string
}

/**
 * `decide` returns facts (none: nothing to do) or a rejection, and never throws. `evolve` never decides and never refuses.
 * `isTerminal`: nothing more can happen to this instance.
 */
export interface Decider<C extends Command, State, F extends Fact, R extends Rejection, Gathered = unknown> {
  readonly category: string
  readonly initialState: State
  readonly decide: (command: C, state: State, context: DecisionContext<Gathered>) => E.Either<R, ReadonlyArray<F>>
  readonly evolve: (state: State, fact: F) => State
  readonly isTerminal: (state: State) => boolean
}
