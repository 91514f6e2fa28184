/** From which day and which knowledge a question is asked: the two clocks of every audit command. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { isAfter, type After, type CalendarDate, type EventId, type JsonValue } from '@grid-governance/event-sourcing'
import { digestOf, type EventReader, type ReadFailure, type StoredEvent } from '@grid-governance/event-store'
import { lastPlaceIn, prefixKnownAt, type KnownAt } from '@grid-governance/subscriptions'
import { dayArgument, knownAtArgument, perhaps } from '../arguments.ts'
import type { Failure, PlaceBeyondLog, UsageWrong } from '../failure.ts'
import { optionOf, type Desk, type Given } from '../outcome.ts'
import type { Standpoint } from '../output/answer.ts'

/** What the command line says of the two clocks; what it does not say is today, and all that is known now. */
export interface View {
  readonly asOf: CalendarDate | undefined
  readonly asKnownAt: KnownAt | undefined
}

/** A view with its places found in the log: what is to be read, and what the answer says of it. */
export interface ResolvedView {
  readonly asOf: CalendarDate
  /** Never absent, so that a log that grows meanwhile gives one answer. */
  readonly knownAt: KnownAt
  readonly standpoint: Standpoint
  /** The id of the last event that was known: it means the same in every copy of the log. */
  readonly lastEvent: EventId | undefined
  /** What must be said of the day and the place that were asked for. */
  readonly notes: ReadonlyArray<string>
}

/** Reads `--as-of` and `--as-known-at`. */
export const readView = (given: Given): E.Either<UsageWrong, View> => pipe(
  E.Do,
  E.bind('asOf', () => perhaps(dayArgument, '--as-of', optionOf(given, 'asOf'))),
  E.bind('asKnownAt', () => perhaps(knownAtArgument, '--as-known-at', optionOf(given, 'asKnownAt'))),
)

/** Finds the place in the log from which a question is answered; fails where the position asked for lies beyond the end. */
export const resolveView = (reader: EventReader, view: View, desk: Desk): TaskEither<Failure, ResolvedView> => async () => {
  const place = await placeOf(reader, view.asKnownAt)
  if (E.isLeft(place)) return place
  const last = await lastRecorded(reader, place.right)
  if (E.isLeft(last)) return last
  const asOf = view.asOf ?? desk.today()
  const { sentences } = desk.words
  const future = view.asKnownAt !== undefined && 'instant' in view.asKnownAt && view.asKnownAt.instant > desk.now()
  return E.right({
    asOf,
    knownAt: place.right === 'beginning' ? { instant: 0 } : { position: place.right },
    standpoint: { asOf, position: place.right, recordedAt: last.right?.recordedAt },
    lastEvent: last.right?.eventId,
    notes: [
      ...(asOf > desk.today() ? [sentences.futureDay(asOf, desk.today())] : []),
      ...(future ? [sentences.futureKnowledge] : []),
      ...(place.right === 'beginning' ? [sentences.nothingRecordedYet] : []),
    ],
  })
}

/**
 * The standpoint of an answer that rests on models: by which projections, and the fingerprint of it all, by which two machines, or two days, can be compared. It is
 * made of day, last event, projections and the answer as the query gave it, whatever part of that is shown, in whatever language, and in whatever store: positions
 * are left out, which are others in each.
 */
export const restingOn = ({ standpoint, lastEvent }: Pick<ResolvedView, 'standpoint' | 'lastEvent'>, projections: ReadonlyArray<string>, answer: unknown): Standpoint => ({
  ...standpoint, projections,
  fingerprint: digestOf({ asOf: standpoint.asOf, known: lastEvent ?? null, projections, answer: JSON.parse(JSON.stringify(answer ?? null, withoutPositions)) as JsonValue }),
})

function withoutPositions(key: string, value: unknown): unknown {
  return key === 'globalPosition' ? undefined : value
}

/** The last position that was known. A position within an append counts from the end of the append before it. */
async function placeOf(reader: EventReader, asKnownAt: KnownAt | undefined): Promise<E.Either<ReadFailure | PlaceBeyondLog, After>> {
  const head = await reader.head()()
  if (E.isLeft(head)) return head
  if (asKnownAt === undefined) return E.right(head.right.after)
  if ('position' in asKnownAt && (head.right.after === 'beginning' || isAfter(asKnownAt.position, head.right.after))) {
    return E.left({ tag: 'PlaceBeyondLog', asked: asKnownAt.position, head: head.right.after })
  }
  const prefix = await prefixKnownAt(reader, asKnownAt)()
  if (E.isLeft(prefix)) return prefix
  return prefix.right.upTo === undefined ? E.right(head.right.after) : await lastPlaceIn(reader, prefix.right)()
}

async function lastRecorded(reader: EventReader, place: After): Promise<E.Either<ReadFailure, StoredEvent | undefined>> {
  if (place === 'beginning') return E.right(undefined)
  const found = await reader.readAt([place])()
  return E.isLeft(found) ? found : E.right(found.right[0])
}
