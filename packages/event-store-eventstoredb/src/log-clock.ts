/**
 * When events were recorded: the original times of those that were transferred, the server's times of all others, held so that they never go
 * back along the log; and where instants lie in it. The log is read through once for that, and then only what is new; a state that was kept is gone on from.
 */

import * as E from 'fp-ts/lib/Either.js'
import { isAfter, type After, type Position } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { ClockState } from './clock-file.ts'
import type { OriginalTimes } from './original-times.ts'
import { belongsToLog, type RawEvent } from './raw-event.ts'

/** Events of the whole database after a place, in order; `ended` when there were no more. `readTo` is the place of the last answer, whatever it was. */
export interface RawPage {
  readonly events: ReadonlyArray<RawEvent>
  readonly readTo: After
  readonly ended: boolean
}

export type ReadRaw = (after: After, maxCount: number) => Promise<E.Either<StoreUnavailable, RawPage>>

/** An event of the log, with the time that counts as that of its recording. */
export interface Mark {
  readonly position: Position
  readonly recordedAt: number
}

/** How far to read; `nowhere` for who asks only whether anything is wrong. */
type Place = Position | 'end' | 'nowhere'

export interface LogClock {
  /** Notes events that were read anyway, if they go on where it has come to. */
  readonly take: (after: After, page: RawPage) => void
  /** Reads on until a place, or the end, is reached, and in any case all that was transferred; fails where that is not what its marker says. */
  readonly reach: (place: Place) => Promise<E.Either<StoreUnavailable, void>>
  /** The time of an event that was reached. */
  readonly recordedAt: (raw: RawEvent) => number
  /** The last event of the log that was reached. */
  readonly last: () => Mark | undefined
  /** An event of the log at or before which nothing was recorded after an instant, near to the last such; undefined for the beginning. */
  readonly markBefore: (instant: number) => Mark | undefined
  /** An event of the log at or before a place, near to it; undefined for the beginning. */
  readonly markUpTo: (place: Position) => Mark | undefined
  /** All that was found out, to go on from; undefined where nothing was yet. */
  readonly state: () => ClockState | undefined
}

/** So many events of the log are between two marks; 1.6 million facts take 3,200 of them. */
const between = 500
const pageSize = 4000

/** `notReached` is what is said where a place that was seen is not there any more. `from` is what an earlier clock of the same log had found out; `read` is told after each page. */
export const logClock = (readRaw: ReadRaw, original: OriginalTimes, notReached: (place: Place) => StoreUnavailable, from?: ClockState, read: () => void = () => undefined): LogClock => {
  /** From a place on nothing counts as recorded before a time, since something before it was recorded then. */
  const steps = (from?.steps ?? []).map(([place, floor]) => ({ from: place, floor }))
  const marks = (from?.marks ?? []).map(([position, recordedAt]): Mark => ({ position: position as Position, recordedAt }))
  let reached: After = from === undefined ? 'beginning' : from.lastPosition as Position
  let newest = from?.newest ?? 0
  let last: (Mark & { readonly eventId: string }) | undefined = from && { position: from.lastPosition as Position, recordedAt: from.newest, eventId: from.lastEventId }
  let count = from?.count ?? 0
  let queue: Promise<E.Either<StoreUnavailable, void>> = Promise.resolve(E.right(undefined))

  const take = (after: After, { events, readTo }: RawPage): void => {
    if (isBeyond(after, reached)) return
    for (const raw of events) {
      if (!isAfter(raw.position as Position, reached)) continue
      reached = raw.position as Position
      if (belongsToLog(raw)) note(raw)
      else original.pass(raw)
    }
    if (isBeyond(readTo, reached)) reached = readTo
  }

  const note = (raw: RawEvent): void => {
    const originally = original.take(raw)
    if (originally === undefined && raw.created < newest && steps.at(-1)?.floor !== newest) steps.push({ from: raw.position, floor: newest })
    newest = Math.max(newest, originally ?? raw.created)
    last = { position: raw.position as Position, recordedAt: newest, eventId: raw.event.id }
    if (count % between === 0) marks.push(last)
    count += 1
  }

  const liesAhead = (place: Place): boolean => place === 'end' || (place !== 'nowhere' && isAfter(place, reached))

  /** One after another, so that nothing is read twice; who asks for the end gets a reading that began after he asked. */
  const reach = (place: Place): Promise<E.Either<StoreUnavailable, void>> => {
    const problem = original.problem()
    if (problem !== undefined) return Promise.resolve(E.left(problem))
    if (!liesAhead(place) && original.settled()) return Promise.resolve(E.right(undefined))
    const done = queue.then(() => readUpTo(place))
    queue = done
    return done
  }

  const readUpTo = async (place: Place): Promise<E.Either<StoreUnavailable, void>> => {
    while (liesAhead(place) || !original.settled()) {
      const page = await readRaw(reached, pageSize)
      if (E.isLeft(page)) return page
      take(reached, page.right)
      read()
      if (page.right.ended) break
    }
    const problem = original.settled() ? original.problem() : original.missing()
    // A place that was seen, and is not there: times told from what was read would be another's.
    if (problem === undefined && place !== 'end' && liesAhead(place)) return E.left(notReached(place))
    return problem === undefined ? E.right(undefined) : E.left(problem)
  }

  return {
    take, reach,
    recordedAt: (raw) => original.of(raw) ?? Math.max(raw.created, lastBy(steps, (step) => step.from <= raw.position)?.floor ?? 0),
    last: () => last,
    markBefore: (instant) => lastBy(marks, (mark) => mark.recordedAt <= instant),
    markUpTo: (place) => lastBy(marks, (mark) => mark.position <= place),
    state: () => last === undefined || !original.settled() || original.problem() !== undefined ? undefined : {
      form: 'grid-governance-clock/1', ...original.state(), lastEventId: last.eventId, lastPosition: last.position, count, newest,
      steps: steps.map(({ from: place, floor }) => [place, floor] as const), marks: marks.map(({ position, recordedAt }) => [position, recordedAt] as const),
    },
  }
}

function isBeyond(place: After, other: After): boolean {
  return place !== 'beginning' && isAfter(place, other)
}

/** The last item of which a test holds, where it holds of all before it. */
function lastBy<A>(items: ReadonlyArray<A>, test: (item: A) => boolean): A | undefined {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (test(items[middle] as A)) low = middle + 1
    else high = middle
  }
  return items[low - 1]
}
