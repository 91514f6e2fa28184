/** Collisions with others: structure that takes effect later on the same grids, and grids that another plan holds (§6.4). */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import type { DivisionStructure } from '../../shared/division-structure.ts'
import type { CommunityId, GridId } from '../../shared/identifiers.ts'
import { touchedGrids, type CommunityStructure } from '../../shared/structure.ts'
import { isOf, type PlacedChange } from './community-changes.ts'
import type { Faults } from './operation-checks.ts'
import { communitiesOfOutcome, divisionChangeOf, type PlanEntry } from './outcomes.ts'
import { firstDayOf, foundedBy, gridsTouchedBy, mapsTouchedBy, versionsIn, type RevisedEntry, type Revision } from './revision.ts'

/** A later change on something that a revision touches. */
interface Collision {
  readonly entry: EntryId | undefined
  readonly gridIds: ReadonlyArray<GridId>
  readonly communityIds: ReadonlyArray<CommunityId>
}

/** Later structure that rests on what would be revised; `divisions` are those of the evidence, with all that others did since. */
export const laterStructureFaults = (revision: Revision, divisions: DivisionStructure): Faults => {
  const collisions = revision.revised.flatMap((revised) => [
    ...othersLater(revision, revised), ...ownLater(revision, revised), ...divisionsLater(revision, revised, divisions),
  ])
  if (collisions.length === 0) return []
  return [{
    type: 'LaterStructureExists', rule: '6.4',
    gridIds: unique(collisions.flatMap((collision) => collision.gridIds)),
    communityIds: unique(collisions.flatMap((collision) => collision.communityIds)),
    entries: unique(collisions.flatMap((collision) => collision.entry ?? [])),
  }]
}

/** Grids that are held by another plan, among those that are touched. */
export const reservedFaults = (maps: { readonly [communityId: string]: CommunityStructure }, planId: string | undefined, gridIds: ReadonlyArray<GridId>): Faults => {
  const touched = new Set(gridIds)
  return Object.values(maps).flatMap((map) => map.reservations.flatMap((reservation): Faults => {
    const held = reservation.planId === planId ? [] : reservation.gridIds.filter((gridId) => touched.has(gridId))
    return held.length === 0 ? [] : [{ type: 'GridReserved', rule: '6.4', communityId: map.communityId, gridIds: held, byPlan: reservation.planId, effectiveOn: reservation.takesEffectOn }]
  }))
}

function othersLater(revision: Revision, revised: RevisedEntry): ReadonlyArray<Collision> {
  const { planId, changes } = revision.surroundings
  const since = firstDayOf(revised)
  const touched = new Set<string>(versionsIn(revised).flatMap(gridsTouchedBy))
  const uprooted = uprootedCommunities(revision, revised)
  if (since === undefined) return []
  return Object.entries(changes).flatMap(([id, inMap]) => inMap.flatMap((change, index): ReadonlyArray<Collision> => {
    const communityId = id as CommunityId
    const isUnordered = change.effectiveOn === revised.after?.effectiveOn && comesInto(revised, communityId)
    if (isOf(planId, change) || (change.isDescription && !isUnordered)) return []
    if (change.effectiveOn < since || (change.effectiveOn === since && !comesAfter(communityId, inMap, index, revised))) return []
    const gridIds = touchedGrids(change).filter((gridId) => touched.has(gridId))
    const communityIds = [communityId].filter((one) => isUprooted(uprooted, one, change.effectiveOn))
    return gridIds.length + communityIds.length === 0 ? [] : [{ entry: change.root, gridIds, communityIds }]
  }))
}

/**
 * Whether an entry comes into a map in which it has no place yet. Its root is older than the correction, so that readers may see it before
 * what others did there on the same day (§6.1), and a map cannot know that: nothing of that day may have to do with it, not even a name.
 */
function comesInto({ after, isNew, placedIn }: RevisedEntry, communityId: CommunityId): boolean {
  return !isNew && after !== undefined && mapsTouchedBy([after]).includes(communityId) && !placedIn.includes(communityId)
}

/** The communities that the entry had founded, and since when they would be founded now; null: not at all. */
type Uprooted = ReadonlyMap<CommunityId, CalendarDate | null>

function uprootedCommunities({ after }: Revision, { before }: RevisedEntry): Uprooted {
  return new Map(foundedBy(before).map((communityId) => [communityId, after.find((entry) => foundedBy(entry).includes(communityId))?.effectiveOn ?? null]))
}

/** Whether a community that there was on a day is no longer there then. */
function isUprooted(uprooted: Uprooted, communityId: CommunityId, day: CalendarDate): boolean {
  const since = uprooted.get(communityId)
  return since === null || (since !== undefined && day < since)
}

/**
 * Whether another's change of the first day comes after the entry. One that is new comes last; one that kept this day here has its place
 * in the map; of one that did not hold here, or not on this day, the order is not known: to be on the safe side, the other is later.
 */
function comesAfter(communityId: CommunityId, changes: ReadonlyArray<PlacedChange>, index: number, { before, after, isNew }: RevisedEntry): boolean {
  const day = changes[index]?.effectiveOn
  if (isNew) return false
  if (before?.effectiveOn !== day) return true
  const place = changes.findIndex((change) => change.root === before?.root && change.effectiveOn === day)
  return place === -1 ? after !== undefined && mapsTouchedBy([after]).includes(communityId) : index > place
}

/** The plan's own entries that stay as they are although they rest on one that changes. */
function ownLater(revision: Revision, revised: RevisedEntry): ReadonlyArray<Collision> {
  const since = firstDayOf(revised)
  const arrived = versionsIn(revised)[0]?.arrived
  const touched = new Set<string>(versionsIn(revised).flatMap(gridsTouchedBy))
  const uprooted = uprootedCommunities(revision, revised)
  const maps = new Set(mapsTouchedBy(versionsIn(revised)))
  const moved = new Set(versionsIn(revised).flatMap(communitiesMoved))
  const changing = new Set(revision.revised.flatMap(versionsIn).map((entry) => entry.root))
  if (since === undefined || arrived === undefined) return []
  return revision.after.filter((entry) => !changing.has(entry.root)).flatMap((entry) => {
    const isLater = entry.effectiveOn > since || (entry.effectiveOn === since && entry.arrived > arrived)
    const gridIds = unique(gridsTouchedBy(entry).filter((gridId) => touched.has(gridId)))
    const communityIds = communitiesOfOutcome(entry.outcome).filter((communityId) =>
      isUprooted(uprooted, communityId, entry.effectiveOn) || (dividesAll(entry, communityId) && maps.has(communityId)) || (movesOn(entry) && moved.has(communityId)))
    return isLater && gridIds.length + communityIds.length > 0 ? [{ entry: entry.root, gridIds, communityIds }] : []
  })
}

/** Whether an entry disposes of every grid that the community had (I4), so that it rests on those too that had left it. */
function dividesAll({ outcome: { type, data } }: PlanEntry, communityId: CommunityId): boolean {
  return type === 'CommunitySplit' && data.source === communityId
}

/** Whether an entry takes its community out of the town to which an earlier one brought it. */
function movesOn({ outcome: { type } }: PlanEntry): boolean {
  return type === 'CommunityReparented'
}

/** Communities that another decision moved to another town since. */
function divisionsLater({ before }: Revision, revised: RevisedEntry, divisions: DivisionStructure): ReadonlyArray<Collision> {
  const since = firstDayOf(revised)
  if (since === undefined) return []
  const communityIds = unique(versionsIn(revised).flatMap(communitiesMoved)).filter((communityId) => {
    const stays = divisions.communities[communityId]?.towns ?? []
    return stays.some((stay, index) => !before.some((entry) => isStayBy(entry, communityId, stay))
      && (stay.from > since || (stay.from === since && isStayAfter(communityId, stays, index, revised))))
  })
  return communityIds.length === 0 ? [] : [{ entry: undefined, gridIds: [], communityIds }]
}

function communitiesMoved(entry: PlanEntry): ReadonlyArray<CommunityId> {
  const change = divisionChangeOf(entry)
  return change === undefined ? [] : [...change.opens, ...change.moves, ...change.closes].map((one) => one.communityId)
}

type Stay = DivisionStructure['communities'][string]['towns'][number]

/** Whether it was this entry that brought a community to a town. */
function isStayBy(entry: PlanEntry, communityId: CommunityId, { from, townId }: Stay): boolean {
  const change = divisionChangeOf(entry)
  return change?.effectiveOn === from && [...change.opens, ...change.moves].some((one) => one.communityId === communityId && one.townId === townId)
}

/** Whether another's stay of the first day comes after the entry, as `comesAfter` says it of changes in maps; one that ended the community had the last word. */
function isStayAfter(communityId: CommunityId, stays: ReadonlyArray<Stay>, index: number, { before, isNew }: RevisedEntry): boolean {
  if (isNew) return false
  if (before === undefined || before.effectiveOn !== stays[index]?.from) return true
  return !endedBy(before).includes(communityId) && index > stays.findIndex((stay) => isStayBy(before, communityId, stay))
}

function endedBy(entry: PlanEntry): ReadonlyArray<CommunityId> {
  return divisionChangeOf(entry)?.closes.map((closed) => closed.communityId) ?? []
}

function unique<A>(items: ReadonlyArray<A>): ReadonlyArray<A> {
  return [...new Set(items)]
}
