/** The file itself refuses to be changed: what another program is told that tries. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoredEvent } from '@grid-governance/event-store'
import { connect, readValue, type Database } from './database.ts'
import { guardFunction } from './sql/create-log.ts'
import type { SqliteEventStore } from './open-sqlite-store.ts'
import { appending, logOf, write } from './trial/appends.ts'
import { newFolder, opened } from './trial/log-folder.ts'

const folder = newFolder()
const path = join(folder, 'log.sqlite')
let store: SqliteEventStore
let other: Database
let before: ReadonlyArray<StoredEvent>

beforeAll(async () => {
  store = await opened({ path })
  await write(store, appending('noStream', ['a', 'b']))
  before = await logOf(store)
  other = connect({ path, access: 'readWrite', busyTimeoutMs: 100 })
})
afterAll(async () => {
  other.close()
  await store.close()()
  rmSync(folder, { recursive: true, force: true })
})

const columns = '(position, stream, version, previous, event_id, type, schema_version, recorded_at, metadata, data, link)'
const values = (position: number, version: number) => `(${position}, 1, ${version}, NULL, zeroblob(16), 1, 1, 0, '{}', '{}', zeroblob(32))`
const tables = ['events', 'streams', 'types', 'categories']

async function refuses(sql: string, message: RegExp): Promise<void> {
  expect(() => { other.exec(sql) }).toThrow(message)
  expect(await logOf(store)).toEqual(before)
}

describe('another connection to the log', () => {
  it.each([
    ["UPDATE events SET data = '{}'"],
    ['UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 1'],
    ['UPDATE OR REPLACE events SET position = 0 WHERE position = 1'],
    ['UPDATE events SET position = position + 10'],
    ["UPDATE streams SET name = 'gridMap-other'"],
    ["UPDATE types SET name = 'Other'"],
    ["UPDATE categories SET name = 'other'"],
  ])('is refused to change what is there: %s', (sql) => refuses(sql, /are never changed/))

  it.each(tables.map((table) => [`DELETE FROM ${table}`]))('is refused to take away what is there: %s', (sql) => refuses(sql, /are never deleted/))

  it.each([
    ['at an existing position', 'INSERT', values(1, 3)],
    ['in place of an existing position', 'INSERT OR REPLACE', values(1, 3)],
    ['in place of an existing position, by REPLACE', 'REPLACE', values(0, 3)],
    ['quietly, at an existing position', 'INSERT OR IGNORE', values(1, 3)],
    ['at an existing version', 'INSERT', values(2, 2)],
    ['in place of an existing version', 'INSERT OR REPLACE', values(2, 1)],
    ['beyond the end', 'INSERT', values(7, 3)],
    ['at the end, since it cannot know the link', 'INSERT', values(2, 3)],
  ])('is refused to insert an event %s', (_, insert, row) => refuses(`${insert} INTO events ${columns} VALUES ${row}`, new RegExp(`no such function: ${guardFunction}`)))

  it.each([
    ["INSERT OR REPLACE INTO streams (id, category, name) VALUES (1, 1, 'gridMap-other')"],
    ["INSERT OR REPLACE INTO streams (category, name) VALUES (9, 'gridMap-440402.001')"],
    ["INSERT OR REPLACE INTO types (id, name) VALUES (1, 'Other')"],
    ["INSERT OR REPLACE INTO categories (id, name) VALUES (1, 'other')"],
  ])('is refused to replace a name: %s', (sql) => refuses(sql, /are never replaced/))

  it('is refused to say where streams end', () => refuses('INSERT OR REPLACE INTO stream_heads VALUES (1, 7, 0)', /no such function/))
})

describe('a connection that claims to be the store', () => {
  it.each([
    ['INSERT', 1], ['INSERT OR REPLACE', 1], ['REPLACE', 0], ['INSERT OR IGNORE', 1], ['INSERT OR REPLACE', 7],
  ])('is still refused by %s at position %d, which is not the next', async (insert, position) => {
    const claiming = connect({ path, access: 'readWrite', busyTimeoutMs: 100 })
    claiming.function(guardFunction, () => 1)
    expect(() => { claiming.exec(`${insert} INTO events ${columns} VALUES ${values(position, 3)}`) }).toThrow(/only appended/)
    claiming.close()
    expect(await logOf(store)).toEqual(before)
  })
})

it('another program can look at the log in words, and check the file', () => {
  expect(readValue(other, "SELECT group_concat(stream || ' ' || version || ' ' || type || ' ' || event_id) FROM readable")).toContain('gridMap-440402.001 1 GridOpened ')
  expect(readValue(other, 'PRAGMA integrity_check')).toBe('ok')
})
