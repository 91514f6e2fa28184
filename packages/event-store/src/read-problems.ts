/** What no store can answer: page sizes, versions, places and instants that are none. Every store asks here before it reads. */

import { Position, type After } from '@grid-governance/event-sourcing'
import type { ReadAllRequest, ReadStreamRequest } from './port.ts'

/** What is wrong with a request to read one stream. */
export const streamReadProblems = ({ from, maxCount }: ReadStreamRequest): ReadonlyArray<string> => [
  ...countProblems(maxCount),
  ...(from === undefined || (Number.isSafeInteger(from) && from >= 1) ? [] : [`version ${from} is not a whole number from 1`]),
]

/** What is wrong with a request to read the log. */
export const logReadProblems = ({ after, upTo, maxCount }: ReadAllRequest): ReadonlyArray<string> =>
  [...countProblems(maxCount), ...placeProblems(after), ...(upTo === undefined || Position.is(upTo) ? [] : [`${String(upTo)} is not a position`])]

/** What is wrong with the size of a page: it must be a whole number from 1 to 100,000. */
export const countProblems = (maxCount: number): ReadonlyArray<string> =>
  Number.isSafeInteger(maxCount) && maxCount >= 1 && maxCount <= 100_000 ? [] : [`a page of ${maxCount} events cannot be read; ask for 1 to 100,000`]

/** What is wrong with an instant: it must be a finite number of milliseconds since 1970. */
export const instantProblems = (instant: number): ReadonlyArray<string> =>
  Number.isFinite(instant) ? [] : [`${instant} is not an instant in milliseconds since 1970`]

function placeProblems(place: After): ReadonlyArray<string> {
  return place === 'beginning' || Position.is(place) ? [] : [`${String(place)} is neither a position nor the beginning`]
}
