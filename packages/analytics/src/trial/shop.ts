/** A made-up shop for trials: one model for each article, with a cell of every type, and sources that need no log. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterAll } from 'vitest'
import { column, defineProjection, defineTable, projectionName, type CalendarDate, type Fact, type JsonObject, type JsonValue, type Position, type RowOf } from '@grid-governance/event-sourcing'
import { openAnalytics, type Analytics, type AnalyticsOptions } from '../analytics.ts'
import type { ModelSource } from '../model-source.ts'
import { allRows } from '../query.ts'

export const says = { 'zh-CN': '虚构', en: 'made up' }

const columns = {
  article: column.text(says),
  pieces: column.integer(says),
  price: column.hundredths(says),
  since: column.date(says),
  counted_at: column.instant(says),
  on_sale: column.boolean(says),
  tags: column.json(says),
  note: column.orNull(column.text(says)),
}

export type ArticleRow = RowOf<typeof columns>

interface Article {
  /** A model is JSON, which has no numbers beyond those that are safe. */
  rows: ReadonlyArray<{ readonly [Name in keyof ArticleRow]: Exclude<ArticleRow[Name], bigint> }>
}

const articles = defineProjection<Fact>()({ name: 'articles', version: 3, handles: [], project: {}, initial: (): Article => ({ rows: [] }) })

/** The rows of a model are what it holds, so that a trial may put anything there. */
export const articlesTable = defineTable({ name: 'articles', says, projection: articles, columns, rows: ({ rows }) => rows })

/** How many rows each model has. */
export const sizesTable = defineTable({
  name: 'sizes', says, projection: articles, columns: { shelf: column.text(says), articles: column.integer(says) },
  rows: ({ rows }, key) => [{ shelf: key, articles: rows.length }],
})

export const anArticle = (own: Partial<ArticleRow> = {}): ArticleRow => ({
  article: '茶杯', pieces: 12, price: 1250, since: '2018-07-01' as CalendarDate, counted_at: Date.parse('2018-07-02T09:00:00.001+08:00'), on_sale: true, tags: ['red', 'small'], note: null, ...own,
})

/** Pages of models, each a shelf with its rows. */
export const pagesOf = (...pages: ReadonlyArray<Readonly<Record<string, ReadonlyArray<unknown>>>>): ModelSource<never> => ({
  standpoint: TE.right({ asOf: '2019-01-01' as CalendarDate, position: 41 as Position, recordedAt: Date.parse('2019-01-02T09:00:00+08:00') }),
  pages: async function* () {
    for (const page of pages) yield E.right({ models: Object.entries(page).map(([key, rows]) => [key, { rows: rows as ReadonlyArray<JsonValue> } satisfies JsonObject] as const) })
  },
})

/** An answer that must be there. */
export const must = <A>(answer: E.Either<unknown, A>): A => {
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  return answer.right
}

/** A failure that must be there. */
export const refused = <F>(answer: E.Either<F, unknown>): F => {
  if (E.isRight(answer)) throw new Error(`not refused: ${JSON.stringify(answer.right)}`)
  return answer.left
}

/** The shop, opened with these articles on one shelf. */
export const opened = async (rows: ReadonlyArray<ArticleRow>, options: Partial<AnalyticsOptions<never>> = {}): Promise<Analytics> =>
  must(await openAnalytics({ tables: [articlesTable, sizesTable], source: pagesOf({ A: rows }), ...options })())

/** All rows of an answer. */
export const rowsOf = async (analytics: Analytics, sql: string): Promise<ReadonlyArray<ReadonlyArray<JsonValue>>> =>
  must(await allRows(must(await analytics.query(sql)()), 1_000_000)()).rows

/** A folder of its own for a trial; it is removed when the trials end. */
export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'analytics-trial-'))
  folders.push(folder)
  return folder
}

const folders: string[] = []
afterAll(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }) })

export const projectionOfShop = projectionName(articles)
