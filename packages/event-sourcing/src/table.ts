/** Tables: how a keyed model declares rows, so that analysts can ask it with SQL and take it away as a file. */

import type { CalendarDate } from './calendar-date.ts'
import type { Fact } from './fact.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { Projection } from './projection.ts'

/** What stands in a cell, for each type of column. */
export interface CellTypes {
  readonly text: string
  /** A whole number; as `bigint` where it may lie beyond 2^53. At most 64 bits. */
  readonly integer: number | bigint
  /** A whole number of hundredths (fen, hundredths of a point), so that nothing is rounded; in SQL a `DECIMAL(18,2)`. */
  readonly hundredths: number | bigint
  /** A day; for intervals `valid_from` is the first day and `valid_to` the first day on which it is no more. */
  readonly date: CalendarDate
  /** Milliseconds since 1970; in SQL a `TIMESTAMPTZ`. */
  readonly instant: number
  readonly boolean: boolean
  /** A JSON tree, for lists and whatever has no columns of its own. */
  readonly json: JsonValue
}

export type CellType = keyof CellTypes

/** What something is, in both languages. */
export interface Described {
  readonly 'zh-CN': string
  readonly en: string
}

export interface Column<Type extends CellType = CellType, Nullable extends boolean = boolean> {
  readonly type: Type
  /** Null stands for "there is none" or "it is not known"; the description says which. */
  readonly nullable: Nullable
  readonly says: Described
}

/** Columns by name, in the order in which they stand. */
export type Columns = Readonly<Record<string, Column>>

/** The row that these columns ask for: a missing or wrongly typed cell does not compile. */
export type RowOf<Own extends Columns> = {
  readonly [Name in keyof Own]: CellTypes[Own[Name]['type']] | (Own[Name]['nullable'] extends false ? never : null)
}

/** asOf: the models of the day that is asked for. all: with all effective dates, future ones too, for what must be known of any day. */
export type DaysShown = 'asOf' | 'all'

/** What `defineTable` asks for. */
export interface TableDefinition<F extends Fact, Model, Own extends Columns> {
  /** In SQL; lower case, digits and underscores. */
  readonly name: string
  readonly says: Described
  readonly projection: Projection<F, Model>
  /** `asOf` unless said otherwise. */
  readonly days?: DaysShown
  /** What one model says of another: all models of the projection, joined before rows are made of each. They are then held in memory together. */
  readonly joined?: (models: ReadonlyMap<string, NoInfer<Model>>) => ReadonlyMap<string, NoInfer<Model>>
  readonly columns: Own
  /** The rows of one model; one of which every fact takes effect later is as it began. `asOf` is the day that is asked for, for models in `recorded` order, which know all days. */
  readonly rows: (model: NoInfer<Model>, key: string, asOf: CalendarDate) => Iterable<RowOf<NoInfer<Own>>>
}

/** Models of one projection and day, by key, joined: what one says of another is in both. */
export type JoinModels = (models: ReadonlyMap<string, JsonObject>) => ReadonlyMap<string, JsonObject>

/** A table of a projection's models. Lists of tables of several projections are `Table[]`. */
export interface Table<in Model = never, out Own extends Columns = Columns> {
  readonly name: string
  readonly says: Described
  /** Whose models have these rows. */
  readonly projection: Projection
  readonly days: DaysShown
  readonly joined: JoinModels | undefined
  readonly columns: Own
  readonly rows: (model: Model, key: string, asOf: CalendarDate) => Iterable<RowOf<Own>>
}

/** Defines a table over the models of a projection; a name that SQL would have to quote is a defect. */
export const defineTable = <F extends Fact, Model, const Own extends Columns>(definition: TableDefinition<F, Model, Own>): Table<Model, Own> => {
  const { name, says, projection, days = 'asOf', joined, columns, rows } = definition
  const wrong = [name, ...Object.keys(columns)].filter((one) => !/^[a-z][a-z0-9_]*$/.test(one))
  if (wrong.length > 0) throw new Error(`Tables and columns have names of lower case letters, digits and underscores: ${wrong.join(', ')} of ${name}.`)
  if (Object.keys(columns).length === 0) throw new Error(`The table ${name} has no columns.`)
  // The model's type lives on in `rows`, and models of one projection alone are joined; whoever reads the log only hands models on.
  return { name, says, projection: projection as unknown as Projection, days, joined: joined as JoinModels | undefined, columns, rows }
}

function columnOf<Type extends CellType>(type: Type) {
  return (says: Described): Column<Type, false> => ({ type, nullable: false, says })
}

/** Columns by type: `column.text({ 'zh-CN': '名称', en: 'name' })`; `column.orNull(...)` for one that may be empty. */
export const column = {
  text: columnOf('text'),
  integer: columnOf('integer'),
  hundredths: columnOf('hundredths'),
  date: columnOf('date'),
  instant: columnOf('instant'),
  boolean: columnOf('boolean'),
  json: columnOf('json'),
  orNull: <Type extends CellType>(own: Column<Type, false>): Column<Type, true> => ({ ...own, nullable: true }),
} as const
