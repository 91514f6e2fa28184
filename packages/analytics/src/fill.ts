/** Filling tables: the models page by page, their rows chunk by chunk; nothing is held beyond a page and a chunk. */

import * as E from 'fp-ts/lib/Either.js'
import { projectionName, type JsonObject, type Table } from '@grid-governance/event-sourcing'
import { holdRows, type RowsHeld } from './cells.ts'
import type { Appending, Session, Thrown } from './duckdb.ts'
import type { RowDoesNotFit } from './failures.ts'
import type { ModelPage, ModelSource, ModelsWanted } from './model-source.ts'
import { schemaOf } from './schema.ts'
import type { Standpoint } from './standpoint.ts'

/** A table that was filled. */
export interface FilledTable {
  readonly name: string
  /** `name@version` of the projection whose models its rows are of. */
  readonly projection: string
  readonly rows: number
  /** Keys of models of which nothing can be said, so that their rows are missing. */
  readonly blocked: ReadonlyArray<string>
}

/** Told after every chunk of rows. */
export type OnFilled = (filled: { readonly table: string, readonly rows: number }) => void

/** As many rows as DuckDB takes at once. */
const chunkRows = 2048

/** Makes the tables and fills them; tables of one projection are filled from one reading of its models. */
export const fillTables = async <Failure>(
  session: Session, tables: ReadonlyArray<Table>, source: ModelSource<Failure>, standpoint: Standpoint, onFilled: OnFilled = () => undefined,
): Promise<E.Either<Failure | RowDoesNotFit | Thrown, ReadonlyArray<FilledTable>>> => {
  for (const statement of tables.flatMap(schemaOf)) {
    const made = await session.run(statement)
    if (E.isLeft(made)) return made
  }
  const filled: FilledTable[] = []
  for (const wanted of modelsWanted(tables)) {
    const done = await fillTogether(session, tables.filter((table) => sameModels(table, wanted)), source, standpoint, onFilled)
    if (E.isLeft(done)) return done
    filled.push(...done.right)
  }
  return E.right(tables.flatMap(({ name }) => filled.filter((table) => table.name === name)))
}

/** The models that are wanted, those that several tables want once. */
function modelsWanted(tables: ReadonlyArray<Table>): ReadonlyArray<ModelsWanted> {
  return tables.filter((table, place) => tables.findIndex((other) => sameModels(table, other)) === place)
}

function sameModels(left: ModelsWanted, right: ModelsWanted): boolean {
  return projectionName(left.projection) === projectionName(right.projection) && left.days === right.days && left.joined === right.joined
}

interface Filling {
  readonly table: Table
  readonly held: RowsHeld
  readonly appending: Appending
  rows: number
}

async function fillTogether<Failure>(
  session: Session, tables: ReadonlyArray<Table>, source: ModelSource<Failure>, standpoint: Standpoint, onFilled: OnFilled,
): Promise<E.Either<Failure | RowDoesNotFit | Thrown, ReadonlyArray<FilledTable>>> {
  const fillings: Filling[] = []
  for (const table of tables) {
    const appending = await session.append(table.name, Object.values(table.columns).map(({ type }) => type))
    if (E.isLeft(appending)) return appending
    fillings.push({ table, held: holdRows(table), appending: appending.right, rows: 0 })
  }
  const wanted = tables[0] as Table
  const blocked: string[] = []
  for await (const page of source.pages(wanted, standpoint)) {
    if (E.isLeft(page)) return page
    blocked.push(...page.right.blocked ?? [])
    for (const filling of fillings) {
      const taken = takePage(filling, page.right, standpoint, onFilled)
      if (E.isLeft(taken)) return taken
    }
  }
  return E.map(() => fillings.map((filling) => filledBy(filling, blocked)))(endAll(fillings, onFilled))
}

function takePage(filling: Filling, { models }: ModelPage, { asOf }: Standpoint, onFilled: OnFilled): E.Either<RowDoesNotFit | Thrown, void> {
  // The table brings its projection with it, so what it is handed is a model of its own.
  const rowsOf = filling.table.rows as (model: JsonObject, key: string, day: Standpoint['asOf']) => Iterable<Readonly<Record<string, unknown>>>
  for (const [key, model] of models) {
    for (const row of rowsOf(model, key, asOf)) {
      const added = filling.held.add(key, row)
      if (E.isLeft(added)) return added
      const handedOn = filling.held.count() < chunkRows ? E.right(undefined) : handOn(filling, onFilled)
      if (E.isLeft(handedOn)) return handedOn
    }
  }
  return E.right(undefined)
}

function handOn(filling: Filling, onFilled: OnFilled): E.Either<Thrown, void> {
  const count = filling.held.count()
  if (count === 0) return E.right(undefined)
  const added = filling.appending.add(filling.held.take(), count)
  if (E.isLeft(added)) return added
  filling.rows += count
  onFilled({ table: filling.table.name, rows: filling.rows })
  return added
}

function endAll(fillings: ReadonlyArray<Filling>, onFilled: OnFilled): E.Either<Thrown, void> {
  for (const filling of fillings) {
    const ended = E.flatMap(() => filling.appending.end())(handOn(filling, onFilled))
    if (E.isLeft(ended)) return ended
  }
  return E.right(undefined)
}

function filledBy({ table, rows }: Filling, blocked: ReadonlyArray<string>): FilledTable {
  return { name: table.name, projection: projectionName(table.projection), rows, blocked }
}
