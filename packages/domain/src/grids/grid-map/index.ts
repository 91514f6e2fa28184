/** The concept grid-map. */

export * from './events.ts'
export * from './commands.ts'
export * from './rejections.ts'
export * from './evidence.ts'
export type { ChangeNature, MapChange, MapEntry, MapHistory } from './changes.ts'
export { structureOf, type GridMapState } from './state.ts'
export * from './decider.ts'
export * from './upcasters.ts'
