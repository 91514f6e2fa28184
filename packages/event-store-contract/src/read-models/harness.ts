/** What the author of a read-model store hands to its contract: how to open a store, and how to open the same again. */

import type { ReadModelStore } from '@grid-governance/subscriptions'

export interface ReadModelHarness {
  /** The store's name, as it stands in the names of the tests. */
  readonly name: string
  /** Opens an empty store of its own; called for each promise. */
  readonly open: () => Promise<OpenedReadModels>
}

export interface OpenedReadModels {
  readonly store: ReadModelStore
  /** Another connection to the same models; without it the store itself serves for both. */
  readonly second?: () => Promise<ReadModelStore>
  /** Durable stores: the same models after a restart; without it the store itself. */
  readonly reopen?: () => Promise<ReadModelStore>
  readonly close: () => Promise<void>
}

/** One thing that every read-model store promises. `check` is handed an empty one and throws where the promise is broken. */
export interface ReadModelPromise {
  /** A sentence. */
  readonly name: string
  readonly check: (opened: OpenedReadModels) => Promise<void>
}
