/** What a language must have words for where a log is in a database: every trouble with a server, and with the way to it. */

import type { StoreUnavailable } from '@grid-governance/event-store'
import type { ServerTrouble, ServerUnavailable } from '@grid-governance/event-store-eventstoredb'
import { isAddress } from '../store-address.ts'

/** What may be the matter: with the server, or that the log is none of ours, or was closed. */
export type DatabaseTrouble = ServerTrouble | 'corrupt' | 'foreign' | 'closed'

/** One sentence for each: what, where, why, and what to do. */
export type DatabaseWords = { readonly [Trouble in DatabaseTrouble]: (failure: StoreUnavailable) => string }

/** The sentence for a database; undefined where a file is meant. */
export const databaseInWords = (words: DatabaseWords, outcomeUnknown: string, failure: StoreUnavailable): string | undefined => {
  // What a transfer left behind is said in the same words of a file and of a database.
  if (!isAddress(failure.where) || failure.reason === 'unfinished') return undefined
  const { outcomeUnknown: unknown } = failure as Partial<ServerUnavailable>
  const detail = (failure.detail.split('; whether it was stored')[0] ?? '').replace(/\.$/, '')
  return words[troubleOf(failure)]({ ...failure, detail }) + (unknown === true ? outcomeUnknown : '')
}

function troubleOf(failure: StoreUnavailable): DatabaseTrouble {
  if (failure.reason === 'closed') return 'closed'
  // Only the adapter says what is the matter with a server.
  return (failure as Partial<ServerUnavailable>).trouble ?? (failure.reason === 'foreign' || failure.reason === 'corrupt' ? failure.reason : 'other')
}
