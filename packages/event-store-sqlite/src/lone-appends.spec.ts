/** One event after another, each a transaction of its own: they meet other connections, clocks and marks as larger groups do. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { clockToleranceMs } from '@grid-governance/event-store'
import type { StreamName } from '@grid-governance/event-sourcing'
import { connect, query } from './database.ts'
import { appending, eventOf, logOf, ran, refused, stream, write } from './trial/appends.ts'
import { newFolder, opened } from './trial/log-folder.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = newFolder()
  path = join(folder, 'log.sqlite')
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const other = 'gridMap-440402.002' as StreamName

it('two connections that take turns both append, each to a stream that it remembers', async () => {
  const [one, two] = [await opened({ path }), await opened({ path })]
  for (let version = 0; version < 20; version += 1) {
    expect((await write(one, appending(version, [`one ${version}`]))).position).toBe(version * 2)
    expect((await write(two, appending(version, [`two ${version}`], other))).position).toBe(version * 2 + 1)
  }
  expect((await ran(one.verify())).findings).toEqual([])
  await ran(one.close())
  await ran(two.close())
})

it('a connection that remembers an older end of the stream is told the new one, and nothing is written', async () => {
  const [one, two] = [await opened({ path }), await opened({ path })]
  await write(one, appending(0, ['a']))
  await write(one, appending(1, ['b']))
  await write(two, appending(2, ['c']))
  expect(await refused(one.append(appending(2, ['d'])))).toEqual({ tag: 'WrongExpectedVersion', stream, expected: 2, actual: 3 })
  expect((await logOf(one)).map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c'].map((name) => eventOf(name).eventId))
  await ran(one.close())
  await ran(two.close())
})

it('an event sent again after another connection appended it is known again', async () => {
  const [one, two] = [await opened({ path }), await opened({ path })]
  await write(one, appending(0, ['a']))
  const first = await write(two, appending(1, ['b']))
  expect(await write(one, appending(1, ['b']))).toEqual({ ...first, repeated: true })
  await ran(one.close())
  await ran(two.close())
})

it('every 128th event of a stream is marked', async () => {
  const store = await opened({ path })
  for (let version = 0; version < 260; version += 1) await write(store, appending(version, [`e${version}`]))
  expect((await ran(store.verify())).findings).toEqual([])
  await ran(store.close())
  const database = connect({ path, access: 'readOnly', busyTimeoutMs: 100 })
  expect(query(database, 'SELECT version, position FROM stream_marks ORDER BY version').all()).toEqual([[128, 127], [256, 255]])
  database.close()
})

it('a clock behind the log, and an event outside the limits, are refused as in a group', async () => {
  let clock = 1_700_000_000_000
  const store = await opened({ path, now: () => clock })
  await write(store, appending(0, ['a']))
  clock -= clockToleranceMs + 1
  expect(await refused(store.append(appending(1, ['b'])))).toEqual({ tag: 'ClockBehindLog', clock, log: 1_700_000_000_000 })
  clock += clockToleranceMs
  const late = await write(store, appending(1, ['b']))
  expect((await logOf(store))[late.position]?.recordedAt).toBe(1_700_000_000_000)
  expect(await refused(store.append({ ...appending(2, ['c']), events: [{ ...eventOf('c'), schemaVersion: 0 }] }))).toMatchObject({ tag: 'InvalidAppend' })
  expect(await logOf(store)).toHaveLength(2)
  await ran(store.close())
})

it('an empty append to a stream that is remembered is refused as any other', async () => {
  const store = await opened({ path })
  await write(store, appending(0, ['a']))
  expect(await refused(store.append({ stream, expectedVersion: 1, events: [] as never }))).toMatchObject({ tag: 'InvalidAppend', problems: ['the append is empty'] })
  await ran(store.close())
})
