/** After a log was moved to another store, where every position is another: what was handled is not handled again, and nothing is left out. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definePolicy, type After, type CalendarDate, type Position } from '@grid-governance/event-sourcing'
import type { EventStore, LogPage, StoredEvent } from '@grid-governance/event-store'
import * as E from 'fp-ts/lib/Either.js'
import { carryOutcomes, memoryOutcomeStore, runPolicy, runProcess, type OutcomeStore } from './index.ts'
import { allFacts, counted, day, leftOf, remarked, rightOf, sampleCodec, sampleStore, streamNamed, write, type SampleEvent } from './builders.ts'
import { flagOnTheDay, frontDoorDouble, type FrontDoorDouble, type HoistFlag } from './sample-senders.spec-parts.ts'

const flagsForCounts = definePolicy<SampleEvent, HoistFlag>()({
  name: 'flagsForCounts',
  startFrom: 'beginning',
  handles: ['BuildingsCounted'],
  when: { BuildingsCounted: ({ data }) => data.grids.map((grid) => ({ stream: streamNamed('flags'), key: grid, command: { type: 'HoistFlag', data: { flag: `${grid} ${data.entryId}` } } })) },
})

const policy = { kind: 'policy', name: 'flagsForCounts' } as const

/** The same log where positions are others, with gaps. */
function elsewhere(log: EventStore): EventStore {
  const out = (position: number): Position => position * 7 + 3 as Position
  const back = (position: number): Position => Math.floor((position - 3) / 7) as Position
  const outAfter = (after: After): After => after === 'beginning' ? after : out(after)
  const backAfter = (after: After): After => after === 'beginning' || after < 3 ? 'beginning' : back(after)
  const moved = (event: StoredEvent): StoredEvent => ({ ...event, globalPosition: out(event.globalPosition) })
  return {
    ...log,
    readAll: ({ after, upTo, ...request }) => async () => E.map((page: LogPage) => ({ ...page, events: page.events.map(moved), readTo: outAfter(page.readTo) }))(
      await log.readAll({ ...request, after: backAfter(after), ...(upTo === undefined ? {} : { upTo: back(upTo) }) })()),
    readAt: (positions) => async () => E.map((events: ReadonlyArray<StoredEvent>) => events.map(moved))(await log.readAt(positions.filter((position) => (position - 3) % 7 === 0).map(back))()),
    head: () => async () => E.map((head: { readonly after: After, readonly recordedAt: number | undefined, readonly link: string | undefined }) => ({ ...head, after: outAfter(head.after) }))(await log.head()()),
    append: (request) => async () => E.map((receipt: { readonly position: Position }) => ({ ...receipt, position: out(receipt.position) }) as never)(await log.append(request)()),
    waitBeyond: (after, options) => log.waitBeyond(backAfter(after), options),
  }
}

async function runThePolicy(log: EventStore, outcomes: OutcomeStore, door: FrontDoorDouble, mayBegin: boolean): Promise<void> {
  const runner = await rightOf(runPolicy({ reader: log, codec: sampleCodec, mode: 'checked', policy: flagsForCounts, outcomes, send: door.send, mayBegin, pageSize: 2 }))
  const { after } = await rightOf(log.head())
  if (after !== 'beginning') expect(await runner.untilPosition(after)()).toBe('reached')
  await runner.stop()
}

describe('what policies and processes did is carried over to where the log was moved', () => {
  it('so that a policy sends no command again, and every one that is left, wherever it was', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 8 }), fc.array(fc.boolean(), { maxLength: 5 }), async (before, after) => {
      const log = sampleStore()
      const [outcomes, there] = [memoryOutcomeStore(), memoryOutcomeStore()]
      const door = frontDoorDouble(log)
      for (const [place, isCount] of before.entries()) await write(log, 'a', isCount ? counted(`e${place}`, '2024-01-01', ['g1', 'g2'], 1) : remarked('g1', 'nothing'))
      await runThePolicy(log, outcomes, door, true)
      // These come before the log is moved, and the policy does not see them there.
      for (const [place, isCount] of after.entries()) await write(log, 'b', isCount ? counted(`f${place}`, '2024-01-01', ['g1'], 1) : remarked('g1', 'nothing'))
      const moved = elsewhere(log)
      const carried = await rightOf(carryOutcomes({ from: { reader: log, outcomes }, to: { reader: moved, outcomes: there } }))
      expect(carried).toEqual([{ sender: policy, outcomes: door.received.length }])
      const doorThere = frontDoorDouble(moved)
      await runThePolicy(moved, there, doorThere, false)
      const flags = (received: FrontDoorDouble): ReadonlyArray<string> => received.received.map(({ command }) => command.data.flag)
      expect(flags(door)).toEqual(before.flatMap((isCount, place) => isCount ? [`g1 e${place}`, `g2 e${place}`] : []))
      expect(flags(doorThere)).toEqual(after.flatMap((isCount, place) => isCount ? [`g1 f${place}`] : []))
    }), { numRuns: 40 })
  })

  it('with the outcomes, and the places of what they led to, which are where they were', async () => {
    const log = sampleStore()
    const [outcomes, there] = [memoryOutcomeStore(), memoryOutcomeStore()]
    await write(log, 'a', counted('e1', '2024-01-01', ['g1', 'g2'], 1))
    await runThePolicy(log, outcomes, frontDoorDouble(log), true)
    const moved = elsewhere(log)
    await rightOf(carryOutcomes({ from: { reader: log, outcomes }, to: { reader: moved, outcomes: there } }))
    const page = { skip: 0, maxCount: 10 }
    const [old, carried] = [await rightOf(outcomes.list(policy, page)), await rightOf(there.list(policy, page))]
    expect(carried.map(({ outcome: _, ...rest }) => rest)).toEqual(old.map(({ outcome: _, ...rest }) => rest))
    const positions = carried.flatMap(({ outcome }) => outcome.outcome === 'accepted' && outcome.position !== undefined ? [outcome.position] : [])
    expect((await rightOf(moved.readAt(positions))).map(({ type, eventId }) => [type, eventId])).toEqual((await allFacts(log)).slice(1).map(({ type, eventId }) => [type, eventId]))
  })

  it('so that a process fires nothing again, and what was open is open still', async () => {
    const log = sampleStore()
    const [outcomes, there] = [memoryOutcomeStore(), memoryOutcomeStore()]
    const run = async (on: EventStore, kept: OutcomeStore, door: FrontDoorDouble, today: CalendarDate, mayBegin: boolean): Promise<void> => {
      const runner = await rightOf(runProcess({ reader: on, codec: sampleCodec, mode: 'checked', process: flagOnTheDay, outcomes: kept, send: door.send, today: () => today, mayBegin }))
      const { after } = await rightOf(on.head())
      if (after !== 'beginning') expect(await runner.untilPosition(after)()).toBe('reached')
      await runner.stop()
    }
    await write(log, 'north', counted('e1', '2024-02-01', ['g1'], 1))
    await write(log, 'north', counted('e2', '2024-03-01', ['g1'], 1))
    await run(log, outcomes, frontDoorDouble(log), day('2024-02-01'), true)
    const moved = elsewhere(log)
    await rightOf(carryOutcomes({ from: { reader: log, outcomes }, to: { reader: moved, outcomes: there } }))
    const door = frontDoorDouble(moved)
    await run(moved, there, door, day('2024-03-01'), false)
    expect(door.received.map(({ command }) => command.data.flag)).toEqual(['north e2 2024-03-01'])
  })

  it('once: again it finds nothing to do, and what went on there since is not set back', async () => {
    const log = sampleStore()
    const [outcomes, there] = [memoryOutcomeStore(), memoryOutcomeStore()]
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    await runThePolicy(log, outcomes, frontDoorDouble(log), true)
    const moved = elsewhere(log)
    const request = { from: { reader: log, outcomes }, to: { reader: moved, outcomes: there } }
    const first = await rightOf(carryOutcomes(request))
    expect(await rightOf(carryOutcomes(request))).toEqual(first)
    await write(moved, 'b', counted('e2', '2024-01-01', ['g1'], 1))
    await runThePolicy(moved, there, frontDoorDouble(moved), false)
    expect(await leftOf(carryOutcomes(request))).toEqual({ tag: 'SenderGoneOn', runner: 'policy flagsForCounts' })
  })

  it('or refused: to another log, or to one that does not reach so far', async () => {
    const log = sampleStore()
    const outcomes = memoryOutcomeStore()
    await write(log, 'a', counted('e1', '2024-01-01', ['g1'], 1))
    await write(log, 'a', counted('e2', '2024-01-01', ['g1'], 1))
    await runThePolicy(log, outcomes, frontDoorDouble(log), true)
    const other = sampleStore()
    await write(other, 'z', remarked('g9', 'another log'))
    const there = memoryOutcomeStore()
    expect(await leftOf(carryOutcomes({ from: { reader: log, outcomes }, to: { reader: other, outcomes: there } }))).toMatchObject({ tag: 'TargetDiffers', place: 0 })
    const shorter: EventStore = { ...log, readAll: (request) => log.readAll({ ...request, upTo: 0 as Position }) }
    expect(await leftOf(carryOutcomes({ from: { reader: log, outcomes }, to: { reader: shorter, outcomes: there } }))).toMatchObject({ tag: 'CheckpointNotInLog', runner: 'policy flagsForCounts' })
    expect(await rightOf(there.senders())).toEqual([])
  })
})
