/** Appends on a stream of calls of our own: what they hold, what becomes of those that share it, and clients that cannot do it. */

import { PassThrough } from 'node:stream'
import { EventStoreDBClient } from '@eventstore/db-client'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import status from '@eventstore/db-client/generated/status_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDouble, type Double } from '@grid-governance/eventstoredb-double'
import type { EventToSend } from './append-messages.ts'
import { batchAppends, type AppendTexts, type ClientInside } from './batch-appends.ts'
import { NO_STREAM, clientFor, type EsdbClient } from './client.ts'
import { guardedClient } from './guarded-client.ts'
import { openEventStoreDb } from './index.ts'
import { must, write } from './trial/transferred.ts'
import type { StreamName } from '@grid-governance/event-sourcing'

let double: Double
let client: EsdbClient
let append: AppendTexts

beforeEach(async () => {
  double = await startDouble()
  client = guardedClient(clientFor(double.connectionString))
  append = client.appendTexts as AppendTexts
})
afterEach(async () => {
  await client.dispose()
  await double.stop()
})

const sent = (number: number, more: Partial<EventToSend> = {}): EventToSend =>
  ({ id: `0f8fad5b-d9cb-869f-a165-${String(number).padStart(12, '0')}`, type: 'GridRenamed', data: `{"number":${number}}`, metadata: '{"made":"up"}', ...more })

const read = async (stream: string): Promise<ReadonlyArray<unknown>> => {
  const events: unknown[] = []
  for await (const { event } of client.readStream(stream)) events.push([event?.id, event?.type, event?.isJson, event?.data, event?.metadata])
  return events
}

describe('appends of texts', () => {
  it('hold what the client reads again as JSON, and answer as its own append does', async () => {
    const first = await append('grid-1', [sent(1), sent(2, { data: '{"name":"香湾"}' })], NO_STREAM)
    const own = await client.appendToStream('grid-2', { id: sent(3).id, type: 'GridRenamed', contentType: 'application/json', data: { number: 3 }, metadata: {} }, { expectedRevision: NO_STREAM })
    expect(first).toEqual({ success: true, nextExpectedRevision: 1n, position: { commit: expect.any(BigInt) as bigint, prepare: expect.any(BigInt) as bigint } })
    expect(Object.keys(own)).toEqual(Object.keys(first))
    expect((await append('grid-1', [sent(4)], 1n)).nextExpectedRevision).toBe(2n)
    expect(await read('grid-1')).toEqual([
      [sent(1).id, 'GridRenamed', true, { number: 1 }, { made: 'up' }], [sent(2).id, 'GridRenamed', true, { name: '香湾' }, { made: 'up' }], [sent(4).id, 'GridRenamed', true, { number: 4 }, { made: 'up' }],
    ])
  })

  it('fail with the errors of the client', async () => {
    await append('grid-1', [sent(1)], NO_STREAM)
    await expect(append('grid-1', [sent(2)], NO_STREAM)).rejects.toMatchObject({ type: 'wrong-expected-version', streamName: 'grid-1', actualVersion: 0n })
    await expect(append('grid-1', [sent(2, { data: `"${'x'.repeat(1_100_000)}"` })], 0n)).rejects.toMatchObject({ type: 'maximum-append-size-exceeded' })
    double.inject({ on: 'append', fault: 'notLeader' })
    await expect(append('grid-1', [sent(2)], 0n)).rejects.toMatchObject({ type: 'not-leader' })
  })

  it('go as several messages where they are large, and are stored as one', async () => {
    const metadata = JSON.stringify({ made: 'up'.repeat(250) })
    const events = Array.from({ length: 10_000 }, (_, number) => sent(number, { metadata }))
    expect((await append('grid-1', events, NO_STREAM)).nextExpectedRevision).toBe(9999n)
    expect((await read('grid-1')).map((event) => (event as string[])[0])).toEqual(events.map(({ id }) => id))
  })
})

describe('appends that share a stream of calls', () => {
  const many = (): ReadonlyArray<Promise<string>> => Array.from({ length: 20 }, async (_, number) => {
    try {
      await append(`grid-${number}`, [sent(number)], NO_STREAM)
      return 'stored'
    } catch (error) {
      return (error as Error).message
    }
  })

  it('all fail at once where the server ends it without a word, and the next ones have another', async () => {
    double.inject({ on: 'append', stream: 'grid-3', fault: 'endWithOk', stored: false })
    const said = await Promise.all(many())
    expect(said[3]).toBe('the server ended the stream of appends')
    expect(new Set(said)).toEqual(new Set(['stored', 'the server ended the stream of appends']))
    expect((await append('grid-3', [sent(3)], NO_STREAM)).success).toBe(true)
  })

  it('are not disturbed by an answer that nobody waits for', async () => {
    double.inject({ on: 'append', fault: 'duplicateAnswer', times: 5 })
    expect(new Set(await Promise.all(many()))).toEqual(new Set(['stored']))
  })

  it('fail where it breaks, each with what the client says of it', async () => {
    double.inject({ on: 'append', stream: 'grid-3', fault: 'kill', stored: false })
    const said = await Promise.all(many())
    expect(said[3]).toMatch(/UNAVAILABLE|ECONNRE|connection/i)
    await double.nodes[0]?.restart()
    expect((await append('grid-3', [sent(3)], NO_STREAM)).success).toBe(true)
  })
})

describe('what a client is not prepared for', () => {
  /** A client whose stream of appends says what a test makes it say. */
  const saying = (supports: () => Promise<boolean>): { readonly append: AppendTexts, readonly stream: PassThrough } => {
    const stream = new PassThrough({ objectMode: true, write: (_chunk, _encoding, done) => { done() } })
    const stub = { batchAppend: () => stream }
    const inside = { GRPCStreamCreator: (_service: unknown, _name: string, create: (stub: unknown) => unknown) => () => Promise.resolve(create(stub)), callArguments: () => [], createDeadline: () => new Date(), supports }
    return { append: batchAppends(inside as unknown as ClientInside), stream }
  }
  const answer = (): streams.BatchAppendResp => new streams.BatchAppendResp().setCorrelationId(new shared.UUID().setString('00000000-0000-4000-8000-000000000001'))

  it('fails the append alone: a refusal without details, and an error that names no leader', async () => {
    const { append: appended, stream } = saying(() => Promise.resolve(true))
    const refused = appended('grid-1', [sent(1)], NO_STREAM)
    await new Promise(setImmediate)
    stream.emit('data', answer().setError(new status.Status().setMessage('made up')))
    await expect(refused).rejects.toThrow('the server refused an append: made up')
    const leaderless = appended('grid-1', [sent(2)], NO_STREAM)
    await new Promise(setImmediate)
    stream.emit('error', Object.assign(new Error('5 NOT_FOUND: Leader info available'), { code: 5, metadata: { getMap: () => ({ exception: 'not-leader' }) } }))
    await expect(leaderless).rejects.toThrow('Leader info available')
  })

  it('is refused before it is sent: a server without batches, and an event that no message holds', async () => {
    await expect(saying(() => Promise.resolve(false)).append('grid-1', [sent(1)], NO_STREAM)).rejects.toMatchObject({ type: 'unsupported' })
    await expect(append('grid-1', [sent(1), sent(2, { metadata: `"${'x'.repeat(4_000_000)}"` })], NO_STREAM)).rejects.toMatchObject({ type: 'maximum-append-size-exceeded' })
    await expect(append('grid-1', [sent(1)], NO_STREAM)).resolves.toMatchObject({ success: true })
  })

  it('leaves nothing behind that the client waits for when it is disposed of', async () => {
    double.inject({ on: 'append', fault: 'endWithOk', stored: false, times: 3 })
    for (let number = 0; number < 3; number += 1) await expect(append('grid-1', [sent(1)], NO_STREAM)).rejects.toThrow('the server ended the stream')
    await new Promise(setImmediate)
    expect((client as unknown as { readonly disposableStreams: ReadonlySet<unknown> }).disposableStreams.size).toBe(0)
  })
})

describe('a client that looks otherwise inside', () => {
  const outside = (): EsdbClient => {
    const inner = EventStoreDBClient.connectionString(double.connectionString)
    return {
      appendToStream: inner.appendToStream.bind(inner), readStream: inner.readStream.bind(inner), readAll: inner.readAll.bind(inner), subscribeToAll: inner.subscribeToAll.bind(inner), dispose: inner.dispose.bind(inner),
    } as unknown as EsdbClient
  }

  it('appends by itself, and the log is the same', async () => {
    const [one, other] = [must(await openEventStoreDb({ connectionString: double.connectionString, makeClient: outside })()), must(await openEventStoreDb({ connectionString: double.connectionString })())]
    const stream = 'gridMap-1' as StreamName
    await write(one, stream, ['a', 'b'])
    await write(other, stream, ['c'])
    await write(one, stream, ['d'])
    const [mine, others] = [must(await one.readStream({ stream, maxCount: 10 })()), must(await other.readStream({ stream, maxCount: 10 })())]
    expect(mine.events).toHaveLength(4)
    expect(mine).toEqual(others)
    await one.close()
    await other.close()
  })
})
