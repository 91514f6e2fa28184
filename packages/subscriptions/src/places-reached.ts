/** How far a runner has come, and who waits for it to come further. */

import { isAfter, type After, type Position } from '@grid-governance/event-sourcing'

export interface PlacesReached {
  readonly readTo: () => After
  readonly advance: (to: After) => void
  /** Waits until this position was reached; answers `ended` where it never will be. */
  readonly untilPosition: (position: Position, timeoutMs?: number) => () => Promise<'reached' | 'ended' | 'timeout'>
  /** No place beyond will be reached. */
  readonly end: () => void
  readonly hasEnded: () => boolean
}

export const placesReached = (from: After): PlacesReached => {
  const waiting = new Set<() => void>()
  let readTo = from
  let ended = false

  const wakeAll = (): void => { for (const wake of [...waiting]) wake() }

  const untilPosition = (position: Position, timeoutMs?: number) => (): Promise<'reached' | 'ended' | 'timeout'> => new Promise((resolve) => {
    const answer = (outcome: 'reached' | 'ended' | 'timeout'): void => {
      clearTimeout(timer)
      waiting.delete(look)
      resolve(outcome)
    }
    const look = (): void => {
      if (!isAfter(position, readTo)) answer('reached')
      else if (ended) answer('ended')
    }
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => { answer('timeout') }, timeoutMs)
    waiting.add(look)
    look()
  })

  return {
    readTo: () => readTo,
    advance: (to) => {
      readTo = to
      wakeAll()
    },
    untilPosition,
    end: () => {
      ended = true
      wakeAll()
    },
    hasEnded: () => ended,
  }
}
