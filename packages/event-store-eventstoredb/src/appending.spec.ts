/** What an append comes to where others wrote with the same ids, where its outcome is not known, and where the server hides events. */

import { EventStoreDBClient, jsonEvent, type StreamingRead } from '@eventstore/db-client'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { derivedId, type StreamName } from '@grid-governance/event-sourcing'
import type { AppendRequest, EventToAppend, ExpectedVersion, PreparedEvent } from '@grid-governance/event-store'
import { startDouble, type Double, type Fault } from '@grid-governance/eventstoredb-double'
import { openEventStoreDb, type EventStoreDbStore } from './index.ts'
import { eventToSend } from './raw-event.ts'
import { must } from './trial/transferred.ts'

const stream = 'gridMap-1' as StreamName
const options = { answerWithinMs: 400, attempts: 3, pauseMs: 1 }
let double: Double
let opened: EventStoreDbStore[]
let client: EventStoreDBClient

beforeEach(async () => {
  double = await startDouble()
  opened = []
  client = EventStoreDBClient.connectionString(double.connectionString)
})
afterEach(async () => {
  for (const store of opened) await store.close()
  await client.dispose()
  await double.stop()
})

const open = async (): Promise<EventStoreDbStore> => {
  const store = must(await openEventStoreDb({ connectionString: double.connectionString, ...options })())
  opened.push(store)
  return store
}

const named = (id: string, name = id): EventToAppend => ({ eventId: derivedId(id), type: 'GridRenamed', schemaVersion: 1, data: { name }, metadata: {} })
const appending = (expectedVersion: ExpectedVersion, ...events: ReadonlyArray<EventToAppend>): AppendRequest => ({ stream, expectedVersion, events: events as unknown as AppendRequest['events'] })
const dataIn = async (store: EventStoreDbStore): Promise<ReadonlyArray<string>> => must(await store.readStream({ stream, maxCount: 100 })()).events.map(({ data }) => data)

/** All that the server ever stored, of whatever it hides. */
const storedIn = async (): Promise<ReadonlyArray<unknown>> => {
  const all: unknown[] = []
  for await (const { event } of client.readAll() as StreamingRead<{ readonly event?: { readonly streamId: string, readonly data: unknown } }>) if (event?.streamId === stream) all.push(event.data)
  return all
}

describe('the same event ids from two writers that saw the stream at the same version', () => {
  it.each<readonly [string, ExpectedVersion]>([['at that version', 1], ['anywhere', 'any'], ['in a stream that exists', 'streamExists']])(
    'with another content, %s: what was there first stays, and is told to be there before', async (_, expected) => {
      const [first, second] = [await open(), await open()]
      must(await second.append(appending('noStream', named('opened')))())
      const receipt = must(await first.append(appending(1, named('x', 'One')))())
      expect(await second.append(appending(expected, named('x', 'Two')))()).toEqual(E.right({ ...receipt, repeated: true }))
      expect(await dataIn(second)).toEqual(['{"name":"opened"}', '{"name":"One"}'])
    },
  )

  it('with the same content are there once, and both writers know where', async () => {
    const [first, second] = [await open(), await open()]
    must(await second.append(appending('noStream', named('opened')))())
    const receipt = must(await first.append(appending(1, named('x', 'One'), named('y')))())
    expect(must(await second.append(appending(1, named('x', 'One'), named('y')))())).toMatchObject({ ...receipt, repeated: expect.any(Boolean) as boolean })
    expect(await dataIn(first)).toHaveLength(3)
  })

  it('where only the first are the same is a conflict', async () => {
    const [first, second] = [await open(), await open()]
    must(await second.append(appending('noStream', named('opened')))())
    must(await first.append(appending(1, named('x', 'One'), named('y')))())
    expect(await second.append(appending(1, named('x', 'One'), named('z')))()).toMatchObject({ left: { tag: 'WrongExpectedVersion', expected: 1, actual: 3 } })
    expect(await second.append(appending(1, named('w')))()).toMatchObject({ left: { tag: 'WrongExpectedVersion', expected: 1, actual: 3 } })
  })
})

describe('the id by which the server knows an event', () => {
  const event: PreparedEvent = { eventId: derivedId('x'), type: 'GridRenamed', schemaVersion: 1, metadata: '{"a":1}', data: '{"name":"One"}' }

  it('is the same for the same event, and another one where anything of it is', () => {
    expect(eventToSend({ ...event }, 5).id).toBe(eventToSend(event, 5).id)
    const others: ReadonlyArray<Partial<PreparedEvent>> = [{}, { eventId: derivedId('y') }, { type: 'GridOpened' }, { schemaVersion: 2 }, { metadata: '{"a":2}' }, { data: '{"name":"Two"}' }]
    const ids = [...others.map((other) => eventToSend({ ...event, ...other }).id), eventToSend(event, 5).id, eventToSend(event, 6).id, event.eventId]
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('never changes from one release to the next', () => {
    expect(eventToSend(event).id).toBe('5b664d1b-ccf9-815e-bf02-31d485d81484')
  })

  it('is none of the port, whose own comes back', async () => {
    const store = await open()
    const receipt = must(await store.append(appending('noStream', named('x')))())
    expect(receipt.eventIds).toEqual([derivedId('x')])
    expect(must(await store.readAt([receipt.position])())).toMatchObject([{ eventId: derivedId('x') }])
    expect(must(await store.append(appending('any', named('x')))())).toEqual({ ...receipt, repeated: true })
  })

  it('is that of a foreign event, also where its metadata look like ours and name none', async () => {
    const { id } = eventToSend(event)
    for (const eventId of ['no id', undefined]) {
      await client.appendToStream(stream, { id: derivedId(id, String(eventId)), contentType: 'application/json', type: 'Ordered', data: {}, metadata: { form: 'grid-governance/1', eventId, schemaVersion: 1, metadata: {} } })
    }
    expect(must(await (await open()).readStream({ stream, maxCount: 9 })()).events).toMatchObject([{ eventId: derivedId(id, 'no id'), foreign: true }, { eventId: derivedId(id, 'undefined'), foreign: true }])
  })
})

describe('an append whose outcome is not known', () => {
  const denied: Fault = { on: 'append', fault: 'status', code: 7, details: 'made up', trailers: { exception: 'access-denied' }, stored: false }
  const broken = (stored: boolean): Fault => ({ on: 'append', fault: 'status', code: 14, stored })
  const unread = (skip: number, times: number): Fault => ({ on: 'read', fault: 'status', code: 14, skip, times })

  it('is looked for where a later attempt is refused, and found', async () => {
    const store = await open()
    // The first reading looks whether the stream is there, the second what became of the append.
    for (const fault of [broken(true), denied, unread(1, 1)]) double.inject(fault)
    expect(await store.append(appending('noStream', named('x')))()).toMatchObject({ right: { firstVersion: 1, repeated: false } })
    expect(await storedIn()).toHaveLength(1)
  })

  it('is said to be so where it was refused and not found', async () => {
    const store = await open()
    for (const fault of [broken(false), denied]) double.inject(fault)
    expect(await store.append(appending('noStream', named('x')))()).toMatchObject({ left: { tag: 'StoreUnavailable', trouble: 'accessDenied', outcomeUnknown: true } })
  })

  it('is not said to be so where the only attempt was refused', async () => {
    const store = await open()
    double.inject(denied)
    const refused = await store.append(appending('noStream', named('x')))()
    expect(refused).toMatchObject({ left: { trouble: 'accessDenied' } })
    expect(refused).not.toHaveProperty('left.outcomeUnknown')
  })

  it('is found when it is sent again', async () => {
    const store = await open()
    must(await store.append(appending('noStream', named('opened')))())
    // Nothing is read before it is sent.
    for (const fault of [broken(true), denied, unread(0, 2)]) double.inject(fault)
    expect(await store.append(appending(1, named('x')))()).toMatchObject({ left: { outcomeUnknown: true } })
    expect(await store.append(appending(1, named('x')))()).toMatchObject({ right: { firstVersion: 2, repeated: true } })
    expect(await storedIn()).toHaveLength(2)
  })

  it('is said to be so where the store was closed meanwhile', async () => {
    const store = await open()
    double.inject({ on: 'append', fault: 'silence', stored: true })
    const append = store.append(appending('noStream', named('x')))()
    while (await storedIn().then(({ length }) => length === 0)) await new Promise((resolve) => { setTimeout(resolve, 5) })
    await store.close()
    expect(await append).toMatchObject({ left: { tag: 'StoreUnavailable', outcomeUnknown: true } })
    expect(await (await open()).append(appending('noStream', named('x')))()).toMatchObject({ right: { repeated: true } })
  })

  it('is a repeat where another writer was quicker with the same ids and another content', async () => {
    const [quick, slow] = [await open(), await open()]
    double.inject({ on: 'append', fault: 'silence', stored: false })
    const append = slow.append(appending('noStream', named('x', 'Two')))()
    while (!double.log().some(({ fault }) => fault === 'silence')) await new Promise((resolve) => { setTimeout(resolve, 5) })
    const receipt = must(await quick.append(appending('noStream', named('x', 'One')))())
    expect(await append).toEqual(E.right({ ...receipt, repeated: true }))
    expect(await storedIn()).toEqual([{ name: 'One' }])
  })

  it('and of one that came after closing nothing was stored', async () => {
    const store = await open()
    await store.close()
    const late = await store.append(appending('noStream', named('x')))()
    expect(late).toMatchObject({ left: { reason: 'closed' } })
    expect(late).not.toHaveProperty('left.outcomeUnknown')
  })

  it('is said to be so where the server left its place out and it cannot be looked up', async () => {
    const store = await open()
    for (const fault of [{ on: 'append', fault: 'noPosition' } as const, unread(1, 1)]) double.inject(fault)
    expect(await store.append(appending('noStream', named('x')))()).toMatchObject({ left: { tag: 'StoreUnavailable', outcomeUnknown: true } })
    expect(await store.append(appending('noStream', named('x')))()).toMatchObject({ right: { firstVersion: 1, repeated: true } })
  })
})

describe('a stream of which a node does not show yet what the leader has', () => {
  it('is waited for, where the node lags a little', async () => {
    const lagging = await startDouble({ nodes: 3, lagMs: 60 })
    const follower = `esdb://${lagging.nodes[1]?.address ?? ''}?tls=false`
    const [first, second] = await Promise.all([0, 1].map(async () => must(await openEventStoreDb({ connectionString: follower, answerWithinMs: 2000, pauseMs: 100 })())))
    must(await (first as EventStoreDbStore).append(appending('any', named('a')))())
    expect(await (second as EventStoreDbStore).append(appending('any', named('b')))()).toMatchObject({ right: { firstVersion: 2, repeated: false } })
    for (const store of [first, second]) await store?.close()
    await lagging.stop()
  })

  it('is not called hidden, where it is not shown in time; the same append comes through later', async () => {
    const [first, second] = [await open(), await open()]
    must(await first.append(appending('noStream', named('a')))())
    must(await second.readStream({ stream, maxCount: 1 })())
    double.inject({ on: 'append', fault: 'slowCommit', ms: 1500 })
    const slow = client.appendToStream(stream, jsonEvent({ type: 'GridRenamed', data: {} }))
    while (double.log().filter(({ stream: to, answer }) => to === stream && answer === 'done').length < 2) await new Promise(setImmediate)
    expect(await second.append(appending('any', named('c')))()).toMatchObject({ left: { tag: 'StoreUnavailable', reason: 'unreachable', detail: 'gridMap-1 ends at version 2, and only 1 of its events can be read yet' } })
    await slow
    expect(await second.append(appending('any', named('c')))()).toMatchObject({ right: { firstVersion: 3 } })
  })
})

it('is not stuck with a client that remembers a failed answer: what the server can do is asked anew', async () => {
  double.inject({ on: 'features', fault: 'status', code: 13, times: 1 })
  const store = await open()
  expect(await store.append(appending('noStream', named('x')))()).toMatchObject({ right: { firstVersion: 1 } })
})

describe('a stream of which the server hides', () => {
  const three = [named('a'), named('b'), named('c')]
  const hidden = { tag: 'StoreUnavailable', reason: 'corrupt', trouble: 'streamHidden' }

  const hiding = async (revisions: number): Promise<EventStoreDbStore> => {
    must(await (await open()).append(appending('noStream', ...three))())
    await client.setStreamMetadata(stream, { truncateBefore: revisions })
    return await open()
  }

  it('everything takes no append that has to search it', async () => {
    const store = await hiding(3)
    expect(await store.append(appending('any', named('x')))()).toMatchObject({ left: { ...hidden, detail: 'gridMap-1 ends at version 3, and only 0 of its events can be read' } })
    expect(E.isLeft(await store.append(appending('streamExists', named('x')))())).toBe(true)
    expect(await storedIn()).toHaveLength(3)
  })

  it('a part takes none either, and knows again what can be read', async () => {
    const store = await hiding(1)
    for (const expected of ['any', 'streamExists'] as const) {
      expect(await store.append(appending(expected, named('a')))()).toMatchObject({ left: { ...hidden, detail: 'of 3 events of gridMap-1 only 2 can be read' } })
      expect(await store.append(appending(expected, named('c')))()).toMatchObject({ right: { firstVersion: 3, repeated: true } })
    }
    expect(await storedIn()).toHaveLength(3)
  })

  it('what stands where an append would tells neither repeat nor conflict', async () => {
    const store = await hiding(1)
    expect(await store.append(appending('noStream', ...three))()).toMatchObject({ left: hidden })
    expect(await store.append(appending(3, named('x')))()).toMatchObject({ right: { firstVersion: 4 } })
  })

  it('all since it was deleted: an append as to a new stream says where it was stored', async () => {
    must(await (await open()).append(appending('noStream', ...three))())
    await client.deleteStream(stream)
    const appended = await (await open()).append(appending('noStream', named('x')))()
    expect(appended).toMatchObject({ left: { ...hidden, detail: 'the append to gridMap-1 is stored, but up to version 4 instead of 1, behind events that the server hides' } })
    expect(appended).not.toHaveProperty('left.outcomeUnknown')
    expect((await storedIn()).at(-1)).toEqual({ name: 'x' })
  })
})
