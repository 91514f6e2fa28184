/** The concept rule-book. */

export * from './events.ts'
export * from './commands.ts'
export * from './rejections.ts'
export { editionOn, ruleSetOn, type EditionIssued, type RuleBookState } from './state.ts'
export * from './case-editions.ts'
export * from './decider.ts'
export * from './upcasters.ts'
