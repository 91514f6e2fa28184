/** Where the ids and codes of grids and buildings are known: it tells which maps to ask, and is never evidence itself. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { districtOf, governanceCodec, type CommunityId, type DistrictId, type GovernanceEvent } from '@grid-governance/domain'
import type { After, FactsNamed, RecordedEvent } from '@grid-governance/event-sourcing'
import { turns, type EventReader, type ReadFailure, type UndecodableEvent } from '@grid-governance/event-store'
import { appendPages, recordedEvents, storedTypes } from '@grid-governance/subscriptions'

/** The communities in whose maps any of these ids and codes was ever used or reserved, as the log stands when it is asked. */
export type LocateNames = (districtId: DistrictId, names: ReadonlyArray<string>) => TaskEither<ReadFailure | UndecodableEvent, ReadonlyArray<CommunityId>>

/** A locator that keeps what it has read and reads on from there each time. */
export const nameLocator = (reader: EventReader): LocateNames => {
  const communities = new Map<string, Set<CommunityId>>()
  const inTurn = turns()
  let after: After = 'beginning'
  const catchUp = async (): Promise<E.Either<ReadFailure | UndecodableEvent, void>> => {
    const decode = recordedEvents(governanceCodec, 'checked')
    for await (const page of appendPages(reader, { after, filter: { types: storedTypes(governanceCodec, namingTypes) } })) {
      if (E.isLeft(page)) return page
      const events = decode(page.right.events)
      if (E.isLeft(events)) return events
      for (const event of events.right) if (isNaming(event)) file(communities, event)
      after = page.right.readTo
    }
    return E.right(undefined)
  }
  return (districtId, names) => async () => {
    if (names.length === 0) return E.right([])
    const read = await inTurn('names', catchUp)
    return E.map(() => [...new Set(names.flatMap((name) => [...communities.get(keyOf(districtId, name)) ?? []]))].sort())(read)
  }
}

const namingTypes = [
  'GridEstablished', 'BuildingRegistered', 'GridRecoded', 'GridsReserved', 'GridSplit', 'GridsMerged', 'GridReparented', 'CommunitySplit',
] as const
type NamingEvent = RecordedEvent<FactsNamed<GovernanceEvent, typeof namingTypes[number]>>

function isNaming(event: RecordedEvent<GovernanceEvent>): event is NamingEvent {
  return (namingTypes as ReadonlyArray<string>).includes(event.type)
}

function file(communities: Map<string, Set<CommunityId>>, event: NamingEvent): void {
  for (const { communityId, names } of namesIn(event)) {
    for (const name of names) {
      const key = keyOf(districtOf(event.stream), name)
      const known = communities.get(key)
      if (known === undefined) communities.set(key, new Set([communityId]))
      else known.add(communityId)
    }
  }
}

/** The names that a fact gives, and the community in which each is used. */
function namesIn({ type, data }: NamingEvent): ReadonlyArray<{ readonly communityId: CommunityId, readonly names: ReadonlyArray<string> }> {
  switch (type) {
    case 'GridEstablished': return [{ communityId: data.communityId, names: [data.gridId, data.code, ...data.buildings.map((building) => building.buildingId)] }]
    case 'BuildingRegistered': return [{ communityId: data.communityId, names: [data.building.buildingId] }]
    case 'GridRecoded': return [{ communityId: data.communityId, names: [data.code] }]
    case 'GridsReserved': return [{ communityId: data.communityId, names: [...data.gridIds, ...data.codes] }]
    case 'GridSplit': return [{ communityId: data.communityId, names: data.targets.flatMap(({ gridId, code }) => [gridId, code]) }]
    case 'GridsMerged': return [{ communityId: data.communityId, names: [data.target.gridId, data.target.code] }]
    case 'GridReparented': return [{ communityId: data.toCommunity, names: namesOnArrival(data.grid) }]
    case 'CommunitySplit': return data.targets.map(({ communityId, grids }) => ({ communityId, names: grids.flatMap(namesOnArrival) }))
  }
}

function namesOnArrival({ gridId, code, buildings }: { readonly gridId: string, readonly code: string, readonly buildings: ReadonlyArray<{ readonly buildingId: string }> }): ReadonlyArray<string> {
  return [gridId, code, ...buildings.map((building) => building.buildingId)]
}

function keyOf(districtId: DistrictId, name: string): string {
  return `${districtId}/${name}`
}
