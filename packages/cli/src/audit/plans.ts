/** `gridgov plans`: every plan of a log: how far it has come, from which day it holds, by which document and in which communities. */

import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { communitiesOf, isExecuted, restructurePlanDecider, type GovernanceEvent, type RestructurePlanEvent, type RestructurePlanState } from '@grid-governance/domain'
import { categoryOf, chainsOf, clearText, fold, headOfChain, type CalendarDate, type RecordedEvent } from '@grid-governance/event-sourcing'
import { done, type AuditCommand, type Desk } from '../outcome.ts'
import { figure, text, wide, type AnswerTable, type Row } from '../output/answer.ts'
import { instantText } from '../output/instant.ts'
import { readView, resolveView, type View } from './standpoint.ts'
import { eventsWhere } from './trail.ts'

type PlanFact = RecordedEvent<RestructurePlanEvent>

export const plans: AuditCommand<View> = {
  read: readView,

  answersFrom: 'verifiedLog',

  answer: (view, log, desk) => pipe(
    TE.Do,
    TE.bind('resolved', () => resolveView(log.reader, view, desk)),
    TE.bindW('events', ({ resolved }) => eventsWhere(log, resolved.knownAt, isOfPlan, desk)),
    TE.map(({ resolved, events }) => {
      const each = [...Map.groupBy(events as ReadonlyArray<PlanFact>, (event) => event.stream).values()]
      return done({
        standpoint: resolved.standpoint,
        notes: [...resolved.notes, desk.words.sentences.plansFound(each.length)],
        tables: [tableOf(each.map((own) => cellsOf(own, resolved.asOf, desk)))],
      })
    }),
  ),
}

function isOfPlan({ stream }: RecordedEvent<GovernanceEvent>): boolean {
  return categoryOf(stream) === 'restructurePlan'
}

function tableOf(rows: ReadonlyArray<Row>): AnswerTable {
  return {
    name: 'plans',
    columns: [...text('plan', 'standing', 'effectiveOn', 'inEffect', 'document', 'communities', 'name'), ...wide('stage', 'recordedAt'), ...figure('position'), ...wide('stream', 'streamVersion')],
    rows,
  }
}

/** A plan in the order of recording; the place and the moment are those of its draft. */
function cellsOf(own: ReadonlyArray<PlanFact>, asOf: CalendarDate, { words: { sentences } }: Desk): Row {
  const state = fold(restructurePlanDecider, own)
  const days = standingDays(own)
  const takenBack = isExecuted(state) && days.length === 0
  const effectiveOn = days[0] ?? (takenBack ? null : state.schedule?.effectiveOn ?? null)
  const [draft] = own
  return {
    plan: state.identity?.planId ?? '', standing: sentences.planStandings[takenBack ? 'takenBack' : state.stage], effectiveOn,
    inEffect: days.some((day) => day <= asOf), document: documentOf(own, state), communities: [...communitiesOf(state)], name: titleOf(draft),
    stage: state.stage, recordedAt: draft === undefined ? null : instantText(draft.recordedAt), position: draft?.globalPosition ?? null,
    stream: draft?.stream ?? null, streamVersion: state.version,
  }
}

/** The days on which what the plan did takes effect, after its corrections; none for what was taken back. That a grid never was valid only follows from these. */
function standingDays(own: ReadonlyArray<PlanFact>): ReadonlyArray<CalendarDate> {
  const held = chainsOf(own).flatMap((chain) => { const head = headOfChain(chain); return head === undefined ? [] : [head] })
  return held.flatMap(({ type, data }) => 'effectiveOn' in data && !(type === 'GridClosed' && data.reason === 'neverValid') ? [data.effectiveOn] : []).sort()
}

/** The document that approved it; before that the one by which it was drafted. */
function documentOf([draft]: ReadonlyArray<PlanFact>, { documentNumber }: RestructurePlanState): string | null {
  return documentNumber ?? draft?.metadata.authority?.documentNumber ?? null
}

function titleOf(draft: PlanFact | undefined): string | null {
  return draft?.type === 'RestructurePlanDrafted' ? clearText(draft.data.title) ?? null : null
}
