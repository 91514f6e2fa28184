/** Databases that cannot be used, each with the command that is given to them; for the page of bad input. */

import { writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { loopbackCertificate, startDouble, type Double, type DoubleOptions, type Fault } from '@grid-governance/eventstoredb-double'
import type { FileTrial } from './file-trial.ts'
import { gridsCsv, smallDistrict } from './samples.ts'

/** A place on the network, and how it is left. */
export interface BadDatabase {
  /** LOG stands for the address that `given` answers with. */
  readonly type: string
  readonly code: number
  readonly given: (trial: FileTrial) => Promise<Given>
}

export interface Given {
  readonly address: string
  /** What the server holds, to be compared afterwards; absent where there is no server. */
  readonly held?: () => Promise<string>
  readonly stop: () => Promise<void>
}

/** The password of these addresses: no output may hold it. */
export const password = 'Geheimnis-7'

const tree = { type: 'gridgov tree LOG', code: 4 } as const
const submit = { type: 'gridgov submit LOG c.json --commit', code: 4 } as const

export const onDatabases: Readonly<Record<string, BadDatabase>> = {
  'no server': { ...tree, given: async () => { const port = await closedPort(); return at(`esdb://ops:${password}@127.0.0.1:${port}?tls=false`) } },
  'no server, and the district that would be set up there': { type: 'gridgov init LOG --district 440402 --name 试验区', code: 4, given: async () => at(`esdb://127.0.0.1:${await closedPort()}?tls=false`) },
  'no server of a cluster': { ...tree, given: async () => at(`esdb+discover://ops:${password}@127.0.0.1:${await closedPort()}`) },
  'a host that nobody knows': { ...tree, given: () => Promise.resolve(at('esdb://nowhere.invalid:2113?tls=false')) },
  'the port of something that speaks HTTP': { ...tree, given: () => listening(createHttpServer((_, response) => { response.end('hello') }), 'tls=false') },
  'the port of something that is silent': { ...tree, given: () => listening(createServer(), 'tls=false') },
  'the port of something that is silent, for a cluster': { ...tree, given: async () => { const given = await listening(createServer(), 'tls=false'); return { ...given, address: given.address.replace('esdb:', 'esdb+discover:') } } },
  'the port of something that closes every connection': { ...tree, given: () => listening(createServer((socket) => { socket.destroy() }), 'tls=false') },
  'a server that is stopped': { ...tree, given: async (trial) => { const given = await district(trial); given.double.nodes[0]?.freeze(); return withoutLook(given) } },
  'TLS with a server that has none': { ...tree, given: async (trial) => { const given = await district(trial); return { ...given, address: given.address.replace('tls=false', 'tls=true') } } },
  'no TLS with a server that wants it': { ...tree, given: async () => { const given = await secured(); return { ...given, address: `${given.address}?tls=false` } } },
  'a certificate that is not trusted': { ...tree, given: async () => { const given = await secured(); return { ...given, address: given.address.replace('//', `//ops:${password}@`) } } },
  'a certificate of another authority': { ...tree, given: async () => { const given = await secured(); writeFileSync('other.pem', loopbackCertificate().cert); return { ...given, address: `${given.address}?tlsCAFile=other.pem` } } },
  'a file of an authority that is not there': { ...tree, given: async () => { const given = await secured(); return { ...given, address: `${given.address}?tlsCAFile=none.pem` } } },
  'a wrong password': { ...tree, given: async () => { const given = await secured(); return { ...given, address: `${given.address.replace('//', `//ops:not-${password}@`)}?tlsCAFile=right.pem` } } },
  'nobody named to a server with users': { ...tree, given: async () => { const given = await secured(); return { ...given, address: `${given.address}?tlsCAFile=right.pem` } } },
  'a node that is not the leader, and stays so': { ...submit, given: (trial) => faulty(trial, { on: 'append', fault: 'notLeader', times: Infinity }, { nodes: 3 }) },
  'a cluster of which most nodes are down': { ...tree, given: async (trial) => { const given = await district(trial, { nodes: 3 }); await given.double.nodes[0]?.kill(); await given.double.nodes[1]?.kill(); return withoutLook(given) } },
  'a server whose disk is full': { ...submit, given: (trial) => faulty(trial, { on: 'append', fault: 'status', code: 13, details: 'There is not enough space on the disk.', stored: false, times: Infinity }) },
  'a server that goes down': { ...submit, given: (trial) => faulty(trial, { on: 'append', fault: 'notReady', times: Infinity }) },
  'a server that falls silent while facts are recorded': { ...submit, given: (trial) => faulty(trial, { on: 'append', fault: 'silence', stored: false, times: Infinity }) },
  'a database without events': { ...tree, given: async () => ofDouble(await startDouble()) },
  'a database of somebody else, to be set up': { type: 'gridgov init LOG --district 440402 --name 试验区', code: 4, given: async () => { const given = ofDouble(await startDouble()); await written(given, 'order-1', 'Ordered', { lamps: 3 }); return given } },
  'a database with the log of another district, to be set up': { type: 'gridgov init LOG --district 440403 --name 斗门区', code: 1, given: district },
  'a foreign event in a stream of the log, and the verification': { type: 'gridgov verify LOG', code: 1, given: foreign },
  'a foreign event in a stream of the log, and a command about it': { ...submit, given: foreign },
  'a foreign event in a stream of the log, and a trail': { type: 'gridgov trail LOG --actor operator', code: 4, given: foreign },
  'a stream of the log that was deleted for ever': { ...submit, given: async (trial) => { const given = await district(trial); await asClient(given, (client) => client.tombstoneStream(gridMap)); return given } },
  'a stream of the log of which the server hides a part': { ...submit, given: async (trial) => { const given = await district(trial); await asClient(given, (client) => client.setStreamMetadata(gridMap, { truncateBefore: 1 })); return given } },
  'more at once than a database takes': { type: 'gridgov import LOG big.csv --as-of 2018-07-01', code: 1, given: async (trial) => { const given = await district(trial); trial.writeFile('big.csv', bigCsv()); return given } },
  'a log in a database, to be copied': { type: 'gridgov backup LOG copy.db', code: 2, given: district },
  'a database as the target of a backup': { type: 'gridgov restore copy.db LOG', code: 2, given: district },
  'read models of a database that have no name': { type: 'gridgov projections LOG build', code: 2, given: district },
  'an address of another kind': { ...tree, code: 2, given: () => Promise.resolve(at(`http://ops:${password}@127.0.0.1:2113`)) },
  'an address without a host': { ...tree, code: 2, given: () => Promise.resolve(at(`esdb://ops:${password}@`)) },
  'an address with a port that is none': { ...tree, code: 2, given: () => Promise.resolve(at(`esdb://ops:${password}@127.0.0.1:eventstore`)) },
  'an address with a user and no password': { ...tree, code: 2, given: () => Promise.resolve(at('esdb://ops@127.0.0.1:2113')) },
  'an address with a password that holds an @': { ...tree, code: 2, given: () => Promise.resolve(at(`esdb://ops:${password}@${password}@127.0.0.1:2113`)) },
  'an address with a parameter that there is not': { ...tree, code: 2, given: () => Promise.resolve(at('esdb://127.0.0.1:2113?tsl=false')) },
  'an address with a parameter of another value': { ...tree, code: 2, given: () => Promise.resolve(at('esdb://127.0.0.1:2113?tls=no')) },
  'an address that would have no certificate checked': { ...tree, code: 2, given: () => Promise.resolve(at(`esdb://ops:${password}@127.0.0.1:2113?tlsVerifyCert=false`)) },
  'a store that is not named': { ...tree, type: 'gridgov tree --store', code: 2, given: () => Promise.resolve(at('')) },
  'a store for a command that takes two files': { ...tree, type: 'gridgov --store LOG restore copy.db x.db', code: 2, given: () => Promise.resolve(at('esdb://127.0.0.1:2113')) },
  'a store and a log': { ...tree, type: 'gridgov --store LOG tree x.db', code: 2, given: () => Promise.resolve(at('esdb://127.0.0.1:2113')) },
}

function at(address: string): Given {
  return { address, stop: () => Promise.resolve() }
}

interface Serving extends Given {
  readonly double: Double
}

function ofDouble(double: Double): Serving {
  return { address: double.connectionString, double, held: () => heldBy(double), stop: () => double.stop() }
}

/** Nobody can look into a server that does not answer. */
function withoutLook({ held: _, ...given }: Serving): Given {
  return given
}

/** The small district in a database. */
async function district(trial: FileTrial, options: DoubleOptions = {}): Promise<Serving> {
  const given = ofDouble(await startDouble({ now: trial.now, ...options }))
  await smallDistrict({ ...trial, gridgov: (...words) => trial.gridgov(...words.map((word) => word === 'x.db' ? given.address : word)) })
  return given
}

async function faulty(trial: FileTrial, fault: Fault, options: DoubleOptions = {}): Promise<Given> {
  const given = await district(trial, options)
  given.double.inject(fault)
  return given
}

const gridMap = 'gridMap-440402.C440402001001'

async function foreign(trial: FileTrial): Promise<Given> {
  const given = await district(trial)
  await written(given, gridMap, 'Ordered', { lamps: 3 })
  return given
}

async function written(given: Given, stream: string, type: string, data: Record<string, unknown>): Promise<void> {
  await asClient(given, (client) => client.appendToStream(stream, jsonEvent({ type, data })))
}

async function asClient(given: Given, work: (client: EventStoreDBClient) => Promise<unknown>): Promise<void> {
  const client = EventStoreDBClient.connectionString(given.address)
  await work(client)
  await client.dispose()
}

/** Everything that the server holds. */
async function heldBy(double: Double): Promise<string> {
  const client = EventStoreDBClient.connectionString(double.connectionString)
  const events: string[] = []
  for await (const { event } of client.readAll()) events.push(`${event?.streamId ?? ''} ${event?.type ?? ''} ${event?.id ?? ''}`)
  await client.dispose()
  return events.join('\n')
}

/** A server with TLS and one user; its certificate lies in `right.pem`. */
async function secured(): Promise<Given> {
  const tls = loopbackCertificate()
  writeFileSync('right.pem', tls.cert)
  const double = await startDouble({ tls, users: { ops: password } })
  return { address: `esdb://127.0.0.1:${double.nodes[0]?.port ?? 0}`, stop: () => double.stop() }
}

async function closedPort(): Promise<number> {
  const given = await listening(createServer(), '')
  await given.stop()
  return Number(/:(\d+)/.exec(given.address.slice('esdb://'.length))?.[1])
}

async function listening(server: Server, parameters: string): Promise<Given> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => { sockets.add(socket) })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    address: `esdb://ops:${password}@127.0.0.1:${(server.address() as AddressInfo).port}?${parameters}`,
    stop: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => { resolve() })
    }),
  }
}

/** So many buildings in one community that they are more than one append may hold. */
function bigCsv(): string {
  const [header = ''] = gridsCsv.split('\n')
  const rows = Array.from({ length: 20_000 }, (_, index) => `440402002001,44040200200100${index % 2 + 1},丙${index % 2 + 1}网格,${String(index + 1).padStart(5, '0')},1,2`)
  return `${[header, ...rows].join('\n')}\n`
}
