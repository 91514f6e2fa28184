/** The grid tree of a district as of a day: divisions and grids joined at one place in the log. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { CommunityId, GridId, TownId } from '@grid-governance/domain'
import { gridsNeverTold, gridsUnknownBefore, latest, unknownBefore, type Known } from '../beginnings/queries.ts'
import { addFigures, buildingsInNoGrid, compareText, exemptionOn, figuresByGrid, noFigures } from '../community-grids/queries.ts'
import { noGrids, type CommunityGrids, type OpenGrid } from '../community-grids/read-model.ts'
import type { DistrictGrids } from '../district-grids.ts'
import type { CommunityDivision, TownDivision } from '../divisions/read-model.ts'
import type { CommunityNode, Counts, GridNode, GridTree, GridTreeAnswer, TownNode, TreeBreach, UnknownUnit } from './tree.ts'

/** The tree, or why there is none on the day. */
export const gridTree = (grids: DistrictGrids): GridTreeAnswer => {
  const { districtId, asOf, divisions: { name }, beginnings: { district } } = grids
  if (name !== null) return { answer: 'tree', tree: treeOf(grids, name) }
  if (district === null) return { answer: 'noSuchDistrict', districtId }
  const unknown = unknownBefore(district, asOf)
  return unknown === null ? { answer: 'notYet', districtId, begins: district.from } : { answer: 'unknown', districtId, unknownBefore: unknown }
}

/** The sum of two counts. */
export const addCounts = (left: Counts, right: Counts): Counts =>
  ({ ...addFigures(left, right), communities: left.communities + right.communities, grids: left.grids + right.grids })

/** Nothing counted. */
export const noCounts: Counts = { ...noFigures, communities: 0, grids: 0 }

function treeOf(grids: DistrictGrids, name: GridTree['name']): GridTree {
  const { districtId, asOf, divisions, beginnings } = grids
  const towns = open<TownId, TownDivision>(divisions.towns).map(([townId, town]) => townNode(grids, townId, town)).sort(byCode)
  const unknown = unknownUnits(beginnings.towns, divisions.towns, asOf)
  return {
    districtId, name, asOf, towns, unknown,
    counts: sum(noCounts, towns.map((town) => town.counts), unknown),
    breaches: breachesOf(grids),
  }
}

function townNode(grids: DistrictGrids, townId: TownId, { code, name, since }: TownDivision): TownNode {
  const { asOf, divisions, beginnings } = grids
  const communities = open<CommunityId, CommunityDivision>(divisions.communities)
    .filter(([, community]) => community.townId === townId)
    .map(([communityId, community]) => communityNode(grids, communityId, community)).sort(byCode)
  const begun = Object.fromEntries(Object.entries(beginnings.communities).filter(([, beginning]) => beginning.townId === townId))
  const unknown = unknownUnits(begun, divisions.communities, asOf)
  return { townId, code, name, since, communities, unknown, counts: sum(noCounts, communities.map((community) => community.counts), unknown) }
}

function communityNode({ asOf, communities, beginnings }: DistrictGrids, communityId: CommunityId, { code, name, since }: CommunityDivision): CommunityNode {
  const model = communities.get(communityId) ?? noGrids(communityId)
  const figures = figuresByGrid(model)
  const nodes = Object.entries(model.grids)
    .map(([gridId, grid]) => gridNode(gridId as GridId, grid, { ...(figures.get(gridId as GridId) ?? noFigures), communities: 0, grids: 1 })).sort(byCode)
  const missing = [gridsUnknownBefore(beginnings, communityId, asOf), ...(gridsNeverTold(beginnings, communityId) && !hadGrids(model) ? ['never' as const] : [])]
  const counts = known(missing, nodes.map((node) => node.counts).reduce(addCounts, { ...noCounts, communities: 1 }))
  return { communityId, code, name, since, grids: known(missing, nodes), counts, exemption: exemptionOn(model, asOf) }
}

/** A grid that a plan brought from elsewhere tells of the grids, too: the plan was decided on their number. */
function hadGrids({ grids, closed, moved }: CommunityGrids): boolean {
  return [grids, closed, moved].some((some) => Object.keys(some).length > 0)
}

function gridNode(gridId: GridId, { code, name, since, cameFrom }: OpenGrid, counts: Counts): GridNode {
  return { gridId, code, name, since, cameFrom, counts }
}

/** The units that are open in a register as of its day. */
function open<Id extends string, Unit extends { readonly ended: unknown }>(units: Readonly<Record<string, Unit>>): ReadonlyArray<readonly [Id, Unit]> {
  return (Object.entries(units)).filter(([, unit]) => unit.ended === null).map(([id, unit]) => [id as Id, unit])
}

/** The units that were imported later than the day: what they were on it is not known. */
function unknownUnits(begun: DistrictGrids['beginnings']['towns'], there: Readonly<Record<string, unknown>>, day: CalendarDate): ReadonlyArray<UnknownUnit> {
  return Object.entries(begun)
    .filter(([id]) => there[id] === undefined)
    .flatMap(([id, beginning]) => { const before = unknownBefore(beginning, day); return before === null ? [] : [{ id, name: beginning.name, unknownBefore: before }] })
    .sort((left, right) => compareText(left.id, right.id))
}

/** The sum of the parts: not known as long as one of them is not, and then from the latest of their days on, if each has one. */
function sum(start: Counts, parts: ReadonlyArray<Known<Counts>>, unknown: ReadonlyArray<UnknownUnit>): Known<Counts> {
  const missing = [...unknown.map((unit) => unit.unknownBefore), ...parts.map((part) => part.known ? null : part.unknownBefore ?? 'never')]
  return known(missing, parts.map((part) => part.known ? part.value : noCounts).reduce(addCounts, start))
}

/** A value that is missing before some days, or never known at all; null stands for a part that is known. */
function known<A>(missing: ReadonlyArray<CalendarDate | 'never' | null>, value: A): Known<A> {
  const days = missing.filter((day): day is CalendarDate | null => day !== 'never')
  if (days.length < missing.length) return { known: false, unknownBefore: null }
  const before = latest(days)
  return before === null ? { known: true, value } : { known: false, unknownBefore: before }
}

function breachesOf({ divisions, communities }: DistrictGrids): ReadonlyArray<TreeBreach> {
  const inNoTown = open<CommunityId, CommunityDivision>(divisions.communities)
    .filter(([, community]) => divisions.towns[community.townId]?.ended !== null)
    .map(([communityId]) => communityId)
  const inNoCommunity = [...communities.values()]
    .filter((model) => Object.keys(model.grids).length > 0 && divisions.communities[model.communityId]?.ended !== null)
    .map((model) => model.communityId)
  return [
    ...[...new Set([...inNoTown, ...inNoCommunity])].sort(compareText).map((communityId): TreeBreach => ({ rule: 'I1', communityId })),
    ...[...communities.values()].flatMap((model) => buildingsInNoGrid(model).map((buildingId): TreeBreach => ({ rule: 'I3', communityId: model.communityId, buildingId }))),
  ]
}

function byCode(left: { readonly code: string, readonly name: string }, right: { readonly code: string, readonly name: string }): number {
  return compareText(left.code, right.code) || compareText(left.name, right.name)
}
