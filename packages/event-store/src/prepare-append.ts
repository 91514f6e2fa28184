/** The limits of the port, tested once for all stores: what passes here can be stored anywhere. */

import * as E from 'fp-ts/lib/Either.js'
import { StreamName, Uuid } from '@grid-governance/event-sourcing'
import { canonicalText, jsonProblems } from './canonical-text.ts'
import type { ExpectedVersion } from './expected-version.ts'
import type { InvalidAppend } from './failures.ts'
import type { AppendRequest } from './port.ts'
import type { EventToAppend, StoredEvent } from './stored-event.ts'

/** The most bytes of data (UTF-8, canonical text; metadata is not counted) of one append: EventStoreDB's limit, with room to spare. */
export const maxAppendBytes = 1_000_000
/** The most events of one append. */
export const maxAppendEvents = 10_000

/** An event ready to be stored: all that does not depend on the place where it will stand. */
export type PreparedEvent = Pick<StoredEvent, 'eventId' | 'type' | 'schemaVersion' | 'metadata' | 'data'>

const typeGrammar = /^[A-Z][A-Za-z0-9]{0,99}$/

/** Checks an append against the port's limits and gives its events in their stored text; fails with InvalidAppend. */
export const prepareAppend = (request: AppendRequest): E.Either<InvalidAppend, ReadonlyArray<PreparedEvent>> => {
  const problems = [...requestProblems(request), ...request.events.flatMap(eventProblems)]
  if (problems.length > 0) return invalid(request, problems)
  const prepared = request.events.map(prepare)
  const bytes = prepared.reduce((sum, event) => sum + Buffer.byteLength(event.data), 0)
  return bytes > maxAppendBytes
    ? invalid(request, [`the append holds ${bytes} bytes of data, at most ${maxAppendBytes} are allowed; split it`])
    : E.right(prepared)
}

function requestProblems({ stream, expectedVersion, events }: AppendRequest): ReadonlyArray<string> {
  return [
    ...(StreamName.is(stream) ? [] : [`${JSON.stringify(stream)} is not a stream name: category (camelCase, no dash), one dash, instance (letters, digits, . _ ~ -), at most 255 characters`]),
    ...(validExpectation(expectedVersion) ? [] : [`the expected version ${String(expectedVersion)} is neither any, noStream, streamExists nor a count`]),
    ...((events as ReadonlyArray<EventToAppend>).length === 0 ? ['the append is empty'] : []),
    ...(events.length > maxAppendEvents ? [`the append holds ${events.length} events, at most ${maxAppendEvents} are allowed`] : []),
  ]
}

function eventProblems(event: EventToAppend, index: number): ReadonlyArray<string> {
  const place = `event ${index + 1}`
  return [
    ...(Uuid.is(event.eventId) ? [] : [`${place}: ${JSON.stringify(event.eventId)} is not a UUID in lower case`]),
    ...(typeGrammar.test(event.type) ? [] : [`${place}: ${JSON.stringify(event.type)} is not a type (PascalCase, at most 100 letters and digits)`]),
    ...(Number.isSafeInteger(event.schemaVersion) && event.schemaVersion >= 1 ? [] : [`${place}: schema version ${event.schemaVersion} is not a whole number from 1`]),
    ...objectProblems(event.data, `${place}: data`),
    ...objectProblems(event.metadata, `${place}: metadata`),
  ]
}

function objectProblems(value: unknown, place: string): ReadonlyArray<string> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? jsonProblems(value, place) : [`${place} is not an object`]
}

function prepare(event: EventToAppend): PreparedEvent {
  return {
    eventId: event.eventId,
    type: event.type,
    schemaVersion: event.schemaVersion,
    metadata: canonicalText(event.metadata),
    data: canonicalText(event.data),
  }
}

function validExpectation(expected: ExpectedVersion): boolean {
  return typeof expected === 'number'
    ? Number.isSafeInteger(expected) && expected >= 0
    : expected === 'any' || expected === 'noStream' || expected === 'streamExists'
}

function invalid({ stream }: AppendRequest, problems: ReadonlyArray<string>): E.Left<InvalidAppend> {
  return { _tag: 'Left', left: { tag: 'InvalidAppend', stream: String(stream), problems } }
}
