/** A cache of folded streams: the least recently used go first. A stale entry does no harm, since appends name the version they saw. */

import type { StreamName } from '@grid-governance/event-sourcing'
import type { LoadedStream } from './load-stream.ts'

export interface StateCache<State> {
  readonly get: (stream: StreamName) => LoadedStream<State> | undefined
  readonly put: (stream: StreamName, loaded: LoadedStream<State>) => void
  readonly drop: (stream: StreamName) => void
}

/** A cache of at most `capacity` streams. While it is not half full nothing will go soon, and the order of use is not kept. */
export const stateCache = <State>(capacity = 10_000): StateCache<State> => {
  const entries = new Map<StreamName, LoadedStream<State>>()
  const orderMatters = (): boolean => entries.size * 2 >= capacity
  return {
    get: (stream) => {
      const found = entries.get(stream)
      if (found !== undefined && orderMatters()) {
        entries.delete(stream)
        entries.set(stream, found)
      }
      return found
    },
    put: (stream, loaded) => {
      if (orderMatters()) entries.delete(stream)
      entries.set(stream, loaded)
      if (entries.size > capacity) entries.delete(entries.keys().next().value as StreamName)
    },
    drop: (stream) => { entries.delete(stream) },
  }
}
