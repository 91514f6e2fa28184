/**
 * The messages of an append as bytes of the wire: `BatchAppendReq` of the client's definitions, written in one go. A message put together from the generated
 * classes and then serialised takes three times as long; a spec reads ours back with those classes.
 */

import streams from '@eventstore/db-client/generated/streams_pb.js'

/** An event as it is sent: data and metadata are JSON texts. */
export interface EventToSend {
  readonly id: string
  readonly type: string
  readonly data: string
  readonly metadata: string
}

/** An append: at a concrete revision, 'no_stream' for a stream that is not there yet. */
export interface AppendToSend {
  /** A number that tells it apart from others on the same stream of calls. */
  readonly correlation: number
  readonly stream: string
  readonly revision: bigint | 'no_stream'
  /** Until when the server is to try. */
  readonly deadline: Date
  readonly events: ReadonlyArray<EventToSend>
}

/** How many bytes of events one message may hold, as the client has it. Of what is larger, a server breaks the whole stream. */
export const mostBytes = 3 * 1024 * 1024

/** An event that no message holds. */
export class EventTooLarge extends Error {
  readonly type = 'maximum-append-size-exceeded'

  constructor(size: number) {
    super(`an event with its metadata takes ${size} bytes; at most ${mostBytes} can be sent at once`)
  }
}

/** All but the last of the messages say that more follow. Throws EventTooLarge. */
export const appendMessages = ({ correlation, stream, revision, deadline, events }: AppendToSend): ReadonlyArray<streams.BatchAppendReq> => {
  const id = correlationId(correlation)
  const options = optionsOf(stream, revision, deadline)
  const messages: streams.BatchAppendReq[] = []
  let held: Buffer[] = [id, options]
  let bytes = 0
  for (const event of events) {
    const proposed = proposedMessage(event)
    if (proposed.length > mostBytes) throw new EventTooLarge(proposed.length)
    if (bytes > 0 && bytes + proposed.length > mostBytes) {
      messages.push(new WrittenRequest(Buffer.concat(held)))
      held = [id]
      bytes = 0
    }
    held.push(proposed)
    bytes += proposed.length
  }
  messages.push(new WrittenRequest(Buffer.concat([...held, final])))
  return messages
}

/** The number of the append that an answer is to. The server answers with the id in two halves, or as a text; the number stands in its last twelve digits. */
export const correlationOf = (answer: streams.BatchAppendResp): number => {
  const id = answer.getCorrelationId()
  const structured = id?.getStructured()
  return structured === undefined ? Number(id?.getString().slice(-12) ?? Number.NaN) : Number(BigInt.asUintN(48, BigInt(structured.getLeastSignificantBits())).toString(16))
}

/** A request whose bytes are there already: gRPC asks for nothing else. */
class WrittenRequest extends streams.BatchAppendReq {
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    super()
    this.#bytes = bytes
  }

  override serializeBinary(): Uint8Array {
    return this.#bytes
  }
}

/** `correlation_id` = 1, a UUID as text. */
function correlationId(correlation: number): Buffer {
  return Buffer.from(`\n\u0026\u0012\u002400000000-0000-4000-8000-${String(correlation).padStart(12, '0')}`, 'latin1')
}

/** `is_final` = 4. */
const final = Buffer.from([0x20, 1])

/** `options` = 2: the name of the stream, what is expected of it, and the deadline. */
function optionsOf(stream: string, revision: bigint | 'no_stream', deadline: Date): Buffer {
  const name = Buffer.from(stream)
  const seconds = Math.floor(deadline.getTime() / 1000)
  const nanos = (deadline.getTime() % 1000) * 1_000_000
  const nameSize = 1 + sizeOf(name.length) + name.length
  const timeSize = 1 + sizeOf(seconds) + (nanos === 0 ? 0 : 1 + sizeOf(nanos))
  const expectedSize = revision === 'no_stream' ? 2 : 1 + sizeOf(Number(revision))
  const size = 1 + sizeOf(nameSize) + nameSize + expectedSize + 1 + sizeOf(timeSize) + timeSize
  const bytes = Buffer.allocUnsafe(1 + sizeOf(size) + size)
  let at = put(bytes, tagged(bytes, 0, 0x12), size)
  // `stream_identifier` = 1, `stream_name` = 3.
  at = put(bytes, tagged(bytes, at, 0x0a), nameSize)
  at = put(bytes, tagged(bytes, at, 0x1a), name.length)
  at += name.copy(bytes, at)
  // `no_stream` = 3, an empty message, or `stream_position` = 2.
  at = revision === 'no_stream' ? put(bytes, tagged(bytes, at, 0x1a), 0) : put(bytes, tagged(bytes, at, 0x10), Number(revision))
  // `deadline` = 6: `seconds` = 1, `nanos` = 2.
  at = put(bytes, tagged(bytes, at, 0x32), timeSize)
  at = put(bytes, tagged(bytes, at, 0x08), seconds)
  if (nanos !== 0) put(bytes, tagged(bytes, at, 0x10), nanos)
  return bytes
}

/** `proposed_messages` = 3: id, type and content type, metadata, data. */
function proposedMessage({ id, type, data, metadata }: EventToSend): Buffer {
  const [dataBytes, metadataBytes] = [Buffer.from(data), Buffer.from(metadata)]
  const typeSize = 2 + 4 + 2 + type.length
  const size = 2 + 2 + id.length + 2 + typeSize + contentType.length + 1 + sizeOf(metadataBytes.length) + metadataBytes.length + 1 + sizeOf(dataBytes.length) + dataBytes.length
  const bytes = Buffer.allocUnsafe(1 + sizeOf(size) + size)
  let at = put(bytes, tagged(bytes, 0, 0x1a), size)
  // `id` = 1, a UUID as text; `metadata` = 2, whose names and types are ASCII and short.
  at += bytes.write(`\n\u0026\u0012\u0024${id}\u0012${String.fromCharCode(typeSize)}\n\u0004type\u0012${String.fromCharCode(type.length)}${type}`, at, 'latin1')
  at += contentType.copy(bytes, at)
  // `custom_metadata` = 3, `data` = 4.
  at = put(bytes, tagged(bytes, at, 0x1a), metadataBytes.length)
  at += metadataBytes.copy(bytes, at)
  at = put(bytes, tagged(bytes, at, 0x22), dataBytes.length)
  dataBytes.copy(bytes, at)
  return bytes
}

const contentType = Buffer.from('\u0012\u0020\n\u000ccontent-type\u0012\u0010application/json', 'latin1')

function tagged(bytes: Buffer, at: number, tag: number): number {
  bytes[at] = tag
  return at + 1
}

/** How many bytes a whole number takes: seven bits in each. */
function sizeOf(number: number): number {
  let size = 1
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) size += 1
  return size
}

function put(bytes: Buffer, at: number, number: number): number {
  let [place, rest] = [at, number]
  while (rest >= 128) {
    bytes[place] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
    place += 1
  }
  bytes[place] = rest
  return place + 1
}
