/** Facts as a store would have recorded them: made-up names, places and moments around facts that matter. */

import { derivedId, eventIdOf } from '../derived-ids.ts'
import type { Fact } from '../fact.ts'
import type { Position, StreamName } from '../identifiers.ts'
import type { EventMetadata } from '../metadata.ts'
import type { RecordedEvent } from '../recorded-event.ts'

/** Facts that were appended together. */
export interface Append<F extends Fact> {
  /** `sample-1` unless said otherwise. */
  readonly stream?: string
  readonly facts: ReadonlyArray<F>
  /** In milliseconds since 1970; a second after the append before unless said otherwise. */
  readonly recordedAt?: number
  /** What is to be said of the command; the rest is made up. */
  readonly metadata?: Partial<EventMetadata>
}

/** The first moment of a made-up log: 2024-01-01, 08:00 in Shanghai. */
export const firstMoment = Date.UTC(2024, 0, 1)

/** Facts that were appended together to a stream. */
export const inStream = <F extends Fact>(stream: string, ...facts: ReadonlyArray<F>): Append<F> => ({ stream, facts })

/** A log of these appends, in this order; a fact alone is an append of its own to `sample-1`. */
export const recordedLog = <F extends Fact>(appends: ReadonlyArray<F | Append<F>>): ReadonlyArray<RecordedEvent<F>> => {
  const log: Array<RecordedEvent<F>> = []
  const versions = new Map<string, number>()
  let now = firstMoment - 1000
  for (const [number, item] of appends.entries()) {
    const append = isAppend(item) ? item : { facts: [item] }
    const stream = append.stream ?? 'sample-1'
    now = append.recordedAt ?? now + 1000
    for (const [index, fact] of append.facts.entries()) {
      const streamVersion = (versions.get(stream) ?? 0) + 1
      versions.set(stream, streamVersion)
      log.push(recordedAs(fact, append, { stream: stream as StreamName, streamVersion, globalPosition: log.length as Position, recordedAt: now, number, index }))
    }
  }
  return log
}

interface Place {
  readonly stream: StreamName
  readonly streamVersion: number
  readonly globalPosition: Position
  readonly recordedAt: number
  readonly number: number
  readonly index: number
}

function recordedAs<F extends Fact>(fact: F, { facts, metadata }: Append<F>, { number, index, ...place }: Place): RecordedEvent<F> {
  const commandId = metadata?.commandId ?? derivedId('sample command', String(number))
  return {
    ...fact,
    ...place,
    subIndex: 0,
    eventId: eventIdOf(commandId, place.stream, index),
    metadata: {
      commandId, commandDigest: 'made up', correlationId: derivedId('sample correlation', String(number)), actor: { ref: 'sample', role: 'clerk' },
      append: { index, of: facts.length },
      ...metadata,
    },
  }
}

function isAppend<F extends Fact>(item: F | Append<F>): item is Append<F> {
  return 'facts' in item
}
