// What the workers of the benchmark load: the projection, its codec and its partition.
export { communityGridsInParts } from '../../../packages/projections-grids/src/partition.ts'
