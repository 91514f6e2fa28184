/** Evidence: the states of other streams, each folded at a named version, gathered anew for every decision and never taken from outside. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  communitiesForCommand, communitiesShortened, divisionStructureOf, judgedOn, leansOnEvidence, namesForCommand, namesGivenBy, noEvidence, ruleSetOn, streamOf, structureOf,
  type CommunityId, type CommunityStructure, type DistrictId, type DivisionRegisterCommand, type DivisionRegisterEvidence,
  type DivisionRegisterState, type DivisionStructure, type GridMapCommand, type GridMapEvidence, type PlanEvidence, type RestructurePlanCommand,
  type RestructurePlanState, type RuleSet,
} from '@grid-governance/domain'
import type { CalendarDate, Evidence, StreamName } from '@grid-governance/event-sourcing'
import type { LoadedStream, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import type { ConceptLoops } from './concepts.ts'

const seeDivisions = once(divisionStructureOf)
const seeStructure = once(structureOf)

type Gathered<A> = TaskEither<ReadFailure | UndecodableEvent, A>

/** What a grid map's decisions lean on: the rule book in force on the day, the divisions, and other maps that know a name that is to be given; nothing is read for those that lean on none. */
export const gatherForMap = (loops: ConceptLoops, command: GridMapCommand, asOf: CalendarDate): Gathered<GridMapEvidence> =>
  leansOnEvidence(command) ? gatherAllForMap(loops, command, asOf) : async () => E.right(noEvidence(asOf))

const gatherAllForMap = (loops: ConceptLoops, command: GridMapCommand, asOf: CalendarDate): Gathered<GridMapEvidence> => async () => {
  const { districtId, communityId } = command.data
  const base = await gatherRulesAndDivisions(loops, districtId, asOf)()
  if (E.isLeft(base)) return base
  const elsewhere = await mapsKnowing(loops, districtId, namesGivenBy(command), [communityId], asOf)()
  return E.isLeft(elsewhere) ? elsewhere : E.right({ ...base.right, elsewhere: Object.values(elsewhere.right) })
}

/** What the register's decisions lean on: the maps of the communities whose life the command may shorten. */
export const gatherForRegister = (loops: ConceptLoops, command: DivisionRegisterCommand, state: DivisionRegisterState, asOf: CalendarDate): Gathered<DivisionRegisterEvidence> => async () => {
  const maps = await mapsOf(loops, command.data.districtId, communitiesShortened(command, state), asOf)()
  return E.isLeft(maps) ? maps : E.right({ maps: Object.values(maps.right) })
}

const gatherRulesAndDivisions = (loops: ConceptLoops, districtId: DistrictId, asOf: CalendarDate): Gathered<Pick<PlanEvidence, 'ruleBook' | 'division'>> => async () => {
  const ruleBook = await ruleBookOn(loops, districtId, asOf)()
  if (E.isLeft(ruleBook)) return ruleBook
  const division = await divisionsOn(loops, districtId, asOf)()
  return E.isLeft(division) ? division : E.right({ ruleBook: ruleBook.right, division: division.right })
}

/** What a plan's decisions lean on: besides, the maps of every community that its operations name. Drafting leans on nothing. */
export const gatherForPlan = (
  loops: ConceptLoops, command: RestructurePlanCommand, state: RestructurePlanState, decidedOn: CalendarDate,
): Gathered<PlanEvidence> => async () => {
  const { districtId } = command.data
  const asOf = judgedOn(command, state, decidedOn)
  const base = await gatherRulesAndDivisions(loops, districtId, asOf)()
  if (E.isLeft(base)) return base
  const concerned = communitiesForCommand(command, state)
  const maps = await mapsOf(loops, districtId, concerned, asOf)()
  if (E.isLeft(maps)) return maps
  const elsewhere = await mapsKnowing(loops, districtId, namesForCommand(command, state), concerned, asOf)()
  return E.isLeft(elsewhere) ? elsewhere : E.right({ ...base.right, maps: { ...elsewhere.right, ...maps.right } })
}

type Maps = { readonly [communityId: string]: Evidence<CommunityStructure> }

/** The maps of other communities that know any of these names. */
function mapsKnowing(loops: ConceptLoops, districtId: DistrictId, names: ReadonlyArray<string>, besides: ReadonlyArray<CommunityId>, asOf: CalendarDate): Gathered<Maps> {
  return async () => {
    const located = await loops.locateNames(districtId, names)()
    return E.isLeft(located) ? located : mapsOf(loops, districtId, located.right.filter((communityId) => !besides.includes(communityId)), asOf)()
  }
}

/** The maps of these communities; one that has no fact is left out. */
function mapsOf(loops: ConceptLoops, districtId: DistrictId, communityIds: ReadonlyArray<CommunityId>, asOf: CalendarDate): Gathered<Maps> {
  return async () => {
    const maps: Record<string, Evidence<CommunityStructure>> = {}
    for (const communityId of communityIds) {
      const map = await mapOn(loops, districtId, communityId, asOf)()
      if (E.isLeft(map)) return map
      if (map.right.version > 0) maps[communityId] = map.right
    }
    return E.right(maps)
  }
}

function ruleBookOn(loops: ConceptLoops, districtId: DistrictId, asOf: CalendarDate): Gathered<Evidence<RuleSet | undefined>> {
  const stream = streamOf('ruleBook', districtId)
  return evidenceOf(stream, asOf, loops.ruleBook.load(stream), (state) => ruleSetOn(state, asOf))
}

function divisionsOn(loops: ConceptLoops, districtId: DistrictId, asOf: CalendarDate): Gathered<Evidence<DivisionStructure>> {
  const stream = streamOf('divisionRegister', districtId)
  return evidenceOf(stream, asOf, loops.divisionRegister.load(stream), seeDivisions)
}

function mapOn(loops: ConceptLoops, districtId: DistrictId, communityId: CommunityId, asOf: CalendarDate): Gathered<Evidence<CommunityStructure>> {
  const stream = streamOf('gridMap', districtId, communityId)
  return evidenceOf(stream, asOf, loops.gridMap.load(stream), seeStructure)
}

function evidenceOf<State, A>(stream: StreamName, asOf: CalendarDate, load: Gathered<LoadedStream<State>>, see: (state: State) => A): Gathered<Evidence<A>> {
  return async () => {
    const loaded = await load()
    return E.isLeft(loaded) ? loaded : E.right({ stream, version: loaded.right.version, asOf, state: see(loaded.right.state) })
  }
}

/** What was last seen of a state: states never change, and the register is looked at far more often than it changes. */
function once<State extends object, A>(see: (state: State) => A): (state: State) => A {
  const seen = new WeakMap<State, A>()
  return (state) => {
    const known = seen.get(state)
    if (known !== undefined) return known
    const value = see(state)
    seen.set(state, value)
    return value
  }
}
