/** Editions: under which edition of its rules a fact was decided, which only its domain can tell. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EventId, Explanation, RecordedEvent, StreamName } from '@grid-governance/event-sourcing'
import type { ReadFailure, UndecodableEvent } from '@grid-governance/event-store'

/** An edition of a rule book, and the stream and version at which it was found. */
export interface Edition {
  /** noted: by what the decision kept of its evidence. inForce: by the day of effect, from what had been recorded before the fact. */
  readonly told: 'noted' | 'inForce'
  readonly name: string
  readonly documentNumber: string | null
  readonly stream: StreamName
  readonly version: number
}

/** How a domain tells under which editions facts were decided; facts of which it is not known are left out. */
export type DecidedUnder = (facts: ReadonlyArray<RecordedEvent>) => TaskEither<ReadFailure | UndecodableEvent, ReadonlyMap<EventId, Edition>>

/** The editions of all facts that an explanation names; none where nobody tells. */
export const editionsOf = async (
  explanation: Explanation | undefined, decidedUnder: DecidedUnder | undefined,
): Promise<E.Either<ReadFailure | UndecodableEvent, ReadonlyMap<EventId, Edition>>> => {
  if (explanation === undefined || decidedUnder === undefined) return E.right(new Map())
  const { setBy, confirmedBy, computedFrom, overruled } = explanation
  return await decidedUnder([...setBy, ...confirmedBy, ...computedFrom, ...overruled].flatMap(({ chain }) => chain))()
}
