/**
 * A client whose batch stream survives an answer that it did not expect, and that lets go of its connection when it is disposed of. The stream
 * that all appends of a client share throws within its own handler at an answer nobody waits for (a second one, or one that comes after it
 * was given up), which ends the process.
 */

import type { EsdbClient } from './client.ts'

/** What of the client is taken hold of: it has no door for this. Where it looks otherwise, the client is left as it is. */
interface Inner {
  GRPCStreamCreator?: (service: unknown, name: string, create: (stub: object) => unknown, cache: unknown) => unknown
  getChannel?: () => Promise<{ readonly close: () => void }>
  dispose: () => Promise<void>
}

export const guardedClient = (client: EsdbClient): EsdbClient => {
  const inner = client as unknown as Inner
  const original = inner.GRPCStreamCreator
  if (typeof original !== 'function') return client
  inner.dispose = disposal(inner)
  inner.GRPCStreamCreator = (service, name, create, cache) => original.call(client, service, name, (stub) => create(guardedStub(stub)), cache)
  return client
}

/** Its own way ends calls and leaves the connection; and where an append was never answered, it does not come to an end. */
function disposal(inner: Inner): Inner['dispose'] {
  const [dispose, getChannel] = [inner.dispose.bind(inner), inner.getChannel?.bind(inner)]
  return async () => {
    const channel = await getChannel?.().catch(() => undefined)
    const disposed = dispose()
    disposed.catch(() => undefined)
    await Promise.race([disposed, new Promise((resolve) => { setTimeout(resolve, disposeWithinMs).unref() })])
    channel?.close()
  }
}

const disposeWithinMs = 500

function guardedStub(stub: object): object {
  return new Proxy(stub, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return name === 'batchAppend' ? (...given: ReadonlyArray<unknown>) => guardedStream(value.apply(target, given) as Listening) : value.bind(target) as unknown
    },
  })
}

interface Listening {
  on: (event: string, listener: (answer: unknown) => void) => unknown
}

/** The same stream; what its listener for answers throws is an answer that nobody waits for. */
function guardedStream<S extends Listening>(stream: S): S {
  const on = stream.on.bind(stream)
  stream.on = (event, listener) => on(event, event === 'data' ? (answer) => { try { listener(answer) } catch { return } } : listener)
  return stream
}
