/** A full disk: nothing is half written, the caller is told, and the store goes on once there is room. */

import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from './database.ts'
import { openLogFile } from './log-file.ts'
import { storeOn, type SqliteEventStore } from './open-sqlite-store.ts'
import { appending, logOf, ran, refused, write } from './trial/appends.ts'
import { printed, startedWithin } from './trial/child-processes.ts'
import { newFolder } from './trial/log-folder.ts'

let folder: string
let database: Database
let store: SqliteEventStore

beforeEach(() => {
  folder = newFolder()
  const path = join(folder, 'log.sqlite')
  const file = openLogFile({ path, mode: 'create', synchronous: 'NORMAL', fileMode: 0o640 })
  if (file._tag === 'Left') throw new Error(file.left.detail)
  database = file.right.database
  store = storeOn(file.right, { path, mode: 'create', now: Date.now }, 1000)
})
afterEach(async () => {
  await store.close()()
  rmSync(folder, { recursive: true, force: true })
})

/** SQLite refuses to take more pages than this, with the same code as when the disk has no room. */
function roomFor(pages: number): void {
  const taken = Number(Object.values(database.prepare('PRAGMA page_count').get() ?? {})[0])
  database.exec(`PRAGMA max_page_count = ${taken + pages}`)
}

it('an append that does not fit is refused as full, and nothing of it is there', async () => {
  await write(store, appending('noStream', ['a']))
  const before = await logOf(store)
  roomFor(2)
  const names = Array.from({ length: 200 }, (_, index) => `e${index}`)
  expect(await refused(store.append(appending(1, names)))).toMatchObject({ tag: 'StoreUnavailable', reason: 'full' })
  expect(await logOf(store)).toEqual(before)
  roomFor(1000)
  expect(await write(store, appending(1, names))).toMatchObject({ streamVersion: 201, repeated: false })
  expect((await ran(store.verify())).findings).toEqual([])
})

it('all who shared the transaction are told, and their appends sent again stand in order', async () => {
  roomFor(3)
  const requests = Array.from({ length: 100 }, (_, index) => appending(index, [`e${index}`]))
  const answers = await Promise.all(requests.map((request) => store.append(request)()))
  expect(answers.every((answer) => answer._tag === 'Left' && answer.left.tag === 'StoreUnavailable' && answer.left.reason === 'full')).toBe(true)
  expect(await logOf(store)).toEqual([])
  roomFor(1000)
  const again = await Promise.all(requests.map((request) => write(store, request)))
  expect(again.map((receipt) => receipt.streamVersion)).toEqual(requests.map((_, index) => index + 1))
  expect((await ran(store.verify())).findings).toEqual([])
})

it('reading goes on while the disk is full', async () => {
  await write(store, appending('noStream', ['a']))
  roomFor(0)
  await refused(store.append(appending(1, Array.from({ length: 200 }, (_, index) => `e${index}`))))
  expect((await ran(store.head())).after).toBe(0)
  expect(await logOf(store)).toHaveLength(1)
})

describe('making a log', { timeout: 30_000 }, () => {
  it.each([0, 4, 8, 12, 24, 40])('leaves nothing behind where no file may grow beyond %d KiB, and is done by the same call once there is room', async (kibibytes) => {
    const path = join(folder, 'new.sqlite')
    expect((await printed(startedWithin(kibibytes, 'creating-process.ts', path))).trim()).toMatch(/^(io|full)$/)
    expect(readdirSync(folder).filter((name) => name.startsWith('new'))).toEqual([])
    expect((await printed(startedWithin(10_000, 'creating-process.ts', path))).trim()).toBe('made')
  })
})
