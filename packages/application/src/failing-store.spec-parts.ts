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

/** Lets `after` appends through; the next is written but its answer is lost; all later ones come through. */
export const losingOneAnswer = (store: EventStore, after: number): EventStore => {
  let appends = 0
  return {
    ...store,
    append: (request) => async () => {
      const answer = await store.append(request)()
      appends += 1
      return appends === after + 1 ? E.left({ tag: 'StoreUnavailable', reason: 'io', where: 'a store that lost an answer', detail: 'the answer was lost' }) : answer
    },
  }
}

/** Does something else right before an append that begins with a fact of this type. */
export const doingBefore = (store: EventStore, type: string, work: () => Promise<void>): EventStore => ({
  ...store,
  append: (request) => async () => {
    if (request.events[0].type === type) await work()
    return store.append(request)()
  },
})
