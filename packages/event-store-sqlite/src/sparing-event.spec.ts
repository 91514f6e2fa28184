/** Sparing reads: what they leave in the log is there when it is asked for, and the same as in a full one. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, expect, it } from 'vitest'
import { derivedId, eventIdOf, type Position, type StreamName } from '@grid-governance/event-sourcing'
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

it.each<readonly [string, (index: number) => boolean]>([['scattered', (index) => index % 7 === 3], ['next to one another', (index) => index >= 20 && index < 90], ['of a single event', (index) => index === 60]])(
  'events at positions that are %s, read sparingly, are those of a full read, in whatever order they are looked at', async (_, isAsked) => {
    const store = await filled()
    const positions = Array.from({ length: 120 }, (__, index) => index).filter(isAsked) as ReadonlyArray<number> as ReadonlyArray<Position>
    const full = await right(store.readAt(positions))
    expect(full).toHaveLength(positions.length)
    expect(copied(await right(store.readAt(positions, { sparing: true })))).toEqual(full)
    expect(copied([...await right(store.readAt(positions, { sparing: true }))].reverse())).toEqual([...full].reverse())
    expect((await right(store.readAt(positions, { sparing: true }))).at(-1)?.eventId).toBe(full.at(-1)?.eventId)
    await store.close()()
  },
)
