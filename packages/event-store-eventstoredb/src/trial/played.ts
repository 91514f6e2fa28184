/** What scripts are played on: the double as one node or as three, or a server that others use as well, with or without a network that is at fault. */

import { randomUUID } from 'node:crypto'
import { startDouble, type Double, type DoubleOptions, type Fault } from '@grid-governance/eventstoredb-double'
import { clientFor, START } from '../client.ts'
import { guardedClient } from '../guarded-client.ts'
import type { MakeClient } from '../index.ts'
import { apartClient, endOf } from './apart-client.ts'
import { startProxy, type Disturbance, type TcpProxy } from './tcp-proxy.ts'

/** A server to play scripts on, with a log that is the script's alone. */
export interface Played {
  /** As the client is told. */
  readonly connectionString: string
  readonly makeClient: () => MakeClient
  /** What another process has to be told to come to the same log: `clientsOf` makes its clients. */
  readonly apart: ReadonlyArray<string>
  readonly inject: (fault: Fault) => void
  /** Nothing that has not struck yet strikes any more, be it a fault of the server or of the network. */
  readonly calm: () => void
  /** Of a double alone: a server that others use is not told when to die. */
  readonly double?: Double
  readonly stop: () => Promise<void>
}

/** Makes a server ready; where something is to befall the bytes on the way to it, there is a proxy before it. */
export type Play = (disturbances: ReadonlyArray<Disturbance>, cluster?: DoubleOptions) => Promise<Played>

/** Short, since a script is over in a second or two. */
const shortDeadline = 'defaultDeadline=2000'
const address = /\/\/([^/?@:]+):(\d+)/

/** One node, or the three of a cluster: they are found by gossip, from three seeds, as clients do. */
export const onDouble: Play = async (disturbances, cluster) => {
  const options = { commitTimeout: 500, ...cluster }
  return cluster === undefined ? await onOneNode(await startDouble(options), disturbances) : await onThree(options, disturbances)
}

/** A server that others use as well; faults of its own cannot be asked for. */
export const onServer = (connectionString: string, parameters = shortDeadline): Play => async (disturbances) => {
  const first = clientFor(connectionString)
  const start = await endOf(first)
  await first.dispose()
  const apart = [randomUUID().slice(0, 8), ...(start === START ? [] : [String(start.commit)])]
  const { proxy, by } = await byWayOfProxy(withParameters(connectionString, parameters), disturbances)
  return {
    connectionString: by,
    makeClient: () => clientsOf(by, apart),
    apart,
    inject: ({ fault }) => { throw new Error(`a server that is no double has no ${fault} on demand`) },
    calm: () => { proxy?.calm() },
    stop: async () => { await proxy?.stop() },
  }
}

/** The clients of a log: that of a whole database, or the one with this ending to its streams, from this place on. */
export const clientsOf = (connectionString: string, [ending, start]: ReadonlyArray<string> = []): MakeClient => () => {
  if (ending === undefined) return clientFor(connectionString)
  return apartClient(guardedClient(clientFor(connectionString)), ending, Date.now, start === undefined ? START : { commit: BigInt(start), prepare: BigInt(start) })
}

async function onOneNode(double: Double, disturbances: ReadonlyArray<Disturbance>): Promise<Played> {
  const { proxy, by } = await byWayOfProxy(withParameters(double.connectionString, shortDeadline), disturbances)
  return playedOn(double, by, proxy === undefined ? [] : [proxy])
}

/** Each node has a proxy of its own where the network is at fault, and is known by its address. */
async function onThree(options: DoubleOptions, disturbances: ReadonlyArray<Disturbance>): Promise<Played> {
  const proxies: TcpProxy[] = []
  const double = await startDouble({ ...options, nodes: 3, advertisedPort: (node, own) => proxies[node]?.port ?? own })
  if (disturbances.length > 0) {
    for (const [place, { port }] of double.nodes.entries()) proxies.push(await startProxy({ host: '127.0.0.1', port }, disturbances.filter((_, index) => index % 3 === place)))
  }
  const hosts = double.nodes.map(({ address: own }, node) => (proxies[node] === undefined ? own : `127.0.0.1:${proxies[node].port}`))
  return playedOn(double, `esdb://${hosts.join(',')}?tls=false&${shortDeadline}`, proxies)
}

function playedOn(double: Double, connectionString: string, proxies: ReadonlyArray<TcpProxy>): Played {
  return {
    connectionString, double,
    makeClient: () => clientsOf(connectionString),
    apart: [],
    inject: double.inject,
    calm: () => {
      double.clearFaults()
      for (const proxy of proxies) proxy.calm()
    },
    stop: async () => {
      for (const proxy of proxies) await proxy.stop()
      await double.stop()
    },
  }
}

async function byWayOfProxy(connectionString: string, disturbances: ReadonlyArray<Disturbance>): Promise<{ readonly proxy: TcpProxy | undefined, readonly by: string }> {
  const [, host = '', port = ''] = address.exec(connectionString) ?? []
  const proxy = disturbances.length === 0 ? undefined : await startProxy({ host, port: Number(port) }, disturbances)
  return { proxy, by: proxy === undefined ? connectionString : connectionString.replace(address, `//127.0.0.1:${proxy.port}`) }
}

function withParameters(connectionString: string, parameters: string): string {
  return parameters === '' ? connectionString : `${connectionString}${connectionString.includes('?') ? '&' : '?'}${parameters}`
}
