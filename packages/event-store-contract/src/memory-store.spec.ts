/** The in-memory store keeps the contract. */

import { memoryStore } from '@grid-governance/event-store'
import { eventStoreContract } from './contract.ts'
import type { OpenedStore } from './harness.ts'

eventStoreContract({ name: 'the in-memory store', open: openMemory })

async function openMemory(): Promise<OpenedStore> {
  let now = 0
  return {
    store: memoryStore(() => now),
    setNow: (instant) => { now = instant },
    close: async () => undefined,
  }
}
