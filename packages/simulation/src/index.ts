/** Seeded histories of whole districts: for demonstrations, benchmarks and laws. */

export * from './clock.ts'
export * from './chance.ts'
export * from './simulated-district.ts'
export * from './simulate.ts'
