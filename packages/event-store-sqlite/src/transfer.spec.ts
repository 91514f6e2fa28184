/** A file as the target of a transfer: a draft until it is whole, gone on with after any interruption, and never over a file that is there. */

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { memoryStore, transferLog, type EventStore } from '@grid-governance/event-store'
import type { StreamName } from '@grid-governance/event-sourcing'
import { openSqliteTarget, type SqliteTarget } from './open-transfer-target.ts'
import { appending, eventOf, logOf, ran, refused, write } from './trial/appends.ts'
import { printed, started, startedWithin } from './trial/child-processes.ts'
import { newFolder, opened, tamper } from './trial/log-folder.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = newFolder()
  path = join(folder, 'moved.db')
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const files = (): ReadonlyArray<string> => readdirSync(folder).sort()
const target = (): Promise<SqliteTarget> => ran(openSqliteTarget({ path, busyTimeoutMs: 200 }))

/** Appends to many streams, at times that go on by odd steps. */
async function sourceOf(appends: number): Promise<EventStore> {
  let now = 1_530_000_000_000
  const store = memoryStore(() => now)
  for (let place = 0; place < appends; place += 1) {
    now += place % 3 * 1000
    await write(store, { stream: `gridMap-440402.${place % 7}` as StreamName, expectedVersion: 'any', events: [eventOf(`${place}a`), eventOf(`${place}b`)] })
  }
  return store
}

async function move(source: EventStore, failAt = Infinity): ReturnType<ReturnType<typeof transferLog>> {
  const into = await target()
  let appends = 0
  try {
    return await transferLog({
      source, pageSize: 20,
      target: { ...into, append: (request, time) => async () => { appends += 1; return appends > failAt ? { _tag: 'Left', left: { tag: 'StoreUnavailable', reason: 'io', where: path, detail: 'cut' } } as const : await into.append(request, time)() } },
    })()
  } finally {
    await into.close()
  }
}

it('has the same events, times and chain, is one file, verifies, and can be gone on with', async () => {
  const source = await sourceOf(60)
  expect(await move(source)).toMatchObject({ right: { written: 120, streams: 7 } })
  expect(files()).toEqual(['moved.db'])
  const log = await opened({ path, mode: 'readWrite' })
  expect(await logOf(log)).toEqual(await logOf(source))
  expect((await ran(log.head())).link).toBe((await ran(source.head())).link)
  expect((await ran(log.verify())).findings).toEqual([])
  await write(log, appending('noStream', ['next'], 'gridMap-9' as StreamName))
  await log.close()()
})

it('has no name before it is whole, goes on where it was cut, and says when it is there already', async () => {
  const source = await sourceOf(60)
  for (const failAt of [0, 1, 17, 30]) {
    expect(await move(source, failAt)).toMatchObject({ left: { detail: 'cut' } })
    expect(files().filter((name) => name.startsWith('moved.db.transfer'))).not.toEqual([])
    expect(existsSync(path)).toBe(false)
  }
  expect(await move(source)).toMatchObject({ right: { written: 120 - 2 * 48 } })
  expect(await move(source)).toMatchObject({ right: { written: 0, alreadyThere: true } })
  await write(source, appending('noStream', ['later'], 'gridMap-8' as StreamName))
  expect(await move(source)).toMatchObject({ left: { tag: 'TargetSealed', source: { count: 121 }, target: { count: 120 } } })
})

it('is never written over a file that is there, whatever it is', async () => {
  writeFileSync(path, 'a letter')
  expect(await refused(openSqliteTarget({ path }))).toMatchObject({ reason: 'foreign', where: path })
  rmSync(path)
  writeFileSync(`${path}-wal`, 'of a lost database')
  expect(await refused(openSqliteTarget({ path }))).toMatchObject({ reason: 'foreign', where: path })
  rmSync(`${path}-wal`)
  writeFileSync(`${path}.transfer`, 'a letter')
  expect(await refused(openSqliteTarget({ path }))).toMatchObject({ reason: 'foreign', where: `${path}.transfer` })
  expect(files()).toEqual(['moved.db.transfer'])
})

it('is never written over a file that came while it was made', async () => {
  const source = await sourceOf(4)
  const into = await target()
  const raced = { ...into, seal: (digest: Parameters<SqliteTarget['seal']>[0]) => { writeFileSync(path, 'a letter'); return into.seal(digest) } }
  expect(await transferLog({ source, target: raced })()).toMatchObject({ left: { tag: 'TargetExists', path } })
})

it('is refused where the draft was altered in a way that reading it does not show', async () => {
  const source = await sourceOf(30)
  expect(await move(source, 20)).toMatchObject({ left: { detail: 'cut' } })
  tamper(`${path}.transfer`, 'UPDATE events SET link = x\'00\' WHERE position = 7')
  const run = await move(source)
  expect(run).toMatchObject({ left: { tag: 'LogDamaged', where: path } })
  expect(existsSync(path)).toBe(false)
})

it('is refused where the log that is there already is damaged', async () => {
  expect(await move(await sourceOf(5))).toMatchObject({ right: { written: 10 } })
  tamper(path, 'UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 3')
  expect(await refused(openSqliteTarget({ path }))).toMatchObject({ reason: 'corrupt', where: path })
})

it('leaves nothing under its name on a full disk, and goes on once there is room', { timeout: 60_000 }, async () => {
  const from = join(folder, 'source.db')
  const log = await opened({ path: from, now: () => 1 })
  for (let place = 0; place < 400; place += 1) await write(log, appending('any', [`${place}`], `gridMap-${place % 9}` as StreamName))
  await log.close()()
  for (const kibibytes of [40, 64, 96, 160]) {
    expect((await printed(startedWithin(kibibytes, 'transferring-process.ts', from, path))).trim()).toMatch(/^StoreUnavailable (io|full)$/)
    expect(existsSync(path)).toBe(false)
  }
  expect((await printed(startedWithin(10_000, 'transferring-process.ts', from, path))).trim()).toMatch(/^moved \d+ of 400$/)
})

it('is the same log, once, where the process that moves it is killed at any moment', { timeout: 60_000 }, async () => {
  const from = join(folder, 'source.db')
  const log = await opened({ path: from, now: () => 1 })
  for (let place = 0; place < 2000; place += 1) await write(log, appending('any', [`${place}`], `gridMap-${place % 9}` as StreamName))
  const expected = await logOf(log)
  await log.close()()
  let killed = 0
  for (let run = 0; run < 30 && !existsSync(path); run += 1) {
    const child = started('transferring-process.ts', from, path, String(10 + run * 150))
    killed += (await printed(child)).includes('moved') ? 0 : 1
  }
  if (!existsSync(path)) await printed(started('transferring-process.ts', from, path))
  expect(killed).toBeGreaterThan(3)
  const moved = await opened({ path, mode: 'readOnly' })
  expect(await logOf(moved)).toEqual(expected)
  expect((await ran(moved.verify())).findings).toEqual([])
  await moved.close()()
})
