/** From which day and which knowledge tables are filled. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After, CalendarDate } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure } from '@grid-governance/event-store'
import { lastPlaceIn, prefixKnownAt, type KnownAt } from '@grid-governance/subscriptions'

/** The day and the knowledge of an answer. */
export interface Standpoint {
  readonly asOf: CalendarDate
  /** The last position that was known. */
  readonly position: After
  /** When the last event that was known was recorded, in milliseconds since 1970; absent where nothing was. */
  readonly recordedAt?: number
}

/** Finds the place in the log: the one known at a moment, or its head. A position inside an append counts from the end of the append before it. */
export const standpointIn = (reader: EventReader, asOf: CalendarDate, knownAt: KnownAt | undefined): TaskEither<ReadFailure, Standpoint> => async () => {
  const position = await placeOf(reader, knownAt)
  if (E.isLeft(position)) return position
  if (position.right === 'beginning') return E.right({ asOf, position: 'beginning' })
  const last = await reader.readAt([position.right])()
  if (E.isLeft(last)) return last
  const recordedAt = last.right[0]?.recordedAt
  return E.right({ asOf, position: position.right, ...(recordedAt === undefined ? {} : { recordedAt }) })
}

async function placeOf(reader: EventReader, knownAt: KnownAt | undefined): Promise<E.Either<ReadFailure, After>> {
  const head = await reader.head()()
  if (E.isLeft(head)) return head
  if (knownAt === undefined) return E.right(head.right.after)
  const prefix = await prefixKnownAt(reader, knownAt)()
  if (E.isLeft(prefix)) return prefix
  const { upTo } = prefix.right
  if (upTo === undefined || head.right.after === 'beginning' || (upTo >= head.right.after && prefix.right.cutFrom === undefined)) return E.right(head.right.after)
  return await lastPlaceIn(reader, prefix.right)()
}
