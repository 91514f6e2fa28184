/** The district as the simulation sees it: enough to think up plans that a real office might draft. */

import type { BuildingDetails, BuildingId, BuildingNumber, CommunityCode, CommunityId, DistrictId, GridCode, GridId, Name, TownCode, TownId, Count } from '@grid-governance/domain'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { Chance } from './chance.ts'

/** One line of a table of divisions: real codes and names, or made-up ones in tests. */
export interface DivisionRow {
  readonly communityCode: string
  readonly communityName: string
  readonly townCode: string
  readonly townName: string
}

export interface SimulatedGrid {
  readonly gridId: GridId
  readonly code: GridCode
  readonly name: Name
  readonly buildings: ReadonlyArray<BuildingId>
}

/** A community; changed in place as plans take effect. */
export interface SimulatedCommunity {
  readonly communityId: CommunityId
  readonly code: CommunityCode
  readonly name: Name
  townId: TownId
  grids: ReadonlyArray<SimulatedGrid>
  buildings: ReadonlyArray<BuildingDetails>
  nextGrid: number
  nextBuilding: number
  /** True while a plan is under way here: the simulation keeps to one at a time. */
  busy: boolean
  /** The last day on which the structure changed. */
  changedOn: CalendarDate
}

export interface SimulatedTown {
  readonly townId: TownId
  readonly code: TownCode
  readonly name: Name
}

export interface SimulatedDistrict {
  readonly districtId: DistrictId
  readonly towns: ReadonlyArray<SimulatedTown>
  readonly communities: SimulatedCommunity[]
  /** By town code: the last serial that was given to a community or reserved for one; a cancelled plan does not give it back (T31). */
  readonly lastSerials: Map<string, number>
}

/** The district of a table, with 2 to 5 grids of made-up buildings in each community. */
export const layOutDistrict = (districtId: DistrictId, rows: ReadonlyArray<DivisionRow>, from: CalendarDate, chance: Chance): SimulatedDistrict => ({
  districtId,
  towns: [...new Map(rows.map((row) => [row.townCode, row])).values()].map((row): SimulatedTown =>
    ({ townId: `T${row.townCode}` as TownId, code: row.townCode as TownCode, name: row.townName as Name })),
  communities: rows.map((row) => layOutCommunity(row, from, chance)),
  lastSerials: new Map([...Map.groupBy(rows, (row) => row.communityCode.slice(0, 9))]
    .map(([townCode, own]) => [townCode, Math.max(...own.map((row) => Number(row.communityCode.slice(9))))])),
})

/** A grid under the next free code of a community. */
export const nextGrid = (community: SimulatedCommunity): Pick<SimulatedGrid, 'gridId' | 'code' | 'name'> => {
  const serial = community.nextGrid
  community.nextGrid += 1
  const code = `${community.code}${String(serial).padStart(3, '0')}`
  return { gridId: `G${code}` as GridId, code: code as GridCode, name: `第${serial}网格` as Name }
}

/** A building under the next free number of a community, with made-up households and residents. */
export const nextBuilding = (community: Pick<SimulatedCommunity, 'code' | 'nextBuilding'>, chance: Chance): BuildingDetails => {
  const number = nextNumber(community)
  const households = chance.between(12, 60)
  return {
    buildingId: `B${community.code}_${number}` as BuildingId,
    number,
    households: households as Count,
    residents: Math.round(households * chance.between(20, 34) / 10) as Count,
  }
}

/** The next free building number of a community. */
export const nextNumber = (community: Pick<SimulatedCommunity, 'nextBuilding'>): BuildingNumber => {
  const writable = community as { nextBuilding: number }
  const number = String(writable.nextBuilding).padStart(5, '0') as BuildingNumber
  writable.nextBuilding += 1
  return number
}

/** The buildings of a grid with their details. */
export const buildingsOf = (community: SimulatedCommunity, grid: Pick<SimulatedGrid, 'buildings'>): ReadonlyArray<BuildingDetails> =>
  community.buildings.filter((building) => grid.buildings.includes(building.buildingId))

function layOutCommunity(row: DivisionRow, from: CalendarDate, chance: Chance): SimulatedCommunity {
  const community: SimulatedCommunity = {
    communityId: `C${row.communityCode}` as CommunityId,
    code: row.communityCode as CommunityCode,
    name: row.communityName as Name,
    townId: `T${row.townCode}` as TownId,
    grids: [], buildings: [], nextGrid: 1, nextBuilding: 1, busy: false, changedOn: from,
  }
  const count = chance.between(2, 5)
  for (let serial = 0; serial < count; serial += 1) {
    const buildings = Array.from({ length: chance.between(6, 14) }, () => nextBuilding(community, chance))
    community.buildings = [...community.buildings, ...buildings]
    community.grids = [...community.grids, { ...nextGrid(community), buildings: buildings.map((building) => building.buildingId) }]
  }
  return community
}
