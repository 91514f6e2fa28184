/** The double itself: one node or three over one log, on loopback, with faults on demand. */

import { openDatabase } from './database/database.ts'
import { faultDesk } from './faults/fault-desk.ts'
import type { Fault } from './faults/fault.ts'
import { lagging } from './nodes/lagging.ts'
import { leadership, type ElectionTimes, type Leadership, type Lost } from './nodes/leadership.ts'
import { openNode, type RunningNode, type Tls } from './nodes/node.ts'
import { seededIds } from './seeded-ids.ts'
import type { Member } from './services/cluster-service.ts'
import type { Serving } from './services/serving.ts'
import { accessDenied, notLeader, notReady, unauthenticated, type Failure } from './wire/statuses.ts'

export interface DoubleOptions {
  /** 1 unless told. */
  readonly nodes?: 1 | 3
  /** Of the first node; any that is free unless told. */
  readonly port?: number
  /** Of the ids that the double makes up: of deletions, subscriptions and nodes; 1 unless told. */
  readonly seed?: number
  /** Milliseconds since 1970, for `created`, `$maxAge` and gossip. Unless told, a clock that begins in 2020 and goes a millisecond further each time it is asked. */
  readonly now?: () => number
  /** After how many milliseconds an append that cannot be carried out is given up; 2,000 unless told, as a real server does. */
  readonly commitTimeout?: number
  /** How long it takes until another node leads, step by step; no time unless told. */
  readonly election?: ElectionTimes
  /** Whether the new leader has what the old one had not committed; `kept` unless told. It is never answered as done. */
  readonly uncommitted?: 'kept' | 'lost'
  /** By how many milliseconds the nodes that do not lead show later what was committed; 0 unless told. */
  readonly lagMs?: number
  /** The port by which gossip and refusals name a node, where clients are to come by way of a proxy; its own unless told. */
  readonly advertisedPort?: (node: number, own: number) => number
  /** With users, calls without a name are denied, and wrong passwords refused. The client sends names over TLS only. */
  readonly users?: Readonly<Record<string, string>>
  readonly tls?: Tls
}

export interface DoubleNode {
  /** Host and port. */
  readonly address: string
  readonly port: number
  readonly state: () => 'leader' | 'follower' | 'unknown' | 'dead'
  /** As SIGKILL does: every connection breaks, none is taken. In a cluster the first of those left is elected, if they are a majority, in the time that `election` says. */
  readonly kill: () => Promise<void>
  /** After `kill`: on the same port, with everything that was stored, without the memory of recent ids. */
  readonly restart: () => Promise<void>
  /** As SIGSTOP does: connections stay, no byte moves. */
  readonly freeze: () => void
  readonly thaw: () => void
  /** Makes this node the leader: the other resigns, and stays as a node that passes writes on. Nothing happens while another election is on its way. */
  readonly elect: () => void
}

/** A call that came, or what became of a write. */
export interface LogEntry {
  readonly node: number
  readonly call: string
  readonly stream: string
  readonly answer: string
  readonly fault?: string
}

export interface Double {
  /** For the client: of the one node, or of all of them by gossip. */
  readonly connectionString: string
  readonly nodes: readonly DoubleNode[]
  readonly inject: (fault: Fault) => void
  /** Takes every fault back that has not struck yet. */
  readonly clearFaults: () => void
  /** What happened so far; the first entry says that this is a double. */
  readonly log: () => readonly LogEntry[]
  readonly stop: () => Promise<void>
}

const host = '127.0.0.1'

export const banner = 'This is a test double of EventStoreDB, not EventStoreDB: it keeps its log in memory and fails on demand.'

export async function startDouble({ nodes: count = 1, port = 0, seed = 1, now = ticking(), commitTimeout = 2000, election = {}, uncommitted = 'kept', lagMs = 0, advertisedPort = (_, own) => own, users, tls }: DoubleOptions = {}): Promise<Double> {
  const newId = seededIds(seed)
  const desk = faultDesk()
  const database = openDatabase({ now, newId })
  const log: LogEntry[] = [{ node: 0, call: 'start', stream: '', answer: banner }]
  const ids = Array.from({ length: count }, newId)
  const timers = new Set<NodeJS.Timeout>()
  const running: RunningNode[] = []
  const nodes: DoubleNode[] = []

  const later = (milliseconds: number, run: () => void): void => {
    const timer = setTimeout(() => { timers.delete(timer); run() }, milliseconds)
    timers.add(timer)
  }
  const waitingForLeader = new Set<(how: Lost) => void>()
  const lost = (how: Lost): void => {
    for (const run of [...waitingForLeader]) run(how)
    database.leaderChanges(uncommitted)
  }
  const leading = leadership({ nodes: count, times: election, later, lost, elected: () => { for (const each of views) each.leaderChanged() } })
  const views = Array.from({ length: count }, (_, node) => lagging(database, { lagMs, later, isLeader: () => leading.leader() === node }))
  const members = (): Member[] => running.map((each, node) => ({ id: ids[node] ?? '', host, port: advertisedPort(node, each.port), alive: leading.isTakenForAlive(node), state: leading.stateOf(node) }))
  const leaderFailure = (leader: number | undefined): Failure => {
    const node = leader ?? leading.leader() ?? -1
    const at = running[node]
    return at === undefined ? notReady : notLeader(host, advertisedPort(node, at.port))
  }

  for (let node = 0; node < count; node += 1) {
    const serving: Serving = {
      node, database, shown: views[node]?.shown ?? database, desk, newId, commitTimeout,
      note: (call, stream, answer, fault) => { log.push({ node, call, stream, answer, ...(fault !== undefined && { fault }) }) },
      later,
      refusal: (requiresLeader) => (requiresLeader && leading.leader() !== node ? leaderFailure(undefined) : undefined),
      writes: () => leading.writesAt(node),
      onLeaderLost: (run) => {
        waitingForLeader.add(run)
        return () => { waitingForLeader.delete(run) }
      },
      notLeader: leaderFailure,
      kill: () => { void nodes[node]?.kill() },
      freeze: () => running[node]?.freeze(),
    }
    const opened = await openNode({ serving, host, port: node === 0 ? port : 0, tls, members, now, unwelcome: (headers) => unwelcome(users, headers) })
    running.push(opened)
    nodes.push(doubleNode(node, opened, leading))
  }

  const hosts = nodes.map(({ address }) => address).join(',')
  return {
    connectionString: `esdb://${hosts}?tls=${tls !== undefined}`,
    nodes,
    inject: desk.inject,
    clearFaults: desk.clear,
    log: () => [...log],
    stop: async () => {
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running.map(({ stop }) => stop()))
    },
  }
}

function doubleNode(node: number, running: RunningNode, leading: Leadership): DoubleNode {
  return {
    address: `${host}:${running.port}`,
    port: running.port,
    state: () => (leading.isAlive(node) ? leading.stateOf(node) : 'dead'),
    kill: async () => {
      // Its connections break first, so that nothing more is answered on them.
      const gone = running.kill()
      leading.setAlive(node, false)
      await gone
    },
    restart: async () => {
      await running.restart()
      leading.setAlive(node, true)
    },
    freeze: running.freeze,
    thaw: running.thaw,
    elect: () => leading.elect(node),
  }
}

function unwelcome(users: DoubleOptions['users'], headers: { readonly get: (key: string) => unknown[] }): Failure | undefined {
  if (users === undefined) return undefined
  const [authorization] = headers.get('authorization')
  if (authorization === undefined) return accessDenied
  const [name = '', password] = Buffer.from(String(authorization).replace(/^Basic /, ''), 'base64').toString('utf8').split(/:(.*)/s)
  return users[name] === password ? undefined : unauthenticated
}

/** A clock that no machine keeps: a millisecond later each time. */
function ticking(): () => number {
  let instant = Date.UTC(2020, 0, 1)
  return () => { instant += 1; return instant }
}
