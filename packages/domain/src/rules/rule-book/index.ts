/** The concept rule-book. */

export * from './events.ts'
export * from './commands.ts'
export * from './upcasters.ts'
