/** What a process waits for, read from the log alone: as of a day, as known at a moment. */

import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import { defineProcess, type CalendarDate, type Command, type StartFrom } from '@grid-governance/event-sourcing'
import type { EventStore, StoreUnavailable } from '@grid-governance/event-store'
import { deadlineCommandId, memoryOutcomeStore, openDeadlinesIn, runProcess, type ListedDeadline, type OpenDeadlinesRequest } from './index.ts'
import { at, counted, day, flagged, leftOf, rightOf, sampleCodec, sampleStore, streamNamed, takenBack, write, type SampleEvent } from './builders.ts'
import { flagOnTheDay, frontDoorDouble } from './sample-senders.spec-parts.ts'

type Asked = Partial<Pick<OpenDeadlinesRequest<SampleEvent, unknown, Command>, 'knownAt' | 'after' | 'outcomes'>>

const listed = (reader: EventStore, asOf: string, asked: Asked = {}): Promise<ReadonlyArray<ListedDeadline>> =>
  rightOf(openDeadlinesIn({ reader, codec: sampleCodec, mode: 'checked', process: flagOnTheDay, asOf: day(asOf), ...asked }))

const told = (deadlines: ReadonlyArray<ListedDeadline>): ReadonlyArray<string> => deadlines.map(({ instance, deadlineId, dueOn, standing }) => `${instance} ${deadlineId} ${dueOn} ${standing}`)

describe('the open deadlines of a process', () => {
  it('are listed in the order in which they are due, each as it stands on the day asked for', async () => {
    const log = sampleStore()
    await write(log, 'south', counted('e1', '2024-03-01', ['g1'], 1))
    await write(log, 'north', counted('e2', '2024-02-01', ['g1'], 1), counted('e3', '2024-01-01', ['g1'], 1))
    expect(told(await listed(log, '2024-02-01'))).toEqual(['north e3 2024-01-01 overdue', 'north e2 2024-02-01 due', 'south e1 2024-03-01 waiting'])
  })

  it('say what will be sent, and which fact brought each to its day', async () => {
    const log = sampleStore()
    await write(log, 'north', counted('e1', '2024-02-01', ['g1'], 1))
    await write(log, 'north', counted('e2', '2024-02-05', ['g1'], 1))
    const [first, second] = await listed(log, '2024-01-01')
    expect(first).toMatchObject({
      stream: streamNamed('flags'), command: { type: 'HoistFlag', data: { flag: 'north e1 2024-02-01' } }, outcome: undefined,
      commandId: deadlineCommandId(flagOnTheDay, 'north', { deadlineId: 'e1', dueOn: day('2024-02-01') }), cause: { type: 'BuildingsCounted', globalPosition: 0 },
    })
    expect(second?.cause.globalPosition).toBe(1)
  })

  it('are resolved by a fact, moved and cancelled by a correction of their cause, which is then the cause', async () => {
    const log = sampleStore()
    await write(log, 'north', counted('e1', '2024-02-01', ['g1'], 1))
    await write(log, 'north', counted('e2', '2024-02-02', ['g1'], 1))
    await write(log, 'north', counted('e3', '2024-02-03', ['g1'], 1))
    await write(log, 'north', counted('e4', '2024-05-01', ['g1'], 1, { root: 'e1', corrects: 'e1' }))
    await write(log, 'north', takenBack('e5', 'e2', 'e2'))
    await write(log, 'flags', flagged('north e3 2024-02-03'))
    const open = await listed(log, '2024-01-01')
    expect(told(open)).toEqual(['north e1 2024-05-01 waiting'])
    expect(open[0]?.cause.globalPosition).toBe(3)
  })

  it('are those of a prefix: as known at a position or an instant, never within an append', async () => {
    const log = sampleStore()
    await write(log, 'north', counted('e1', '2024-02-01', ['g1'], 1))
    await write(log, 'north', counted('e2', '2024-02-02', ['g1'], 1), counted('e3', '2024-02-03', ['g1'], 1))
    await write(log, 'flags', flagged('north e1 2024-02-01'))
    const ids = async (asked: Asked): Promise<ReadonlyArray<string>> => (await listed(log, '2024-01-01', asked)).map(({ deadlineId }) => deadlineId)
    expect(await ids({ knownAt: { position: at(1) } })).toEqual(['e1'])
    expect(await ids({ knownAt: { position: at(2) } })).toEqual(['e1', 'e2', 'e3'])
    expect(await ids({ knownAt: { instant: 0 } })).toEqual([])
    expect(await ids({})).toEqual(['e2', 'e3'])
  })

  it('are read from where the process declares, or from where it is said to have begun', async () => {
    const log = sampleStore()
    await write(log, 'north', counted('e1', '2024-02-01', ['g1'], 1))
    await write(log, 'north', counted('e2', '2024-02-02', ['g1'], 1))
    expect((await listed(log, '2024-01-01', { after: at(0) })).map(({ deadlineId }) => deadlineId)).toEqual(['e2'])
    const begun = (startFrom: StartFrom) => openDeadlinesIn({ reader: log, codec: sampleCodec, mode: 'trusted', process: { ...flagOnTheDay, startFrom }, asOf: day('2024-01-01') })
    expect((await rightOf(begun({ position: at(0) }))).length).toBe(1)
    expect((await rightOf(begun('now'))).length).toBe(2)
  })

  it('tell what became of a command that was sent, where outcomes are kept', async () => {
    const log = sampleStore()
    const outcomes = memoryOutcomeStore()
    const door = frontDoorDouble(log)
    door.next = 'reject'
    await write(log, 'north', counted('e1', '2024-01-01', ['g1'], 1), counted('e2', '2024-02-01', ['g1'], 1))
    const runner = await rightOf(runProcess({ reader: log, codec: sampleCodec, mode: 'checked', process: flagOnTheDay, outcomes, send: door.send, today: () => day('2024-01-15'), mayBegin: true }))
    expect(await runner.untilPosition(at(1))()).toBe('reached')
    const open = await listed(log, '2024-01-15', { outcomes })
    expect(open.map(({ outcome }) => outcome)).toEqual([{ outcome: 'rejected', rejection: { type: 'FlagForbidden', rule: 'F1' } }, undefined])
    expect(open.map(({ standing: _, ...deadline }) => deadline)).toEqual(runner.openDeadlines())
    await runner.stop()
  })

  it('fail where the outcomes or the log cannot be read, or a fact is not understood', async () => {
    const log = sampleStore()
    await write(log, 'north', counted('e1', '2024-01-01', ['g1'], 1))
    const gone: StoreUnavailable = { tag: 'StoreUnavailable', reason: 'io', where: 'outcomes', detail: 'gone' }
    const ask = (over: object) => openDeadlinesIn({ reader: log, codec: sampleCodec, mode: 'checked', process: flagOnTheDay, asOf: day('2024-01-01'), ...over })
    expect(await leftOf(ask({ outcomes: { outcomesOf: () => TE.left(gone) } }))).toEqual(gone)
    expect(await leftOf(ask({ reader: { ...log, readAll: () => TE.left(gone) } }))).toEqual(gone)
    expect(await leftOf(ask({ reader: { ...log, prefixKnownAt: () => TE.left(gone) }, knownAt: { instant: 1 } }))).toEqual(gone)
    await write(log, 'north', { ...counted('e2', '2024-01-01', ['g1'], 1), schemaVersion: 9 })
    expect(await leftOf(ask({}))).toMatchObject({ tag: 'UndecodableEvent' })
  })

  it('change nothing: nobody is fenced off by whoever looks', async () => {
    const log = sampleStore()
    const outcomes = memoryOutcomeStore()
    const { token } = await rightOf(outcomes.claim({ kind: 'process', name: 'flagOnTheDay' }))
    await listed(log, '2024-01-01', { outcomes })
    expect((await rightOf(outcomes.claim({ kind: 'process', name: 'flagOnTheDay' }))).token).toBe(token + 1)
  })
})

/** A process with a document of its own for what it sends. */
const underRule = defineProcess<SampleEvent, Command<'Remind', { readonly on: CalendarDate }>>()({
  name: 'underRule',
  startFrom: 'beginning',
  handles: ['BuildingsCounted'],
  instances: () => ['all'],
  initial: (): ReadonlyArray<CalendarDate> => [],
  evolve: { BuildingsCounted: (days, { data }) => [...days, data.effectiveOn] },
  due: (days) => days.map((on) => ({
    deadlineId: on, dueOn: on, stream: streamNamed('reminders'), command: { type: 'Remind' as const, data: { on } },
    authority: { documentNumber: 'made up 3', issuer: 'made up', date: on },
  })),
})

it('a deadline keeps the fact that opened it as its cause, whatever comes later, and hands on a document of its own', async () => {
  const log = sampleStore()
  await write(log, 'north', counted('e1', '2024-02-01', ['g1'], 1))
  await write(log, 'north', counted('e2', '2024-02-02', ['g1'], 1))
  const received: unknown[] = []
  const runner = await rightOf(runProcess({
    reader: log, codec: sampleCodec, mode: 'checked', process: underRule, outcomes: memoryOutcomeStore(), today: () => day('2024-02-01'), mayBegin: true,
    send: ({ cause, authority, correlationId }) => {
      received.push([cause.globalPosition, authority?.documentNumber, correlationId === cause.metadata.correlationId])
      return TE.right({ outcome: 'nothingToDo' as const })
    },
  }))
  expect(await runner.untilPosition(at(1))()).toBe('reached')
  await runner.stop()
  expect(received).toEqual([[0, 'made up 3', true]])
})
