/** Verification: a sound log has no findings; whatever is changed, removed, added or turned by a single bit is found, with its place. */

import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StreamName } from '@grid-governance/event-sourcing'
import { chainStart, memoryStore } from '@grid-governance/event-store'
import type { LogFinding, LogReport, PinnedHead, VerifyOptions } from './log-report.ts'
import { openSqliteStore, type SqliteEventStore } from './open-sqlite-store.ts'
import { recomputeChain } from './recompute-chain.ts'
import { appending, logOf, ran, stream, write } from './trial/appends.ts'
import { newFolder, opened, tamper } from './trial/log-folder.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = newFolder()
  path = join(folder, 'log.sqlite')
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const other = 'plan-440402' as StreamName

/** 300 events in two streams; the head that they come to. */
async function district(store: SqliteEventStore): Promise<PinnedHead> {
  for (let version = 0; version < 150; version += 50) {
    await write(store, appending(version, Array.from({ length: 50 }, (_, index) => `a${version + index}`)))
    await write(store, appending(version, Array.from({ length: 50 }, (_, index) => `b${version + index}`), other))
  }
  return (await ran(store.verify())).head
}

async function closedDistrict(): Promise<PinnedHead> {
  const store = await opened({ path })
  const head = await district(store)
  await ran(store.close())
  return head
}

async function verified(options?: VerifyOptions): Promise<LogReport> {
  const store = await opened({ path, mode: 'readOnly' })
  const report = await ran(store.verify(options))
  await ran(store.close())
  return report
}

describe('a sound log', () => {
  it('has no findings, and its head is the head of the log', async () => {
    const store = await opened({ path })
    expect(await ran(store.verify())).toEqual({ head: { count: 0, position: 'beginning', link: chainStart }, streams: 0, findings: [], findingsInAll: 0 })
    const head = await district(store)
    const { after, link } = await ran(store.head())
    expect(head).toEqual({ count: 300, position: after, link })
    await ran(store.close())
    expect(await verified({ pinnedHead: head })).toEqual({ head, streams: 2, findings: [], findingsInAll: 0 })
  })

  it('has no findings while others append to it, and tells how far it is', async () => {
    const store = await opened({ path })
    await district(store)
    const seen: number[] = []
    const verification = ran(store.verify({ onProgress: ({ verified: count, total }) => { seen.push(count / total) } }))
    for (let version = 150; version < 160; version += 1) await write(store, appending(version, [`a${version}`]))
    await write(store, appending('noStream', ['c'], 'plan-new' as StreamName))
    expect((await verification).findings).toEqual([])
    expect(seen.at(-1)).toBe(1)
    await ran(store.close())
  })

  it('comes to the same head through any reader, also up to a position', async () => {
    const store = await opened({ path })
    const head = await district(store)
    expect(await ran(recomputeChain(store))).toEqual(head)
    const log = await logOf(store)
    const place = log[99]?.globalPosition
    const part = await ran(recomputeChain(store, place === undefined ? {} : { upTo: place }))
    expect(part).toMatchObject({ count: 100, position: place })
    expect((await ran(store.verify({ pinnedHead: part }))).findings).toEqual([])
    expect(await ran(recomputeChain(memoryStore(Date.now)))).toEqual({ count: 0, position: 'beginning', link: chainStart })
    await ran(store.close())
  })
})

describe('what was done to the file is found', () => {
  it.each<readonly [string, string, ReadonlyArray<Partial<LogFinding>>]>([
    ['another data', `UPDATE events SET data = replace(data, '280', '281') WHERE position = 70`, [{ tag: 'AlteredEvent', position: 70 as never, stream: other, streamVersion: 21 }]],
    ['another metadata', `UPDATE events SET metadata = '{}' WHERE position = 0`, [{ tag: 'AlteredEvent' }]],
    ['another time', `UPDATE events SET recorded_at = recorded_at - 100000 WHERE position = 70`, [{ tag: 'ClockStep' }, { tag: 'AlteredEvent' }]],
    ['another id', `UPDATE events SET event_id = randomblob(16) WHERE position = 299`, [{ tag: 'AlteredEvent' }]],
    ['another shape', `UPDATE events SET schema_version = 2 WHERE position = 9`, [{ tag: 'AlteredEvent' }]],
    ['another link', `UPDATE events SET link = zeroblob(32) WHERE position = 9`, [{ tag: 'AlteredEvent', position: 9 as never }, { tag: 'AlteredEvent', position: 10 as never }]],
    ['another pointer', `UPDATE events SET previous = 3 WHERE position = 9`, [{ tag: 'WrongPointer', expected: 8, found: 3 }]],
    ['a mark in the wrong place', `UPDATE stream_marks SET position = position - 1 WHERE stream = 1`, [{ tag: 'WrongMark', streamVersion: 128 }]],
    ['a mark of nothing', `INSERT INTO stream_marks VALUES (2, 64, 100)`, [{ tag: 'MarksOfNothing', count: 1 }]],
    ['a head that was set back', `UPDATE stream_heads SET version = version - 1 WHERE stream = 2`, [{ tag: 'WrongStreamHead', stream: 2, expectedVersion: 150, foundVersion: 149 }]],
    ['a head of nothing', `INSERT INTO stream_heads VALUES (9, 1, 0)`, [{ tag: 'WrongStreamHead', stream: 9, expectedVersion: 0 }]],
    ['a name of nothing', `INSERT INTO streams (category, name) VALUES (1, 'gridMap-x')`, [{ tag: 'UnusedName', kind: 'stream', name: 'gridMap-x' }]],
    ['a type of nothing', `INSERT INTO types (name) VALUES ('Nothing')`, [{ tag: 'UnusedName', kind: 'type', name: 'Nothing' }]],
    ['a stream in another category', `UPDATE streams SET category = 2 WHERE id = 1`, [{ tag: 'WrongCategory', stream }]],
    ['a hole', `DELETE FROM events WHERE position = 298`, [{ tag: 'PositionGap', expected: 298, found: 299 }, { tag: 'VersionOutOfOrder' }, { tag: 'WrongPointer' }, { tag: 'AlteredEvent', position: 299 as never }]],
  ])('%s', async (_, sql, expected) => {
    await closedDistrict()
    tamper(path, sql)
    expect((await verified()).findings).toMatchObject(expected)
  })

  it('an event that was altered together with its own link breaks the next one', async () => {
    await closedDistrict()
    tamper(path, `UPDATE events SET data = '{}', link = zeroblob(32) WHERE position = 150`)
    expect((await verified()).findings).toMatchObject([{ tag: 'AlteredEvent', position: 150 }, { tag: 'AlteredEvent', position: 151 }])
  })

  it('a stream with another name breaks each of its events', async () => {
    await closedDistrict()
    tamper(path, `UPDATE streams SET name = 'gridMap-other' WHERE id = 1`)
    expect((await verified()).findingsInAll).toBe(150)
  })

  it('a log that was cut, and what is derived from it cut with it, is only told by a head pinned outside', async () => {
    const pinnedHead = await closedDistrict()
    tamper(path, 'DELETE FROM events WHERE position >= 250; DELETE FROM stream_heads; DELETE FROM stream_heads_reach; DELETE FROM stream_marks WHERE position >= 250')
    expect((await verified()).findings).toEqual([])
    const report = await verified({ pinnedHead })
    expect(report.findings).toEqual([{ tag: 'PinnedHeadMissing', pinned: pinnedHead, found: report.head }])
    expect(report.head.count).toBe(250)
  })

  it('a missing trigger is told', async () => {
    await closedDistrict()
    tamper(path, 'SELECT 1')
    expect((await verified()).findings).toEqual([])
    tamper(path, 'DROP VIEW readable')
    expect((await verified()).findings).toEqual([{ tag: 'AlteredSchema', problem: 'readable is missing' }])
  })
})

it('a single bit turned anywhere in the file is found, or no event reads otherwise than before', { timeout: 60_000 }, async () => {
  await closedDistrict()
  const reader = await opened({ path, mode: 'readOnly' })
  const before = await logOf(reader)
  await ran(reader.close())
  const bytes = readFileSync(path)
  let seed = 7
  let changed = 0
  for (let flip = 0; flip < 100; flip += 1) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    const copy = Buffer.from(bytes)
    const place = (seed >>> 4) % copy.length
    copy[place] = (copy[place] ?? 0) ^ (1 << (seed % 8))
    writeFileSync(path, copy)
    const store = await openSqliteStore({ path, mode: 'readOnly', now: Date.now })()
    if (store._tag === 'Left') continue
    const log = await store.right.readAll({ after: 'beginning', maxCount: 1000 })()
    const report = await store.right.verify()()
    await ran(store.right.close())
    if (log._tag === 'Right' && isDeepStrictEqual(log.right.events, before)) continue
    changed += 1
    expect(report, `bit ${seed % 8} of byte ${place}`).not.toMatchObject({ right: { findings: [] } })
  }
  expect(changed).toBeGreaterThan(30)
})

it('a page that was overwritten is a finding, not a crash, and what lies before it is still verified', async () => {
  const head = await closedDistrict()
  const bytes = readFileSync(path)
  const page = Math.floor(bytes.indexOf('"name":"b120"') / 4096)
  bytes.fill(0xa5, page * 4096, (page + 1) * 4096)
  writeFileSync(path, bytes)
  const report = await verified()
  expect(report.findings.some((finding) => finding.tag === 'DamagedFile')).toBe(true)
  expect(report.head.count).toBeGreaterThan(100)
  expect(report.head.count).toBeLessThan(head.count)
})

it('a damaged WAL is silently cut by SQLite to what came before: only a head pinned outside tells', async () => {
  const store = await opened({ path })
  for (let version = 0; version < 30; version += 1) await write(store, appending(version, [`a${version}`]))
  const pinnedHead = (await ran(store.verify())).head
  const left = join(folder, 'left.sqlite')
  for (const ending of ['', '-wal']) copyFileSync(path + ending, left + ending)
  await ran(store.close())
  const wal = readFileSync(`${left}-wal`)
  const place = wal.lastIndexOf('"name":"a20"')
  wal[place] = (wal[place] ?? 0) ^ 1
  writeFileSync(`${left}-wal`, wal)

  const again = await opened({ path: left, mode: 'readWrite' })
  const count = (await logOf(again)).length
  expect(count).toBeGreaterThan(0)
  expect(count).toBeLessThan(30)
  expect((await ran(again.verify())).findings).toEqual([])
  expect((await ran(again.verify({ pinnedHead }))).findings).toMatchObject([{ tag: 'PinnedHeadMissing', found: { count } }])
  await write(again, appending(count, ['next']))
  await ran(again.close())
})
