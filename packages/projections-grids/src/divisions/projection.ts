/** The projection `divisions`: one model for each district. */

import { defineProjection } from '@grid-governance/event-sourcing'
import type { GovernanceEvent } from '@grid-governance/domain'
import { districtKeys, districtOfKey } from '../keys.ts'
import { divisionsCases, divisionsFacts } from './project.ts'
import { noDivisions } from './read-model.ts'

export const divisions = defineProjection<GovernanceEvent>()({
  name: 'divisions',
  version: 2,
  handles: divisionsFacts,
  keys: districtKeys,
  initial: (key: string) => noDivisions(districtOfKey(key)),
  project: divisionsCases,
})
