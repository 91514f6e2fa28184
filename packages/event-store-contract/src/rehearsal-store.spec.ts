/** A rehearsal on an empty log keeps the contract, as far as it declares. */

import * as E from 'fp-ts/lib/Either.js'
import { memoryStore, rehearse } from '@grid-governance/event-store'
import { eventStoreContract } from './contract.ts'

eventStoreContract({
  name: 'a rehearsal on an empty log',
  open: async () => {
    let instant = 0
    const now = (): number => instant
    const rehearsal = await rehearse(memoryStore(now), now)()
    if (E.isLeft(rehearsal)) throw new Error(rehearsal.left.tag)
    return { store: rehearsal.right, setNow: (next) => { instant = next }, close: async () => undefined }
  },
})
