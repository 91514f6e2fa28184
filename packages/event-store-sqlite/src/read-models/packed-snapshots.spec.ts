/** Snapshots as they stand in the file: short ones as text, longer ones deflated, with their sizes; and what becomes of one that was damaged. */

import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { ReadModelStore, Snapshot } from '@grid-governance/subscriptions'
import { connect, query, type Database, type SqlValue } from '../database.ts'
import { ran, refused } from '../trial/appends.ts'
import { openSqliteReadModels } from './index.ts'
import { temporaryFiles } from './temporary-files.spec-parts.ts'

const path = temporaryFiles()
const projection = { name: 'tree', version: 1 }
const short = JSON.stringify({ 网格: 1 })
const long = JSON.stringify(Array.from({ length: 500 }, (_, number) => ({ 网格: number })))
const snapshot = (at: number, text: string): Snapshot => ({ key: 'g1', shownUpTo: '', shownTo: at, position: at, text }) as unknown as Snapshot
const question = { key: 'g1', known: { upTo: 9 }, from: 'snapshot' } as unknown as Parameters<ReadModelStore['factsFor']>[1]

/** A file with a short snapshot and a longer one after it. */
const filled = async (): Promise<string> => {
  const at = path()
  const store = await ran(openSqliteReadModels({ path: at, mode: 'create' }))
  const { token } = await ran(store.claim(projection))
  await ran(store.save({
    projection, token, checkpoint: { position: 9, eventId: 'event-9' } as never,
    models: [{ key: 'g1', text: '{}', shownUpTo: '', stale: false, blocked: undefined, sinceSnapshot: 0, newPlaces: [{ position: 1 as never, day: '' }], newChained: [] }],
    snapshots: [snapshot(1, short), snapshot(2, long)].map((one) => ({ ...one, text: store.packing.pack(one.text) })),
  }))
  await ran(store.close())
  return at
}

const onFile = <A>(at: string, work: (database: Database) => A): A => {
  const database = connect({ path: at, access: 'readWrite', busyTimeoutMs: 50 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}

it('are kept as text where they are short, else deflated in the zlib format, with the sizes of both', async () => {
  const rows = onFile(await filled(), (database) => query<readonly [number, number, number, string, SqlValue]>(
    database, 'SELECT bytes, octet_length(packed), length, typeof(packed), packed FROM snapshots ORDER BY position',
  ).all())
  expect(rows.map(([bytes, taken, length, type]) => [bytes === taken, length, type])).toEqual([[true, Buffer.byteLength(short), 'text'], [true, Buffer.byteLength(long), 'blob']])
  expect(rows[0]?.[4]).toBe(short)
  expect(inflateSync(rows[1]?.[4] as Uint8Array).toString()).toBe(long)
  expect(rows[1]?.[0]).toBeLessThan(Buffer.byteLength(long) / 3)
})

const flipped = (packed: Uint8Array, at: number): Uint8Array => packed.map((byte, place) => place === at ? byte ^ 1 : byte)

it.each<readonly [string, (packed: Uint8Array, length: number) => readonly [packed: SqlValue, length: number]]>([
  ['a bit of it is another', (packed, length) => [flipped(packed, packed.length >> 1), length]],
  ['a bit of its checksum is another', (packed, length) => [flipped(packed, packed.length - 1), length]],
  ['its head is another', (packed, length) => [flipped(packed, 0), length]],
  ['its end is missing', (packed, length) => [packed.slice(0, -1), length]],
  ['there is nothing of it', (_, length) => [new Uint8Array(), length]],
  ['it is said to be shorter', (packed, length) => [packed, length - 1]],
  ['it is said to be longer', (packed, length) => [packed, length + 1]],
  ['it is said to be longer than anything can be', (packed) => [packed, 2 ** 52]],
  ['it is said to be of less than no length', (packed) => [packed, -1]],
])('are told to be damaged, and nothing is answered from them, where %s', async (_, damage) => {
  const at = await filled()
  onFile(at, (database) => {
    const [packed = new Uint8Array(), length = 0] = query<readonly [Uint8Array, number]>(database, 'SELECT packed, length FROM snapshots WHERE position = 2').get() ?? []
    database.prepare('UPDATE snapshots SET packed = ?, length = ? WHERE position = 2').run(...damage(packed, length))
  })
  const store = await ran(openSqliteReadModels({ path: at, mode: 'readOnly' }))
  expect(await refused(store.factsFor(projection, question))).toMatchObject({ tag: 'StoreUnavailable', reason: 'corrupt', where: at })
  expect(await refused(store.snapshotText(projection, snapshot(2, long)))).toMatchObject({ reason: 'corrupt' })
  expect(await ran(store.snapshotText(projection, snapshot(1, short)))).toBe(short)
  await ran(store.close())
})
