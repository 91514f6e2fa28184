/** What lineage answers: into which grids a grid went between two days, or out of which it came, and by which plans. */

import { standing, type CalendarDate } from '@grid-governance/event-sourcing'
import type { BuildingId, ClosingReason, CommunityId, GridId } from '@grid-governance/domain'
import { addFigures, byCode, compareText, locatedBuildings, noFigures, openGrids, type Figures, type GridRef, type LocatedBuilding } from '../community-grids/queries.ts'
import type { DistrictGrids } from '../district-grids.ts'
import { birthOf, edgesBetween, neverValidGrid } from './edges.ts'
import { notComparable, sharesOf, type NotComparable, type Shares } from './shares.ts'
import { heirsOfEmptyGrid, originsOfEmptyGrid, stepsOfBuildings, type Followed, type LineageStep } from './walk.ts'

/** The algorithm by its released name (`RuleSet.algorithms`); its answers for the same facts never change. */
export const lineageAlgorithm = 'lineage.sharesByBuilding@1'

/** forwards: into which grids; backwards: out of which. */
export type Direction = 'forwards' | 'backwards'

/** One grid on the other day, and which part of the grid asked for it has (forwards) or gave (backwards). */
export interface LineagePart {
  readonly grid: GridRef
  readonly shares: Shares
}

/**
 * The lineage of a grid. `whole` is what it had on its own day (`from` forwards, `to` backwards), and shares are parts of that, by
 * the grids in which its buildings were on the other day. `rest` is what was in no grid then: taken down by then, or not yet there.
 */
export interface Lineage {
  readonly answer: 'lineage'
  readonly algorithm: typeof lineageAlgorithm
  readonly direction: Direction
  readonly grid: GridRef
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly whole: Figures
  readonly parts: ReadonlyArray<LineagePart>
  readonly rest: Shares
  /** Backwards: what stood there on the other day already, in grids that are not known to us (T33). */
  readonly unknown: Shares
  readonly steps: ReadonlyArray<LineageStep>
  /** Empty where the shares can be compared in every measure. */
  readonly notComparable: ReadonlyArray<NotComparable>
}

export type LineageAnswer =
  | Lineage
  /** What the grid was on its day is not known to us (T33). */
  | { readonly answer: 'unknown', readonly gridId: GridId, readonly unknownBefore: CalendarDate }
  /** The grid never was; its buildings are, on its day, in the grids named `instead` (T32). */
  | { readonly answer: 'neverValid', readonly gridId: GridId, readonly instead: ReadonlyArray<GridRef> }
  /** The grid had ended by its day. */
  | { readonly answer: 'ended', readonly gridId: GridId, readonly communityId: CommunityId, readonly on: CalendarDate, readonly reason: ClosingReason, readonly successors: ReadonlyArray<GridId> }
  /** The grid begins after its day. */
  | { readonly answer: 'notYet', readonly gridId: GridId, readonly begins: CalendarDate }
  | { readonly answer: 'noSuchGrid', readonly gridId: GridId }
  | { readonly answer: 'datesReversed', readonly from: CalendarDate, readonly to: CalendarDate }

/**
 * The lineage of a grid between the trees of two days (`from` and `to` at the same place in the log): each day of [from, to) is walked
 * to the next, so that what takes effect on `to` counts and what took effect on `from` is in the tree of `from` already.
 */
export const lineageOf = (gridId: GridId, from: DistrictGrids, to: DistrictGrids, direction: Direction = 'forwards'): LineageAnswer => {
  if (from.asOf > to.asOf) return { answer: 'datesReversed', from: from.asOf, to: to.asOf }
  const [own, other] = direction === 'forwards' ? [from, to] : [to, from]
  const grid = openGrid(own, gridId)
  return grid === undefined ? absence(own, gridId) : lineageBetween(grid, own, other, direction)
}

/** All buildings of a district that are in an open grid. */
export const buildingsOf = (grids: DistrictGrids): ReadonlyMap<BuildingId, LocatedBuilding> =>
  new Map([...grids.communities.values()].flatMap(locatedBuildings).map((building) => [building.buildingId, building]))

/** All open grids of a district. */
export const gridsOf = (grids: DistrictGrids): ReadonlyMap<GridId, GridRef> =>
  new Map([...grids.communities.values()].flatMap(openGrids).map((grid) => [grid.gridId, grid]))

/** Buildings that were first told to us after a day with what they were before unknown (T33), and from when on they are known. */
export const buildingsUnknownOn = ({ lineage }: DistrictGrids, day: CalendarDate): ReadonlyMap<BuildingId, CalendarDate> =>
  new Map(standing(lineage)
    .filter(({ value, effectiveOn }) => value.kind === 'established' && value.earlier === 'unknown' && day < effectiveOn)
    .flatMap(({ value, effectiveOn }) => Object.values(value.places).flatMap((place) => place.buildings).map((building): [BuildingId, CalendarDate] => [building, effectiveOn])))

/** What one building counts. */
export const weightOf = ({ households, residents }: LocatedBuilding): Figures => ({ buildings: 1, households, residents })

function lineageBetween(grid: GridRef, own: DistrictGrids, other: DistrictGrids, direction: Direction): LineageAnswer {
  const [from, to] = direction === 'forwards' ? [own, other] : [other, own]
  const unknownOnes = buildingsUnknownOn(to, from.asOf)
  const mine = buildingsIn(own, grid)
  const counted = count(mine, buildingsOf(other), unknownOnes)
  if (counted.unknown.buildings > 0 && counted.unknown.buildings === mine.length) {
    return { answer: 'unknown', gridId: grid.gridId, unknownBefore: knownFrom(mine, unknownOnes) }
  }
  const edges = edgesBetween(to.lineage, from.asOf, to.asOf)
  const walked = mine.length === 0
    ? (direction === 'forwards' ? heirsOfEmptyGrid : originsOfEmptyGrid)(edges, grid.gridId)
    : { parts: counted.parts, steps: stepsOfBuildings(edges, follow(mine, from)) }
  return {
    answer: 'lineage', algorithm: lineageAlgorithm, direction, grid, from: from.asOf, to: to.asOf,
    whole: counted.whole,
    parts: partsOf(walked.parts, counted.whole, other),
    rest: sharesOf(counted.rest, counted.whole),
    unknown: sharesOf(counted.unknown, counted.whole),
    steps: walked.steps,
    notComparable: notComparable(counted.whole, counted.unknown),
  }
}

function buildingsIn(grids: DistrictGrids, { gridId, communityId }: GridRef): ReadonlyArray<LocatedBuilding> {
  const community = grids.communities.get(communityId)
  return community === undefined ? [] : locatedBuildings(community).filter((building) => building.gridId === gridId)
}

/** The buildings to follow from the earlier day on; one that came later begins nowhere. */
function follow(mine: ReadonlyArray<LocatedBuilding>, from: DistrictGrids): Followed {
  const start = buildingsOf(from)
  return {
    start: new Map(mine.flatMap(({ buildingId }) => { const place = start.get(buildingId); return place === undefined ? [] : [[buildingId, place]] })),
    weights: new Map(mine.map((building) => [building.buildingId, weightOf(building)])),
  }
}

function partsOf(parts: ReadonlyMap<GridId, Figures>, whole: Figures, other: DistrictGrids): ReadonlyArray<LineagePart> {
  const refs = gridsOf(other)
  return [...parts]
    .flatMap(([gridId, figures]) => { const grid = refs.get(gridId); return grid === undefined ? [] : [{ grid, shares: sharesOf(figures, whole) }] })
    .sort((left, right) => byCode(left.grid, right.grid))
}

function knownFrom(buildings: ReadonlyArray<LocatedBuilding>, unknownOnes: ReadonlyMap<BuildingId, CalendarDate>): CalendarDate {
  return buildings.flatMap((building) => unknownOnes.get(building.buildingId) ?? []).reduce((late, day) => day > late ? day : late)
}

interface Count {
  readonly whole: Figures
  readonly parts: ReadonlyMap<GridId, Figures>
  readonly rest: Figures
  readonly unknown: Figures
}

/** Counts buildings by the grid in which they are on the other day. */
function count(mine: ReadonlyArray<LocatedBuilding>, there: ReadonlyMap<BuildingId, LocatedBuilding>, unknownOnes: ReadonlyMap<BuildingId, CalendarDate>): Count {
  const parts = new Map<GridId, Figures>()
  let [whole, rest, unknown] = [noFigures, noFigures, noFigures]
  for (const building of mine) {
    const weight = weightOf(building)
    const gridId = there.get(building.buildingId)?.gridId
    whole = addFigures(whole, weight)
    if (gridId !== undefined) parts.set(gridId, addFigures(parts.get(gridId) ?? noFigures, weight))
    else if (unknownOnes.has(building.buildingId)) unknown = addFigures(unknown, weight)
    else rest = addFigures(rest, weight)
  }
  return { whole, parts, rest, unknown }
}

function openGrid(grids: DistrictGrids, gridId: GridId): GridRef | undefined {
  const community = [...grids.communities.values()].find((model) => model.grids[gridId] !== undefined)
  return community === undefined ? undefined : openGrids(community).find((grid) => grid.gridId === gridId)
}

/** Why a grid is not open on a day. */
function absence(grids: DistrictGrids, gridId: GridId): LineageAnswer {
  const neverValid = neverValidGrid(grids.lineage, gridId)
  if (neverValid !== undefined) return { answer: 'neverValid', gridId, instead: insteadOf(grids, neverValid.buildings) }
  for (const { communityId, closed } of grids.communities.values()) {
    const end = closed[gridId]
    if (end !== undefined) return { answer: 'ended', gridId, communityId, on: end.closedOn, reason: end.reason, successors: end.successors }
  }
  const birth = birthOf(grids.lineage, gridId)
  if (birth === undefined) return { answer: 'noSuchGrid', gridId }
  return birth.value.earlier === 'unknown'
    ? { answer: 'unknown', gridId, unknownBefore: birth.effectiveOn }
    : { answer: 'notYet', gridId, begins: birth.effectiveOn }
}

function insteadOf(grids: DistrictGrids, buildings: ReadonlyArray<BuildingId>): ReadonlyArray<GridRef> {
  const located = buildingsOf(grids)
  const ids = [...new Set(buildings.flatMap((building) => located.get(building)?.gridId ?? []))].sort(compareText)
  const refs = gridsOf(grids)
  return ids.flatMap((gridId) => refs.get(gridId) ?? []).sort(byCode)
}
