/** The concept division-register. */

export * from './events.ts'
export * from './commands.ts'
export * from './rejections.ts'
export * from './evidence.ts'
export type { RegisterEntry, RegisterHistory } from './history.ts'
export { divisionStructureOf, type DivisionRegisterState } from './state.ts'
export * from './decider.ts'
export * from './upcasters.ts'
