/** Where events of one log stand in the same log in another store: the same place in the order, and the same id there. */

import * as E from 'fp-ts/lib/Either.js'
import type { After, Position } from '@grid-governance/event-sourcing'
import type { EventPlace, EventReader, ReadFailure, StoredEvent, TargetDiffers } from '@grid-governance/event-store'
import type { Checkpoint } from './runner-claim.ts'

export type PlacesTranslated = ReadonlyMap<Position, Checkpoint>

const pageSize = 1000

/**
 * Translates positions of the log `from` to those of `to`. Both are read side by side up to the last of the positions, and every event on the
 * way must be the same by its id: fails with TargetDiffers where one is not. Positions at which `from` has no event, or which `to` does not
 * reach, are left out.
 */
export const translatePlaces = async (
  from: Pick<EventReader, 'readAll'>, to: Pick<EventReader, 'readAll'>, positions: ReadonlyArray<Position>,
): Promise<E.Either<ReadFailure | TargetDiffers, PlacesTranslated>> => {
  const wanted = new Set(positions)
  const translated = new Map<Position, Checkpoint>()
  const upTo = positions.reduce<Position | undefined>((furthest, position) => furthest === undefined || position > furthest ? position : furthest, undefined)
  if (upTo === undefined) return E.right(translated)
  const others = inOrder(to)
  let [readTo, place]: [After, number] = ['beginning', 0]
  for (;;) {
    const page = await from.readAll({ after: readTo, upTo, maxCount: pageSize })()
    if (E.isLeft(page)) return page
    const there = await others(page.right.events.length)
    if (E.isLeft(there)) return there
    for (const [index, event] of page.right.events.entries()) {
      const other = there.right[index]
      if (other === undefined) return E.right(translated)
      if (other.eventId !== event.eventId) return E.left({ tag: 'TargetDiffers', place, expected: eventPlace(event), found: eventPlace(other) })
      if (wanted.has(event.globalPosition)) translated.set(event.globalPosition, { position: other.globalPosition, eventId: other.eventId })
      place += 1
    }
    if (page.right.endOfLog) return E.right(translated)
    readTo = page.right.readTo
  }
}

/** The events of a log, so many at a time; fewer at its end. */
function inOrder(reader: Pick<EventReader, 'readAll'>): (count: number) => Promise<E.Either<ReadFailure, ReadonlyArray<StoredEvent>>> {
  let [readTo, ended]: [After, boolean] = ['beginning', false]
  return async (count) => {
    const events: StoredEvent[] = []
    while (events.length < count && !ended) {
      const page = await reader.readAll({ after: readTo, maxCount: count - events.length })()
      if (E.isLeft(page)) return page
      events.push(...page.right.events)
      readTo = page.right.readTo
      ended = page.right.endOfLog
    }
    return E.right(events)
  }
}

function eventPlace({ stream, streamVersion, eventId }: StoredEvent): EventPlace {
  return { stream, streamVersion, eventId }
}
