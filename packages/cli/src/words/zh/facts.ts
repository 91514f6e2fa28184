/** The facts in Chinese. */

import { clearText, type Sealed } from '@grid-governance/event-sourcing'
import type { FactWords } from '../words.ts'
import { closingReasonsZh, dispositionsZh, listZh, operationZh, shortListZh as names, subjectKindsZh } from './parts.ts'

export const factsZh: FactWords = {
  LogOpened: { title: '开账', says: (data) => `${data.districtId} 区的日志开账，其中人员为${data.nature === 'simulated' ? '虚构' : '真实'}` },

  RuleBookIssued: {
    title: '规则册颁布',
    says: ({ edition, document, rules }) =>
      `${edition}版，依据《${document.title}》（${document.number}）：每个社区 ${rules.gridsPerCommunity.min} 至 ${rules.gridsPerCommunity.max} 个网格`,
  },

  DistrictRegistered: { title: '区登记', says: (data) => `${data.name}(${data.districtId})${earlier(data)}` },
  TownRegistered: { title: '镇街登记', says: (data) => `${data.name}(${data.code})${earlier(data)}` },
  CommunityRegistered: { title: '社区登记', says: (data) => `${data.name}（${data.code}），属 ${data.townId}${earlier(data)}` },
  TownRenamed: { title: '镇街更名', says: (data) => `${data.townId} 更名为${data.name}` },
  TownRecoded: { title: '镇街重新编码', says: (data) => `${data.townId} 的代码为 ${data.code}` },
  TownClosed: { title: '镇街撤销', says: (data) => `${data.townId} 终止（${closingReasonsZh[data.reason]}）${followedBy(data.successors)}` },
  CommunityRenamed: { title: '社区更名', says: (data) => `${data.communityId} 更名为${data.name}` },
  CommunityRecoded: { title: '社区重新编码', says: (data) => `${data.communityId} 的代码为 ${data.code}` },
  DivisionCodesReserved: { title: '区划代码预留', says: (data) => `方案 ${data.planId} 预留 ${names(data.codes.length > 0 ? data.codes : data.communityIds)}，至 ${data.takesEffectOn}` },
  DivisionCodesReleased: { title: '区划代码解除预留', says: (data) => `方案 ${data.planId} 不再占用社区；其代码不得再用` },
  DivisionRegisterRevised: { title: '区划登记更新', says: (data) => `区划登记按方案 ${data.planId}（第 ${data.planVersion} 版）更新` },

  GridEstablished: {
    title: '网格设立',
    says: (data) => `${data.name}（${data.gridId}），属 ${data.communityId}，楼栋 ${data.buildings.length} 栋${earlier(data)}`,
  },
  BuildingRegistered: { title: '楼栋登记', says: (data) => `${data.building.number} 号楼（${data.building.buildingId}）划入 ${data.gridId}` },
  BuildingRemoved: { title: '楼栋拆除', says: (data) => `${data.buildingId} 不再属于 ${data.gridId}` },
  BuildingMetricsRecorded: { title: '楼栋户数人口', says: (data) => `${data.buildingId}：${data.households} 户，${data.residents} 人` },
  GridRenamed: { title: '网格更名', says: (data) => `${data.gridId} 更名为${data.name}` },
  GridRecoded: { title: '网格重新编码', says: (data) => `${data.gridId} 的代码为 ${data.code}` },
  GridCountExemptionGranted: {
    title: '网格数例外批准',
    says: (data) => `${data.communityId} 可设 ${data.min} 至 ${data.max} 个网格，${data.until === undefined ? '另行通知为止' : `至 ${data.until} 止`}`,
  },
  GridsReserved: { title: '网格预留', says: (data) => `方案 ${data.planId} 占用 ${data.communityId} 的${heldIn(data)}，至 ${data.takesEffectOn}` },
  GridReservationReleased: { title: '网格解除预留', says: (data) => `方案 ${data.planId} 不再占用 ${data.communityId} 的网格` },
  GridMapRevised: { title: '网格图更新', says: (data) => `${data.communityId} 的网格图按方案 ${data.planId}（第 ${data.planVersion} 版）更新` },

  RestructurePlanDrafted: { title: '方案拟订', says: (data) => `方案 ${data.planId}：${opened(data.title)}` },
  RestructureOperationAdded: { title: '方案增项', says: (data) => `方案 ${data.planId} 第 ${data.operationId} 项：${operationZh(data.operation)}` },
  RestructureOperationRemoved: { title: '方案删项', says: (data) => `方案 ${data.planId} 删去第 ${data.operationId} 项` },
  DispositionSet: {
    title: '处置安排',
    says: ({ planId, disposition: { subject, action, target } }) =>
      `方案 ${planId}：${subject.gridId} 的${subjectKindsZh[subject.kind]}${dispositionsZh[action]}${target === undefined ? '' : ` ${target}`}`,
  },
  RestructurePlanSubmitted: { title: '方案报批', says: (data) => `方案 ${data.planId} 报请批准` },
  RestructurePlanReturned: { title: '方案退回', says: (data) => `方案 ${data.planId} 退回修改：${opened(data.reason)}` },
  RestructurePlanApproved: { title: '方案批复', says: (data) => `方案 ${data.planId} 经 ${data.documentNumber} 批准` },
  RestructureScheduled: { title: '方案定期', says: (data) => `方案 ${data.planId} 定于 ${data.takesEffectOn} 生效，涉及 ${names(data.communityIds)}` },
  RestructureCancelled: { title: '方案取消', says: (data) => `方案 ${data.planId} 不再生效；其代码不得再用：${opened(data.reason)}` },
  GridSplit: { title: '网格拆分', says: (data) => `${data.source} 拆分为 ${listZh(data.targets.map((target) => `${target.gridId}（${target.buildings.length} 栋）`))}` },
  GridsMerged: { title: '网格合并', says: (data) => `${listZh(data.sources)} 合并为 ${data.target.gridId}（${data.target.buildings.length} 栋）` },
  GridBoundaryRedrawn: { title: '边界调整', says: (data) => `${data.communityId} 的 ${data.moved.length} 栋楼在 ${names(data.grids.map((grid) => grid.gridId))} 之间调整` },
  GridClosed: { title: '网格撤销', says: (data) => `${data.gridId} 终止（${closingReasonsZh[data.reason]}）${followedBy(data.successors)}` },
  GridReparented: { title: '网格划转', says: (data) => `${data.grid.gridId} 由 ${data.fromCommunity} 划转至 ${data.toCommunity}` },
  CommunityReparented: { title: '社区划转', says: (data) => `${data.communityId} 由 ${data.fromTown} 划转至 ${data.toTown}` },
  CommunitySplit: { title: '社区拆分', says: (data) => `${data.source} 拆分为 ${listZh(data.targets.map((target) => `${target.name}（${target.communityId}，${target.grids.length} 个网格）`))}` },
  RestructureExecuted: { title: '方案执行', says: (data) => `方案 ${data.planId} 自 ${data.takesEffectOn} 起生效，涉及 ${names(data.communityIds)}` },
  RestructureCorrected: { title: '方案更正', says: (data) => `方案 ${data.planId} 经 ${data.documentNumber} 更正，涉及 ${names(data.communityIds)}：${opened(data.reason)}` },
  RestructureFollowUpCompleted: { title: '后续事项完成', says: (data) => `方案 ${data.planId}：${data.subject.gridId} 的${subjectKindsZh[data.subject.kind]}已办结` },
  RestructureSettled: { title: '方案了结', says: (data) => `方案 ${data.planId} 已无未办事项` },

  EntryVoided: { title: '记载撤回', says: (data) => `记载 ${data.corrects} 不再有效，恢复其所替代的内容：${opened(data.reason)}` },
}

function opened(text: Sealed): string {
  return clearText(text) ?? '（已密封）'
}

function earlier({ earlierHistory }: { readonly earlierHistory: 'none' | 'unknown' }): string {
  return earlierHistory === 'unknown' ? '；此前情况不明' : ''
}

/** A plan may hold the grids that it changes, or only the codes that it will give, or only their number. */
function heldIn({ gridIds, codes }: { readonly gridIds: ReadonlyArray<string>, readonly codes: ReadonlyArray<string> }): string {
  if (gridIds.length > 0) return ` ${names(gridIds)}`
  return codes.length > 0 ? `代码 ${names(codes)}` : '网格数'
}

function followedBy(successors: ReadonlyArray<string>): string {
  return successors.length === 0 ? '' : `，由 ${names(successors)} 承接`
}
