/** Checked reads: an altered, removed or exchanged event fails the read that comes upon it, in every way of reading; a sound log reads as ever. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Position, StreamName } from '@grid-governance/event-sourcing'
import type { ReadFailure } from '@grid-governance/event-store'
import type { SqliteEventStore } from './open-sqlite-store.ts'
import { appending, logOf, ran, refused, stream, write } from './trial/appends.ts'
import { newFolder, opened, tamper } from './trial/log-folder.ts'

let folder: string
let path: string
let store: SqliteEventStore

beforeEach(() => {
  folder = newFolder()
  path = join(folder, 'log.sqlite')
})
afterEach(async () => {
  await store.close()()
  rmSync(folder, { recursive: true, force: true })
})

const other = 'plan-440402' as StreamName

/** Positions 0 to 2 hold the first stream, 3 to 5 the other one; what is done to the file afterwards, no append knows of. */
async function tampered(sql?: string): Promise<SqliteEventStore> {
  const writer = await opened({ path })
  await write(writer, appending('noStream', ['a0', 'a1', 'a2']))
  await write(writer, appending('noStream', ['b0', 'b1', 'b2'], other))
  await ran(writer.close())
  if (sql !== undefined) tamper(path, sql)
  store = await opened({ path, mode: 'readOnly', checkReads: true })
  return store
}

const altering = `UPDATE events SET data = replace(data, '280', '281') WHERE position = 1`
const reads: Readonly<Record<string, (from: SqliteEventStore) => Promise<ReadFailure>>> = {
  'one stream': (from) => refused(from.readStream({ stream, maxCount: 10 })),
  'the whole log': (from) => refused(from.readAll({ after: 'beginning', maxCount: 10 })),
  'some types only': (from) => refused(from.readAll({ after: 'beginning', maxCount: 10, filter: { types: ['GridOpened'] }, sparing: true })),
  'single positions': (from) => refused(from.readAt([1 as Position])),
}

describe('an altered event', () => {
  it.each(Object.entries(reads))('fails the reading of %s, with its place', async (_, read) => {
    expect(await read(await tampered(altering))).toEqual({
      tag: 'StoreUnavailable', reason: 'corrupt', where: path,
      detail: `the event at position 1 (${stream}, version 2), its link or the event before it is not what was written`,
    })
  })

  it('leaves other streams to be read', async () => {
    const page = await ran((await tampered(altering)).readStream({ stream: other, maxCount: 10 }))
    expect(page.events).toHaveLength(3)
  })
})

describe('the reading of the whole log', () => {
  it('fails at the event behind one that was removed', async () => {
    const from = await tampered('DELETE FROM events WHERE position = 4')
    expect(await refused(from.readAll({ after: 'beginning', maxCount: 10 }))).toMatchObject({ reason: 'corrupt', detail: expect.stringContaining('position 5') as string })
  })

  it('fails at the first of two events that changed places', async () => {
    const from = await tampered('UPDATE events SET position = -1 WHERE position = 1; UPDATE events SET position = 1 WHERE position = 2; UPDATE events SET position = 2 WHERE position = -1')
    expect(await refused(from.readAll({ after: 'beginning', maxCount: 10 }))).toMatchObject({ reason: 'corrupt', detail: expect.stringContaining('position 1') as string })
  })

  it('yields a sound log as it is', async () => {
    const from = await tampered()
    const unchecked = await opened({ path, mode: 'readOnly' })
    expect(await logOf(from)).toEqual(await logOf(unchecked))
    await ran(unchecked.close())
  })
})
