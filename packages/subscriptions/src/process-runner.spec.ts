/** What a running process promises: it fires what is due, once, on the day it is due, and only when it knows all that was recorded. */

import { describe, expect, it } from 'vitest'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import { deadlineCommandId, memoryOutcomeStore, runProcess, type OutcomeStore, type RunningProcess } from './index.ts'
import { allFacts, counted, day, leftOf, rightOf, sampleCodec, sampleStore, takenBack, write } from './builders.ts'
import { flagOnTheDay, frontDoorDouble, type FrontDoorDouble, type HoistFlag } from './sample-senders.spec-parts.ts'

interface Watch { today: CalendarDate }

const running = (reader: EventStore, outcomes: OutcomeStore, door: FrontDoorDouble, watch: Watch, mayBegin = true): Promise<RunningProcess<HoistFlag, 'the store is down'>> =>
  rightOf(runProcess({ reader, codec: sampleCodec, mode: 'checked', process: flagOnTheDay, outcomes, send: door.send, today: () => watch.today, lookAtClockEveryMs: 5, mayBegin }))

const settled = async (runner: RunningProcess<HoistFlag, unknown>, log: EventStore): Promise<void> => {
  const { after } = await rightOf(log.head())
  if (after !== 'beginning') expect(await runner.untilPosition(after)()).toBe('reached')
}

/** Time enough for the runner to look at the clock some times. */
const aWhile = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 40) })

const flags = async (log: EventStore): Promise<ReadonlyArray<string>> =>
  (await allFacts(log)).flatMap((event) => event.type === 'FlagHoisted' ? [event.data.flag] : [])

describe('a running process', () => {
  it('waits for the day, and fires once', async () => {
    const log = sampleStore()
    const door = frontDoorDouble(log)
    const watch: Watch = { today: day('2024-01-31') }
    const runner = await running(log, memoryOutcomeStore(), door, watch)
    await write(log, 'north', counted('e1', '2024-02-01', ['g1'], 1))
    await settled(runner, log)
    expect(runner.openDeadlines()).toMatchObject([{ instance: 'north', deadlineId: 'e1', dueOn: '2024-02-01', outcome: undefined }])
    expect(door.received).toEqual([])
    watch.today = day('2024-02-03')
    await aWhile()
    await runner.stop()
    expect(await flags(log)).toEqual(['north e1 2024-02-01'])
    expect(door.received.map(({ commandId }) => commandId)).toEqual([deadlineCommandId(flagOnTheDay, 'north', { deadlineId: 'e1', dueOn: day('2024-02-01') })])
    expect(runner.openDeadlines()).toEqual([])
  })

  it('fires nothing before it has read to the head: a correction that lies there cancels what was due', async () => {
    const log = sampleStore()
    await write(log, 'north', counted('e1', '2024-01-01', ['g1'], 1))
    await write(log, 'north', counted('e2', '2024-01-01', ['g1'], 1))
    await write(log, 'north', takenBack('e3', 'e1', 'e1'))
    const door = frontDoorDouble(log)
    const runner = await rightOf(runProcess({
      reader: log, codec: sampleCodec, mode: 'checked', process: flagOnTheDay, outcomes: memoryOutcomeStore(), send: door.send, today: () => day('2024-06-01'), mayBegin: true, pageSize: 1,
    }))
    await settled(runner, log)
    await runner.stop()
    expect(await flags(log)).toEqual(['north e2 2024-01-01'])
  })

  it('moves a deadline with a correction of its cause', async () => {
    const log = sampleStore()
    const door = frontDoorDouble(log)
    const watch: Watch = { today: day('2024-01-01') }
    const runner = await running(log, memoryOutcomeStore(), door, watch)
    await write(log, 'north', counted('e1', '2024-02-01', ['g1'], 1))
    await write(log, 'north', counted('e2', '2024-03-01', ['g1'], 1, { root: 'e1', corrects: 'e1' }))
    watch.today = day('2024-02-15')
    await aWhile()
    expect(await flags(log)).toEqual([])
    watch.today = day('2024-03-01')
    await aWhile()
    await runner.stop()
    expect(await flags(log)).toEqual(['north e1 2024-03-01'])
  })

  it('keeps its deadlines through a restart, and does not fire again what it fired', async () => {
    const log = sampleStore()
    const door = frontDoorDouble(log)
    const outcomes = memoryOutcomeStore()
    const watch: Watch = { today: day('2024-01-15') }
    await write(log, 'north', counted('e1', '2024-01-01', ['g1'], 1), counted('e2', '2024-02-01', ['g1'], 1))
    const first = await running(log, outcomes, door, watch)
    await settled(first, log)
    await aWhile()
    await first.stop()
    const second = await running(log, outcomes, door, watch, false)
    await settled(second, log)
    expect(second.openDeadlines().map(({ deadlineId }) => deadlineId)).toEqual(['e2'])
    watch.today = day('2024-02-01')
    await aWhile()
    await second.stop()
    expect(await flags(log)).toEqual(['north e1 2024-01-01', 'north e2 2024-02-01'])
    expect(door.received.length).toBe(2)
  })

  it('sends a refused command once, and lists what it waits for with the refusal', async () => {
    const log = sampleStore()
    const door = frontDoorDouble(log)
    door.next = 'reject'
    const outcomes = memoryOutcomeStore()
    await write(log, 'north', counted('e1', '2024-01-01', ['g1'], 1))
    for (const restart of [1, 2]) {
      const runner = await running(log, outcomes, door, { today: day('2024-01-15') })
      await settled(runner, log)
      await aWhile()
      await runner.stop()
      expect([restart, runner.openDeadlines().map(({ outcome }) => outcome?.outcome)]).toEqual([restart, ['rejected']])
    }
    expect(door.received.length).toBe(1)
    expect((await rightOf(outcomes.list({ kind: 'process', name: 'flagOnTheDay' }, { skip: 0, maxCount: 9 }))).map(({ reason }) => reason)).toEqual(['north e1 2024-01-01'])
  })

  it('sends again, under the same id, what was sent but not recorded: it takes effect once', async () => {
    const log = sampleStore()
    const door = frontDoorDouble(log)
    const outcomes = memoryOutcomeStore()
    door.next = 'failAfterwards'
    await write(log, 'north', counted('e1', '2024-01-01', ['g1'], 1))
    const first = await running(log, outcomes, door, { today: day('2024-01-15') })
    expect(await leftOf(first.ended)).toMatchObject({ tag: 'SendFailed' })
    door.next = 'accept'
    const second = await running(log, outcomes, door, { today: day('2024-01-15') })
    await settled(second, log)
    await aWhile()
    await second.stop()
    expect(await flags(log)).toEqual(['north e1 2024-01-01'])
  })

  it('does not begin where nothing is known of it and it may not', async () => {
    const log = sampleStore()
    await write(log, 'north', counted('e1', '2024-01-01', ['g1'], 1))
    expect(await leftOf(runProcess({
      reader: log, codec: sampleCodec, mode: 'checked', process: flagOnTheDay, outcomes: memoryOutcomeStore(), send: frontDoorDouble(log).send, today: () => day('2024-01-15'), mayBegin: false,
    }))).toEqual({ tag: 'ProgressUnknown', runner: 'process flagOnTheDay' })
  })
})
