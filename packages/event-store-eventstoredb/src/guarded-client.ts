/**
 * A client whose batch stream survives an answer that it did not expect. The stream that all appends of a client share throws within its own
 * handler at an answer nobody waits for (a second one, or one that comes after it was given up), which ends the process.
 */

import type { EsdbClient } from './client.ts'

/** What of the client is taken hold of: it has no door for this. Where it looks otherwise, the client is left as it is. */
interface Inner {
  GRPCStreamCreator?: (service: unknown, name: string, create: (stub: object) => unknown, cache: unknown) => unknown
}

export const guardedClient = (client: EsdbClient): EsdbClient => {
  const inner = client as unknown as Inner
  const original = inner.GRPCStreamCreator
  if (typeof original !== 'function') return client
  inner.GRPCStreamCreator = (service, name, create, cache) => original.call(client, service, name, (stub) => create(guardedStub(stub)), cache)
  return client
}

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
