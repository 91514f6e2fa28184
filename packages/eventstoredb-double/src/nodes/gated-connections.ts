/** Connections that can be frozen as a stopped process freezes them, and broken as a killed one breaks them. */

import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Duplex } from 'node:stream'

export interface GatedConnections {
  readonly port: number
  /** No byte moves in either direction; connections stay, and new ones are taken in silence. */
  readonly freeze: () => void
  readonly thaw: () => void
  /** Breaks every connection and takes no more. */
  readonly kill: () => Promise<void>
  /** Takes connections again, on the same port. */
  readonly restart: () => Promise<void>
}

export async function gatedConnections(host: string, port: number, connect: (connection: Duplex) => void): Promise<GatedConnections> {
  const gate = { open: true }
  const connections = new Set<GatedConnection>()
  const open = async (at: number) => {
    const server = createServer((socket) => {
      const connection = new GatedConnection(socket, gate)
      connections.add(connection)
      connection.once('close', () => connections.delete(connection))
      connect(connection)
    })
    await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(at, host, resolve) })
    return server
  }
  let server = await open(port)
  let starting: ReturnType<typeof open> | undefined
  const { port: bound } = server.address() as AddressInfo
  const thaw = (): void => {
    gate.open = true
    for (const connection of connections) connection.thaw()
  }
  return {
    port: bound,
    freeze: () => { gate.open = false },
    thaw,
    kill: async () => {
      gate.open = true
      const closed = new Promise((resolve) => server.close(resolve))
      for (const connection of connections) connection.destroy()
      await closed
    },
    restart: async () => {
      // Asked for twice at once, it is done once.
      starting ??= server.listening ? Promise.resolve(server) : open(bound)
      server = await starting
      starting = undefined
    },
  }
}

class GatedConnection extends Duplex {
  readonly #socket: Socket
  readonly #gate: { readonly open: boolean }
  #arrived: Buffer[] = []
  #leaving: Array<() => void> = []
  #isGone = false

  constructor(socket: Socket, gate: { readonly open: boolean }) {
    super()
    this.#socket = socket
    this.#gate = gate
    socket.setNoDelay(true)
    socket.on('data', (bytes: Buffer) => { if (gate.open) this.#hand(bytes); else this.#arrived.push(bytes) })
    socket.on('end', () => this.#gone())
    socket.on('error', () => this.#gone())
    socket.on('close', () => this.#gone())
  }

  thaw(): void {
    const [arrived, leaving] = [this.#arrived, this.#leaving]
    this.#arrived = []
    this.#leaving = []
    for (const bytes of arrived) this.#hand(bytes)
    for (const leave of leaving) leave()
    if (this.#isGone) this.push(null)
  }

  override _read(): void { this.#socket.resume() }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#passing(() => { this.#socket.write(bytes, done) })
  }

  override _writev(chunks: Array<{ chunk: Buffer; encoding: BufferEncoding }>, done: (error?: Error | null) => void): void {
    this.#passing(() => { this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done) })
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#passing(() => { this.#socket.end(done) })
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }

  /** A stopped process learns of it later, after what had arrived. */
  #gone(): void {
    if (this.#isGone || this.destroyed) return
    this.#isGone = true
    if (this.#gate.open) this.push(null)
  }

  #passing(leave: () => void): void {
    if (this.#gate.open) leave()
    else this.#leaving.push(leave)
  }

  #hand(bytes: Buffer): void {
    if (!this.push(bytes)) this.#socket.pause()
  }
}
