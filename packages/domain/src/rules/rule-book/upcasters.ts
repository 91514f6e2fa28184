/** Older shapes of the facts of the rule book, oldest first; none yet: all facts are in their first version. */

import type { Upcaster } from '@grid-governance/event-sourcing'

export const ruleBookUpcasters: ReadonlyArray<Upcaster> = []
