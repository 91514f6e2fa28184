/** The concept division-register. */

export * from './events.ts'
export * from './commands.ts'
export * from './upcasters.ts'
