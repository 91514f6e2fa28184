/** Findings: what can be wrong with a log; those of its file, and those that only who knows the facts can see. */

import type { LogFinding } from '@grid-governance/event-store-sqlite'

interface AtEvent {
  readonly position: number
  readonly stream: string
  readonly streamVersion: number
}

export type Finding =
  | LogFinding
  /** The fact, or what is recorded beside it, is not understood after all upcasting. */
  | AtEvent & { readonly tag: 'UndecodableFact', readonly problems: ReadonlyArray<string> }
  /** The event was not written through the port: its text is not known to be canonical. */
  | AtEvent & { readonly tag: 'ForeignEvent' }
  /** The chain over all events does not come to the head that the store names. */
  | { readonly tag: 'BrokenChain', readonly position: number, readonly named: string, readonly found: string }
