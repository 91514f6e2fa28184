/** What the author of a store hands to the contract: how to open a store, and what else can be done with it. */

import type { EventStore } from '@grid-governance/event-store'

export interface Harness {
  /** The store's name, as it stands in the names of the tests. */
  readonly name: string
  /** Opens a store with an empty log of its own; called for each promise, and for each run of a random workload. */
  readonly open: () => Promise<OpenedStore>
  /** How often each property is tried; 200 times unless a slow store asks for less. */
  readonly numRuns?: number
  /** How many times as long as others each promise may take; once as long unless a store behind a network asks for more. */
  readonly patience?: number
}

export interface OpenedStore {
  readonly store: EventStore
  /** Sets the clock by which everything that is opened here records, in milliseconds since 1970; it stands still between calls. */
  readonly setNow: (instant: number) => void
  /** Durable stores: closes the store and opens the same log again, as after a restart. */
  readonly reopen?: () => Promise<EventStore>
  /** Another connection to the same log, in this process. */
  readonly secondWriter?: () => Promise<EventStore>
  /** How processes of their own write to the same log. */
  readonly processes?: WriterProcesses
  /** Closes all that was opened here and removes what it left. */
  readonly close: () => Promise<void>
}

/** The suite starts `node` for each writer; it imports `module` and calls its `openWriter(argument)`. */
export interface WriterProcesses {
  /** The file URL or absolute path of a `WriterModule` that plain node can run. */
  readonly module: string
  /** What the module needs to find the log, for example the path of a file. */
  readonly argument: string
}

/** What the module of `WriterProcesses` exports. Its store records by the machine's own clock. */
export interface WriterModule {
  readonly openWriter: (argument: string) => Promise<OpenedWriter>
}

export interface OpenedWriter {
  readonly store: EventStore
  readonly close: () => Promise<void>
}

/** What a store may lack; a promise that needs it is then reported as skipped, by name. */
export type Hook = 'reopen' | 'secondWriter' | 'processes'

/** One thing that every store promises. `check` is handed a store with an empty log and throws where the promise is broken. */
export interface StorePromise {
  readonly about: string
  /** A sentence. */
  readonly name: string
  readonly needs?: Hook
  /** How long the check may take; 10 seconds unless said otherwise. */
  readonly timeoutMs?: number
  readonly check: (opened: OpenedStore, harness: Harness) => Promise<void>
}

/** The promises of one chapter. */
export const chapter = (about: string, promises: ReadonlyArray<Omit<StorePromise, 'about'>>): ReadonlyArray<StorePromise> =>
  promises.map((promise) => ({ about, ...promise }))

/** The hook of an opened store, which the suite has seen to be there. */
export const hookOf = <H extends Hook>(opened: OpenedStore, hook: H): NonNullable<OpenedStore[H]> => {
  const found = opened[hook]
  if (found === undefined) throw new Error(`The harness has no ${hook}.`)
  return found
}
