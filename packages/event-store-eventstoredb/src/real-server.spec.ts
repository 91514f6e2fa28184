/** The contract on a real server, where EVENTSTOREDB_URL names one; each opened store has a log of its own there. */

import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { eventStoreContract, type Harness } from '@grid-governance/event-store-contract'
import { clientFor } from './client.ts'
import { guardedClient } from './guarded-client.ts'
import { openEventStoreDb, type EventStoreDbStore } from './index.ts'
import { apartClient, endOf } from './trial/apart-client.ts'
import { describeOnRealServer } from './trial/real-server.spec-parts.ts'

const harness = (connectionString: string): Harness => ({
  name: 'EventStoreDB (a real server)',
  numRuns: 10,
  patience: 6,
  open: async () => {
    const ending = randomUUID().slice(0, 8)
    const first = clientFor(connectionString)
    const start = await endOf(first)
    await first.dispose()
    let now = 0
    const opened: EventStoreDbStore[] = []
    const open = async (): Promise<EventStoreDbStore> => {
      const store = await openEventStoreDb({ connectionString, makeClient: () => apartClient(guardedClient(clientFor(connectionString)), ending, () => now, start) })()
      if (E.isLeft(store)) throw new Error(JSON.stringify(store.left))
      opened.push(store.right)
      return store.right
    }
    return {
      store: await open(), setNow: (instant) => { now = instant }, reopen: open, secondWriter: open,
      close: async () => { for (const store of opened) await store.close() },
    }
  },
})

describeOnRealServer('EventStoreDB (a real server) keeps the contract of event stores', (url) => { eventStoreContract(harness(url)) })
