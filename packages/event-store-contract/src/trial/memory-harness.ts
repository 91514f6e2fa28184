/** Opens stores that live in memory for the suite: the in-memory store itself, or what a trial makes of it. */

import { memoryStore, type EventStore } from '@grid-governance/event-store'
import type { Harness, OpenedStore } from '../harness.ts'

/** Makes a store that records by this clock. */
export type StoreMaker = (now: () => number) => EventStore

/** A harness of stores in memory; `hooks`, where given, add what memory alone cannot do. */
export const memoryHarness = (name: string, make: StoreMaker = memoryStore, hooks: (now: () => number) => Partial<OpenedStore> = () => ({})): Harness => ({
  name,
  open: async () => {
    let instant = 0
    const now = (): number => instant
    return { store: make(now), setNow: (next) => { instant = next }, close: async () => undefined, ...hooks(now) }
  },
})
