/** Policies: whenever this fact, then these commands; pure, without memory, without clock. */

import type { Command } from './decider.ts'
import type { Fact } from './fact.ts'
import type { Position, StreamName } from './identifiers.ts'
import type { FactsNamed } from './projection.ts'
import type { RecordedEvent } from './recorded-event.ts'

/** Where a policy or process begins to read when it runs for the first time; a lost checkpoint stops it instead. */
export type StartFrom = 'now' | 'beginning' | { readonly position: Position }

/**
 * A command that a policy or process asks for. Its id is derived from (policy name, causing event id, stream, `key`), so that the
 * same cause leads to the same command however often it is delivered; `key` is never an index.
 */
export interface Reaction<C extends Command = Command> {
  readonly stream: StreamName
  readonly key: string
  readonly command: C
}

/** A stateless rule of reaction. Policies are never rebuilt: what they once asked for was asked. */
export interface Policy<F extends Fact = Fact, C extends Command = Command> {
  readonly name: string
  readonly startFrom: StartFrom
  readonly handles: ReadonlyArray<string>
  readonly react: (event: RecordedEvent<F>) => ReadonlyArray<Reaction<C>>
}

/** What `definePolicy` asks for: one case for each handled fact. */
export interface PolicyDefinition<F extends Fact, Handled extends F['type'], C extends Command> {
  readonly name: string
  readonly startFrom: StartFrom
  readonly handles: ReadonlyArray<Handled>
  readonly when: { readonly [Type in Handled]: (event: RecordedEvent<FactsNamed<F, Type>>) => ReadonlyArray<Reaction<C>> }
}

/** Defines a policy over the union of facts `F`: `definePolicy<GovernanceEvent, GovernanceCommand>()({ ... })`. */
export const definePolicy = <F extends Fact, C extends Command>() =>
  <const Handled extends F['type']>(definition: PolicyDefinition<F, Handled, C>): Policy<FactsNamed<F, Handled>, C> => {
    const cases = definition.when as unknown as Readonly<Record<string, (event: RecordedEvent) => ReadonlyArray<Reaction<C>>>>
    return {
      name: definition.name,
      startFrom: definition.startFrom,
      handles: definition.handles,
      react: (event) => cases[event.type]?.(event) ?? [],
    }
  }
