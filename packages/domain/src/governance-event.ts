/** All facts of grid governance, by concept, and their union. */

import type { DivisionRegisterEvent } from './grids/division-register/events.ts'
import type { GridMapEvent } from './grids/grid-map/events.ts'
import type { RestructurePlanEvent } from './grids/restructure-plan/events.ts'
import type { LogOpeningEvent } from './rules/log-opening/events.ts'
import type { RuleBookEvent } from './rules/rule-book/events.ts'

export type GovernanceEvent = LogOpeningEvent | RuleBookEvent | DivisionRegisterEvent | GridMapEvent | RestructurePlanEvent
