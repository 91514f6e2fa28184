/** Subscriptions: what was missed, page by page, then caught-up, then what comes; with checkpoints where $all is filtered. */

import type { Database } from '../database/database.ts'
import type { StoredEvent } from '../database/stored-event.ts'
import type { Place, ReadRequest } from '../wire/requests.ts'
import { streamDeleted, subscribeInvalidPosition, type Failure } from '../wire/statuses.ts'
import { matcher, revisionFrom } from './reading.ts'

export type Told =
  | { readonly told: 'confirmed' | 'caughtUp' }
  | { readonly told: 'event'; readonly event: StoredEvent }
  | { readonly told: 'checkpoint'; readonly place: Place }
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
  let next = database.indexFrom(start.commit)
  let live = false
  for (;;) {
    if (live && flow.full && database.committed() - next > liveBuffer) live = false
    for (; next < database.committed(); next += 1) {
      const event = database.log[next]
      if (event !== undefined && isAfter(event, start)) yield { told: 'event', event }
    }
    if (!live) {
      live = true
      yield { told: 'caughtUp' }
      if (next < database.committed()) continue
    }
    yield { told: 'waiting' }
  }
}

const nowhere: Place = { commit: -1, prepare: -1 }

/** Places are exclusive; beyond the end nothing is told until the log has got there. */
function startOf(database: Database, from: ReadRequest['from']): Place | { readonly failure: Failure } {
  if (from === 'start') return nowhere
  const last = lastPosition(database)
  if (from === 'end') return placeOf(last)
  return from.commit >= last || database.isRecord(from.commit) ? from : { failure: subscribeInvalidPosition }
}

function* toFilteredAll(database: Database, { from }: ReadRequest, filter: NonNullable<ReadRequest['filter']>, flow: Flow): Generator<Told> {
  yield { told: 'confirmed' }
  const start = startOf(database, from)
  if ('failure' in start) return yield { told: 'failed', failure: start.failure }
  const matches = matcher(filter)
  const interval = filter.interval * filter.window
  const checkpointAt = checkpoints()
  let place = start
  let next = database.indexFrom(Math.max(start.commit, 0))

  if (isBefore(start, placeOf(lastPosition(database)))) {
    // A page begins at a place, and its checkpoint stands there: what the page itself considered is not covered by it.
    let page = place === nowhere ? placeOf(0) : place
    let counted = 0
    for (;;) {
      let [considered, matched] = [0, 0]
      while (considered < filter.window && matched < pageSize && next < database.committed()) {
        const event = database.log[next]
        next += 1
        considered += 1
        if (event === undefined || !matches(event)) continue
        matched += 1
        if (!isAfter(event, place)) continue
        yield { told: 'event', event }
        place = placeOf(event.position)
      }
      counted += considered
      if (considered < filter.window && matched < pageSize) break
      if (counted >= interval) {
        counted %= interval
        if (isBefore(place, page)) place = page
        yield* checkpointAt(place)
      }
      page = { commit: database.log[next - 1]?.end ?? 0, prepare: 0 }
    }
    yield* checkpointAt(place)
  }
  yield { told: 'caughtUp' }

  let live = 0
  for (;;) {
    const behind = flow.full && database.committed() - next > liveBuffer
    if (behind) yield* checkpointAt(place)
    for (; next < database.committed(); next += 1) {
      const event = database.log[next]
      if (event === undefined || !isAfter(event, start)) continue
      if (matches(event)) {
        yield { told: 'event', event }
        place = placeOf(event.position)
      }
      live += 1
      if (live < interval) continue
      live = 0
      yield* checkpointAt(placeOf(event.position))
    }
    if (behind) yield { told: 'caughtUp' }
    yield { told: 'waiting' }
  }
}

/** Checkpoints that go forwards only. */
function checkpoints(): (place: Place) => Generator<Told> {
  let sent: Place = { commit: -2, prepare: -2 }
  return function* (place) {
    if (!isBefore(sent, place)) return
    // Nowhere is sent as the greatest number of all, and after that one no checkpoint is ever sent again.
    sent = place.commit < 0 ? { commit: Infinity, prepare: Infinity } : place
    yield { told: 'checkpoint', place }
  }
}

function isAfter({ position }: StoredEvent, place: Place): boolean {
  return isBefore(place, placeOf(position))
}

function isBefore(one: Place, other: Place): boolean {
  return one.commit < other.commit || (one.commit === other.commit && one.prepare < other.prepare)
}

function placeOf(position: number): Place {
  return { commit: position, prepare: position }
}

function lastPosition(database: Database): number {
  return database.log[database.committed() - 1]?.position ?? -1
}
