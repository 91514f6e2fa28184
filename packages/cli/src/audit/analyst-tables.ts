/** The tables of the grids, filled from a log for one question or one export. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type * as analyticsPackage from '@grid-governance/analytics'
import { governanceCodec } from '@grid-governance/domain'
import { projectionName, type Table } from '@grid-governance/event-sourcing'
import { beginningsTable, gridTables } from '@grid-governance/projections-grids'
import type { Failure } from '../failure.ts'
import type { AuditedLog, Desk } from '../outcome.ts'
import type { Standpoint } from '../output/answer.ts'
import { resolveView, restingOn, type ResolvedView, type View } from './standpoint.ts'

export type AnalyticsPackage = typeof analyticsPackage

/** What a question is answered from. */
export interface FilledTables {
  readonly analytics: analyticsPackage.Analytics
  readonly standpoint: Standpoint
  /** The same with the fingerprint of an answer that was asked of the tables. */
  readonly standpointOf: (answer: unknown) => Standpoint
  /** What must be said of the day, the place and the tables. */
  readonly notes: ReadonlyArray<string>
}

/** The optional package, or the failure that it is not there. */
export const analyticsOf = (desk: Desk): TaskEither<Failure, AnalyticsPackage> => async () => {
  const loaded = await desk.analytics()
  return loaded === undefined ? E.left({ tag: 'AnalyticsMissing' }) : E.right(loaded)
}

/** Fills the tables that a SELECT names; works with them; and lets go of them. A mistake in the SELECT is told before the log is read. */
export const withTables = <A>(
  loaded: AnalyticsPackage, sql: string, view: View, log: AuditedLog, desk: Desk, work: (filled: FilledTables) => TaskEither<Failure, A>,
): TaskEither<Failure, A> => async () => {
  const named = await loaded.tablesNamedIn(gridTables, sql)()
  if (E.isLeft(named)) return named
  const resolved = await resolveView(log.reader, view, desk)()
  if (E.isLeft(resolved)) return resolved
  // What was unknown on the day must be said of every answer.
  const tables = named.right.includes(beginningsTable) ? named.right : [...named.right, beginningsTable]
  const opened = await openTables(loaded, tables, resolved.right, log, desk)()
  if (E.isLeft(opened)) return opened
  try {
    const unknown = await unknownNotes(loaded, opened.right, resolved.right, desk)
    return E.isLeft(unknown) ? unknown : await work({
      analytics: opened.right,
      standpoint: { ...resolved.right.standpoint, projections: projectionsOf(named.right) },
      standpointOf: (answer) => restingOn(resolved.right, projectionsOf(named.right), answer),
      notes: [...resolved.right.notes, ...unknown.right, ...missingNotes(opened.right, desk)],
    })()
  } finally {
    await opened.right.close()
  }
}

function openTables(loaded: AnalyticsPackage, tables: ReadonlyArray<Table>, view: ResolvedView, { reader, mode }: AuditedLog, desk: Desk): TaskEither<Failure, analyticsPackage.Analytics> {
  return async () => {
    const { sentences } = desk.words
    const [reading, filling] = [desk.progress(sentences.rebuilding), desk.progress(sentences.filling)]
    const projections = projectionsOf(tables)
    const source = loaded.rebuiltModels({
      reader, codec: governanceCodec, mode, asOf: view.asOf, knownAt: view.knownAt,
      onRead: ({ projection, position, upTo }) => {
        const before = projections.findIndex((name) => name.startsWith(`${projection}@`))
        reading.advance(before * (upTo + 1) + position, projections.length * (upTo + 1))
      },
    })
    try {
      return await loaded.openAnalytics({ tables, source, onFilled: ({ rows }) => { filling.advance(rows, rows) } })()
    } finally {
      reading.end()
      filling.end()
    }
  }
}

function projectionsOf(tables: ReadonlyArray<Table>): ReadonlyArray<string> {
  return [...new Set(tables.map(({ projection }) => projectionName(projection)))]
}

/** "Unknown" must not be taken for "none" (T33). */
async function unknownNotes(loaded: AnalyticsPackage, analytics: analyticsPackage.Analytics, { asOf }: ResolvedView, { words: { sentences } }: Desk): Promise<E.Either<Failure, ReadonlyArray<string>>> {
  const asked = await analytics.query(`SELECT max(known_from) FROM beginnings WHERE earlier = 'unknown' AND known_from > DATE '${asOf}'`)()
  if (E.isLeft(asked)) return asked
  const found = await loaded.allRows(asked.right, 1)()
  return E.map(({ rows }: analyticsPackage.AllRows) => { const day = rows[0]?.[0]; return typeof day === 'string' ? [sentences.partlyUnknownBefore(day)] : [] })(found)
}

function missingNotes({ tables }: analyticsPackage.Analytics, { words: { sentences } }: Desk): ReadonlyArray<string> {
  return tables.filter(({ blocked }) => blocked.length > 0).map(({ name, blocked }) => sentences.modelsMissing(name, blocked.length))
}
