/** The calls by which clients find their way: gossip of all nodes, and what the server can do. */

import type { sendUnaryData } from '@grpc/grpc-js'
import gossip from '@eventstore/db-client/generated/gossip_pb.js'
import features from '@eventstore/db-client/generated/serverfeatures_pb.js'
import { failure } from '../wire/statuses.ts'
import { uuid } from '../wire/uuids.ts'
import type { Serving } from './serving.ts'

/** A node as the others see it. */
export interface Member {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly alive: boolean
  readonly state: 'leader' | 'follower' | 'unknown'
}

/** What a client is told: plainly not a version of EventStoreDB. */
export const doubleVersion = '24.6.0-double (a test double, not EventStoreDB)'

const states = { leader: gossip.MemberInfo.VNodeState.LEADER, follower: gossip.MemberInfo.VNodeState.FOLLOWER, unknown: gossip.MemberInfo.VNodeState.UNKNOWN }

const methods = [
  { service: 'event_store.client.streams.streams', method: 'append', features: [] },
  { service: 'event_store.client.streams.streams', method: 'batchappend', features: ['deadline_duration'] },
  { service: 'event_store.client.streams.streams', method: 'delete', features: [] },
  { service: 'event_store.client.streams.streams', method: 'read', features: ['position', 'events'] },
  { service: 'event_store.client.streams.streams', method: 'tombstone', features: [] },
  { service: 'event_store.client.gossip.gossip', method: 'read', features: [] },
  { service: 'event_store.client.server_features.serverfeatures', method: 'getsupportedmethods', features: [] },
]

export function supportedMethods(serving: Serving, callback: sendUnaryData<features.SupportedMethods>): void {
  answered(serving, 'features', callback, () => new features.SupportedMethods()
    .setEventStoreServerVersion(doubleVersion)
    .setMethodsList(methods.map(({ service, method, features: able }) => new features.SupportedMethod().setServiceName(service).setMethodName(method).setFeaturesList(able))))
}

export function clusterInfo(serving: Serving, members: () => readonly Member[], now: () => number, callback: sendUnaryData<gossip.ClusterInfo>): void {
  answered(serving, 'gossip', callback, () => new gossip.ClusterInfo().setMembersList(members().map((member) => new gossip.MemberInfo()
    .setInstanceId(uuid(member.id))
    .setTimeStamp(`${Math.trunc(now())}0000`)
    .setState(states[member.state])
    .setIsAlive(member.alive)
    .setHttpEndPoint(new gossip.EndPoint().setAddress(member.host).setPort(member.port)))))
}

function answered<M>(serving: Serving, on: 'gossip' | 'features', callback: sendUnaryData<M>, answer: () => M): void {
  const fault = serving.desk.take({ on, stream: '', node: serving.node })
  serving.note(on, '', 'came', fault?.fault)
  if (fault?.fault === 'silence') return
  if (fault?.fault === 'status') return callback(failure(fault.code, fault.details ?? '', fault.trailers))
  callback(null, answer())
}
