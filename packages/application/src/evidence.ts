/** Evidence: the states of other streams, each folded at a named version, gathered anew for every decision and never taken from outside. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  communitiesForCommand, divisionStructureOf, judgedOn, ruleSetOn, streamOf, structureOf,
  type CommunityId, type CommunityStructure, type DistrictId, type DivisionStructure, type GridMapEvidence, type PlanEvidence, type RestructurePlanCommand,
  type RestructurePlanState, type RuleSet,
} from '@grid-governance/domain'
import type { CalendarDate, Evidence, StreamName } from '@grid-governance/event-sourcing'
import type { LoadedStream, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import type { ConceptLoops } from './concepts.ts'

type Gathered<A> = TaskEither<ReadFailure | UndecodableEvent, A>

/** What a grid map's decisions lean on: the rule book in force on the day and the divisions. */
export const gatherForMap = (loops: ConceptLoops, districtId: DistrictId, asOf: CalendarDate): Gathered<GridMapEvidence> => async () => {
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
  const base = await gatherForMap(loops, districtId, asOf)()
  if (E.isLeft(base)) return base
  const maps: Record<string, Evidence<CommunityStructure>> = {}
  for (const communityId of communitiesForCommand(command, state)) {
    const map = await mapOn(loops, districtId, communityId, asOf)()
    if (E.isLeft(map)) return map
    if (map.right.version > 0) maps[communityId] = map.right
  }
  return E.right({ ...base.right, maps })
}

function ruleBookOn(loops: ConceptLoops, districtId: DistrictId, asOf: CalendarDate): Gathered<Evidence<RuleSet | undefined>> {
  const stream = streamOf('ruleBook', districtId)
  return evidenceOf(stream, asOf, loops.ruleBook.load(stream), (state) => ruleSetOn(state, asOf))
}

function divisionsOn(loops: ConceptLoops, districtId: DistrictId, asOf: CalendarDate): Gathered<Evidence<DivisionStructure>> {
  const stream = streamOf('divisionRegister', districtId)
  return evidenceOf(stream, asOf, loops.divisionRegister.load(stream), divisionStructureOf)
}

function mapOn(loops: ConceptLoops, districtId: DistrictId, communityId: CommunityId, asOf: CalendarDate): Gathered<Evidence<CommunityStructure>> {
  const stream = streamOf('gridMap', districtId, communityId)
  return evidenceOf(stream, asOf, loops.gridMap.load(stream), structureOf)
}

function evidenceOf<State, A>(stream: StreamName, asOf: CalendarDate, load: Gathered<LoadedStream<State>>, see: (state: State) => A): Gathered<Evidence<A>> {
  return async () => {
    const loaded = await load()
    return E.isLeft(loaded) ? loaded : E.right({ stream, version: loaded.right.version, asOf, state: see(loaded.right.state) })
  }
}
