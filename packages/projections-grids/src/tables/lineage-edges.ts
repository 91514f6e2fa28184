/** The table `lineage_edges`: which grids each step of a plan or map changed, and which grids had which buildings after it. */

import { column, defineTable, standing, type CalendarDate, type RowOf, type StandingEntry } from '@grid-governance/event-sourcing'
import type { CommunityId } from '@grid-governance/domain'
import { compareText } from '../community-grids/queries.ts'
import { districtOfKey } from '../keys.ts'
import { lineage } from '../lineage/projection.ts'
import type { LineageEdge } from '../lineage/read-model.ts'
import { districtColumn } from './identity.ts'

const columns = {
  district_id: districtColumn,
  entry_id: column.text({ 'zh-CN': '记载标识；同一步骤的各行相同', en: 'the entry; the same for all rows of a step' }),
  kind: column.text({
    'zh-CN': '事项：established、split、merged、boundaryRedrawn、closed、reparented、communitySplit',
    en: 'what happened: established, split, merged, boundaryRedrawn, closed, reparented, communitySplit',
  }),
  effective_on: column.date({ 'zh-CN': '生效日', en: 'the day of effect' }),
  role: column.text({ 'zh-CN': '角色：source 变动前的网格、place 变动后的网格、successor 承接', en: 'source: a grid that it changes; place: a grid as it is afterwards; successor: a grid that follows a closed one' }),
  grid_id: column.text({ 'zh-CN': '网格标识', en: 'the grid' }),
  community_id: column.orNull(column.text({ 'zh-CN': '变动后所在社区；仅 place 有值', en: 'where it is afterwards; of places only' })),
  buildings: column.orNull(column.integer({ 'zh-CN': '变动后的楼栋数；仅 place 有值', en: 'how many buildings it has afterwards; of places only' })),
  plan_id: column.orNull(column.text({ 'zh-CN': '方案标识；未经方案的为空', en: 'the plan; empty where there was none' })),
  operation_id: column.orNull(column.text({ 'zh-CN': '方案中的操作', en: 'the operation of the plan' })),
  document_number: column.text({ 'zh-CN': '文号', en: 'the document' }),
  event_id: column.text({ 'zh-CN': '事件标识', en: 'the event' }),
}

export const lineageEdgesTable = defineTable({
  name: 'lineage_edges',
  says: { 'zh-CN': '网格沿革：每一步骤涉及的网格，更正后为准', en: 'lineage: the grids of each step, as it stands after corrections' },
  projection: lineage,
  columns,
  rows: (model, key, asOf) => standing(model.edges)
    .filter((edge) => edge.effectiveOn <= asOf)
    .flatMap((edge) => [...sharedRows(edge, model.communityId, key), ...placeRows(edge, model.communityId, key)]),
})

type EdgeRow = RowOf<typeof columns>

/** A step that touches several communities is filed in the model of each; the first of those in which grids are afterwards tells of it. */
function sharedRows(edge: StandingEntry<LineageEdge>, here: CommunityId, key: string): ReadonlyArray<EdgeRow> {
  const { places, sources, successors } = edge.value
  const [first = here] = Object.values(places).map((place) => place.communityId).sort(compareText)
  const row = (role: string) => (gridId: string): EdgeRow => ({ ...stepOf(edge, key), role, grid_id: gridId, community_id: null, buildings: null })
  return first === here ? [...sources.map(row('source')), ...successors.map(row('successor'))] : []
}

/** Each place is told of by its own community. */
function placeRows(edge: StandingEntry<LineageEdge>, here: CommunityId, key: string): ReadonlyArray<EdgeRow> {
  return Object.entries(edge.value.places)
    .filter(([, place]) => place.communityId === here)
    .map(([gridId, { communityId, buildings }]) => ({ ...stepOf(edge, key), role: 'place', grid_id: gridId, community_id: communityId, buildings: buildings.length }))
}

function stepOf({ entryId, effectiveOn, value }: StandingEntry<LineageEdge>, key: string): Omit<EdgeRow, 'role' | 'grid_id' | 'community_id' | 'buildings'> & { readonly effective_on: CalendarDate } {
  const { kind, planId, operationId, documentNumber, eventId } = value
  return {
    district_id: districtOfKey(key), entry_id: entryId, kind, effective_on: effectiveOn, plan_id: planId, operation_id: operationId, document_number: documentNumber, event_id: eventId,
  }
}
