/** Requests of the wire, read as the database takes them. */

import type shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import { tombstoneRevision, type Expected, type ProposedEvent } from '../database/stored-event.ts'
import { nilUuid, uuidText } from './uuids.ts'

export function streamName(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8')
}

interface Expecting {
  readonly hasAny: () => boolean
  readonly hasNoStream: () => boolean
  readonly hasStreamExists: () => boolean
}

/** Of appends, deletions and tombstones. */
export function expectedOf(options: Expecting & { readonly getRevision: () => string }): Expected {
  return expectation(options, options.getRevision())
}

export function expectedOfBatch(options: streams.BatchAppendReq.Options): Expected {
  return expectation(options, options.getStreamPosition())
}

function expectation(options: Expecting, revision: string): Expected {
  if (options.hasAny()) return 'any'
  if (options.hasStreamExists()) return 'streamExists'
  return options.hasNoStream() ? -1 : revisionNumber(revision)
}

/** A revision of the wire; those beyond all that can be stored are alike. */
export function revisionNumber(text: string): number {
  return Math.min(Number(text), tombstoneRevision - 1)
}

/** As the server numbers expectations in its messages. */
export function expectedCode(expected: Expected): string {
  return expected === 'any' ? '-2' : expected === 'streamExists' ? '-4' : String(expected)
}

export type ProposedMessage = streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage

/** An event, or why it is none: the property that is missing, or the server's complaint. */
export function proposedEvent(message: ProposedMessage): ProposedEvent | { readonly missing: string } | { readonly complaint: string } {
  const properties = message.getMetadataMap()
  const missing = ['type', 'content-type'].find((property) => !properties.has(property))
  if (missing !== undefined) return { missing }
  const id = uuidText(message.getId())
  const type = properties.get('type') ?? ''
  if (id === undefined) return { complaint: 'Unrecognized Guid format.' }
  if (id === nilUuid) return { complaint: "Empty eventId provided. (Parameter 'eventId')" }
  if (type === '') return { complaint: "Empty eventType provided. (Parameter 'eventType')" }
  return { id, type, json: properties.get('content-type') === 'application/json', data: message.getData_asU8(), metadata: message.getCustomMetadata_asU8() }
}

/** A place in `$all`, told by two positions of which the second decides where the first is the same; of a stream both are the revision. */
export interface Place {
  readonly commit: number
  readonly prepare: number
}

export interface ReadRequest {
  /** Undefined for `$all`. */
  readonly stream: string | undefined
  readonly from: 'start' | 'end' | Place
  readonly backwards: boolean
  readonly count: number
  readonly subscription: boolean
  readonly resolveLinks: boolean
  readonly filter: ReadFilter | undefined
}

export interface ReadFilter {
  readonly by: 'stream' | 'type'
  readonly prefixes: readonly string[]
  readonly regex: string
  /** How many events are considered at a time. */
  readonly window: number
  /** After how many windows a checkpoint is sent. */
  readonly interval: number
}

const pageSize = 32
const end = 2n ** 64n - 1n

export function readRequest(request: streams.ReadReq): ReadRequest {
  const options = request.getOptions() ?? new streams.ReadReq.Options()
  const stream = options.getStream()
  return {
    stream: stream === undefined ? undefined : streamName(stream.getStreamIdentifier()),
    from: stream === undefined ? allFrom(options.getAll()) : streamFrom(stream),
    backwards: options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS,
    count: Number(options.getCount()),
    subscription: options.hasSubscription(),
    resolveLinks: options.getResolveLinks(),
    filter: readFilter(options.getFilter()),
  }
}

function streamFrom(options: streams.ReadReq.Options.StreamOptions): ReadRequest['from'] {
  if (options.hasStart()) return 'start'
  return options.hasEnd() ? 'end' : fromNumbers(options.getRevision(), options.getRevision())
}

function allFrom(options: streams.ReadReq.Options.AllOptions | undefined): ReadRequest['from'] {
  const position = options?.getPosition()
  if (position !== undefined) return fromNumbers(position.getCommitPosition(), position.getPreparePosition())
  return options?.hasEnd() ? 'end' : 'start'
}

/** The greatest number of the wire stands for the end. */
function fromNumbers(commit: string, prepare: string): ReadRequest['from'] {
  return BigInt(commit) === end ? 'end' : { commit: Number(commit), prepare: Number(prepare) }
}

function readFilter(options: streams.ReadReq.Options.FilterOptions | undefined): ReadFilter | undefined {
  if (options === undefined) return undefined
  const expression = options.getStreamIdentifier() ?? options.getEventType()
  return {
    by: options.hasStreamIdentifier() ? 'stream' : 'type',
    prefixes: expression?.getPrefixList() ?? [],
    regex: expression?.getRegex() ?? '',
    window: options.hasMax() ? options.getMax() : pageSize,
    interval: options.getCheckpointintervalmultiplier(),
  }
}
