/** The projection `beginnings`: one model for each district. */

import { defineProjection } from '@grid-governance/event-sourcing'
import type { GovernanceEvent } from '@grid-governance/domain'
import { districtKeys } from '../keys.ts'
import { beginningsCases, beginningsFacts } from './project.ts'
import { noBeginnings } from './read-model.ts'

export const beginnings = defineProjection<GovernanceEvent>()({
  name: 'beginnings',
  version: 1,
  handles: beginningsFacts,
  keys: districtKeys,
  initial: noBeginnings,
  project: beginningsCases,
})
