/**
 * Appends by the server's batch call, on one stream for all appends of a client and over its connection, as its own append does. But texts are sent as the bytes
 * that they are, where it would write them anew and encode them twice, which is half of what an append costs; and one append is no trouble to the others: an answer
 * that nobody waits for is passed over, where the client would throw within its own handler and end the process; an end without a word fails what was under way,
 * where it would wait for ever; and a stream that died is not used again.
 */

import type { AppendResult } from '@eventstore/db-client'
import grpc from '@eventstore/db-client/generated/streams_grpc_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import { unpackToCommandError } from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js'
import { convertToCommandError } from '@eventstore/db-client/dist/utils/CommandError.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'
import timestamp from 'google-protobuf/google/protobuf/timestamp_pb.js'
import { NotBegun } from './failures-of-calls.ts'

/** An event as it is sent: data and metadata are JSON texts. */
export interface EventToSend {
  readonly id: string
  readonly type: string
  readonly data: string
  readonly metadata: string
}

/** Appends at a concrete revision, 'no_stream' for a stream that is not there yet. Rejects with the errors of the client. */
export type AppendTexts = (stream: string, events: ReadonlyArray<EventToSend>, revision: bigint | 'no_stream') => Promise<AppendResult>

/** What of the client is taken hold of: it has no door for this. */
export interface ClientInside {
  readonly GRPCStreamCreator: (service: typeof grpc.StreamsClient, name: string, create: (stub: grpc.StreamsClient) => BatchStream, cache: WeakMap<object, unknown>) => () => Promise<BatchStream>
  readonly callArguments: (options: object, more: object) => Parameters<grpc.StreamsClient['batchAppend']>
  readonly createDeadline: () => Date
  readonly supports: (method: unknown) => Promise<boolean>
}

type BatchStream = ReturnType<grpc.StreamsClient['batchAppend']>

interface Waiting {
  readonly resolve: (result: AppendResult) => void
  readonly reject: (error: Error) => void
}

/** Whether a client has all that is needed inside; where it looks otherwise, it appends by itself. */
export const isKnownInside = (client: object): client is ClientInside =>
  (['GRPCStreamCreator', 'callArguments', 'createDeadline', 'supports'] as const).every((name) => typeof (client as Partial<ClientInside>)[name] === 'function')

export const batchAppends = (client: ClientInside): AppendTexts => {
  const streamOf = new WeakMap<object, unknown>()
  const waitingOn = new WeakMap<BatchStream, Map<string, Waiting>>()
  let sent = 0

  const opened = client.GRPCStreamCreator(grpc.StreamsClient, 'appendToStream', (stub) => {
    const stream = stub.batchAppend(...client.callArguments({}, { deadline: Infinity }))
    const waiting = new Map<string, Waiting>()
    waitingOn.set(stream, waiting)
    const over = (error: Error): void => {
      streamOf.delete(stub)
      waitingOn.delete(stream)
      const said = errorOf(() => convertToCommandError(error), error)
      for (const { reject } of waiting.values()) reject(said)
      waiting.clear()
    }
    stream.on('data', (answer: streams.BatchAppendResp) => { settle(waiting, answer) })
    stream.on('error', over)
    stream.on('end', () => {
      over(new Error('the server ended the stream of appends'))
      // Else the client keeps it, and waits for its end when it is disposed of.
      stream.destroy()
    })
    return stream
  }, streamOf)

  return async (stream, events, revision) => {
    const batch = await begun(async () => {
      // Asked as the client does, since a connection that cannot be made says at this call why.
      if (!await client.supports(grpc.StreamsService.batchAppend)) throw new Refused('unsupported', 'the server knows no appends in batches; EventStoreDB 23.10 or later is needed')
      return await opened()
    })
    const waiting = waitingOn.get(batch)
    if (waiting === undefined) throw new Error('the stream of appends has just ended')
    sent += 1
    const correlation = String(sent)
    const messages = requests(client, correlation, stream, events, revision)
    return await new Promise((resolve, reject) => {
      waiting.set(correlation, { resolve, reject })
      // What cannot be sent yet waits in the stream; it is held by whoever waits for the answer in any case.
      for (const message of messages) batch.write(message)
    })
  }
}

async function begun<A>(work: () => Promise<A>): Promise<A> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Refused ? error : new NotBegun(error)
  }
}

/** An error as the client would make it, of the types that it knows. */
class Refused extends Error {
  readonly type: string

  constructor(type: 'unsupported' | 'maximum-append-size-exceeded', message: string) {
    super(message)
    this.type = type
  }
}

/** The client takes some fields for given when it makes its errors; where they are not, nobody else is to be troubled by that. */
function errorOf(make: () => unknown, otherwise: Error): Error {
  try {
    return make() as Error
  } catch {
    return otherwise
  }
}

function settle(waiting: Map<string, Waiting>, answer: streams.BatchAppendResp): void {
  const correlation = correlationOf(answer.getCorrelationId())
  const asked = waiting.get(correlation)
  if (asked === undefined) return
  waiting.delete(correlation)
  const error = answer.getError()
  if (error !== undefined) {
    const stream = Buffer.from(answer.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()
    asked.reject(errorOf(() => unpackToCommandError(error, stream), new Error(`the server refused an append: ${error.getMessage()}`)))
    return
  }
  const success = answer.getSuccess()
  const position = success?.getPosition()
  asked.resolve({
    success: true, nextExpectedRevision: BigInt(success?.getCurrentRevision() ?? 0),
    ...(position === undefined ? {} : { position: { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) } }),
  })
}

/** How many bytes one message may hold, as the client has it. Of what is larger, a server breaks the whole stream. */
const mostBytes = 3 * 1024 * 1024

/** The messages of one append; all but the last say that more follow. */
function requests(client: ClientInside, correlation: string, stream: string, events: ReadonlyArray<EventToSend>, revision: bigint | 'no_stream'): ReadonlyArray<streams.BatchAppendReq> {
  const id = correlationId(correlation)
  const first = new streams.BatchAppendReq().setCorrelationId(id).setOptions(optionsOf(client, stream, revision))
  const all = [first]
  let last = first
  let bytes = 0
  for (const event of events) {
    const message = proposed(event)
    const size = message.getData_asU8().length + message.getCustomMetadata_asU8().length + bytesBeside
    if (size > mostBytes) throw new Refused('maximum-append-size-exceeded', `an event with its metadata takes ${size} bytes; at most ${mostBytes} can be sent at once`)
    if (bytes > 0 && bytes + size > mostBytes) {
      last = new streams.BatchAppendReq().setCorrelationId(id)
      all.push(last)
      bytes = 0
    }
    bytes += size
    last.addProposedMessages(message)
  }
  last.setIsFinal(true)
  return all
}

/** Id, type and content type of an event, at most. */
const bytesBeside = 256

function optionsOf(client: ClientInside, stream: string, revision: bigint | 'no_stream'): streams.BatchAppendReq.Options {
  const options = new streams.BatchAppendReq.Options()
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(bytesOf(stream)))
    .setDeadline(timestamp.Timestamp.fromDate(client.createDeadline()))
  return revision === 'no_stream' ? options.setNoStream(new empty.Empty()) : options.setStreamPosition(revision.toString())
}

function proposed({ id, type, data, metadata }: EventToSend): streams.BatchAppendReq.ProposedMessage {
  const message = new streams.BatchAppendReq.ProposedMessage().setId(new shared.UUID().setString(id)).setData(bytesOf(data)).setCustomMetadata(bytesOf(metadata))
  message.getMetadataMap().set('type', type).set('content-type', 'application/json')
  return message
}

/** The messages take nothing but a plain Uint8Array for bytes; a TextEncoder takes twice as long. */
function bytesOf(text: string): Uint8Array {
  const { buffer, byteOffset, byteLength } = Buffer.from(text)
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** A count in the place of a random id: it only has to differ from those of other appends on the same stream. */
function correlationId(correlation: string): shared.UUID {
  return new shared.UUID().setString(`00000000-0000-4000-8000-${correlation.padStart(12, '0')}`)
}

/** The server answers with the id in two halves, or as a text; the count is in its last twelve digits. */
function correlationOf(id: shared.UUID | undefined): string {
  const structured = id?.getStructured()
  const digits = structured === undefined ? id?.getString().slice(-12) ?? '' : BigInt.asUintN(48, BigInt(structured.getLeastSignificantBits())).toString(16)
  return digits.replace(/^0+/, '')
}
