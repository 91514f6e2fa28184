/**
 * Appends by the server's batch call, on one stream for all appends of a client and over its connection, as its own append does. But texts are sent as the bytes
 * that they are, where it would write them anew and encode them twice, which is half of what an append costs; and one append is no trouble to the others: an answer
 * that nobody waits for is passed over, where the client would throw within its own handler and end the process; an end without a word fails what was under way,
 * where it would wait for ever; and a stream that died is not used again.
 */

import type { AppendResult } from '@eventstore/db-client'
import grpc from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import { unpackToCommandError } from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js'
import { convertToCommandError } from '@eventstore/db-client/dist/utils/CommandError.js'
import { appendMessages, correlationOf, type EventToSend } from './append-messages.ts'
import { NotBegun } from './failures-of-calls.ts'

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
  const waitingOn = new WeakMap<BatchStream, Map<number, Waiting>>()
  let sent = 0

  const opened = client.GRPCStreamCreator(grpc.StreamsClient, 'appendToStream', (stub) => {
    const stream = stub.batchAppend(...client.callArguments({}, { deadline: Infinity }))
    const waiting = new Map<number, Waiting>()
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
      if (!await client.supports(grpc.StreamsService.batchAppend)) throw new Unsupported('the server knows no appends in batches; EventStoreDB 23.10 or later is needed')
      return await opened()
    })
    const waiting = waitingOn.get(batch)
    if (waiting === undefined) throw new Error('the stream of appends has just ended')
    sent += 1
    const correlation = sent
    const messages = appendMessages({ correlation, stream, revision, deadline: client.createDeadline(), events })
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
    throw error instanceof Unsupported ? error : new NotBegun(error)
  }
}

/** An error as the client would make it, of a type that it knows. */
class Unsupported extends Error {
  readonly type = 'unsupported'
}

/** The client takes some fields for given when it makes its errors; where they are not, nobody else is to be troubled by that. */
function errorOf(make: () => unknown, otherwise: Error): Error {
  try {
    return make() as Error
  } catch {
    return otherwise
  }
}

function settle(waiting: Map<number, Waiting>, answer: streams.BatchAppendResp): void {
  const correlation = correlationOf(answer)
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
