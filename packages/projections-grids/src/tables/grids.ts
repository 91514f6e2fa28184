/** The table `grids`: the grids of all communities, each with the days on which it was theirs, and what it holds. */

import { column, defineTable, type RowOf } from '@grid-governance/event-sourcing'
import type { GridId } from '@grid-governance/domain'
import { communityGrids } from '../community-grids/projection.ts'
import { figuresByGrid } from '../community-grids/queries.ts'
import type { CommunityGrids } from '../community-grids/read-model.ts'
import { lendCountsByDistrict } from '../district-grids.ts'
import { districtOfKey } from '../keys.ts'
import { communityColumn, districtColumn, endReason, successors, validTo } from './identity.ts'

const figuresOnly = '；仅现存网格有值'

const columns = {
  district_id: districtColumn,
  community_id: communityColumn,
  grid_id: column.text({ 'zh-CN': '网格标识', en: 'the id of the grid; it stays when the grid moves' }),
  code: column.text({ 'zh-CN': '网格代码', en: 'its code, the last one where it ended' }),
  name: column.orNull(column.text({ 'zh-CN': '名称；已划出的为空', en: 'its name, the last one where it ended; empty where it moved' })),
  status: column.text({ 'zh-CN': '状态：open 现存、closed 已终止、moved 已划出', en: 'open, closed, or moved to another community' }),
  valid_from: column.orNull(column.date({ 'zh-CN': '属于本社区之首日；已划出的为空', en: 'its first day in this community; empty where it moved' })),
  valid_to: validTo,
  came_from: column.orNull(column.text({ 'zh-CN': '由何社区划入', en: 'the community from which it came' })),
  moved_to: column.orNull(column.text({ 'zh-CN': '划至何社区', en: 'the community to which it moved' })),
  end_reason: endReason,
  successors,
  buildings: column.orNull(column.integer({ 'zh-CN': `楼栋数${figuresOnly}`, en: 'how many buildings; of open grids only' })),
  households: column.orNull(column.integer({ 'zh-CN': `户数${figuresOnly}`, en: 'how many households; of open grids only' })),
  residents: column.orNull(column.integer({ 'zh-CN': `人口${figuresOnly}`, en: 'how many residents; of open grids only' })),
}

export const gridsTable = defineTable({
  name: 'grids',
  says: { 'zh-CN': '网格：现存的、已终止的、已划出的', en: 'grids: open, closed, and moved to another community' },
  projection: communityGrids,
  joined: lendCountsByDistrict,
  columns,
  rows: (model, key) => [...openRows(model, key), ...closedRows(model, key), ...movedRows(model, key)],
})

type GridRow = RowOf<typeof columns>

/** What a row has where nothing else is said. */
const nothingMore = { valid_to: null, came_from: null, moved_to: null, end_reason: null, successors: null, buildings: null, households: null, residents: null }

function openRows(model: CommunityGrids, key: string): ReadonlyArray<GridRow> {
  const figures = figuresByGrid(model)
  return Object.entries(model.grids).map(([gridId, { code, name, since, cameFrom }]): GridRow => ({
    ...nothingMore, ...placed(model, key, gridId), code, name, status: 'open', valid_from: since, came_from: cameFrom, ...figures.get(gridId as GridId),
  }))
}

function closedRows(model: CommunityGrids, key: string): ReadonlyArray<GridRow> {
  return Object.entries(model.closed).map(([gridId, { code, name, since, cameFrom, closedOn, reason, successors: following }]): GridRow => ({
    ...nothingMore, ...placed(model, key, gridId), code, name, status: 'closed',
    valid_from: since, valid_to: closedOn, came_from: cameFrom, end_reason: reason, successors: following,
  }))
}

function movedRows(model: CommunityGrids, key: string): ReadonlyArray<GridRow> {
  return Object.entries(model.moved).map(([gridId, { code, movedOn, to }]): GridRow => ({
    ...nothingMore, ...placed(model, key, gridId), code, name: null, status: 'moved', valid_from: null, valid_to: movedOn, moved_to: to,
  }))
}

function placed({ communityId }: CommunityGrids, key: string, gridId: string): Pick<GridRow, 'district_id' | 'community_id' | 'grid_id'> {
  return { district_id: districtOfKey(key), community_id: communityId, grid_id: gridId }
}
