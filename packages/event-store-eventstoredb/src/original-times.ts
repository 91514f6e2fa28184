/**
 * The times at which transferred events were recorded where they come from. They travel beside each event and count for as many of the first
 * events of the log as the marker names, once the chain over these, with those times, was found to be the marker's; for no other event, ever.
 */

import * as E from 'fp-ts/lib/Either.js'
import { chainStart, nextLink, type StoreUnavailable } from '@grid-governance/event-store'
import type { ClockState } from './clock-file.ts'
import type { OnServer } from './on-server.ts'
import { pause } from './pause.ts'
import { idOf, originalTimeOf, storedEvent, type RawEvent } from './raw-event.ts'
import { markerStream, type TransferStanding } from './transfer-marker.ts'

export interface OriginalTimes {
  /** Notes the next event of the log, in its order; its original time, where one may count. */
  readonly take: (raw: RawEvent) => number | undefined
  /** Notes an event that is not of the log. */
  readonly pass: (raw: RawEvent) => void
  /** Whether all events whose original times count were noted and found to be those of the marker. */
  readonly settled: () => boolean
  /** Why nothing can be said of this log; undefined while nothing is wrong. */
  readonly problem: () => StoreUnavailable | undefined
  /** What is wrong where the log ended before it was settled. */
  readonly missing: () => StoreUnavailable
  /** The original time of an event, where it counts; asked after it is settled. */
  readonly of: (raw: RawEvent) => number | undefined
  /** What was settled, to go on from. */
  readonly state: () => Pick<ClockState, 'standing' | 'transferredUpTo'>
}

/** There are traces of a transfer, and no marker any more that would tell what it came to. */
export const markerGone = 'a log was transferred into it, but the marker of the transfer is gone'

/**
 * Opens again, a moment later each time, where the marker seems to be gone: a node that lags may show the events of a transfer a moment after it showed none of its marker.
 * Only what is still so at the end is believed.
 */
export const unlessMarkerShows = async <A>({ attempts, pauseMs }: Pick<OnServer, 'attempts' | 'pauseMs'>, open: () => Promise<E.Either<StoreUnavailable, A>>): Promise<E.Either<StoreUnavailable, A>> => {
  for (let attempt = 1; ; attempt += 1) {
    const opened = await open()
    if (E.isRight(opened) || opened.left.detail !== markerGone || attempt >= attempts) return opened
    await pause(pauseMs * 2 ** (attempt - 1))
  }
}

/** The marker says that all that was moved lies behind it, and something lies before. */
export const eventsBefore = 'there are events before the transfer into it began'

/** The standing as one word, so that what was settled under it is not taken for what another one would say. */
export const wordOf = (standing: TransferStanding): string =>
  standing.state === 'sealed' ? `sealed ${standing.from} ${standing.digest.count} ${standing.digest.link}` : standing.state

/** For a log that is read as one; `settled` is what was found out of the same log under the same standing before. */
export const originalTimes = (standing: TransferStanding, where: string, settled?: Pick<ClockState, 'count' | 'transferredUpTo'>): OriginalTimes => {
  const unusable = (reason: StoreUnavailable['reason'], detail: string): StoreUnavailable => ({ tag: 'StoreUnavailable', reason, where, detail })
  const count = standing.state === 'sealed' ? standing.digest.count : 0
  let [taken, newest, link] = [settled?.count ?? 0, 0, chainStart]
  let lastPosition = settled?.transferredUpTo ?? -1
  let problem: StoreUnavailable | undefined

  const take = (raw: RawEvent): number | undefined => {
    if (problem !== undefined) return undefined
    if (taken >= count) {
      if (taken === 0 && standing.state === 'none' && originalTimeOf(raw) !== undefined) problem = unusable('corrupt', markerGone)
      taken += 1
      return undefined
    }
    const time = originalTimeOf(raw)
    problem = problemWith(raw, time)
    if (problem !== undefined || time === undefined) return undefined
    link = nextLink(link, storedEvent(raw, time))
    taken += 1
    newest = time
    lastPosition = raw.position
    if (taken === count) problem = problemAtEnd(raw)
    return time
  }

  const problemWith = (raw: RawEvent, time: number | undefined): StoreUnavailable | undefined => {
    if (standing.state === 'sealed' && raw.position < standing.from) return unusable('corrupt', eventsBefore)
    if (time === undefined) return unusable('corrupt', `event ${taken + 1} of the ${count} that were transferred has no original time`)
    return time < newest ? unusable('corrupt', `the original time of event ${taken + 1} of the ${count} that were transferred goes back`) : undefined
  }

  const problemAtEnd = (raw: RawEvent): StoreUnavailable | undefined =>
    standing.state === 'sealed' && (link !== standing.digest.link || idOf(raw) !== standing.digest.lastEventId)
      ? unusable('corrupt', `the ${count} events that were transferred are not those that the marker of the transfer was set under`)
      : undefined

  return {
    take,
    pass: ({ event }) => {
      if (standing.state === 'none' && event.streamId === markerStream) problem ??= unusable('unfinished', 'a transfer into it began after it was opened; open it again')
    },
    settled: () => problem !== undefined || taken >= count,
    problem: () => problem,
    missing: () => unusable('corrupt', `only ${taken} of the ${count} events that were transferred are there`),
    of: (raw) => raw.position <= lastPosition ? originalTimeOf(raw) : undefined,
    state: () => ({ standing: wordOf(standing), transferredUpTo: lastPosition < 0 ? null : lastPosition }),
  }
}

/** For the transfer itself: each event has the time that it was given. */
export const timesAsGiven: OriginalTimes = {
  take: () => undefined,
  pass: () => undefined,
  settled: () => true,
  problem: () => undefined,
  missing: () => { throw new Error('nothing is waited for') },
  of: originalTimeOf,
  state: () => ({ standing: 'given', transferredUpTo: null }),
}
