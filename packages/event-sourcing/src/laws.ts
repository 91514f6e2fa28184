/** Laws as fast-check properties, to be applied to one's own deciders, projections and codecs by one call each. */

export { applyLaws, asyncLawFor, lawFor, type Law, type Register } from './laws/law.ts'
export { deciderLaws, type DeciderUnderLaw, type LawContext } from './laws/decider-laws.ts'
export { byBruteForce, projectionLaws, type ProjectionUnderLaw } from './laws/projection-laws.ts'
export { partitionLaws, type PartitionUnderLaw } from './laws/partition-laws.ts'
export { explainPathLaws, explainQueryLaws, type ProjectionToExplain, type QueryToExplain } from './laws/explain-laws.ts'
export { codecLaws, shapesOf, type CodecUnderLaw, type Golden } from './laws/codec-laws.ts'
export { arbitraryFacts, type FactSamples } from './laws/sample-facts.ts'
export { arbitraryLogs, type EntryVoided, type LogOptions } from './laws/logs.ts'
export { jsonKeys, jsonNumbers, jsonObjects, jsonTexts, jsonValues } from './laws/json-trees.ts'
