/** The faults of reads and subscriptions, as the real client meets them. */

import { jsonEvent, streamNameFilter, type EventStoreDBClient } from '@eventstore/db-client'
import { status } from '@grpc/grpc-js'
import { describe, expect, test } from 'vitest'
import { anEvent, failureOf, pause, saidBy, started, typesIn, until, within } from './a-client.spec-parts.ts'

const short = 150

async function four(client: EventStoreDBClient): Promise<void> {
  await client.appendToStream('s', ['A', 'B', 'C', 'D'].map((type) => anEvent(type)))
}

describe('a read', () => {
  test('falls silent after two events', async () => {
    const { double, client } = await started()
    await four(client)
    double.inject({ on: 'read', fault: 'silence', afterEvents: 2 })
    const seen: string[] = []
    const reading = client.readStream('s')
    const read = (async () => { for await (const { event } of reading) seen.push(event?.type ?? '') })()
    expect(await within(short, read)).toBe('nothing yet')
    expect(seen).toEqual(['A', 'B'])
    await reading.cancel()
  })

  test('ends with OK too early', async () => {
    const { double, client } = await started()
    await four(client)
    double.inject({ on: 'read', fault: 'endWithOk', afterEvents: 3 })
    expect(await typesIn(client, 's')).toEqual(['A', 'B', 'C'])
    expect(await typesIn(client, 's')).toEqual(['A', 'B', 'C', 'D'])
  })

  test('becomes unavailable in the middle', async () => {
    const { double, client } = await started()
    await four(client)
    double.inject({ on: 'read', fault: 'status', code: status.UNAVAILABLE, afterEvents: 1 })
    const seen: string[] = []
    expect(await failureOf((async () => { for await (const { event } of client.readStream('s')) seen.push(event?.type ?? '') })())).toMatchObject({ name: 'UnavailableError', code: 14 })
    expect(seen).toEqual(['A'])
  })

  test('is refused by a node that is not the leader', async () => {
    const { double, client } = await started()
    await four(client)
    double.inject({ on: 'read', fault: 'notLeader' })
    expect(await failureOf(typesIn(client, 's'))).toMatchObject({ name: 'NotLeaderError' })
  })

  test('gives two events in the wrong order', async () => {
    const { double, client } = await started()
    await four(client)
    double.inject({ on: 'read', fault: 'wrongOrder', afterEvents: 1 })
    expect(await typesIn(client, 's')).toEqual(['A', 'C', 'B', 'D'])
    double.inject({ on: 'read', fault: 'wrongOrder', afterEvents: 3 })
    expect(await typesIn(client, 's')).toEqual(['A', 'B', 'C', 'D'])
  })

  test('drips', async () => {
    const { double, client } = await started()
    await four(client)
    double.inject({ on: 'read', fault: 'slowDrip', ms: 30 })
    const before = performance.now()
    expect(await typesIn(client, 's')).toEqual(['A', 'B', 'C', 'D'])
    expect(performance.now() - before).toBeGreaterThan(4 * 29)
  })

  test('finds no target of any link', async () => {
    const { double, client } = await started()
    await four(client)
    await client.appendToStream('links', { ...jsonEvent({ type: '$>', data: {} }), contentType: 'application/octet-stream', data: Buffer.from('1@s') })
    const targets = async (): Promise<unknown[]> => {
      const seen: unknown[] = []
      for await (const { event, link } of client.readStream('links', { resolveLinkTos: true })) seen.push([event?.type, link?.type])
      return seen
    }
    double.inject({ on: 'read', fault: 'deletedLinkTarget' })
    expect(await targets()).toEqual([[undefined, '$>']])
    expect(await targets()).toEqual([['B', '$>']])
  })

  test('of $all is told apart from one of a stream', async () => {
    const { double, client } = await started()
    await four(client)
    double.inject({ on: 'read', stream: '$all', fault: 'status', code: status.INTERNAL })
    expect(await typesIn(client, 's')).toHaveLength(4)
    const all = async () => { for await (const _ of client.readAll()) continue }
    expect(await failureOf(all())).toMatchObject({ code: 13 })
    await all()
  })
})

describe('a subscription', () => {
  test('ends with OK: a quiet end and close, and nothing else', async () => {
    const { double, client } = await started()
    await four(client)
    double.inject({ on: 'subscribe', fault: 'endWithOk', afterEvents: 2 })
    const said = saidBy(client.subscribeToStream('s'))
    await until(() => said.includes('close'))
    expect(said).toEqual(['confirmation', 'A', 'B', 'end', 'close'])
  })

  test('becomes unavailable while it is live: an error, no end, no close', async () => {
    const { double, client } = await started()
    await four(client)
    double.inject({ on: 'subscribe', fault: 'status', code: status.UNAVAILABLE, afterEvents: 5 })
    const said = saidBy(client.subscribeToStream('s'))
    await until(() => said.includes('caughtUp'))
    await client.appendToStream('s', anEvent('E'))
    await until(() => said.some((one) => one.startsWith('error')))
    await pause(50)
    expect(said).toEqual(['confirmation', 'A', 'B', 'C', 'D', 'caughtUp', 'E', 'error UnavailableError 14'])
  })

  test('is never confirmed', async () => {
    const { double, client } = await started()
    double.inject({ on: 'subscribe', fault: 'silence' })
    const subscription = client.subscribeToStream('s')
    const said = saidBy(subscription)
    await pause(short)
    expect(said).toEqual([])
    await subscription.unsubscribe()
  })

  test('gives an event twice, and two in the wrong order', async () => {
    const { double, client } = await started()
    await four(client)
    double.inject({ on: 'subscribe', fault: 'repeatedEvent', afterEvents: 1 })
    const twice = saidBy(client.subscribeToStream('s'))
    await until(() => twice.includes('caughtUp'))
    expect(twice).toEqual(['confirmation', 'A', 'B', 'B', 'C', 'D', 'caughtUp'])
    double.inject({ on: 'subscribe', fault: 'wrongOrder', afterEvents: 2 })
    const swapped = saidBy(client.subscribeToStream('s'))
    await until(() => swapped.includes('caughtUp'))
    expect(swapped).toEqual(['confirmation', 'A', 'B', 'D', 'C', 'caughtUp'])
  })

  test('gets a checkpoint at the place of the next event, which whoever resumes there never sees (KurrentDB issue 4970)', async () => {
    const { double, client } = await started()
    await four(client)
    const checkpoints: bigint[] = []
    const filter = streamNameFilter({ prefixes: ['s'], checkpointReached: async (_, { commit }) => { checkpoints.push(commit) } })
    double.inject({ on: 'subscribe', fault: 'tailCheckpoint' })
    const said = saidBy(client.subscribeToAll({ filter }))
    await until(() => said.includes('caughtUp') && checkpoints.length > 0)
    const { position } = await client.appendToStream('s', anEvent('Swallowed'))
    await until(() => said.includes('Swallowed'))
    await until(() => checkpoints.at(-1) === position?.commit)
    const resumed = saidBy(client.subscribeToAll({ fromPosition: { commit: checkpoints.at(-1) ?? 0n, prepare: checkpoints.at(-1) ?? 0n }, filter: streamNameFilter({ prefixes: ['s'] }) }))
    await client.appendToStream('s', anEvent('Next'))
    await until(() => resumed.includes('Next'))
    expect(resumed).not.toContain('Swallowed')
  })

  test('with a filter that nothing matches on a new server: the checkpoint is the greatest number of all, and the last', async () => {
    const { client } = await started()
    const checkpoints: bigint[] = []
    const said = saidBy(client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['none'], checkpointReached: async (_, { commit }) => { checkpoints.push(commit) } }) }))
    await until(() => said.includes('caughtUp'))
    await client.appendToStream('s', Array.from({ length: 100 }, () => anEvent()))
    await pause(50)
    expect(checkpoints).toEqual([2n ** 64n - 1n])
  })

  test('of a slow consumer falls behind and catches up again: no gap, none twice', async () => {
    const { client } = await started()
    const subscription = client.subscribeToStream('s', {}, { highWaterMark: 1 })
    const seen: bigint[] = []
    let caughtUp = 0
    subscription.on('caughtUp', () => { caughtUp += 1 })
    await until(() => caughtUp === 1)
    const big = { text: 'x'.repeat(5000) }
    for (let part = 0; part < 10; part += 1) await client.appendToStream('s', Array.from({ length: 100 }, () => jsonEvent({ type: 'Big', data: big })))
    await pause(short)
    subscription.on('data', ({ event }) => { seen.push(event?.revision ?? -1n) })
    await until(() => seen.length >= 1000 && caughtUp > 1)
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, index) => BigInt(index)))
  })
})

test('what is not understood of features and gossip: a client that is told nothing about features uses single calls', async () => {
  const { double, client } = await started()
  double.inject({ on: 'features', fault: 'status', code: status.UNIMPLEMENTED, times: Infinity })
  expect(await client.appendToStream('s', anEvent())).toMatchObject({ success: true })
  expect(double.log().filter(({ call }) => call === 'features').map(({ fault }) => fault)).toEqual(['status'])
})
