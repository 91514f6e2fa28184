/** The store under faults, in a short seeded form; the long one is run by hand. */

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import type { EventId, StreamName } from '@grid-governance/event-sourcing'
import { startDouble } from '@grid-governance/eventstoredb-double'
import { openEventStoreDb } from './index.ts'
import { faultScripts, leaderScripts, networkAndFaultScripts, networkScripts, runFaultScript, type Tried } from './trial/fault-scripts.ts'
import { onServer } from './trial/played.ts'
import { describeOnRealServer } from './trial/real-server.spec-parts.ts'
import { must } from './trial/transferred.ts'
import { networkTransferScripts, runTransferScript, transferScripts } from './trial/transfer-scripts.ts'

it('loses nothing and writes nothing twice, whatever the connection does, and shows a reader each event once', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(faultScripts, async (script) => { await runFaultScript(script) }), { numRuns: 12, seed: 20_261_125, endOnFailure: true })
})

it.each([{ at: 'the network', scripts: networkScripts }, { at: 'the network and the server', scripts: networkAndFaultScripts }])(
  'loses nothing and writes nothing twice, where $at is at fault, byte by byte', { timeout: 120_000 }, async ({ scripts }) => {
    await fc.assert(fc.asyncProperty(scripts, async (script) => { await runFaultScript(script) }), { numRuns: 8, seed: 20_261_126, endOnFailure: true })
  },
)

it('keeps that where the leader of three nodes changes in the midst of it, and whatever else befalls them', { timeout: 180_000 }, async () => {
  const tried: Tried[] = []
  await fc.assert(fc.asyncProperty(leaderScripts, async (script) => { tried.push(await runFaultScript(script)) }), { numRuns: 10, seed: 20_261_127, endOnFailure: true })
  expect(tried.filter(({ leaderChanges }) => leaderChanges > 0).length).toBeGreaterThan(4)
  expect(tried.every(({ answered }) => answered > 0)).toBe(true)
})

it('moves a log into a database and out again as it was, whatever befalls the connection and the leader', { timeout: 180_000 }, async () => {
  await fc.assert(fc.asyncProperty(transferScripts, async (script) => { await runTransferScript(script) }), { numRuns: 8, seed: 20_261_128, endOnFailure: true })
})

it('fails in bounded time, with the place and without the password, where no server answers', { timeout: 30_000 }, async () => {
  const began = performance.now()
  const opened = await openEventStoreDb({ connectionString: 'esdb://admin:secret@127.0.0.1:1?tls=false', answerWithinMs: 3000 })()
  expect(opened).toMatchObject({ left: { tag: 'StoreUnavailable', reason: 'unreachable', where: 'esdb://127.0.0.1:1?tls=false' } })
  expect(performance.now() - began).toBeLessThan(20_000)
})

it('says of a connection string that is none what is wrong with it', async () => {
  expect(await openEventStoreDb({ connectionString: 'http://nowhere' })()).toMatchObject({ left: { tag: 'StoreUnavailable', reason: 'unsupported' } })
})

it('says after an append that was never answered that its outcome is not known, and does it once when it is sent again', { timeout: 30_000 }, async () => {
  const double = await startDouble()
  const opened = await openEventStoreDb({ connectionString: double.connectionString, answerWithinMs: 300, attempts: 1 })()
  if (E.isLeft(opened)) throw new Error(opened.left.detail)
  const store = opened.right
  const request = {
    stream: 'gridMap-1' as StreamName, expectedVersion: 'noStream' as const,
    events: [{ eventId: '7d9f7d0a-5b0e-4c8c-9a55-3d1f0a5b7c11' as EventId, type: 'GridOpened', schemaVersion: 1, data: {}, metadata: {} }] as const,
  }
  double.inject({ on: 'append', fault: 'silence', stored: true, times: 1 })
  // The first reading looks whether the stream is there, the second what became of the append.
  double.inject({ on: 'read', fault: 'silence', skip: 1, times: 1 })
  expect(await store.append(request as never)()).toMatchObject({ left: { tag: 'StoreUnavailable', detail: expect.stringContaining('send the same append again') as string } })
  expect(await store.append(request as never)()).toMatchObject({ right: { repeated: true, streamVersion: 1 } })
  await store.close()
  await double.stop()
})

it('marks what was not written through the port as foreign', async () => {
  const double = await startDouble()
  const { EventStoreDBClient, jsonEvent } = await import('@eventstore/db-client')
  const client = EventStoreDBClient.connectionString(double.connectionString)
  await client.appendToStream('order-1', jsonEvent({ type: 'Ordered', data: { b: 1, a: 2 } }))
  await client.appendToStream('no stream of ours', jsonEvent({ type: 'Ordered', data: {} }))
  const opened = await openEventStoreDb({ connectionString: double.connectionString })()
  if (E.isLeft(opened)) throw new Error(opened.left.detail)
  const page = await opened.right.readAll({ after: 'beginning', maxCount: 10 })()
  expect(page).toMatchObject({ right: { events: [{ stream: 'order-1', foreign: true, data: '{"a":2,"b":1}' }], endOfLog: true } })
  await client.dispose()
  await opened.right.close()
  await double.stop()
})

describeOnRealServer('a real server, behind a network that is at fault', (url) => {
  it('loses nothing and writes nothing twice', { timeout: 240_000 }, async () => {
    await fc.assert(fc.asyncProperty(networkScripts, async (script) => { await runFaultScript(script, onServer(url)) }), { numRuns: 10, seed: 20_261_126, endOnFailure: true })
  })

  it('takes a log in and gives it out again as it was', { timeout: 240_000 }, async () => {
    await fc.assert(fc.asyncProperty(networkTransferScripts, async (script) => { await runTransferScript(script, onServer(url)) }), { numRuns: 6, seed: 20_261_128, endOnFailure: true })
  })

  it('marks what was not written through the port as foreign', async () => {
    const { EventStoreDBClient, jsonEvent } = await import('@eventstore/db-client')
    const client = EventStoreDBClient.connectionString(url)
    const stream = `order-${randomUUID()}` as StreamName
    await client.appendToStream(stream, jsonEvent({ type: 'Ordered', data: { b: 1, a: 2 } }))
    const store = must(await openEventStoreDb({ connectionString: url })())
    expect(await store.readStream({ stream, maxCount: 10 })()).toMatchObject({ right: { events: [{ stream, foreign: true, data: '{"a":2,"b":1}' }] } })
    await client.dispose()
    await store.close()
  })
})
