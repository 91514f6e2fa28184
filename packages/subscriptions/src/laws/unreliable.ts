/** Readers that deliver again what they delivered before, and stores of read models that die at a save. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { EventReader, StoreUnavailable } from '@grid-governance/event-store'
import type { ReadModelStore } from '../read-model-store.ts'
import { rightOf } from './logs-in-stores.ts'

/** Delivers, before each page, so many of the events before it once more, as a careless adapter might; the numbers come round and round. */
export const deliveringAgain = (log: EventReader, repeats: ReadonlyArray<number>): EventReader => {
  let pages = 0
  return {
    ...log,
    readAll: (request) => async () => {
      const page = await log.readAll(request)()
      const count = repeats[(pages += 1) % repeats.length] ?? 0
      if (E.isLeft(page) || request.after === 'beginning' || count === 0) return page
      const before = await rightOf(log.readAll({ after: 'beginning', upTo: request.after, maxCount: 100_000, ...(request.filter === undefined ? {} : { filter: request.filter }) }))
      return E.right({ ...page.right, events: [...before.events.slice(-count), ...page.right.events] })
    },
  }
}

/** After so many saves the next one fails; it was done all the same, or it was not. */
export interface Death {
  readonly afterSaves: number
  readonly done: boolean
}

export const deathsOf: fc.Arbitrary<ReadonlyArray<Death>> = fc.array(fc.record({ afterSaves: fc.nat(4), done: fc.boolean() }), { maxLength: 4 })

/** Dies as often as is said, one death after the other; whoever saves then finds the store unavailable. */
export const dyingAtSaves = (store: ReadModelStore, deaths: ReadonlyArray<Death>): ReadModelStore => {
  const open = [...deaths]
  let saves = 0
  return {
    ...store,
    save: (request) => async () => {
      const next = open[0]
      if (next === undefined || saves < next.afterSaves) {
        saves += 1
        return await store.save(request)()
      }
      open.shift()
      saves = 0
      if (next.done) {
        const saved = await store.save(request)()
        if (E.isLeft(saved)) return saved
      }
      return E.left(died)
    },
  }
}

const died: StoreUnavailable = { tag: 'StoreUnavailable', reason: 'io', where: 'the laws', detail: 'made to die' }
