/** The mapping of all grids of one day to all grids of another: the table by which figures of two days are made comparable. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { GridId } from '@grid-governance/domain'
import { addFigures, byCode, noFigures, type Figures, type GridRef } from '../community-grids/queries.ts'
import type { DistrictGrids } from '../district-grids.ts'
import { buildingsOf, buildingsUnknownOn, gridsOf, lineageAlgorithm, weightOf } from './queries.ts'
import { sharesOf, type Shares } from './shares.ts'

/** A pair of grids that have buildings in common; a grid that has none stands beside itself while it is open. */
export interface MappingRow {
  readonly from: GridRef
  readonly to: GridRef
  /** What part of the first grid, as it was on the first day, is in the second. */
  readonly ofFrom: Shares
  /** What part of the second grid, as it was on the second day, was in the first. */
  readonly ofTo: Shares
}

export interface GridMapping {
  readonly algorithm: typeof lineageAlgorithm
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly rows: ReadonlyArray<MappingRow>
  /** Grids of the first day that have nothing in any grid of the second. */
  readonly ended: ReadonlyArray<GridRef>
  /** Grids of the second day that have nothing of any grid of the first. */
  readonly begun: ReadonlyArray<GridRef>
  /** Grids of the second day of which part or all stood there on the first day in grids that are not known to us (T33). */
  readonly unknown: ReadonlyArray<{ readonly grid: GridRef, readonly unknownBefore: CalendarDate }>
}

/** All grids of `from` and the grids of `to` in which their buildings are; same place in the log, and in days as `lineageOf`. */
export const mappingBetween = (from: DistrictGrids, to: DistrictGrids): GridMapping => {
  const first = figuresOfGrids(from)
  const second = figuresOfGrids(to)
  const rows = pairs(from, to).flatMap(({ fromId, toId, before, after }) => {
    const [source, target] = [first.get(fromId), second.get(toId)]
    return source === undefined || target === undefined
      ? []
      : [{ from: source.grid, to: target.grid, ofFrom: sharesOf(before, source.figures), ofTo: sharesOf(after, target.figures) }]
  }).sort((left, right) => byCode(left.from, right.from) || byCode(left.to, right.to))
  const unknown = unknownGrids(from, to)
  const [mapped, reached] = [new Set(rows.map((row) => row.from.gridId)), new Set(rows.map((row) => row.to.gridId))]
  return {
    algorithm: lineageAlgorithm, from: from.asOf, to: to.asOf, rows, unknown,
    ended: refs(first).filter((grid) => !mapped.has(grid.gridId)),
    begun: refs(second).filter((grid) => !reached.has(grid.gridId) && !unknown.some((one) => one.grid.gridId === grid.gridId)),
  }
}

interface CountedGrid {
  readonly grid: GridRef
  readonly figures: Figures
}

function figuresOfGrids(grids: DistrictGrids): ReadonlyMap<GridId, CountedGrid> {
  const counted = new Map<GridId, CountedGrid>([...gridsOf(grids)].map(([gridId, grid]) => [gridId, { grid, figures: noFigures }]))
  for (const building of buildingsOf(grids).values()) {
    const known = counted.get(building.gridId)
    if (known !== undefined) counted.set(building.gridId, { ...known, figures: addFigures(known.figures, weightOf(building)) })
  }
  return counted
}

function refs(counted: ReadonlyMap<GridId, CountedGrid>): ReadonlyArray<GridRef> {
  return [...counted.values()].map(({ grid }) => grid).sort(byCode)
}

interface Pair {
  readonly fromId: GridId
  readonly toId: GridId
  /** What the common buildings count on the first day, and on the second. */
  readonly before: Figures
  readonly after: Figures
}

function pairs(from: DistrictGrids, to: DistrictGrids): ReadonlyArray<Pair> {
  const found = new Map<string, Pair>()
  const note = (fromId: GridId, toId: GridId, before: Figures, after: Figures): void => {
    const id = `${fromId}/${toId}`
    const known = found.get(id) ?? { fromId, toId, before: noFigures, after: noFigures }
    found.set(id, { fromId, toId, before: addFigures(known.before, before), after: addFigures(known.after, after) })
  }
  const there = buildingsOf(to)
  for (const building of buildingsOf(from).values()) {
    const later = there.get(building.buildingId)
    if (later !== undefined) note(building.gridId, later.gridId, weightOf(building), weightOf(later))
  }
  for (const gridId of emptyGrids(from)) note(gridId, gridId, noFigures, noFigures)
  return [...found.values()]
}

function emptyGrids(grids: DistrictGrids): ReadonlyArray<GridId> {
  const filled = new Set([...buildingsOf(grids).values()].map((building) => building.gridId))
  return [...gridsOf(grids).keys()].filter((gridId) => !filled.has(gridId))
}

function unknownGrids(from: DistrictGrids, to: DistrictGrids): GridMapping['unknown'] {
  const unknownOnes = buildingsUnknownOn(to, from.asOf)
  const before = buildingsOf(from)
  const found = new Map<GridId, CalendarDate>()
  for (const building of buildingsOf(to).values()) {
    const day = before.has(building.buildingId) ? undefined : unknownOnes.get(building.buildingId)
    const known = found.get(building.gridId)
    if (day !== undefined && (known === undefined || day > known)) found.set(building.gridId, day)
  }
  return [...gridsOf(to).values()].sort(byCode).flatMap((grid) => { const day = found.get(grid.gridId); return day === undefined ? [] : [{ grid, unknownBefore: day }] })
}
