/** The table `communities`: the communities of a district with the towns to which they belong, open and ended. */

import { column, defineTable } from '@grid-governance/event-sourcing'
import { divisions } from '../divisions/projection.ts'
import { districtOfKey } from '../keys.ts'
import { communityColumn, districtColumn, endReason, successors, validTo } from './identity.ts'

export const communitiesTable = defineTable({
  name: 'communities',
  says: { 'zh-CN': '社区（二级网格），含已终止的', en: 'communities (level-2 grids), ended ones too' },
  projection: divisions,
  columns: {
    district_id: districtColumn,
    community_id: communityColumn,
    code: column.text({ 'zh-CN': '当日的区划代码', en: 'its code on the day' }),
    name: column.text({ 'zh-CN': '当日的名称', en: 'its name on the day' }),
    town_id: column.text({ 'zh-CN': '当日所属镇街的标识', en: 'the town to which it belongs on the day' }),
    valid_from: column.date({ 'zh-CN': '首日', en: 'its first day' }),
    valid_to: validTo,
    end_reason: endReason,
    successors,
  },
  rows: ({ communities }, key) => Object.entries(communities).map(([communityId, { code, name, townId, since, ended }]) => ({
    district_id: districtOfKey(key), community_id: communityId, code, name, town_id: townId,
    valid_from: since, valid_to: ended?.on ?? null, end_reason: ended?.reason ?? null, successors: ended?.successors ?? null,
  })),
})
