/** Relations: rows whose columns the asker named, so that there are no words of ours for them. */

import type { JsonValue } from '@grid-governance/event-sourcing'

export interface Relation {
  readonly columns: ReadonlyArray<{ readonly name: string, readonly isFigure: boolean }>
  readonly rows: ReadonlyArray<ReadonlyArray<JsonValue>>
}

/** More rows than these are not shown on a screen. */
export const rowsOnScreen = 1000

/** The rows as JSON objects. */
export const relationObjects = ({ columns, rows }: Relation): ReadonlyArray<Readonly<Record<string, JsonValue>>> =>
  rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])))
