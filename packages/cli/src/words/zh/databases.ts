/** What is the matter with a database, in Chinese. */

import type { DatabaseWords } from '../databases.ts'

export const databasesZh: DatabaseWords = {
  nobodyListens: ({ where }) => `${where} 无人监听：请核对主机与端口，确认服务器正在运行，然后重新运行。`,
  unknownHost: ({ where }) => `${where} 的主机无法识别：请核对主机名，然后重新运行。`,
  silent: ({ where, detail }) => `${where} 没有应答（${detail}）：请确认这是 EventStoreDB 的端口，且服务器未停止、未过载，然后重新运行。`,
  otherProtocol: ({ where }) => `${where} 的应答方不是 EventStoreDB：请核对端口；服务器未另行设置时为 2113。`,
  withoutTls: ({ where }) => `${where} 的应答方不使用 TLS：请核对端口；服务器不启用 TLS 时，请在地址中写明 tls=false。`,
  closesConnection: ({ where }) => `与 ${where} 的连接尚未通话即被关闭：请核对端口；服务器启用 TLS 时，请从地址中去掉 tls=false。`,
  untrustedCertificate: ({ where, detail }) => `${where} 的证书不受信任（${detail}）：请在地址中以 tlsCAFile=文件 指明签发机构的证书，并按证书所载书写主机名。未发送任何内容。`,
  wrongCredentials: ({ where }) => `${where} 不认识该用户，或密码有误：请核对地址中或 GRIDGOV_CREDENTIALS 中（迁移目标则为 GRIDGOV_TARGET_CREDENTIALS 中）的用户与密码。`,
  accessDenied: ({ where }) => `${where} 不允许该用户如此操作：请以 用户:密码 的形式在 GRIDGOV_CREDENTIALS 中（迁移目标则在 GRIDGOV_TARGET_CREDENTIALS 中）或地址的主机之前写明有权限的用户，或申请权限。`,
  notLeader: ({ where }) => `${where} 所问的节点不是集群的主节点，而只有主节点可以写入：请写明所有节点的主机，以逗号分隔，以便找到主节点，或待选举结束后重新运行。`,
  noLeader: ({ where }) => `${where} 的各节点均未指明主节点：请核对主机与端口，确认多数节点正在运行，然后重新运行。`,
  notReady: ({ where }) => `服务器 ${where} 尚未就绪：正在启动或正在关闭；请稍后重新运行。`,
  diskFull: ({ where }) => `服务器 ${where} 的磁盘已满；请在其上腾出空间后重新运行同一命令：已记录的不会重复记录。`,
  tooLarge: ({ where, detail }) => `${where} 不接受如此大的一次写入（${detail}）；请拆分文件，分别运行。未作记录。`,
  streamDeleted: ({ where, detail }) => `${where} 中的日志不再完整：${detail}；请用该数据库自身的备份恢复。`,
  streamHidden: ({ where, detail }) => `服务器隐藏了 ${where} 中日志的部分事件（${detail}）：有人删除、截断或限制了该流；服务器清理（scavenge）之前，这些事件仍在。请重写该流的元数据，不含 $tb、$maxCount 与 $maxAge（流曾被删除的须写两次），然后重新运行同一命令；已被清理的只能由备份恢复。`,
  badAddress: ({ where, detail }) => `地址 ${where} 不可使用（${detail}）；请核对后重新运行。`,
  foreign: ({ where, detail }) => `${where} 不是日志：其中有并非 gridgov 写入的事件（${detail}）；请另指定数据库。该数据库未被改动。`,
  closed: ({ where }) => `与 ${where} 的连接其间已关闭；请重新运行。`,
  corrupt: ({ where, detail }) => `${where} 中的日志与所写入的不符（${detail}）；请用该数据库自身的备份恢复，或以 gridgov transfer 将完好的副本迁入空数据库。`,
  other: ({ where, detail }) => `数据库 ${where} 不可使用（${detail}）；请查看其日志，然后重新运行同一命令：已记录的不会重复记录。`,
}

/** Said after any of these where an append was under way. */
export const outcomeUnknownZh = '最后的事实是否已存储尚不可知：请重新运行同一命令，已记录的不会重复记录。'
