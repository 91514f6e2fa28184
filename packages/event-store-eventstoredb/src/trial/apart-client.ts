/**
 * A log of one's own on a server that others use, too: streams get an ending that is taken off again, other events are seen as gaps, and the
 * time of recording is that of a clock that tests can set.
 */

import type { AllStreamResolvedEvent, EventData, ResolvedEvent } from '@eventstore/db-client'
import type { EsdbClient } from '../client.ts'

type Change = (item: unknown) => unknown

interface Wrapped {
  readonly inner: unknown
  readonly now: number
}

export const apartClient = (client: EsdbClient, ending: string, now: () => number): EsdbClient => {
  const outside = (stream: string): string => `${stream}~${ending}`

  const inside = <A extends ResolvedEvent | AllStreamResolvedEvent>({ event, link, commitPosition }: A): A => {
    if (event === undefined || !event.streamId.endsWith(`~${ending}`)) return { commitPosition } as A
    const wrapped = event.metadata as Wrapped | undefined
    return { link, commitPosition, event: { ...event, streamId: event.streamId.slice(0, -ending.length - 1), metadata: wrapped?.inner, created: new Date(wrapped?.now ?? event.created.getTime()) } } as A
  }

  const apart: EsdbClient = {
    appendToStream: (stream: string, events: EventData | EventData[], options?: object) => {
      const stamped = [events].flat().map((event) => ({ ...event, metadata: { inner: event.metadata, now: now() } satisfies Wrapped }))
      return client.appendToStream(outside(stream), stamped as never, options)
    },
    readStream: (stream: string, ...rest: ReadonlyArray<object>) => mapped(client.readStream(outside(stream), ...rest as []), inside as Change),
    readAll: (...rest: ReadonlyArray<object>) => mapped(client.readAll(...rest as []), inside as Change),
    subscribeToAll: (...rest: ReadonlyArray<object>) => mapped(client.subscribeToAll(...rest as []), inside as Change),
    dispose: () => client.dispose(),
  } as unknown as EsdbClient
  return apart
}

/** The same answers, each changed, to whoever iterates or listens; all else is as it is. */
function mapped<A, R extends AsyncIterable<A> & { on: (event: string, listener: (item: A) => void) => unknown }>(inner: R, change: (item: A) => A): R {
  return new Proxy(inner, {
    get: (target, name) => {
      if (name === Symbol.asyncIterator) return () => changed(target, change)
      if (name === 'on') return (event: string, listener: (item: A) => void) => target.on(event, event === 'data' ? (item) => { listener(change(item)) } : listener)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) as unknown : value
    },
  })
}

async function* changed<A>(items: AsyncIterable<A>, change: (item: A) => A): AsyncGenerator<A, void, undefined> {
  for await (const item of items) yield change(item)
}
