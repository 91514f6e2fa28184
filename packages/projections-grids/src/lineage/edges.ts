/** The edges of a district's lineage: which stand, which grids they bring about, and which grids were never valid. */

import { standing, type CalendarDate, type StandingEntry, type Timeline, type TimelineChain } from '@grid-governance/event-sourcing'
import type { BuildingId, CommunityId, GridId } from '@grid-governance/domain'
import type { CommunityLineage, LineageEdge } from './read-model.ts'

/** The edges of several communities as one timeline; a fact that touches two communities is filed in both with its whole chain. */
export const joinLineages = (lineages: Iterable<CommunityLineage>): Timeline<LineageEdge> => {
  const chains: { [root: string]: TimelineChain<LineageEdge> } = {}
  for (const { edges } of lineages) {
    for (const [root, chain] of Object.entries(edges.chains)) chains[root] = chain
  }
  return { chains }
}

/** The edges that take effect after `from` and on or before `to`, in the order of effect: those between the trees of the two days. */
export const edgesBetween = (edges: Timeline<LineageEdge>, from: CalendarDate, to: CalendarDate): ReadonlyArray<StandingEntry<LineageEdge>> =>
  standing(edges).filter((edge) => from < edge.effectiveOn && edge.effectiveOn <= to)

/** The edge that brings a grid about, corrections considered; undefined where none does. */
export const birthOf = (edges: Timeline<LineageEdge>, gridId: GridId): StandingEntry<LineageEdge> | undefined =>
  standing(edges).find((edge) => bornIn(edge.value).includes(gridId))

/** The edge that founds a community; undefined where none does: then it was registered, or never was. */
export const foundingOf = (edges: Timeline<LineageEdge>, communityId: CommunityId): StandingEntry<LineageEdge> | undefined =>
  standing(edges).find(({ value: { kind, places } }) => kind === 'communitySplit' && Object.values(places).some((place) => place.communityId === communityId))

/** The grids that an edge brings about. */
export const bornIn = ({ kind, sources, places }: LineageEdge): ReadonlyArray<GridId> =>
  kind === 'established' || kind === 'split' || kind === 'merged' ? gridsIn(places).filter((gridId) => !sources.includes(gridId)) : []

/** The grids that have a place after an edge. */
export const gridsIn = (places: LineageEdge['places']): ReadonlyArray<GridId> => Object.keys(places) as GridId[]

/** A grid that a fact once brought about, though it never was (T32), and the buildings that were said to be in it. */
export interface NeverValidGrid {
  readonly gridId: GridId
  readonly buildings: ReadonlyArray<BuildingId>
}

/** The grid, if it never was valid: every fact that brought it about was corrected or withdrawn. */
export const neverValidGrid = (edges: Timeline<LineageEdge>, gridId: GridId): NeverValidGrid | undefined => {
  const filed = Object.values(edges.chains).flatMap((chain) => chain.entries.flatMap((entry) => entry.value ?? []))
  const claims = filed.filter((edge) => bornIn(edge).includes(gridId))
  const stands = standing(edges).map((edge) => edge.value)
  const valid = stands.some((edge) => bornIn(edge).includes(gridId))
    && !stands.some((edge) => edge.reason === 'neverValid' && edge.sources.includes(gridId))
  return claims.length === 0 || valid
    ? undefined
    : { gridId, buildings: [...new Set(claims.flatMap((edge) => edge.places[gridId]?.buildings ?? []))] }
}
