/** The headings of tables in Chinese. */

import type { Heading } from '../headings.ts'

export const headingsZh: Readonly<Record<Heading, string>> = {
  level: '层级', id: '标识', code: '代码', name: '名称', since: '起始', unknownBefore: '此前不明',
  communities: '社区', grids: '网格', buildings: '楼栋', households: '户数', residents: '人口',
  position: '位置', recordedAt: '记录时间', effectiveOn: '生效日', inEffect: '已生效', holds: '有效', type: '类型', fact: '事实', says: '内容',
  kind: '性质', document: '文号', actor: '经办', plan: '方案', data: '数据',
  stream: '流', streamVersion: '版本', eventId: '事件', entryId: '记载', root: '首次记载', corrects: '更正对象',
  commandId: '命令标识', commandType: '命令', causationId: '起因', correlationId: '事由',
  community: '社区', buildingsShare: '楼栋', householdsShare: '户数', residentsShare: '人口', validFrom: '自', validTo: '至',
  what: '事项', from: '由', to: '至',
  dueOn: '到期日', standing: '状态', stage: '阶段', overdue: '已逾期', process: '流程', instance: '实例', waitsFor: '所待', deadline: '期限', rejection: '拒绝理由',
  role: '作用', edition: '规则册', editionTold: '规则册依据',
  finding: '问题', request: '序', command: '命令', outcome: '结果', why: '原因',
  gridsBefore: '前网格', gridsAfter: '后网格', buildingsBefore: '前楼栋', buildingsAfter: '后楼栋', link: '链值', head: '末端',
  projection: '投影', version: '版本', active: '应答', phase: '状态', lag: '落后', models: '模型', stale: '待重算', blocked: '受阻',
  skipped: '略过', running: '运行中', heldUntil: '占用至', key: '键', error: '错误', reason: '理由', at: '时间',
  compared: '已比对', passedOver: '未比对', factsRead: '读取事实', path: '所在', fingerprint: '指纹', old: '旧', new: '新', placesInAll: '处数',
  table: '表', column: '列', mayBeEmpty: '可为空', events: '事件', streams: '流', written: '写入',
}
