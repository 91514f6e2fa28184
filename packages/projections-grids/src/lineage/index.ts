/** The read model lineage. */

export type { CommunityLineage, LineageEdge, LineageKind, Place } from './read-model.ts'
export { lineage } from './projection.ts'
export { foundingOf, neverValidGrid, type NeverValidGrid } from './edges.ts'
export { lineageAlgorithm, lineageOf, type Direction, type Lineage, type LineageAnswer, type LineagePart } from './queries.ts'
export { mappingBetween, type GridMapping, type MappingRow } from './mapping.ts'
export type { Measure, NotComparable, Share, Shares } from './shares.ts'
export type { LineageOperation, LineageStep, PlacedShares } from './walk.ts'
