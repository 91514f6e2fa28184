/** The laws of a projection of one's own, all of them by one call, to be registered in any test runner. */

export { applyLaws, arbitraryFacts, arbitraryLogs, type Law } from '@grid-governance/event-sourcing/laws'
export { allProjectionLaws, type LogCodec, type ProjectionUnderAllLaws, type StoresUnderLaw } from './laws/all-projection-laws.ts'
