/** Projections: the one definition from which every power of the read side follows. */

import type { Fact } from './fact.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { RecordedEvent } from './recorded-event.ts'

/**
 * effective: `project` is shown each entry once, as it stands after its corrections, in the order (effective day, position of the
 * root); it never sees a correction. recorded: `project` is shown every fact in the order of the log and files it into `Timeline`s.
 */
export type Order = 'effective' | 'recorded'

/** The facts of the union `F` with one of these types. */
export type FactsNamed<F extends Fact, Type extends string> = Extract<F, { readonly type: Type }>

/** One case for each handled fact: changes the model in place, whether that is a plain object or an Immer draft. */
export type Cases<F extends Fact, Handled extends string, Model> = {
  readonly [Type in Handled]: (model: Model, event: RecordedEvent<FactsNamed<F, Type>>) => void
}

/**
 * A read model is a JSON tree: records by id, values, arrays as one value; no Map, Date, class, `undefined`, nor one object in two
 * places. What is put into it from a fact goes through `copy()`.
 */
export interface Projection<F extends Fact = Fact, Model = JsonObject> {
  readonly name: string
  /** Raised whenever the code would give another model for the same facts. */
  readonly version: number
  readonly handles: ReadonlyArray<string>
  readonly order: Order
  /** The models that a fact touches; a fact names every unit that it touches. A single-key model answers `['']`. */
  readonly keys: (event: RecordedEvent<F>) => ReadonlyArray<string>
  readonly initial: (key: string) => Model
  readonly project: (model: Model, event: RecordedEvent<F>) => void
}

/** What `defineProjection` asks for: a misspelt fact or a missing case does not compile. */
export interface ProjectionDefinition<F extends Fact, Handled extends F['type'], Model, Initial extends (key: string) => unknown = (key: string) => Model> {
  readonly name: string
  readonly version: number
  readonly handles: ReadonlyArray<Handled>
  /** `effective` unless said otherwise. */
  readonly order?: Order
  /** Where there is one model only, leave it out; `initial` then takes no key. */
  readonly keys?: (event: RecordedEvent<FactsNamed<F, Handled>>) => ReadonlyArray<string>
  readonly initial: Initial
  readonly project: Cases<F, Handled, NoInfer<Model>>
}

/** Asks for `keys` where `initial` takes a key: without them there would be one model, of the key ''. */
export type KeysFor<Initial extends (key: string) => unknown> = Parameters<Initial> extends readonly []
  ? unknown
  : { readonly keys: (event: never) => ReadonlyArray<string> }

/** A model as it is where it is a JSON tree; at a place in it that is none, the compiler says so. */
export type JsonTree<Model> = Model extends JsonValue
  ? Model
  : Model extends NoTree
    ? NoJson
    : { readonly [Name in keyof Model]: Model extends ReadonlyArray<unknown> ? JsonTree<Model[Name]> : JsonTree<Required<Model>[Name]> }

/** What the compiler shows at a place that JSON does not have. */
export type NoJson = 'no JSON: a read model is made of records, lists, texts, numbers, booleans and null'

type NoTree =
  | ((...args: never) => unknown) | ReadonlyMap<never, never> | ReadonlySet<unknown> | WeakMap<never, never> | Date | RegExp | Promise<unknown>
  | symbol | bigint | undefined | void

/** The key of a projection that keeps a single model. */
export const onlyKey = ''

/** Defines a projection over the union of facts `F`: `defineProjection<GovernanceEvent>()({ ... })`. */
export const defineProjection = <F extends Fact>() =>
  <const Handled extends F['type'], Initial extends (key: string) => unknown>(
    definition: ProjectionDefinition<F, Handled, ReturnType<Initial>, Initial> & { readonly initial: (key: string) => JsonTree<ReturnType<Initial>> } & KeysFor<Initial>,
  ): Projection<FactsNamed<F, Handled>, ReturnType<Initial>> => {
    type Model = ReturnType<Initial>
    const cases = definition.project as unknown as Readonly<Record<string, (model: Model, event: RecordedEvent) => void>>
    const only: ReadonlyArray<string> = [onlyKey]
    return {
      name: definition.name,
      version: definition.version,
      handles: definition.handles,
      order: definition.order ?? 'effective',
      keys: (definition.keys ?? (() => only)) as Projection<FactsNamed<F, Handled>, Model>['keys'],
      initial: definition.initial as Projection<Fact, Model>['initial'],
      project: (model, event) => cases[event.type]?.(model, event),
    }
  }

/** `gridTree@1`: the name under which a projection's models are kept. */
export const projectionName = (projection: Pick<Projection, 'name' | 'version'>): string => `${projection.name}@${projection.version}`
