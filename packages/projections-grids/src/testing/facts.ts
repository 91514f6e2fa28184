/** Builders of recorded facts for the specs of this package: made-up units of a made-up district, so that a spec names only what matters to it. */

import * as E from 'fp-ts/lib/Either.js'
import { entryVoided, sealInClear, type CalendarDate, type EntryId, type RecordedEvent, type StreamName } from '@grid-governance/event-sourcing'
import { recordedLog, type Append } from '@grid-governance/event-sourcing/testing'
import {
  governanceCodec, gridMapEvent, divisionRegisterEvent, restructurePlanEvent, streamOf,
  type BuildingDetails, type BuildingId, type BuildingNumber, type ClosingReason, type CommunityCode, type CommunityId, type Count, type DistrictId, type EarlierHistory,
  type GovernanceEvent, type GridCode, type GridId, type Name, type OperationId, type PlanId, type TownCode, type TownId,
} from '@grid-governance/domain'

export const district = '440402' as DistrictId
export const day = (text: string): CalendarDate => text as CalendarDate
export const grid = (id: string): GridId => id as GridId
export const building = (id: string): BuildingId => id as BuildingId
export const community = (id: string): CommunityId => id as CommunityId
export const town = (id: string): TownId => id as TownId

/** A fact that is not yet recorded, and the stream to which it belongs. */
export interface DraftFact {
  readonly stream: StreamName
  readonly fact: GovernanceEvent
}

/** How a fact is dated; `entry` names it, so that a correction can call it. */
export interface Dating {
  readonly on: string
  readonly entry?: string
  readonly late?: true
}

/** Facts that were recorded together, on a day at eight in the morning in Asia/Shanghai. */
export interface DraftAppend {
  readonly learntOn: string
  readonly facts: ReadonlyArray<DraftFact>
}

/** Facts that were recorded together. */
export const learnt = (learntOn: string, ...facts: ReadonlyArray<DraftFact>): DraftAppend => ({ learntOn, facts })

/** The log of these appends. */
export const recorded = (...appends: ReadonlyArray<DraftAppend>): ReadonlyArray<RecordedEvent<GovernanceEvent>> => recordedLog(appendsOf(appends))

/** Facts of one append but of several streams are one append to each. Each fact passes the codec. */
export const appendsOf = (appends: ReadonlyArray<DraftAppend>): ReadonlyArray<Append<GovernanceEvent>> =>
  appends.flatMap(({ learntOn, facts }, number) =>
    [...Map.groupBy(facts, (draft) => draft.stream)].map(([stream, drafts]) => ({
      stream, recordedAt: Date.parse(`${learntOn}T00:00:00Z`),
      facts: drafts.map(({ fact }, index) => checked(named(fact, `${stream}.${number}.${index}` as EntryId))),
    })))

/** A building with made-up figures unless they matter: 10 households, 25 residents. */
export const details = (id: string, households = 10, residents = 25): BuildingDetails => ({
  buildingId: building(id), number: numberOf(id), households: households as Count, residents: residents as Count,
})

export const districtRegistered = (dating: Dating, earlierHistory: EarlierHistory = 'none'): DraftFact =>
  inRegister(divisionRegisterEvent.DistrictRegistered({ ...dated(dating), districtId: district, name: name('Made-up District'), documentNumber, earlierHistory }))

export const townRegistered = (dating: Dating, id: string, earlierHistory: EarlierHistory = 'none'): DraftFact =>
  inRegister(divisionRegisterEvent.TownRegistered({ ...dated(dating), districtId: district, townId: town(id), code: townCode(id), name: name(`Town ${id}`), documentNumber, earlierHistory }))

export const communityRegistered = (dating: Dating, id: string, townId: string, earlierHistory: EarlierHistory = 'none'): DraftFact =>
  inRegister(divisionRegisterEvent.CommunityRegistered({
    ...dated(dating), districtId: district, townId: town(townId), communityId: community(id), code: communityCode(id), name: name(`Community ${id}`), documentNumber, earlierHistory,
  }))

export const townRenamed = (dating: Dating, id: string, newName: string): DraftFact =>
  inRegister(divisionRegisterEvent.TownRenamed({ ...dated(dating), townId: town(id), name: name(newName), documentNumber }))

export const townRecoded = (dating: Dating, id: string, code: string): DraftFact =>
  inRegister(divisionRegisterEvent.TownRecoded({ ...dated(dating), townId: town(id), code: code as TownCode, documentNumber }))

export const townClosed = (dating: Dating, id: string, successors: ReadonlyArray<string>): DraftFact =>
  inRegister(divisionRegisterEvent.TownClosed({ ...dated(dating), townId: town(id), reason: 'merged', successors: successors.map(town), documentNumber }))

export const communityRenamed = (dating: Dating, id: string, newName: string): DraftFact =>
  inRegister(divisionRegisterEvent.CommunityRenamed({ ...dated(dating), communityId: community(id), name: name(newName), documentNumber }))

export const communityRecoded = (dating: Dating, id: string, code: string): DraftFact =>
  inRegister(divisionRegisterEvent.CommunityRecoded({ ...dated(dating), communityId: community(id), code: code as CommunityCode, documentNumber }))

export const gridEstablished = (dating: Dating, communityId: string, id: string, buildings: ReadonlyArray<BuildingDetails>, earlierHistory: EarlierHistory = 'none'): DraftFact =>
  inMap(communityId, gridMapEvent.GridEstablished({
    ...dated(dating), communityId: community(communityId), gridId: grid(id), code: gridCode(id), name: name(`Grid ${id}`), buildings, documentNumber, earlierHistory,
  }))

export const buildingRegistered = (dating: Dating, communityId: string, gridId: string, one: BuildingDetails): DraftFact =>
  inMap(communityId, gridMapEvent.BuildingRegistered({ ...dated(dating), communityId: community(communityId), gridId: grid(gridId), building: one, documentNumber }))

export const buildingRemoved = (dating: Dating, communityId: string, gridId: string, id: string): DraftFact =>
  inMap(communityId, gridMapEvent.BuildingRemoved({ ...dated(dating), communityId: community(communityId), gridId: grid(gridId), buildingId: building(id), documentNumber }))

export const metricsRecorded = (dating: Dating, communityId: string, gridId: string, id: string, households: number, residents: number): DraftFact =>
  inMap(communityId, gridMapEvent.BuildingMetricsRecorded({
    ...dated(dating), communityId: community(communityId), gridId: grid(gridId), buildingId: building(id), households: households as Count, residents: residents as Count,
  }))

export const gridRenamed = (dating: Dating, communityId: string, id: string, newName: string): DraftFact =>
  inMap(communityId, gridMapEvent.GridRenamed({ ...dated(dating), communityId: community(communityId), gridId: grid(id), name: name(newName), documentNumber }))

export const gridRecoded = (dating: Dating, communityId: string, id: string, code: string): DraftFact =>
  inMap(communityId, gridMapEvent.GridRecoded({ ...dated(dating), communityId: community(communityId), gridId: grid(id), code: code as GridCode, documentNumber }))

export const exemptionGranted = (dating: Dating, communityId: string, min: number, max: number, until?: string): DraftFact =>
  inMap(communityId, gridMapEvent.GridCountExemptionGranted({
    ...dated(dating), communityId: community(communityId), min: min as Count, max: max as Count, documentNumber, ...(until === undefined ? {} : { until: day(until) }),
  }))

/** Grids by id with the ids of all their buildings. */
export type Layout = Readonly<Record<string, ReadonlyArray<string>>>

export const gridSplit = (dating: Dating, communityId: string, source: string, targets: Layout, plan = 'P1'): DraftFact =>
  inPlan(plan, restructurePlanEvent.GridSplit({
    ...structural(dating, plan), communityId: community(communityId), source: grid(source),
    targets: onMap(targets).map((target) => ({ ...target, continuing: target.gridId === source })),
  }))

export const gridsMerged = (dating: Dating, communityId: string, sources: ReadonlyArray<string>, target: Layout, plan = 'P1'): DraftFact =>
  inPlan(plan, restructurePlanEvent.GridsMerged({
    ...structural(dating, plan), communityId: community(communityId), sources: sources.map(grid),
    target: onMap(target).map((one) => ({ ...one, continuing: sources.includes(one.gridId) }))[0] ?? nothing('the merged grid'),
  }))

export const boundaryRedrawn = (dating: Dating, communityId: string, grids: Layout, plan = 'P1'): DraftFact =>
  inPlan(plan, restructurePlanEvent.GridBoundaryRedrawn({ ...structural(dating, plan), communityId: community(communityId), grids: onMap(grids), moved: [] }))

export const gridClosed = (dating: Dating, communityId: string, id: string, grids: Layout, reason: ClosingReason = 'abolished', plan = 'P1'): DraftFact =>
  inPlan(plan, restructurePlanEvent.GridClosed({
    ...structural(dating, plan), communityId: community(communityId), gridId: grid(id), reason, successors: Object.keys(grids).map(grid), grids: onMap(grids), moved: [],
  }))

export const gridReparented = (dating: Dating, from: string, to: string, id: string, buildings: ReadonlyArray<BuildingDetails>, plan = 'P1'): DraftFact =>
  inPlan(plan, restructurePlanEvent.GridReparented({
    ...structural(dating, plan), fromCommunity: community(from), toCommunity: community(to), grid: arriving(to, id, buildings),
  }))

export const communityReparented = (dating: Dating, id: string, from: string, to: string, plan = 'P1'): DraftFact =>
  inPlan(plan, restructurePlanEvent.CommunityReparented({ ...structural(dating, plan), communityId: community(id), fromTown: town(from), toTown: town(to) }))

/** The targets by community id: its town, and its grids with their buildings. */
export const communitySplit = (
  dating: Dating, source: string, targets: Readonly<Record<string, { readonly town: string, readonly grids: Readonly<Record<string, ReadonlyArray<BuildingDetails>>> }>>, plan = 'P1',
): DraftFact =>
  inPlan(plan, restructurePlanEvent.CommunitySplit({
    ...structural(dating, plan), source: community(source),
    targets: Object.entries(targets).map(([id, target]) => ({
      communityId: community(id), code: communityCode(id), name: name(`Community ${id}`), townId: town(target.town), continuing: id === source,
      grids: Object.entries(target.grids).map(([gridId, buildings]) => arriving(id, gridId, buildings)),
    })),
  }))

export const planExecuted = (on: string, communities: ReadonlyArray<string>, plan = 'P1'): DraftFact =>
  inPlan(plan, restructurePlanEvent.RestructureExecuted({ planId: plan as PlanId, documentNumber: 'made up', takesEffectOn: day(on), communityIds: communities.map(community), evidence: [] }))

export const planScheduled = (on: string, communities: ReadonlyArray<string>, plan = 'P1'): DraftFact =>
  inPlan(plan, restructurePlanEvent.RestructureScheduled({ planId: plan as PlanId, documentNumber: 'made up', kind: 'change', takesEffectOn: day(on), communityIds: communities.map(community), evidence: [] }))

export const planCancelled = (plan = 'P1'): DraftFact =>
  inPlan(plan, restructurePlanEvent.RestructureCancelled({ planId: plan as PlanId, reason: sealInClear('made up') }))

/** The same fact as a correction: `root` began the chain, `corrects` is its present head. */
export const correcting = ({ stream, fact }: DraftFact, root: string, corrects: string = root): DraftFact =>
  ({ stream, fact: { ...fact, data: { ...fact.data, kind: 'correction', root, corrects } } as GovernanceEvent })

/** Takes back the head of a chain that is in the stream of `like`. */
export const voided = ({ stream }: DraftFact, root: string, { corrects = root, entry = '' }: { readonly corrects?: string, readonly entry?: string } = {}): DraftFact => ({
  stream,
  fact: { type: entryVoided, schemaVersion: 1, data: { entryId: entry as EntryId, kind: 'correction', root: root as EntryId, corrects: corrects as EntryId, reason: sealInClear('made up') } },
})

const documentNumber = 'made-up 1'

function dated({ on, entry, late }: Dating): { readonly entryId: EntryId, readonly kind: 'change' | 'lateRecording', readonly effectiveOn: CalendarDate } {
  return { entryId: (entry ?? '') as EntryId, kind: late === true ? 'lateRecording' : 'change', effectiveOn: day(on) }
}

function structural(dating: Dating, plan: string): ReturnType<typeof dated> & { readonly planId: PlanId, readonly operationId: OperationId, readonly documentNumber: string } {
  return { ...dated(dating), planId: plan as PlanId, operationId: 'O1' as OperationId, documentNumber }
}

function inRegister(fact: GovernanceEvent): DraftFact {
  return { stream: streamOf('divisionRegister', district), fact }
}

function inMap(communityId: string, fact: GovernanceEvent): DraftFact {
  return { stream: streamOf('gridMap', district, communityId), fact }
}

function inPlan(plan: string, fact: GovernanceEvent): DraftFact {
  return { stream: streamOf('restructurePlan', district, plan), fact }
}

/** Facts without a name of their own get the one that the front door would derive. */
function named(fact: GovernanceEvent, entryId: EntryId): GovernanceEvent {
  return 'entryId' in fact.data && fact.data.entryId === '' ? { ...fact, data: { ...fact.data, entryId } } as GovernanceEvent : fact
}

function checked(fact: GovernanceEvent): GovernanceEvent {
  const result = governanceCodec.encode(fact)
  if (E.isLeft(result)) throw new Error(`${fact.type}: ${result.left.problems.join('; ')}`)
  return fact
}

function onMap(layout: Layout): ReadonlyArray<{ gridId: GridId, code: GridCode, name: Name, buildings: ReadonlyArray<BuildingId> }> {
  return Object.entries(layout).map(([id, buildings]) => ({ gridId: grid(id), code: gridCode(id), name: name(`Grid ${id}`), buildings: buildings.map(building) }))
}

function arriving(communityId: string, id: string, buildings: ReadonlyArray<BuildingDetails>): { gridId: GridId, code: GridCode, name: Name, buildings: ReadonlyArray<BuildingDetails> } {
  return { gridId: grid(id), code: gridCode(`${communityId.replace(/\D/g, '')}${id}`), name: name(`Grid ${id}`), buildings }
}

function name(text: string): Name {
  return text as Name
}

/** Codes follow from the digits of an id, so that a spec need not name them: G12 has the code ending in 012. */
function townCode(id: string): TownCode {
  return `440402${serial(id, 3)}` as TownCode
}

function communityCode(id: string): CommunityCode {
  return `440402001${serial(id, 3)}` as CommunityCode
}

function gridCode(id: string): GridCode {
  return `440402001${serial(id, 6)}` as GridCode
}

function numberOf(id: string): BuildingNumber {
  return serial(id, 5) as BuildingNumber
}

function serial(id: string, digits: number): string {
  return id.replace(/\D/g, '').padStart(digits, '0').slice(-digits)
}

function nothing(what: string): never {
  throw new Error(`A builder needs ${what}.`)
}
