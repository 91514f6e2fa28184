/** The contract on a real server, where EVENTSTOREDB_URL names one; each opened store has a log of its own there. */

import { eventStoreContract, type Harness } from '@grid-governance/event-store-contract'
import { logApart } from './trial/apart-client.ts'
import { describeOnRealServer } from './trial/real-server.spec-parts.ts'

const harness = (connectionString: string): Harness => ({
  name: 'EventStoreDB (a real server)',
  numRuns: 10,
  patience: 6,
  open: async () => {
    let now = 0
    const { store, open, close } = await logApart(connectionString, () => now)
    return { store, setNow: (instant) => { now = instant }, reopen: open, secondWriter: open, close }
  },
})

describeOnRealServer('EventStoreDB (a real server) keeps the contract of event stores', (url) => { eventStoreContract(harness(url)) })
