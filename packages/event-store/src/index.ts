/** The port of event stores, the in-memory store, and the loop that loads, decides and appends. */

export * from './stored-event.ts'
export * from './canonical-text.ts'
export * from './hash-chain.ts'
export * from './expected-version.ts'
export * from './failures.ts'
export * from './port.ts'
export * from './prepare-append.ts'
export * from './memory-store.ts'
