/** Streams, ids and events for the checks: named by a word, so that a failing check can be read. */

import { derivedId, type EventId, type StreamName } from '@grid-governance/event-sourcing'
import type { AppendRequest, EventToAppend, ExpectedVersion } from '@grid-governance/event-store'

/** The instant at which the clock of every check stands at first: long past, so that no writer's clock is behind it. */
export const start = Date.UTC(2024, 0, 1)

/** The stream that most checks write to. */
export const stream = 'gridMap-440402.C1' as StreamName
export const otherStream = 'gridMap-440402.C2' as StreamName

/** The event id that goes by this name. */
export const idOf = (name: string): EventId => derivedId('contract', name)

/** The event that goes by this name. */
export const eventOf = (name: string, change: Partial<EventToAppend> = {}): EventToAppend =>
  ({ eventId: idOf(name), type: 'GridOpened', schemaVersion: 1, data: { name }, metadata: { note: `of ${name}` }, ...change })

/** An append of the events that go by these names. */
export const appending = (expectedVersion: ExpectedVersion, names: ReadonlyArray<string>, to: StreamName = stream): AppendRequest =>
  appendingEvents(expectedVersion, names.map((name) => eventOf(name)), to)

/** An append of these events, also where a check wants none or wrong ones. */
export const appendingEvents = (expectedVersion: ExpectedVersion, events: ReadonlyArray<EventToAppend>, to: StreamName = stream): AppendRequest =>
  ({ stream: to, expectedVersion, events: events as AppendRequest['events'] })

/** Names that count up: `e1`, `e2` ... */
export const names = (count: number, prefix = 'e'): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)
