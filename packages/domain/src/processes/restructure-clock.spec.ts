/** The clock of restructure plans, by example. */

import { describe, expect, it } from 'vitest'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import { givenFacts, inStream } from '@grid-governance/event-sourcing/testing'
import { aPlanFact } from '../grids/restructure-plan/builders.ts'
import { restructureClock } from './restructure-clock.ts'

const stream = 'restructurePlan-440402.P1'
const scheduled = aPlanFact.RestructureScheduled({ planId: 'P1', takesEffectOn: '2025-04-01' })
const execution = (dueOn: string, districtId = '440402') =>
  ({ deadlineId: 'execute', dueOn, stream: `restructurePlan-${districtId}.P1`, command: { type: 'ExecutePlan', data: { districtId, planId: 'P1' } } }) as never

describe('the clock of restructure plans', () => {
  it('has a scheduled plan executed on the day on which it takes effect, not before', () => {
    const clock = givenFacts(inStream(stream, scheduled)).run(restructureClock)
    clock.thenDueBy('2025-03-31', [])
    clock.thenDueBy('2025-04-01', [execution('2025-04-01')])
  })

  it('has nothing to wait for once the plan is executed', () => {
    givenFacts(inStream(stream, scheduled), inStream(stream, aPlanFact.RestructureExecuted({ planId: 'P1' }))).run(restructureClock).thenNothingOpen()
  })

  it('4.1 has nothing to wait for where the plan was cancelled before its day', () => {
    givenFacts(inStream(stream, scheduled), inStream(stream, aPlanFact.RestructureCancelled({ planId: 'P1' }))).run(restructureClock).thenNothingOpen()
  })

  it('waits for each plan by itself', () => {
    const other = aPlanFact.RestructureScheduled({ planId: 'P2', takesEffectOn: '2025-05-01' })
    const clock = givenFacts(inStream(stream, scheduled), inStream('restructurePlan-440402.P2', other)).run(restructureClock)
    clock.thenDueBy('2025-04-30', [execution('2025-04-01')])
    clock.instance('440402.P1').thenOpen([execution('2025-04-01')])
  })

  it('keeps plans of two districts apart that bear the same id: logs get merged', () => {
    const elsewhere = 'restructurePlan-440403.P1'
    givenFacts(inStream(stream, scheduled), inStream(elsewhere, scheduled), inStream(stream, aPlanFact.RestructureCancelled({ planId: 'P1' })))
      .run(restructureClock).thenOpen([execution('2025-04-01', '440403')])
  })

  it('moves with a schedule that is recorded anew, and waits no longer for the day before', () => {
    const later = aPlanFact.RestructureScheduled({ planId: 'P1', takesEffectOn: '2025-05-01' })
    givenFacts(inStream(stream, scheduled), inStream(stream, later)).run(restructureClock).thenOpen([execution('2025-05-01')])
  })

  it('I38 executes under the document of the approval where the schedule came without one', () => {
    const authority = { documentNumber: 'made up 7', issuer: 'made up', date: '2025-03-01' as CalendarDate }
    const { open } = givenFacts({ ...inStream(stream, aPlanFact.RestructurePlanApproved({ planId: 'P1' })), metadata: { authority } }, inStream(stream, scheduled)).run(restructureClock)
    expect(open.map((deadline) => deadline.authority)).toEqual([authority])
  })
})
