/** Exports: three formats, read back; whole files or none; and nothing that a failure leaves behind. */

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { canExportTo, type Analytics } from './analytics.ts'
import { openDatabase } from './duckdb.ts'
import { writeRows } from './export.ts'
import { beginFile } from './files.ts'
import { anArticle, must, newFolder, opened, refused } from './trial/shop.ts'

let shop: Analytics
let folder: string
const at = (name: string): string => join(folder, name)

beforeAll(async () => { shop = await opened([anArticle({ article: 'a "b", c\n', note: '=1+1' }), anArticle({ note: '' })]) })
afterAll(async () => { await shop.close() })
beforeEach(() => { folder = newFolder() })

/** What another DuckDB, which knows nothing of ours, reads in a file. */
async function readBack(sql: string): Promise<unknown> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  try {
    return await (await connection.run(sql)).getRowObjectsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

describe('Parquet', () => {
  it('keeps types, and says where its rows come from', async () => {
    expect(must(await shop.export({ rows: { table: 'articles' }, to: at('a.parquet'), format: 'parquet' })())).toBe(2)
    expect(await readBack(`SELECT article, pieces, price, since, note, typeof(price) AS t, typeof(counted_at) AS c FROM '${at('a.parquet')}'`)).toEqual([
      { article: 'a "b", c\n', pieces: '12', price: '12.50', since: '2018-07-01', note: '=1+1', t: 'DECIMAL(18,2)', c: 'TIMESTAMP WITH TIME ZONE' },
      { article: '茶杯', pieces: '12', price: '12.50', since: '2018-07-01', note: '', t: 'DECIMAL(18,2)', c: 'TIMESTAMP WITH TIME ZONE' },
    ])
    expect(await readBack(`SELECT DISTINCT compression FROM parquet_metadata('${at('a.parquet')}')`)).toEqual([{ compression: 'ZSTD' }])
    const notes = await readBack(`SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${at('a.parquet')}') WHERE decode(key) IN ('as_of', 'known_at_position', 'known_at_instant', 'projections') ORDER BY 1`)
    expect(notes).toEqual([
      { key: 'as_of', value: '2019-01-01' }, { key: 'known_at_instant', value: '2019-01-02T09:00:00.000+08:00' }, { key: 'known_at_position', value: '41' }, { key: 'projections', value: 'articles@3' },
    ])
  })

  it('takes a query as it stands, with its remarks and its semicolon', async () => {
    expect(must(await shop.export({ rows: { sql: `SELECT 'it''s' AS a, 1 AS a; -- that is all` }, to: at(`it's.parquet`), format: 'parquet' })())).toBe(1)
    expect(await readBack(`FROM '${at(`it''s.parquet`)}'`)).toEqual([{ a: `it's`, a_1: 1 }])
  })
})

describe('CSV', () => {
  it('is that of RFC 4180, in UTF-8; empty is not nothing', async () => {
    must(await shop.export({ rows: { sql: 'SELECT article, note, price FROM articles' }, to: at('a.csv'), format: 'csv' })())
    expect(readFileSync(at('a.csv'), 'utf8')).toBe('article,note,price\r\n"a ""b"", c\n",=1+1,12.50\r\n茶杯,"",12.50\r\n')
  })

  it('for spreadsheets has a byte order mark, and no text that would run as a formula', async () => {
    must(await shop.export({ rows: { sql: `SELECT note AS "a, b", pieces, -pieces AS less, NULL AS nothing FROM articles` }, to: at('a.csv'), format: 'csv', forSpreadsheet: true })())
    expect(readFileSync(at('a.csv'), 'utf8')).toBe(`\uFEFF"a, b",pieces,less,nothing\r\n'=1+1,12,-12,\r\n"",12,-12,\r\n`)
  })
})

it('JSON lines are one object for each row', async () => {
  must(await shop.export({ rows: { sql: 'SELECT article, price, since, tags, note FROM articles OFFSET 1' }, to: at('a.jsonl'), format: 'jsonl' })())
  expect(readFileSync(at('a.jsonl'), 'utf8')).toBe('{"article":"茶杯","price":12.50,"since":"2018-07-01","tags":["red","small"],"note":""}\n')
})

describe('an export', () => {
  it('of no rows is a file with its columns', async () => {
    expect(must(await shop.export({ rows: { sql: 'SELECT article FROM articles WHERE false' }, to: at('a.csv'), format: 'csv' })())).toBe(0)
    expect(readFileSync(at('a.csv'), 'utf8')).toBe('article\r\n')
  })

  it('does not write over a file, unless told so', async () => {
    writeFileSync(at('a.csv'), 'mine')
    const request = { rows: { table: 'sizes' }, to: at('a.csv'), format: 'csv' } as const
    expect(refused(await shop.export(request)())).toEqual({ tag: 'TargetExists', path: at('a.csv') })
    expect(refused(await canExportTo(at('a.csv'))())).toEqual({ tag: 'TargetExists', path: at('a.csv') })
    expect(readFileSync(at('a.csv'), 'utf8')).toBe('mine')
    must(await shop.export({ ...request, overwrite: true })())
    expect(readFileSync(at('a.csv'), 'utf8')).toBe('shelf,articles\r\nA,2\r\n')
    expect(readdirSync(folder)).toEqual(['a.csv'])
  })

  it('does not write over a file that came there meanwhile', async () => {
    const file = must(await beginFile(at('a.csv'), false))
    writeFileSync(file.part, 'ours')
    writeFileSync(at('a.csv'), 'theirs')
    expect(refused(await file.finish())).toEqual({ tag: 'TargetExists', path: at('a.csv') })
    await file.abandon()
    expect(readFileSync(at('a.csv'), 'utf8')).toBe('theirs')
    expect(readdirSync(folder)).toEqual(['a.csv'])
  })

  it.each([
    ['a folder that is not there', () => at('nowhere/a.csv'), 'noFolder'],
    ['a name that is a folder', () => { mkdirSync(at('a.csv')); return at('a.csv') }, 'isDirectory'],
  ])('to %s is refused', async (_, target, reason) => {
    const to = target()
    expect(refused(await shop.export({ rows: { table: 'sizes' }, to, format: 'csv', overwrite: true })())).toMatchObject({ tag: 'FileUnusable', path: to, reason })
    expect(readdirSync(folder).filter((name) => name !== 'a.csv')).toEqual([])
  })

  it.each([
    ['SELECT * FROM artikels', { tag: 'SqlRefused', at: { line: 1, column: 15 } }],
    [`SELECT error('half way') FROM articles`, { tag: 'SqlRefused' }],
    ['DELETE FROM articles', { tag: 'NotAQuery', found: 'other' }],
    [`FROM read_csv('/etc/passwd')`, { tag: 'OutsideRefused' }],
    [`SELECT 1) TO '/tmp/x.csv'; COPY (SELECT 1`, { tag: 'SqlRefused', kind: 'Parser Error' }],
  ])('of a query that is refused leaves nothing behind: %s', async (sql, failure) => {
    expect(refused(await shop.export({ rows: { sql }, to: at('a.parquet'), format: 'parquet' })())).toMatchObject(failure)
    expect(readdirSync(folder)).toEqual([])
  })

  it.skipIf(!existsSync('/dev/full'))('to a full disk is refused', async () => {
    const database = must(await openDatabase({ file: ':memory:', spillFolder: folder, memoryMiB: 128, purpose: 'ask', mayWrite: '/dev/full' }))
    const session = await database.connect()
    const written = await writeRows(session, { sql: 'FROM range(100000)', format: 'parquet', forSpreadsheet: false, notes: {} }, '/dev/full', 128)
    expect(refused(written)).toMatchObject({ tag: 'FileUnusable', path: '/dev/full', reason: 'full' })
    session.close()
    database.close()
  })

  it('tells how far it is', async () => {
    const told: Array<{ readonly rows: number, readonly of: number }> = []
    const rows = must(await shop.export({ rows: { sql: 'SELECT i, hash(i) AS h FROM range(3000000) t(i) ORDER BY h' }, to: at('a.parquet'), format: 'parquet', onWritten: (written) => { told.push(written) } })())
    expect(rows).toBe(3_000_000)
    // What DuckDB makes of sorting differs from version to version; that it says something does not.
    expect(told.length).toBeGreaterThan(0)
    expect(told.every((written) => written.rows >= 0 && written.of >= 0)).toBe(true)
  })
})
