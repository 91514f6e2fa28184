/** Subscriptions: what was missed, page by page, then caught-up, then what comes; with checkpoints where $all is filtered. */

import type { Database } from '../database/database.ts'
import type { StoredEvent } from '../database/stored-event.ts'
import type { ReadRequest } from '../wire/requests.ts'
import { streamDeleted, subscribeInvalidPosition, type Failure } from '../wire/statuses.ts'
import { matcher, revisionFrom } from './reading.ts'

export type Told =
  | { readonly told: 'confirmed' | 'caughtUp' }
  | { readonly told: 'event'; readonly event: StoredEvent }
  | { readonly told: 'checkpoint'; readonly position: number }
  | { readonly told: 'failed'; readonly failure: Failure }
  /** Nothing is left to tell: ask again once more was committed. */
  | { readonly told: 'waiting' }

export interface Flow {
  /** How many events a consumer let wait while the connection was full; set by whoever sends. */
  full: boolean
}

/** A slower consumer than this, in events, falls back to catching up. */
const liveBuffer = 32
const pageSize = 32

export function subscribing(database: Database, request: ReadRequest, flow: Flow): Generator<Told> {
  if (request.stream !== undefined) return toStream(database, request.stream, request, flow)
  return request.filter === undefined ? toAll(database, request, flow) : toFilteredAll(database, request, request.filter, flow)
}

function* toStream(database: Database, stream: string, { from }: ReadRequest, flow: Flow): Generator<Told> {
  if (database.read(stream).stream === 'deleted') return yield { told: 'failed', failure: streamDeleted(stream) }
  yield { told: 'confirmed' }
  let next = from === 'start' ? 0 : from === 'end' ? lastOf(database, stream) + 1 : revisionFrom(from) + 1
  let live = false
  for (;;) {
    const visible = database.read(stream)
    const last = lastOf(database, stream)
    if (live && flow.full && last - next >= liveBuffer) live = false
    // What was hidden since is caught up with as if it had never been; what comes live is shown whatever the metadata say.
    if (!live && visible.stream === 'there') {
      for (let index = Math.max(next, visible.from); index <= visible.last; index += 1) {
        const event = visible.events[index]
        if (event !== undefined && visible.shown(event)) yield { told: 'event', event }
        next = index + 1
      }
    } else if (live) {
      for (; next <= last; next += 1) {
        const event = database.written(stream)[next]
        if (event !== undefined) yield { told: 'event', event }
      }
    }
    const tombstone = database.tombstoneOf(stream)
    if (tombstone !== undefined && database.read(stream).stream === 'deleted') {
      yield { told: 'event', event: tombstone }
      return yield { told: 'failed', failure: streamDeleted(stream) }
    }
    if (lastOf(database, stream) >= next && live) continue
    if (!live) {
      live = true
      next = Math.max(next, lastOf(database, stream) + 1)
      yield { told: 'caughtUp' }
    }
    yield { told: 'waiting' }
  }
}

/** The last revision that is committed, hidden or not. */
function lastOf(database: Database, stream: string): number {
  const events = database.written(stream)
  const limit = database.log[database.committed()]?.position ?? Infinity
  let last = events.length - 1
  while (last >= 0 && (events[last]?.position ?? 0) >= limit) last -= 1
  return last
}

function* toAll(database: Database, { from }: ReadRequest, flow: Flow): Generator<Told> {
  yield { told: 'confirmed' }
  const start = startOf(database, from)
  if ('failure' in start) return yield { told: 'failed', failure: start.failure }
  let next = database.indexFrom(start.after + 1)
  let live = false
  for (;;) {
    if (live && flow.full && database.committed() - next > liveBuffer) live = false
    for (; next < database.committed(); next += 1) {
      const event = database.log[next]
      if (event !== undefined && event.position > start.after) yield { told: 'event', event }
    }
    if (!live) {
      live = true
      yield { told: 'caughtUp' }
      if (next < database.committed()) continue
    }
    yield { told: 'waiting' }
  }
}

/** Positions are exclusive; beyond the end nothing is told until the log has got there. */
function startOf(database: Database, from: ReadRequest['from']): { readonly after: number } | { readonly failure: Failure } {
  if (from === 'start') return { after: -1 }
  const last = database.log[database.committed() - 1]?.position ?? -1
  if (from === 'end') return { after: last }
  const position = Number(from)
  return position >= last || database.isRecord(position) ? { after: position } : { failure: subscribeInvalidPosition }
}

function* toFilteredAll(database: Database, { from }: ReadRequest, filter: NonNullable<ReadRequest['filter']>, flow: Flow): Generator<Told> {
  yield { told: 'confirmed' }
  const start = startOf(database, from)
  if ('failure' in start) return yield { told: 'failed', failure: start.failure }
  const matches = matcher(filter)
  const interval = filter.interval * filter.window
  const state = { position: start.after, checkpoint: -2 }
  function* checkpointAt(position: number): Generator<Told> {
    if (position <= state.checkpoint) return
    // No position at all is sent as the greatest one, and after that one no checkpoint is ever sent again.
    state.checkpoint = position < 0 ? Infinity : position
    yield { told: 'checkpoint', position }
  }

  let next = database.indexFrom(Math.max(state.position, 0))
  if (state.position < (database.log[database.committed() - 1]?.position ?? -1)) {
    let counted = 0
    for (;;) {
      // A page begins at a position, and its checkpoint stands there: what the page itself considered is not covered yet.
      const pageStart = next === 0 ? Math.max(state.position, 0) : database.log[next]?.position ?? database.end()
      let [considered, matched] = [0, 0]
      while (considered < filter.window && matched < pageSize && next < database.committed()) {
        const event = database.log[next]
        next += 1
        considered += 1
        if (event === undefined || !matches(event)) continue
        matched += 1
        if (event.position <= state.position) continue
        yield { told: 'event', event }
        state.position = event.position
      }
      counted += considered
      if (considered < filter.window && matched < pageSize) break
      if (counted < interval) continue
      counted %= interval
      state.position = Math.max(state.position, pageStart)
      yield* checkpointAt(state.position)
    }
    yield* checkpointAt(state.position)
  }
  yield { told: 'caughtUp' }

  let live = 0
  for (;;) {
    const behind = flow.full && database.committed() - next > liveBuffer
    if (behind) yield* checkpointAt(state.position)
    for (; next < database.committed(); next += 1) {
      const event = database.log[next]
      if (event === undefined || event.position <= start.after) continue
      if (matches(event)) {
        yield { told: 'event', event }
        state.position = event.position
      }
      live += 1
      if (live < interval) continue
      live = 0
      yield* checkpointAt(event.position)
    }
    if (behind) yield { told: 'caughtUp' }
    yield { told: 'waiting' }
  }
}
