/** The table `buildings`: each building once, with the grid in which it is on the day (I3) and its figures. */

import { column, defineTable } from '@grid-governance/event-sourcing'
import { communityGrids } from '../community-grids/projection.ts'
import { lendCountsByDistrict } from '../district-grids.ts'
import { districtOfKey } from '../keys.ts'
import { communityColumn, districtColumn } from './identity.ts'

export const buildingsTable = defineTable({
  name: 'buildings',
  says: { 'zh-CN': '楼栋及其当日所在网格', en: 'buildings, and the grids in which they are on the day' },
  projection: communityGrids,
  joined: lendCountsByDistrict,
  columns: {
    district_id: districtColumn,
    community_id: communityColumn,
    grid_id: column.text({ 'zh-CN': '当日所在网格的标识', en: 'the grid in which it is on the day' }),
    building_id: column.text({ 'zh-CN': '楼栋标识', en: 'the id of the building' }),
    number: column.text({ 'zh-CN': '楼栋编号', en: 'its number in the community' }),
    households: column.integer({ 'zh-CN': '最近记录的户数', en: 'households, as last recorded' }),
    residents: column.integer({ 'zh-CN': '最近记录的人口', en: 'residents, as last recorded' }),
  },
  rows: ({ communityId, buildings }, key) => Object.entries(buildings).map(([buildingId, { number, gridId, households, residents }]) => ({
    district_id: districtOfKey(key), community_id: communityId, grid_id: gridId, building_id: buildingId, number, households, residents,
  })),
})
