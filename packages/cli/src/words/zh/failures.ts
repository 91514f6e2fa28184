/** What stopped a command, in Chinese: what, where, why, and what to do. */

import { shellWord } from '../../output/shell-word.ts'
import type { GovernanceRejection } from '@grid-governance/domain'
import type { After } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { Finding } from '../../audit/finding.ts'
import type { CopyNotWritten, FileUnusable, LogDamaged, ModelsUnavailable, PinnedHead, TransferRefused } from '../../failure.ts'
import type { CellKind, InputProblem } from '../../input/input-problem.ts'
import { headersOf } from '../../input/headers.ts'
import { instantText } from '../../output/instant.ts'
import { visibleLine } from '../../output/visible.ts'
import { isAddress } from '../../store-address.ts'
import { databaseInWords } from '../databases.ts'
import type { FailureWords, InputProblemWords, UsageWords } from '../words.ts'
import { databasesZh, outcomeUnknownZh } from './databases.ts'
import { codecProblemsZh } from './codec-problems.ts'
import { findingsZh } from './findings.ts'
import { listZh } from './parts.ts'
import { rejectionsZh } from './rejections.ts'
import { sentencesZh } from './sentences.ts'
import { storeDetailZh } from './store-details.ts'

export const failuresZh: FailureWords = {
  Rejected: ({ stream, rejection }) => `规则不允许（${stream}）：${ruleText(rejection)}。未予记录。`,
  NotAuthorised: ({ actor, command, reason }) => `${actor.ref}（${actor.role}）无权办理 ${command}：${reason}。未予记录。`,
  ReservedCommand: ({ command }) => `${command} 由方案引起，由 gridgov 自行发出，请删去。未予记录。`,
  LogNotOpen: ({ districtId }) => `本账未曾为 ${districtId} 区开账；请核对 districtId，或用 "gridgov init" 开账。未予记录。`,
  DocumentInFuture: ({ documentNumber, date, today }) => `文件 ${documentNumber} 的日期 ${date} 晚于今天 ${today}，尚未到来；请更正文件日期或本机时钟。未予记录。`,
  DecidedInFuture: ({ decidedOn, today }) => `决定日期 ${decidedOn} 晚于今天 ${today}，尚未到来；请更正 decidedOn 或本机时钟。未予记录。`,
  CommandIdReused: ({ commandId, stream, recordedAtVersion }) => `命令标识 ${commandId} 此前已用于其他命令（${stream} 第 ${recordedAtVersion} 版），请换用新的标识。未予记录。`,
  StaleExpectation: ({ stream, expected, actual }) => `命令预期 ${stream} 为第 ${expected} 版，而现为第 ${actual} 版；请查看新增内容后重新提交。未予记录。`,
  TooManyConflicts: ({ stream, attempts }) => `${attempts} 次尝试均有他人先写入 ${stream}；请重新运行。未予记录。`,
  WrongExpectedVersion: ({ stream, expected, actual }) => `${stream} 预期为 ${expected}，而现为第 ${actual} 版；请重新运行。未予记录。`,
  InvalidAppend: ({ stream, problems }) => `${stream} 的事实无法存储：${problems.map(storeDetailZh).join('；')}。未予记录。`,
  InvalidRead: ({ problems }) => `日志不能这样读取：${problems.join('；')}。`,
  MalformedCommand: ({ type, problems }) => `命令 ${type} 格式有误：${codecProblemsZh(problems)}。未予记录。`,
  StoreUnavailable: (failure) => {
    const told = { ...failure, detail: storeDetailZh(failure.detail) }
    return databaseInWords(databasesZh, outcomeUnknownZh, told) ?? unavailable[failure.reason](told)
  },
  ClockBehindLog: ({ clock, log }) => `本机时钟（${instantText(clock)}）落后于日志最新事件（${instantText(log)}）；请校正时钟后重新运行。未予记录。`,
  UndecodableEvent: ({ stream, streamVersion, globalPosition, fact }) =>
    `位置 ${globalPosition} 的事件（${stream} 第 ${streamVersion} 版，${fact.type}@${fact.schemaVersion}）无法解读：${codecProblemsZh(fact.problems)}。请运行 gridgov verify；事件可能被改动，或来自更新的版本。`,
  UsageWrong: ({ mistake }) => `${(usageZh[mistake.kind] as (one: typeof mistake) => string)(mistake)}参见 gridgov help。`,
  PlaceBeyondLog: ({ asked, head }) => `位置 ${asked} 超出日志末端${head === 'beginning' ? '（日志尚无事件）' : `（位置 ${head}）`}；请指定其内的位置。`,
  FileUnusable: (failure) => `${unusable[failure.reason](failure)}未写入任何内容。`,
  CopyNotWritten: (failure) => `${unwritten[failure.reason](failure)}未写入任何内容。`,
  InputRefused: ({ path, problems }) => problems.length === 1 && problems[0] !== undefined
    ? `${path}${placeOf(problemText(problems[0]))}。未写入任何内容。`
    : [`${path} 有 ${problems.length} 处错误；未写入任何内容：`, ...problems.map((problem) => `  ${problemText(problem)}`)].join('\n'),
  LogNotSetUp: ({ path }) => `${path} 尚无区：从未设立，或设立未完成。请运行 gridgov init ${shellWord(path)} --district 代码 --name 名称。`,
  LogAlreadySetUp: ({ path, districtId }) => `${path} 已是 ${districtId} 区的日志，且设立内容与此不同；请另指定${isAddress(path) ? '数据库' : '文件'}。未写入任何内容。`,
  KeyBlocked: ({ projection, key, blocked }) =>
    `对此无法作答：投影 ${projection} 在位置 ${blocked.position} 的事实处出错（${blocked.error}），其模型 ${key} 不明。请报告此问题；gridgov history 仍可列出事实。`,
  UnknownUnit: ({ id }) => `当时所知的日志中没有 ${id}；可用 gridgov tree --level grid 查看现有单位，用 gridgov plans 查看方案。`,
  NotAQuery: ({ found, statement }) => ({
    nothing: '没有查询：请在引号中写一条 SELECT。',
    several: '这是多条语句：请一次只问一条 SELECT。',
    other: `${statement} 不是查询：只能问一条 SELECT，不能更改任何内容。未写入任何内容。`,
  })[found],
  SqlRefused: ({ message, at }) => `查询无法作答${at === undefined ? '' : `（第 ${at.line} 行第 ${at.column} 列）`}：${/[.!?]$/.test(message) ? message : `${message}。`}可用 gridgov sql 日志 --tables 列出表和列。`,
  OutsideRefused: ({ message }) => `查询涉及各表以外的内容，不予允许：${message}。`,
  OutOfMemory: ({ memoryMiB }) => `查询需要超过 ${memoryMiB} MiB 内存；请减少一次所问的行或列。`,
  TooManyRows: ({ atMost }) => `答案超过 ${atMost} 行；请加 LIMIT，或用 gridgov export --sql 写入文件。`,
  RowDoesNotFit: ({ table, column, key, found }) => `这是 gridgov 自身的错误：表 ${table} 中 ${key} 的一行，${column} 列为 ${found}，与该列不符。未写入任何内容。`,
  TargetExists: ({ path }) => `文件 ${path} 已存在；请另指定文件，或加 --force 覆盖。未写入任何内容。`,
  UnknownTable: ({ table, tables }) => `没有表 ${table}；现有：${listZh(tables)}。`,
  AnalyticsMissing: () => '此命令需要 @grid-governance/analytics 包，此处未安装或不适用于本机；请与 gridgov 一同安装：npm install @grid-governance/analytics。',
  HeadDiffers: ({ path, pinned, found }) =>
    `${path} 不含另存的末端 ${headText(pinned)}：${found === undefined ? '该处没有事件' : `其为 ${headText(found)}`}。系另一日志，或已被改动、截短；请换用其他副本。未写入任何内容。`,
  TransferRefused: ({ from, to, why }) => transferRefused[why.tag]({ from, to, why: why as never }),
  CarryRefused: ({ outcomes, to, file, runner, why }) => ({
    notInLog: `${outcomes} 中的 ${runner} 已超出 ${to} 所及，或属另一日志：请停止写入旧日志的程序，另行迁移一次，再转移结果。${runner} 的结果未转移。`,
    goneOn: `${file} 已载有 ${runner} 的其他结果，不会被覆盖；请用 --outcomes-to 另指文件。`,
  })[why],
  LogDamaged: ({ path, use, first, findings }) =>
    `${path} 有问题：${placedFinding(first)}${findings > 1 ? `（共 ${findings} 处）` : ''}。${damaged[use]}。gridgov verify ${shellWord(path)} 可列出全部问题。`,
  ModelsUnavailable: (failure) => modelsUnavailable[failure.reason]({ ...failure, detail: storeDetailZh(failure.detail) }),
  DatabaseNotCopied: ({ path, use }) => ({
    backedUp: `${path} 是数据库：请用其自身的方式备份，或用 gridgov transfer 将日志转为文件。未写入任何内容。`,
    restored: `${path} 是数据库：请用其自身的方式恢复，或用 gridgov transfer 将文件中的日志转入空的数据库。未写入任何内容。`,
  })[use],
  CheckpointNotInLog: ({ runner, checkpoint, found }) =>
    `${runner} 构建至位置 ${checkpoint.position} 的事件 ${checkpoint.eventId}，而日志${found === undefined ? '在此之前已终止' : `在该处为 ${found}`}：系另一日志，或已被截短。请放回原日志，用 --models 另指读模型，或清除 ${runner} 后重新构建。`,
  CodeChanged: ({ projection, key, path, saved, folded, differing, compared }) =>
    `本版本得出的 ${projection} 模型与所存不同（抽样 ${compared} 个中 ${differing} 个；${key} 的“${path}”：所存 ${valueText(saved)}，现为 ${valueText(folded)}），而版本号未变：请提高版本并在旁构建，或用 rebuild 重建。`,
  ClaimHeld: ({ runner, heldUntil }) => `${runner} 正由另一进程运行（占用至 ${instantText(heldUntil)}）；请先停止该进程，或加 --anyway 接替。未作任何更改。`,
  FencedOff: ({ runner }) => `${runner} 其间已被另一进程接替；请重新运行。`,
  NoSuchVersion: ({ projection }) => `没有 ${projection} 的模型；可用 gridgov projections 日志 查看现有投影。`,
  VersionNotReady: ({ projection, checkpoint, caughtUpTo, stale, blocked }) =>
    `${projection} 尚不能应答：已至${placeText(checkpoint)}，而其事实至少到${placeText(caughtUpTo)}；待重算模型 ${stale} 个，受阻 ${blocked} 个。请先构建、修复受阻的键，或加 --anyway 切换。未作任何更改。`,
  VersionAnswers: ({ projection }) => `${projection} 正在应答；请先切换到其他版本，或加 --anyway 清除。未作任何更改。`,
  CannotAlign: ({ ahead, aheadAt, behind, behindAt }) =>
    `${ahead} 已至${placeText(aheadAt)}，${behind} 仅至${placeText(behindAt)}，而本版本不含 ${ahead} 的代码，不能退回该处；请先用含有 ${behind} 的版本将其更新。`,
  NoSuchKey: ({ projection, key }) => `${projection} 没有“${key}”的模型；可用 --blocked 列出受阻的键。未作任何更改。`,
  NoFactOfKey: ({ projection, key, position }) => `位置 ${position} 的事件不涉及 ${projection} 的“${key}”，或未被略过；可用 --blocked 或 --skipped 查看。未作任何更改。`,
}

const transferRefused: { readonly [Tag in TransferRefused['why']['tag']]: (refused: { readonly from: string, readonly to: string, readonly why: Extract<TransferRefused['why'], { readonly tag: Tag }> }) => string } = {
  TargetDiffers: ({ from, to, why: { place, expected, found } }) =>
    `${to} 的第 ${place + 1} 个事件为 ${found.stream} 第 ${found.streamVersion} 版（${found.eventId}），而 ${from} 在该处${expected === undefined ? '没有事件' : expected.eventId === found.eventId ? '与之不同' : `为 ${expected.stream} 第 ${expected.streamVersion} 版（${expected.eventId}）`}：迁移开始后日志被改动，或该处写有其他内容；请另指去处，或删除未完成的部分。未覆盖任何内容。`,
  SourceUnsound: ({ from, why: { problem, place } }) => `${from} 不能迁移：${({
    foreign: `第 ${place + 1} 个事件并非由网格治理的存储写入，其原文无从得知`,
    clockBack: `第 ${place + 1} 个事件的时间早于其前一事件`,
    otherChain: '其事件与自身的链不符',
    cutShort: `读至第 ${place} 个事件即告终止，未到末端`,
  })[problem]}。${problem === 'cutShort' ? '请重新运行' : `可用 gridgov verify ${shellWord(from)} 查明`}。去处尚未完成。`,
  CopyDiffers: ({ from, to, why }) =>
    `由 ${to} 回读的内容（${why.target.count} 个事件，${why.target.link}）与 ${from}（${why.source.count} 个事件，${why.source.link}）不同：有他人写入，或其未如实保存。迁移未完成；请另指去处。`,
  TargetSealed: ({ from, to, why }) =>
    `${to} 已是完整的日志（${why.target.count} 个事件，${why.target.link}），而非 ${from} 的日志（${why.source.count} 个事件，${why.source.link}）；请另指去处。未写入任何内容。`,
}

function placeText(place: After): string {
  return place === 'beginning' ? '起点' : `位置 ${place}`
}

const modelsUnavailable: { readonly [Reason in StoreUnavailable['reason']]: (failure: ModelsUnavailable) => string } = {
  missing: ({ where, log }) => `没有读模型 ${where}；请用 gridgov projections ${shellWord(log)} build 构建。`,
  locked: ({ where }) => `读模型 ${where} 被占用：另一进程正在写入；请重新运行。未作任何更改。`,
  unreadable: ({ where, detail }) => `读模型 ${where} 不可读（${detail}）；请取得读权限，或用 --models 另指文件。`,
  readOnly: ({ where, detail }) => `读模型 ${where} 不可写（${detail}）；请取得写权限，或用 --models 另指文件。未作任何更改。`,
  full: ({ where }) => `${where} 所在磁盘已满；请腾出空间后重新运行同一命令，即从中断处继续。`,
  corrupt: ({ where, detail, log }) => `读模型 ${where} 已损坏（${detail}）；请删除该文件，再用 gridgov projections ${shellWord(log)} build 由日志重建。`,
  foreign: ({ where, detail }) => `${where} 不是读模型（${detail}）；请用 --models 另指文件。该文件未被改动。`,
  newerFormat: ({ where, detail }) => `读模型 ${where} 来自更新的版本（${detail}）；请使用该版本，或用 --models 另指文件。该文件未被改动。`,
  olderFormat: ({ where, detail, log }) => `读模型 ${where} 来自较旧的版本（${detail}）；请运行 gridgov projections ${shellWord(log)} build，将文件清空并重新构建。该文件未被改动。`,
  unsupported: ({ where, detail }) => `读模型 ${where} 在此不可使用（${detail}）；请使用 README 所列的 Node。`,
  closed: ({ where }) => `读模型 ${where} 其间已关闭；请重新运行。`,
  unfinished: ({ where, detail }) => `读模型 ${where} 不可使用（${detail}）；请另行构建。`,
  unreachable: ({ where, detail }) => `无法访问读模型 ${where}（${detail}）；请稍后再试。`,
  io: ({ where, detail }) => `${where} 所在磁盘出错（${detail}）；请检查磁盘后重新运行同一命令。`,
}

function valueText(value: unknown): string {
  return value === undefined ? '无' : JSON.stringify(value)
}

export const usageZh: UsageWords = {
  unknownCommand: ({ name }) => `没有命令“${name}”。`,
  unknownOption: ({ name }) => `此处没有选项 ${name}。`,
  missingArgument: ({ name }) => `缺少参数 <${name}>。`,
  missingValue: ({ name }) => `选项 ${name} 缺少值。`,
  modelsOfDatabase: () => '数据库旁没有读模型文件；请用 --models 指定一个文件。',
  ontoItself: () => '所要迁移的日志与迁移目标相同；请另指定目标。',
  missingOption: ({ name }) => `必须给出选项 ${name}。`,
  tooManyArguments: () => '参数过多。',
  noCommand: () => '请指定命令。',
  notADay: ({ option, value }) => `${option} 为“${value}”，不是日期；请写作 2018-07-01。`,
  notAPlace: ({ option, value }) => `${option} 为“${value}”，既不是位置也不是时刻；请写作 811、2018-07-01 或 2018-07-01T09:00:00+08:00。`,
  notAPosition: ({ option, value }) => `${option} 为“${value}”，不是位置；请写作 811。`,
  notAProjection: ({ option, value }) => `${option} 为“${value}”，不是投影；请写作 名称 或 名称@版本。`,
  notShipped: ({ asked, shipped }) => `本版本不含 ${asked} 的代码；所含为 ${listZh(shipped)}。`,
  notAHead: ({ option, value }) => `${option} 为“${value}”，不是末端；请照 gridgov backup 的输出书写：位置、冒号、64 位十六进制数。`,
  notAnId: ({ option, value }) => `${option} 为“${value}”，不是标识。`,
  notAnAddress: ({ value, problem, found }) => `${value} 不是数据库地址：${({
    scheme: `以 ${found}:// 开头，须以 esdb:// 或 esdb+discover:// 开头`,
    credentials: '@ 之前须为 用户:密码，其中的 : @ / % 写作 %3A %40 %2F %25',
    host: found === '' ? '缺少主机' : `“${found}”不是主机`,
    port: `“${found}”不是端口；请写 1 至 65535`,
    parameter: found === '' ? '有空的参数；请写作 ?名称=值，其间用 & 分隔' : `没有参数“${found}”`,
    value: `“${found}”的值不适用于该参数`,
  })[problem]}。请写作 esdb://主机:2113 或 esdb+discover://集群:2113?tls=true。`,
  notADistrict: ({ option, value }) => `${option} 为“${value}”，不是区；请写六位代码。`,
  notAName: ({ option, value }) => `${option} 为“${value}”，不是名称；请写 1 至 100 个字符。`,
  notOneOf: ({ option, value, words }) => `${option} 为“${value}”；须为 ${words.join('、')} 之一。`,
  whichDistrict: ({ districts }) => `日志含有多个区（${listZh(districts)}）；请用 --district 指定。`,
  otherDistrict: ({ asked, districts }) => `日志中没有 ${asked} 区，只有 ${listZh(districts)}。`,
  notTogether: ({ options }) => `${listZh(options)} 各指明日期，不可同时给出。`,
  chooseOne: ({ options }) => `请恰好给出 ${options.join('、')} 之一。`,
  dayToCome: ({ option, value, today }) => `${option} 为 ${value}，而今天是 ${today}：方案到期方可执行；不加 --commit 则只显示将会如何。`,
  daysReversed: ({ from, to }) => `日期颠倒：${from} 晚于 ${to}。`,
}

export const inputProblemsZh: InputProblemWords = {
  empty: () => '没有数据行',
  notText: ({ encodings }) => `不是预期编码的文本：请存为 UTF-8${encodings ? '，或加 --encoding gb18030' : ''}`,
  unknownHeader: ({ found, language }) =>
    `第 1 行：表头为 ${found.join(',')}；须为 ${headersOf(language === 'en' ? 'en' : 'zh').join(' 或 ')}${language === 'auto' ? '，或相应英文' : `，因已给出 --header ${language}`}（见 gridgov help import）`,
  malformedLine: ({ line, fault, detail }) => `第 ${line} 行：${({
    quoteInCell: '未加引号的单元格内有引号：请给整个单元格加引号，其中的引号写两个',
    textAfterQuote: '右引号之后还有文字：单元格内的引号请写两个',
    quoteNotClosed: '引号未闭合',
    other: detail,
  })[fault]}`,
  cellCount: ({ line, expected, found }) => `第 ${line} 行：有 ${found} 个单元格，而表头有 ${expected} 个`,
  wrongCell: ({ line, column, value, expected }) => `第 ${line} 行：${column} 为“${value}”，须为${cells[expected]}`,
  codeElsewhere: ({ line, column, value, belongsUnder }) => `第 ${line} 行：${column} 为 ${value}，不属于 ${belongsUnder}`,
  unknownCommunity: ({ line, column, value }) => `第 ${line} 行：${column} 为 ${value}，区划登记中当日没有该社区`,
  otherTownName: ({ line, column, value, name }) => `第 ${line} 行：${column} 为 ${value}，而该代码的镇街已登记为${name}；更名请用 RenameTown`,
  alreadyRegistered: ({ line, column, value, name }) => `第 ${line} 行：${column} 为 ${value}，已登记为${name}`,
  duplicate: ({ line, column, value, firstLine }) => `第 ${line} 行：${column} ${value} 与第 ${firstLine} 行重复`,
  twoNames: ({ line, column, value, name, firstLine, firstName }) => `第 ${line} 行：${column} ${value} 名为${name}，而第 ${firstLine} 行为${firstName}`,
  refusedByRules: ({ line, unit, rejection }) => `第 ${line} 行：规则不允许 ${unit}：${ruleText(rejection)}`,
  notJson: ({ line, column }) => `第 ${line} 行第 ${column} 列：自此处起不是 JSON`,
  sameKey: ({ line, column, key }) => `第 ${line} 行第 ${column} 列：键“${key}”在此对象中已有`,
  tooDeep: ({ line, column, most }) => `第 ${line} 行第 ${column} 列：嵌套超过 ${most} 层`,
  notCommands: () => '没有命令',
  malformedCommand: ({ place, type, problems }) => `第 ${place} 条命令（${type}）：${codecProblemsZh(problems)}`,
  sameCommandId: ({ place, commandId, firstPlace }) => `第 ${place} 条命令：其标识 ${commandId} 与第 ${firstPlace} 条相同`,
}

const cells: Readonly<Record<CellKind, string>> = {
  communityCode: ' 12 位数字', townCode: ' 9 位数字', gridCode: ' 15 位数字', buildingNumber: ' 5 位数字，自 00001 起', count: ' 0 至十亿的整数', name: ' 1 至 100 个字符，须在一行内且无控制字符',
}

const unavailable: { readonly [Reason in StoreUnavailable['reason']]: (failure: StoreUnavailable) => string } = {
  missing: ({ where }) => `没有日志 ${where}；请核对路径，或用 gridgov init 新建。`,
  locked: ({ where }) => `日志 ${where} 被占用：另一进程正在写入；请待其结束后重新运行。未写入任何内容。`,
  unreadable: ({ where, detail }) => `日志 ${where} 不可读（${detail}）；请取得读权限。`,
  readOnly: ({ where, detail }) => `日志 ${where} 不可写（${detail}）；请取得写权限，或只作查询。未写入任何内容。`,
  full: ({ where }) => `${where} 所在磁盘已满；请腾出空间后重新运行同一命令：已记录的不会重复记录。`,
  corrupt: ({ where, detail }) => `日志 ${where} 已损坏（${detail}），无法校验；请用 gridgov restore 恢复完好的备份。`,
  foreign: ({ where, detail }) => `${where} 不是日志（${detail}）；请另指定文件。该文件未被改动。`,
  newerFormat: ({ where, detail }) => `${where} 来自更新的版本（${detail}）；请使用该版本。该文件未被改动。`,
  olderFormat: ({ where, detail }) => `${where} 来自较旧的版本（${detail}），本版本不能使用。该文件未被改动。`,
  unsupported: ({ where, detail }) => `日志 ${where} 在此不可使用（${detail}）；请使用 README 所列的 Node。`,
  closed: ({ where }) => `日志 ${where} 其间已关闭；请重新运行。`,
  unfinished: ({ where, detail }) => `${where} 尚不是日志（${detail}）；请重新运行 gridgov transfer，即从中断处继续。未写入任何内容。`,
  unreachable: ({ where, detail }) => `无法访问日志 ${where}（${detail}）；请稍后再试。`,
  io: ({ where, detail }) => `${where} 所在磁盘出错（${detail}）；请检查磁盘后重新运行同一命令：已记录的不会重复记录。`,
}

const unusable: { readonly [Reason in FileUnusable['reason']]: (failure: FileUnusable) => string } = {
  missing: ({ path }) => `没有文件 ${path}；请核对路径。`,
  noFolder: ({ path, detail }) => `${path} 所在目录 ${detail} 不存在；请先建立，或另指位置。`,
  isDirectory: ({ path }) => `${path} 是目录；请指定文件。`,
  notAllowed: ({ path, detail }) => `文件 ${path} 不可使用（${detail}）；请取得相应权限。`,
  exists: ({ path }) => `文件 ${path} 已存在，不会被覆盖；请另取名称。`,
  full: ({ path }) => `${path} 所在磁盘已满；请腾出空间后重新运行。`,
  other: ({ path, detail }) => `文件 ${path} 不可使用（${detail}）。`,
}

const unwritten: { readonly [Reason in CopyNotWritten['reason']]: (failure: CopyNotWritten) => string } = {
  full: ({ path }) => `副本 ${path} 所在磁盘已满；请腾出空间，或另指位置。`,
  notAllowed: ({ path, detail }) => `副本 ${path} 不可写（${detail}）；请取得写权限，或另指位置。`,
  other: ({ path, detail }) => `副本 ${path} 不可写（${detail}）；请另指位置。`,
}

const damaged: { readonly [Use in LogDamaged['use']]: string } = {
  read: '请用 gridgov restore 恢复备份',
  backedUp: '未作备份；请用 gridgov restore 恢复较早的备份',
  restored: '未生成日志；请换用其他备份',
  transferred: '迁移未完成；请删除该文件后重新运行',
}

function placedFinding(finding: Finding): string {
  const clause = (findingsZh[finding.tag] as (one: Finding) => string)(finding)
  if (!('position' in finding && 'stream' in finding)) return clause
  return `位置 ${finding.position}（${finding.stream ?? '无名称的流'}${'streamVersion' in finding ? ` 第 ${finding.streamVersion} 版` : ''}）${clause}`
}

/** A problem with a place follows the file's name, one without is told of the whole file. */
function placeOf(problem: string): string {
  return problem.startsWith('第') ? ` ${problem}` : `：${problem}`
}

function problemText(problem: InputProblem): string {
  return visibleLine((inputProblemsZh[problem.problem] as (one: InputProblem) => string)(problem))
}

function ruleText(rejection: GovernanceRejection): string {
  return sentencesZh.byRule(rejection.rule, (rejectionsZh[rejection.type] as (one: GovernanceRejection) => string)(rejection))
}

function headText({ position, link }: PinnedHead): string {
  return `${position}:${link}`
}
