/** The read model community-grids. */

export type { CommunityGrids, CountElsewhere, CountExemption, EndedGrid, MovedGrid, OpenGrid, PlacedBuilding } from './read-model.ts'
export { communityGrids } from './projection.ts'
export {
  addFigures, buildingsInNoGrid, exemptionOn, figuresByGrid, figuresOf, locatedBuildings, noFigures, openGrids,
  type Figures, type GridRef, type LocatedBuilding,
} from './queries.ts'
