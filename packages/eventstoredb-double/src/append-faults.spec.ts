/** The faults of appends, as the real client meets them. */

import { status } from '@grpc/grpc-js'
import { describe, expect, test } from 'vitest'
import { anEvent, failureOf, pause, started, typesIn, until, within } from './a-client.spec-parts.ts'

const unary = { credentials: { username: 'nobody', password: 'insecure' } }
const short = 150

describe('an append', () => {
  test.each([true, false])('is met with silence, stored: %s; the batch stream hangs for ever, the single call until its deadline', async (stored) => {
    const { double, client } = await started()
    await client.appendToStream('warm', anEvent())
    double.inject({ on: 'append', fault: 'silence', stored, stream: 's', times: 2 })
    expect(await within(short, client.appendToStream('s', anEvent('Batch')))).toBe('nothing yet')
    expect(await failureOf(client.appendToStream('s', anEvent('Unary'), { ...unary, deadline: short }))).toMatchObject({ name: 'DeadlineExceededError' })
    expect(await typesIn(client, 's').catch(() => [])).toEqual(stored ? ['Batch', 'Unary'] : [])
  })

  test.each([true, false])('ends the batch stream with OK, stored: %s; the client hangs from then on, a new one does not', async (stored) => {
    const { double, client, another } = await started()
    double.inject({ on: 'append', fault: 'endWithOk', stored, stream: 's' })
    expect(await within(short, client.appendToStream('s', anEvent('Lost')))).toBe('nothing yet')
    expect(await typesIn(client, 's').catch(() => [])).toEqual(stored ? ['Lost'] : [])
    expect(await within(short, client.appendToStream('s', anEvent('Hangs, too')))).toBe('nothing yet')
    expect(await another().appendToStream('s', anEvent('Next'))).toMatchObject({ success: true })
  })

  test.each([{}, unary])('fails with a status that was asked for %#', async (path) => {
    const { double, client } = await started()
    await client.appendToStream('warm', anEvent())
    double.inject({ on: 'append', fault: 'status', code: status.UNAVAILABLE, details: 'made up', stored: false })
    expect(await failureOf(client.appendToStream('s', anEvent(), path))).toMatchObject({ name: 'UnavailableError', code: 14, message: '14 UNAVAILABLE: made up' })
    expect(await client.appendToStream('s', anEvent(), { expectedRevision: 'no_stream', ...path })).toMatchObject({ success: true })
  })

  test.each([{}, unary])('is refused by a node that is not the leader %#', async (path) => {
    const { double, client } = await started()
    await client.appendToStream('warm', anEvent())
    double.inject({ on: 'append', fault: 'notLeader' })
    expect(await failureOf(client.appendToStream('s', anEvent(), path))).toMatchObject({ name: 'NotLeaderError', type: 'not-leader' })
    expect(await client.appendToStream('s', anEvent(), { expectedRevision: 'no_stream', ...path })).toMatchObject({ success: true })
  })

  test('is refused by a server that is not ready: one path cannot tell, the other can', async () => {
    const { double, client } = await started()
    await client.appendToStream('warm', anEvent())
    double.inject({ on: 'append', fault: 'notReady', times: 2 })
    expect(await failureOf(client.appendToStream('s', anEvent()))).toMatchObject({ name: 'UnknownError', message: expect.stringContaining('Server Is Not Ready') as string })
    expect(await failureOf(client.appendToStream('s', anEvent(), unary))).toMatchObject({ name: 'UnavailableError' })
  })

  test('is answered without a position', async () => {
    const { double, client } = await started()
    double.inject({ on: 'append', fault: 'noPosition', times: 2 })
    expect((await client.appendToStream('s', anEvent())).position).toBeUndefined()
    expect((await client.appendToStream('s', anEvent(), unary)).position).toBeUndefined()
    expect((await client.appendToStream('s', anEvent())).position).toBeDefined()
  })

  test.each([{ stored: 'before' as const, seen: ['Late'] }, { stored: 'then' as const, seen: [] }])('is answered late, stored $stored', async ({ stored, seen }) => {
    const { double, client } = await started()
    await client.appendToStream('warm', anEvent())
    double.inject({ on: 'append', fault: 'lateAnswer', ms: 2 * short, stored })
    const appended = client.appendToStream('s', anEvent('Late'))
    await until(() => stored === 'then' || double.log().some(({ stream, answer }) => stream === 's' && answer === 'done'))
    expect(await typesIn(client, 's').catch(() => [])).toEqual(seen)
    expect(await appended).toMatchObject({ success: true })
    expect(await typesIn(client, 's')).toEqual(['Late'])
  })

  test('is answered after the next one, and both find their callers', async () => {
    const { double, client } = await started()
    await client.appendToStream('warm', anEvent())
    double.inject({ on: 'append', fault: 'wrongOrder', stream: 'first' })
    const answered: string[] = []
    await Promise.all(['first', 'second'].map(async (stream) => { await client.appendToStream(stream, anEvent()); answered.push(stream) }))
    expect(answered).toEqual(['second', 'first'])
  })

  test('is answered twice: the second answer is thrown at by the client within its data handler', async () => {
    const { double, client } = await started()
    await client.appendToStream('warm', anEvent())
    const thrown = await uncaughtDuring(async () => {
      double.inject({ on: 'append', fault: 'duplicateAnswer' })
      await client.appendToStream('s', anEvent('Once'))
    })
    expect(thrown).toMatch(/undefined is not (iterable|a function)/)
    expect(await typesIn(client, 's')).toEqual(['Once'])
  })

  test.each(['injected', 'by a nil id'])('poisons the batch stream, %s: later appends hang though they are stored, single calls go on, a new client recovers', async (how) => {
    const { double, client, another } = await started({ commitTimeout: 50 })
    await client.appendToStream('warm', anEvent())
    const thrown = await uncaughtDuring(async () => {
      if (how === 'injected') double.inject({ on: 'append', fault: 'poison' })
      const poisonous = anEvent('Poison', how === 'injected' ? undefined : '00000000-0000-0000-0000-000000000000')
      expect(await failureOf(client.appendToStream('s', poisonous))).toMatchObject({ name: 'UnknownError' })
    })
    expect(thrown).toMatch(/undefined is not (iterable|a function)/)
    expect(await within(short, client.appendToStream('s', anEvent('Hangs'), { expectedRevision: 'no_stream' }))).toBe('nothing yet')
    expect(await client.appendToStream('s', anEvent('Unary'), { expectedRevision: 0n, ...unary })).toMatchObject({ success: true })
    await client.dispose()
    expect(await another().appendToStream('s', anEvent('Recovered'), { expectedRevision: 1n })).toMatchObject({ success: true })
  })

  test.each([{}, unary])('sent again while the first is in flight is dropped, stored once, and answered by a time-out %#', async (path) => {
    const { double, client } = await started({ commitTimeout: 100 })
    await client.appendToStream('warm', anEvent())
    double.inject({ on: 'append', fault: 'slowCommit', ms: 300 })
    const again = anEvent('Once')
    const tried = () => client.appendToStream('s', again, { expectedRevision: 'no_stream', ...path })
    const first = tried()
    await until(() => double.log().some(({ stream, answer }) => stream === 's' && answer === 'done'))
    expect(await typesIn(client, 's').catch(() => [])).toEqual([])
    expect(await failureOf(tried())).toMatchObject({ name: 'code' in path || path === unary ? 'TimeoutError' : 'DeadlineExceededError' })
    expect(await first).toMatchObject({ success: true, nextExpectedRevision: 0n })
    expect(await tried()).toMatchObject({ success: true, nextExpectedRevision: 0n })
    expect(await typesIn(client, 's')).toEqual(['Once'])
  })

  test('strikes only where it was asked to: stream, skipped calls, times', async () => {
    const { double, client } = await started()
    await client.appendToStream('warm', anEvent())
    double.inject({ on: 'append', fault: 'status', code: status.INTERNAL, stream: 's', skip: 1, times: 2, stored: false })
    const outcomes: boolean[] = []
    for (const stream of ['s', 'other', 's', 'other', 's', 's']) outcomes.push(await client.appendToStream(stream, anEvent()).then(() => true, () => false))
    expect(outcomes).toEqual([true, true, false, true, false, true])
    double.inject({ on: 'append', fault: 'status', code: status.INTERNAL, times: Infinity })
    double.clearFaults()
    expect(await client.appendToStream('s', anEvent())).toMatchObject({ success: true })
  })
})

test.each(['delete', 'tombstone'] as const)('a %s fails and was carried out, or was not', async (on) => {
  const { double, client } = await started()
  for (const stored of [false, true]) {
    await client.appendToStream(`s${stored}`, anEvent('There'))
    double.inject({ on, fault: 'status', code: status.UNAVAILABLE, stored })
    await failureOf(on === 'delete' ? client.deleteStream(`s${stored}`) : client.tombstoneStream(`s${stored}`))
    await pause(10)
  }
  expect(await typesIn(client, 'sfalse')).toEqual(['There'])
  expect(await failureOf(typesIn(client, 'strue'))).toMatchObject({ name: on === 'delete' ? 'StreamNotFoundError' : 'StreamDeletedError' })
})

/** What the client throws out of its own handlers, where it would end the process. */
async function uncaughtDuring(doing: () => Promise<void>): Promise<string> {
  const before = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  const caught: string[] = []
  process.on('unhandledRejection', (error) => { caught.push(String(error)) })
  try {
    await doing()
    await until(() => caught.length > 0, 'an unhandled rejection')
  } finally {
    process.removeAllListeners('unhandledRejection')
    for (const listener of before) process.on('unhandledRejection', listener)
  }
  return caught.join('; ')
}
