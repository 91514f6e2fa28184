/** I38 for every command of the domain: which of them need a document, and that none gets by without one. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { fold, type CalendarDate, type DecisionContext, type EntryId } from '@grid-governance/event-sourcing'
import { aDivisionCommand, aDivisionFact, communityNamed, townNamed } from './grids/division-register/builders.ts'
import type { DivisionRegisterCommand } from './grids/division-register/commands.ts'
import { divisionRegisterDecider } from './grids/division-register/decider.ts'
import { noMaps } from './grids/division-register/evidence.ts'
import { aGridMapCommand, aGridMapFact, gridMapEvidence, gridNamed } from './grids/grid-map/builders.ts'
import type { GridMapCommand } from './grids/grid-map/commands.ts'
import { gridMapDecider } from './grids/grid-map/decider.ts'
import {
  aPlanCommand, aPlanFact, communityOf, draftedPlan, evidenceFor, evidenceOf, executedPlan, madeUpDocument, planAfter, preparedPlan, scheduledPlan, splitOf,
} from './grids/restructure-plan/builders.ts'
import type { RestructurePlanCommand } from './grids/restructure-plan/commands.ts'
import { restructurePlanDecider } from './grids/restructure-plan/decider.ts'
import type { RestructurePlanEvent } from './grids/restructure-plan/events.ts'
import type { Operation } from './grids/restructure-plan/operations.ts'
import { ruleSetOf, type Plain } from './shared/builders.ts'

/** of its own: the document of the request; inherited: that of the request, or else that of the approval; none: facts that no document decides, or that follow from a plan. */
type Need = 'of its own' | 'inherited' | 'none'
type Table<Type extends string, Facts> = { readonly [Each in Type]: readonly [Need, Facts] }

const map = [aGridMapFact.GridEstablished({ entryId: 'g1', ...gridNamed('G1', ['B1', 'B2']) }), ...['G2', 'G3'].map((gridId) => aGridMapFact.GridEstablished({ entryId: gridId, ...gridNamed(gridId) }))]
const onMap: Table<GridMapCommand['type'], ReadonlyArray<typeof map[number]>> = {
  LayOutGrids: ['of its own', []], RegisterBuilding: ['of its own', map], RemoveBuilding: ['of its own', map], RecordBuildingMetrics: ['none', map], RenameGrid: ['of its own', map],
  RecodeGrid: ['of its own', map], GrantGridCountExemption: ['of its own', map], ReserveGrids: ['none', map], HoldGrids: ['none', map], ReleaseGrids: ['none', map],
  ReviseGridMap: ['none', map], VoidGridMapEntry: ['of its own', map],
}

const register = [
  aDivisionFact.DistrictRegistered({ entryId: 'd' }), aDivisionFact.TownRegistered({ entryId: 't1', ...townNamed('T1') }), aDivisionFact.TownRegistered({ entryId: 't2', ...townNamed('T2') }),
  aDivisionFact.CommunityRegistered({ entryId: 'c1', ...communityNamed('C1', 'T2') }), aDivisionFact.TownRenamed({ entryId: 'r1', townId: 'T1' }),
]
const onRegister: Table<DivisionRegisterCommand['type'], typeof register> = {
  RegisterDivisions: ['of its own', register], RenameTown: ['of its own', register], RecodeTown: ['of its own', register], CloseTown: ['of its own', register],
  RenameCommunity: ['of its own', register], RecodeCommunity: ['of its own', register], ReserveDivisionCodes: ['none', register], ReleaseDivisionCodes: ['none', register],
  ReviseDivisionRegister: ['none', register], VoidDivisionEntry: ['of its own', register],
}

const world = evidenceOf([communityOf(3)])
const submitted = [...preparedPlan([splitOf()]), aPlanFact.RestructurePlanSubmitted()]
const executed = executedPlan([splitOf()], world).facts
/** Approved before documents were asked for, as only a log from elsewhere could tell: so nothing is inherited. */
const withoutApproval = (facts: ReadonlyArray<RestructurePlanEvent>): ReadonlyArray<RestructurePlanEvent> =>
  facts.map((fact) => fact.type === 'RestructurePlanApproved' ? aPlanFact.RestructurePlanApproved({ documentNumber: undefined as never }) : fact)
const onPlan: Table<RestructurePlanCommand['type'], ReadonlyArray<RestructurePlanEvent>> = {
  DraftPlan: ['none', []], AddOperation: ['none', draftedPlan([])], RemoveOperation: ['none', draftedPlan([splitOf()])], SetDispositions: ['none', draftedPlan([splitOf()])],
  SubmitPlan: ['none', preparedPlan([splitOf()])], ReturnPlan: ['none', submitted], ApprovePlan: ['of its own', submitted],
  SchedulePlan: ['inherited', [...submitted, aPlanFact.RestructurePlanApproved()]], CancelPlan: ['none', draftedPlan([])], ExecutePlan: ['of its own', scheduledPlan([splitOf()])],
  CorrectPlan: ['of its own', executed], CompleteFollowUp: ['inherited', executed], SettlePlan: ['inherited', settleable(executed)],
}

describe('on the grid map', () => {
  it.each(Object.entries(onMap))('I38 %s needs a document: %s', (type, [need, facts]) => {
    const command = { ...aGridMapCommand[type as keyof typeof onMap](type === 'VoidGridMapEntry' ? { root: 'g1', corrects: 'g1' } as never : {}) } as GridMapCommand
    const context = { ...withoutDocument, evidence: gridMapEvidence(ruleSetOf()) }
    expect(isMissing(gridMapDecider.decide(command, fold(gridMapDecider, facts), context))).toBe(need === 'of its own')
  })
})

describe('in the division register', () => {
  it.each(Object.entries(onRegister))('I38 %s needs a document: %s', (type, [need, facts]) => {
    const command = aDivisionCommand[type as keyof typeof onRegister](type === 'VoidDivisionEntry' ? { root: 'r1', corrects: 'r1' } as never : {}) as DivisionRegisterCommand
    const context = { ...withoutDocument, evidence: noMaps }
    expect(isMissing(divisionRegisterDecider.decide(command, fold(divisionRegisterDecider, facts), context))).toBe(need === 'of its own')
  })
})

describe('of a restructure plan', () => {
  it.each(Object.entries(onPlan))('I38 %s needs a document: %s', (type, [need, facts]) => {
    const named = type === 'AddOperation' ? { operation: splitOf() as Plain<Operation> } : type === 'CorrectPlan' ? { corrections: [{ root: 'done.0', corrects: 'done.0' }] } : {}
    const command = aPlanCommand[type as keyof typeof onPlan](named as never) as RestructurePlanCommand
    const answer = (history: ReadonlyArray<RestructurePlanEvent>) => {
      const state = planAfter(history)
      return restructurePlanDecider.decide(command, state, { ...withoutDocument, evidence: evidenceFor(state, world) })
    }
    expect(isMissing(answer(facts))).toBe(need === 'of its own')
    expect(isMissing(answer(withoutApproval(facts)))).toBe(need !== 'none')
  })
})

const withoutDocument: Omit<DecisionContext, 'evidence'> = {
  entryId: (ordinal) => `new.${ordinal}` as EntryId, authority: undefined, decidedOn: '2025-04-01' as CalendarDate, recordedOn: '2025-04-01' as CalendarDate,
}

function isMissing(outcome: E.Either<{ readonly type: string }, ReadonlyArray<unknown>>): boolean {
  return E.isLeft(outcome) && outcome.left.type === 'DocumentMissing'
}

/** The same plan with all that was left to do done. */
function settleable(facts: ReadonlyArray<RestructurePlanEvent>): ReadonlyArray<RestructurePlanEvent> {
  const subjects = planAfter(facts).dispositions.map((disposition) => disposition.subject)
  return [...facts, ...subjects.map((subject) => aPlanFact.RestructureFollowUpCompleted({ documentNumber: madeUpDocument.documentNumber, subject }))]
}
