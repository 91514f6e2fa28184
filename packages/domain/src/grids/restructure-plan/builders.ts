/** Facts, commands and evidence of restructure plans with made-up content. */

import * as E from 'fp-ts/lib/Either.js'
import { fold, type Authority, type CalendarDate, type EntryId, type Evidence, type StreamName } from '@grid-governance/event-sourcing'
import { commandBuilders, factBuilders, ruleSetOf, written, type Plain } from '../../shared/builders.ts'
import type { CommunityLife, DivisionStructure } from '../../shared/division-structure.ts'
import type { CommunityId, GridId, PlanId, TownId } from '../../shared/identifiers.ts'
import type { RuleSet } from '../../shared/rule-set.ts'
import { applyChange, emptyPartition, type CommunityStructure, type GridCountExemption, type GridReservation, type StructureChange } from '../../shared/structure.ts'
import { mapRevisionsOf, registerRevisionOf, reservationsOf, type MapRevision, type RegisterRevision } from './aftermath.ts'
import { placedChanges, type PlacedChange } from './community-changes.ts'
import { restructurePlanCommands, type RestructurePlanCommand } from './commands.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import { restructurePlanFacts, type RestructurePlanEvent } from './events.ts'
import type { PlanEvidence } from './evidence.ts'
import { itemsOf } from './items.ts'
import type { Operation } from './operations.ts'
import { mapChangesOf, type MapChange } from './outcomes.ts'
import { initialState, versionsOf, type RestructurePlanState } from './state.ts'

/** A made-up document. */
export const madeUpDocument = { documentNumber: 'made-up-2025-3', issuer: '虚构机关', date: '2025-03-20' } as Authority

const plan = { planId: 'P1' }
const district = { districtId: '440402', ...plan }
const document = { documentNumber: madeUpDocument.documentNumber }
const reason = { sealed: 'clear@1', subjects: [], body: 'made up' }
const structural = { ...plan, ...document, operationId: 'O1' }
const day = { effectiveOn: '2025-04-01' }
const madeUpCorrection = { root: 'made-up.0', corrects: 'made-up.0' }

/** A grid of community C1 has the code 440402001001 and three digits, one of C2 440402001002 and three. */
export const codeOf = (gridId: string, communityId = 'C1'): string => `${communityCodeOf(communityId)}${digitsIn(gridId).padStart(3, '0')}`

/** A grid under its made-up code and name. */
export const gridNamed = (gridId: string, buildings: ReadonlyArray<string> = [], communityId = 'C1') =>
  ({ gridId, code: codeOf(gridId, communityId), name: `虚构网格${gridId}`, buildings })

/** A target of a split: new unless it is said to continue the source. */
export const targetNamed = (gridId: string, buildings: ReadonlyArray<string>, continuing = false, communityId = 'C1') =>
  ({ ...gridNamed(gridId, buildings, communityId), continuing })

/** The target of a merge. */
export const survivorNamed = (gridId: string, continuing = false) => ({ gridId, code: codeOf(gridId), name: `虚构网格${gridId}`, continuing })

/** A building with 150 households and 400 residents; B12 has the number 00012. */
export const buildingNamed = (buildingId: string, number = digitsIn(buildingId).padStart(5, '0')) => ({ buildingId, number, households: 150, residents: 400 })

/** G1 with B1 and B2 becomes G11 with B1 and G12 with B2, unless told otherwise. */
export const splitOf = (source = 'G1', targets: Plain<Extract<Operation, { kind: 'split' }>['targets']> = [targetNamed('G11', ['B1']), targetNamed('G12', ['B2'])], communityId = 'C1') =>
  operation({ kind: 'split', communityId, source, targets })

/** G1 and G2 become G21, unless told otherwise. */
export const mergeOf = (sources: ReadonlyArray<string> = ['G1', 'G2'], target = survivorNamed('G21'), communityId = 'C1') =>
  operation({ kind: 'merge', communityId, sources, target })

/** Buildings move between grids: `['B1', 'G1', 'G2']` is B1 from G1 to G2. */
export const boundaryOf = (moves: ReadonlyArray<readonly [string, string, string]> = [['B1', 'G1', 'G2']], communityId = 'C1') =>
  operation({ kind: 'boundary', communityId, moves: moves.map(([buildingId, from, to]) => ({ buildingId, from, to })) })

/** A grid is given up: `{ B1: 'G2', B2: 'G3' }` says where its buildings go. */
export const closeOf = (gridId = 'G1', moves: { readonly [buildingId: string]: string } = { B1: 'G2', B2: 'G2' }, communityId = 'C1') =>
  operation({ kind: 'close', communityId, gridId, moves: Object.entries(moves).map(([buildingId, to]) => ({ buildingId, to })) })

/** G1 goes to community C2, with the code 440402001002101 and building numbers from 00101. */
export const reparentOf = (gridId = 'G1', numbers: { readonly [buildingId: string]: string } = { B1: '00101', B2: '00102' }, named: { readonly from?: string, readonly to?: string, readonly code?: string } = {}) =>
  operation({ kind: 'reparentGrid', gridId, from: 'C1', to: 'C2', code: codeOf('G101', named.to ?? 'C2'), ...named, numbers: numbersOf(numbers) })

/** Community C1 goes to town T2. */
export const reparentCommunityOf = (named: { readonly communityId?: string, readonly from?: string, readonly to?: string } = {}) =>
  operation({ kind: 'reparentCommunity', communityId: 'C1', from: 'T1', to: 'T2', ...named })

/** A target of a community split; `grids` gives each grid its building numbers. */
export const communityTarget = (
  communityId: string, grids: { readonly [gridId: string]: { readonly [buildingId: string]: string } }, named: { readonly continuing?: boolean, readonly townId?: string, readonly code?: string } = {},
) => ({
  communityId, code: communityCodeOf(communityId), name: `虚构社区${communityId}`, townId: 'T1', continuing: false, ...named,
  grids: Object.entries(grids).map(([gridId, numbers]) => ({ gridId, code: codeOf(gridId, communityId), numbers: numbersOf(numbers) })),
})

/** C1 with G1 to G4 keeps G1 and G2; G3 and G4 become community C9 (T29). */
export const communitySplitOf = (targets: ReadonlyArray<ReturnType<typeof communityTarget>> = [
  communityTarget('C1', { G1: {}, G2: {} }, { continuing: true }),
  communityTarget('C9', { G3: { B5: '00001', B6: '00002' }, G4: { B7: '00003', B8: '00004' } }),
]) => operation({ kind: 'communitySplit', source: 'C1', targets })

export const aPlanFact = factBuilders(restructurePlanFacts, {
  RestructurePlanDrafted:       { ...district, title: { ...reason, body: '虚构方案' } },
  RestructureOperationAdded:    { ...plan, operationId: 'O1', operation: splitOf() as Plain<Operation> },
  RestructureOperationRemoved:  { ...plan, operationId: 'O1' },
  DispositionSet:               { ...plan, disposition: { subject: { kind: 'posts', gridId: 'G1' }, action: 'createNew' } },
  RestructurePlanSubmitted:     { ...plan, evidence: [] },
  RestructurePlanReturned:      { ...plan, reason },
  RestructurePlanApproved:      { ...plan, ...document },
  RestructureScheduled:         { ...plan, ...document, kind: 'change', takesEffectOn: day.effectiveOn, communityIds: ['C1'], evidence: [] },
  RestructureCancelled:         { ...plan, reason },
  GridSplit:                    { ...structural, communityId: 'C1', source: 'G1', targets: [targetNamed('G11', ['B1']), targetNamed('G12', ['B2'])] },
  GridsMerged:                  { ...structural, communityId: 'C1', sources: ['G1', 'G2'], target: targetNamed('G21', ['B1', 'B2', 'B3', 'B4']) },
  GridBoundaryRedrawn:          { ...structural, communityId: 'C1', grids: [gridNamed('G1', ['B2']), gridNamed('G2', ['B3', 'B4', 'B1'])], moved: [{ buildingId: 'B1', from: 'G1', to: 'G2' }] },
  GridClosed:                   { ...structural, communityId: 'C1', gridId: 'G1', reason: 'abolished', successors: ['G2'], grids: [gridNamed('G2', ['B3', 'B4', 'B1', 'B2'])], moved: [{ buildingId: 'B1', from: 'G1', to: 'G2' }, { buildingId: 'B2', from: 'G1', to: 'G2' }] },
  GridReparented:               { ...structural, fromCommunity: 'C1', toCommunity: 'C2', grid: { ...gridNamed('G1'), code: codeOf('G101', 'C2'), buildings: [buildingNamed('B1', '00101'), buildingNamed('B2', '00102')] } },
  CommunityReparented:          { ...structural, communityId: 'C1', fromTown: 'T1', toTown: 'T2' },
  CommunitySplit:               { ...structural, source: 'C1', targets: [] },
  RestructureExecuted:          { ...plan, ...document, takesEffectOn: day.effectiveOn, communityIds: ['C1'], evidence: [] },
  RestructureCorrected:         { ...plan, ...document, communityIds: ['C1'], reason, evidence: [] },
  RestructureFollowUpCompleted: { ...plan, ...document, subject: { kind: 'posts', gridId: 'G1' } },
  RestructureSettled:           { ...plan, ...document },
  EntryVoided:                  { ...madeUpCorrection, reason },
})

export const aPlanCommand = commandBuilders(restructurePlanCommands, {
  DraftPlan:        { ...district, title: { ...reason, body: '虚构方案' } },
  AddOperation:     { ...district, operationId: 'O1', operation: splitOf() as Plain<Operation> },
  RemoveOperation:  { ...district, operationId: 'O1' },
  SetDispositions:  { ...district, dispositions: [], defaultsForTheRest: true },
  SubmitPlan:       district,
  ReturnPlan:       { ...district, reason },
  ApprovePlan:      district,
  SchedulePlan:     { ...district, ...day },
  CancelPlan:       { ...district, reason },
  ExecutePlan:      district,
  CorrectPlan:      { ...district, corrections: [madeUpCorrection], reason },
  CompleteFollowUp: { ...district, subject: { kind: 'posts', gridId: 'G1' } },
  SettlePlan:       district,
})

/** A community with these grids and buildings since 2018-07-01, before which nothing is known. */
export const communityWith = (communityId: string, grids: { readonly [gridId: string]: ReadonlyArray<string> }, named: Partial<Plain<CommunityStructure>> = {}): CommunityStructure => ({
  communityId: communityId as CommunityId,
  changes: [changeWith({
    root: `laid-out.${communityId}`, effectiveOn: '2018-07-01', planId: null,
    sets: Object.entries(grids).map(([gridId, buildings]) => gridNamed(gridId, buildings, communityId)), buildingsIn: Object.values(grids).flat().map((buildingId) => buildingNamed(buildingId)),
  })],
  reservations: [], exemptions: [], neverValid: {},
  spentIds: [...Object.keys(grids), ...Object.values(grids).flat()],
  spentCodes: Object.keys(grids).map((gridId) => codeOf(gridId, communityId)),
  spentNumbers: Object.values(grids).flat().map((buildingId) => buildingNamed(buildingId).number),
  heldBy: {},
  ...named,
}) as CommunityStructure

/** A structural change of another plan, in which nothing happens but what is named. */
export const changeWith = (named: Partial<Plain<StructureChange>>): StructureChange =>
  ({ root: 'other.0', planId: 'P9', effectiveOn: '2025-05-01', closes: [], leaves: [], sets: [], buildingsIn: [], buildingsOut: [], ...named }) as StructureChange

/** A community as it is usual here: grids G1, G2 and so on, with two buildings each. */
export const communityOf = (count: number, communityId = 'C1', firstGrid = 1): CommunityStructure =>
  communityWith(communityId, Object.fromEntries(Array.from({ length: count }, (_, index) => [`G${firstGrid + index}`, [`B${2 * (firstGrid + index) - 1}`, `B${2 * (firstGrid + index)}`]])))

/** The same community with later changes by others. */
export const withChanges = (community: CommunityStructure, ...changes: ReadonlyArray<StructureChange>): CommunityStructure => ({ ...community, changes: [...community.changes, ...changes] })

/** The same community with grids and codes that another plan has reserved. */
export const withReservation = (community: CommunityStructure, planId: string, gridIds: ReadonlyArray<string>, codes: ReadonlyArray<string> = []): CommunityStructure => ({
  ...community,
  reservations: [...community.reservations, written<GridReservation>({ planId, gridIds, codes, gridCountChange: 0, takesEffectOn: '2025-05-01' }) as GridReservation],
  spentCodes: [...community.spentCodes, ...codes],
})

/** The same community with a grid that never was valid. */
export const withNeverValid = (community: CommunityStructure, gridId: string, instead: ReadonlyArray<string>): CommunityStructure =>
  ({ ...community, neverValid: { ...community.neverValid, [gridId]: instead as ReadonlyArray<GridId> } })

/** An exemption for the number of grids, since 2018. */
export const exemptionFor = (min: number, max: number, until: string | null = null): GridCountExemption =>
  ({ min, max, from: '2018-07-01', until, documentNumber: 'made-up-2018-9' }) as GridCountExemption

/** Made-up evidence: these communities in town T1, beside it town T2, under the rules of the case. */
export const evidenceOf = (
  communities: ReadonlyArray<CommunityStructure>, named: { readonly rules?: RuleSet | undefined, readonly divisions?: Partial<DivisionStructure> } = { rules: ruleSetOf() },
): PlanEvidence => ({
  ruleBook: evidence('ruleBook-440402', 'rules' in named ? named.rules : ruleSetOf()),
  division: evidence('divisionRegister-440402', { ...divisionsWith(communities.map((community) => community.communityId)), ...named.divisions }),
  maps: Object.fromEntries(communities.map((community) => [community.communityId, evidence(`gridMap-440402.${community.communityId}`, community)])),
})

/** A town or community that lives since 2018-07-01. */
export const living = (townId = 'T1', code = '440402001001'): CommunityLife =>
  ({ from: firstDay, to: null, towns: [{ from: firstDay, townId: townId as TownId }], codes: [{ from: firstDay, code }] })

/** The divisions of a district with two towns and these communities, all of them in town T1. */
export const divisionsWith = (communityIds: ReadonlyArray<string>): DivisionStructure => ({
  towns: { T1: { from: firstDay, to: null }, T2: { from: firstDay, to: null } },
  communities: Object.fromEntries(communityIds.map((communityId) => [communityId, living('T1', communityCodeOf(communityId))])),
  spentCodes: communityIds.map(communityCodeOf),
  spentIds: ['T1', 'T2', ...communityIds], heldBy: {}, reservations: [],
})

/** The evidence as it is once the front door has reserved what a plan needs; `before` is the world without the plan. */
export const reservedFor = (state: RestructurePlanState, before: PlanEvidence, effectiveOn = state.schedule?.effectiveOn ?? '2025-04-01'): PlanEvidence => {
  const planId = state.identity?.planId ?? 'P1'
  const { maps, register } = reservationsOf(state, effectiveOn as CalendarDate)
  return {
    ...before,
    maps: mapValues(before.maps, (map) => {
      const wanted = maps.find((reservation) => reservation.communityId === map.state.communityId)
      return wanted === undefined ? map : { ...map, state: {
        ...map.state, spentCodes: [...map.state.spentCodes, ...wanted.codes], reservations: [...map.state.reservations, { ...wanted, planId: planId as PlanId }],
      } }
    }),
    division: register === undefined ? before.division : { ...before.division, state: {
      ...before.division.state, spentCodes: [...before.division.state.spentCodes, ...register.codes], spentIds: [...before.division.state.spentIds, ...register.communityIds],
      reservations: [...before.division.state.reservations, { ...register, planId: planId as PlanId }],
    } },
  }
}

/** The evidence as it is once maps and register hold what the plan says; `before` is the world without the plan. */
export const revisedBy = (state: RestructurePlanState, before: PlanEvidence): PlanEvidence => {
  const revisions = mapRevisionsOf(state)
  const said = state.chains.flatMap(versionsOf).flatMap((fact) => mapChangesOf({ root: fact.data.entryId, effectiveOn: fact.data.effectiveOn, outcome: fact }))
  const founded = Object.keys(revisions).filter((communityId) => before.maps[communityId] === undefined)
  const known = { ...before.maps, ...Object.fromEntries(founded.map((communityId) => [communityId, evidence(`gridMap-440402.${communityId}`, emptyMap(communityId))])) }
  return {
    ...before,
    maps: mapValues(known, (map) => {
      const revision = revisions[map.state.communityId]
      const named = said.filter((one) => one.communityId === map.state.communityId).map((one) => one.change)
      return revision === undefined ? map : { ...map, state: withRevision(map.state, revision, named, state.identity?.planId ?? 'P1' as PlanId) }
    }),
    division: { ...before.division, state: withRegisterRevision(before.division.state, registerRevisionOf(state)) },
  }
}

/** The state after these facts. */
export const planAfter = (facts: ReadonlyArray<RestructurePlanEvent>): RestructurePlanState => fold({ initialState, evolve }, facts)

/** A drafted plan with these operations, O1, O2 and so on. */
export const draftedPlan = (operations: ReadonlyArray<Operation>): ReadonlyArray<RestructurePlanEvent> => [
  aPlanFact.RestructurePlanDrafted(),
  ...operations.map((each, index) => aPlanFact.RestructureOperationAdded({ operationId: `O${index + 1}`, operation: each as Plain<Operation> })),
]

/** The same with the dispositions of PM-1 for every item. */
export const preparedPlan = (operations: ReadonlyArray<Operation>): ReadonlyArray<RestructurePlanEvent> => [
  ...draftedPlan(operations), ...itemsOf(operations).map((item) => aPlanFact.DispositionSet({ disposition: item.standard })),
]

/** The same, submitted and approved. */
export const approvedPlan = (operations: ReadonlyArray<Operation>): ReadonlyArray<RestructurePlanEvent> =>
  [...preparedPlan(operations), aPlanFact.RestructurePlanSubmitted(), aPlanFact.RestructurePlanApproved()]

/** The same, scheduled for 2025-04-01 unless told otherwise. */
export const scheduledPlan = (operations: ReadonlyArray<Operation>, effectiveOn = '2025-04-01', kind: 'change' | 'lateRecording' = 'change'): ReadonlyArray<RestructurePlanEvent> =>
  [...approvedPlan(operations), aPlanFact.RestructureScheduled({ takesEffectOn: effectiveOn, kind })]

/** A plan, and the world around it as it would be without the plan. */
export interface Enacted {
  readonly facts: ReadonlyArray<RestructurePlanEvent>
  readonly world: PlanEvidence
}

/** What the front door would gather: a scheduled plan has its grids reserved, an executed one has maps and register revised. */
export const evidenceFor = (state: RestructurePlanState, world: PlanEvidence): PlanEvidence =>
  state.stage === 'scheduled' ? reservedFor(state, world) : revisedBy(state, world)

/** The plan executed on its day. The nth entry is called `done.n`. */
export const executedPlan = (operations: ReadonlyArray<Operation>, world: PlanEvidence, effectiveOn = '2025-04-01'): Enacted =>
  enact({ facts: scheduledPlan(operations, effectiveOn), world }, aPlanCommand.ExecutePlan(), 'done', effectiveOn)

/** One request carried out; its entries are called by the name that is given. What is refused throws, for it is no scenario then. */
export const enact = (enacted: Enacted, command: RestructurePlanCommand, entries: string, today = '2025-08-01'): Enacted => {
  const state = planAfter(enacted.facts)
  const decision = decide(command, state, {
    entryId: (ordinal) => `${entries}.${ordinal}` as EntryId, authority: madeUpDocument, decidedOn: today as CalendarDate, recordedOn: today as CalendarDate,
    evidence: evidenceFor(state, enacted.world),
  })
  if (E.isLeft(decision)) throw new Error(`A scenario that should come about was refused: ${JSON.stringify(decision.left)}`)
  return { ...enacted, facts: [...enacted.facts, ...decision.right] }
}

/** The same, with a later change by others in a community's map. */
export const withLater = ({ facts, world }: Enacted, communityId: string, change: StructureChange): Enacted => ({
  facts,
  world: { ...world, maps: mapValues(world.maps, (map) => map.state.communityId === communityId ? { ...map, state: { ...map.state, changes: [...map.state.changes, change] } } : map) },
})

const firstDay = '2018-07-01' as CalendarDate

/** What the plan says in place among the changes by others; names and counts are told anew of what is there then, as a map does. */
function withRevision(map: CommunityStructure, revision: MapRevision, said: ReadonlyArray<MapChange>, planId: PlanId): CommunityStructure {
  const ours = revision.changes.map((change): PlacedChange => ({ ...change, planId, isDescription: false }))
  return {
    ...map,
    changes: retold([...placedChanges(map), ...ours].sort((left, right) => left.effectiveOn < right.effectiveOn ? -1 : left.effectiveOn > right.effectiveOn ? 1 : 0)),
    neverValid: Object.fromEntries(revision.neverValid.map(({ gridId, instead }) => [gridId, instead])),
    spentCodes: [...new Set([...map.spentCodes, ...said.flatMap((change) => change.sets.map((grid) => grid.code))])],
    spentNumbers: [...new Set([...map.spentNumbers, ...said.flatMap((change) => change.buildingsIn.map((building) => building.number))])],
  }
}

function retold(changes: ReadonlyArray<PlacedChange>): ReadonlyArray<StructureChange> {
  let partition = emptyPartition
  return changes.map(({ isDescription, ...change }) => {
    const told = isDescription ? {
      ...change,
      sets: change.sets.flatMap(({ gridId, name }) => partition.grids[gridId] === undefined ? [] : [{ ...partition.grids[gridId], name }]),
      buildingsIn: change.buildingsIn.filter((building) => partition.buildings[building.buildingId] !== undefined),
    } : change
    partition = applyChange(partition, told)
    return told
  })
}

function withRegisterRevision(divisions: DivisionStructure, revision: RegisterRevision | undefined): DivisionStructure {
  const communities = { ...divisions.communities }
  const change = (communityId: string, next: (life: CommunityLife) => CommunityLife): void => {
    const life = communities[communityId]
    if (life !== undefined) communities[communityId] = next(life)
  }
  for (const { effectiveOn, opens, moves, closes } of revision?.changes ?? []) {
    for (const { communityId, townId, code } of opens) communities[communityId] = { from: effectiveOn, to: null, towns: [{ from: effectiveOn, townId }], codes: [{ from: effectiveOn, code }] }
    for (const { communityId, townId } of moves) change(communityId, (life) => ({ ...life, towns: [...life.towns, { from: effectiveOn, townId }] }))
    for (const { communityId } of closes) change(communityId, (life) => ({ ...life, to: effectiveOn }))
  }
  const opened = revision?.changes.flatMap((one) => one.opens) ?? []
  return {
    ...divisions, communities,
    spentIds: [...divisions.spentIds, ...opened.map((one) => one.communityId)], spentCodes: [...divisions.spentCodes, ...opened.map((one) => one.code)],
  }
}

function emptyMap(communityId: string): CommunityStructure {
  return { communityId: communityId as CommunityId, changes: [], reservations: [], spentIds: [], spentCodes: [], spentNumbers: [], heldBy: {}, exemptions: [], neverValid: {} }
}

function evidence<State>(stream: string, state: State): Evidence<State> {
  return { stream: stream as StreamName, version: 1, asOf: '2025-04-01' as CalendarDate, state }
}

function mapValues<A>(record: { readonly [key: string]: A }, next: (value: A) => A): { readonly [key: string]: A } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, next(value)]))
}

function numbersOf(numbers: { readonly [buildingId: string]: string }) {
  return Object.entries(numbers).map(([buildingId, number]) => ({ buildingId, number }))
}

/** What a test writes down without brands. */
function operation(plain: Plain<Operation>): Operation {
  return plain as Operation
}

function communityCodeOf(communityId: string): string {
  return `440402001${digitsIn(communityId).padStart(3, '0')}`
}

function digitsIn(id: string): string {
  return id.replaceAll(/\D/g, '')
}
