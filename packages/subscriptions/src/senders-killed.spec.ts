/** Death at every step of a policy or a process: whatever was sent or saved when it died, all of it takes effect once after a restart. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { definePolicy, type Command } from '@grid-governance/event-sourcing'
import type { EventStore, StoreUnavailable } from '@grid-governance/event-store'
import { memoryOutcomeStore, placeSender, runPolicy, runProcess, type OutcomeStore, type SendCommand } from './index.ts'
import { allFacts, at, counted, day, leftOf, rightOf, sampleCodec, sampleStore, streamNamed, takenBack, write, type SampleEvent } from './builders.ts'
import { flagOnTheDay, frontDoorDouble, type HoistFlag } from './sample-senders.spec-parts.ts'

const flagsForCounts = definePolicy<SampleEvent, HoistFlag>()({
  name: 'flagsForCounts',
  startFrom: 'beginning',
  handles: ['BuildingsCounted'],
  when: {
    BuildingsCounted: ({ data }) => data.grids.map((grid) => ({ stream: streamNamed('flags'), key: grid, command: { type: 'HoistFlag', data: { flag: `${grid} ${data.entryId}` } } })),
  },
})

const dead: StoreUnavailable = { tag: 'StoreUnavailable', reason: 'unreachable', where: 'a machine that died', detail: 'the process was killed' }

/** Lets `steps` steps through; the next is done or not, but nobody hears of it, and after it nothing is done any more. */
interface Killing { steps: number, readonly doesLast: boolean }

const step = async <L, A>(killing: Killing, work: () => Promise<E.Either<L, A>>): Promise<E.Either<L | StoreUnavailable, A>> => {
  killing.steps -= 1
  if (killing.steps >= 0) return await work()
  if (killing.steps === -1 && killing.doesLast) await work()
  return E.left(dead)
}

const dyingOutcomes = (outcomes: OutcomeStore, killing: Killing): OutcomeStore =>
  ({ ...outcomes, save: (save) => () => step(killing, outcomes.save(save)), outcomesOf: (sender, ids) => () => step(killing, outcomes.outcomesOf(sender, ids)) })

const dyingSend = <C extends Command, F>(send: SendCommand<C, F>, killing: Killing): SendCommand<C, F | StoreUnavailable> => (command) => () => step(killing, send(command))

interface Parts { readonly reader: EventStore, readonly outcomes: OutcomeStore, readonly send: SendCommand<HoistFlag, 'the store is down' | StoreUnavailable> }

const kinds = {
  policy: ({ reader, outcomes, send }: Parts) => runPolicy({ reader, codec: sampleCodec, mode: 'checked', policy: flagsForCounts, outcomes, send, mayBegin: true, pageSize: 1 }),
  process: ({ reader, outcomes, send }: Parts) =>
    runProcess({ reader, codec: sampleCodec, mode: 'checked', process: flagOnTheDay, outcomes, send, mayBegin: true, today: () => day('2024-02-01'), pageSize: 1 }),
} as const

/** Runs until the log that was there at the start is worked through, or the killing ends it. */
const runOnce = async (kind: keyof typeof kinds, parts: Parts): Promise<'done' | 'died'> => {
  const begun = await kinds[kind](parts)()
  if (E.isLeft(begun)) return 'died'
  const reached = await begun.right.untilPosition(at(2))()
  await begun.right.stop()
  return reached === 'reached' ? 'done' : 'died'
}

const hoisted = async (log: EventStore): Promise<ReadonlyArray<string>> =>
  (await allFacts(log)).flatMap((event) => event.type === 'FlagHoisted' ? [event.data.flag] : []).sort()

const wanted = {
  policy: ['g1 e1', 'g1 e3', 'g2 e1', 'g3 e2'],
  process: ['north e1 2024-01-01', 'north e2 2024-01-31', 'north e3 2024-02-01'],
}

describe.each(['policy', 'process'] as const)('a %s that is killed', (kind) => {
  for (const doesLast of [false, true]) {
    for (let steps = 0; steps <= 12; steps += 1) {
      it(`after ${steps} steps${doesLast ? ' and one that nobody heard of' : ''} has done everything once when it was started again`, async () => {
        const log = sampleStore()
        await write(log, 'north', counted('e1', '2024-01-01', ['g1', 'g2'], 1))
        await write(log, 'north', counted('e2', '2024-01-31', ['g3'], 1))
        await write(log, 'north', counted('e3', '2024-02-01', ['g1'], 1))
        const outcomes = memoryOutcomeStore()
        const door = frontDoorDouble(log)
        const killing: Killing = { steps, doesLast }
        const dying = { reader: log, outcomes: dyingOutcomes(outcomes, killing), send: dyingSend(door.send, killing) }
        await runOnce(kind, dying)
        expect(await runOnce(kind, { reader: log, outcomes, send: door.send })).toBe('done')
        expect(await hoisted(log)).toEqual(wanted[kind])
        const sender = { kind, name: kind === 'policy' ? 'flagsForCounts' : 'flagOnTheDay' }
        expect((await rightOf(outcomes.list(sender, { skip: 0, maxCount: 99 }))).map(({ outcome: { outcome } }) => outcome)).toEqual(wanted[kind].map(() => 'accepted'))
      })
    }
  }

  it('is not run again by whoever starts it on all that it knows: nothing is sent', async () => {
    const log = sampleStore()
    for (const [entryId, on] of [['e1', '2024-01-01'], ['e2', '2024-01-31'], ['e3', '2024-02-01']] as const) await write(log, 'north', counted(entryId, on, ['g1'], 1))
    const outcomes = memoryOutcomeStore()
    const door = frontDoorDouble(log)
    await runOnce(kind, { reader: log, outcomes, send: door.send })
    const sent = door.received.length
    await rightOf(placeSender({ reader: log, outcomes, sender: { kind, name: kind === 'policy' ? 'flagsForCounts' : 'flagOnTheDay' }, startFrom: 'beginning' }))
    expect(await runOnce(kind, { reader: log, outcomes, send: door.send })).toBe('done')
    expect([sent, door.received.length]).toEqual([3, 3])
  })
})

describe('a process whose checkpoint was lost', () => {
  it('goes on where an operator says, and sends again only what no fact has resolved', async () => {
    const log = sampleStore()
    await write(log, 'north', counted('e1', '2024-01-01', ['g1'], 1))
    const door = frontDoorDouble(log)
    const parts = { reader: log, codec: sampleCodec, mode: 'checked', process: flagOnTheDay, send: door.send, today: () => day('2024-02-01') } as const
    const first = await rightOf(runProcess({ ...parts, outcomes: memoryOutcomeStore(), mayBegin: true }))
    expect(await first.untilPosition(at(0))()).toBe('reached')
    await first.stop()
    await write(log, 'north', counted('e2', '2024-01-02', ['g1'], 1))
    const lost = memoryOutcomeStore()
    expect(await leftOf(runProcess({ ...parts, outcomes: lost, mayBegin: false }))).toEqual({ tag: 'ProgressUnknown', runner: 'process flagOnTheDay' })
    await rightOf(placeSender({ reader: log, outcomes: lost, sender: { kind: 'process', name: 'flagOnTheDay' }, startFrom: 'beginning' }))
    const runner = await rightOf(runProcess({ ...parts, outcomes: lost, mayBegin: false }))
    expect(await runner.untilPosition(at(2))()).toBe('reached')
    await runner.stop()
    expect(await hoisted(log)).toEqual(['north e1 2024-01-01', 'north e2 2024-01-02'])
    expect(door.received.map(({ command }) => command.data.flag)).toEqual(['north e1 2024-01-01', 'north e2 2024-01-02'])
  })

  it('is stopped in a log that was cut or exchanged since it read it, though it had fired nothing', async () => {
    const outcomes = memoryOutcomeStore()
    const first = sampleStore()
    await write(first, 'north', counted('e1', '2024-09-01', ['g1'], 1))
    const runner = await rightOf(kinds.process({ reader: first, outcomes, send: frontDoorDouble(first).send }))
    expect(await runner.untilPosition(at(0))()).toBe('reached')
    await runner.stop()
    const other = sampleStore()
    await write(other, 'north', counted('e1', '2024-09-01', ['g1'], 1))
    expect(await leftOf(kinds.process({ reader: other, outcomes, send: frontDoorDouble(other).send }))).toMatchObject({ tag: 'CheckpointNotInLog', runner: 'process flagOnTheDay' })
  })
})

describe('a correction of the cause, met by a process that runs', () => {
  it('cancels a deadline, or moves it to an earlier day on which it is due at once', async () => {
    const log = sampleStore()
    await write(log, 'north', counted('e1', '2024-06-01', ['g1'], 1), counted('e2', '2024-07-01', ['g1'], 1))
    const door = frontDoorDouble(log)
    const runner = await rightOf(kinds.process({ reader: log, outcomes: memoryOutcomeStore(), send: door.send }))
    expect(await runner.untilPosition(at(1))()).toBe('reached')
    await write(log, 'north', takenBack('e3', 'e1', 'e1'))
    const moved = await write(log, 'north', counted('e4', '2024-01-20', ['g1'], 1, { root: 'e2', corrects: 'e2' }))
    expect(await runner.untilPosition(moved.position)()).toBe('reached')
    expect(runner.openDeadlines()).toEqual([])
    await runner.stop()
    // It fires on 2024-02-01, and is dated to the day on which it was due.
    expect(await hoisted(log)).toEqual(['north e2 2024-01-20'])
    expect(door.received.map(({ cause }) => cause.globalPosition)).toEqual([3])
  })

  it('opens it anew for the new day, when its command of the day before was refused', async () => {
    const log = sampleStore()
    await write(log, 'north', counted('e1', '2024-01-01', ['g1'], 1))
    const door = frontDoorDouble(log)
    door.next = 'reject'
    const runner = await rightOf(kinds.process({ reader: log, outcomes: memoryOutcomeStore(), send: door.send }))
    expect(await runner.untilPosition(at(0))()).toBe('reached')
    door.next = 'accept'
    const moved = await write(log, 'north', counted('e2', '2024-01-02', ['g1'], 1, { root: 'e1', corrects: 'e1' }))
    expect(await runner.untilPosition(moved.position)()).toBe('reached')
    await runner.stop()
    expect(await hoisted(log)).toEqual(['north e1 2024-01-02'])
  })
})
