/** Loading: the facts of a stream, decoded, and what each command did to it. */

import * as E from 'fp-ts/lib/Either.js'
import type { CommandId, EventId, EventMetadata, Fact, FactCodec, Position, StreamName } from '@grid-governance/event-sourcing'
import { EventMetadata as EventMetadataCodec, problemsOf } from '@grid-governance/event-sourcing'
import type { ReadFailure, UndecodableEvent } from './failures.ts'
import type { EventReader } from './port.ts'
import type { StoredEvent } from './stored-event.ts'

/** What a command did to a stream: enough to answer it again without deciding. */
export interface CommandTrace {
  readonly digest: string
  readonly firstVersion: number
  readonly streamVersion: number
  readonly position: Position
  readonly eventIds: ReadonlyArray<EventId>
}

/** A stream folded up to a version; a cached one keeps its command ids. */
export interface LoadedStream<State> {
  readonly state: State
  readonly version: number
  readonly commands: Map<CommandId, CommandTrace>
}

/** How a state is folded. */
export interface Folding<State, F extends Fact> {
  readonly initialState: State
  readonly evolve: (state: State, fact: F) => State
}

const pageSize = 1000

/** Folds what lies in a stream beyond `from`; fails with ReadFailure, or UndecodableEvent where a fact is not understood. */
export const loadStream = <State, F extends Fact>(
  reader: EventReader, codec: FactCodec<F>, folding: Folding<State, F>, stream: StreamName, from: LoadedStream<State> = nothingLoaded(folding),
): (() => Promise<E.Either<ReadFailure | UndecodableEvent, LoadedStream<State>>>) => async () => {
  let loaded = from
  for (;;) {
    const page = await reader.readStream({ stream, from: loaded.version + 1, maxCount: pageSize })()
    if (E.isLeft(page)) return page
    const next = foldPage(codec, folding, loaded, page.right.events)
    if (E.isLeft(next) || page.right.endOfStream) return next
    loaded = next.right
  }
}

/** A stream of which nothing is known yet. */
export const nothingLoaded = <State, F extends Fact>(folding: Folding<State, F>): LoadedStream<State> =>
  ({ state: folding.initialState, version: 0, commands: new Map() })

function foldPage<State, F extends Fact>(
  codec: FactCodec<F>, folding: Folding<State, F>, loaded: LoadedStream<State>, events: ReadonlyArray<StoredEvent>,
): E.Either<UndecodableEvent, LoadedStream<State>> {
  let { state, version } = loaded
  for (const event of events) {
    const facts = decodeStored(codec, event)
    if (E.isLeft(facts)) return facts
    for (const fact of facts.right) state = folding.evolve(state, fact)
    const metadata = decodeMetadata(event)
    if (E.isLeft(metadata)) return metadata
    remember(loaded.commands, event, metadata.right)
    version = event.streamVersion
  }
  return E.right({ state, version, commands: loaded.commands })
}

/** The facts of today that a stored event means. */
export const decodeStored = <F extends Fact>(codec: FactCodec<F>, event: StoredEvent): E.Either<UndecodableEvent, ReadonlyArray<F>> => {
  const data = parse(event.data)
  if (E.isLeft(data)) return undecodable(event, [`the data is not JSON: ${data.left}`])
  const facts = codec.decode({ type: event.type, schemaVersion: event.schemaVersion, data: data.right })
  return E.isLeft(facts) ? undecodable(event, facts.left.problems) : facts
}

/** The metadata of a stored event. */
export const decodeMetadata = (event: StoredEvent): E.Either<UndecodableEvent, EventMetadata> => {
  const parsed = parse(event.metadata)
  if (E.isLeft(parsed)) return undecodable(event, [`the metadata is not JSON: ${parsed.left}`])
  const metadata = EventMetadataCodec.decode(parsed.right)
  return E.isLeft(metadata) ? undecodable(event, problemsOf(metadata.left).map((problem) => `metadata: ${problem}`)) : metadata
}

function remember(commands: Map<CommandId, CommandTrace>, event: StoredEvent, metadata: EventMetadata): void {
  const before = commands.get(metadata.commandId)
  commands.set(metadata.commandId, {
    digest: metadata.commandDigest,
    firstVersion: before?.firstVersion ?? event.streamVersion,
    streamVersion: event.streamVersion,
    position: event.globalPosition,
    eventIds: [...(before?.eventIds ?? []), event.eventId],
  })
}

function parse(text: string): E.Either<string, unknown> {
  try {
    return E.right(JSON.parse(text))
  } catch (error) {
    return E.left(error instanceof Error ? error.message : String(error))
  }
}

function undecodable(event: StoredEvent, problems: ReadonlyArray<string>): E.Left<UndecodableEvent> {
  return {
    _tag: 'Left',
    left: {
      tag: 'UndecodableEvent', stream: event.stream, streamVersion: event.streamVersion, globalPosition: event.globalPosition,
      fact: { tag: 'UndecodableFact', type: event.type, schemaVersion: event.schemaVersion, problems },
    },
  }
}
