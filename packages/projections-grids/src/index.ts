/** What @grid-governance/projections-grids offers to others, listed by hand. */

export {
  addFigures, buildingsInNoGrid, communityGrids, exemptionOn, figuresByGrid, figuresOf, locatedBuildings, noFigures, openGrids,
  type CommunityGrids, type CountElsewhere, type CountExemption, type EndedGrid, type Figures, type GridRef, type LocatedBuilding, type MovedGrid, type OpenGrid, type PlacedBuilding,
} from './community-grids/index.ts'
export {
  communitiesOfTown, divisions, openCommunities,
  type CommunityDivision, type Divisions, type Ending, type TownDivision,
} from './divisions/index.ts'
export { beginnings, gridsUnknownBefore, unknownBefore, type Beginning, type Beginnings, type CommunityBeginning, type Known } from './beginnings/index.ts'
export {
  foundingOf, lineage, lineageAlgorithm, lineageOf, mappingBetween, neverValidGrid,
  type CommunityLineage, type Direction, type GridMapping, type Lineage, type LineageAnswer, type LineageEdge, type LineageKind, type LineageOperation, type LineagePart,
  type LineageStep, type MappingRow, type Measure, type NeverValidGrid, type NotComparable, type Place, type PlacedShares, type Share, type Shares,
} from './lineage/index.ts'
export {
  addCounts, gridTree, noCounts, rowsOf,
  type CommunityNode, type Counts, type GridNode, type GridTree, type GridTreeAnswer, type TownNode, type TreeBreach, type TreeLevel, type TreeRow, type UnknownUnit,
} from './grid-tree/index.ts'
export { gridHistory, gridsNamed, type HistoryOrder, type HistoryRow } from './grid-history/index.ts'
export { communityKey, communityKeys, communityOfKey, districtKey, districtKeys, districtOfKey } from './keys.ts'
export { byCommunity, communityGridsInParts, lineageInParts } from './partition.ts'
export { knownPart, type KnownAt } from './known-part.ts'
export { districtGridsFrom, gridProjections, joinModels, type DistrictGrids, type GridModels, type GridsQuestion } from './district-grids.ts'
export { gridTreeQuestion, gridsQuestion, lineageOfQuestion, mappingQuestion, twoDaysQuestion, type GridsReads, type TwoDaysReads } from './questions.ts'
export { gatherGrids, type LoadModels } from './gather-grids.ts'
export { gridTreeFrom, lineageFrom, mappingFrom, type LineageQuestion } from './from-events.ts'
export { beginningsTable, buildingsTable, communitiesTable, gridTables, gridsTable, lineageEdgesTable, townsTable } from './tables/index.ts'
