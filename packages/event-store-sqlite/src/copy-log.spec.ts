/** Backup and restore: one verified file as of one moment, never over another file, never what does not verify. */

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { restoreLog } from './copy-log.ts'
import type { PinnedHead } from './log-report.ts'
import type { SqliteEventStore } from './open-sqlite-store.ts'
import { appending, logOf, ran, refused, write } from './trial/appends.ts'
import { newFolder, opened, tamper } from './trial/log-folder.ts'

let folder: string
let path: string
let backup: string
let restored: string
let store: SqliteEventStore

beforeEach(async () => {
  folder = newFolder()
  path = join(folder, 'log.sqlite')
  backup = join(folder, 'backup.sqlite')
  restored = join(folder, 'restored.sqlite')
  store = await opened({ path })
  await write(store, appending('noStream', ['a', 'b', 'c']))
})
afterEach(async () => {
  await store.close()()
  rmSync(folder, { recursive: true, force: true })
})

it('a backup answers with the head to pin, and is one file with the same events', async () => {
  const pinned = await ran(store.backup(backup))
  const { after, link } = await ran(store.head())
  expect(pinned).toEqual({ count: 3, position: after, link })
  expect(readdirSync(folder).filter((name) => name.startsWith('backup'))).toEqual(['backup.sqlite'])
  const copy = await opened({ path: backup, mode: 'readOnly' })
  expect(await logOf(copy)).toEqual(await logOf(store))
  await ran(copy.close())
})

it('a backup that is taken while appends go on holds one moment of the log', async () => {
  let version = 3
  let done = false
  const taken = ran(store.backup(backup)).finally(() => { done = true })
  while (!done) {
    await write(store, appending(version, [`e${version}`]))
    version += 1
    await new Promise((resolve) => { setImmediate(resolve) })
  }
  const pinned = await taken
  const copy = await opened({ path: backup, mode: 'readOnly' })
  const events = await logOf(copy)
  expect(events).toHaveLength(pinned.count)
  expect(events).toEqual((await logOf(store)).slice(0, pinned.count))
  await ran(copy.close())
})

it('a restored log has what the backup had, and goes on from there', async () => {
  const pinnedHead = await ran(store.backup(backup))
  expect(await ran(restoreLog(backup, restored, { pinnedHead }))).toEqual(pinnedHead)
  const again = await opened({ path: restored, mode: 'readWrite' })
  expect(await logOf(again)).toEqual(await logOf(store))
  expect(await write(again, appending(3, ['d']))).toMatchObject({ streamVersion: 4 })
  expect((await ran(again.verify({ pinnedHead }))).findings).toEqual([])
  await ran(again.close())
})

it.each(['', '-wal', '-shm', '-journal'])('neither backup nor restore touches a file that is there: log%s', async (ending) => {
  await ran(store.backup(backup))
  const target = join(folder, 'there.sqlite')
  writeFileSync(target + ending, 'precious')
  expect(await refused(store.backup(target))).toEqual({ tag: 'TargetExists', path: target })
  expect(await refused(restoreLog(backup, target))).toEqual({ tag: 'TargetExists', path: target })
  expect(readdirSync(folder).filter((name) => name.startsWith('there'))).toEqual([`there.sqlite${ending}`])
})

it('a backup that was altered is not restored, and nothing is left of the attempt', async () => {
  await ran(store.backup(backup))
  tamper(backup, `UPDATE events SET data = '{}' WHERE position = 1`)
  expect(await refused(restoreLog(backup, restored))).toMatchObject({ tag: 'LogDamaged', where: backup, report: { findings: [{ tag: 'AlteredEvent', position: 1 }] } })
  expect(readdirSync(folder).filter((name) => name.startsWith('restored'))).toEqual([])
})

it('an older backup than the pinned head is not restored', async () => {
  await ran(store.backup(backup))
  await write(store, appending(3, ['d']))
  const pinnedHead: PinnedHead = (await ran(store.verify())).head
  expect(await refused(restoreLog(backup, restored, { pinnedHead }))).toMatchObject({ tag: 'LogDamaged', report: { findings: [{ tag: 'PinnedHeadMissing' }] } })
  expect(existsSync(restored)).toBe(false)
})

it.each([
  ['a file that is not there', 'missing', undefined],
  ['a file that is no log', 'foreign', 'not a log'],
] as const)('%s is not restored: %s', async (_, reason, content) => {
  if (content !== undefined) writeFileSync(backup, content)
  expect(await refused(restoreLog(backup, restored))).toMatchObject({ tag: 'StoreUnavailable', reason })
  expect(existsSync(restored)).toBe(false)
})

it('a folder that is not there is told', async () => {
  expect(await refused(store.backup(join(folder, 'nowhere', 'backup.sqlite')))).toMatchObject({ tag: 'StoreUnavailable', reason: 'missing' })
})
