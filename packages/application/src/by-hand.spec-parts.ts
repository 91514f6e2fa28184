/** Figures, names and codes found by hand: of all that was ever said of a unit and stands, the last. Nothing here asks a read model. */

import { entryVoided, type CalendarDate, type EntryId } from '@grid-governance/event-sourcing'
import type { BuildingDetails, BuildingId, GovernanceEvent } from '@grid-governance/domain'
import { partitionFor, type KnownDistrict, type PlacedFact } from './known-district.spec-parts.ts'

/** Households and residents. */
export type Figures = readonly [number, number]

/**
 * What was last said of each building by a day: by registrations and counts, in whatever community. Of two counts of one day, the one that
 * was taken where the building was at the end of that day is the last. What a plan copied counts only where nothing else was ever said.
 */
export const lastFigures = (known: KnownDistrict, asOf: CalendarDate): ReadonlyMap<BuildingId, Figures> => {
  const sayings = standingFacts(known.facts, asOf).flatMap(({ fact, day, position }) => [
    ...countedIn(fact).map((building) => ({ building, day, position, rank: wasIn(known, fact, building.buildingId, day) ? 1 : 0 })),
    ...copiedIn(fact).map((building) => ({ building, day: '' as CalendarDate, position, rank: 0 })),
  ])
  return new Map(sayings.toSorted((left, right) => byDay(left, right) || left.rank - right.rank || left.position - right.position)
    .map(({ building: { buildingId, households, residents } }) => [buildingId, [households, residents]]))
}

type Counted = Pick<BuildingDetails, 'buildingId' | 'households' | 'residents'>

function countedIn({ type, data }: GovernanceEvent): ReadonlyArray<Counted> {
  return type === 'GridEstablished' ? data.buildings : type === 'BuildingRegistered' ? [data.building] : type === 'BuildingMetricsRecorded' ? [data] : []
}

function copiedIn({ type, data }: GovernanceEvent): ReadonlyArray<Counted> {
  const grids = type === 'GridReparented' ? [data.grid] : type === 'CommunitySplit' ? data.targets.flatMap((target) => target.grids) : []
  return grids.flatMap((grid) => grid.buildings)
}

function wasIn(known: KnownDistrict, { data }: GovernanceEvent, buildingId: BuildingId, day: CalendarDate): boolean {
  return 'communityId' in data && partitionFor(known, data.communityId, day).buildings[buildingId] !== undefined
}

/** The last name and the last code of each town and community by a day, under `id name` and `id code`. */
export const lastNames = (known: KnownDistrict, asOf: CalendarDate): ReadonlyMap<string, string> =>
  new Map(standingFacts(known.facts, asOf).toSorted((left, right) => byDay(left, right) || left.position - right.position)
    .flatMap(({ fact }) => namesIn(fact)))

type Named = readonly [unit: string, name: string]

function namesIn({ type, data }: GovernanceEvent): ReadonlyArray<Named> {
  switch (type) {
    case 'TownRegistered': return [[`${data.townId} name`, data.name], [`${data.townId} code`, data.code]]
    case 'TownRenamed': return [[`${data.townId} name`, data.name]]
    case 'TownRecoded': return [[`${data.townId} code`, data.code]]
    case 'CommunityRegistered': return [[`${data.communityId} name`, data.name], [`${data.communityId} code`, data.code]]
    case 'CommunityRenamed': return [[`${data.communityId} name`, data.name]]
    case 'CommunityRecoded': return [[`${data.communityId} code`, data.code]]
    case 'CommunitySplit': return data.targets.flatMap(({ communityId, name, code, continuing }): ReadonlyArray<Named> =>
      [[`${communityId} name`, name], ...(continuing ? [] : [[`${communityId} code`, code] as const])])
    default: return []
  }
}

interface Standing {
  readonly fact: GovernanceEvent
  readonly day: CalendarDate
  /** That of the root. */
  readonly position: number
}

/** Each chain told from its beginning, up to a day of effect: a withdrawal goes back to what was said before the entry that it takes back. */
function standingFacts(facts: ReadonlyArray<PlacedFact>, asOf: CalendarDate): ReadonlyArray<Standing> {
  const chains = Map.groupBy(facts.filter(({ fact }) => 'entryId' in fact.data), ({ stream, fact }) => `${stream}/${entryOf(fact).root ?? entryOf(fact).entryId}`)
  return [...chains.values()].flatMap((chain) => {
    const before = new Map<EntryId | undefined, GovernanceEvent | undefined>()
    let said: GovernanceEvent | undefined
    for (const { fact } of chain) {
      before.set(entryOf(fact).entryId, said)
      said = fact.type === entryVoided ? before.get(entryOf(fact).corrects) : fact
    }
    const day = said && entryOf(said).effectiveOn
    return said === undefined || day === undefined || day > asOf ? [] : [{ fact: said, day, position: chain[0]?.position ?? 0 }]
  })
}

function entryOf({ data }: GovernanceEvent): { readonly entryId?: EntryId, readonly root?: EntryId, readonly corrects?: EntryId, readonly effectiveOn?: CalendarDate } {
  // Those that are dated have these fields, the others have none of them.
  return data as ReturnType<typeof entryOf>
}

function byDay(left: { readonly day: CalendarDate }, right: { readonly day: CalendarDate }): number {
  return left.day < right.day ? -1 : left.day > right.day ? 1 : 0
}
