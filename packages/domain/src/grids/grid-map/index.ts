/** The concept grid-map. */

export * from './events.ts'
export * from './commands.ts'
export * from './upcasters.ts'
