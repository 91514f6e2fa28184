/** A random office: arbitrary moves made into requests that mostly fit what is known, submitted through the front door as days pass. */

import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { addDays, isExecuted, isScheduled, ruleSetOfTheCase, type CommunityId, type GridOnMap } from '@grid-governance/domain'
import { dayOfInstant, sealInClear, type CalendarDate, type Position } from '@grid-governance/event-sourcing'
import { memoryStore, type EventStore } from '@grid-governance/event-store'
import type { FrontDoor } from './api.ts'
import { openFrontDoor } from './front-door.ts'
import { communitiesOn, factsIn, knowing, nothingKnown, partitionFor, townsOn, type KnownDistrict } from './known-district.spec-parts.ts'
import { opening, request } from './small-district.spec-parts.ts'

/** One thing that an office may do. */
export interface Move {
  readonly kind: keyof typeof weights
  /** What it is aimed at, whatever there is. */
  readonly rolls: ReadonlyArray<number>
  /** The day that it is about, counted from today. */
  readonly offset: number
}

/** How often each kind of move is made. */
const weights = {
  pass: 3, count: 8, register: 4, remove: 2, rename: 4, recode: 2, exempt: 1, correct: 5, void: 4,
  plan: 14, execute: 16, cancel: 1, correctPlan: 6, layOut: 1,
  renameDivision: 2, recodeDivision: 1, openDivision: 3, closeTown: 3, correctDivision: 2, voidDivision: 1,
} as const

/** Moves of an office; the days that they are about lie close together, so that facts meet. */
export const officeMoves = (maxLength: number): fc.Arbitrary<ReadonlyArray<Move>> => fc.limitShrink(fc.array(fc.record({
  kind: fc.oneof(...Object.entries(weights).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as Move['kind']) }))),
  // A failing history is made short by leaving moves out; other rolls would make another history.
  rolls: fc.noShrink(fc.array(fc.nat({ max: 999 }), { minLength: 8, maxLength: 8 })),
  offset: fc.constantFrom(-60, -30, -14, -7, -3, -1, 0, 0, 0, 0, 2, 7, 20),
}), { maxLength, size: 'max' }), mostShrinks)

/** After a failure so many shorter histories are tried: each is played from the beginning. */
const mostShrinks = 300

/** What came of the moves: the log, what the deciders know, and the places in the log at which no request was half done. */
export interface OfficeHistory {
  readonly store: EventStore
  readonly known: KnownDistrict
  readonly places: ReadonlyArray<Position>
  readonly today: CalendarDate
}

/** Plays moves in a district of two towns and four communities, of which one has no grids yet. */
export const officeHistory = async (moves: ReadonlyArray<Move>): Promise<OfficeHistory> => {
  const office = await openOffice()
  for (const move of moves) await make(office, move)
  return { store: office.store, known: office.known, places: office.places, today: office.today() }
}

interface Office {
  readonly store: EventStore
  readonly frontDoor: FrontDoor
  readonly today: () => CalendarDate
  readonly pass: (days: number) => void
  readonly places: Position[]
  known: KnownDistrict
  serial: number
}

async function openOffice(): Promise<Office> {
  let instant = Date.parse('2025-06-02T10:00:00+08:00')
  const now = (): number => { instant += 1000; return instant }
  const store = memoryStore(now)
  const office: Office = {
    store, frontDoor: openFrontDoor({ store, now }), today: () => dayOfInstant(instant), pass: (days) => { instant += days * 86_400_000 },
    places: [], known: nothingKnown, serial: 100,
  }
  for (const one of opening()) await office.frontDoor.submit(one)()
  const dated = { kind: 'change', effectiveOn: '2018-07-01' }
  await submit(office, 'IssueRuleBook', { ...dated, effectiveOn: '2018-07-02', edition: 'wide', document: { number: 'made up', title: 'made up', issuer: 'made up' }, rules: { ...ruleSetOfTheCase, gridsPerCommunity: { min: 1, max: 6 } } })
  await submit(office, 'RegisterDivisions', {
    ...dated, name: '模拟区', earlierHistory: 'none', towns: [{ townId: 'T2', code: '440402002', name: '模拟二街道' }],
    communities: [{ communityId: 'C440402002001', townId: 'T2', code: '440402002001', name: '模拟社区4' }],
  })
  return office
}

/** Sends a request and learns what came of it; whatever is no refusal is a defect. */
async function submit(office: Office, type: string, data: object): Promise<boolean> {
  office.serial += 1
  const answer = await office.frontDoor.submit(request(`${type} ${office.serial}`, type, data, { decidedOn: office.today() }))()
  if (E.isLeft(answer) && answer.left.tag !== 'Rejected') throw new Error(`${type}: ${JSON.stringify(answer.left)}`)
  office.known = knowing(office.known, await factsIn(office.store, office.known.facts))
  const place = office.known.facts.at(-1)?.position
  if (place !== undefined && place !== office.places.at(-1)) office.places.push(place)
  return E.isRight(answer)
}

async function make(office: Office, { kind, rolls, offset }: Move): Promise<void> {
  const day = addDays(office.today(), offset)
  const aim: Aim = { office, day, rolls, dated: { kind: offset < 0 ? 'lateRecording' : 'change', effectiveOn: day } }
  switch (kind) {
    case 'pass': office.pass(1 + at(rolls, 0) % 20); return
    case 'plan': return plan(aim)
    case 'execute': return execute(aim)
    case 'cancel': return cancel(aim)
    case 'correctPlan': return correctPlan(aim)
    case 'correct': case 'void': return correctMap(aim, kind)
    case 'layOut': return layOut(aim)
    case 'renameDivision': case 'recodeDivision': case 'openDivision': case 'closeTown': return changeDivisions(aim, kind)
    case 'correctDivision': case 'voidDivision': return correctDivisions(aim, kind)
    case 'count': case 'register': case 'remove': case 'rename': case 'recode': case 'exempt': return changeMap(aim, kind)
  }
}

interface Aim {
  readonly office: Office
  readonly day: CalendarDate
  readonly rolls: ReadonlyArray<number>
  readonly dated: { readonly kind: string, readonly effectiveOn: CalendarDate }
}

async function changeMap({ office, day, rolls, dated }: Aim, kind: 'count' | 'register' | 'remove' | 'rename' | 'recode' | 'exempt'): Promise<void> {
  const communityId = oneOf(communitiesWithGrids(office.known, day), at(rolls, 0))
  if (communityId === undefined) return
  const grid = oneOf(gridsOf(office.known, communityId, day), at(rolls, 1))
  const buildingId = grid && oneOf(grid.buildings, at(rolls, 2))
  const about = { ...dated, communityId }
  if (kind === 'exempt') await submit(office, 'GrantGridCountExemption', { ...about, min: 1, max: 6 + at(rolls, 3) % 3, ...(at(rolls, 4) % 2 === 0 ? { until: addDays(day, 30) } : {}) })
  if (grid === undefined) return
  const { gridId } = grid
  if (kind === 'register') await submit(office, 'RegisterBuilding', { ...about, gridId, building: newBuilding(office, rolls) })
  if (kind === 'rename') await submit(office, 'RenameGrid', { ...about, gridId, name: `网格${at(rolls, 3)}` })
  if (kind === 'recode') await submit(office, 'RecodeGrid', { ...about, gridId, code: newGridCode(office) })
  if (buildingId === undefined) return
  if (kind === 'count') await submit(office, 'RecordBuildingMetrics', { ...about, gridId, buildingId, ...figures(rolls) })
  if (kind === 'remove') await submit(office, 'RemoveBuilding', { ...about, buildingId })
}

/** Corrects or takes back what a map said: the same thing with other figures, another name, or of another day. */
async function correctMap(aim: Aim, kind: 'correct' | 'void'): Promise<void> {
  const { office, day, rolls } = aim
  const communityId = oneOf([...office.known.maps.keys()], at(rolls, 0))
  const chains = communityId === undefined ? [] : office.known.maps.get(communityId)?.entries ?? []
  const counts = chains.filter((chain) => chain.entries[0]?.fact?.type === 'BuildingMetricsRecorded')
  const chain = oneOf(counts.length > 0 && at(rolls, 1) % 2 === 0 ? counts : chains, at(rolls, 2))
  const last = chain?.entries.findLast((entry) => entry.fact !== null)?.fact
  if (chain === undefined || last === undefined || last === null) return
  const target = { root: chain.root, corrects: chain.entries.at(-1)?.entryId }
  if (kind === 'void') { await submit(office, 'VoidGridMapEntry', { communityId, ...target, reason: sealInClear('made up') }); return }
  const about = { communityId, kind: 'correction', ...target, effectiveOn: at(rolls, 3) % 2 === 0 ? last.data.effectiveOn : day }
  switch (last.type) {
    case 'GridEstablished': {
      const { gridId, code, name, earlierHistory } = last.data
      const buildings = last.data.buildings.map((building) => ({ ...building, ...figures(rolls) }))
      await submit(office, 'LayOutGrids', { ...about, earlierHistory, grids: [{ gridId, code, name: at(rolls, 4) % 2 === 0 ? name : `网格${at(rolls, 5)}`, buildings }] })
      return
    }
    case 'BuildingRegistered': await submit(office, 'RegisterBuilding', { ...about, gridId: last.data.gridId, building: { ...last.data.building, ...figures(rolls) } }); return
    case 'BuildingRemoved': await submit(office, 'RemoveBuilding', { ...about, buildingId: last.data.buildingId }); return
    case 'BuildingMetricsRecorded': {
      const { buildingId } = last.data
      const holder = gridsOf(office.known, communityId as CommunityId, about.effectiveOn).find((grid) => grid.buildings.includes(buildingId))
      await submit(office, 'RecordBuildingMetrics', { ...about, gridId: holder?.gridId ?? last.data.gridId, buildingId, ...figures(rolls) })
      return
    }
    case 'GridRenamed': await submit(office, 'RenameGrid', { ...about, gridId: last.data.gridId, name: `网格${at(rolls, 5)}` }); return
    case 'GridRecoded': await submit(office, 'RecodeGrid', { ...about, gridId: last.data.gridId, code: newGridCode(office) }); return
    case 'GridCountExemptionGranted': await submit(office, 'GrantGridCountExemption', { ...about, min: 1, max: 9 })
  }
}

async function layOut({ office, day, rolls, dated }: Aim): Promise<void> {
  const without = [...communitiesOn(office.known, day).keys()].filter((one) => office.known.maps.get(one) === undefined)
  const communityId = oneOf(without, at(rolls, 0))
  if (communityId === undefined) return
  const grids = Array.from({ length: 2 + at(rolls, 1) % 2 }, () => ({ ...newGrid(office), name: '新网格', buildings: [newBuilding(office, rolls), newBuilding(office, rolls)] }))
  await submit(office, 'LayOutGrids', { ...dated, communityId, earlierHistory: at(rolls, 2) % 2 === 0 ? 'none' : 'unknown', grids })
}

/** Drafts a plan of one operation or two and brings it as far as its schedule, if nothing speaks against it. */
async function plan({ office, day, rolls }: Aim): Promise<void> {
  const planId = `P${office.serial}`
  const first = operationFor(office, day, rolls)
  const second = at(rolls, 7) % 3 === 0 ? operationFor(office, day, [...rolls.slice(3), ...rolls.slice(0, 3)]) : undefined
  const operations = [first, second].filter((one) => one !== undefined)
  if (operations.length === 0) return
  await submit(office, 'DraftPlan', { planId, title: sealInClear('模拟方案') })
  for (const [index, operation] of operations.entries()) await submit(office, 'AddOperation', { planId, operationId: `O${index}`, operation })
  await submit(office, 'SetDispositions', { planId, dispositions: [], defaultsForTheRest: true })
  await submit(office, 'SubmitPlan', { planId }) && await submit(office, 'ApprovePlan', { planId }) && await submit(office, 'SchedulePlan', { planId, effectiveOn: day })
}

/** Executes a plan that is due, or waits for one. */
async function execute({ office, rolls }: Aim): Promise<void> {
  const scheduled = [...office.known.plans].filter(([, state]) => isScheduled(state))
  const [planId, state] = oneOf(scheduled, at(rolls, 0)) ?? []
  if (planId === undefined || state === undefined) return
  while ((state.schedule?.effectiveOn ?? office.today()) > office.today()) office.pass(1)
  await submit(office, 'ExecutePlan', { planId })
}

async function cancel({ office, rolls }: Aim): Promise<void> {
  const planId = oneOf([...office.known.plans].filter(([, state]) => isScheduled(state)).map(([id]) => id), at(rolls, 0))
  if (planId !== undefined) await submit(office, 'CancelPlan', { planId, reason: sealInClear('made up') })
}

/** Takes an executed entry back, restores it, dates it anew, or does another operation of its kind instead. */
async function correctPlan({ office, day, rolls }: Aim): Promise<void> {
  const executed = [...office.known.plans].filter(([, state]) => isExecuted(state))
  const [planId, state] = oneOf(executed, at(rolls, 0)) ?? []
  const chain = state && oneOf(state.chains, at(rolls, 1))
  if (planId === undefined || state === undefined || chain === undefined) return
  const target = { root: chain.root, corrects: chain.entries.at(-1)?.entryId }
  const said = chain.entries[0]?.fact
  const operation = said && operationFor(office, said.data.effectiveOn, rolls.slice(3), kindOf[said.type])
  const anew = [{}, {}, { effectiveOn: day }, { effectiveOn: day }, operation === undefined ? {} : { operation }][at(rolls, 2) % 5]
  await submit(office, 'CorrectPlan', { planId, corrections: [{ ...target, ...anew }], reason: sealInClear('made up') })
}

const kindOf = {
  GridSplit: 'split', GridsMerged: 'merge', GridBoundaryRedrawn: 'boundary', GridClosed: 'close', GridReparented: 'reparentGrid', CommunityReparented: 'reparentCommunity',
  CommunitySplit: 'communitySplit',
} as const
/** Those that bring buildings to other communities are made more often. */
const kinds = ['split', 'merge', 'boundary', 'close', 'reparentGrid', 'reparentGrid', 'reparentGrid', 'reparentCommunity', 'communitySplit', 'communitySplit'] as const

/** An operation that fits a community as it is known to be on a day; undefined where none of that kind does. */
function operationFor(office: Office, day: CalendarDate, rolls: ReadonlyArray<number>, kind = kinds[at(rolls, 4) % kinds.length]): object | undefined {
  const { known } = office
  const communityId = oneOf(communitiesWithGrids(known, day), at(rolls, 0))
  if (communityId === undefined) return undefined
  const grids = gridsOf(known, communityId, day)
  const grid = oneOf(grids, at(rolls, 1))
  const other = oneOf(grids.filter((one) => one !== grid), at(rolls, 2))
  const named = { name: `方案网格${at(rolls, 3)}` }
  if (grid === undefined) return undefined
  const kept = { gridId: grid.gridId, code: grid.code, name: grid.name, continuing: true }
  const fresh = () => ({ ...newGrid(office), ...named, continuing: false })
  const continues = at(rolls, 3) % 2 === 0
  switch (kind) {
    case 'split': {
      const half = Math.ceil(grid.buildings.length / 2)
      return { kind: 'split', communityId, source: grid.gridId, targets: [
        { ...(continues ? kept : fresh()), buildings: grid.buildings.slice(0, half) }, { ...fresh(), buildings: grid.buildings.slice(half) },
      ] }
    }
    case 'merge': return other && { kind: 'merge', communityId, sources: [grid.gridId, other.gridId], target: continues ? kept : fresh() }
    case 'boundary': return other && { kind: 'boundary', communityId, moves: grid.buildings.slice(0, 1).map((buildingId) => ({ buildingId, from: grid.gridId, to: other.gridId })) }
    case 'close': return other && { kind: 'close', communityId, gridId: grid.gridId, moves: grid.buildings.map((buildingId) => ({ buildingId, to: other.gridId })) }
    case 'reparentGrid': {
      const to = oneOf([...communitiesOn(known, day).keys()].filter((one) => one !== communityId && known.maps.has(one)), at(rolls, 2))
      return to && { kind: 'reparentGrid', gridId: grid.gridId, from: communityId, to, code: newGridCode(office), numbers: renumbered(office, grid) }
    }
    case 'reparentCommunity': {
      const from = communitiesOn(known, day).get(communityId)
      const to = oneOf(townsOn(known, day).filter((one) => one !== from), at(rolls, 2))
      return to && { kind: 'reparentCommunity', communityId, from, to }
    }
    default: return communitySplit(office, communityId, grids, { day, rolls, continues })
  }
}

function communitySplit(
  office: Office, communityId: CommunityId, grids: ReadonlyArray<GridOnMap>, { day, rolls, continues }: { readonly day: CalendarDate, readonly rolls: ReadonlyArray<number>, readonly continues: boolean },
): object | undefined {
  const townId = communitiesOn(office.known, day).get(communityId)
  if (townId === undefined || grids.length < 2) return undefined
  const cut = 1 + at(rolls, 5) % (grids.length - 1)
  const founded = (own: ReadonlyArray<GridOnMap>) => ({
    ...newCommunity(office, townId), continuing: false, grids: own.map((grid) => ({ gridId: grid.gridId, code: newGridCode(office), numbers: renumbered(office, grid) })),
  })
  const code = office.known.register.spentCodes.map(({ name }) => name).find((name) => communityId === `C${name}`)
  const staying = continues && code !== undefined
    ? { communityId, code, name: '模拟社区', townId, continuing: true, grids: grids.slice(0, cut).map((grid) => ({ gridId: grid.gridId, code: grid.code, numbers: at(rolls, 6) % 2 === 0 ? [] : renumbered(office, grid) })) }
    : founded(grids.slice(0, cut))
  return { kind: 'communitySplit', source: communityId, targets: [staying, founded(grids.slice(cut))] }
}

async function changeDivisions({ office, day, rolls, dated }: Aim, kind: 'renameDivision' | 'recodeDivision' | 'openDivision' | 'closeTown'): Promise<void> {
  const towns = townsOn(office.known, day)
  const communityId = oneOf([...communitiesOn(office.known, day).keys()], at(rolls, 0))
  const townId = oneOf(towns, at(rolls, 1))
  if (townId === undefined || communityId === undefined) return
  const ofTown = at(rolls, 2) % 2 === 0
  switch (kind) {
    case 'renameDivision': await submit(office, ofTown ? 'RenameTown' : 'RenameCommunity', { ...dated, ...(ofTown ? { townId } : { communityId }), name: `新名${at(rolls, 3)}` }); return
    case 'recodeDivision': {
      office.serial += 1
      await submit(office, ofTown ? 'RecodeTown' : 'RecodeCommunity', { ...dated, ...(ofTown ? { townId, code: `440402${office.serial}` } : { communityId, code: `440402001${office.serial}` }) })
      return
    }
    case 'openDivision': {
      office.serial += 1
      const town = { townId: `T${office.serial}`, code: `440402${office.serial}`, name: '新街道' }
      const community = ofTown ? { ...newCommunity(office, town.townId, town.code), townId: town.townId } : newCommunity(office, townId)
      await submit(office, 'RegisterDivisions', { ...dated, name: '模拟区', earlierHistory: 'none', towns: ofTown ? [town] : [], communities: ofTown && at(rolls, 3) % 2 === 0 ? [] : [community] })
      return
    }
    case 'closeTown': await submit(office, 'CloseTown', { ...dated, townId: towns.findLast((one) => ![...communitiesOn(office.known, day).values()].includes(one)) ?? townId, reason: 'merged', successors: towns.filter((one) => one !== townId).slice(0, 1) })
  }
}

async function correctDivisions({ office, day, rolls }: Aim, kind: 'correctDivision' | 'voidDivision'): Promise<void> {
  const { entries } = office.known.register
  const chain = oneOf(at(rolls, 1) % 2 === 0 ? entries : entries.filter(({ entries: [first] }) => first?.fact?.type.endsWith('Renamed')), at(rolls, 0))
  const last = chain?.entries.findLast((entry) => entry.fact !== null)?.fact
  if (chain === undefined || last === undefined || last === null) return
  const target = { root: chain.root, corrects: chain.entries.at(-1)?.entryId }
  if (kind === 'voidDivision') { await submit(office, 'VoidDivisionEntry', { ...target, reason: sealInClear('made up') }); return }
  const dated = { kind: 'correction', ...target, effectiveOn: day }
  switch (last.type) {
    case 'TownRenamed': await submit(office, 'RenameTown', { ...dated, townId: last.data.townId, name: `更正${at(rolls, 1)}` }); return
    case 'CommunityRenamed': await submit(office, 'RenameCommunity', { ...dated, communityId: last.data.communityId, name: `更正${at(rolls, 1)}` }); return
    case 'TownClosed': await submit(office, 'CloseTown', { ...dated, townId: last.data.townId, reason: 'merged', successors: last.data.successors }); return
    case 'CommunityRegistered': {
      const { communityId, townId, code, name, earlierHistory } = last.data
      await submit(office, 'RegisterDivisions', { ...dated, name: '模拟区', earlierHistory, towns: [], communities: [{ communityId, townId, code, name }] })
      return
    }
    default:
  }
}

function communitiesWithGrids(known: KnownDistrict, day: CalendarDate): ReadonlyArray<CommunityId> {
  return [...communitiesOn(known, day).keys()].filter((communityId) => Object.keys(partitionFor(known, communityId, day).grids).length > 0)
}

function gridsOf(known: KnownDistrict, communityId: CommunityId, day: CalendarDate): ReadonlyArray<GridOnMap> {
  return Object.values(partitionFor(known, communityId, day).grids)
}

function figures(rolls: ReadonlyArray<number>): { readonly households: number, readonly residents: number } {
  return { households: at(rolls, 6), residents: at(rolls, 7) }
}

function newBuilding(office: Office, rolls: ReadonlyArray<number>): object {
  office.serial += 1
  return { buildingId: `B${office.serial}`, number: numberOf(office.serial), ...figures(rolls) }
}

function newGrid(office: Office): { readonly gridId: string, readonly code: string } {
  office.serial += 1
  return { gridId: `G${office.serial}`, code: newGridCode(office) }
}

function newGridCode(office: Office): string {
  office.serial += 1
  return `440402${String(office.serial).padStart(9, '0')}`
}

function newCommunity(office: Office, townId: string, townCode = `440402${townId.slice(1).padStart(3, '0')}`): { readonly communityId: string, readonly code: string, readonly name: string, readonly townId: string } {
  office.serial += 1
  const code = `${townCode}${office.serial % 1000}`
  return { communityId: `C${code}`, code, name: '新社区', townId }
}

function renumbered(office: Office, grid: GridOnMap): ReadonlyArray<object> {
  return grid.buildings.map((buildingId) => {
    office.serial += 1
    return { buildingId, number: numberOf(office.serial) }
  })
}

function numberOf(serial: number): string {
  return String(serial).padStart(5, '0')
}

function at(rolls: ReadonlyArray<number>, place: number): number {
  return rolls[place % rolls.length] ?? 0
}

function oneOf<A>(all: ReadonlyArray<A>, roll: number): A | undefined {
  return all[roll % Math.max(1, all.length)]
}
