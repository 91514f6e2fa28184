/** The facts and rules of community grid governance. */

export * from './shared/index.ts'
export * from './rules/log-opening/index.ts'
export * from './rules/rule-book/index.ts'
export * from './grids/division-register/index.ts'
export * from './grids/grid-map/index.ts'
export * from './grids/restructure-plan/index.ts'
export * from './governance-event.ts'
export * from './governance-command.ts'
export * from './governance-rejection.ts'
export * from './governance-codec.ts'
export * from './processes/index.ts'
