/** Older shapes of the facts of the restructure plan, oldest first; none yet: all facts are in their first version. */

import type { Upcaster } from '@grid-governance/event-sourcing'

export const restructurePlanUpcasters: ReadonlyArray<Upcaster> = []
