/** What a running policy promises: each command once, every outcome recorded, never run again by a guess. */

import { describe, expect, it } from 'vitest'
import { definePolicy, type StartFrom } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import { memoryOutcomeStore, placeSender, policyCommandId, runPolicy, type OutcomeStore, type RunningPolicy } from './index.ts'
import { allFacts, at, counted, leftOf, remarked, rightOf, sampleCodec, sampleStore, streamNamed, write, type SampleEvent } from './builders.ts'
import { frontDoorDouble, type FrontDoorDouble, type HoistFlag } from './sample-senders.spec-parts.ts'

const flagsForCounts = (startFrom: StartFrom = 'beginning') => definePolicy<SampleEvent, HoistFlag>()({
  name: 'flagsForCounts',
  startFrom,
  handles: ['BuildingsCounted'],
  when: {
    BuildingsCounted: ({ data }) => data.grids.map((grid) => ({ stream: streamNamed('flags'), key: grid, command: { type: 'HoistFlag', data: { flag: `${grid} ${data.entryId}` } } })),
  },
})

const sender = { kind: 'policy', name: 'flagsForCounts' } as const

const running = (reader: EventStore, outcomes: OutcomeStore, door: FrontDoorDouble, startFrom?: StartFrom, mayBegin = true): Promise<RunningPolicy<'the store is down'>> =>
  rightOf(runPolicy({ reader, codec: sampleCodec, mode: 'checked', policy: flagsForCounts(startFrom), outcomes, send: door.send, mayBegin }))

const workedThrough = async (runner: RunningPolicy<unknown>, log: EventStore): Promise<void> => {
  const { after } = await rightOf(log.head())
  expect(await runner.untilPosition(after === 'beginning' ? at(0) : after)()).toBe('reached')
}

const flags = async (log: EventStore): Promise<ReadonlyArray<string>> =>
  (await allFacts(log)).flatMap((event) => event.type === 'FlagHoisted' ? [event.data.flag] : [])

describe('a running policy', () => {
  it('sends a command for each of its facts, with the cause and an id derived from it', async () => {
    const log = sampleStore()
    const door = frontDoorDouble(log)
    const outcomes = memoryOutcomeStore()
    const runner = await running(log, outcomes, door)
    await write(log, 'a', remarked('g1', 'not for the policy'), counted('e1', '2024-01-01', ['g1', 'g2'], 1))
    await workedThrough(runner, log)
    await runner.stop()
    const cause = (await allFacts(log))[1]
    expect(door.received.map(({ command, cause: { eventId }, correlationId }) => [command.data.flag, eventId, correlationId])).toEqual([
      ['g1 e1', cause?.eventId, cause?.metadata.correlationId], ['g2 e1', cause?.eventId, cause?.metadata.correlationId],
    ])
    expect(door.received[0]?.commandId).toBe(cause === undefined ? '' : policyCommandId(sender, cause, { stream: streamNamed('flags'), key: 'g1' }))
    expect(new Set(door.received.map(({ commandId }) => commandId)).size).toBe(2)
  })

  it('records every outcome: accepted, nothing to do, rejected with its reason', async () => {
    const log = sampleStore()
    const door = frontDoorDouble(log)
    const outcomes = memoryOutcomeStore()
    const runner = await running(log, outcomes, door)
    for (const [index, next] of (['accept', 'nothing', 'reject'] as const).entries()) {
      door.next = next
      await write(log, 'a', counted(`e${index}`, '2024-01-01', ['g1'], 1))
      await workedThrough(runner, log)
    }
    await runner.stop()
    expect((await rightOf(outcomes.list(sender, { skip: 0, maxCount: 10 }))).map(({ reason, outcome }) => [reason, outcome])).toEqual([
      ['g1', { outcome: 'accepted', stream: 'grid-flags', position: 1 }],
      ['g1', { outcome: 'nothingToDo' }],
      ['g1', { outcome: 'rejected', rejection: { type: 'FlagForbidden', rule: 'F1' } }],
    ])
  })

  it('does not send again what has an outcome, even if its place in the log was lost', async () => {
    const log = sampleStore()
    const door = frontDoorDouble(log)
    const outcomes = memoryOutcomeStore()
    const first = await running(log, outcomes, door)
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    await workedThrough(first, log)
    await first.stop()
    await rightOf(placeSender({ reader: log, outcomes, sender, startFrom: 'beginning' }))
    const second = await running(log, outcomes, door)
    await workedThrough(second, log)
    await second.stop()
    expect(door.received.length).toBe(1)
  })

  it('sends again, under the same id, what was sent but not recorded: it takes effect once', async () => {
    const log = sampleStore()
    const door = frontDoorDouble(log)
    const outcomes = memoryOutcomeStore()
    door.next = 'failAfterwards'
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    const first = await running(log, outcomes, door)
    expect(await leftOf(first.ended)).toMatchObject({ tag: 'SendFailed', failure: 'the store is down' })
    door.next = 'accept'
    const second = await running(log, outcomes, door)
    await workedThrough(second, log)
    await second.stop()
    expect(door.received.map(({ commandId }) => commandId)).toEqual([door.received[0]?.commandId, door.received[0]?.commandId])
    expect(await flags(log)).toEqual(['g1 e1'])
  })

  it('loses its right to another runner of the same name', async () => {
    const log = sampleStore()
    const door = frontDoorDouble(log)
    const outcomes = memoryOutcomeStore()
    const first = await running(log, outcomes, door)
    const second = await running(log, outcomes, door)
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    expect(await leftOf(first.ended)).toMatchObject({ tag: 'FencedOff', runner: 'policy flagsForCounts' })
    await workedThrough(second, log)
    await second.stop()
    expect(await flags(log)).toEqual(['g1 e1'])
  })
})

describe('a policy begins', () => {
  it.each([['beginning', 2], ['now', 0], [{ position: at(0) }, 1]] as const)('from %j as it declares: %i of the earlier facts count', async (startFrom, count) => {
    const log = sampleStore()
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    await write(log, 'a', counted('e2', '2024-01-01', ['g1'], 1))
    const door = frontDoorDouble(log)
    const runner = await running(log, memoryOutcomeStore(), door, startFrom)
    await workedThrough(runner, log)
    expect(door.received.length).toBe(count)
    await write(log, 'a', counted('e3', '2024-01-01', ['g1'], 1))
    await workedThrough(runner, log)
    await runner.stop()
    expect(door.received.length).toBe(count + 1)
  })

  it('only if it may: a lost checkpoint stops it until an operator names a position', async () => {
    const log = sampleStore()
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    const lost = memoryOutcomeStore()
    const door = frontDoorDouble(log)
    const begin = runPolicy({ reader: log, codec: sampleCodec, mode: 'checked', policy: flagsForCounts(), outcomes: lost, send: door.send, mayBegin: false })
    expect(await leftOf(begin)).toEqual({ tag: 'ProgressUnknown', runner: 'policy flagsForCounts' })
    await rightOf(placeSender({ reader: log, outcomes: lost, sender, startFrom: { position: at(0) } }))
    const runner = await rightOf(begin)
    await workedThrough(runner, log)
    await runner.stop()
    expect(door.received).toEqual([])
  })

  it('not where it was told a position that holds no event', async () => {
    const log = sampleStore()
    expect(await leftOf(placeSender({ reader: log, outcomes: memoryOutcomeStore(), sender, startFrom: { position: at(7) } })))
      .toEqual({ tag: 'NoEventThere', runner: 'policy flagsForCounts', position: 7 })
  })

  it('not in a log in which its checkpoint is another event', async () => {
    const outcomes = memoryOutcomeStore()
    const first = sampleStore()
    await write(first, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    const runner = await running(first, outcomes, frontDoorDouble(first))
    await workedThrough(runner, first)
    await runner.stop()
    const other = sampleStore()
    await write(other, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    expect(await leftOf(runPolicy({ reader: other, codec: sampleCodec, mode: 'checked', policy: flagsForCounts(), outcomes, send: frontDoorDouble(other).send, mayBegin: true })))
      .toMatchObject({ tag: 'CheckpointNotInLog', runner: 'policy flagsForCounts' })
  })
})
