/** The text of event ids, which stand in the file as 16 bytes. */

import type { EventId } from '@grid-governance/event-sourcing'

/** The text of an id from its 32 hex digits. */
export const uuidOfHex = (hex: string): EventId => {
  const low = hex.toLowerCase()
  return `${low.slice(0, 8)}-${low.slice(8, 12)}-${low.slice(12, 16)}-${low.slice(16, 20)}-${low.slice(20)}` as EventId
}
