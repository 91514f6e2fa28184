/** Reads of a stream and of $all, forwards and backwards: from where, up to where, and what a reader may see. */

import type { Database } from '../database/database.ts'
import { tombstoneRevision, type StoredEvent } from '../database/stored-event.ts'
import type { ReadFilter, ReadRequest } from '../wire/requests.ts'
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
  return from === 'end' ? tombstoneRevision : Number(from)
}

function readAll(database: Database, { from, backwards, count, filter }: ReadRequest): ReadEvents {
  if (count < 1) return 'hangs'
  const matches = filter === undefined ? () => true : matcher(filter)
  const last = database.committed() - 1
  if (backwards) {
    const before = from === 'end' ? database.end() : from === 'start' ? 0 : Number(from)
    if (before > database.end()) return { failure: readAllError }
    if (before !== database.end() && !database.isRecord(before)) return { failure: readAllInvalidPosition }
    return taken(downwards(database.log, Math.min(last, database.indexFrom(before) - 1), 0), matches, count)
  }
  const position = from === 'start' ? 0 : from === 'end' ? Infinity : Number(from)
  if (position > (database.log[last]?.position ?? -1)) return []
  if (!database.isRecord(position)) return { failure: readAllInvalidPosition }
  return taken(upwards(database.log, database.indexFrom(position), last), matches, count)
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
