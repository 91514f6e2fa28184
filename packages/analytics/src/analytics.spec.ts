/** Tables in DuckDB: what is in them, what can be asked, and that nothing can be changed or reached from them. */

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { column, defineTable, type CalendarDate, type Position } from '@grid-governance/event-sourcing'
import { openAnalytics, type Analytics } from './analytics.ts'
import { tablesNamedIn } from './named-tables.ts'
import { allRows } from './query.ts'
import { anArticle, articlesTable, must, newFolder, opened, pagesOf, projectionOfShop, refused, rowsOf, says, sizesTable, type ArticleRow } from './trial/shop.ts'

describe('a table', () => {
  it('has the rows of every model, of every page, in their order', async () => {
    const source = pagesOf({ A: [anArticle({ article: 'a' }), anArticle({ article: 'b' })], B: [] }, {}, { C: [anArticle({ article: 'c' })] })
    const shop = must(await openAnalytics({ tables: [articlesTable, sizesTable], source })())
    expect(await rowsOf(shop, 'SELECT article FROM articles')).toEqual([['a'], ['b'], ['c']])
    expect(await rowsOf(shop, 'FROM sizes')).toEqual([['A', 2], ['B', 0], ['C', 1]])
    expect(shop.tables).toEqual([
      { name: 'articles', projection: projectionOfShop, rows: 3, blocked: [] }, { name: 'sizes', projection: projectionOfShop, rows: 3, blocked: [] },
    ])
    await shop.close()
  })

  it('gives back every cell as it was: texts, numbers beyond 2^53, hundredths, days, instants, JSON', async () => {
    const shop = await opened([anArticle({ article: `it's "茶杯"\n🍵`, pieces: 9_007_199_254_740_993n, price: -1n, note: '' }), anArticle()])
    expect(await rowsOf(shop, 'FROM articles')).toEqual([
      [`it's "茶杯"\n🍵`, '9007199254740993', '-0.01', '2018-07-01', '2018-07-02T09:00:00.001+08:00', true, ['red', 'small'], ''],
      ['茶杯', 12, '12.50', '2018-07-01', '2018-07-02T09:00:00.001+08:00', true, ['red', 'small'], null],
    ])
    expect(await rowsOf(shop, 'SELECT sum(price), max(pieces) - 1, list(on_sale) FROM articles')).toEqual([['12.49', '9007199254740992', [true, true]]])
    expect(await rowsOf(shop, `SELECT counted_at::VARCHAR FROM articles LIMIT 1`)).toEqual([['2018-07-02 09:00:00.001+08']])
    await shop.close()
  })

  it('gives back any cells as they were', async () => {
    await fc.assert(fc.asyncProperty(fc.array(arbitraryArticle, { minLength: 1, maxLength: 20 }), async (rows) => {
      const shop = await opened(rows)
      const found = await rowsOf(shop, 'SELECT article, pieces::VARCHAR, (price * 100)::BIGINT::VARCHAR, since, epoch_ms(counted_at), on_sale, tags, note FROM articles')
      await shop.close()
      expect(found).toEqual(rows.map((row) => [row.article, String(row.pieces), String(row.price), row.since, row.counted_at, row.on_sale, JSON.parse(JSON.stringify(row.tags)), row.note]))
    }), { numRuns: 20 })
  })

  it('says of itself where it comes from', async () => {
    const shop = await opened([anArticle()])
    expect(await rowsOf(shop, 'FROM standpoint')).toEqual([
      ['articles', projectionOfShop, '2019-01-01', 41, '2019-01-02T09:00:00.000+08:00', 1, 0], ['sizes', projectionOfShop, '2019-01-01', 41, '2019-01-02T09:00:00.000+08:00', 1, 0],
    ])
    expect(await rowsOf(shop, `SELECT comment FROM duckdb_columns() WHERE table_name = 'articles' AND column_name = 'price'`)).toEqual([['虚构 / made up']])
    await shop.close()
  })

  it('is filled chunk by chunk, and tells of it', async () => {
    const told: number[] = []
    const shop = await opened(Array.from({ length: 5000 }, (_, pieces) => anArticle({ pieces })), { onFilled: ({ table, rows }) => { if (table === 'articles') told.push(rows) } })
    expect(told).toEqual([2048, 4096, 5000])
    expect(await rowsOf(shop, 'SELECT count(*), sum(pieces) FROM articles')).toEqual([[5000, 12_497_500]])
    await shop.close()
  })

  it.each([
    ['article', 7], ['article', '\uD800'], ['pieces', 1.5], ['pieces', 2n ** 63n], ['price', 10 ** 18], ['since', '2019-02-29'], ['counted_at', Number.NaN], ['on_sale', 'yes'], ['tags', undefined], ['article', null],
  ])('is not filled with a row whose %s is %s', async (name, value) => {
    const folder = newFolder()
    const source = pagesOf({ A: [anArticle()] }, { B: [{ ...anArticle(), [name]: value }] })
    expect(refused(await openAnalytics({ tables: [articlesTable], source, workIn: folder })())).toMatchObject({ tag: 'RowDoesNotFit', table: 'articles', column: name, key: 'B' })
    expect(readdirSync(folder)).toEqual([])
  })

  it('lacks the rows of models that are blocked, and says so', async () => {
    const standpoint = { asOf: '2019-01-01' as CalendarDate, position: 'beginning' as const }
    const source = { standpoint: TE.right(standpoint), pages: async function* () { yield E.right({ models: [], blocked: ['B'] }) } }
    const shop = must(await openAnalytics({ tables: [sizesTable], source })())
    expect(shop.tables[0]?.blocked).toEqual(['B'])
    expect(await rowsOf(shop, 'SELECT known_at_position, missing_models FROM standpoint')).toEqual([[null, 1]])
    await shop.close()
  })

  it('is not opened where the source fails', async () => {
    const folder = newFolder()
    const failing = { standpoint: TE.right({ asOf: '2019-01-01' as CalendarDate, position: 1 as Position }), pages: async function* () { yield E.left({ tag: 'Broken' as const }) } }
    expect(refused(await openAnalytics({ tables: [sizesTable], source: failing, workIn: folder })())).toEqual({ tag: 'Broken' })
    expect(refused(await openAnalytics({ tables: [sizesTable], source: pagesOf(), workIn: join(folder, 'nowhere') })())).toMatchObject({ tag: 'FileUnusable', reason: 'missing' })
    expect(readdirSync(folder)).toEqual([])
  })

  it('has a name of its own', async () => {
    const standpoint = defineTable({ name: 'standpoint', says, projection: articlesTable.projection, columns: { a: column.text(says) }, rows: () => [] })
    await expect(openAnalytics({ tables: [standpoint], source: pagesOf() })()).rejects.toThrow('standpoint')
  })
})

describe('a question', () => {
  let folder: string
  let shop: Analytics
  beforeAll(async () => {
    folder = newFolder()
    writeFileSync(join(folder, 'secret.csv'), 'a\n1\n')
    shop = await opened([anArticle(), anArticle({ article: 'b', pieces: 3 })], { workIn: folder })
  })
  afterAll(async () => { await shop.close() })

  it.each([
    ['SELEC 1', { tag: 'SqlRefused', kind: 'Parser Error', message: 'syntax error at or near "SELEC"', at: { line: 1, column: 1 } }],
    ['SELECT *\nFROM artikels', { tag: 'SqlRefused', kind: 'Catalog Error', at: { line: 2, column: 6 } }],
    ['SELECT colour FROM articles', { tag: 'SqlRefused', kind: 'Binder Error', at: { line: 1, column: 8 } }],
    [`SELECT ${'pieces + '.repeat(30)} colour FROM articles`, { tag: 'SqlRefused', kind: 'Binder Error', at: { line: 1, column: 279 } }],
    [`SELECT article::INTEGER FROM articles`, { tag: 'SqlRefused', kind: 'Conversion Error' }],
    ['SELECT $1', { tag: 'SqlRefused', kind: 'Invalid Input Error' }],
    ['', { tag: 'NotAQuery', found: 'nothing', statement: '' }],
    ['-- only a remark', { tag: 'NotAQuery', found: 'nothing' }],
    ['SELECT 1; SELECT 2', { tag: 'NotAQuery', found: 'several' }],
    ['SELECT 1; DROP TABLE articles', { tag: 'NotAQuery', found: 'other' }],
  ])('that is wrong is refused, with the place: %s', async (sql, failure) => {
    const answer = await shop.query(sql)()
    const failed = E.isLeft(answer) ? answer.left : refused(await allRows(answer.right, 10)())
    expect(failed).toMatchObject(failure)
  })

  it.each([
    `INSERT INTO articles SELECT * FROM articles`, 'DELETE FROM articles', 'UPDATE articles SET pieces = 0', 'CREATE TABLE t (a INTEGER)', 'DROP TABLE articles', `COPY articles TO 'out.csv'`,
    `ATTACH 'other.db'`, 'SET memory_limit = \'8GB\'', 'SET enable_external_access = true', 'INSTALL httpfs', 'LOAD httpfs', `EXPORT DATABASE 'x'`, 'CALL pragma_version()', 'PRAGMA database_list',
    'EXPLAIN ANALYZE DELETE FROM articles', 'BEGIN', 'CHECKPOINT', '/* SELECT */ delete FROM articles',
  ])('that is no SELECT is refused: %s', async (sql) => {
    expect(refused(await shop.query(sql)())).toMatchObject({ tag: 'NotAQuery', found: 'other' })
    expect(await rowsOf(shop, 'SELECT sum(pieces) FROM articles')).toEqual([[15]])
  })

  it.each([
    `FROM read_csv('/etc/passwd')`, `FROM read_text('secret.csv')`, `FROM glob('/*')`, `FROM read_parquet('https://example.org/a.parquet')`, `SELECT * FROM articles, read_json('/etc/passwd')`,
  ])('that reaches outside is refused: %s', async (sql) => {
    expect(refused(await shop.query(sql)())).toMatchObject({ tag: 'OutsideRefused' })
  })

  it('that names a file in the place of a table is refused', async () => {
    expect(refused(await shop.query(`FROM '${join(folder, 'secret.csv')}'`)())).toMatchObject({ tag: 'OutsideRefused' })
  })

  it('may describe, sum up, and name columns twice', async () => {
    expect((await rowsOf(shop, 'DESCRIBE sizes')).map((row) => row[0])).toEqual(['shelf', 'articles'])
    expect(await rowsOf(shop, 'SELECT count(*) FROM (SUMMARIZE sizes);')).toEqual([[2]])
    expect(must(await shop.query('SELECT article, article FROM articles')()).columns).toEqual([{ name: 'article', sqlType: 'VARCHAR' }, { name: 'article:1', sqlType: 'VARCHAR' }])
  })

  it('is answered batch by batch, beside others', async () => {
    const [many, few] = [must(await shop.query('SELECT * FROM range(100000)')()), must(await shop.query('SELECT 1')())]
    let rows = 0
    for await (const batch of many.batches) {
      rows += must(batch).length
      if (rows === 2048) expect(must(await allRows(few, 1)()).rows).toEqual([[1]])
    }
    expect(rows).toBe(100_000)
  })

  it('has at most as many rows as are wanted', async () => {
    expect(refused(await allRows(must(await shop.query('SELECT * FROM range(5000)')()), 4999)())).toEqual({ tag: 'TooManyRows', atMost: 4999 })
    expect(must(await allRows(must(await shop.query('SELECT * FROM range(5000)')()), 5000)()).rows).toHaveLength(5000)
  })

  it('that needs too much memory is refused', async () => {
    const small = await opened([anArticle()], { memoryMiB: 64 })
    const answer = await small.query(`SELECT list(i::VARCHAR || repeat('x', 100)) FROM range(5000000) t(i)`)()
    expect(E.isLeft(answer) ? answer.left : refused(await allRows(answer.right, 10)())).toMatchObject({ tag: 'OutOfMemory', memoryMiB: 64 })
    await small.close()
  })

  it('leaves no folder behind when all is closed', async () => {
    const own = newFolder()
    mkdirSync(join(own, 'here'))
    const other = await opened([anArticle()], { workIn: join(own, 'here') })
    expect(readdirSync(join(own, 'here'))).toHaveLength(1)
    await other.close()
    expect(existsSync(join(own, 'here'))).toBe(true)
    expect(readdirSync(join(own, 'here'))).toEqual([])
  })
})

describe('the tables that a query names', () => {
  const named = async (sql: string) => must(await tablesNamedIn([articlesTable, sizesTable], sql)()).map(({ name }) => name)

  it.each([
    ['FROM articles', ['articles']], ['SELECT 1 FROM Articles JOIN sizes USING (articles)', ['articles', 'sizes']], [`FROM query_table('sizes')`, ['sizes']],
    ['FROM standpoint', ['articles', 'sizes']], ['SELECT 1', ['articles', 'sizes']],
  ])('%s', async (sql, names) => { expect(await named(sql.replace('USING (articles)', 'ON true'))).toEqual(names) })

  it('are not looked for in a query that is wrong', async () => {
    expect(refused(await tablesNamedIn([articlesTable], 'FROM sizes')())).toMatchObject({ tag: 'SqlRefused', at: { line: 1, column: 6 } })
    expect(refused(await tablesNamedIn([articlesTable], 'DROP TABLE articles')())).toMatchObject({ tag: 'NotAQuery' })
    expect(refused(await tablesNamedIn([articlesTable], `FROM read_csv('/etc/passwd')`)())).toMatchObject({ tag: 'OutsideRefused' })
  })
})

const day = fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => new Date(days * 86_400_000).toISOString()).filter((text) => /^\d{4}-/.test(text) && text >= '0001').map((text) => text.slice(0, 10) as CalendarDate)

const arbitraryArticle: fc.Arbitrary<ArticleRow> = fc.record({
  article: fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')), pieces: fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n })),
  price: fc.integer(), since: day, counted_at: fc.integer({ min: 0, max: 4_000_000_000_000 }), on_sale: fc.boolean(),
  tags: fc.array(fc.string()).map((tags) => tags.filter((tag) => !tag.includes('\0'))), note: fc.option(fc.string().filter((text) => !text.includes('\0'))),
})
