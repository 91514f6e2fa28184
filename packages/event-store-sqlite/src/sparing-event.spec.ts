/** Sparing pages: what they leave in the log is there when it is asked for, and the same as in a full page. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, expect, it } from 'vitest'
import { derivedId, eventIdOf, type StreamName } from '@grid-governance/event-sourcing'
import type { EventFilter, StoredEvent } from '@grid-governance/event-store'
import { openSqliteStore, type SqliteEventStore } from './open-sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'sparing-'))
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

const right = async <A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> => {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

const filled = async (): Promise<SqliteEventStore> => {
  const store = await right(openSqliteStore({ path: join(folder, `${performance.now()}.sqlite`), mode: 'create', synchronous: 'NORMAL', now: Date.now }))
  for (let index = 0; index < 120; index += 1) {
    const stream = `grid-made.up.${index}` as StreamName
    const commandId = derivedId('sparing', String(index))
    await right(store.append({
      stream, expectedVersion: 'noStream',
      events: [{ eventId: eventIdOf(commandId, stream, 0), type: index % 3 === 0 ? 'GridNamed' : 'GridCounted', schemaVersion: 1, metadata: { number: index, office: '虚构街道' }, data: { index } }],
    }))
  }
  return store
}

const copied = (events: ReadonlyArray<StoredEvent>): ReadonlyArray<StoredEvent> => events.map((event) => ({
  stream: event.stream, streamVersion: event.streamVersion, globalPosition: event.globalPosition, eventId: event.eventId, type: event.type,
  schemaVersion: event.schemaVersion, recordedAt: event.recordedAt, metadata: event.metadata, data: event.data,
}))

it.each<readonly [string, EventFilter | undefined]>([['of the whole log', undefined], ['of one type', { types: ['GridNamed'] }]])('a sparing page %s holds the events of a full one', async (_, filter) => {
  const store = await filled()
  const request = { after: 'beginning', maxCount: 1000, ...(filter === undefined ? {} : { filter }) } as const
  const full = await right(store.readAll(request))
  const sparing = await right(store.readAll({ ...request, sparing: true }))
  expect([sparing.readTo, sparing.endOfLog, sparing.events.length]).toEqual([full.readTo, full.endOfLog, filter === undefined ? 120 : 40])
  expect(sparing.events.at(-1)?.metadata).toBe(full.events.at(-1)?.metadata)
  expect(copied(sparing.events)).toEqual(full.events)
  await store.close()()
})
