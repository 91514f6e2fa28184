/** The codec of all facts of grid governance: what every store, projection and audit decodes with. */

import { factCodec, mergeCodecs, type FactCodec } from '@grid-governance/event-sourcing'
import { divisionRegisterFacts } from './grids/division-register/events.ts'
import { divisionRegisterUpcasters } from './grids/division-register/upcasters.ts'
import { gridMapFacts } from './grids/grid-map/events.ts'
import { gridMapUpcasters } from './grids/grid-map/upcasters.ts'
import { restructurePlanFacts } from './grids/restructure-plan/events.ts'
import { restructurePlanUpcasters } from './grids/restructure-plan/upcasters.ts'
import { logOpeningFacts } from './rules/log-opening/events.ts'
import { logOpeningUpcasters } from './rules/log-opening/upcasters.ts'
import { ruleBookFacts } from './rules/rule-book/events.ts'
import { ruleBookUpcasters } from './rules/rule-book/upcasters.ts'
import type { GovernanceEvent } from './governance-event.ts'

export const governanceCodec: FactCodec<GovernanceEvent> = mergeCodecs(
  factCodec(logOpeningFacts, logOpeningUpcasters),
  factCodec(ruleBookFacts, ruleBookUpcasters),
  factCodec(divisionRegisterFacts, divisionRegisterUpcasters),
  factCodec(gridMapFacts, gridMapUpcasters),
  factCodec(restructurePlanFacts, restructurePlanUpcasters),
)
