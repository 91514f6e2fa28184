/** A file of an older format: begun anew where it may be made, refused where it is only used; never empty without a word. */

import { describe, expect, it } from 'vitest'
import { connect, makeFile, readValue } from '../database.ts'
import { ran, refused } from '../trial/appends.ts'
import { openSqliteReadModels } from './index.ts'
import { temporaryFiles } from './temporary-files.spec-parts.ts'

const path = temporaryFiles()

/** The first format as it was made: no holds, no version that answers, no skips; its last claim had the token 41. */
const firstFormat = (): string => {
  const at = path()
  makeFile(at, 0o640)
  const database = connect({ path: at, access: 'readWrite', busyTimeoutMs: 50 })
  for (const statement of [
    'CREATE TABLE claims (last INTEGER NOT NULL) STRICT', 'INSERT INTO claims VALUES (41)',
    'CREATE TABLE projections (id INTEGER PRIMARY KEY, name TEXT NOT NULL, version INTEGER NOT NULL, token INTEGER NOT NULL, position INTEGER, event_id TEXT, UNIQUE (name, version)) STRICT',
    "INSERT INTO projections VALUES (1, 'tree', 1, 41, 7, 'event-7')",
    'CREATE TABLE models (id INTEGER PRIMARY KEY, projection INTEGER NOT NULL, key TEXT NOT NULL, text TEXT, shown_up_to TEXT NOT NULL, stale INTEGER NOT NULL, blocked TEXT, UNIQUE (projection, key)) STRICT',
    "INSERT INTO models VALUES (1, 1, 'g1', '{}', '', 0, NULL)",
    'CREATE INDEX stale_models ON models (projection, key) WHERE stale = 1',
    'CREATE TABLE places (model INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (model, position)) STRICT, WITHOUT ROWID',
    'PRAGMA application_id = 1195864685', 'PRAGMA user_version = 1',
  ]) database.exec(statement)
  database.close()
  return at
}

/** The second format as it was made, with a model, its places, and an operator's skip; its last claim had the token 7. */
const secondFormat = (): string => {
  const at = path()
  makeFile(at, 0o640)
  const database = connect({ path: at, access: 'readWrite', busyTimeoutMs: 50 })
  for (const statement of [
    'CREATE TABLE claims (last INTEGER NOT NULL) STRICT', 'INSERT INTO claims VALUES (7)',
    'CREATE TABLE projections (id INTEGER PRIMARY KEY, name TEXT NOT NULL, version INTEGER NOT NULL, token INTEGER NOT NULL, held_until INTEGER, position INTEGER, event_id TEXT, UNIQUE (name, version)) STRICT',
    "INSERT INTO projections VALUES (1, 'tree', 1, 7, NULL, 9, 'event-9')",
    'CREATE TABLE active (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID', "INSERT INTO active VALUES ('tree', 1)",
    'CREATE TABLE models (id INTEGER PRIMARY KEY, projection INTEGER NOT NULL, key TEXT NOT NULL, text TEXT, shown_up_to TEXT NOT NULL, stale INTEGER NOT NULL, blocked TEXT, UNIQUE (projection, key)) STRICT',
    "INSERT INTO models VALUES (1, 1, 'g1', '{}', '', 0, NULL)",
    'CREATE INDEX stale_models ON models (projection, key) WHERE stale = 1', 'CREATE INDEX blocked_models ON models (projection, key) WHERE blocked IS NOT NULL',
    'CREATE TABLE places (model INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (model, position)) STRICT, WITHOUT ROWID', 'INSERT INTO places VALUES (1, 3)',
    'CREATE TABLE skips (name TEXT NOT NULL, version INTEGER NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, event_id TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (name, version, key, position)) STRICT, WITHOUT ROWID',
    "INSERT INTO skips VALUES ('tree', 1, 'g1', 5, 'event-5', 'a broken import', 'operator', 1500000000000)",
    'PRAGMA application_id = 1195864685', 'PRAGMA user_version = 2',
  ]) database.exec(statement)
  database.close()
  return at
}

/** What the third format added to the second, as far as it is looked at: days with the places, and snapshots of plain text. */
const thirdFormat = (): string => {
  const at = secondFormat()
  const database = connect({ path: at, access: 'readWrite', busyTimeoutMs: 50 })
  for (const statement of [
    'DROP TABLE models', 'DROP TABLE places',
    "CREATE TABLE models (projection INTEGER NOT NULL, key TEXT NOT NULL, shown_up_to TEXT NOT NULL, stale INTEGER NOT NULL, blocked TEXT, since_snapshot INTEGER NOT NULL, recent BLOB NOT NULL, text TEXT, PRIMARY KEY (projection, key)) STRICT, WITHOUT ROWID",
    "INSERT INTO models VALUES (1, 'g1', '', 0, NULL, 0, x'', '{}')",
    'CREATE TABLE snapshots (projection INTEGER NOT NULL, key TEXT NOT NULL, shown_up_to INTEGER NOT NULL, shown_to INTEGER NOT NULL, position INTEGER NOT NULL, spoiled_at INTEGER, bytes INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE (projection, key, shown_up_to, shown_to, position)) STRICT',
    "INSERT INTO snapshots VALUES (1, 'g1', 0, 3, 3, NULL, 2, '{}')",
    'PRAGMA user_version = 3',
  ]) database.exec(statement)
  database.close()
  return at
}

describe.each([['second', secondFormat], ['third', thirdFormat]])('read models of the %s format', (_, olderFile) => {
  it('are begun anew with create, but no decision of an operator is lost: skips are carried over', async () => {
    const at = olderFile()
    expect(await refused(openSqliteReadModels({ path: at, mode: 'readWrite' }))).toMatchObject({ reason: 'olderFormat' })
    const store = await ran(openSqliteReadModels({ path: at, mode: 'create' }))
    expect(store.begunAnew).toBe(true)
    expect(await ran(store.projections())).toEqual([])
    expect(await ran(store.loadActive('tree', ['g1']))).toBeUndefined()
    const skip = { key: 'g1', position: 5, eventId: 'event-5', reason: 'a broken import', actor: 'operator', at: 1500000000000 }
    expect(await ran(store.skips())).toEqual([{ projection: { name: 'tree', version: 1 }, ...skip }])
    expect(await ran(store.claim({ name: 'tree', version: 1 }))).toEqual({ token: 8, checkpoint: undefined, skips: [skip] })
    await ran(store.close())
  })
})

describe('read models of the first format', () => {
  it.each(['readWrite', 'readOnly'] as const)('are refused with %s and left as they are', async (mode) => {
    const at = firstFormat()
    expect(await refused(openSqliteReadModels({ path: at, mode }))).toEqual({
      tag: 'StoreUnavailable', reason: 'olderFormat', where: at, detail: 'it has format 1; this release makes format 4',
    })
    const database = connect({ path: at, access: 'readOnly', busyTimeoutMs: 50 })
    expect(readValue(database, 'SELECT count(*) FROM models')).toBe(1)
    database.close()
  })

  it('are begun anew with create: nothing answers until it was built again, and no runner of the older release may save', async () => {
    const at = firstFormat()
    const store = await ran(openSqliteReadModels({ path: at, mode: 'create' }))
    expect(store.begunAnew).toBe(true)
    expect(await ran(store.projections())).toEqual([])
    expect(await ran(store.loadActive('tree', ['g1']))).toBeUndefined()
    const claim = await ran(store.claim({ name: 'tree', version: 1 }))
    expect(claim).toEqual({ token: 42, checkpoint: undefined, skips: [] })
    expect(await refused(store.save({ projection: { name: 'tree', version: 1 }, token: 41, checkpoint: undefined, models: [] }))).toMatchObject({ tag: 'FencedOff', current: 42 })
    await ran(store.close())
    const again = await ran(openSqliteReadModels({ path: at, mode: 'readOnly' }))
    expect(again.begunAnew).toBe(false)
    await ran(again.close())
  })
})
