/** Where streams end: known to every connection, whoever appended, also when the last process died before it could save them. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StreamName } from '@grid-governance/event-sourcing'
import { connect, query, readValue } from './database.ts'
import type { SqliteEventStore } from './open-sqlite-store.ts'
import { appending, eventOf, ran, stream, write } from './trial/appends.ts'
import { newFolder, opened } from './trial/log-folder.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = newFolder()
  path = join(folder, 'log.sqlite')
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const streamAt = (index: number): StreamName => `gridMap-${index}` as StreamName

it('closing saves where every stream ends', async () => {
  const store = await opened({ path })
  await write(store, appending('noStream', ['a', 'b']))
  await write(store, appending('noStream', ['c'], streamAt(2)))
  await ran(store.close())
  const database = connect({ path, access: 'readOnly', busyTimeoutMs: 100 })
  expect(query(database, 'SELECT stream, version, position FROM stream_heads').all()).toEqual([[1, 2, 1], [2, 1, 2]])
  expect(readValue(database, 'SELECT position FROM stream_heads_reach')).toBe(2)
  database.close()
})

it('a store that reads between the appends of another one still appends at the right place', async () => {
  const [one, two] = [await opened({ path }), await opened({ path })]
  for (let version = 0; version < 20; version += 2) {
    await write(one, appending(version, [`e${version}`]))
    expect((await ran(two.readStream({ stream, maxCount: 1 }))).streamVersion).toBe(version + 1)
    await write(two, appending(version + 1, [`e${version + 1}`]))
  }
  expect((await ran(one.verify())).findings).toEqual([])
  await ran(one.close())
  await ran(two.close())
})

it('whoever appends, reads, saves, closes or opens in whatever order: all see the same versions, and the log verifies', { timeout: 60_000 }, async () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ step: fc.constant('append' as const), who: fc.nat(2), stream: fc.nat(4), count: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 3, arbitrary: fc.record({ step: fc.constant('read' as const), who: fc.nat(2), stream: fc.nat(4), count: fc.constant(0) }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constantFrom('settle' as const, 'reopen' as const), who: fc.nat(2), stream: fc.constant(0), count: fc.constant(0) }) },
  )
  let runs = 0
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
    runs += 1
    const file = join(folder, `log-${runs}.sqlite`)
    const stores: SqliteEventStore[] = [await opened({ path: file }), await opened({ path: file }), await opened({ path: file })]
    const versions = [0, 0, 0, 0, 0]
    for (const [index, { step, who, stream, count }] of steps.entries()) {
      const store = stores[who] as SqliteEventStore
      const version = versions[stream] ?? 0
      if (step === 'append') {
        await write(store, appending(version, Array.from({ length: count }, (_, place) => `e${index}.${place}`), streamAt(stream)))
        versions[stream] = version + count
      }
      if (step === 'read') expect((await ran(store.readStream({ stream: streamAt(stream), maxCount: 2, direction: 'backwards' }))).streamVersion).toBe(version)
      if (step === 'settle') await ran(store.settle())
      if (step === 'reopen') {
        await ran(store.close())
        stores[who] = await opened({ path: file })
      }
    }
    expect((await ran((stores[0] as SqliteEventStore).verify())).findings).toEqual([])
    for (const store of stores) await ran(store.close())
  }), { numRuns: 25 })
})

it('a long stream is read at any place, forwards and backwards, as it was written', async () => {
  const store = await opened({ path })
  const length = 700
  for (let version = 0; version < length; version += 35) {
    await write(store, appending(version, Array.from({ length: 35 }, (_, index) => `e${version + index + 1}`)))
    await write(store, appending('any', [`other${version}`], streamAt(version)))
  }
  const idAt = (version: number) => eventOf(`e${version}`).eventId
  for (const maxCount of [1, 7, 128, 300, 1000]) {
    for (const from of [1, 2, 127, 128, 129, 256, 300, 571, 572, 573, 699, 700, 701]) {
      const forwards = await ran(store.readStream({ stream, from, maxCount }))
      const last = Math.min(length, from + maxCount - 1)
      expect(forwards.events.map((event) => event.eventId)).toEqual(range(from, last).map(idAt))
      expect(forwards.endOfStream).toBe(last >= length)
      const backwards = await ran(store.readStream({ stream, from, maxCount, direction: 'backwards' }))
      const top = Math.min(from, length)
      expect(backwards.events.map((event) => event.eventId)).toEqual(range(Math.max(1, top - maxCount + 1), top).toReversed().map(idAt))
      expect(backwards.endOfStream).toBe(top - maxCount < 1)
    }
  }
  await ran(store.close())
})

it('a stream whose saved head was tampered with is refused, not continued', async () => {
  const store = await opened({ path })
  await write(store, appending('noStream', ['a', 'b']))
  await ran(store.close())
  const database = connect({ path, access: 'readWrite', busyTimeoutMs: 100 })
  database.exec("PRAGMA writable_schema = ON; DROP TRIGGER stream_heads_guard_update")
  database.exec('UPDATE stream_heads SET version = 1')
  database.close()
  const reader = await opened({ path, mode: 'readOnly' })
  expect(await reader.readStream({ stream, maxCount: 10 })()).toMatchObject({ left: { tag: 'StoreUnavailable', reason: 'corrupt' } })
  await ran(reader.close())
})

function range(from: number, to: number): ReadonlyArray<number> {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}
