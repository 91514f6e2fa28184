/** The table `standpoint`: of each table, from which day, which place in the log and which projection its rows are. */

import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { column, defineProjection, defineTable, type Fact } from '@grid-governance/event-sourcing'
import type { FilledTable } from './fill.ts'
import type { ModelSource } from './model-source.ts'
import type { Standpoint } from './standpoint.ts'

interface Source {
  projection: string
  rows: number
  missing: number
  position: number | null
  recordedAt: number | null
}

/** No fact is projected: the models are what became of the other tables. */
const filledTables = defineProjection<Fact>()({
  name: 'filled-tables', version: 1, handles: [], project: {},
  initial: (): Source => ({ projection: '', rows: 0, missing: 0, position: null, recordedAt: null }),
})

export const standpointTable = defineTable({
  name: 'standpoint',
  says: { 'zh-CN': '各表的出处：截至何日、按日志何处所知、依何投影', en: 'where each table comes from: as of which day, as known at which place, by which projection' },
  projection: filledTables,
  columns: {
    table_name: column.text({ 'zh-CN': '表名', en: 'the table' }),
    projection: column.text({ 'zh-CN': '投影及其版本', en: 'the projection, as name@version' }),
    as_of: column.date({ 'zh-CN': '截至此日', en: 'the day for which the rows hold' }),
    known_at_position: column.orNull(column.integer({ 'zh-CN': '按日志此位置所知；空为尚无事件', en: 'the last position that was known; empty where there is no event' })),
    known_at_instant: column.orNull(column.instant({ 'zh-CN': '该位置的记录时间', en: 'when that position was recorded' })),
    rows: column.integer({ 'zh-CN': '行数', en: 'how many rows there are' }),
    missing_models: column.integer({ 'zh-CN': '因投影失败而缺失的模型数', en: 'how many models are missing, since the projection failed at one of their facts' }),
  },
  rows: ({ projection, rows, missing, position, recordedAt }, key, asOf) =>
    [{ table_name: key, projection, as_of: asOf, known_at_position: position, known_at_instant: recordedAt, rows, missing_models: missing }],
})

/** The rows of `standpoint`, once the other tables are filled. */
export const standpointRows = (standpoint: Standpoint, tables: ReadonlyArray<FilledTable>): ModelSource<never> => ({
  standpoint: TE.right(standpoint),
  pages: async function* () {
    const { position, recordedAt = null } = standpoint
    yield E.right({
      models: tables.map(({ name, projection, rows, blocked }) => [name, { projection, rows, missing: blocked.length, position: position === 'beginning' ? null : position, recordedAt }] as const),
    })
  },
})
