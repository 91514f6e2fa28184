/** Made-up logs put into a store, append by append, at the moments at which they say they were recorded. */

import * as E from 'fp-ts/lib/Either.js'
import type { JsonObject, RecordedEvent, StreamName } from '@grid-governance/event-sourcing'
import type { EventReader, EventStore, EventToAppend } from '@grid-governance/event-store'
import { recordedEvents, type ReadingCodec } from '../recorded-events.ts'

/** Facts that were recorded together. */
export interface AppendInLog {
  readonly stream: StreamName
  readonly recordedAt: number
  readonly events: ReadonlyArray<EventToAppend>
}

/** A store whose clock stands where the log that is written to it says. */
export interface WritableLog extends EventStore {
  readonly write: (appends: ReadonlyArray<AppendInLog>) => Promise<void>
}

/** An empty store. */
export const logOf = (make: (now: () => number) => EventStore): WritableLog => {
  let now = 0
  const store = make(() => now)
  return {
    ...store,
    write: async (appends) => {
      for (const { stream, recordedAt, events: [first, ...others] } of appends) {
        now = recordedAt
        if (first !== undefined) await rightOf(store.append({ stream, expectedVersion: 'any', events: [first, ...others] }))
      }
    },
  }
}

/** The appends of a log, in order: facts of one command and one stream that stand one after another. */
export const appendsIn = (log: ReadonlyArray<RecordedEvent>): ReadonlyArray<AppendInLog> => {
  const appends: Array<{ readonly stream: StreamName, readonly recordedAt: number, readonly commandId: string, readonly events: EventToAppend[] }> = []
  for (const { type, schemaVersion, data, eventId, stream, recordedAt, metadata } of log) {
    const last = appends.at(-1)
    // What is recorded is JSON.
    const event: EventToAppend = { eventId, type, schemaVersion, data: data as JsonObject, metadata: metadata as unknown as JsonObject }
    if (last?.stream === stream && last.commandId === metadata.commandId) last.events.push(event)
    else appends.push({ stream, recordedAt, commandId: metadata.commandId, events: [event] })
  }
  return appends
}

/** All facts of a log, checked. */
export const factsOf = async (reader: EventReader, codec: ReadingCodec): Promise<ReadonlyArray<RecordedEvent>> => {
  const page = await rightOf(reader.readAll({ after: 'beginning', maxCount: 100_000 }))
  const facts = recordedEvents(codec, 'checked')(page.events)
  if (E.isLeft(facts)) throw new Error(`The codec does not understand what these laws recorded: ${JSON.stringify(facts.left)}`)
  return facts.right
}

/** What a task came to; a failure is not what these laws are about, and ends them. */
export const rightOf = async <A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> => {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}
