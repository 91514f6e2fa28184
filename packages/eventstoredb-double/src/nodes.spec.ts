/** Nodes that are killed, restarted, frozen, elected: one of them, and three. */

import { EventStoreDBClient } from '@eventstore/db-client'
import { afterEach, describe, expect, test } from 'vitest'
import { anEvent, failureOf, saidBy, started, typesIn, until, within } from './a-client.spec-parts.ts'
import { banner, doubleVersion, startDouble, type Double } from './index.ts'
import { openWire } from './questions/wire.spec-parts.ts'

/** A client that knows one node, and no other. */
function atNode(double: Double, node: number): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(`esdb://${double.nodes[node]?.address}?tls=false`)
  kept.add(client)
  return client
}

const kept = new Set<EventStoreDBClient>()
afterEach(async () => {
  await Promise.all([...kept].map((client) => within(500, client.dispose())))
  kept.clear()
})

const unary = { credentials: { username: 'nobody', password: 'insecure' } }

describe('one node', () => {
  test('is killed: subscriptions get an error and no end, appends fail, and after the restart everything is there', async () => {
    const { double, client } = await started()
    await client.appendToStream('s', anEvent('Before'))
    const said = saidBy(client.subscribeToStream('s'))
    await until(() => said.includes('caughtUp'))
    await double.nodes[0]?.kill()
    await until(() => said.some((one) => one.startsWith('error')))
    expect(said).toEqual(['confirmation', 'Before', 'caughtUp', 'error UnavailableError 14'])
    expect(double.nodes[0]?.state()).toBe('dead')
    expect((await failureOf(client.appendToStream('s', anEvent()))).code).toBe(14)
    await Promise.all([double.nodes[0]?.restart(), double.nodes[0]?.restart()])
    await until(() => double.nodes[0]?.state() === 'leader')
    expect(await typesIn(client, 's')).toEqual(['Before'])
    expect(await client.appendToStream('s', anEvent('After'), { expectedRevision: 0n })).toMatchObject({ success: true })
  })

  test.each([true, false])('is killed at an append, stored: %s', async (stored) => {
    const { double, client } = await started()
    await client.appendToStream('warm', anEvent())
    double.inject({ on: 'append', fault: 'kill', stored, stream: 's' })
    expect((await failureOf(client.appendToStream('s', anEvent('Ambiguous')))).code).toBe(14)
    await double.nodes[0]?.restart()
    expect(await typesIn(client, 's').catch(() => [])).toEqual(stored ? ['Ambiguous'] : [])
  })

  test('is killed in the middle of a read', async () => {
    const { double, client } = await started()
    await client.appendToStream('s', ['A', 'B', 'C'].map((type) => anEvent(type)))
    double.inject({ on: 'read', fault: 'kill', afterEvents: 2 })
    expect((await failureOf(typesIn(client, 's'))).code).toBe(14)
  })

  test('forgets recent ids when it is killed: what was appended with ANY is written again, at its place it is known', async () => {
    const { double, client } = await started()
    const event = anEvent('Once')
    await client.appendToStream('s', event)
    expect(await client.appendToStream('s', event)).toMatchObject({ nextExpectedRevision: 0n })
    await double.nodes[0]?.kill()
    await double.nodes[0]?.restart()
    await until(() => double.nodes[0]?.state() === 'leader')
    await failureOf(client.appendToStream('s', anEvent())).catch(() => undefined)
    const again = await client.appendToStream('s', event, { expectedRevision: 'no_stream', ...unary })
    expect(again).toMatchObject({ nextExpectedRevision: 0n })
    expect((await client.appendToStream('s', event, unary)).nextExpectedRevision).toBeGreaterThan(0n)
  })

  test('is frozen: only the keepalive of the client notices, and what had arrived is stored and answered afterwards', async () => {
    const { double, client } = await started({}, '&keepAliveInterval=200&keepAliveTimeout=200')
    await client.appendToStream('warm', anEvent())
    const said = saidBy(client.subscribeToStream('s'))
    await until(() => said.includes('caughtUp'))
    double.nodes[0]?.freeze()
    const failed = failureOf(client.appendToStream('s', anEvent('Frozen'), { deadline: 50 }))
    expect(await within(120, failed)).toBe('nothing yet')
    expect((await failed).code).toBe(14)
    await until(() => said.some((one) => one.startsWith('error')))
    double.nodes[0]?.thaw()
    await until(() => double.log().some(({ stream, answer }) => stream === 's' && answer === 'done'))
    expect(await typesIn(client, 's')).toEqual(['Frozen'])
  })

  test('is frozen at an append and thawed in time', async () => {
    const { double, client } = await started()
    await client.appendToStream('warm', anEvent())
    double.inject({ on: 'append', fault: 'freeze' })
    const appended = client.appendToStream('s', anEvent())
    expect(await within(100, appended)).toBe('nothing yet')
    double.nodes[0]?.thaw()
    expect(await appended).toMatchObject({ success: true })
  })
})

describe('three nodes', () => {
  test('are found by gossip; when the leader is killed another is elected, and the client finds it', async () => {
    const { double, client } = await started({ nodes: 3 })
    expect(double.nodes.map(({ state }) => state())).toEqual(['leader', 'follower', 'follower'])
    await client.appendToStream('s', anEvent('First'))
    await double.nodes[0]?.kill()
    expect(double.nodes.map(({ state }) => state())).toEqual(['dead', 'leader', 'follower'])
    expect((await failureOf(client.appendToStream('s', anEvent('Lost'), { expectedRevision: 0n }))).code).toBe(14)
    await until(() => double.nodes[1]?.state() === 'leader')
    expect(await client.appendToStream('s', anEvent('Second'), { expectedRevision: 0n })).toMatchObject({ success: true })
    expect(await typesIn(client, 's')).toEqual(['First', 'Second'])
    await double.nodes[0]?.restart()
    expect(double.nodes.map(({ state }) => state())).toEqual(['follower', 'leader', 'follower'])
  })

  test('change their leader: whoever asks the old one for the leader is sent to the new one', async () => {
    const { double, client } = await started({ nodes: 3 })
    await client.appendToStream('s', anEvent('First'))
    double.nodes[2]?.elect()
    expect(await failureOf(client.appendToStream('s', anEvent('Refused'), { requiresLeader: true, ...unary }))).toMatchObject({ name: 'NotLeaderError' })
    expect(await client.appendToStream('s', anEvent('Second'), { requiresLeader: true, ...unary })).toMatchObject({ success: true })
    expect(double.log().filter(({ stream, answer }) => stream === 's' && answer === 'done').map(({ node }) => node)).toEqual([0, 2])
  })

  test('are named to clients by the ports that they are told to give', async () => {
    const { double } = await started({ nodes: 3, advertisedPort: (node, own) => (node === 0 ? own : 7000 + node) })
    const wire = openWire(double.nodes[0]?.address ?? '')
    expect((await wire.gossip()).map(({ http }) => http.port)).toEqual([double.nodes[0]?.port, 7001, 7002])
    wire.close()
    double.nodes[2]?.elect()
    expect(await failureOf(atNode(double, 0).appendToStream('s', anEvent(), { requiresLeader: true, ...unary }))).toMatchObject({ name: 'NotLeaderError', leader: { port: 7002 } })
  })

  test('pass writes on to the leader where it is not asked for', async () => {
    const { double } = await started({ nodes: 3 })
    const client = EventStoreDBClient.connectionString(`esdb://${double.nodes[1]?.address}?tls=false`)
    expect(await client.appendToStream('s', anEvent())).toMatchObject({ success: true })
    await client.dispose()
  })

  test('without a majority have no leader: writes are refused at once, reads go on', async () => {
    const { double } = await started({ nodes: 3 })
    const client = atNode(double, 2)
    await client.appendToStream('s', anEvent('Before'))
    await double.nodes[0]?.kill()
    await double.nodes[1]?.kill()
    expect(double.nodes.map(({ state }) => state())).toEqual(['dead', 'dead', 'unknown'])
    expect(await failureOf(client.appendToStream('s', anEvent(), unary))).toMatchObject({ name: 'UnavailableError', message: '14 UNAVAILABLE: Server Is Not Ready' })
    const again = atNode(double, 2)
    expect(await failureOf(again.appendToStream('s', anEvent()))).toMatchObject({ name: 'UnknownError', message: 'Could not recognize Server Is Not Ready' })
    expect(await typesIn(again, 's')).toEqual(['Before'])
    await double.nodes[0]?.restart()
    expect(await again.appendToStream('s', anEvent(), { expectedRevision: 0n })).toMatchObject({ success: true })
  })
})

describe('a change of leader that takes its time', () => {
  /** Long enough that each step is met on a busy machine as well. */
  const step = 1000

  test('by a death: first the others still pass writes on to the dead one, then none leads, then a new one does', async () => {
    const { double } = await started({ nodes: 3, election: { unnoticedMs: step, leaderlessMs: step, unreadyMs: step } })
    const client = atNode(double, 2)
    await client.appendToStream('s', anEvent('Before'))
    const said = saidBy(client.subscribeToStream('s'))
    await until(() => said.includes('caughtUp'))
    await double.nodes[0]?.kill()
    expect(double.nodes.map(({ state }) => state())).toEqual(['dead', 'follower', 'follower'])
    expect(await within(100, client.appendToStream('s', anEvent('Lost')))).toBe('nothing yet')
    expect(await failureOf(atNode(double, 1).appendToStream('s', anEvent(), { ...unary, requiresLeader: true }))).toMatchObject({ name: 'NotLeaderError' })
    await until(() => double.nodes[2]?.state() === 'unknown')
    expect(await failureOf(client.appendToStream('s', anEvent('Refused')))).toMatchObject({ message: 'Could not recognize Server Is Not Ready' })
    expect(await typesIn(client, 's')).toEqual(['Before'])
    await until(() => double.nodes[1]?.state() === 'leader')
    expect(await client.appendToStream('s', anEvent('After'))).toMatchObject({ nextExpectedRevision: 1n })
    await until(() => said.includes('After'))
    expect(said).toEqual(['confirmation', 'Before', 'caughtUp', 'After'])
  })

  test('a leader that is not ready yet refuses, and what is passed on to it is never answered', async () => {
    const { double } = await started({ nodes: 3, election: { unreadyMs: step } })
    double.nodes[1]?.elect()
    expect(double.nodes.map(({ state }) => state())).toEqual(['unknown', 'unknown', 'unknown'])
    expect(await failureOf(atNode(double, 1).appendToStream('s', anEvent(), unary))).toMatchObject({ message: '14 UNAVAILABLE: Server Is Not Ready' })
    expect(await within(100, atNode(double, 2).appendToStream('s', anEvent(), unary))).toBe('nothing yet')
    await until(() => double.nodes[1]?.state() === 'leader')
    expect(await atNode(double, 2).appendToStream('s', anEvent(), unary)).toMatchObject({ nextExpectedRevision: 0n })
  })

  test.each(['kept', 'lost'] as const)('by a resignation: what was not committed is given up at once, and %s', async (uncommitted) => {
    const { double } = await started({ nodes: 3, uncommitted, commitTimeout: 60_000 })
    const client = atNode(double, 0)
    const position = (await client.appendToStream('s', anEvent('Before'))).position?.commit
    double.inject({ on: 'append', fault: 'slowCommit', ms: 60_000 })
    const pending = failureOf(client.appendToStream('s', anEvent('Uncommitted')))
    await until(() => double.log().filter(({ answer }) => answer === 'done').length === 2)
    expect(await typesIn(client, 's')).toEqual(['Before'])
    double.nodes[1]?.elect()
    expect(await pending).toMatchObject({ name: 'DeadlineExceededError' })
    const [there, next] = uncommitted === 'kept' ? [['Before', 'Uncommitted'], 2n] : [['Before'], 1n]
    expect(await typesIn(client, 's')).toEqual(there)
    const after = await client.appendToStream('s', anEvent('After'))
    expect(after).toMatchObject({ nextExpectedRevision: next })
    expect(await typesIn(client, 's')).toEqual([...there, 'After'])
    expect(after.position?.commit).toBeGreaterThan(position ?? 0n)
  })

  test('by a death: what was not committed is never answered to those who passed it on', async () => {
    const { double } = await started({ nodes: 3, uncommitted: 'lost' })
    const client = atNode(double, 1)
    double.inject({ on: 'append', fault: 'slowCommit', ms: 60_000 })
    const pending = client.appendToStream('s', anEvent('Uncommitted'), unary)
    await until(() => double.log().some(({ answer }) => answer === 'done'))
    await double.nodes[0]?.kill()
    expect(await within(200, pending)).toBe('nothing yet')
    expect(await client.appendToStream('s', anEvent('After'), { expectedRevision: 'no_stream' })).toMatchObject({ nextExpectedRevision: 0n })
    expect(await typesIn(client, 's')).toEqual(['After'])
  })
})

test('nodes that do not lead may show later what was committed, to readers and subscribers alike; the one that leads does not', async () => {
  const { double } = await started({ nodes: 3, lagMs: 1000 })
  const [leader, follower] = [atNode(double, 0), atNode(double, 1)]
  const said = saidBy(follower.subscribeToStream('s'))
  await until(() => said.includes('caughtUp'))
  await follower.appendToStream('s', anEvent('First'))
  expect(await typesIn(leader, 's')).toEqual(['First'])
  expect((await failureOf(typesIn(follower, 's'))).name).toBe('StreamNotFoundError')
  expect(said).not.toContain('First')
  await until(() => said.includes('First'))
  expect(await typesIn(follower, 's')).toEqual(['First'])
  await leader.appendToStream('s', anEvent('Second'))
  expect(await typesIn(follower, 's')).toEqual(['First'])
  // Whoever is elected has everything.
  double.nodes[1]?.elect()
  expect(await typesIn(follower, 's')).toEqual(['First', 'Second'])
})

test('says plainly that it is a double: in its version and in the first entry of its log', async () => {
  const { double } = await started()
  const wire = openWire(double.nodes[0]?.address ?? '')
  expect((await wire.features()).v).toBe(doubleVersion)
  wire.close()
  expect(doubleVersion).toMatch(/double/)
  expect(double.log()[0]?.answer).toBe(banner)
  expect(banner).toMatch(/test double of EventStoreDB, not EventStoreDB/)
})

test('is the same in every run with the same seed, and has no clock of its own', async () => {
  const run = async (seed: number): Promise<string> => {
    const double = await startDouble({ seed })
    const client = EventStoreDBClient.connectionString(double.connectionString)
    await client.appendToStream('s', anEvent('E', '11111111-1111-4111-8111-111111111111'))
    await client.deleteStream('s')
    const seen: unknown[] = []
    for await (const { event } of client.readAll()) seen.push([event?.id, event?.created, String(event?.position?.commit)])
    await client.dispose()
    await double.stop()
    return JSON.stringify(seen)
  }
  expect(await run(7)).toBe(await run(7))
  expect(await run(8)).not.toBe(await run(7))
})
