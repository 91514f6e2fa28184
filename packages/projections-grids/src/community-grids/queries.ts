/** What the models of communities answer: which grids are open, what is in them, where a building is. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { BuildingId, CommunityId, GridCode, GridId, Name } from '@grid-governance/domain'
import type { CommunityGrids, CountExemption, PlacedBuilding } from './read-model.ts'

/** How many buildings, households and residents. */
export interface Figures {
  readonly buildings: number
  readonly households: number
  readonly residents: number
}

/** A grid by its stable id, with the code and the name that it bears on the day asked for. */
export interface GridRef {
  readonly gridId: GridId
  readonly code: GridCode
  readonly name: Name
  readonly communityId: CommunityId
}

/** A building and the open grid in which it is. */
export interface LocatedBuilding extends PlacedBuilding {
  readonly buildingId: BuildingId
  readonly communityId: CommunityId
}

/** Nothing counted. */
export const noFigures: Figures = { buildings: 0, households: 0, residents: 0 }

/** The sum of two counts. */
export const addFigures = (left: Figures, right: Figures): Figures => ({
  buildings: left.buildings + right.buildings, households: left.households + right.households, residents: left.residents + right.residents,
})

/** What these buildings come to together. */
export const figuresOf = (buildings: Iterable<PlacedBuilding>): Figures => {
  let figures = noFigures
  for (const { households, residents } of buildings) figures = addFigures(figures, { buildings: 1, households, residents })
  return figures
}

/** The open grids of a community, by code. */
export const openGrids = (model: CommunityGrids): ReadonlyArray<GridRef> =>
  Object.entries(model.grids)
    .map(([gridId, { code, name }]) => ({ gridId: gridId as GridId, code, name, communityId: model.communityId }))
    .sort(byCode)

/** What is in each open grid of a community, in one walk over its buildings. */
export const figuresByGrid = (model: CommunityGrids): ReadonlyMap<GridId, Figures> => {
  const figures = new Map((Object.keys(model.grids) as GridId[]).map((gridId) => [gridId, { ...noFigures }]))
  for (const { gridId, households, residents } of Object.values(model.buildings)) {
    const soFar = figures.get(gridId)
    if (soFar === undefined) continue
    soFar.buildings += 1
    soFar.households += households
    soFar.residents += residents
  }
  return figures
}

/** The buildings of a community that are in an open grid. */
export const locatedBuildings = (model: CommunityGrids): ReadonlyArray<LocatedBuilding> =>
  Object.entries(model.buildings)
    .filter(([, building]) => model.grids[building.gridId] !== undefined)
    .map(([buildingId, building]) => ({ ...building, buildingId: buildingId as BuildingId, communityId: model.communityId }))

/** The buildings of a community that are in no open grid: a breach of I3, which no decision allows. */
export const buildingsInNoGrid = (model: CommunityGrids): ReadonlyArray<BuildingId> =>
  (Object.keys(model.buildings) as BuildingId[]).filter((buildingId) => {
    const building = model.buildings[buildingId]
    return building !== undefined && model.grids[building.gridId] === undefined
  })

/** The document that allows the community another number of grids on a day; the latest where there are several. */
export const exemptionOn = (model: CommunityGrids, day: CalendarDate): CountExemption | null =>
  Object.values(model.exemptions)
    .filter((exemption) => exemption.from <= day && (exemption.until === null || day < exemption.until))
    .sort((left, right) => left.from < right.from ? -1 : left.from > right.from ? 1 : 0)
    .at(-1) ?? null

/** The stable order of all lists: by code, and by id where a code stands twice. */
export const byCode = (left: GridRef, right: GridRef): number => compareText(left.code, right.code) || compareText(left.gridId, right.gridId)

/** Order of texts by code unit, the same on every machine. */
export const compareText = (left: string, right: string): number => left < right ? -1 : left > right ? 1 : 0
