/** What the deciders know of a district: their states, folded from the facts of a log. */

import * as E from 'fp-ts/lib/Either.js'
import {
  divisionRegisterDecider, divisionStructureOf, governanceCodec, gridMapDecider, livesOn, partitionOn, restructurePlanDecider, structureOf, townOn,
  type CommunityId, type DivisionRegisterEvent, type DivisionRegisterState, type GovernanceEvent, type GridMapEvent, type GridMapState, type Partition, type PlanId,
  type RestructurePlanEvent, type RestructurePlanState, type TownId,
} from '@grid-governance/domain'
import { categoryOf, type CalendarDate, type Position, type StreamName } from '@grid-governance/event-sourcing'
import { decodeStored, type EventStore } from '@grid-governance/event-store'

/** A fact with its place in the log. */
export interface PlacedFact {
  readonly stream: StreamName
  readonly position: Position
  readonly fact: GovernanceEvent
}

/** The states of a district's deciders; `facts` are all facts of the log that they come from. */
export interface KnownDistrict {
  readonly facts: ReadonlyArray<PlacedFact>
  readonly register: DivisionRegisterState
  readonly maps: ReadonlyMap<CommunityId, GridMapState>
  readonly plans: ReadonlyMap<PlanId, RestructurePlanState>
}

/** The facts of a store after a place, decoded. */
export const factsIn = async (store: EventStore, known: ReadonlyArray<PlacedFact>): Promise<ReadonlyArray<PlacedFact>> => {
  const page = await store.readAll({ after: known.at(-1)?.position ?? 'beginning', maxCount: 10_000 })()
  if (E.isLeft(page)) throw new Error(JSON.stringify(page.left))
  return page.right.events.flatMap((event) => {
    const facts = decodeStored(governanceCodec, event)
    if (E.isLeft(facts)) throw new Error(JSON.stringify(facts.left))
    return (facts.right as ReadonlyArray<GovernanceEvent>).map((fact) => ({ stream: event.stream, position: event.globalPosition, fact }))
  })
}

/** A district of which nothing is known. */
export const nothingKnown: KnownDistrict = { facts: [], register: divisionRegisterDecider.initialState, maps: new Map(), plans: new Map() }

/** What is known after these facts. */
export const knowing = (before: KnownDistrict, facts: ReadonlyArray<PlacedFact>): KnownDistrict => {
  const maps = new Map(before.maps)
  const plans = new Map(before.plans)
  let { register } = before
  for (const { stream, fact } of facts) {
    const instance = stream.slice(stream.indexOf('.') + 1)
    // A stream holds the facts of its own concept only.
    switch (categoryOf(stream)) {
      case 'divisionRegister': register = divisionRegisterDecider.evolve(register, fact as DivisionRegisterEvent); break
      case 'gridMap': maps.set(instance as CommunityId, gridMapDecider.evolve(maps.get(instance as CommunityId) ?? gridMapDecider.initialState, fact as GridMapEvent)); break
      case 'restructurePlan': plans.set(instance as PlanId, restructurePlanDecider.evolve(plans.get(instance as PlanId) ?? restructurePlanDecider.initialState, fact as RestructurePlanEvent)); break
      default:
    }
  }
  return { facts: [...before.facts, ...facts], register, maps, plans }
}

/** The grids and buildings of a community on a day. */
export const partitionFor = ({ maps }: KnownDistrict, communityId: CommunityId, day: CalendarDate): Partition => {
  const map = maps.get(communityId)
  return map === undefined ? { grids: {}, buildings: {} } : partitionOn(structureOf(map), day)
}

/** The towns that live on a day. */
export const townsOn = ({ register }: KnownDistrict, day: CalendarDate): ReadonlyArray<TownId> =>
  Object.entries(divisionStructureOf(register).towns).flatMap(([townId, life]) => livesOn(life, day) ? [townId as TownId] : [])

/** The communities that live on a day, each with its town. */
export const communitiesOn = ({ register }: KnownDistrict, day: CalendarDate): ReadonlyMap<CommunityId, TownId> => {
  const divisions = divisionStructureOf(register)
  return new Map((Object.keys(divisions.communities) as CommunityId[]).flatMap((communityId) => {
    const townId = townOn(divisions, communityId, day)
    return townId === undefined ? [] : [[communityId, townId] as const]
  }))
}
