/** The concept restructure-plan. */

export * from './events.ts'
export * from './commands.ts'
export * from './upcasters.ts'
export * from './operations.ts'
