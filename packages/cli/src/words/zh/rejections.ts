/** Why the rules say no, in Chinese: the finding with its figures. */

import type { Disposition, ListPlace, PartitionFault, RestructurePlanState } from '@grid-governance/domain'
import type { RejectionWords } from '../words.ts'
import { dispositionsZh, listZh, shortListZh as names, subjectKindsZh } from './parts.ts'

export const rejectionsZh: RejectionWords = {
  LogAlreadyOpened: (no) => `${no.districtId} 区的日志已经开账（${no.nature === 'simulated' ? '虚构' : '真实'}）`,
  RealPeopleNotYetProtected: (no) => `${no.districtId} 区不能以真实人员开账：个人信息尚不能加密`,

  UnknownEntry: (no) => `此处没有可更正的记载 ${no.root}`,
  StaleCorrection: (no) => `更正指向 ${no.named}，而 ${no.root} 的最新记载是 ${no.head}：其间已有人更正`,
  CorrectionOfAnotherFact: (no) => `${no.root} 是 ${no.recorded}，不能用 ${no.named} 更正`,
  CorrectionOfAnotherUnit: (no) => `${no.root} 记载的是 ${no.recorded}，不能更正为 ${no.named}`,
  CorrectionOfSeveral: (no) => `对 ${no.root} 的更正只能替换一项事实，而此处会有 ${no.facts} 项`,
  DocumentMissing: (no) => `${no.command} 须注明依据文件：文号、发文机关、日期`,
  RangeUpsideDown: (no) => `范围 ${no.range} 的下限 ${no.min} 高于上限 ${no.max}`,
  RepeatedInRequest: (no) => `${no.value} 出现两次：${place(no.places[0])}和${place(no.places[1])}`,
  IdSpent: (no) => `标识 ${no.id}${at(no.place)}属于另一单位${held(no.heldBy)}；标识永不再用`,
  CodeSpent: (no) => `代码 ${no.code}${at(no.place)}曾被使用或预留${held(no.heldBy)}；代码永不再用`,
  NumberSpent: (no) => `楼栋编号 ${no.number}${at(no.place)}曾被使用；编号永不再用`,
  EditionAlreadyIssued: (no) => `已有 ${no.edition} 版，自 ${no.effectiveOn} 起施行（记载 ${no.root}）`,

  DistrictNameDiffers: (no) => `${no.districtId} 区登记名称为${no.registered}，并非${no.named}`,
  DistrictStillHasTowns: (no) => `本区尚有 ${names(no.towns)}，其登记不能撤回`,
  UnknownDivision: (no) => `区划登记中没有 ${no.unit}`,
  DivisionNotLiving: (no) => `${no.unit} 在 ${no.effectiveOn} 并不存在：存续期自 ${no.from} 起${until(no.to)}`,
  CodeOutsideDistrict: (no) => `代码 ${no.code}${at(no.place)}不以本区代码 ${no.districtId} 开头`,
  CodeOutsideTown: (no) => `代码 ${no.code}${at(no.place)}不以 ${no.townId} 在 ${no.effectiveOn} 的代码 ${no.townCode} 开头`,
  UnknownTown: (no) => `${no.communityId}${at(no.place)}所属镇街 ${no.townId} 在 ${no.effectiveOn} 并不存在`,
  TownStillHasCommunities: (no) => `${no.townId} 不能于 ${no.effectiveOn} 终止：${names(no.communities)} 将无所属镇街`,
  CommunityWithoutTown: (no) => `自 ${no.from} 起 ${no.communityId} 将无存续的镇街：${no.townId} 不存续`,
  CommunityStillHasGrids: (no) => `${no.communityId} 在 ${no.day} 有 ${names(no.gridIds)}，而届时该社区将不存在`,
  SuccessorNotLiving: (no) => `${no.successor} 不能承接 ${no.townId}：即为同一镇街，或在 ${no.effectiveOn} 并不存在`,
  LaterDivisionFactsExist: (no) => `${no.unit} 有以此为前提的后续记载：${names(no.entries)}；须先更正这些记载`,

  CommunityNotInRegister: (no) => `区划登记中 ${no.effectiveOn} 没有 ${no.communityId}`,
  UnknownGrid: (no) => `${no.communityId} 没有网格 ${no.gridId}`,
  GridInOtherCommunity: (no) => `${no.gridId} 已于 ${no.leftOn} 划出 ${no.communityId}，早于 ${no.effectiveOn}`,
  NoRuleBookInForce: (no) => `${no.day} 没有施行中的规则册，网格数的范围无从得知`,
  GridCountOutOfRange: (no) => `${no.communityId} 在 ${no.day} 将有 ${no.would} 个网格；允许 ${no.allowed.min} 至 ${no.allowed.max} 个`,
  PlansBreakGridCount: (no) => `连同已定期的方案 ${names(no.plans)}，${no.communityId} 在 ${no.day} 可能有 ${no.would} 个网格；允许 ${no.allowed.min} 至 ${no.allowed.max} 个：请待其执行后再定期`,
  PartitionBroken: (no) => `${no.day} ${no.communityId} 的楼栋不会各在一个网格内：${names(no.faults.map(faultText))}`,
  BuildingNotInCommunity: (no) => `${no.communityId} 在 ${no.effectiveOn} 没有楼栋 ${no.buildingId}`,
  BuildingInOtherGrid: (no) => `${no.buildingId} 在 ${no.effectiveOn} 属于 ${no.actual}，并非 ${no.named}`,
  GridAlreadyClosed: (no) => `${no.gridId} 已于 ${no.closedOn} 终止${followers(no.successors)}；不再接受 ${no.effectiveOn} 的记载`,
  GridNotYetOpen: (no) => `${no.gridId} 自 ${no.opensOn} 起设立；尚不接受 ${no.effectiveOn} 的记载`,
  GridNeverValid: (no) => `${no.gridId} 自始无效；其楼栋属于 ${names(no.instead)}`,
  GridsComeThroughPlans: (no) => `${no.communityId} 自 ${no.gridsSince} 起已有网格；此后增设须通过方案`,
  GridReserved: (no) => `方案 ${no.byPlan} 占用 ${no.communityId} 的 ${names(no.gridIds)}${'effectiveOn' in no ? `，至 ${no.effectiveOn} 生效为止` : ''}`,
  LaterStructureExists: (no) => `${names(no.communityIds)} 有以此为前提的后续记载（${names(no.entries)}）；须在同一方案中一并更正`,
  ExemptionWithoutDays: (no) => `自 ${no.effectiveOn} 起至 ${no.until} 止的例外不含任何一日`,

  PlanNotInState: (no) => `${no.command} 要求方案处于${no.allowed.map((stage) => stages[stage]).join('或')}状态，而本方案${stages[no.state]}`,
  OperationIdAlreadyUsed: (no) => `本方案曾有第 ${no.operationId} 项`,
  UnknownOperation: (no) => `本方案没有第 ${no.operationId} 项`,
  PlanEmpty: () => '方案没有任何调整项',
  PlanTooLarge: (no) => `方案执行时将有 ${no.events} 项事实、${no.bytes} 字节；一次写入至多 ${no.allowedEvents} 项、${no.allowedBytes} 字节，请分成几个方案`,
  NotYetEffective: (no) => `方案于 ${no.effectiveOn} 生效，而决定日期是 ${no.decidedOn}，尚未到期`,
  AlreadyInEffect: (no) => `方案已于 ${no.effectiveOn} 生效：只能更正，不能取消`,

  UnknownItem: (no) => `方案不涉及 ${subject(no.subject)}`,
  ItemNamedTwice: (no) => `${subject(no.subject)}出现两次`,
  DispositionTargetMissing: (no) => `${subject(no.subject)}的处置“${dispositionsZh[no.action]}”须指明去向`,
  DispositionTargetForeign: (no) => `${subject(no.subject)}不能转至 ${no.target}；方案的去向为 ${names(no.allowed)}`,
  DispositionMissing: (no) => `有 ${no.items.length} 项未作处置安排：${names(no.items.map(subject))}`,
  UnknownFollowUp: (no) => `方案没有关于${subject(no.subject)}的未办后续事项`,
  FollowUpsOpen: (no) => `有 ${no.open.length} 项后续事项未办结：${names(no.open.map(subject))}`,

  UnknownCommunity: (no) => `区划登记中没有 ${no.communityId}`,
  CommunityNotLiving: (no) => `${no.communityId} 在 ${no.day} 并不存在`,
  TownNotLiving: (no) => `${no.townId} 在 ${no.day} 并不存在`,
  CommunityInAnotherTown: (no) => `${no.communityId} 属于 ${no.actual}，并非 ${no.named}`,
  CommunityMovesNowhere: (no) => `${no.communityId} 本来就属于 ${no.townId}`,
  GridMovesNowhere: (no) => `${no.gridId} 本来就属于 ${no.communityId}`,
  ContinuingCommunityChanged: (no) => `${no.communityId} 延续，其${no.field === 'code' ? '代码' : '镇街'}不变；拆分不能改为 ${no.named}`,
  GridsNotDisposedOnce: (no) => `${no.communityId} 的每个网格须恰好划入一个社区：${disposed(no)}`,
  GridLiesElsewhere: (no) => `${no.gridId} 属于 ${no.actual}，并非 ${no.named}`,
  GridNotOpen: (no) => `${no.communityId} 的 ${no.gridId} 在 ${no.day} 并未开设${followers(no.successors)}`,
  GridWouldBeEmpty: (no) => `${no.communityId} 的 ${no.gridId} 将没有楼栋`,
  UnknownBuilding: (no) => `${no.communityId} 没有楼栋 ${no.buildingId}`,
  BuildingNotInGrid: (no) => `${no.buildingId} 属于 ${no.actual}，并非 ${no.named}`,
  BuildingMovedTwice: (no) => `${no.buildingId} 被调整两次`,
  BuildingMovesNowhere: (no) => `${no.buildingId} 本来就在 ${no.gridId}`,
  NothingMoves: (no) => `${no.communityId} 没有楼栋变动`,

  TooFewTargets: (no) => `${no.source} 只分为 ${no.targets} 个；拆分至少须有 2 个去向`,
  TargetNamedTwice: (no) => `去向 ${no.target} 出现两次`,
  SourceAmongTargets: (no) => `${no.source} 也在去向之中，却未标明延续`,
  ContinuingIsNoSource: (no) => `${no.target} 标明延续，而来源是 ${listZh(no.sources)}`,
  BuildingsNotDisposedOnce: (no) => `${no.gridId} 的每栋楼须恰好划入一个网格：${disposed(no)}`,
  TooFewSources: (no) => `${no.communityId} 的合并只有 ${no.sources} 个来源；至少须有 2 个`,
  SourceNamedTwice: (no) => `来源 ${no.gridId} 出现两次`,

  BuildingsNotNumberedOnce: (no) => `${no.gridId} 的每栋楼须恰好有一个编号：${disposed(no)}`,

  ReservationMissing: (no) => `方案在${no.missingIn === 'gridMap' ? ` ${no.communityId ?? ''} 的网格图` : '区划登记'}中没有预留`,
  EntryNamedTwice: (no) => `同一请求中对记载 ${no.root} 更正两次`,
  RestoredEntryDiffers: (no) => `恢复 ${no.root} 后的结果与原记载不同：${names(no.gridIds)} 的楼栋或代码会有出入；请改以操作更正`,
  NothingToCorrect: () => '请求没有更正任何内容',
}

const stages: Readonly<Record<RestructurePlanState['stage'], string>> = {
  none: '尚未拟订', drafted: '已拟订', submitted: '已报批', approved: '已批复', scheduled: '已定期', executed: '已执行', settled: '已了结', cancelled: '已取消',
}

function place({ list, ordinal }: ListPlace): string {
  return ` ${list} 第 ${ordinal + 1} 项`
}

function at(where: ListPlace | null): string {
  return where === null ? '' : `（${place(where).trim()}）`
}

function held(plan: string | null): string {
  return plan === null ? '' : `（方案 ${plan}）`
}

function until(day: string | null): string {
  return day === null ? '' : `至 ${day} 止`
}

function followers(successors: ReadonlyArray<string>): string {
  return successors.length === 0 ? '' : `（由 ${names(successors)} 承接）`
}

function subject({ kind, gridId }: Disposition['subject']): string {
  return `${gridId} 的${subjectKindsZh[kind]}`
}

function disposed({ missing, twice, foreign }: { readonly missing: ReadonlyArray<string>, readonly twice: ReadonlyArray<string>, readonly foreign: ReadonlyArray<string> }): string {
  return [
    ...(missing.length === 0 ? [] : [`漏列 ${names(missing)}`]),
    ...(twice.length === 0 ? [] : [`重复 ${names(twice)}`]),
    ...(foreign.length === 0 ? [] : [`不属于此处 ${names(foreign)}`]),
  ].join('；')
}

function faultText({ fault, buildingId, gridIds }: PartitionFault): string {
  switch (fault) {
    case 'inNoGrid': return `${buildingId} 不在任何网格`
    case 'inSeveralGrids': return `${buildingId} 同在 ${listZh(gridIds)}`
    case 'notInCommunity': return `${buildingId} 不是本社区的楼栋`
  }
}
