/** Facts: what happened and was recorded; past tense, immutable. */

import type * as t from 'io-ts'

/** One fact. Names and shapes are the stored format and never change; a new shape is a new `schemaVersion` and an upcaster. */
export interface Fact<Type extends string = string, Data = unknown> {
  readonly type: Type
  readonly schemaVersion: number
  readonly data: Data
}

/** One row of a concept's table of facts: the version that is written now, and its codec. */
export interface FactDeclaration<Codec extends t.Mixed = t.Mixed> {
  readonly schemaVersion: number
  readonly data: Codec
}

/** A concept's table of facts, by type. */
export type FactTable = Readonly<Record<string, FactDeclaration>>

/** The union of the facts that a table declares. */
export type FactOf<Table extends FactTable> = {
  [Type in keyof Table & string]: Fact<Type, t.TypeOf<Table[Type]['data']>>
}[keyof Table & string]

/** A row of a table of facts. */
export const fact = <Codec extends t.Mixed>(schemaVersion: number, data: Codec): FactDeclaration<Codec> => ({ schemaVersion, data })

/** A maker of the facts of one table: `make.GridSplit(data)` carries the version written now. */
export type FactMakers<Table extends FactTable> = {
  readonly [Type in keyof Table & string]: (data: t.TypeOf<Table[Type]['data']>) => Fact<Type, t.TypeOf<Table[Type]['data']>>
}

/** The makers of all facts of a table. */
export const factMakers = <const Table extends FactTable>(table: Table): FactMakers<Table> =>
  Object.fromEntries(Object.entries(table).map(([type, { schemaVersion }]) =>
    [type, (data: unknown) => ({ type, schemaVersion, data })])) as FactMakers<Table>
