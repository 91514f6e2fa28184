/** What the beginnings answer: whether a day lies before what is known (T33). */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { CommunityId } from '@grid-governance/domain'
import type { Beginning, Beginnings } from './read-model.ts'

/** Something known, or the first day from which on it is known; null where no day is known to be that. */
export type Known<A> =
  | { readonly known: true, readonly value: A }
  | { readonly known: false, readonly unknownBefore: CalendarDate | null }

/** The first day from which on a unit is known, if `day` lies before it and what was then is unknown; null where `day` is known. */
export const unknownBefore = (beginning: Beginning | null | undefined, day: CalendarDate): CalendarDate | null =>
  beginning !== null && beginning?.earlier === 'unknown' && day < beginning.from ? beginning.from : null

/** The first day from which on all grids of a community are known, if `day` lies before it; null where they are known on `day`. */
export const gridsUnknownBefore = (beginnings: Beginnings, communityId: CommunityId, day: CalendarDate): CalendarDate | null =>
  latest(Object.values(beginnings.grids[communityId] ?? {}).map((grid) => unknownBefore(grid, day)))

/** Whether a community was imported and its grids never were: then it may have any, from whatever day on (T33). */
export const gridsNeverTold = (beginnings: Beginnings, communityId: CommunityId): boolean =>
  beginnings.communities[communityId]?.earlier === 'unknown' && Object.keys(beginnings.grids[communityId] ?? {}).length === 0

/** The latest of these days; null where there is none. */
export const latest = (days: ReadonlyArray<CalendarDate | null>): CalendarDate | null =>
  days.reduce((late, day) => day !== null && (late === null || day > late) ? day : late, null)
