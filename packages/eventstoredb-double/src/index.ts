/** What @grid-governance/eventstoredb-double offers to others, listed by hand. */

export { banner, startDouble, type Double, type DoubleNode, type DoubleOptions, type LogEntry } from './double.ts'
export { loopbackCertificate } from './loopback-certificate.ts'
export { doubleVersion } from './services/cluster-service.ts'
export type { Answered, AppendFault, Fault, Operation, ReadFault, SubscribeFault, Where, WriteFault } from './faults/fault.ts'
export type { ElectionTimes } from './nodes/leadership.ts'
export type { Tls } from './nodes/node.ts'
