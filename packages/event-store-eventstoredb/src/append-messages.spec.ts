/** Messages written by hand are those that the client's generated classes write and read. */

import fc from 'fast-check'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'
import timestamp from 'google-protobuf/google/protobuf/timestamp_pb.js'
import { describe, expect, it } from 'vitest'
import { appendMessages, correlationOf, EventTooLarge, mostBytes, type AppendToSend } from './append-messages.ts'

const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 0, max: 20_000 }).map((length) => 'x'.repeat(length)))
const appends: fc.Arbitrary<AppendToSend> = fc.record({
  correlation: fc.oneof(fc.nat(), fc.constantFrom(1, 999_999_999_999)),
  stream: fc.oneof(fc.stringMatching(/^[a-z]{1,40}-[A-Za-z0-9._~-]{1,200}$/), fc.constant('gridGovernance:transfer')),
  revision: fc.oneof(fc.constant('no_stream' as const), fc.bigInt(0n, BigInt(Number.MAX_SAFE_INTEGER))),
  deadline: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
  events: fc.array(fc.record({ id: fc.uuid(), type: fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,99}$/), data: texts, metadata: texts }), { minLength: 1, maxLength: 5 }),
})

/** The same by the generated classes. */
const expected = ({ correlation, stream, revision, deadline, events }: AppendToSend): streams.BatchAppendReq => {
  const options = new streams.BatchAppendReq.Options()
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(new Uint8Array(Buffer.from(stream))))
    .setDeadline(timestamp.Timestamp.fromDate(deadline))
  const request = new streams.BatchAppendReq().setIsFinal(true)
    .setCorrelationId(new shared.UUID().setString(`00000000-0000-4000-8000-${String(correlation).padStart(12, '0')}`))
    .setOptions(revision === 'no_stream' ? options.setNoStream(new empty.Empty()) : options.setStreamPosition(String(revision)))
  for (const { id, type, data, metadata } of events) {
    const message = new streams.BatchAppendReq.ProposedMessage().setId(new shared.UUID().setString(id)).setData(new Uint8Array(Buffer.from(data))).setCustomMetadata(new Uint8Array(Buffer.from(metadata)))
    message.getMetadataMap().set('type', type).set('content-type', 'application/json')
    request.addProposedMessages(message)
  }
  return request
}

const read = (message: streams.BatchAppendReq | undefined): streams.BatchAppendReq => streams.BatchAppendReq.deserializeBinary(message?.serializeBinary() ?? new Uint8Array())

describe('the messages of an append', () => {
  it('say what the generated classes say, whatever is appended', () => {
    fc.assert(fc.property(appends, (append) => {
      const messages = appendMessages(append)
      expect(messages).toHaveLength(1)
      expect(messages[0]).toBeInstanceOf(streams.BatchAppendReq)
      expect(read(messages[0]).toObject()).toEqual(read(expected(append)).toObject())
    }), { numRuns: 300 })
  })

  it('are cut where they grow too large: options come first, and the last one says so', () => {
    const event = (number: number) => ({ id: `0f8fad5b-d9cb-869f-a165-${String(number).padStart(12, '0')}`, type: 'GridRenamed', data: '{}', metadata: 'x'.repeat(mostBytes / 2 - 200) })
    const append: AppendToSend = { correlation: 7, stream: 'grid-1', revision: 4n, deadline: new Date(5000), events: Array.from({ length: 5 }, (_, number) => event(number)) }
    const messages = appendMessages(append).map(read)
    expect(messages.map((message) => [message.hasOptions(), message.getProposedMessagesList().length, message.getIsFinal()])).toEqual([[true, 2, false], [false, 2, false], [false, 1, true]])
    expect(new Set(messages.map((message) => message.getCorrelationId()?.getString())).size).toBe(1)
    expect(messages.flatMap((message) => message.getProposedMessagesList()).map((message) => message.getId()?.getString())).toEqual(append.events.map(({ id }) => id))
    expect(() => appendMessages({ ...append, events: [{ ...event(1), metadata: 'x'.repeat(mostBytes) }] })).toThrow(EventTooLarge)
  })

  it('carry a number that is found again in the answer, as a text or in two halves', () => {
    for (const number of [1, 42, 900_000_000_001]) {
      const text = read(appendMessages({ correlation: number, stream: 's-1', revision: 0n, deadline: new Date(0), events: [] })[0]).getCorrelationId()?.getString() ?? ''
      expect(correlationOf(new streams.BatchAppendResp().setCorrelationId(new shared.UUID().setString(text)))).toBe(number)
      const half = (from: number, to: number): string => BigInt.asIntN(64, BigInt(`0x${text.replaceAll('-', '').slice(from, to)}`)).toString()
      const halves = new shared.UUID.Structured().setMostSignificantBits(half(0, 16)).setLeastSignificantBits(half(16, 32))
      expect(correlationOf(new streams.BatchAppendResp().setCorrelationId(new shared.UUID().setStructured(halves)))).toBe(number)
    }
    expect(correlationOf(new streams.BatchAppendResp())).toBeNaN()
  })
})
