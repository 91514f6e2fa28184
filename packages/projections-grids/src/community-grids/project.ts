/** How each fact changes a community's grids, in place; the cost is that of the fact, never that of the community. */

import { copy, type CalendarDate, type Cases } from '@grid-governance/event-sourcing'
import type { BuildingDetails, BuildingId, ClosingReason, CommunityId, GovernanceEvent, GridCode, GridId, Name } from '@grid-governance/domain'
import type { CommunityGrids } from './read-model.ts'

/** The facts that say what grids and buildings a community has. `GridMapRevised` is none of them: it serves deciding only. */
export const communityGridsFacts = [
  'GridEstablished', 'BuildingRegistered', 'BuildingRemoved', 'BuildingMetricsRecorded', 'GridRenamed', 'GridRecoded', 'GridCountExemptionGranted',
  'GridSplit', 'GridsMerged', 'GridBoundaryRedrawn', 'GridClosed', 'GridReparented', 'CommunitySplit',
] as const

export const communityGridsCases: Cases<GovernanceEvent, typeof communityGridsFacts[number], CommunityGrids> = {
  GridEstablished: (model, { data }) => {
    openGrid(model, data, data.effectiveOn, null)
    for (const building of data.buildings) registerBuilding(model, building, data.gridId, data.effectiveOn)
    if (data.earlierHistory === 'unknown') model.unknownBefore = data.effectiveOn
  },

  BuildingRegistered: (model, { data }) => registerBuilding(model, data.building, data.gridId, data.effectiveOn),

  BuildingRemoved: (model, { data }) => {
    delete model.buildings[data.buildingId]
  },

  BuildingMetricsRecorded: (model, { data: { buildingId, households, residents, effectiveOn } }) => {
    const building = model.buildings[buildingId]
    if (building === undefined) {
      model.elsewhere[buildingId] = { households, residents, countedOn: effectiveOn, wasHere: false }
      return
    }
    building.households = households
    building.residents = residents
    building.countedOn = effectiveOn
    delete model.elsewhere[buildingId]
  },

  GridRenamed: (model, { data }) => {
    const grid = model.grids[data.gridId]
    if (grid !== undefined) grid.name = data.name
  },

  GridRecoded: (model, { data }) => {
    const grid = model.grids[data.gridId]
    if (grid !== undefined) grid.code = data.code
  },

  GridCountExemptionGranted: (model, { data }) => {
    model.exemptions[data.entryId] = {
      min: data.min, max: data.max, from: data.effectiveOn, until: data.until ?? null, documentNumber: data.documentNumber,
    }
  },

  GridSplit: (model, { data }) => {
    const targets = data.targets.map((target) => target.gridId)
    if (!targets.includes(data.source)) endGrid(model, data.source, data.effectiveOn, 'split', targets)
    for (const target of data.targets) setGrid(model, target, data.effectiveOn)
  },

  GridsMerged: (model, { data }) => {
    for (const source of data.sources) {
      if (source !== data.target.gridId) endGrid(model, source, data.effectiveOn, 'merged', [data.target.gridId])
    }
    setGrid(model, data.target, data.effectiveOn)
  },

  GridBoundaryRedrawn: (model, { data }) => {
    for (const grid of data.grids) placeBuildings(model, grid)
  },

  GridClosed: (model, { data }) => {
    if (data.reason === 'neverValid') takeBackGrid(model, data.gridId, data.successors)
    else endGrid(model, data.gridId, data.effectiveOn, data.reason, data.successors)
    for (const grid of data.grids) placeBuildings(model, grid)
  },

  GridReparented: (model, { data }) => {
    if (model.communityId === data.fromCommunity) sendGrid(model, data.grid, data.effectiveOn, data.toCommunity)
    if (model.communityId === data.toCommunity) receiveGrid(model, data.grid, data.effectiveOn, data.fromCommunity)
  },

  CommunitySplit: (model, { data }) => {
    for (const target of data.targets) {
      for (const grid of target.grids) {
        if (target.communityId !== model.communityId) sendGrid(model, grid, data.effectiveOn, target.communityId)
        else receiveGrid(model, grid, data.effectiveOn, data.source)
      }
    }
  },
}

interface NamedGrid {
  readonly gridId: GridId
  readonly code: GridCode
  readonly name: Name
}

interface GridWithBuildings extends NamedGrid {
  readonly buildings: ReadonlyArray<BuildingDetails>
}

/** From this day on the grid has this code, this name and these buildings. */
function setGrid(model: CommunityGrids, grid: NamedGrid & { readonly buildings: ReadonlyArray<BuildingId> }, day: CalendarDate): void {
  openGrid(model, grid, day, null)
  placeBuildings(model, grid)
}

/** From this day on the grid has these buildings. What it is called is not the fact's to say: a name learnt late or corrected outlasts it. */
function placeBuildings(model: CommunityGrids, grid: { readonly gridId: GridId, readonly buildings: ReadonlyArray<BuildingId> }): void {
  for (const buildingId of grid.buildings) {
    const building = model.buildings[buildingId]
    if (building !== undefined) building.gridId = grid.gridId
  }
}

/** A grid that is already open keeps its first day. */
function openGrid(model: CommunityGrids, { gridId, code, name }: NamedGrid, day: CalendarDate, cameFrom: CommunityId | null): void {
  const known = model.grids[gridId]
  if (known === undefined) {
    model.grids[gridId] = { code, name, since: day, cameFrom }
  } else {
    known.code = code
    known.name = name
  }
}

function registerBuilding(model: CommunityGrids, { buildingId, number, households, residents }: BuildingDetails, gridId: GridId, day: CalendarDate): void {
  model.buildings[buildingId] = { number, gridId, households, residents, countedOn: day }
  delete model.elsewhere[buildingId]
}

function endGrid(model: CommunityGrids, gridId: GridId, day: CalendarDate, reason: ClosingReason, successors: ReadonlyArray<GridId>): void {
  const grid = model.grids[gridId]
  if (grid === undefined) return
  delete model.grids[gridId]
  const { code, name, since, cameFrom } = grid
  model.closed[gridId] = { code, name, since, cameFrom, closedOn: day, reason, successors: copy(successors) }
}

function takeBackGrid(model: CommunityGrids, gridId: GridId, instead: ReadonlyArray<GridId>): void {
  delete model.grids[gridId]
  model.neverValid[gridId] = copy(instead)
}

/** A grid leaves with its buildings. A community that was split sends only what it had: each target is shown the others' grids too. */
function sendGrid(model: CommunityGrids, grid: GridWithBuildings, day: CalendarDate, to: CommunityId): void {
  const own = model.grids[grid.gridId]
  if (own !== undefined) {
    delete model.grids[grid.gridId]
    model.moved[grid.gridId] = { code: own.code, movedOn: day, to }
  }
  for (const { buildingId } of grid.buildings) sendBuilding(model, buildingId, day)
}

/** What was counted of it here still holds where it goes. */
function sendBuilding(model: CommunityGrids, buildingId: BuildingId, day: CalendarDate): void {
  const building = model.buildings[buildingId]
  if (building === undefined) return
  delete model.buildings[buildingId]
  const { households, residents, countedOn } = building
  if (countedOn !== null) model.elsewhere[buildingId] = { households, residents, countedOn, wasHere: countedOn < day }
  else setWasHere(model, buildingId, day, false)
}

/** A grid arrives with its buildings, or stays under its name when its community is divided; with the code and the building numbers of this community. */
function receiveGrid(model: CommunityGrids, grid: GridWithBuildings, day: CalendarDate, from: CommunityId): void {
  openGrid(model, { ...grid, name: model.grids[grid.gridId]?.name ?? grid.name }, day, from)
  delete model.moved[grid.gridId]
  for (const building of grid.buildings) receiveBuilding(model, building, grid.gridId, day)
}

/** A building that was here already keeps what was counted of it here. */
function receiveBuilding(model: CommunityGrids, { buildingId, number, households, residents }: BuildingDetails, gridId: GridId, day: CalendarDate): void {
  const known = model.buildings[buildingId]
  if (known === undefined) {
    model.buildings[buildingId] = { number, gridId, households, residents, countedOn: null }
    setWasHere(model, buildingId, day, true)
  } else {
    known.number = number
    known.gridId = gridId
  }
}

/** Whether a building was here on the day of a count is settled by the last move that takes effect on it. */
function setWasHere(model: CommunityGrids, buildingId: BuildingId, day: CalendarDate, wasHere: boolean): void {
  const count = model.elsewhere[buildingId]
  if (count?.countedOn === day) count.wasHere = wasHere
}
