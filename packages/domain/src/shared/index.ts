/** What all concepts share. */

export * from './identifiers.ts'
export * from './codes.ts'
export * from './vocabulary.ts'
export * from './structure.ts'
export * from './rule-set.ts'
export * from './division-structure.ts'
