/** The proxy does what it was told, at the very byte. */

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { startProxy, type Disturbance, type TcpProxy } from './tcp-proxy.ts'

const closing: Array<() => unknown> = []
afterEach(async () => { for (const close of closing.splice(0)) await close() })

/** An echo behind a proxy, and one end of a connection to it. */
async function echoThrough(...disturbances: ReadonlyArray<Disturbance>): Promise<{ readonly proxy: TcpProxy, readonly socket: Socket, readonly said: string[], readonly another: () => Socket }> {
  const sockets = new Set<Socket>()
  const echo = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => { socket.write(bytes) })
    socket.on('end', () => { socket.end('bye') })
  })
  await new Promise<void>((resolve) => { echo.listen(0, '127.0.0.1', resolve) })
  closing.push(() => { for (const socket of sockets) socket.destroy(); echo.close() })
  const proxy = await startProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port }, disturbances)
  closing.unshift(() => proxy.stop())
  const said: string[] = []
  const another = (): Socket => {
    const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true })
    closing.unshift(() => socket.destroy())
    socket.on('data', (bytes) => { said.push(bytes.toString()) })
    socket.on('end', () => { said.push('<end>') })
    socket.on('error', (error: NodeJS.ErrnoException) => { said.push(`<${error.code ?? 'error'}>`) })
    return socket
  }
  return { proxy, socket: another(), said, another }
}

const heard = (said: ReadonlyArray<string>): string => said.join('')
const hears = (said: ReadonlyArray<string>, text: string): Promise<void> => expect.poll(() => heard(said), { timeout: 5000 }).toBe(text)
const quiet = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 60) })

it('passes everything on where nothing was asked for, the ends as well', async () => {
  const { socket, said, proxy } = await echoThrough()
  socket.end('hello')
  await hears(said, 'hellobye<end>')
  expect(proxy.struck()).toEqual([])
})

it('cuts on the way to the client after so many bytes, and takes a new connection', async () => {
  const { socket, said, another, proxy } = await echoThrough({ direction: 'toClient', afterBytes: 3, what: 'cut' })
  socket.write('hello')
  await hears(said, 'hel<end>')
  another().write('again')
  await hears(said, 'hel<end>again')
  expect(proxy.struck()).toMatchObject([{ what: 'cut' }])
})

it('half-closes on the way to the server, which gets what came before and answers', async () => {
  const { socket, said } = await echoThrough({ direction: 'toServer', afterBytes: 4, what: 'halfClose' })
  socket.write('hello')
  await hears(said, 'hellbye<end>')
})

it('resets', async () => {
  const { socket, said } = await echoThrough({ direction: 'toClient', afterBytes: 2, what: 'reset' })
  socket.write('hello')
  await expect.poll(() => said.at(-1), { timeout: 5000 }).toBe('<ECONNRESET>')
})

it('half-closes one direction, and lets the other go on', async () => {
  const { socket, said } = await echoThrough({ direction: 'toClient', afterBytes: 5, what: 'halfClose' })
  socket.write('hello')
  socket.write('more')
  await hears(said, 'hello<end>')
  expect(socket.writable).toBe(true)
})

it('delays what comes after, and keeps its order', async () => {
  const { socket, said } = await echoThrough({ direction: 'toClient', afterBytes: 2, what: 'delay', ms: 120 })
  socket.write('hello')
  await hears(said, 'he')
  await quiet()
  expect(heard(said)).toBe('he')
  await hears(said, 'hello')
})

it('falls silent, without a word to either end', async () => {
  const { socket, said, another } = await echoThrough({ direction: 'toClient', afterBytes: 2, what: 'silence' })
  socket.write('hello')
  await hears(said, 'he')
  await quiet()
  socket.write('more')
  await quiet()
  expect(heard(said)).toBe('he')
  another().write('lively')
  await hears(said, 'helively')
})

it('counts the bytes of all connections, and strikes one after another', async () => {
  const { socket, said, another, proxy } = await echoThrough({ direction: 'toClient', afterBytes: 7, what: 'cut' }, { direction: 'toClient', afterBytes: 2, what: 'delay', ms: 10 })
  socket.write('hello')
  await hears(said, 'hello')
  another().write('again')
  await hears(said, 'helloag<end>')
  expect(proxy.struck().map(({ what }) => what)).toEqual(['delay', 'cut'])
})

it('strikes no more once it was told to be calm', async () => {
  const { socket, said, proxy } = await echoThrough({ direction: 'toClient', afterBytes: 2, what: 'cut' })
  proxy.calm()
  socket.write('hello')
  await hears(said, 'hello')
})
