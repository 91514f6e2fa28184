/** Whether a text is one SELECT: asked of DuckDB's own parser, before anything else is done with it. */

import * as E from 'fp-ts/lib/Either.js'
import type { Session } from './duckdb.ts'
import type { NotAQuery } from './failures.ts'

interface Parsed {
  readonly error: boolean
  readonly error_type?: string
  readonly statements?: ReadonlyArray<unknown>
}

/** Undefined where it is one SELECT, and where it cannot be parsed: then DuckDB says so itself, with the place. */
export const notOneSelect = async (session: Session, sql: string): Promise<NotAQuery | undefined> => {
  const answer = await session.value('SELECT json_serialize_sql($1::VARCHAR)::VARCHAR', [sql])
  if (E.isLeft(answer)) return undefined
  const { error, error_type: errorType, statements = [] } = JSON.parse(String(answer.right)) as Parsed
  if (error) return errorType === 'not implemented' ? refused('other', sql) : undefined
  return statements.length === 1 ? undefined : refused(statements.length === 0 ? 'nothing' : 'several', sql)
}

function refused(found: NotAQuery['found'], sql: string): NotAQuery {
  return { tag: 'NotAQuery', found, statement: /[A-Za-z]+/.exec(sql.replaceAll(/--.*$|\/\*[\s\S]*?\*\//gm, ''))?.[0].toUpperCase() ?? '' }
}
