/** The words of the story: tables of the tree, and what a plan or a correction changed in it. */

import Table from 'cli-table3'
import type { CommunityId } from '@grid-governance/domain'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import { gridTree, lineageOf, type CommunityNode, type DistrictGrids, type GridTree } from '@grid-governance/projections-grids'
import type { SimulatedPlan } from '@grid-governance/simulation'

/** Counts by town. */
export const treeTable = (grids: DistrictGrids): string => {
  const tree = treeOf(grids)
  if (tree === undefined) return `  unknown on ${grids.asOf}`
  const table = new Table({ head: ['镇街 town', '社区 communities', '网格 grids', '楼栋 buildings', '户 households', '人 residents'], colAligns: ['left', 'right', 'right', 'right', 'right', 'right'], style: { head: [], border: [] } })
  for (const town of tree.towns) table.push([town.name, ...figures(town.counts)])
  table.push(['合计 total', ...figures(tree.counts)])
  return table.toString()
}

/** The tree as of two days, town by town. */
export const treesBeside = (before: DistrictGrids, after: DistrictGrids): string => {
  const [then, now] = [treeOf(before), treeOf(after)]
  const table = new Table({
    head: ['镇街 town', ...['社区 communities', '网格 grids', '楼栋 buildings', '人 residents'].map((what) => `${what}\n${before.asOf} | ${after.asOf}`)],
    colAligns: ['left', 'right', 'right', 'right', 'right'], style: { head: [], border: [] },
  })
  for (const name of new Set([...then?.towns ?? [], ...now?.towns ?? []].map((town) => town.name))) {
    table.push([name, ...besides(then?.towns.find((town) => town.name === name)?.counts, now?.towns.find((town) => town.name === name)?.counts)])
  }
  table.push(['合计 total', ...besides(then?.counts, now?.counts)])
  return `The grid tree 网格树, as of ${before.asOf} and as of ${after.asOf}\n${table.toString()}`
}

/** One re-division: the grids of its communities on the day before and on the day itself, and where each old grid went. */
export const redivisionTold = (plan: SimulatedPlan, before: DistrictGrids, after: DistrictGrids): string => [
  `\n${plan.kind} by plan ${plan.planId}, effective ${plan.effectiveOn}`,
  ...plan.communityIds.flatMap((communityId) => [
    `  ${nameOf(before, communityId)}${townsTold(communityId, before, after)}`,
    `    ${before.asOf}: ${gridsTold(before, communityId)}`,
    `    ${after.asOf}: ${gridsTold(after, communityId)}`,
  ]),
  ...plan.communityIds.flatMap((communityId) => lineageTold(communityId, before, after)),
  `  the whole district: ${totalTold(before)}; ${totalTold(after)}`,
].join('\n')

/** The same day as known before a correction and after it. */
export const correctionTold = (plan: SimulatedPlan, then: DistrictGrids, now: DistrictGrids): string => [
  `\nA wrong split taken back: plan ${plan.planId}, effective ${plan.effectiveOn}`,
  ...plan.communityIds.flatMap((communityId) => [
    `  ${nameOf(now, communityId)} as of ${plan.effectiveOn}`,
    `    as known before the correction: ${gridsTold(then, communityId)}`,
    `    as known after it:              ${gridsTold(now, communityId)}`,
  ]),
].join('\n')

type Counts = GridTree['counts']

function treeOf(grids: DistrictGrids): GridTree | undefined {
  const answer = gridTree(grids)
  return answer.answer === 'tree' ? answer.tree : undefined
}

function figures(counts: Counts): ReadonlyArray<string> {
  if (!counts.known) return Array.from({ length: 5 }, () => unknownTold(counts.unknownBefore))
  const { communities, grids, buildings, households, residents } = counts.value
  return [communities, grids, buildings, households, residents].map(String)
}

function besides(before: Counts | undefined, after: Counts | undefined): ReadonlyArray<string> {
  const [then, now] = [before, after].map((counts) => counts === undefined ? Array.from({ length: 5 }, () => '-') : figures(counts)) as [ReadonlyArray<string>, ReadonlyArray<string>]
  return [0, 1, 2, 4].map((place) => `${then[place]} | ${now[place]}`)
}

function unknownTold(before: CalendarDate | null): string {
  return before === null ? 'unknown' : `unknown before ${before}`
}

function totalTold(grids: DistrictGrids): string {
  const counts = treeOf(grids)?.counts
  if (counts === undefined || !counts.known) return `unknown on ${grids.asOf}`
  return `on ${grids.asOf} ${counts.value.communities} communities with ${counts.value.grids} grids`
}

function communityOf(grids: DistrictGrids, communityId: CommunityId): CommunityNode | undefined {
  return treeOf(grids)?.towns.flatMap((town) => town.communities).find((community) => community.communityId === communityId)
}

function nameOf(grids: DistrictGrids, communityId: CommunityId): string {
  return communityOf(grids, communityId)?.name ?? communityId
}

function townsTold(communityId: CommunityId, before: DistrictGrids, after: DistrictGrids): string {
  const [from, to] = [townOf(before, communityId), townOf(after, communityId)]
  return from === to ? '' : `: from ${from ?? 'no town'} to ${to ?? 'no town'}`
}

function townOf(grids: DistrictGrids, communityId: CommunityId): string | undefined {
  return treeOf(grids)?.towns.find((town) => town.communities.some((community) => community.communityId === communityId))?.name
}

function gridsTold(grids: DistrictGrids, communityId: CommunityId): string {
  const community = communityOf(grids, communityId)
  if (community === undefined) return 'no such community'
  if (!community.grids.known) return unknownTold(community.grids.unknownBefore)
  return community.grids.value.map((grid) => `${serial(grid.code)} (${grid.counts.buildings} buildings)`).join(', ')
}

function lineageTold(communityId: CommunityId, before: DistrictGrids, after: DistrictGrids): ReadonlyArray<string> {
  const community = communityOf(before, communityId)
  if (community === undefined || !community.grids.known) return []
  return community.grids.value.flatMap((grid) => {
    const lineage = lineageOf(grid.gridId, before, after)
    if (lineage.answer !== 'lineage') return []
    const stayed = lineage.parts.length === 1 && lineage.parts[0]?.grid.gridId === grid.gridId && lineage.parts[0].grid.communityId === communityId
    if (stayed && lineage.steps.length === 0) return []
    return [`    ${serial(grid.code)} → ${lineage.parts.map(({ grid: part, shares }) => `${serial(part.code)} ${shareTold(shares.residents)} of residents`).join(', ')}`]
  })
}

function shareTold(share: { readonly part: number, readonly whole: number }): string {
  return `${share.part}/${share.whole}`
}

function serial(code: string): string {
  return `${code.slice(9, 12)}-${code.slice(12)}`
}
