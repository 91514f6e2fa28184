/** The limits of the port, tested once for all stores: what passes here can be stored anywhere. */

import * as E from 'fp-ts/lib/Either.js'
import { StreamName, Uuid } from '@grid-governance/event-sourcing'
import { canonicalText, isJson, jsonProblems } from './canonical-text.ts'
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
  const problems: string[] = []
  checkRequest(request, problems)
  for (const [index, event] of request.events.entries()) checkEvent(event, index, problems)
  if (problems.length > 0) return invalid(request, problems)
  const prepared = request.events.map(prepare)
  const bytes = bytesOfData(prepared)
  return bytes > maxAppendBytes
    ? invalid(request, [`the append holds ${bytes} bytes of data, at most ${maxAppendBytes} are allowed; split it`])
    : E.right(prepared)
}

function checkRequest({ stream, expectedVersion, events }: AppendRequest, problems: string[]): void {
  if (!StreamName.is(stream)) problems.push(`${JSON.stringify(stream)} is not a stream name: category (camelCase, no dash), one dash, instance (letters, digits, . _ ~ -), at most 255 characters`)
  if (!validExpectation(expectedVersion)) problems.push(`the expected version ${String(expectedVersion)} is neither any, noStream, streamExists nor a count`)
  if ((events as ReadonlyArray<EventToAppend>).length === 0) problems.push('the append is empty')
  if (events.length > maxAppendEvents) problems.push(`the append holds ${events.length} events, at most ${maxAppendEvents} are allowed`)
}

function checkEvent({ eventId, type, schemaVersion, data, metadata }: EventToAppend, index: number, problems: string[]): void {
  if (!Uuid.is(eventId)) problems.push(`event ${index + 1}: ${JSON.stringify(eventId)} is not a UUID in lower case`)
  if (!typeGrammar.test(type)) problems.push(`event ${index + 1}: ${JSON.stringify(type)} is not a type (PascalCase, at most 100 letters and digits)`)
  if (!Number.isSafeInteger(schemaVersion) || schemaVersion < 1) problems.push(`event ${index + 1}: schema version ${schemaVersion} is not a whole number from 1`)
  checkObject(data, index, 'data', problems)
  checkObject(metadata, index, 'metadata', problems)
}

function checkObject(value: unknown, index: number, part: string, problems: string[]): void {
  const place = (): string => `event ${index + 1}: ${part}`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) problems.push(`${place()} is not an object`)
  else if (!isJson(value)) problems.push(...jsonProblems(value, place()))
}

/** No character takes more than three bytes for each of its UTF-16 units, so that small appends need not be measured. */
function bytesOfData(events: ReadonlyArray<PreparedEvent>): number {
  const units = events.reduce((sum, event) => sum + event.data.length, 0)
  return units * 3 <= maxAppendBytes ? units : events.reduce((sum, event) => sum + Buffer.byteLength(event.data), 0)
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
