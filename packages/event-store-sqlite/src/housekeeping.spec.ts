/** What is done beside the commits: the WAL stays small however busy the store is, and what was not saved is found again. */

import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StreamName } from '@grid-governance/event-sourcing'
import { connect, readValue } from './database.ts'
import { appending, ran, write } from './trial/appends.ts'
import { newFolder, opened } from './trial/log-folder.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = newFolder()
  path = join(folder, 'log.sqlite')
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const megabyte = 1_000_000
const sizeOfWal = (): number => statSync(`${path}-wal`).size

it('the WAL stays under 40 MB while 80 MB go through it without a pause', { timeout: 120_000 }, async () => {
  const store = await opened({ path })
  let version = 0
  let largest = 0
  for (let round = 0; round < 200; round += 1) {
    const names = Array.from({ length: 500 }, () => `e${version += 1}.${'x'.repeat(250)}`)
    await write(store, appending(version - 500, names))
    largest = Math.max(largest, sizeOfWal())
  }
  expect(statSync(path).size).toBeGreaterThan(50 * megabyte)
  expect(largest).toBeLessThan(40 * megabyte)
  await ran(store.close())
})

it('settling empties the WAL and saves where streams end, while the store goes on', async () => {
  const store = await opened({ path })
  await write(store, appending('noStream', ['a', 'b']))
  await ran(store.settle())
  expect(sizeOfWal()).toBe(0)
  const other = connect({ path, access: 'readOnly', busyTimeoutMs: 100 })
  expect(readValue(other, 'SELECT position FROM stream_heads_reach')).toBe(1)
  other.close()
  await write(store, appending(2, ['c']))
  await ran(store.close())
})

it('settling says so when a reader keeps the WAL busy', async () => {
  const store = await opened({ path, busyTimeoutMs: 150 })
  await write(store, appending('noStream', ['a']))
  const reader = connect({ path, access: 'readOnly', busyTimeoutMs: 100 })
  reader.exec('BEGIN')
  readValue(reader, 'SELECT count(*) FROM events')
  await write(store, appending(1, ['b']))
  expect(await store.settle()()).toMatchObject({ left: { tag: 'StoreUnavailable', reason: 'locked' } })
  reader.exec('COMMIT')
  expect(await store.settle()()).toMatchObject({ _tag: 'Right' })
  reader.close()
  await ran(store.close())
})

it('when appends pause, the heads of many streams are saved without being asked', async () => {
  const store = await opened({ path })
  await Promise.all(Array.from({ length: 600 }, (_, index) => write(store, appending('noStream', [`e${index}`], `gridMap-${index}` as StreamName))))
  const other = connect({ path, access: 'readOnly', busyTimeoutMs: 100 })
  await expect.poll(() => readValue(other, 'SELECT count(*) FROM stream_heads'), { timeout: 10_000 }).toBe(600)
  other.close()
  await ran(store.close())
})
