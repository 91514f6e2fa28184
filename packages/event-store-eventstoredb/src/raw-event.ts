/** Events as the client gives them, and the stored form that the port makes of them. */

import { hash } from 'node:crypto'
import type { AllStreamRecordedEvent, RecordedEvent, ResolvedEvent } from '@eventstore/db-client'
import { StreamName, Uuid, type EventId, type JsonObject, type JsonValue, type Position } from '@grid-governance/event-sourcing'
import { canonicalText, canonicalTextOf, isJson, type PreparedEvent, type StoredEvent } from '@grid-governance/event-store'
import type { EventToSend } from './append-messages.ts'

/** An event at its place. Commit and prepare positions are the same for all that is not written in a transaction of old. */
export interface RawEvent {
  readonly position: number
  /** The server's time, in milliseconds since 1970; may go back along the log. */
  readonly created: number
  readonly event: RecordedEvent | AllStreamRecordedEvent
}

/** What a read gives: an event, or a link, with its place. */
export type Answered = Pick<ResolvedEvent, 'event' | 'link' | 'commitPosition'>

/** The event of an answer; undefined for one that has none, or no place. */
export const rawEventOf = (answered: Answered): RawEvent | undefined => {
  const own = answered.link ?? answered.event
  const position = positionOf(answered)
  return own === undefined || position === undefined ? undefined : { position, created: own.created.getTime(), event: own }
}

/** The place of an answer, also of one without an event. */
export const positionOf = ({ event, link, commitPosition }: Answered): number | undefined => {
  const position = (link ?? event)?.position?.commit ?? commitPosition
  return position === undefined ? undefined : Number(position)
}

/** Whether an event belongs to the log: no system event, in a stream with a name of the port's grammar. */
export const belongsToLog = ({ event: { type, streamId } }: RawEvent): boolean => !type.startsWith('$') && StreamName.is(streamId)

/** The version of an event in its stream: 1 for revision 0. */
export const versionOf = ({ event }: RawEvent): number => Number(event.revision) + 1

/** The form in which the port's events are kept: their metadata, with what the server has no place for, in an envelope. */
interface Envelope {
  readonly form: typeof form
  /** The id that the port gave; the server knows the event by another one, see `eventToSend`. */
  readonly eventId: EventId
  readonly schemaVersion: number
  readonly metadata: JsonObject
  /** When it was recorded where a transfer took it from, in milliseconds since 1970; absent in all that was not transferred. */
  readonly recordedAt?: number
}

/** The name of the form; fixed for ever, since it is told by it what was written through the port. */
const form = 'grid-governance/1'

/**
 * The event as it is sent: its data as they are, and as metadata the envelope. A transfer gives the time at which it was recorded where it comes from.
 *
 * The server takes an append for a repeat if the ids are those that stand there, whatever else it holds, and says that it was written. So its
 * id is derived from all that is sent: the same append again has the same ids, and another content under the same event id is a conflict.
 */
export const eventToSend = ({ eventId, type, schemaVersion, metadata, data }: PreparedEvent, recordedAt?: number): EventToSend => {
  const envelope = `{"form":"${form}","eventId":"${eventId}","schemaVersion":${schemaVersion},"metadata":${metadata}${recordedAt === undefined ? '' : `,"recordedAt":${recordedAt}`}}`
  return { id: contentId(type, envelope, data), type, data, metadata: envelope }
}

/** A UUID of version 8 (RFC 9562): the first 128 bits of a SHA-256 over type, envelope (which holds the event's own id) and data, with version and variant in their places. */
function contentId(type: string, envelope: string, data: string): string {
  const hex = hash('sha256', `${type}\n${envelope}\n${data}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variants[Number.parseInt(hex.charAt(16), 16) & 3] as string}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const variants = ['8', '9', 'a', 'b']

/** The id of an event as the port knows it: the one that it was given, or the server's where it was not written through the port. */
export const idOf = ({ event }: RawEvent): EventId => envelopeOf(event.metadata)?.eventId ?? event.id as EventId

/** The time that a transfer gave to an event. Whether it counts is not said here. */
export const originalTimeOf = ({ event }: RawEvent): number | undefined => envelopeOf(event.metadata)?.recordedAt

/** The stored form, given the time that counts as that of recording. What was not written through the port is marked as foreign. */
export const storedEvent = (raw: RawEvent, recordedAt: number): StoredEvent => {
  const { event, position } = raw
  const parts = partsOf(event.metadata)
  const metadata = parts === undefined ? undefined : canonicalTextOf(parts.metadata)
  const envelope = metadata === undefined ? undefined : parts
  const data = textOf(event.data)
  return {
    stream: event.streamId as StreamName, streamVersion: versionOf(raw), globalPosition: position as Position, eventId: envelope?.eventId ?? event.id as EventId, type: event.type,
    schemaVersion: envelope?.schemaVersion ?? 1, recordedAt, metadata: metadata ?? textOf(event.metadata ?? {}), data,
    ...(envelope === undefined || !isObject(event.data) ? { foreign: true } : {}),
  }
}

function envelopeOf(metadata: unknown): Envelope | undefined {
  const parts = partsOf(metadata)
  return parts !== undefined && isJson(parts.metadata) ? parts : undefined
}

/** What looks like an envelope; it is one if the metadata in it are JSON as the port has it. */
function partsOf(metadata: unknown): Envelope | undefined {
  if (!isObject(metadata)) return undefined
  const { form: found, eventId, schemaVersion, metadata: inner, recordedAt } = metadata as Partial<Envelope>
  if (found !== form || !Uuid.is(eventId) || typeof schemaVersion !== 'number' || !isObject(inner)) return undefined
  return { form, eventId: eventId as EventId, schemaVersion, metadata: inner as JsonObject, ...(Number.isSafeInteger(recordedAt) ? { recordedAt: recordedAt as number } : {}) }
}

/** JSON as its canonical text; bytes, and what no JSON of ours is, as text that decodes to no fact. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return canonicalText({ bytes: Buffer.from(value).toString('base64') })
  const text = isObject(value) ? canonicalTextOf(value) : undefined
  return text ?? canonicalText({ value: isJson(value) ? value as JsonValue : String(value) })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}
