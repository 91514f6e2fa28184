/** A store that dies: after some appends it answers nothing any more, as a process that was killed would. */

import * as E from 'fp-ts/lib/Either.js'
import type { AppendFailure, EventStore } from '@grid-governance/event-store'

export interface DyingStore {
  readonly store: EventStore
  /** How many appends came through. */
  readonly appends: () => number
}

/** Lets `after` appends through. With `writesLast` the next one is still written, but nobody hears of it. */
export const dyingStore = (store: EventStore, after: number, writesLast = false): DyingStore => {
  let appends = 0
  const dead: AppendFailure = { tag: 'StoreUnavailable', reason: 'unreachable', where: 'a store that died', detail: 'the process was killed' }
  return {
    appends: () => appends,
    store: {
      ...store,
      append: (request) => async () => {
        if (appends > after) return E.left(dead)
        appends += 1
        if (appends <= after) return store.append(request)()
        if (writesLast) await store.append(request)()
        return E.left(dead)
      },
    },
  }
}
