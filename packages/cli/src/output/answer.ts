/** Answers: what a command says, before it is known how it is shown. */

import type { After, CalendarDate, JsonValue } from '@grid-governance/event-sourcing'
import type { Heading } from '../words/headings.ts'
import type { Relation } from './relation.ts'

/** What is printed: sentences and tables, and where the answer comes from. */
export interface Answer {
  readonly standpoint?: Standpoint
  /** Sentences; in CSV they go to the other stream, so that rows stay rows. */
  readonly notes: ReadonlyArray<string>
  readonly tables: ReadonlyArray<AnswerTable>
  /** Rows whose columns the asker named. */
  readonly relation?: Relation
}

/** From which day and which knowledge an answer is given, by which projection. */
export interface Standpoint {
  readonly asOf: CalendarDate
  /** The last position of the prefix that was known. */
  readonly position: After
  /** When the last event of that prefix was recorded, in milliseconds since 1970; absent for an empty prefix. */
  readonly recordedAt: number | undefined
  /** The projections by which it is given, as name@version; none where facts are listed as they are. */
  readonly projections?: ReadonlyArray<string>
  /** SHA-256 of standpoint and answer, in hex: the same where the same log and the same code gave the same answer. */
  readonly fingerprint?: string
}

/** How much of a fingerprint is shown where there is little room. */
export const shortFingerprint = (fingerprint: string): string => fingerprint.slice(0, 12)

export interface AnswerTable {
  /** The name of the rows in JSON. */
  readonly name: string
  readonly title?: string
  readonly columns: ReadonlyArray<Column>
  readonly rows: ReadonlyArray<Row>
  /** How far the first column of each row is moved in on the screen; for trees. */
  readonly indents?: ReadonlyArray<number>
  /** On the screen, of more than three rows in a run with the same cell here only the first two are shown, and how many more there are. */
  readonly foldRunsOf?: Heading
}

/** figure: a number, aligned to the right; where there is none it is unknown, never 0. wide: left out on the screen, where there is no room. */
export interface Column {
  readonly heading: Heading
  readonly kind: 'text' | 'figure' | 'wide'
}

export type Row = { readonly [H in Heading]?: JsonValue }

export const text = (...headings: ReadonlyArray<Heading>): ReadonlyArray<Column> => headings.map((heading) => ({ heading, kind: 'text' }))
export const figure = (...headings: ReadonlyArray<Heading>): ReadonlyArray<Column> => headings.map((heading) => ({ heading, kind: 'figure' }))
export const wide = (...headings: ReadonlyArray<Heading>): ReadonlyArray<Column> => headings.map((heading) => ({ heading, kind: 'wide' }))

/** An answer of sentences only. */
export const sentencesOnly = (...notes: ReadonlyArray<string>): Answer => ({ notes, tables: [] })
