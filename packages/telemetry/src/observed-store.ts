/** Event stores watched at their port: a span for each call, counters of appends, events and conflicts, durations. */

import type { Attributes } from '@opentelemetry/api'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type {
  AppendFailure, AppendReceipt, AppendRequest, EventReader, EventStore, ExpectedVersion, LogPage, ReadAllRequest, ReadFailure, ReadStreamRequest, StoredEvent, StreamPage,
} from '@grid-governance/event-store'
import { handedThrough } from './handed-through.ts'
import { publicPartOf } from './harmless.ts'
import { attributes } from './names.ts'
import { toldOfFailure, watched, type Told } from './watched.ts'

/** The same store, watched. Whatever else the store offers (closing, verifying) is there as well, unwatched. */
export const observedStore = <Store extends EventStore>(store: Store): Store => {
  const watching: Partial<EventStore> = { ...watchedReading(store), append: (request) => watchedAppend(store, request) }
  return handedThrough(store, watching as Partial<Store>)
}

/** The same reader, watched; for who is handed nothing more, such as the runners of projections. */
export const observedReader = <Reader extends EventReader>(reader: Reader): Reader => handedThrough(reader, watchedReading(reader) as Partial<Reader>)

/** Waiting is not watched: it takes as long as nothing happens. */
function watchedReading(reader: EventReader): Partial<EventReader> {
  return {
    readStream: (request) => watchedStreamPage(reader, request),
    readAll: (request) => watchedLogPage(reader, request),
    readAt: (positions, hint) => watchedRead(reader, 'readAt', reader.readAt(positions, hint), (events) => events),
    head: () => watchedRead(reader, 'head', reader.head(), () => []),
    prefixKnownAt: (instant) => watchedRead(reader, 'prefixKnownAt', reader.prefixKnownAt(instant), () => []),
  }
}

function watchedAppend(store: EventStore, request: AppendRequest): TaskEither<AppendFailure, AppendReceipt> {
  return watched({
    span: 'eventStore.append', kind: 'client', measures: 'duration',
    labels: () => ({ ...callOf(store, 'append'), ...streamLabels(request.stream) }),
    more: () => ({ [attributes.expectedVersion]: kindOf(request.expectedVersion), [attributes.events]: request.events.length }),
    told: (answer) => E.isLeft(answer) ? toldOfUnwritten(answer.left) : toldOfReceipt(request, answer.right),
  }, store.append(request))
}

/** What the writer believed: the kind alone, since the very version would not tell more to anybody. */
function kindOf(expected: ExpectedVersion): string {
  return typeof expected === 'number' ? 'exactly' : expected
}

function toldOfUnwritten(failure: AppendFailure): Told {
  const conflict = failure.tag === 'WrongExpectedVersion'
  return {
    ...toldOfFailure(failure), failed: !conflict,
    count: (instruments, labels) => {
      instruments.appends.add(1, labels)
      if (conflict) instruments.conflicts.add(1, labels)
    },
  }
}

function toldOfReceipt({ events }: AppendRequest, { repeated }: AppendReceipt): Told {
  return {
    outcome: repeated ? 'repeated' : 'written', failed: false,
    // What was taken is JSON, so it can be written once more to see how long it is.
    details: () => ({ [attributes.bytes]: events.reduce((sum, { data }) => sum + Buffer.byteLength(JSON.stringify(data)), 0) }),
    count: (instruments, labels) => {
      instruments.appends.add(1, labels)
      if (!repeated) instruments.appendedEvents.add(events.length, labels)
    },
  }
}

function watchedStreamPage(reader: EventReader, request: ReadStreamRequest): TaskEither<ReadFailure, StreamPage> {
  return watched({
    span: 'eventStore.readStream', kind: 'client', measures: 'duration',
    labels: () => ({ ...callOf(reader, 'readStream'), ...streamLabels(request.stream) }),
    told: (answer) => E.isLeft(answer) ? toldOfFailure(answer.left) : toldOfPage(answer.right.events, answer.right.endOfStream),
  }, reader.readStream(request))
}

function watchedLogPage(reader: EventReader, request: ReadAllRequest): TaskEither<ReadFailure, LogPage> {
  return watched({
    span: 'eventStore.readAll', kind: 'client', measures: 'duration',
    labels: () => callOf(reader, 'readAll'),
    told: (answer) => E.isLeft(answer) ? toldOfFailure(answer.left) : toldOfPage(answer.right.events, answer.right.endOfLog),
  }, reader.readAll(request))
}

function watchedRead<A>(reader: EventReader, operation: string, task: TaskEither<ReadFailure, A>, eventsIn: (answer: A) => ReadonlyArray<StoredEvent>): TaskEither<ReadFailure, A> {
  return watched({
    span: `eventStore.${operation}`, kind: 'client', measures: 'duration',
    labels: () => callOf(reader, operation),
    told: (answer) => E.isLeft(answer) ? toldOfFailure(answer.left) : toldOfPage(eventsIn(answer.right)),
  }, task)
}

/** Only the data is measured: of a page read sparingly the metadata may still lie in the log. */
function toldOfPage(events: ReadonlyArray<StoredEvent>, endReached?: boolean): Told {
  return {
    outcome: 'read', failed: false,
    details: () => ({
      [attributes.events]: events.length,
      [attributes.bytes]: events.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0),
      ...(endReached === undefined ? {} : { [attributes.endReached]: endReached }),
    }),
    count: (instruments, labels) => { if (events.length > 0) instruments.readEvents.add(events.length, labels) },
  }
}

function callOf({ declared }: EventReader, operation: string): Attributes {
  return { [attributes.store]: declared.name, [attributes.operation]: operation }
}

function streamLabels(stream: string): Attributes {
  const { category, district } = publicPartOf(stream)
  return { [attributes.collection]: category, ...(district === undefined ? {} : { [attributes.district]: district }) }
}
