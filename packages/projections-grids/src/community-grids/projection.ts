/** The projection `community-grids`: one model for each community. */

import { defineProjection } from '@grid-governance/event-sourcing'
import { communityKeys, communityOfKey } from '../keys.ts'
import type { GovernanceEvent } from '@grid-governance/domain'
import { communityGridsCases, communityGridsFacts } from './project.ts'
import { noGrids } from './read-model.ts'

export const communityGrids = defineProjection<GovernanceEvent>()({
  name: 'community-grids',
  version: 3,
  handles: communityGridsFacts,
  keys: communityKeys,
  initial: (key: string) => noGrids(communityOfKey(key)),
  project: communityGridsCases,
})
