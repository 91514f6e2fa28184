/** What stores say of why they cannot be used, which is English, in Chinese; what the database or the system says itself is left as it is. */

const forms: ReadonlyArray<readonly [RegExp, string]> = [
  [/^it has format (\d+); this release knows formats up to (\d+)$/, '其格式为第 $1 版，本版本只识别至第 $2 版'],
  [/^it has format (\d+); this release makes format (\d+)$/, '其格式为第 $1 版，本版本所建为第 $2 版'],
  [/^its format version is (\d+), which never was$/, '其格式为第 $1 版，从无此版'],
  [/^it is a SQLite database, but not an event log of grid-governance$/, '是 SQLite 数据库，但不是网格治理的日志'],
  [/^it is a SQLite database, but not a file of read models of grid-governance$/, '是 SQLite 数据库，但不是网格治理的读模型'],
  [/^it is a SQLite database, but not a file of outcomes of grid-governance$/, '是 SQLite 数据库，但不是网格治理的结果文件'],
  [/^it is empty; there is no .+ in it yet$/, '文件为空'],
  [/^the file is empty; there is no log in it yet$/, '文件为空，尚无日志'],
  [/^there is no log in it yet$/, '其中尚无日志'],
  [/^it is a directory$/, '是一个目录'],
  [/^it is not a SQLite database$/, '不是 SQLite 数据库'],
  [/^its schema is not what it was made with: (.+)$/, '其结构与建立时不同：$1'],
  [/^the schema is not that of a log: (.+)$/, '其结构不是日志的结构：$1'],
  [/^the log was opened for reading only$/, '日志以只读方式打开'],
  [/^other processes keep the WAL busy$/, '其他进程占用预写日志'],
  [/^its directory may not be written, and a WAL waits to be folded in; open it once where it may be written$/, '所在目录不可写，而预写日志尚未并入；请在可写之处打开一次'],
  [/^this node ships SQLite (\S+); versions before (\S+) can corrupt a log$/, '此 Node 附带 SQLite $1；早于 $2 的版本可能损坏日志'],
  [/^the event at position (\d+) is no longer there$/, '位置 $1 的事件已不在'],
  [/^the event at position (\d+) \((\S+), version (\d+)\), its link or the event before it is not what was written$/, '位置 $1 的事件（$2 第 $3 版）、其链或其前一事件已不是所写内容'],
  [/^stream (\d+) cannot be followed from version (\d+) back to (\d+); run verify$/, '流 $1 无法由第 $2 版追溯至第 $3 版；请运行 verify'],
  [/^at position (\d+) stands version (\d+) of stream (\d+), which was at (\d+); run verify$/, '位置 $1 为流 $3 的第 $2 版，而其曾为第 $4 版；请运行 verify'],
  [/^the saved head of stream (\d+) does not lead to its event; run verify$/, '流 $1 所存的末端不指向其事件；请运行 verify'],
  [/^an event refers to (stream|type) (\d+), which has no name$/, '有事件引用了无名的流或类型 $2'],
  [/^a transfer into it was begun and has not come to its end$/, '向其迁移已经开始而未完成'],
  [/^a transfer into it began after it was opened; open it again$/, '打开之后有日志开始迁入；请重新打开'],
  [/^a log was transferred into it, but the marker of the transfer is gone$/, '曾有日志迁入，而迁移标记已不在'],
  [/^the stream (\S+) is not the marker of a transfer$/, '流 $1 不是迁移标记'],
  [/^there are events before the transfer into it began$/, '迁移开始之前已有事件'],
  [/^events were written to it after it was opened for the transfer$/, '为迁移而打开之后又有事件写入'],
  [/^event (\d+) of the (\d+) that were transferred has no original time$/, '迁入的 $2 个事件中第 $1 个没有原记录时间'],
  [/^the original time of event (\d+) of the (\d+) that were transferred goes back$/, '迁入的 $2 个事件中第 $1 个的原记录时间倒退'],
  [/^the (\d+) events that were transferred are not those that the marker of the transfer was set under$/, '迁入的 $1 个事件与迁移标记所载不符'],
  [/^only (\d+) of the (\d+) events that were transferred are there$/, '迁入的 $2 个事件仅存 $1 个'],
  [/^verify has (\d+) findings?$/, 'verify 发现 $1 处问题'],
  [/^the (\S+) of a lost database lies beside it, in (\S+)$/, '旁有遗失数据库的 $1：$2'],
  [/^no answer within (\d+) ms$/, '$1 毫秒内无应答'],
  [/^no answer within (\d+) ms; whether it was stored is not known, send the same append again$/, '$1 毫秒内无应答'],
  [/^(\S+) begins at version (\d+) where version (\d+) was to be$/, '$1 的第 $3 版不可见，可见部分始于第 $2 版'],
  [/^the stream (\S+) was deleted for ever$/, '流 $1 已被永久删除'],
  [/^(\S+) in the stream (.+)$/, '流 $2 中的 $1'],
  [/^the append holds (\d+) bytes of data, at most (\d+) are allowed; split it$/, '一次写入含数据 $1 字节，至多 $2 字节；请拆分'],
  [/^GRIDGOV_CREDENTIALS must be written as user:password$/, 'GRIDGOV_CREDENTIALS 须写作 用户:密码'],
  [/^self-signed certificate$/, '自签名证书'],
  [/^Failed to load certificate file\. File was not found\.$/, '没有所指的证书文件'],
]

/** The same in Chinese, where it has one of these forms. */
export const storeDetailZh = (detail: string): string => {
  const form = forms.find(([pattern]) => pattern.test(detail))
  return form === undefined ? detail : detail.replace(form[0], form[1])
}
