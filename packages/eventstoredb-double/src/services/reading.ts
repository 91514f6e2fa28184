/** Reads of a stream and of $all, forwards and backwards: from where, up to where, and what a reader may see. */

import type { Database } from '../database/database.ts'
import { tombstoneRevision, type StoredEvent } from '../database/stored-event.ts'
import type { Place, ReadFilter, ReadRequest } from '../wire/requests.ts'
import { readAllError, readAllInvalidPosition, readStreamError, streamDeleted, thrownByHandler, type Failure } from '../wire/statuses.ts'

/** Events in order, or how the read fails; `hangs` is never answered. */
export type ReadEvents = Iterable<StoredEvent> | { readonly failure: Failure } | 'notFound' | 'hangs'

export function readEvents(database: Database, request: ReadRequest): ReadEvents {
  return request.stream === undefined ? readAll(database, request) : readStream(database, request.stream, request)
}

function readStream(database: Database, stream: string, { from, backwards, count }: ReadRequest): ReadEvents {
  if (stream === '') return { failure: thrownByHandler }
  if (count < 1 || (from === 'end' && !backwards)) return { failure: readStreamError }
  const visible = database.read(stream)
  if (visible.stream === 'deleted') return { failure: streamDeleted(stream) }
  if (visible.stream === 'missing') return 'notFound'
  const start = revisionFrom(from)
  return backwards
    ? taken(downwards(visible.events, Math.min(start, visible.last), visible.from), visible.shown, count)
    : taken(upwards(visible.events, Math.max(start, visible.from), visible.last), visible.shown, count)
}

export function revisionFrom(from: ReadRequest['from']): number {
  if (from === 'start') return 0
  return from === 'end' ? tombstoneRevision : from.commit
}

function readAll(database: Database, { from, backwards, count, filter }: ReadRequest): ReadEvents {
  if (count < 1) return 'hangs'
  const matches = filter === undefined ? () => true : matcher(filter)
  const last = database.committed() - 1
  if (backwards) {
    const { commit, prepare } = from === 'end' ? atEnd(database) : from === 'start' ? { commit: 0, prepare: 0 } : from
    if (commit > database.end()) return { failure: readAllError }
    if (commit !== database.end() && !database.isRecord(commit)) return { failure: readAllInvalidPosition }
    const below = database.indexFrom(commit) - 1
    const excluded = prepare < commit && database.log[below]?.end === commit
    return taken(downwards(database.log, Math.min(last, excluded ? below - 1 : below), 0), matches, count)
  }
  const { commit } = from === 'start' ? { commit: 0 } : from === 'end' ? atEnd(database) : from
  if (commit > (database.log[last]?.position ?? -1)) return []
  if (!database.isRecord(commit)) return { failure: readAllInvalidPosition }
  return taken(upwards(database.log, database.indexFrom(commit), last), matches, count)
}

function atEnd(database: Database): Place {
  return { commit: database.end(), prepare: database.end() }
}

function* upwards(events: readonly (StoredEvent | undefined)[], from: number, to: number): Generator<StoredEvent> {
  for (let index = from; index <= to; index += 1) {
    const event = events[index]
    if (event !== undefined) yield event
  }
}

function* downwards(events: readonly (StoredEvent | undefined)[], from: number, to: number): Generator<StoredEvent> {
  for (let index = from; index >= to; index -= 1) {
    const event = events[index]
    if (event !== undefined) yield event
  }
}

function* taken(events: Iterable<StoredEvent>, shown: (event: StoredEvent) => boolean, count: number): Generator<StoredEvent> {
  let left = count
  for (const event of events) {
    if (!shown(event)) continue
    yield event
    left -= 1
    if (left === 0) return
  }
}

export function matcher({ by, prefixes, regex }: ReadFilter): (event: StoredEvent) => boolean {
  const textOf = by === 'stream' ? ({ stream }: StoredEvent) => stream : ({ type }: StoredEvent) => type
  if (regex !== '') {
    const pattern = new RegExp(regex, 'u')
    return (event) => pattern.test(textOf(event))
  }
  return (event) => prefixes.some((prefix) => textOf(event).startsWith(prefix))
}
