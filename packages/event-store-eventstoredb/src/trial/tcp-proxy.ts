/** A TCP proxy on loopback that passes bytes on and, at places of the byte stream that it was told, cuts, resets, half-closes, delays or falls silent. */

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Direction = 'toServer' | 'toClient'

/** What happens once so many bytes, of all connections together, went in one direction; what comes after them is on the other side of it. */
export interface Disturbance {
  readonly direction: Direction
  readonly afterBytes: number
  /**
   * cut: both ends are told that the other is gone. reset: they are told so by a reset. halfClose: whoever receives in this direction is told
   * that nothing more comes, the other direction goes on. delay: what comes next in this direction waits. silence: no byte passes on this
   * connection any more, and nobody is told.
   */
  readonly what: 'cut' | 'reset' | 'halfClose' | 'delay' | 'silence'
  /** For how long, in milliseconds; of `delay` only. */
  readonly ms?: number
}

export interface TcpProxy {
  readonly port: number
  /** Disturbances that have not struck yet never will. */
  readonly calm: () => void
  /** What struck, in order. */
  readonly struck: () => ReadonlyArray<Disturbance>
  readonly stop: () => Promise<void>
}

/** Proxy to a server on loopback, or elsewhere. */
export const startProxy = async (to: { readonly host: string, readonly port: number }, disturbances: ReadonlyArray<Disturbance>): Promise<TcpProxy> => {
  const struck: Disturbance[] = []
  const desks = { toServer: desk('toServer', disturbances, struck), toClient: desk('toClient', disturbances, struck) }
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()
  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => { timers.delete(timer); run() }, ms)
    timers.add(timer)
  }
  // Half-open is allowed, since it is this proxy that decides what each end is told.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connect({ ...to, allowHalfOpen: true, noDelay: true })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.once('close', () => { sockets.delete(socket) })
    }
    join({ client, upstream }, desks, later)
  })
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(0, '127.0.0.1', resolve) })
  return {
    port: (server.address() as AddressInfo).port,
    calm: () => { for (const { calm } of Object.values(desks)) calm() },
    struck: () => [...struck],
    stop: async () => {
      const closed = new Promise((resolve) => { server.close(resolve) })
      for (const timer of timers) clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

interface Desk {
  /** Notes that bytes pass; answers with how many of them do, and what strikes after them. */
  readonly pass: (bytes: number) => { readonly before: number, readonly strikes: Disturbance | undefined }
  readonly calm: () => void
}

function desk(direction: Direction, disturbances: ReadonlyArray<Disturbance>, struck: Disturbance[]): Desk {
  let waiting = disturbances.filter((each) => each.direction === direction).sort((left, right) => left.afterBytes - right.afterBytes)
  let passed = 0
  return {
    pass: (bytes) => {
      const [next] = waiting
      if (next === undefined || passed + bytes <= next.afterBytes) {
        passed += bytes
        return { before: bytes, strikes: undefined }
      }
      waiting = waiting.slice(1)
      struck.push(next)
      const before = Math.max(0, next.afterBytes - passed)
      passed += before
      return { before, strikes: next }
    },
    calm: () => { waiting = [] },
  }
}

interface Ends {
  readonly client: Socket
  readonly upstream: Socket
}

function join(ends: Ends, desks: Readonly<Record<Direction, Desk>>, later: (ms: number, run: () => void) => void): void {
  const line = { silent: false }
  carry({ ...ends, from: ends.client, into: ends.upstream, line }, desks.toServer, later)
  carry({ ...ends, from: ends.upstream, into: ends.client, line }, desks.toClient, later)
}

interface Line extends Ends {
  readonly from: Socket
  readonly into: Socket
  readonly line: { silent: boolean }
}

function carry({ client, upstream, from, into, line }: Line, { pass }: Desk, later: (ms: number, run: () => void) => void): void {
  let closed = false

  const hand = (bytes: Buffer): void => {
    if (bytes.length === 0 || closed || line.silent) return
    const { before, strikes } = pass(bytes.length)
    if (before > 0 && into.writable && !into.write(bytes.subarray(0, before))) pauseUntilDrained()
    if (strikes !== undefined) strike(strikes, bytes.subarray(before))
  }

  const strike = ({ what, ms = 0 }: Disturbance, rest: Buffer): void => {
    switch (what) {
      case 'cut': client.destroySoon(); upstream.destroySoon(); closed = true; return
      case 'reset': client.resetAndDestroy(); upstream.resetAndDestroy(); closed = true; return
      case 'halfClose': closed = true; into.end(); return
      case 'silence': line.silent = true; return
      case 'delay': from.pause(); later(ms, () => { hand(rest); from.resume() })
    }
  }

  const pauseUntilDrained = (): void => {
    from.pause()
    into.once('drain', () => { from.resume() })
  }

  from.on('data', hand)
  from.on('end', () => { if (!line.silent && into.writable) into.end() })
  from.on('error', () => { if (!line.silent) into.destroy() })
  from.on('close', () => { if (!line.silent) into.destroySoon() })
}
