/** Answers of the wire, as version 24.6 fills them in, with the fields that older clients read. */

import shared from '@eventstore/db-client/generated/shared_pb.js'
import statuses from '@eventstore/db-client/generated/status_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import any from 'google-protobuf/google/protobuf/any_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'
import { tombstoneRevision, type Expected, type StoredEvent } from '../database/stored-event.ts'
import { uuid } from './uuids.ts'

/** An append that was carried out; without a position where the original is hidden. */
export interface Done {
  readonly revision: number
  readonly position: number | undefined
}

const nothing = (): shared.Empty => new shared.Empty()
/** The greatest that the generated code can write into a field of numbers; the server writes 18446744073709551615. */
const nearlyU64Max = 18446744073709549568

export function appendDone({ revision, position }: Done): streams.AppendResp {
  const success = new streams.AppendResp.Success()
  if (revision < 0) success.setNoStream(nothing())
  else success.setCurrentRevision(String(revision))
  if (position === undefined) success.setNoPosition(nothing())
  else success.setPosition(new streams.AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position)))
  return new streams.AppendResp().setSuccess(success)
}

export function appendWrong(current: number, expected: Expected): streams.AppendResp {
  const wrong = new streams.AppendResp.WrongExpectedVersion()
  if (expected === 'any') wrong.setExpectedAny(nothing()).setAny2060(nothing())
  else if (expected === 'streamExists') wrong.setExpectedStreamExists(nothing()).setStreamExists2060(nothing())
  else if (expected === -1) wrong.setExpectedNoStream(nothing()).setExpectedRevision2060(nearlyU64Max)
  else wrong.setExpectedRevision(String(expected)).setExpectedRevision2060(expected)
  if (current < 0) wrong.setCurrentNoStream(nothing()).setNoStream2060(nothing())
  else wrong.setCurrentRevision(String(current)).setCurrentRevision2060(current)
  return new streams.AppendResp().setWrongExpectedVersion(wrong)
}

export function batchDone({ revision, position }: Done): streams.BatchAppendResp {
  const success = new streams.BatchAppendResp.Success()
  if (revision < 0) success.setNoStream(new empty.Empty())
  else success.setCurrentRevision(String(revision))
  if (position === undefined) success.setNoPosition(new empty.Empty())
  else success.setPosition(new shared.AllStreamPosition().setCommitPosition(String(position)).setPreparePosition(String(position)))
  return new streams.BatchAppendResp().setSuccess(success)
}

/** `google.rpc.Code`, in the meaning that the server gives it. */
const codes = { WrongExpectedVersion: 6, StreamDeleted: 5, MaximumAppendSizeExceeded: 3, BadRequest: 3, Timeout: 4, AccessDenied: 7, Unknown: 2 }

export function batchWrong(current: number, expected: Expected): streams.BatchAppendResp {
  const wrong = new shared.WrongExpectedVersion()
  if (current < 0) wrong.setCurrentNoStream(new empty.Empty())
  else wrong.setCurrentStreamRevision(String(current))
  if (expected === 'any') wrong.setExpectedAny(new empty.Empty())
  else if (expected === 'streamExists') wrong.setExpectedStreamExists(new empty.Empty())
  else if (expected === -1) wrong.setExpectedNoStream(new empty.Empty())
  else wrong.setExpectedStreamPosition(String(expected))
  return batchFailed('WrongExpectedVersion', wrong.serializeBinary())
}

export const batchDeleted = (stream: string): streams.BatchAppendResp =>
  batchFailed('StreamDeleted', new shared.StreamDeleted().setStreamIdentifier(identifier(stream)).serializeBinary())

export const batchTooLarge = (limit: number): streams.BatchAppendResp =>
  batchFailed('MaximumAppendSizeExceeded', new shared.MaximumAppendSizeExceeded().setMaxappendsize(limit).serializeBinary())

/** The client's definitions lack this kind: a message of one text, at most 127 bytes here. */
export const batchBadRequest = (message: string): streams.BatchAppendResp => {
  const text = Buffer.from(message)
  return batchFailed('BadRequest', Buffer.concat([Buffer.from([10, text.length]), text]))
}

export const batchTimeout = (): streams.BatchAppendResp => batchFailed('Timeout', new Uint8Array())

/** What a server says in the batch stream while it is starting or going down: no kind that the client knows. */
export const batchNotReady = (): streams.BatchAppendResp =>
  new streams.BatchAppendResp().setError(new statuses.Status().setMessage('Server Is Not Ready').setDetails(packed('google.protobuf.Empty', new Uint8Array())))

function batchFailed(kind: keyof typeof codes, details: Uint8Array): streams.BatchAppendResp {
  const status = new statuses.Status().setCode(codes[kind]).setMessage(kind).setDetails(packed(`event_store.client.${kind}`, details))
  return new streams.BatchAppendResp().setError(status)
}

function packed(type: string, bytes: Uint8Array): any.Any {
  const details = new any.Any()
  details.pack(bytes, type)
  return details
}

export function identifier(stream: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream))
}

export const confirmation = (id: string): streams.ReadResp =>
  new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id))

export const caughtUp = (): streams.ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp())

export const streamNotFound = (stream: string): streams.ReadResp =>
  new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream)))

/** A place before everything, -1, is sent as the greatest number of all, as the server does. */
export const checkpoint = ({ commit, prepare }: { readonly commit: number; readonly prepare: number }): streams.ReadResp =>
  new streams.ReadResp().setCheckpoint(new streams.ReadResp.Checkpoint().setCommitPosition(positionText(commit)).setPreparePosition(positionText(prepare)))

function positionText(position: number): string {
  return position < 0 ? '18446744073709551615' : String(position)
}

/** An event as a read of its stream or of `$all` gives it; by a link where one led to it, or led to nothing. */
export function readEvent(own: StoredEvent, linked?: { readonly to: StoredEvent | undefined }): streams.ReadResp {
  const event = new streams.ReadResp.ReadEvent().setCommitPosition(String(own.position))
  if (linked === undefined) event.setEvent(recordedEvent(own))
  else {
    event.setLink(recordedEvent(own))
    if (linked.to !== undefined) event.setEvent(recordedEvent(linked.to))
  }
  return new streams.ReadResp().setEvent(event)
}

function recordedEvent(event: StoredEvent): streams.ReadResp.ReadEvent.RecordedEvent {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(uuid(event.id))
    .setStreamIdentifier(identifier(event.stream))
    .setStreamRevision(event.revision === tombstoneRevision ? '9223372036854775807' : String(event.revision))
    .setCommitPosition(String(event.position))
    .setPreparePosition(String(event.position))
    .setData(event.data)
    .setCustomMetadata(event.metadata)
  recorded.getMetadataMap()
    .set('type', event.type)
    .set('created', `${Math.trunc(event.created)}0000`)
    .set('content-type', event.json ? 'application/json' : 'application/octet-stream')
  return recorded
}
