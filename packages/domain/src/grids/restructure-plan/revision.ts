/** A revision: the plan's entries as they stood and as they would stand, seen in their surroundings. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { CommunityId, GridId } from '../../shared/identifiers.ts'
import { touchedGrids } from '../../shared/structure.ts'
import { divisionChangeOf, mapChangesOf, type PlanEntry } from './outcomes.ts'
import type { Surroundings } from './working-copy.ts'

/** One entry that changes: `before` where it held, `after` where it will hold. */
export interface RevisedEntry {
  readonly before: PlanEntry | undefined
  readonly after: PlanEntry | undefined
  /** Whether the entry is recorded now for the first time: then it comes last among those of its day. */
  readonly isNew: boolean
  /** The communities in whose maps it has its place in the order of effect: those that some version of it has touched. */
  readonly placedIn: ReadonlyArray<CommunityId>
}

export interface Revision {
  readonly surroundings: Surroundings
  /** All entries of the plan as they stood. */
  readonly before: ReadonlyArray<PlanEntry>
  /** All entries of the plan as they would stand. */
  readonly after: ReadonlyArray<PlanEntry>
  /** Those that change. */
  readonly revised: ReadonlyArray<RevisedEntry>
}

/** The versions, old and new, of one entry that changes. */
export const versionsIn = ({ before, after }: RevisedEntry): ReadonlyArray<PlanEntry> => [before, after].filter((entry) => entry !== undefined)

/** The first day on which an entry that changes held or will hold. */
export const firstDayOf = (revised: RevisedEntry): CalendarDate | undefined => versionsIn(revised).map((entry) => entry.effectiveOn).sort()[0]

/** The grids that an entry touches, in whatever community. */
export const gridsTouchedBy = (entry: PlanEntry): ReadonlyArray<GridId> => mapChangesOf(entry).flatMap(({ change }) => touchedGrids(change))

/** The communities in whose maps these entries change something. */
export const mapsTouchedBy = (entries: ReadonlyArray<PlanEntry>): ReadonlyArray<CommunityId> =>
  [...new Set(entries.flatMap((entry) => mapChangesOf(entry).map(({ communityId }) => communityId)))]

/** The communities that an entry founds. */
export const foundedBy = (entry: PlanEntry | undefined): ReadonlyArray<CommunityId> =>
  entry === undefined ? [] : divisionChangeOf(entry)?.opens.map((opened) => opened.communityId) ?? []
