/** The table `towns`: the towns and streets of a district, open and ended. */

import { column, defineTable } from '@grid-governance/event-sourcing'
import { divisions } from '../divisions/projection.ts'
import { districtOfKey } from '../keys.ts'
import { districtColumn, endReason, successors, validTo } from './identity.ts'

export const townsTable = defineTable({
  name: 'towns',
  says: { 'zh-CN': '镇街（一级网格），含已终止的', en: 'towns and streets (level-1 grids), ended ones too' },
  projection: divisions,
  columns: {
    district_id: districtColumn,
    town_id: column.text({ 'zh-CN': '镇街标识', en: 'the id of the town' }),
    code: column.text({ 'zh-CN': '当日的区划代码', en: 'its code on the day' }),
    name: column.text({ 'zh-CN': '当日的名称', en: 'its name on the day' }),
    valid_from: column.date({ 'zh-CN': '首日', en: 'its first day' }),
    valid_to: validTo,
    end_reason: endReason,
    successors,
  },
  rows: ({ towns }, key) => Object.entries(towns).map(([townId, { code, name, since, ended }]) => ({
    district_id: districtOfKey(key), town_id: townId, code, name,
    valid_from: since, valid_to: ended?.on ?? null, end_reason: ended?.reason ?? null, successors: ended?.successors ?? null,
  })),
})
