/** The read model of beginnings: from when on each unit of a district is known, and whether what was before is nothing or unknown. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { EarlierHistory, Name, TownId } from '@grid-governance/domain'

/**
 * A tree as of an early day is folded from early facts only, so it cannot know that a later one says "what was before is unknown"
 * (T33). This model can: it is never asked as of a day, but always holds all beginnings that are known at a place in the log.
 */
export interface Beginnings {
  district: Beginning | null
  towns: { [townId: string]: Beginning }
  communities: { [communityId: string]: CommunityBeginning }
  /** The grids that were laid out first in each community. */
  grids: { [communityId: string]: { [gridId: string]: Beginning } }
}

/** The first day of which we know, the name borne then, and what `earlier` was there before: none, or unknown to us. */
export interface Beginning {
  name: Name
  from: CalendarDate
  earlier: EarlierHistory
}

/** The beginning of a community, and the town in which it was registered. */
export interface CommunityBeginning extends Beginning {
  townId: TownId
}

/** A district of which nothing is known. */
export const noBeginnings = (): Beginnings => ({ district: null, towns: {}, communities: {}, grids: {} })
