/** From stored text to recorded facts: the hot loop of every replay. */

import * as E from 'fp-ts/lib/Either.js'
import {
  freezeTree, type EventId, type EventMetadata, type Fact, type FactCodec, type Position, type RecordedEvent, type Recording, type StreamName,
} from '@grid-governance/event-sourcing'
import { decodeMetadata, decodeStored, type StoredEvent, type UndecodableEvent } from '@grid-governance/event-store'

/**
 * checked: every fact and its metadata are decoded, and the data is frozen. trusted: facts of today's shape are only parsed, older ones
 * upcast unchecked; for a log whose chain was verified. What no chain vouches for (foreign events, unknown shapes) is always checked.
 */
export type ReadMode = 'checked' | 'trusted'

/** What reading needs of a codec. One of a wider union of facts will do wherever one of some of them is asked for. */
export type ReadingCodec<F extends Fact = Fact> = Pick<FactCodec<F>, 'declarations' | 'upcasters' | 'decode' | 'trust'>

/** Turns a page of the log into the facts that it means today, in order: none, one or several for each stored event. */
export type DecodePage<F extends Fact> = (page: ReadonlyArray<StoredEvent>) => E.Either<UndecodableEvent, ReadonlyArray<RecordedEvent<F>>>

/**
 * The decoder of pages of one codec; it fails with UndecodableEvent at the first event that is not understood. The events it yields
 * look up their id and parse their metadata when asked for them, since most projections never ask; so they are handed on as they are: a
 * spread would lose both.
 */
export const recordedEvents = <F extends Fact>(codec: ReadingCodec<F>, mode: ReadMode): DecodePage<F> => {
  const factsOf = mode === 'checked' ? checked(codec) : trusted(codec)
  return (page) => {
    const events: Array<RecordedEvent<F>> = []
    for (const stored of page) {
      const failure = factsOf(stored, events)
      if (failure !== undefined) return E.left(failure)
    }
    return E.right(events)
  }
}

/** The stored types among which all facts of these types are found: an upcaster may make any of them from an older type. */
export const storedTypes = (codec: Pick<ReadingCodec, 'upcasters'>, types: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set([...types, ...codec.upcasters.map((step) => step.type)])]

/** Appends the facts of one stored event to `events`, or answers why it cannot. */
type FactsOf<F extends Fact> = (stored: StoredEvent, events: Array<RecordedEvent<F>>) => UndecodableEvent | undefined

function checked<F extends Fact>(codec: ReadingCodec<F>): FactsOf<F> {
  return (stored, events) => {
    const metadata = decodeMetadata(stored)
    if (E.isLeft(metadata)) return metadata.left
    const facts = decodeStored(codec as FactCodec<F>, stored) // it only decodes
    if (E.isLeft(facts)) return facts.left
    facts.right.forEach((fact, subIndex) => {
      events.push(new RecordedFact(stored, fact.type, fact.schemaVersion, freezeTree(fact.data), subIndex) as unknown as RecordedEvent<F>)
    })
    return undefined
  }
}

function trusted<F extends Fact>(codec: ReadingCodec<F>): FactsOf<F> {
  const shapes = shapesOf(codec)
  const check = checked(codec)
  return (stored, events) => {
    const shapesOfType = shapes.get(stored.type)
    const today = shapesOfType?.today === stored.schemaVersion
    if (stored.foreign === true || shapesOfType === undefined || (!today && !shapesOfType.older.has(stored.schemaVersion))) return check(stored, events)
    const data = parse(stored.data)
    // The checked way knows how to say what is wrong with a text that is not JSON.
    if (data === undefined) return check(stored, events)
    if (today) events.push(new RecordedFact(stored, stored.type, stored.schemaVersion, data, 0) as unknown as RecordedEvent<F>)
    else codec.trust({ type: stored.type, schemaVersion: stored.schemaVersion, data }).forEach((fact, subIndex) => {
      events.push(new RecordedFact(stored, fact.type, fact.schemaVersion, fact.data, subIndex) as unknown as RecordedEvent<F>)
    })
    return undefined
  }
}

/** The versions of a type that can be taken without a check: the one written today, and those that an upcaster knows. */
interface Shapes {
  readonly today: number | undefined
  readonly older: ReadonlySet<number>
}

function shapesOf(codec: Pick<ReadingCodec, 'declarations' | 'upcasters'>): ReadonlyMap<string, Shapes> {
  const types = new Set([...Object.keys(codec.declarations), ...codec.upcasters.map((step) => step.type)])
  return new Map([...types].map((type) => {
    const older = new Set(codec.upcasters.filter((step) => step.type === type).map((step) => step.from))
    const declared = codec.declarations[type]?.schemaVersion
    return [type, { today: declared !== undefined && !older.has(declared) ? declared : undefined, older }]
  }))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A recorded fact that asks for its id and parses its metadata when first asked for them. */
class RecordedFact implements Fact, Recording {
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
  readonly subIndex: number
  readonly stream: StreamName
  readonly streamVersion: number
  readonly globalPosition: Position
  readonly recordedAt: number
  readonly #stored: StoredEvent
  #metadata: EventMetadata | undefined

  constructor(stored: StoredEvent, type: string, schemaVersion: number, data: unknown, subIndex: number) {
    this.type = type
    this.schemaVersion = schemaVersion
    this.data = data
    this.subIndex = subIndex
    this.stream = stored.stream
    this.streamVersion = stored.streamVersion
    this.globalPosition = stored.globalPosition
    this.recordedAt = stored.recordedAt
    this.#stored = stored
    this.#metadata = undefined
  }

  get eventId(): EventId {
    return this.#stored.eventId
  }

  get metadata(): EventMetadata {
    return this.#metadata ??= JSON.parse(this.#stored.metadata) as EventMetadata
  }
}
