/** The table `beginnings`: from when on each imported or registered unit is known, so that "unknown" is not taken for "none" (T33). */

import { column, defineTable, type RowOf } from '@grid-governance/event-sourcing'
import { beginnings } from '../beginnings/projection.ts'
import type { Beginning } from '../beginnings/read-model.ts'
import { districtOfKey } from '../keys.ts'
import { districtColumn } from './identity.ts'

const columns = {
  district_id: districtColumn,
  unit: column.text({ 'zh-CN': '单位类别：district、town、community、grid', en: 'district, town, community or grid' }),
  unit_id: column.text({ 'zh-CN': '单位标识', en: 'the id of the unit' }),
  community_id: column.orNull(column.text({ 'zh-CN': '网格最初所在社区', en: 'of a grid: the community in which it was laid out' })),
  name: column.text({ 'zh-CN': '当时的名称', en: 'the name that it bore then' }),
  known_from: column.date({ 'zh-CN': '自此日起已知', en: 'the first day of which we know' }),
  earlier: column.text({ 'zh-CN': '此前：none 没有、unknown 不明', en: 'what was before: none, or unknown' }),
}

export const beginningsTable = defineTable({
  name: 'beginnings',
  says: { 'zh-CN': '各单位自何日起已知；早于此日且为 unknown 的，其数目不明，而非 0', en: 'from when on units are known; before that day, where it says unknown, a count is unknown and not 0' },
  projection: beginnings,
  days: 'all',
  columns,
  rows: ({ district, towns, communities, grids }, key) => {
    const row = (unit: string, unitId: string, { name, from, earlier }: Beginning, communityId: string | null = null): RowOf<typeof columns> =>
      ({ district_id: districtOfKey(key), unit, unit_id: unitId, community_id: communityId, name, known_from: from, earlier })
    return [
      ...(district === null ? [] : [row('district', districtOfKey(key), district)]),
      ...Object.entries(towns).map(([townId, town]) => row('town', townId, town)),
      ...Object.entries(communities).map(([communityId, community]) => row('community', communityId, community)),
      ...Object.entries(grids).flatMap(([communityId, own]) => Object.entries(own).map(([gridId, grid]) => row('grid', gridId, grid, communityId))),
    ]
  },
})
