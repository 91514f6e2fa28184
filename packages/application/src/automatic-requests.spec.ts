/** The clock of plans at the front door: due plans are executed by rule, once, dated to their day, whenever and however often the clock runs. */

import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import { governanceCodec, restructureClock, ruleSetOfTheCase, type GovernanceEvent } from '@grid-governance/domain'
import { sealInClear, type CalendarDate, type RecordedEvent } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import { deadlineCommandId, memoryOutcomeStore, recordedEvents, runProcess, type OutcomeStore, type RunningProcess } from '@grid-governance/subscriptions'
import type { SubmitFailure } from './api.ts'
import { sendThrough } from './automatic-requests.ts'
import { dyingStore } from './failing-store.spec-parts.ts'
import { openFrontDoor } from './front-door.ts'
import { accepted, approvedPlan, day, districtId, moveGrid, openedDistrict, request, schedule, type OpenedDistrict } from './small-district.spec-parts.ts'

const sender = { kind: 'process', name: 'restructureClock' } as const

type Clock = RunningProcess<never, SubmitFailure>

/** Runs the clock on a day until it has nothing more to do; answers what it still waits for. */
async function runClock(store: EventStore, now: () => number, outcomes: OutcomeStore, today: CalendarDate): Promise<ReturnType<Clock['openDeadlines']> | 'died'> {
  const begun = await runProcess({
    reader: store, codec: governanceCodec, mode: 'checked', process: restructureClock, outcomes, send: sendThrough(openFrontDoor({ store, now })), today: () => today, mayBegin: true,
  })()
  const head = await store.head()()
  if (E.isLeft(begun) || E.isLeft(head) || head.right.after === 'beginning') return 'died'
  const reached = await begun.right.untilPosition(head.right.after)()
  const open = begun.right.openDeadlines()
  await begun.right.stop()
  return reached === 'reached' ? open as ReturnType<Clock['openDeadlines']> : 'died'
}

async function factsOf(store: EventStore, stream: string): Promise<ReadonlyArray<RecordedEvent<GovernanceEvent>>> {
  const page = await store.readStream({ stream: stream as never, maxCount: 1000 })()
  if (E.isLeft(page)) throw new Error(page.left.tag)
  const facts = recordedEvents<GovernanceEvent>(governanceCodec, 'checked')(page.right.events)
  if (E.isLeft(facts)) throw new Error(facts.left.tag)
  return facts.right
}

const outcomesIn = async (outcomes: OutcomeStore) => {
  const listed = await outcomes.list(sender, { skip: 0, maxCount: 99 })()
  return E.isRight(listed) ? listed.right : []
}

const scheduled = async (): Promise<OpenedDistrict> => {
  const opened = await openedDistrict()
  await accepted(opened.frontDoor, [...approvedPlan('P1', [moveGrid]), schedule('P1', '2025-04-01')])
  return opened
}

describe('the clock of plans', () => {
  it('executes a plan whose day has come: by rule, in answer to its schedule, under its document, dated to its day (I38, 4.1.9)', async () => {
    const { store, now } = await scheduled()
    const outcomes = memoryOutcomeStore()
    expect(await runClock(store, now, outcomes, day('2025-03-31'))).toMatchObject([{ instance: `${districtId}.P1`, dueOn: '2025-04-01', outcome: undefined }])
    expect(await runClock(store, now, outcomes, day('2025-06-02'))).toEqual([])
    const facts = await factsOf(store, `restructurePlan-${districtId}.P1`)
    const cause = facts.find(({ type }) => type === 'RestructureScheduled')
    const moved = facts.find(({ type }) => type === 'GridReparented')
    expect(moved).toMatchObject({
      data: { effectiveOn: '2025-04-01' },
      metadata: {
        commandId: deadlineCommandId(restructureClock, `${districtId}.P1`, { deadlineId: 'execute', dueOn: day('2025-04-01') }),
        actor: { ref: 'restructureClock', role: 'byRule' }, authority: { documentNumber: 'made up 1' }, causationId: cause?.eventId, decidedOn: '2025-06-02',
      },
    })
    expect(facts.at(-1)).toMatchObject({ type: 'RestructureExecuted', data: { takesEffectOn: '2025-04-01' } })
    expect(await outcomesIn(outcomes)).toMatchObject([{ cause: cause?.eventId, reason: `${districtId}.P1 execute 2025-04-01`, outcome: { outcome: 'accepted' } }])
  })

  it('executes it once, together with `executeDue`: both send one and the same command', async () => {
    const { store, now, frontDoor } = await scheduled()
    expect(await runClock(store, now, memoryOutcomeStore(), day('2025-04-01'))).toEqual([])
    const before = await factsOf(store, `restructurePlan-${districtId}.P1`)
    expect(await frontDoor.executeDue(day('2025-06-02'), { ref: 'clerk', role: 'clerk' })()).toEqual(E.right({ executed: [], refused: [] }))
    expect(await factsOf(store, `restructurePlan-${districtId}.P1`)).toEqual(before)
  })

  it('takes the document of the approval where the schedule came without one', async () => {
    const { store, now, frontDoor } = await openedDistrict()
    const { authority: _, ...withoutDocument } = schedule('P1', '2025-04-01')
    await accepted(frontDoor, [...approvedPlan('P1', [moveGrid]), withoutDocument])
    expect(await runClock(store, now, memoryOutcomeStore(), day('2025-04-01'))).toEqual([])
    expect((await factsOf(store, `restructurePlan-${districtId}.P1`)).at(-1)?.metadata.authority?.documentNumber).toBe('made up 1')
  })

  for (const writesLast of [false, true]) {
    for (const appends of [0, 1, 2]) {
      it(`that dies after ${appends} appends${writesLast ? ' and one that nobody heard of' : ''} has executed the plan once when it runs again`, async () => {
        const { store, now } = await scheduled()
        const outcomes = memoryOutcomeStore()
        expect(await runClock(dyingStore(store, appends, writesLast).store, now, outcomes, day('2025-04-01'))).toBe('died')
        await openFrontDoor({ store, now }).recover()()
        expect(await runClock(store, now, outcomes, day('2025-04-02'))).toEqual([])
        const facts = await factsOf(store, `restructurePlan-${districtId}.P1`)
        expect(facts.filter(({ type }) => type === 'RestructureExecuted').length).toBe(1)
        expect((await outcomesIn(outcomes)).map(({ outcome: { outcome } }) => outcome)).toEqual(['accepted'])
      })
    }
  }

  it('records why a plan was refused, lists it with the reason, and does not ask again', async () => {
    const { store, now, frontDoor } = await scheduled()
    await accepted(frontDoor, [request('fewer', 'IssueRuleBook', {
      kind: 'change', effectiveOn: '2025-03-20', edition: '2025-03', document: { number: 'made up', title: 'made up', issuer: 'made up' },
      rules: { ...ruleSetOfTheCase, gridsPerCommunity: { min: 2, max: 2 } },
    })])
    const outcomes = memoryOutcomeStore()
    const refusal = { outcome: 'rejected', rejection: { rule: 'I2' } }
    expect(await runClock(store, now, outcomes, day('2025-04-01'))).toMatchObject([{ outcome: refusal }])
    expect(await runClock(store, now, outcomes, day('2025-04-02'))).toMatchObject([{ outcome: refusal }])
    expect(await outcomesIn(outcomes)).toMatchObject([{ outcome: refusal }])
  })

  it('waits no longer for a plan that was cancelled', async () => {
    const { store, now, frontDoor } = await scheduled()
    await accepted(frontDoor, [request('cancel', 'CancelPlan', { planId: 'P1', reason: sealInClear('made up') })])
    const outcomes = memoryOutcomeStore()
    expect(await runClock(store, now, outcomes, day('2025-06-02'))).toEqual([])
    expect(await outcomesIn(outcomes)).toEqual([])
  })
})

describe('what the front door will never accept', () => {
  const command = {
    sender, commandId: 'c', stream: 's', correlationId: 'm', authority: undefined, cause: { eventId: 'e' }, command: { type: 'ReserveGrids', data: {} },
  } as never

  it.each([
    [{ tag: 'ReservedCommand', command: 'ReserveGrids' }, { right: { outcome: 'rejected', rejection: { tag: 'ReservedCommand' } } }],
    [{ tag: 'Rejected', stream: 's', rejection: { type: 'UnknownGrid', rule: 'I1' } }, { right: { outcome: 'rejected', rejection: { rule: 'I1' } } }],
    [{ tag: 'NotAuthorised', actor: { ref: 'a', role: 'b' }, command: 'c', reason: 'd' }, { left: { tag: 'NotAuthorised' } }],
    [{ tag: 'StoreUnavailable', reason: 'io', where: 'w', detail: 'd' }, { left: { tag: 'StoreUnavailable' } }],
  ] as const)('is an outcome, all else a failure: %j', async (failure, answer) => {
    expect(await sendThrough({ submit: () => TE.left(failure as SubmitFailure) })(command)()).toMatchObject(answer)
  })
})
