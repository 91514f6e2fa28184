/** Pages of the log that never end inside an append: what was written together is shown together. */

import * as E from 'fp-ts/lib/Either.js'
import { isAfter, type After } from '@grid-governance/event-sourcing'
import type { EventFilter, EventReader, LogPage, ReadFailure, StoredEvent } from '@grid-governance/event-store'
import { appendPlaceOf, everything, type Prefix } from './known-prefix.ts'

/** What to read: the log after a place, up to the end of a prefix or of the log. */
export interface AppendPagesRequest {
  readonly after: After
  /** Where the reading ends; without it, at the head of the log as it is found. */
  readonly prefix?: Prefix
  readonly filter?: EventFilter
  /** How many events are read at once; 1000 unless said otherwise. A page is longer where an append is. */
  readonly pageSize?: number
  /** See `ReadAllRequest`. */
  readonly sparing?: boolean
  /** Asks for the next page before this one is worked on: where the store has to wait for others, it waits meanwhile. */
  readonly readAhead?: boolean
}

/** Whole appends, in the order of the log. `readTo` is the place to read on from. */
export interface AppendPage {
  readonly events: ReadonlyArray<StoredEvent>
  readonly readTo: After
  /** True for the last page: nothing lies beyond it in the prefix, or lay in the log at that moment. */
  readonly last: boolean
}

/**
 * Reads the log in pages of whole appends; ends after the page that is `last`, or after a failure. At least one page comes, perhaps an empty one.
 *
 * The events of an append stand in the log one after another and become visible together, in every store. So only two things can cut
 * one: the size of a page (then the events of the last append are held back until it is known to have ended, that is, until its last
 * event was read or an event of another append followed it; with a filter its last event may never come), and the end of a prefix (which
 * is taken back to the end of an append before reading begins).
 */
export async function* appendPages(
  reader: EventReader, { after, prefix = everything, filter, pageSize = 1000, sparing = false, readAhead = false }: AppendPagesRequest,
): AsyncGenerator<E.Either<ReadFailure, AppendPage>, void, undefined> {
  const read = (from: After): Promise<E.Either<ReadFailure, LogPage>> => reader.readAll({
    after: from, maxCount: pageSize, sparing,
    ...(prefix.upTo === undefined ? {} : { upTo: prefix.upTo }),
    ...(filter === undefined ? {} : { filter }),
  })()
  let held: ReadonlyArray<StoredEvent> = []
  let readTo = after
  let asked = after
  let page = await read(after)
  for (;;) {
    if (E.isLeft(page)) {
      yield page
      return
    }
    const { endOfLog, readTo: place } = page.right
    const next = readAhead && !endOfLog ? read(place) : undefined
    const found = held.concat(newEvents(page.right.events, asked))
    asked = place
    if (endOfLog) {
      yield E.right(lastPage(found, prefix, place, readTo))
      return
    }
    const whole = endOfWholeAppends(found)
    held = found.slice(whole)
    readTo = held.length === 0 ? place : found[whole - 1]?.globalPosition ?? readTo
    if (whole > 0) yield E.right({ events: whole === found.length ? found : found.slice(0, whole), readTo, last: false })
    page = await (next ?? read(place))
  }
}

/** What an adapter delivered once more is dropped here, so that no runner sees a fact twice. */
function newEvents(events: ReadonlyArray<StoredEvent>, asked: After): ReadonlyArray<StoredEvent> {
  const first = events[0]
  return first === undefined || isAfter(first.globalPosition, asked) ? events : events.filter((event) => isAfter(event.globalPosition, asked))
}

function lastPage(found: ReadonlyArray<StoredEvent>, prefix: Prefix, place: After, readTo: After): AppendPage {
  if (prefix.cutFrom === undefined) return { events: found, readTo: place, last: true }
  const events = found.filter((event) => prefix.includes(event.globalPosition))
  return { events, readTo: events.at(-1)?.globalPosition ?? readTo, last: true }
}

/** How many of these events, counted from the first, belong to appends that are known to have ended. */
function endOfWholeAppends(events: ReadonlyArray<StoredEvent>): number {
  const last = events.at(-1)
  if (last === undefined) return 0
  const { index, of } = appendPlaceOf(last)
  if (index >= of - 1) return events.length
  const firstVersion = last.streamVersion - index
  let place = events.length
  while (place > 0 && isOfAppend(events[place - 1] as StoredEvent, last, firstVersion)) place -= 1
  return place
}

function isOfAppend(event: StoredEvent, last: StoredEvent, firstVersion: number): boolean {
  return event.stream === last.stream && event.streamVersion >= firstVersion
}

