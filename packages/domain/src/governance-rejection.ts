/** All reasons why a command of grid governance is refused. */

import type { DivisionRegisterRejection } from './grids/division-register/rejections.ts'
import type { GridMapRejection } from './grids/grid-map/rejections.ts'
import type { RestructurePlanRejection } from './grids/restructure-plan/rejections.ts'
import type { LogOpeningRejection } from './rules/log-opening/rejections.ts'
import type { RuleBookRejection } from './rules/rule-book/rejections.ts'

export type GovernanceRejection = LogOpeningRejection | RuleBookRejection | DivisionRegisterRejection | GridMapRejection | RestructurePlanRejection
