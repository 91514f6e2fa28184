/** Older shapes of the facts of a log's opening, oldest first; none yet. */

import type { Upcaster } from '@grid-governance/event-sourcing'

export const logOpeningUpcasters: ReadonlyArray<Upcaster> = []
