/** A store that stays open while its servers are gone: once they are back, it appends again. */

import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { derivedId, type StreamName } from '@grid-governance/event-sourcing'
import type { AppendRequest, ExpectedVersion } from '@grid-governance/event-store'
import { startDouble, type Double, type DoubleOptions } from '@grid-governance/eventstoredb-double'
import { EventStoreDBClient } from '@eventstore/db-client'
import { clientFor, type EsdbClient } from './client.ts'
import { openEventStoreDb, type EventStoreDbStore } from './index.ts'
import { pause } from './pause.ts'
import { must } from './trial/transferred.ts'

let double: Double
let store: EventStoreDbStore

afterEach(async () => {
  await store.close()
  await double.stop()
})

const named = (name: string, expectedVersion: ExpectedVersion): AppendRequest =>
  ({ stream: 'gridMap-1' as StreamName, expectedVersion, events: [{ eventId: derivedId(name), type: 'GridOpened', schemaVersion: 1, metadata: {}, data: { name } }] })

const open = async (options: DoubleOptions, makeClient?: (connectionString: string) => EsdbClient): Promise<void> => {
  double = await startDouble(options)
  const { connectionString } = double
  store = must(await openEventStoreDb({ connectionString, answerWithinMs: 3000, attempts: 2, pauseMs: 20, ...(makeClient === undefined ? {} : { makeClient: () => makeClient(connectionString) }) })())
}

/** Only what stands at a concrete version is sent without a reading before it, which would find a node by itself. */
const untilAppended = async (name: string, expectedVersion: number): Promise<void> => {
  for (let tries = 0; tries < 30; tries += 1) {
    const answer = await store.append(named(name, expectedVersion))()
    if (E.isRight(answer)) return
    expect(answer.left).toMatchObject({ tag: 'StoreUnavailable' })
    await pause(200)
  }
  throw new Error('the store never appended again')
}

const outside = (connectionString: string): EsdbClient => {
  const inner = EventStoreDBClient.connectionString(connectionString)
  return { appendToStream: inner.appendToStream.bind(inner), readStream: inner.readStream.bind(inner), readAll: inner.readAll.bind(inner), subscribeToAll: inner.subscribeToAll.bind(inner), dispose: inner.dispose.bind(inner) } as unknown as EsdbClient
}

describe('a store that is open', { timeout: 60_000 }, () => {
  it.each([['a client of ours', clientFor], ['a client that looks otherwise inside', outside]])('with %s appends again after seconds without a leader', async (_, makeClient) => {
    await open({ nodes: 3, election: { unnoticedMs: 0, leaderlessMs: 2500, unreadyMs: 0 } }, makeClient)
    must(await store.append(named('a', 0))())
    await double.nodes.find((node) => node.state() === 'leader')?.kill()
    await untilAppended('b', 1)
    expect(must(await store.readAll({ after: 'beginning', maxCount: 9 })()).events).toHaveLength(2)
  })

  it('appends again after all nodes were gone', async () => {
    await open({ nodes: 3 })
    must(await store.append(named('a', 0))())
    for (const node of double.nodes) await node.kill()
    expect(await store.append(named('b', 1))()).toMatchObject({ left: { tag: 'StoreUnavailable' } })
    for (const node of double.nodes) await node.restart()
    await untilAppended('b', 1)
    expect(must(await store.readAll({ after: 'beginning', maxCount: 9 })()).events).toHaveLength(2)
  })

  it('keeps its client where none can be made in its place just now, and its streams go on', async () => {
    let mayMake = true
    await open({}, (connectionString) => {
      if (!mayMake) throw new Error('the certificate was not found')
      return clientFor(connectionString)
    })
    must(await store.append(named('a', 0))())
    mayMake = false
    double.inject({ on: 'append', fault: 'silence', stored: false, times: 2 })
    expect(await store.append(named('b', 1))()).toMatchObject({ left: { tag: 'StoreUnavailable', trouble: 'silent' } })
    mayMake = true
    await untilAppended('b', 1)
  })
})
