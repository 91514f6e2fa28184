/** The wire, without the client's help: each call of the streams service, with everything that came back. */

import { Metadata, credentials, status, type ServiceError } from '@grpc/grpc-js'
import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import type { Status } from '@eventstore/db-client/generated/status_pb.js'
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'

export type Expected = 'any' | 'no_stream' | 'stream_exists' | number

export interface Proposed {
  readonly id: string
  readonly type?: string
  readonly contentType?: string
  readonly data?: string | Uint8Array
  readonly metadata?: string
}

export interface Reading {
  readonly stream?: string
  readonly from?: 'start' | 'end' | number | bigint
  /** Of $all; the same as `from` unless told. */
  readonly prepare?: number | bigint
  readonly direction?: 'forwards' | 'backwards'
  readonly count?: number
  readonly resolveLinks?: boolean
  readonly filter?: { readonly by: 'stream' | 'type'; readonly prefixes?: readonly string[]; readonly regex?: string; readonly window?: number; readonly interval?: number }
  /** When the call is given up, in milliseconds. */
  readonly patience: number
  /** For subscriptions: done once the call has just been confirmed and is silent. */
  readonly whenQuiet?: () => Promise<void>
  readonly requiresLeader?: boolean
}

/** What was read: messages in their order, then how it ended. */
export type Item = { readonly [key: string]: unknown } | 'end' | 'STILL OPEN'

export type Wire = ReturnType<typeof openWire>

export function openWire(address: string) {
  const client = new StreamsClient(address, credentials.createInsecure())
  return {
    append: (stream: string, expected: Expected, events: readonly Proposed[], headers: Record<string, string> = {}) => append(client, stream, expected, events, headers),
    batch: (patience: number, requests: readonly streams.BatchAppendReq[], headers: Record<string, string> = {}) => batch(client, patience, requests, headers),
    read: (reading: Reading) => read(client, reading, false),
    subscribe: (reading: Reading) => read(client, reading, true),
    delete: (stream: string, expected: Expected) => remove(client, 'delete', stream, expected),
    tombstone: (stream: string, expected: Expected) => remove(client, 'tombstone', stream, expected),
    features: () => features(address),
    gossip: () => gossip(address),
    close: () => client.close(),
  }
}

/** A request of the batch stream; without `expected` a later chunk of an append that another request opened. */
export function batchRequest(
  { correlation, stream, expected, events, final = true }:
  { correlation: string; stream?: string; expected?: Expected; events: readonly Proposed[]; final?: boolean },
): streams.BatchAppendReq {
  const request = new streams.BatchAppendReq().setCorrelationId(uuid(correlation)).setIsFinal(final)
  if (stream !== undefined) {
    const options = new streams.BatchAppendReq.Options().setStreamIdentifier(identifier(stream))
    if (expected === 'any') options.setAny(new empty.Empty())
    else if (expected === 'no_stream') options.setNoStream(new empty.Empty())
    else if (expected === 'stream_exists') options.setStreamExists(new empty.Empty())
    else options.setStreamPosition(String(expected))
    request.setOptions(options)
  }
  return request.setProposedMessagesList(events.map((event) => filled(new streams.BatchAppendReq.ProposedMessage(), event)))
}

function append(client: StreamsClient, stream: string, expected: Expected, events: readonly Proposed[], headers: Record<string, string>): Promise<unknown> {
  return new Promise((resolve) => {
    const call = client.append(metadataOf(headers), (error, answer) => resolve(error ? failure(error) : answer?.toObject()))
    const options = expectedInto(new streams.AppendReq.Options().setStreamIdentifier(identifier(stream)), expected)
    call.write(new streams.AppendReq().setOptions(options))
    for (const event of events) {
      call.write(new streams.AppendReq().setProposedMessage(filled(new streams.AppendReq.ProposedMessage(), event)))
    }
    call.end()
  })
}

function batch(client: StreamsClient, patience: number, requests: readonly streams.BatchAppendReq[], headers: Record<string, string>): Promise<unknown> {
  return new Promise((resolve) => {
    const items: unknown[] = []
    const call = client.batchAppend(metadataOf(headers), { deadline: Date.now() + patience })
    call.on('data', (answer: streams.BatchAppendResp) => {
      items.push(batchAnswer(answer))
      // Half-closed before it was answered, a real server now ends the call and now does not; after it, it stays open.
      if (items.length === requests.length) call.end()
    })
    call.on('error', (error: ServiceError) => resolve([...items, failure(error)]))
    call.on('status', ({ code }) => { if (code === status.OK) resolve([...items, 'end']) })
    for (const request of requests) call.write(request)
  })
}

function batchAnswer(answer: streams.BatchAppendResp): unknown {
  const plain = answer.toObject()
  const error = answer.getError()
  return {
    correlationId: answer.getCorrelationId()?.hasString() ? 'string' : 'structured',
    ...(error && { error: unpacked(error) }),
    ...(plain.success && { success: plain.success }),
    streamIdentifier: { streamName: nameOf(answer.getStreamIdentifier()) },
    streamPosition: plain.streamPosition,
  }
}

function unpacked(error: Status): unknown {
  const any = error.getDetails()
  const typeName = any?.getTypeName() ?? ''
  const kind = (shared as unknown as Record<string, { deserializeBinary: (bytes: Uint8Array) => { toObject: () => unknown } } | undefined>)[typeName.split('.').at(-1) ?? '']
  const bytes = any?.getValue_asU8() ?? new Uint8Array()
  const plain = kind?.deserializeBinary(bytes).toObject() ?? badRequest(bytes)
  return { code: error.getCode(), message: error.getMessage(), typeUrl: any?.getTypeUrl(), typeName, unpacked: named(plain) }
}

/** The one kind that the client's definitions lack: a message of one text. */
function badRequest(bytes: Uint8Array): unknown {
  return { message: Buffer.from(bytes.subarray(2)).toString('utf8') }
}

function remove(client: StreamsClient, kind: 'delete' | 'tombstone', stream: string, expected: Expected): Promise<unknown> {
  return new Promise((resolve) => {
    const answered = (error: ServiceError | null, answer?: { toObject: () => unknown }) => resolve(error ? failure(error) : answer?.toObject())
    if (kind === 'delete') {
      const options = expectedInto(new streams.DeleteReq.Options().setStreamIdentifier(identifier(stream)), expected)
      client.delete(new streams.DeleteReq().setOptions(options), answered)
    } else {
      const options = expectedInto(new streams.TombstoneReq.Options().setStreamIdentifier(identifier(stream)), expected)
      client.tombstone(new streams.TombstoneReq().setOptions(options), answered)
    }
  })
}

function read(client: StreamsClient, reading: Reading, subscription: boolean): Promise<Item[]> {
  return new Promise((resolve) => {
    const items: Item[] = []
    const call = client.read(readRequest(reading, subscription), metadataOf(reading.requiresLeader === true ? { 'requires-leader': 'true' } : {}))
    let opened = false
    const giveUp = () => { items.push('STILL OPEN'); opened = true; call.cancel() }
    let timer = setTimeout(giveUp, reading.patience)
    let told = false
    call.on('data', (message: streams.ReadResp) => {
      items.push(readAnswer(message))
      clearTimeout(timer)
      timer = setTimeout(quiet, reading.patience)
    })
    const quiet = () => {
      if (reading.whenQuiet === undefined || told) return giveUp()
      told = true
      void reading.whenQuiet().then(() => { clearTimeout(timer); timer = setTimeout(giveUp, reading.patience) })
    }
    let ends = 0
    const ended = () => { ends += 1; if (ends === 2) { clearTimeout(timer); resolve(items) } }
    call.on('error', (error: ServiceError) => { if (!opened) items.push(failure(error) as Item) })
    call.on('end', () => { items.push('end'); ended() })
    call.on('status', ended)
  })
}

function readRequest({ stream, from = 'start', prepare, direction = 'forwards', count = 1000, resolveLinks = false, filter }: Reading, subscription: boolean): streams.ReadReq {
  const options = new streams.ReadReq.Options()
    .setReadDirection(direction === 'forwards' ? 0 : 1)
    .setResolveLinks(resolveLinks)
    .setUuidOption(new streams.ReadReq.Options.UUIDOption().setString(new shared.Empty()))
  if (stream === undefined) options.setAll(allOptions(from, prepare))
  else options.setStream(streamOptions(stream, from))
  if (subscription) options.setSubscription(new streams.ReadReq.Options.SubscriptionOptions())
  else options.setCount(String(count))
  if (filter === undefined) options.setNoFilter(new shared.Empty())
  else options.setFilter(filterOptions(filter))
  return new streams.ReadReq().setOptions(options)
}

function streamOptions(stream: string, from: NonNullable<Reading['from']>): streams.ReadReq.Options.StreamOptions {
  const options = new streams.ReadReq.Options.StreamOptions().setStreamIdentifier(identifier(stream))
  if (from === 'start') return options.setStart(new shared.Empty())
  if (from === 'end') return options.setEnd(new shared.Empty())
  return options.setRevision(String(from))
}

function allOptions(from: NonNullable<Reading['from']>, prepare: Reading['prepare']): streams.ReadReq.Options.AllOptions {
  const options = new streams.ReadReq.Options.AllOptions()
  if (from === 'start') return options.setStart(new shared.Empty())
  if (from === 'end') return options.setEnd(new shared.Empty())
  return options.setPosition(new streams.ReadReq.Options.Position().setCommitPosition(String(from)).setPreparePosition(String(prepare ?? from)))
}

function filterOptions({ by, prefixes = [], regex, window, interval = 1 }: NonNullable<Reading['filter']>): streams.ReadReq.Options.FilterOptions {
  const expression = new streams.ReadReq.Options.FilterOptions.Expression().setPrefixList([...prefixes])
  if (regex !== undefined) expression.setRegex(regex)
  const options = new streams.ReadReq.Options.FilterOptions().setCheckpointintervalmultiplier(interval)
  if (by === 'stream') options.setStreamIdentifier(expression)
  else options.setEventType(expression)
  return window === undefined ? options.setCount(new shared.Empty()) : options.setMax(window)
}

function readAnswer(message: streams.ReadResp): Item {
  const plain = message.toObject()
  if (plain.confirmation) return { confirmation: { subscriptionId: `len ${plain.confirmation.subscriptionId.length}` } }
  if (plain.checkpoint) return { checkpoint: plain.checkpoint, at: BigInt(plain.checkpoint.commitPosition), prepare: plain.checkpoint.preparePosition === plain.checkpoint.commitPosition ? 'same' : plain.checkpoint.preparePosition }
  if (plain.caughtUp) return { caughtUp: {} }
  if (plain.streamNotFound) return { streamNotFound: { streamIdentifier: { streamName: nameOf(message.getStreamNotFound()?.getStreamIdentifier()) } } }
  const event = message.getEvent()
  if (event === undefined) return { other: plain }
  return {
    event: {
      ...(event.hasEvent() && { event: recorded(event.getEvent()) }),
      ...(event.hasLink() && { link: recorded(event.getLink()) }),
      ...(event.hasCommitPosition() ? { commitPosition: event.getCommitPosition() } : { noPosition: {} }),
    },
  }
}

function recorded(event: streams.ReadResp.ReadEvent.RecordedEvent | undefined): unknown {
  if (event === undefined) return undefined
  const plain = event.toObject()
  const metadataMap = Object.fromEntries([...plain.metadataMap].sort().map(([key, value]) => [key, key === 'created' ? `<ticks:${value.length} digits>` : value]))
  return { ...plain, id: { string: event.getId()?.getString() }, streamIdentifier: { streamName: nameOf(event.getStreamIdentifier()) }, metadataMap }
}

function features(address: string): Promise<{ v: string; m: string[] }> {
  const client = new ServerFeaturesClient(address, credentials.createInsecure())
  return new Promise((resolve, reject) => {
    client.getSupportedMethods(new shared.Empty(), (error, answer) => {
      client.close()
      if (error) return reject(error)
      const methods = answer.getMethodsList().map((method) => `${method.getServiceName()}/${method.getMethodName()}[${method.getFeaturesList().join(',')}]`)
      resolve({ v: answer.getEventStoreServerVersion(), m: methods.map((method) => method.replace('event_store.client.', '')).filter((method) => method.startsWith('streams.')).sort() })
    })
  })
}

function gossip(address: string): Promise<Array<{ state: number; alive: boolean; http: { address: string; port: number }; ts: string }>> {
  const client = new GossipClient(address, credentials.createInsecure())
  return new Promise((resolve, reject) => {
    client.read(new shared.Empty(), (error, answer) => {
      client.close()
      if (error) return reject(error)
      resolve(answer.getMembersList().map((member) => ({
        state: member.getState() as number, alive: member.getIsAlive(),
        http: { address: member.getHttpEndPoint()?.getAddress() ?? '', port: member.getHttpEndPoint()?.getPort() ?? 0 }, ts: typeof member.getTimeStamp(),
      })))
    })
  })
}

function filled<P extends streams.BatchAppendReq.ProposedMessage | streams.AppendReq.ProposedMessage>(message: P, { id, type = 'E', contentType = 'application/json', data = '{"a":1}', metadata }: Proposed): P {
  message.setId(uuid(id)).setData(typeof data === 'string' ? Buffer.from(data) : data)
  message.getMetadataMap().set('type', type)
  message.getMetadataMap().set('content-type', contentType)
  if (metadata !== undefined) message.setCustomMetadata(Buffer.from(metadata))
  return message
}

interface Expecting<O> {
  readonly setRevision: (revision: string) => O
  readonly setNoStream: (nothing: shared.Empty) => O
  readonly setAny: (nothing: shared.Empty) => O
  readonly setStreamExists: (nothing: shared.Empty) => O
}

function expectedInto<O>(options: Expecting<O>, expected: Expected): O {
  if (expected === 'any') return options.setAny(new shared.Empty())
  if (expected === 'no_stream') return options.setNoStream(new shared.Empty())
  if (expected === 'stream_exists') return options.setStreamExists(new shared.Empty())
  return options.setRevision(String(expected))
}

function identifier(stream: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream))
}

function uuid(text: string): shared.UUID {
  return new shared.UUID().setString(text)
}

function nameOf(stream: shared.StreamIdentifier | undefined): string {
  return Buffer.from(stream?.getStreamName_asU8() ?? []).toString('utf8')
}

/** The names of streams within details, read as names. */
function named(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === 'streamName' ? Buffer.from(String(item), 'base64').toString('utf8') : named(item)]))
}

function failure(error: ServiceError): unknown {
  // The client says it or the server, whichever is first.
  const details = error.code === status.DEADLINE_EXCEEDED ? 'Deadline exceeded after <n>s' : error.details
  return { GRPC: error.code, details, trailers: error.metadata.getMap() }
}

function metadataOf(headers: Record<string, string>): Metadata {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(headers)) metadata.set(key, value)
  return metadata
}
