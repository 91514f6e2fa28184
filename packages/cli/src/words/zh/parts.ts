/** Parts of Chinese sentences that several tables share. */

import type { ClosingReason, DispositionAction, Operation, SubjectKind } from '@grid-governance/domain'

export const closingReasonsZh: Readonly<Record<ClosingReason, string>> = {
  replaced: '被替代', split: '拆分', merged: '合并', abolished: '撤销', neverValid: '自始无效',
}

export const subjectKindsZh: Readonly<Record<SubjectKind, string>> = {
  posts: '岗位', branch: '党支部', groups: '党小组', members: '党员', points: '积分', funds: '经费', duties: '事项', reports: '周报告', visits: '走访',
  contactChain: '四联链', deliberation: '议事协商', functionalGrids: '职能网格', stationedTeam: '驻点团队', signboard: '标识牌',
}

export const dispositionsZh: Readonly<Record<DispositionAction, string>> = {
  end: '终止', createNew: '新建', carry: '延续', moveTo: '转至', divideByBuilding: '按楼栋划分', recompute: '重新计算', recheck: '重新核对',
  realign: '重新对齐', publish: '公示', unaffected: '不受影响',
}

/** Up to four names, and how many there are in all. */
export const shortListZh = (items: ReadonlyArray<string>): string =>
  items.length <= 4 ? items.join('、') : `${items.slice(0, 3).join('、')}等 ${items.length} 个`

/** All of several things. */
export const listZh = (items: ReadonlyArray<string>): string => items.join('、')

/** What an operation of a plan asks for. */
export const operationZh = (operation: Operation): string => {
  switch (operation.kind) {
    case 'split': return `将 ${operation.source} 拆分为 ${listZh(operation.targets.map((target) => target.gridId))}`
    case 'merge': return `将 ${listZh(operation.sources)} 合并为 ${operation.target.gridId}`
    case 'boundary': return `在 ${operation.communityId} 的网格之间调整 ${operation.moves.length} 栋楼`
    case 'close': return `撤销 ${operation.gridId}`
    case 'reparentGrid': return `将 ${operation.gridId} 由 ${operation.from} 划转至 ${operation.to}`
    case 'reparentCommunity': return `将 ${operation.communityId} 由 ${operation.from} 划转至 ${operation.to}`
    case 'communitySplit': return `将 ${operation.source} 拆分为 ${listZh(operation.targets.map((target) => target.communityId))}`
  }
}
