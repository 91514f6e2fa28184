/** What a database holds of a log before a transfer into it: a log that is there is compared, and never written to. */

import * as E from 'fp-ts/lib/Either.js'
import type { After } from '@grid-governance/event-sourcing'
import { chainStart, nextLink, type LogDigest, type ReadFailure, type StoreUnavailable, type StoredEvent } from '@grid-governance/event-store'
import type { LogReading } from './reading.ts'
import { timesAsked } from './transfer-marker.ts'

type AllReading = Pick<LogReading, 'readAll'>

const pageSize = 500

/** What the log that is there comes to. Fails with `foreign` where an event was not written through the port, so that its bytes are not known. */
export const digestOfHeld = async (reading: AllReading, where: string): Promise<E.Either<StoreUnavailable, LogDigest>> => {
  let digest: LogDigest = { count: 0, lastEventId: undefined, link: chainStart }
  let readTo: After = 'beginning'
  for (let ends = 0; ends < timesAsked;) {
    const page = await reading.readAll({ after: readTo, maxCount: pageSize })
    if (E.isLeft(page)) return E.left(unavailable(page.left))
    const { events, endOfLog } = page.right
    const foreign = events.find((event) => event.foreign === true)
    if (foreign !== undefined) return E.left({ tag: 'StoreUnavailable', reason: 'foreign', where, detail: `${foreign.type} in the stream ${foreign.stream}` })
    digest = events.reduce(withEvent, digest)
    readTo = page.right.readTo
    // A reading that was cut short says that the log ends there.
    ends = endOfLog ? (events.length > 0 ? 1 : ends + 1) : 0
  }
  return E.right(digest)
}

/** The first event of a log, whoever wrote it; undefined where none is there. */
export const firstHeld = async (reading: AllReading): Promise<E.Either<StoreUnavailable, StoredEvent | undefined>> => {
  for (let asked = 0; asked < timesAsked; asked += 1) {
    const page = await reading.readAll({ after: 'beginning', maxCount: 1 })
    if (E.isLeft(page)) return E.left(unavailable(page.left))
    if (page.right.events[0] !== undefined) return E.right(page.right.events[0])
  }
  return E.right(undefined)
}

function withEvent({ count, link }: LogDigest, event: StoredEvent): LogDigest {
  return { count: count + 1, lastEventId: event.eventId, link: nextLink(link, event) }
}

/** What is asked here is a question that every store can answer. */
function unavailable(failure: ReadFailure): StoreUnavailable {
  if (failure.tag === 'InvalidRead') throw new Error(failure.problems.join('; '))
  return failure
}
