/** A clock that the simulation moves: what the store takes for now. */

import type { CalendarDate } from '@grid-governance/event-sourcing'

export interface SimulatedClock {
  /** Milliseconds since 1970; each look is a millisecond later than the one before, so that instants tell events apart. */
  readonly now: () => number
  /** Goes on to nine in the morning of a day in Asia/Shanghai; never back. */
  readonly goTo: (day: CalendarDate) => void
}

const nineInShanghai = 'T09:00:00+08:00'

/** A clock that begins at nine in the morning of a day. */
export const simulatedClock = (start: CalendarDate): SimulatedClock => {
  let instant = Date.parse(`${start}${nineInShanghai}`)
  return {
    now: () => { instant += 1; return instant },
    goTo: (day) => { instant = Math.max(instant, Date.parse(`${day}${nineInShanghai}`)) },
  }
}
