/** The events of the golden log: what was once written, and must read the same for ever. */

import type { AppendRequest, EventToAppend } from '@grid-governance/event-store'
import type { EventId, JsonObject, StreamName } from '@grid-governance/event-sourcing'

const gridMap = 'gridMap-440402.001' as StreamName
const plan = 'restructurePlan-440402.2021-7' as StreamName

/** When each append was recorded, in milliseconds since 1970; the clock steps back a little once. */
export const goldenClock: ReadonlyArray<number> = [1_616_000_000_000, 1_616_000_060_000, 1_616_000_059_500, 1_616_086_400_000]

/** The appends in their order. */
export const goldenAppends: ReadonlyArray<AppendRequest> = [
  { stream: gridMap, expectedVersion: 'noStream', events: [
    event(1, 'BuildingsRegistered', 1, { buildings: ['B-1', 'B-2'], effectiveOn: '2021-03-18', kind: 'change' }),
    event(2, 'GridOpened', 1, { grid: '440402.001.01', households: 280, name: '凤凰第一网格' }),
  ] },
  { stream: plan, expectedVersion: 'noStream', events: [event(3, 'PlanDrafted', 2, { title: '香湾街道网格调整方案 “2021”', share: 0.1, none: null, list: [true, false, []] })] },
  { stream: gridMap, expectedVersion: 2, events: [event(4, 'GridOpened', 2, { z: 1, a: { '10': 'ten', '9': 'nine' }, text: 'line\nbreak \u0000 "quoted" \\ 😀' })] },
  { stream: plan, expectedVersion: 'any', events: [event(5, 'PlanSubmitted', 1, {}), event(6, 'PlanApproved', 1, { large: 9_007_199_254_740_991, small: -0.000001 })] },
]

function event(number: number, type: string, schemaVersion: number, data: JsonObject): EventToAppend {
  return {
    eventId: `0f8fad5b-d9cb-469f-a165-70867728950${number}` as EventId,
    type,
    schemaVersion,
    metadata: { actor: { ref: 'A-7', role: 'townOfficer' }, authority: { documentNumber: '香街办〔2021〕7号', issuer: '香湾街道办事处', date: '2021-03-01' }, commandId: `00000000-0000-4000-8000-00000000000${number}` },
    data,
  }
}
