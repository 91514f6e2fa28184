/** Explaining one place of one model, from its own facts: they are gathered when somebody asks, and cost nothing until then. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  eventsByKey, explainPath, isAfter, projectionName, type After, type CalendarDate, type EventId, type Explanation, type Fact,
} from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, StoreUnavailable, UndecodableEvent } from '@grid-governance/event-store'
import { editionsOf, type DecidedUnder, type Edition } from './decided-under.ts'
import { foldAtPositions } from './fold-at-positions.ts'
import { everything, prefixKnownAt, type KnownAt } from './known-prefix.ts'
import { openSource, type OpenSource, type ProjectionSource } from './projection-source.ts'
import type { KeyBlocked } from './published-models.ts'
import { readPositions } from './read-positions.ts'
import type { ReadModelStore } from './read-model-store.ts'

/** A question about one place of one model: as of a day, as known at a moment. Without a path, about the whole model. */
export interface PlaceQuestion {
  readonly key: string
  readonly path?: ReadonlyArray<string>
  /** In `recorded` order it is asked of the timeline at the end of the path. */
  readonly asOf?: CalendarDate
  readonly knownAt?: KnownAt
  /** Tells under which editions of its rules the facts named were decided. */
  readonly decidedUnder?: DecidedUnder
}

/** Why a place is what it is, and on what the answer rests. */
export interface PlaceExplained {
  /** `name@version` of the projection. */
  readonly projection: string
  readonly key: string
  readonly path: ReadonlyArray<string>
  readonly asOf: CalendarDate | undefined
  /** Nothing beyond it was looked at. */
  readonly readTo: After
  /** When the last event up to there was recorded, in milliseconds since 1970; undefined at the beginning. */
  readonly recordedAt: number | undefined
  /** Undefined where no fact that was known touches the key. */
  readonly explanation: Explanation | undefined
  /** By event id, where it is known. */
  readonly editions: ReadonlyMap<EventId, Edition>
}

type Failure = ReadFailure | UndecodableEvent | KeyBlocked

/**
 * Explains a place by the facts at `positions`, as the index of a rebuild or of a read model has them for the key: those up to
 * `readTo` that were known at the moment asked for.
 */
export const explainKey = <F extends Fact, Model>(
  source: ProjectionSource<F, Model>, question: PlaceQuestion & { readonly positions: ReadonlyArray<number>, readonly readTo: After },
): TaskEither<Failure, PlaceExplained> => explainAtPositions(openSource(source), question)

/** The same for a projection that runs: its store knows the positions. */
export const explainRunning = <F extends Fact, Model>(
  source: OpenSource<F, Model>, store: ReadModelStore, readTo: After, question: PlaceQuestion,
): TaskEither<Failure | StoreUnavailable, PlaceExplained> => async () => {
  const positions = await store.positionsOf(source.projection, question.key)()
  return E.isLeft(positions) ? positions : await explainAtPositions(source, { ...question, positions: positions.right, readTo })()
}

const explainAtPositions = <F extends Fact, Model>(
  source: OpenSource<F, Model>, { key, path = [], asOf, knownAt, decidedUnder, positions, readTo }: PlaceQuestion & { readonly positions: ReadonlyArray<number>, readonly readTo: After },
): TaskEither<Failure, PlaceExplained> => async () => {
  const { reader, decode, projection } = source
  const prefix = knownAt === undefined ? E.right(everything) : await prefixKnownAt(reader, knownAt)()
  if (E.isLeft(prefix)) return prefix
  const known = positions.filter((position) => !(isAfter(position as never, readTo)) && prefix.right.includes(position))
  const end = prefix.right.upTo === undefined || isAfter(prefix.right.upTo, readTo) ? readTo : prefix.right.upTo
  const recordedAt = await lastRecorded(reader, end)
  if (E.isLeft(recordedAt)) return recordedAt
  const about = { projection: projectionName(projection), key, path, asOf, readTo: end, recordedAt: recordedAt.right }
  const folded = await foldAtPositions({ reader, decode, projection, key, positions: known, asOf })
  if (E.isLeft(folded)) return folded
  if (folded.right === undefined) return E.right({ ...about, explanation: undefined, editions: new Map() })
  if (folded.right.blocked !== undefined) return E.left({ tag: 'KeyBlocked', projection: about.projection, key, blocked: folded.right.blocked })
  const events = await readPositions({ reader, decode }, known)
  if (E.isLeft(events)) return events
  const own = eventsByKey(projection, events.right).get(key) ?? []
  const explanation = explainPath({ projection, key, events: own, asOf, path })
  const editions = await editionsOf(explanation, decidedUnder)
  return E.isLeft(editions) ? editions : E.right({ ...about, explanation, editions: editions.right })
}

/** When the event at a place was recorded. */
export async function lastRecorded(reader: EventReader, place: After): Promise<E.Either<ReadFailure, number | undefined>> {
  if (place === 'beginning') return E.right(undefined)
  const found = await reader.readAt([place])()
  return E.isLeft(found) ? found : E.right(found.right[0]?.recordedAt)
}
