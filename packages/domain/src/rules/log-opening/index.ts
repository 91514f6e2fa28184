/** The concept log opening. */

export * from './events.ts'
export * from './commands.ts'
export * from './rejections.ts'
export type * from './state.ts'
export * from './decider.ts'
export * from './upcasters.ts'
