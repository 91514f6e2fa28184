/** The sentences of answers in Chinese. */

import { shellWord } from '../../output/shell-word.ts'
import { shortFingerprint } from '../../output/answer.ts'
import { instantText } from '../../output/instant.ts'
import type { Sentences } from '../sentences.ts'
import { closingReasonsZh, listZh, shortListZh as names } from './parts.ts'

function inPlaceOf(before: number | undefined): string {
  return before === undefined ? '，此前无应答版本' : `，取代第 ${before} 版；旧版保留至清除`
}

const measures = { buildings: '楼栋', households: '户数', residents: '人口' } as const

export const sentencesZh: Sentences = {
  yes: '是',
  no: '否',
  unknown: '不明',
  moreOfThese: (number) => `……另 ${number} 项`,
  byRule: (rule, sentence) => `${sentence}（规则 ${rule}）`,
  defect: (message) => `gridgov 自身出错：${message}。请加 --debug 重新运行，并报告其输出。`,

  standpoint: ({ asOf, position, recordedAt, projections, fingerprint }) => {
    const known = position === 'beginning' ? '其时日志尚无记载' : `依据位置 ${position} 及之前的记载${recordedAt === undefined ? '' : `（末项记于 ${instantText(recordedAt)}）`}`
    const by = projections === undefined ? '' : `，投影 ${projections.join('、')}`
    const print = fingerprint === undefined ? '' : `（指纹 ${shortFingerprint(fingerprint)}）`
    return `截至 ${asOf}，${known}${by}${print}。`
  },
  futureDay: (asOf, today) => `${asOf} 尚未到来（今天是 ${today}）：仅已定期的方案不计入，今后的记载可能改变此答案。`,
  futureKnowledge: '该时刻尚未到来：此为目前所知。',
  nothingRecordedYet: '当时尚无任何记载。',
  unknownBefore: (id, day) => `${id} 在 ${day} 之前的情况不明：系按该日导入。`,
  unitsUnknownBefore: (units, day) => `${day} 之前情况不明（按该日导入）：${names(units)}。`,
  gridsNeverTold: (units) => `数目不明（尚有网格未导入）：${names(units)}。`,
  beginsLater: (id, day) => `${id} 自 ${day} 起设立，此前没有。`,
  notRegistered: (id) => `区划登记中没有 ${id} 区。`,
  breach: (rule, community, building) => building === undefined
    ? `问题（规则 ${rule}）：${community} 不属于任何存续的镇街，或并未存续却有网格。`
    : `问题（规则 ${rule}）：${community} 的楼栋 ${building} 不在任何开设的网格内。`,

  rebuilding: '读取事实',
  reading: '读取事实',
  verifying: '核验',
  checking: '检查',
  importing: '导入',
  recording: '记录',

  trailFound: (by, value, count) => `${{ document: '文件', actor: '经办', cause: '起因', command: '命令' }[by]} ${value}：共 ${count} 项事实。`,

  lineageOf: (name, gridId, from, to, { buildings, households, residents }) =>
    `${name}（${gridId}）在 ${from} 有楼栋 ${buildings} 栋、${households} 户、${residents} 人。到 ${to} 的去向：`,
  lineageRest: (buildings) => `其中 ${buildings} 栋楼已不在任何网格内。`,
  lineageUnknown: (buildings) => `其中 ${buildings} 栋楼的去向不明。`,
  notComparable: (measure, reason) => reason === 'nothingToShare' ? `${measures[measure]}份额无意义：其数为零。` : `${measures[measure]}份额不可比：部分情况不明。`,
  algorithm: (name) => `份额算法：${name}。`,
  lineageSteps: '经过以下步骤：',
  mutation: (kind) => ({
    established: '设立', split: '拆分', merged: '合并', boundaryRedrawn: '边界调整', closed: '撤销', reparented: '划转', communitySplit: '社区拆分',
  })[kind],
  neverValid: (gridId, instead) => `${gridId} 自始无效；其楼栋属于 ${listZh(instead)}。`,
  hadEnded: (gridId, on, reason, successors) => `${gridId} 已于 ${on} 终止（${closingReasonsZh[reason]}）${successors.length === 0 ? '' : `，由 ${listZh(successors)} 承接`}。`,

  plansFound: (number) => number === 0 ? '没有方案。' : `共 ${number} 个方案。用 gridgov history 可查看其中一个的全部事实。`,
  planStandings: {
    none: '不明', drafted: '拟订', submitted: '报批', approved: '已批复', scheduled: '已定期', executed: '已执行', settled: '已了结', cancelled: '已取消', takenBack: '已撤回',
  },

  deadlinesOpen: (count, overdue, day) => count === 0 ? '没有未了的期限。' : `未了的期限共 ${count} 项；${overdue === 0 ? `截至 ${day} 均未逾期` : `截至 ${day} 逾期 ${overdue} 项`}。`,
  standings: { waiting: '未到期', due: '到期', overdue: '逾期' },
  waitsForDay: (day) => `其日：${day}`,
  waitsToBeSent: '命令发出',
  sentAndRefused: (sentence) => `了结的事实：命令已被拒绝，${sentence}`,
  sentForNothing: '了结的事实：命令无须办理',
  sentAndAccepted: (position) => `了结的事实：命令已被接受${position === undefined ? '' : `（位置 ${position}）`}`,
  outcomesAreOfNow: '命令的结果未记其时，故只随目前所知列出。',
  roles: { setBy: '设定', confirmedBy: '重申', computedFrom: '计算依据', overruled: '已被推翻' },
  explained: (subject, value) => `${subject} 为 ${value}。`,
  explainedGone: (subject) => `没有 ${subject}：曾经有过，由下列事实终止。`,
  explainedNever: (subject) => `没有 ${subject}：截至该日有效的事实均未提及。`,
  explainedBy: (setBy, confirmedBy, computedFrom) => `由 ${setBy} 项事实设定，${confirmedBy} 项重申，另据 ${computedFrom} 项计算；仅凭这些事实，结果不变。`,
  editionsTold: { noted: '决定时载明', inForce: '当日施行' },
  notNarrowed: '所列事实可能多于所依据者：排除无关事实的查找已中止，或未能得出该结果。请就更小的部分查询。',
  blockedUnread: (models) => `${models.join('、')} 的投影在某项事实处出错，其内容不明；经查，该结果不取自其中。`,
  overruledBy: (facts) => `另有 ${facts} 项事实本会改变结果，但已被更正或撤回。`,

  verified: (events, streams, findings) => findings === 0
    ? `日志完好：${streams} 个流、${events} 个事件；已核验链、版本、事实和时钟。`
    : `日志有问题：${streams} 个流、${events} 个事件中发现 ${findings} 处。`,
  verifiedEmpty: '日志为空：其中没有事件，无可核验。',
  verifiedWithoutChain: (events, streams) =>
    `日志完好：${streams} 个流、${events} 个事件；已核验版本、事实和时钟。数据库不保存哈希链，无从比对：只有另存他处的末端（--head）能查出有无改动。`,
  headFolded: (head) => `由事件算得的链的末端（请另存他处，供日后核对）：${head}`,
  headToPin: (head) => `链的末端（请另存他处，供日后核对）：${head}`,

  recovered: (revised, released) => `已补完上次中断的工作：更新网格图或区划登记 ${revised} 处，解除预留 ${released} 处。`,
  wouldRecover: (revised, released) => `上次的工作中断未完；使用 --commit 时将先行补完：更新网格图或区划登记 ${revised} 处，解除预留 ${released} 处。此处所示以补完为前提。`,
  logMade: (path, name, district) => `${path} 为${name}（${district}）的日志。`,
  logSimulated: '日志标为虚构：尚不能记录真实人员。',
  editionIssued: (edition, document, day, numbered) => `规则册 ${edition} 版，自 ${day} 起施行：${document}${numbered ? '' : '（案例未载文号）'}。`,
  noRules: '尚无规则册：划分网格之前，请用 gridgov submit 颁布。',
  importNext: (path) => `下一步：gridgov import ${shellWord(path)} 区划.csv`,
  initAgain: (path) => `${path} 此前已如此设立；未写入任何内容。`,

  divisionsImported: (towns, communities, day, log) => `已在 ${log} 记录 ${towns} 个镇街、${communities} 个社区，截至 ${day}；此前情况标为不明。`,
  gridsImported: (grids, communities, before, day, log) =>
    `已在 ${log} 记录 ${communities} 个社区的 ${grids} 个网格，截至 ${day}；此前情况标为不明。${before === 0 ? '' : `该文件中另有 ${before} 个社区此前已记录。`}`,
  documentMadeUp: (number) => `未给出依据文件，故事实所记文号为 ${number}，系由导入文件得出。要记真实文件，请在导入时加 --document、--issuer 和 --document-date。`,
  importedBefore: (path) => `${path} 此前已导入；未写入任何内容。`,

  wouldRecord: (facts, commands) => `${commands} 条命令将记录 ${facts} 项事实。尚未写入；加 --commit 重新运行即予记录。`,
  recorded: (facts, commands) => `${commands} 条命令记录了 ${facts} 项事实。`,
  batchRefused: (commands) => `${commands} 条命令未能全部接受。未写入任何内容。`,
  commandFailed: (place, commands, sentence) => `第 ${place} 条命令（共 ${commands} 条）：${sentence}`,
  outcomes: { recorded: '接受', alreadyDone: '此前已办', nothingToDo: '无须办理', refused: '拒绝', notTried: '未试' },
  foreseen: '已定期的方案生效时：',
  countsAsOf: (day) => `截至 ${day} 各社区前后对比：`,

  plansExecuted: (plans, day) => `已执行截至 ${day} 到期的方案 ${plans} 个。`,
  plansWouldExecute: (plans, day) => `将执行截至 ${day} 到期的方案 ${plans} 个。尚未写入；加 --commit 重新运行即予执行。`,
  nothingDue: (day) => `截至 ${day} 没有到期的方案。`,
  planRefused: (planId, sentence) => `方案 ${planId} 仍待执行。${sentence}`,

  rowsShown: (shown, rows) => `共 ${rows} 行，显示前 ${shown} 行；--format csv 给出全部，gridgov export 写入文件。`,
  rowsFound: (rows) => `共 ${rows} 行。`,
  partlyUnknownBefore: (day) => `${day} 以前的情况部分不明（自该日导入）：缺少的行不表示当时没有。`,
  modelsMissing: (table, models) => `表 ${table} 缺少 ${models} 个单位的行，投影对其无法作答；可运行 gridgov verify 查看。`,
  filling: '填表',
  writing: '写出',
  exported: (rows, path) => `${path} 共 ${rows} 行。`,

  backedUp: (log, target) => `${target} 为 ${log} 的备份。`,
  backedUpEmpty: (log, target) => `${target} 为 ${log} 的备份，其中尚无事件。`,
  restored: (copy, target) => `已由 ${copy} 恢复为日志 ${target}；其链已核验。`,
  restoredEmpty: (copy, target) => `已由 ${copy} 恢复为日志 ${target}，其中没有事件。`,
  transferring: '迁移',
  transferred: (from, to, events, streams, written) =>
    `${to} 现为 ${from} 的日志：${streams} 个流、${events} 个事件${written === events ? '' : `，其中本次写入 ${written} 个`}。已回读，两端的链一致。`,
  transferredBefore: (from, to, events, streams) => `${to} 中已是 ${from} 的日志：${streams} 个流、${events} 个事件，链一致。未写入任何内容。`,
  outcomesCarried: (file, senders) => senders.length === 0
    ? `${file}：没有策略和流程的结果可转。`
    : `${file} 已载明所办之事：${listZh(senders.map(({ kind, name, outcomes }) => `${kind === 'policy' ? '策略' : '流程'} ${name}（结果 ${outcomes} 项）`))}。请先停止其在旧日志上的运行，再在新日志上启动。`,
  outcomesLeftBehind: (file) => `${file} 未一并转移：缺少它，策略和流程在新日志中不知道已办何事。请加 --outcomes ${file} 重新运行。`,
  headChecked: '其中包含另存的末端。',
  headNotChecked: '未给出另存的末端：只有存于日志之外的末端，才能查出末尾是否缺失事件。',

  projectionPhases: { notBuilt: '未构建', caughtUp: '已跟上', behind: '落后', ofAnotherLog: '属另一日志' },
  projectionsAt: (head) => head === 'beginning' ? '日志尚无事件。' : `日志末端在位置 ${head}。`,
  noModelsYet: (path) => `尚无读模型（${path}）；请运行 gridgov projections 日志 build 构建。`,
  modelsBegunAnew: (path) => `${path} 来自较旧的版本，已清空重来：本版本不含的投影须由含其代码的程序重新构建。`,
  keysBlocked: (keys) => keys === 0 ? '没有受阻的键。' : `${keys} 个键受阻，其余照常。resume 重试，skip 将该事实从其模型中略去。`,
  factsSkipped: (facts) => facts === 0 ? '没有略过的事实。' : `略过 ${facts} 项事实。这些决定只存于读模型文件，请另行保存（--format json）。`,
  codeChecked: (projections, changed) => changed === 0
    ? `已检查 ${projections} 个投影：本版本得出的抽样模型与所存一致。`
    : `已检查 ${projections} 个投影，其中 ${changed} 个由不同于本版本的代码所建。`,
  codeNotHere: (projections) => `未检查（本版本不含其代码）：${listZh(projections)}。`,
  projectionsBuilt: (projections) => `已将 ${projections} 个投影更新至日志末端。`,
  answersNow: (projection, before) => `现由 ${projection} 应答${inPlaceOf(before)}。`,
  wouldAnswer: (projection, before) => `将由 ${projection} 应答${inPlaceOf(before)}。尚未更改；加 --commit 重新运行即予更改。`,
  answersAlready: (projection) => `${projection} 已在应答。`,
  wouldRebuild: (projection) => `将在旧模型之旁重建 ${projection}，完成后一步取代。尚未更改；加 --commit 重新运行即予更改。`,
  rebuilt: (projection) => `${projection} 已重建，并取代旧模型。`,
  skipsKept: (skips, forgotten) => `其略过的事实 ${skips} 项：${forgotten ? '不再略过，重新计入' : '予以保留；加 --forget-skips 则重新计入'}。`,
  compared: ({ old, new: fresh, at, keys, same, differing, onlyOld, onlyNew, notCompared }) =>
    `${old} 与 ${fresh} 在${at === 'beginning' ? '起点' : `位置 ${at} `}比对：共 ${keys} 个键，相同 ${same}，不同 ${differing}，仅见于 ${old} ${onlyOld}，仅见于 ${fresh} ${onlyNew}${notCompared === 0 ? '' : `，未比对 ${notCompared}`}。`,
  moreKeysDiffer: (keys) => `另有 ${keys} 个键不同，未列出。`,
  keyDiffers: { onlyOld: '仅见于旧版', onlyNew: '仅见于新版', model: '不同', notCompared: '未比对' },
  untold: { blocked: '受阻', stale: '待重算' },
  wouldDrop: (projection, { models, skips, active }) =>
    `将清除 ${projection}：模型 ${models} 个${active ? '，此后该名称无应答版本' : ''}${skips === 0 ? '' : `；其略过记录 ${skips} 条保留`}。尚未更改；加 --commit 重新运行即予更改。`,
  dropped: (projection, { models, skips, active }) => `已清除 ${projection}：模型 ${models} 个${active ? '；该名称现无应答版本' : ''}${skips === 0 ? '' : `；其略过记录 ${skips} 条保留`}。`,
  wouldSkip: (projection, key, position, reason, actor) => `${projection} 将在 ${key} 中略去位置 ${position} 的事实（${actor}）：${reason}。尚未更改；加 --commit 重新运行即予更改。`,
  keyResumed: (projection, key) => `${projection} 的 ${key} 已恢复。`,
  keyStillBlocked: (projection, key, position, error) => `${projection} 的 ${key} 受阻于位置 ${position}：${error}。`,
  keySkips: (key, positions) => `${key} 的答案不含位置 ${listZh(positions.map(String))} 的事实。`,
}
