/** Processes: policies that must remember, or wait for a date; a pure fold plus what is due. */

import type { CalendarDate } from './calendar-date.ts'
import type { Command } from './decider.ts'
import type { Fact } from './fact.ts'
import type { StreamName } from './identifiers.ts'
import type { Authority } from './metadata.ts'
import type { StartFrom } from './policy.ts'
import type { FactsNamed } from './projection.ts'
import type { RecordedEvent } from './recorded-event.ts'

/**
 * Something that must happen on a day. It is open until a fact resolves it: `due` then no longer yields it. Its command id is
 * derived from (process, instance, deadlineId, dueOn), so that it fires once; the effect is dated `dueOn`, whenever it fires.
 */
export interface Deadline<C extends Command = Command> {
  readonly deadlineId: string
  readonly dueOn: CalendarDate
  readonly stream: StreamName
  readonly command: C
  /** The document under which the command goes where the fact that opened the deadline names none (I38). */
  readonly authority?: Authority
}

/** A process keeps one small state for each instance. It is never rebuilt into new commands, and nothing fires before it has read to the head. */
export interface Process<F extends Fact = Fact, State = unknown, C extends Command = Command> {
  readonly name: string
  readonly startFrom: StartFrom
  readonly handles: ReadonlyArray<string>
  /** The instances that a fact concerns. */
  readonly instances: (event: RecordedEvent<F>) => ReadonlyArray<string>
  readonly initial: (instance: string) => State
  readonly evolve: (state: State, event: RecordedEvent<F>) => State
  /** What is open in this state; a correction of the cause moves or cancels it. */
  readonly due: (state: State) => ReadonlyArray<Deadline<C>>
}

/** What `defineProcess` asks for: one case for each handled fact. */
export interface ProcessDefinition<F extends Fact, Handled extends F['type'], State, C extends Command> {
  readonly name: string
  readonly startFrom: StartFrom
  readonly handles: ReadonlyArray<Handled>
  readonly instances: (event: RecordedEvent<FactsNamed<F, Handled>>) => ReadonlyArray<string>
  readonly initial: (instance: string) => State
  readonly evolve: { readonly [Type in Handled]: (state: NoInfer<State>, event: RecordedEvent<FactsNamed<F, Type>>) => NoInfer<State> }
  readonly due: (state: NoInfer<State>) => ReadonlyArray<Deadline<C>>
}

/** Defines a process over the union of facts `F`: `defineProcess<GovernanceEvent, GovernanceCommand>()({ ... })`. */
export const defineProcess = <F extends Fact, C extends Command>() =>
  <const Handled extends F['type'], State>(definition: ProcessDefinition<F, Handled, State, C>): Process<FactsNamed<F, Handled>, State, C> => {
    const cases = definition.evolve as unknown as Readonly<Record<string, (state: State, event: RecordedEvent) => State>>
    return {
      name: definition.name,
      startFrom: definition.startFrom,
      handles: definition.handles,
      instances: definition.instances as Process<FactsNamed<F, Handled>, State, C>['instances'],
      initial: definition.initial,
      evolve: (state, event) => cases[event.type]?.(state, event) ?? state,
      due: definition.due,
    }
  }
