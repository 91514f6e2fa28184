/** The store on the double: each opened store has a double of its own, whose clock the tests set. */

import * as E from 'fp-ts/lib/Either.js'
import type { Harness } from '@grid-governance/event-store-contract'
import { startDouble } from '@grid-governance/eventstoredb-double'
import { openEventStoreDb, type EventStoreDbStore } from '../index.ts'

export const doubleHarness: Harness = {
  name: 'EventStoreDB (its double)',
  numRuns: 30,
  patience: 3,
  open: async () => {
    let now = 0
    const double = await startDouble({ now: () => now })
    const opened: EventStoreDbStore[] = []
    const open = async (): Promise<EventStoreDbStore> => {
      const store = await openEventStoreDb({ connectionString: double.connectionString })()
      if (E.isLeft(store)) throw new Error(JSON.stringify(store.left))
      opened.push(store.right)
      return store.right
    }
    return {
      store: await open(),
      setNow: (instant) => { now = instant },
      reopen: open,
      secondWriter: open,
      close: async () => {
        for (const store of opened) await store.close()
        await double.stop()
      },
    }
  },
}
