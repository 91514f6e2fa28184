/** What `gridgov deadlines` answers: what is due, when, by which fact, and what holds it up; as of a day, as known at a moment. */

import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as domain from '@grid-governance/domain'
import { dayOfInstant, type CalendarDate } from '@grid-governance/event-sourcing'
import { openSqliteOutcomes, openSqliteStore } from '@grid-governance/event-store-sqlite'
import { runProcess, type CommandOutcome } from '@grid-governance/subscriptions'
import { shippedProcesses } from './audit/deadlines.ts'
import { outcomesBeside } from './outcomes-beside.ts'
import { newFileTrial, type FileTrial } from './testing/file-trial.ts'
import { smallDistrict, splitPlan } from './testing/samples.ts'
import { newTrial, type Trial } from './testing/trial.ts'

type Listed = { readonly notes: ReadonlyArray<string>, readonly deadlines: ReadonlyArray<Record<string, unknown>> }

/** A district with a plan that was scheduled on 2019-01-02 for 2019-03-01. */
async function withPlan(): Promise<Trial> {
  const trial = newTrial()
  await smallDistrict(trial)
  trial.writeFile('plan.json', JSON.stringify(splitPlan()))
  await trial.type('gridgov submit x.db plan.json --commit')
  return trial
}

const listed = async (trial: Pick<Trial, 'gridgov'>, ...words: ReadonlyArray<string>): Promise<Listed> =>
  JSON.parse((await trial.gridgov('deadlines', 'x.db', ...words, '--format', 'json')).out) as Listed

describe('deadlines', () => {
  it('lists what is due, the command that will be sent, the fact that asks for it, and what it waits for', async () => {
    const trial = await withPlan()
    const { code, out } = await trial.type('gridgov deadlines x.db')
    const last = await trial.countEvents('x.db') - 1
    expect(code).toBe(0)
    expect(out.split('\n').map((line) => line.trimEnd())).toEqual([
      `As of 2019-01-02, as known at position ${last} (recorded 2019-01-02T09:00:00.000+08:00).`,
      '1 deadline is open; none is overdue on 2019-01-02.',
      '',
      'due         standing  process           instance   command         fact            document         position  what it waits for',
      expect.stringMatching(/^─+$/),
      `2019-03-01  waiting   restructureClock  440402.P1  execute a plan  Plan scheduled  虚构〔2018〕1号        ${last}  its day, 2019-03-01`,
    ])
  })

  it('says the same to machines, with the ids of cause and command', async () => {
    const trial = await withPlan()
    const { deadlines } = await listed(trial)
    expect(deadlines).toMatchObject([{
      dueOn: '2019-03-01', overdue: false, process: 'restructureClock', instance: '440402.P1', deadline: 'execute', stream: 'restructurePlan-440402.P1',
      commandType: 'ExecutePlan', data: { districtId: '440402', planId: 'P1' }, type: 'RestructureScheduled', position: await trial.countEvents('x.db') - 1, outcome: null, rejection: null,
    }])
    expect(deadlines[0]?.['commandId']).toMatch(/^[0-9a-f-]{36}$/)
    expect(deadlines[0]?.['eventId']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('says it in Chinese', async () => {
    const trial = await withPlan()
    trial.speak('zh-CN')
    const { out } = await trial.type('gridgov deadlines x.db --as-of 2019-03-01')
    expect(out).toContain('未了的期限共 1 项；截至 2019-03-01 均未逾期。')
    expect(out).toMatch(/2019-03-01 +到期 +restructureClock +440402\.P1 .* +命令发出/)
  })

  it('gives rows of CSV that say as of when and as known when they hold', async () => {
    const { out, err } = await (await withPlan()).type('gridgov deadlines x.db --format csv')
    const [header = '', row = '', ...more] = out.split('\n')
    expect(header).toMatch(/^due_on,standing,process,instance,command,fact,document,position,waits_for,overdue,deadline,stream,command_type,command_id,data,type,event_id,recorded_at,outcome,rejection,as_of,/)
    expect(row).toMatch(/^2019-03-01,waiting,restructureClock,440402\.P1,/)
    expect(more).toEqual([])
    expect(err).toContain('1 deadline is open')
  })

  it.each([
    ['2019-02-28', 'waiting', 0],
    ['2019-03-01', 'due', 0],
    ['2019-03-02', 'overdue', 1],
  ])('as of %s calls it %s; what is overdue is a finding (exit code %3$i)', async (today, standing, code) => {
    const trial = await withPlan()
    trial.setNow(`${today}T10:00:00+08:00`)
    expect((await listed(trial)).deadlines).toMatchObject([{ standing, overdue: standing === 'overdue' }])
    expect((await trial.type('gridgov deadlines x.db')).code).toBe(code)
  })

  it('does not call it a finding that something would be overdue on a day to come', async () => {
    const trial = await withPlan()
    expect(await trial.type('gridgov deadlines x.db --as-of 2030-01-01')).toMatchObject({ code: 0, out: expect.stringContaining('1 of them overdue on 2030-01-01') })
  })

  it('is resolved by the execution, and still open as known before it', async () => {
    const trial = await withPlan()
    trial.setNow('2019-03-05T10:00:00+08:00')
    await trial.type('gridgov run-due x.db --commit')
    expect(await listed(trial)).toMatchObject({ notes: ['No deadline is open.'], deadlines: [] })
    expect(await listed(trial, '--as-known-at', '2019-03-04')).toMatchObject({
      notes: ['1 deadline is open; 1 of them overdue on 2019-03-05.', 'Outcomes are kept without their moment, so they are told with what is known now only.'],
      deadlines: [{ dueOn: '2019-03-01' }],
    })
    expect((await listed(trial, '--as-known-at', '2019-01-01')).deadlines).toEqual([])
  })

  it('is cancelled with the plan', async () => {
    const trial = await withPlan()
    trial.writeFile('cancel.json', JSON.stringify({ type: 'CancelPlan', data: { districtId: '440402', planId: 'P1', reason: { sealed: 'clear@1', subjects: [], body: '不再需要' } } }))
    expect((await trial.type('gridgov submit x.db cancel.json --commit')).code).toBe(0)
    expect((await listed(trial)).deadlines).toEqual([])
  })

  it('says of a log without events that no deadline is open', async () => {
    const trial = newTrial()
    trial.replaceLog('x.db', (store) => store)
    expect((await listed(trial)).notes).toContain('No deadline is open.')
  })
})

describe('deadlines whose commands were sent', () => {
  let trial: FileTrial

  beforeEach(async () => {
    trial = newFileTrial()
    await smallDistrict(trial)
    trial.writeFile('plan.json', JSON.stringify(splitPlan()))
    await trial.gridgov('submit', 'x.db', 'plan.json', '--commit')
    trial.setNow('2019-03-05T10:00:00+08:00')
  })

  afterEach(() => { trial.end() })

  it.each<readonly [string, CommandOutcome, string]>([
    ['refused', { outcome: 'rejected', rejection: { type: 'DocumentMissing', rule: 'I38', command: 'ExecutePlan' } }, 'a fact, since its command was refused: '],
    ['not taken', { outcome: 'rejected', rejection: { tag: 'ReservedCommand', command: 'ExecutePlan' } }, 'a fact, since its command was refused: {"tag":"ReservedCommand","command":"ExecutePlan"}'],
    ['without effect', { outcome: 'nothingToDo' }, 'a fact, since its command led to nothing'],
    ['accepted', { outcome: 'accepted', stream: 'restructurePlan-440402.P1' as never, position: 40 as never }, 'a fact, though its command was accepted at position 40'],
  ])('say that it was %s, from the outcomes beside the log', async (_, outcome, sentence) => {
    await runClockWith(outcome, 'x.outcomes.db')
    const { deadlines } = await listed(trial)
    expect(deadlines).toMatchObject([{ standing: 'overdue', outcome: outcome.outcome, waitsFor: expect.stringContaining(sentence) }])
    expect((await listed(trial, '--as-known-at', '2019-03-04')).deadlines).toMatchObject([{ outcome: null, waitsFor: 'its command to be sent' }])
  })

  it('are told from a file of another name', async () => {
    await runClockWith({ outcome: 'nothingToDo' }, 'elsewhere.db')
    expect((await listed(trial)).deadlines).toMatchObject([{ outcome: null }])
    expect((await listed(trial, '--outcomes', 'elsewhere.db')).deadlines).toMatchObject([{ outcome: 'nothingToDo' }])
  })
})

it('every process of the domain is listed', () => {
  const processes = Object.values(domain).filter((offered) => typeof offered === 'object' && 'due' in offered && 'evolve' in offered)
  expect(new Set<unknown>(shippedProcesses)).toEqual(new Set(processes))
})

it.each([['xiangzhou.db', 'xiangzhou.outcomes.db'], ['logs/x', 'logs/x.outcomes.db']])('the outcomes beside %s are in %s', (log, outcomes) => {
  expect(outcomesBeside(log)).toBe(outcomes)
})

/** The clock of plans on the files of a trial, before a front door that answers everything alike. */
async function runClockWith(outcome: CommandOutcome, path: string): Promise<void> {
  const now = Date.parse('2019-03-05T10:00:00+08:00')
  const log = await right(openSqliteStore({ path: 'x.db', mode: 'readOnly', now: () => now }))
  const outcomes = await right(openSqliteOutcomes({ path, mode: 'create' }))
  const [process] = shippedProcesses
  const clock = await right(runProcess({
    reader: log, codec: domain.governanceCodec, mode: 'checked', process, outcomes, send: () => TE.right(outcome), today: (): CalendarDate => dayOfInstant(now), mayBegin: true,
  }))
  const { after } = await right(log.head())
  await clock.untilPosition(after as never)()
  await clock.stop()
  await outcomes.close()()
  await log.close()()
}

async function right<A>(task: TE.TaskEither<{ readonly tag: string }, A>): Promise<A> {
  const answer = await task()
  if (answer._tag === 'Left') throw new Error(answer.left.tag)
  return answer.right
}
