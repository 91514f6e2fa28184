/** The projection `lineage`: one model for each community, in the order of the log, since it keeps what was corrected. */

import { defineProjection } from '@grid-governance/event-sourcing'
import type { GovernanceEvent } from '@grid-governance/domain'
import { communityKeys, communityOfKey } from '../keys.ts'
import { lineageCases, lineageFacts } from './project.ts'
import { noLineage } from './read-model.ts'

export const lineage = defineProjection<GovernanceEvent>()({
  name: 'lineage',
  version: 1,
  handles: lineageFacts,
  order: 'recorded',
  keys: communityKeys,
  initial: (key: string) => noLineage(communityOfKey(key)),
  project: lineageCases,
})
