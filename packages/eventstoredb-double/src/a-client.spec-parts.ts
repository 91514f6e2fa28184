/** The real client against a double, as the specs of faults and clusters use it. */

import { EventStoreDBClient, jsonEvent, type EventData } from '@eventstore/db-client'
import { randomUUID } from 'node:crypto'
import { afterEach } from 'vitest'
import { startDouble, type Double, type DoubleOptions } from './index.ts'

export interface Started {
  readonly double: Double
  readonly client: EventStoreDBClient
  /** Another client of the same double. */
  readonly another: (parameters?: string) => EventStoreDBClient
}

const clients = new Set<EventStoreDBClient>()
const doubles = new Set<Double>()

export async function started(options: DoubleOptions = {}, parameters = ''): Promise<Started> {
  const double = await startDouble(options)
  doubles.add(double)
  const another = (more = ''): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(double.connectionString + parameters + more)
    clients.add(client)
    return client
  }
  return { double, client: another(), another }
}

afterEach(async () => {
  const [used, stopping] = [[...clients], [...doubles]]
  clients.clear()
  doubles.clear()
  // A client whose batch stream was ended waits for it for ever.
  await Promise.all(used.map((client) => within(500, client.dispose())))
  await Promise.all(stopping.map((double) => double.stop()))
})

export function anEvent(type = 'Tried', id: string = randomUUID()): EventData {
  return jsonEvent({ id, type, data: { tried: true } })
}

export async function typesIn(client: EventStoreDBClient, stream: string): Promise<string[]> {
  const types: string[] = []
  for await (const { event } of client.readStream(stream)) types.push(event?.type ?? 'none')
  return types
}

/** What a promise comes to within so many milliseconds. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | 'nothing yet'> {
  let timer: NodeJS.Timeout | undefined
  const nothing = new Promise<'nothing yet'>((resolve) => { timer = setTimeout(() => resolve('nothing yet'), milliseconds) })
  try {
    return await Promise.race([promise, nothing])
  } finally {
    clearTimeout(timer)
  }
}

export async function failureOf(promise: Promise<unknown>): Promise<{ name: string; type: unknown; code: unknown; message: string; leader?: unknown }> {
  try {
    await promise
  } catch (error) {
    const { constructor, type, code, message, leader } = error as { constructor: { name: string }; type?: unknown; code?: unknown; message: string; leader?: unknown }
    return { name: constructor.name, type, code, message, ...(leader !== undefined && { leader }) }
  }
  throw new Error('it did not fail')
}

/** Everything that a subscription says, as it says it. */
export function saidBy(subscription: object): string[] {
  const said: string[] = []
  const emitter = subscription as { on: (event: string, listener: (value: never) => void) => unknown }
  const on = emitter.on.bind(emitter)
  for (const name of ['confirmation', 'caughtUp', 'end', 'close']) on(name, () => { said.push(name) })
  on('error', (error: { constructor: { name: string }; code?: number }) => { said.push(`error ${error.constructor.name} ${error.code}`) })
  on('data', ({ event, link }: { event?: { type: string }; link?: { type: string } }) => { said.push(event?.type ?? `no event by ${link?.type}`) })
  return said
}

export async function until(condition: () => boolean, what = 'it'): Promise<void> {
  const last = performance.now() + 20_000
  while (!condition()) {
    if (performance.now() > last) throw new Error(`${what} did not come`)
    await new Promise((resolve) => { setTimeout(resolve, 5) })
  }
}

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds) })
