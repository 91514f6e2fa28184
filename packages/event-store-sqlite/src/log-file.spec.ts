/** Opening: what is made, what is refused, and how the refusal reads. */

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect, readValue } from './database.ts'
import { applicationId, formatVersion, makeLog, sqliteTooOld } from './log-format.ts'
import { openSqliteStore, type SqliteStoreOptions } from './open-sqlite-store.ts'
import { appending, logOf, ran, refused, write } from './trial/appends.ts'
import { newFolder, opened } from './trial/log-folder.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = newFolder()
  path = join(folder, 'log.sqlite')
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const open = (mode: SqliteStoreOptions['mode'], file = path) => openSqliteStore({ path: file, mode, now: Date.now, busyTimeoutMs: 100 })

/** Runs SQL on the file as any other program would. */
function alter(sql: string, file = path): void {
  const database = connect({ path: file, access: 'readWrite', busyTimeoutMs: 100 })
  database.exec(sql)
  database.close()
}

describe('making a log', () => {
  it('gives the file an application id, a format version and permissions that shut others out', async () => {
    await ran((await opened({ path })).close())
    const header = readFileSync(path)
    expect(header.readUInt32BE(68)).toBe(applicationId)
    expect(header.readUInt32BE(60)).toBe(formatVersion)
    expect(statSync(path).mode & 0o777).toBe(0o640)
  })

  it('opens a log that is there already as it is', async () => {
    const first = await opened({ path })
    await write(first, appending('noStream', ['a']))
    await ran(first.close())
    const again = await opened({ path })
    expect(await logOf(again)).toHaveLength(1)
    await ran(again.close())
  })

  it('takes an empty file for a place to make one', async () => {
    writeFileSync(path, '')
    await ran((await opened({ path })).close())
    expect(readFileSync(path).length).toBeGreaterThan(0)
  })

  it('leaves an empty file empty where there is no room for the schema, so that it can be tried again', () => {
    writeFileSync(path, '')
    const database = connect({ path, access: 'readWrite', busyTimeoutMs: 100 })
    database.exec('PRAGMA max_page_count = 5')
    expect(() => { makeLog(database) }).toThrow('database or disk is full')
    database.close()
    expect(statSync(path).size).toBe(0)
  })

  it('leaves a database with nothing in it to whoever made it', async () => {
    emptyDatabase('VACUUM')
    const before = readFileSync(path)
    expect(await refused(open('create'))).toMatchObject({ reason: 'foreign', detail: 'it is a SQLite database with nothing in it; no log was begun there' })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it.each(['wal', 'journal'])('is refused beside the %s of a database that was lost: SQLite would take it for that of the new one', async (kind) => {
    writeFileSync(`${path}-${kind}`, 'what was left')
    expect(await refused(open('create'))).toMatchObject({ reason: 'foreign', detail: `the ${kind} of a lost database lies beside it, in ${path}-${kind}` })
    expect(readdirSync(folder)).toEqual([`log.sqlite-${kind}`])
  })

  it('leaves no WAL behind once it is closed', async () => {
    const store = await opened({ path })
    await write(store, appending('noStream', ['a']))
    await ran(store.close())
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })).toBeUndefined()
  })
})

describe('refusing to open', () => {
  it.each([
    ['a file that is not there', 'missing', (): void => undefined],
    ['an empty file', 'foreign', () => { writeFileSync(path, '') }],
    ['a text file', 'foreign', () => { writeFileSync(path, 'community,grid\n440402,001\n') }],
    ['a directory', 'foreign', () => { mkdirSync(path) }],
    ['a database of another program', 'foreign', () => { emptyDatabase('CREATE TABLE accounts (id INTEGER)') }],
    ['a database with nothing in it', 'foreign', () => { emptyDatabase('VACUUM') }],
  ] as const)('%s is refused as %s, to write and to read', async (_, reason, make) => {
    make()
    for (const mode of ['readWrite', 'readOnly'] as const) {
      expect(await refused(open(mode))).toMatchObject({ tag: 'StoreUnavailable', reason, where: path })
    }
  })

  it('a directory that is not there is refused as missing', async () => {
    expect(await refused(open('create', join(folder, 'nowhere', 'log.sqlite')))).toMatchObject({ reason: 'missing' })
  })

  it('a database of another program is not made into a log, and not a byte of it is changed', async () => {
    emptyDatabase('CREATE TABLE accounts (id INTEGER)')
    const before = readFileSync(path)
    expect(await refused(open('create'))).toMatchObject({ reason: 'foreign' })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('a log of a newer format is refused, and the format is named', async () => {
    await ran((await opened({ path })).close())
    alter('PRAGMA user_version = 2')
    for (const mode of ['create', 'readWrite', 'readOnly'] as const) {
      expect(await refused(open(mode))).toMatchObject({ reason: 'newerFormat', detail: 'it has format 2; this release knows formats up to 1' })
    }
  })

  it('a log without one of its triggers is not written to, but can be read', async () => {
    await ran((await opened({ path })).close())
    alter('DROP TRIGGER events_are_never_deleted')
    expect(await refused(open('readWrite'))).toMatchObject({ reason: 'corrupt', detail: 'the schema is not that of a log: events_are_never_deleted is missing' })
    await ran((await ran(open('readOnly'))).close())
  })

  it('a log with a trigger of somebody else is not written to', async () => {
    await ran((await opened({ path })).close())
    alter('CREATE TRIGGER quiet AFTER INSERT ON events BEGIN SELECT 1; END')
    expect(await refused(open('readWrite'))).toMatchObject({ reason: 'corrupt', detail: 'the schema is not that of a log: quiet does not belong there' })
  })

  it('a file whose first page is damaged is refused as corrupt', async () => {
    await ran((await opened({ path })).close())
    const bytes = readFileSync(path)
    bytes.fill(0xff, 100, 200)
    writeFileSync(path, bytes)
    expect(await refused(open('readWrite'))).toMatchObject({ reason: 'corrupt' })
  })

  it('an SQLite with the bug that can corrupt a WAL is refused, this one is not', () => {
    expect(sqliteTooOld(path, '3.51.2')).toMatchObject({ reason: 'unsupported' })
    expect(sqliteTooOld(path, '3.50.9')).toMatchObject({ reason: 'unsupported' })
    expect(sqliteTooOld(path, '3.51.3')).toBeUndefined()
    expect(sqliteTooOld(path, '4.0.0')).toBeUndefined()
    expect(sqliteTooOld(path)).toBeUndefined()
  })
})

it('everything is refused as closed once the store was closed, and closing twice is fine', async () => {
  const store = await opened({ path })
  await ran(store.close())
  await ran(store.close())
  for (const task of [store.append(appending('any', ['a'])), store.head(), store.readAll({ after: 'beginning', maxCount: 1 }), store.verify(), store.backup(`${path}.copy`), store.settle()]) {
    expect(await refused<unknown>(task)).toMatchObject({ tag: 'StoreUnavailable', reason: 'closed' })
  }
  expect(await store.waitBeyond('beginning', { timeoutMs: 1000 })()).toBe('timeout')
})

it('what was asked for before the store was closed is still written', async () => {
  const store = await opened({ path })
  const appended = write(store, appending('noStream', ['a']))
  await ran(store.close())
  expect(await appended).toMatchObject({ streamVersion: 1 })
})

it('FULL is what a log is written with unless NORMAL is asked for', async () => {
  const full = await ran(open('create'))
  await write(full, appending('noStream', ['a']))
  await ran(full.settle())
  await ran(full.close())
  const database = connect({ path, access: 'readOnly', busyTimeoutMs: 100 })
  expect(readValue(database, 'PRAGMA journal_mode')).toBe('wal')
  database.close()
})

function emptyDatabase(sql: string): void {
  writeFileSync(path, '')
  alter(sql)
}
