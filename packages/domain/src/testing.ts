/** What @grid-governance/domain/testing offers to others, listed by hand: builders of made-up facts and commands, arbitrary commands and histories. */

export { commandBuilders, factBuilders, madeUpDay, ruleSetOf, written, type CommandBuilders, type FactBuilders, type MadeUp, type Plain } from './shared/builders.ts'
export { madeUpAuthority, madeUpContext, type Played } from './shared/arbitraries.ts'
export { aRuleBookCommand, aRuleBookFact } from './rules/rule-book/builders.ts'
export { arbitraryRuleBookHistory, ruleBookCommandsFor } from './rules/rule-book/arbitraries.ts'
export { aDivisionCommand, aDivisionFact, communityNamed, townNamed } from './grids/division-register/builders.ts'
export { arbitraryDivisionHistory, divisionCommandsFor } from './grids/division-register/arbitraries.ts'
export { aGridMapCommand, aGridMapFact, buildingNamed, gridMapEvidence, gridNamed, gridOnMapNamed, plannedChange } from './grids/grid-map/builders.ts'
export { arbitraryGridMapHistory, gridMapCommandsFor } from './grids/grid-map/arbitraries.ts'
export { aPlanCommand, aPlanFact } from './grids/restructure-plan/builders.ts'
