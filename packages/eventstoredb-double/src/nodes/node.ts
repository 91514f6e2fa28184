/** One node: a gRPC server behind connections that can be frozen and broken. */

import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js'
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import type gossip from '@eventstore/db-client/generated/gossip_pb.js'
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import type features from '@eventstore/db-client/generated/serverfeatures_pb.js'
import type shared from '@eventstore/db-client/generated/shared_pb.js'
import { StreamsService, type IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import { append } from '../services/append-service.ts'
import { batchAppend } from '../services/batch-append-service.ts'
import { clusterInfo, supportedMethods, type Member } from '../services/cluster-service.ts'
import { deleteStream, tombstone } from '../services/delete-service.ts'
import { read } from '../services/read-service.ts'
import type { Serving } from '../services/serving.ts'
import type { Failure } from '../wire/statuses.ts'
import { gatedConnections, type GatedConnections } from './gated-connections.ts'

export interface Tls {
  /** PEM. */
  readonly key: string
  /** PEM. */
  readonly cert: string
}

export interface NodeOptions {
  readonly serving: Serving
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  readonly tls: Tls | undefined
  readonly members: () => readonly Member[]
  readonly now: () => number
  /** Why a call with these headers is not let in. */
  readonly unwelcome: (headers: { readonly get: (key: string) => unknown[] }) => Failure | undefined
}

export interface RunningNode extends GatedConnections {
  readonly stop: () => Promise<void>
}

export async function openNode(options: NodeOptions): Promise<RunningNode> {
  const server = new Server({ 'grpc.max_receive_message_length': 16 * 1024 * 1024, 'grpc.max_send_message_length': -1 })
  server.addService(StreamsService, streamsService(options))
  server.addService(GossipService, {
    read: (_call: ServerUnaryCall<shared.Empty, gossip.ClusterInfo>, callback: sendUnaryData<gossip.ClusterInfo>) =>
      clusterInfo(options.serving, options.members, options.now, callback),
  })
  server.addService(ServerFeaturesService, {
    getSupportedMethods: (_call: ServerUnaryCall<shared.Empty, features.SupportedMethods>, callback: sendUnaryData<features.SupportedMethods>) =>
      supportedMethods(options.serving, callback),
  })
  const injector = server.createConnectionInjector(credentials(options.tls))
  const connections = await gatedConnections(options.host, options.port, (connection) => injector.injectConnection(connection))
  return {
    ...connections,
    stop: async () => {
      await connections.kill()
      injector.destroy()
      server.forceShutdown()
    },
  }
}

function credentials(tls: Tls | undefined): ServerCredentials {
  return tls === undefined ? ServerCredentials.createInsecure() : ServerCredentials.createSsl(null, [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) }])
}

function streamsService({ serving, unwelcome }: NodeOptions): IStreamsServer {
  return {
    read: (call) => { const refused = unwelcome(call.metadata); if (refused) call.emit('error', refused); else read(serving, call) },
    append: (call, callback) => { const refused = unwelcome(call.metadata); if (refused) callback(refused); else append(serving, call, callback) },
    batchAppend: (call) => { const refused = unwelcome(call.metadata); if (refused) call.emit('error', refused); else batchAppend(serving, call) },
    delete: (call, callback) => { const refused = unwelcome(call.metadata); if (refused) callback(refused); else deleteStream(serving, call, callback) },
    tombstone: (call, callback) => { const refused = unwelcome(call.metadata); if (refused) callback(refused); else tombstone(serving, call, callback) },
  }
}
