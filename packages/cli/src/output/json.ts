/** Answers as JSON: one object, the same in every language save for its notes. */

import type { JsonObject, JsonValue } from '@grid-governance/event-sourcing'
import type { Answer, AnswerTable, Standpoint } from './answer.ts'
import { instantText } from './instant.ts'
import { relationObjects } from './relation.ts'

/** The JSON of an answer, indented by two. */
export const asJson = (answer: Answer): string => JSON.stringify({
  ...(answer.standpoint === undefined ? {} : standpointJson(answer.standpoint)),
  notes: answer.notes,
  ...(answer.relation === undefined ? {} : { rows: relationObjects(answer.relation) }),
  ...Object.fromEntries(answer.tables.map((table) => [table.name, rowsOf(table)])),
}, null, 2)

/** Where an answer comes from, as JSON and CSV say it. */
export const standpointJson = ({ asOf, position, recordedAt, projections, fingerprint }: Standpoint): JsonObject => ({
  asOf,
  knownAt: { position: position === 'beginning' ? null : position, recordedAt: recordedAt === undefined ? null : instantText(recordedAt) },
  ...(projections === undefined ? {} : { projections }),
  ...(fingerprint === undefined ? {} : { fingerprint }),
})

function rowsOf({ columns, rows }: AnswerTable): ReadonlyArray<Record<string, JsonValue>> {
  return rows.map((row) => Object.fromEntries(columns.map(({ heading }) => [heading, row[heading] ?? null])))
}
