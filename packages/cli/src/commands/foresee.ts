/** What scheduled plans will come to: rehearsed as if their day had come, so that a schedule can be judged by its effect. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { openFrontDoor } from '@grid-governance/application'
import type { GovernanceEvent } from '@grid-governance/domain'
import { derivedId, type CalendarDate } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import { endingOf } from '../exit-codes.ts'
import type { Failure } from '../failure.ts'
import { receiptsOf } from './receipt-tables.ts'
import type { Submitted } from './submit-all.ts'

type Scheduled = Extract<GovernanceEvent, { readonly type: 'RestructureScheduled' }>

/** Executes what these submissions schedule, in a rehearsal. What would be refused is left out: it is told on the day. Fails only where the log itself does. */
export const foresee = (rehearsal: EventStore, submitted: ReadonlyArray<Submitted>): TaskEither<Failure, ReadonlyArray<Submitted>> => async () => {
  const foreseen: Submitted[] = []
  for (const { request, receipt } of submitted) {
    for (const fact of receiptsOf(receipt).flatMap(({ facts }) => facts)) {
      if (fact.type !== 'RestructureScheduled') continue
      const execution = { ...request, commandId: derivedId('gridgov foresee', request.commandId), command: executionOf(request.command.data.districtId, fact) }
      const outcome = await openFrontDoor({ store: rehearsal, now: () => startOf(fact.data.takesEffectOn) }).submit({ ...execution, decidedOn: fact.data.takesEffectOn })()
      if (E.isLeft(outcome) && endingOf[outcome.left.tag] === 'log') return outcome
      if (E.isRight(outcome)) foreseen.push({ request: execution, receipt: outcome.right })
    }
  }
  return E.right(foreseen)
}

function executionOf(districtId: Submitted['request']['command']['data']['districtId'], { data: { planId } }: Scheduled): Submitted['request']['command'] {
  return { type: 'ExecutePlan', data: { districtId, planId } }
}

function startOf(day: CalendarDate): number {
  return Date.parse(`${day}T00:00:00+08:00`)
}
