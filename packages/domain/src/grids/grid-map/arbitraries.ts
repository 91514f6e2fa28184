/** Arbitrary commands and histories of a grid map. */

import fc from 'fast-check'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import { aimedAtChain, arbitraryDating, arbitraryDay, arbitrarySteps, arbitraryTarget, play, type Played } from '../../shared/arbitraries.ts'
import { ruleSetOf } from '../../shared/builders.ts'
import type { GridReservation } from '../../shared/structure.ts'
import type { GridOnMap } from '../../shared/vocabulary.ts'
import { aGridMapCommand, buildingNamed, gridMapEvidence, gridNamed, gridOnMapNamed, plannedChange } from './builders.ts'
import type { GridMapCommand } from './commands.ts'
import { gridMapDecider } from './decider.ts'
import type { GridMapEvent } from './events.ts'
import { partitionAt, type GridMapState } from './state.ts'

const gridId = (): fc.Arbitrary<string> => fc.constantFrom('G1', 'G2', 'G3', 'G601', 'G602')
const buildingId = (): fc.Arbitrary<string> => fc.constantFrom('B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8')
const planId = (): fc.Arbitrary<string> => fc.constantFrom('P1', 'P2')
const gridCode = (): fc.Arbitrary<string> => fc.integer({ min: 900, max: 905 }).map((serial) => `440402001001${serial}`)

/** Grids that share B1 to B6 among them; now and then too many, too few, or one building twice. */
const layout = (): fc.Arbitrary<object> => fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 6 }).map((count) => ({
    grids: ids(count).map((id, place) => gridNamed(id, ['B1', 'B2', 'B3', 'B4', 'B5', 'B6'].filter((_building, index) => index % count === place))),
  })) },
  fc.uniqueArray(gridId(), { maxLength: 3 }).chain((some) => fc.tuple(...some.map((id) => fc.array(buildingId(), { maxLength: 3 }).map((buildings) => gridNamed(id, buildings)))))
    .map((grids) => ({ grids })),
)

/** Commands of every type; many of them will be refused. What plans say is filled in when it is played. */
export const arbitraryGridMapCommand = (): fc.Arbitrary<GridMapCommand> => fc.oneof(
  { weight: 3, arbitrary: fc.tuple(arbitraryDating(), layout()).map(([dating, what]) => aGridMapCommand.LayOutGrids({ ...dating, ...what })) },
  { weight: 3, arbitrary: fc.tuple(arbitraryDating(), gridId(), buildingId()).map(([dating, grid, building]) =>
    aGridMapCommand.RegisterBuilding({ ...dating, gridId: grid, building: buildingNamed(building) })) },
  { weight: 2, arbitrary: fc.tuple(arbitraryDating(), buildingId()).map(([dating, building]) => aGridMapCommand.RemoveBuilding({ ...dating, buildingId: building })) },
  fc.tuple(arbitraryDating(), gridId(), buildingId()).map(([dating, grid, building]) =>
    aGridMapCommand.RecordBuildingMetrics({ ...dating, gridId: grid, buildingId: building })),
  fc.tuple(arbitraryDating(), gridId()).map(([dating, grid]) => aGridMapCommand.RenameGrid({ ...dating, gridId: grid })),
  fc.tuple(arbitraryDating(), gridId(), gridCode()).map(([dating, grid, code]) => aGridMapCommand.RecodeGrid({ ...dating, gridId: grid, code })),
  fc.tuple(arbitraryDating(), fc.nat({ max: 3 }), fc.nat({ max: 7 }), fc.option(arbitraryDay())).map(([dating, min, max, until]) =>
    aGridMapCommand.GrantGridCountExemption({ ...dating, min, max, ...(until === null ? {} : { until }) })),
  { weight: 2, arbitrary: fc.tuple(planId(), fc.uniqueArray(gridId(), { minLength: 1, maxLength: 2 }), fc.uniqueArray(gridCode(), { maxLength: 2 }), arbitraryDay())
    .map(([plan, gridIds, codes, effectiveOn]) => aGridMapCommand.ReserveGrids({ planId: plan, gridIds, codes, effectiveOn })) },
  planId().map((plan) => aGridMapCommand.ReleaseGrids({ planId: plan })),
  { weight: 2, arbitrary: planId().map((plan) => aGridMapCommand.ReviseGridMap({ planId: plan })) },
  { weight: 2, arbitrary: arbitraryTarget().map((target) => aGridMapCommand.VoidGridMapEntry(target)) },
)

/** Histories that came about by such commands under the rules of the case; plans split, merge and redraw the grids that they reserved. */
export const arbitraryGridMapHistory = (): fc.Arbitrary<Played<GridMapState, GridMapEvent>> => arbitrarySteps(arbitraryGridMapCommand()).map((steps) =>
  play(gridMapDecider, [{ command: aGridMapCommand.LayOutGrids(), aim: 0 }, ...steps], gridMapEvidence(ruleSetOf()), aimed))

/** A correction is aimed at a chain, a reservation at grids that are open, a plan's word at what the plan reserved. */
function aimed(command: GridMapCommand, state: GridMapState, aim: number): GridMapCommand {
  switch (command.type) {
    case 'ReserveGrids': {
      const { planId: named, effectiveOn } = command.data
      const open = Object.keys(partitionAt(state.history, effectiveOn).grids)
      const gridIds = aim % 10 === 9 ? command.data.gridIds : open.slice(aim % 3, aim % 3 + 2)
      return aGridMapCommand.ReserveGrids({ ...command.data, planId: freshPlan(state, named), gridIds })
    }
    case 'ReviseGridMap': {
      const reservation = state.reservations[aim % state.reservations.length]
      return reservation === undefined ? aGridMapCommand.ReleaseGrids() : revision(state, reservation, aim)
    }
    case 'LayOutGrids': case 'RegisterBuilding': case 'RemoveBuilding': case 'RecordBuildingMetrics': case 'RenameGrid': case 'RecodeGrid':
    case 'GrantGridCountExemption': case 'ReleaseGrids': case 'VoidGridMapEntry': return aimedAtChain(command, state.entries, aim)
  }
}

/** A plan is executed once. */
function freshPlan(state: GridMapState, named: string): string {
  return Object.hasOwn(state.plans, named) ? `P${3 + Object.keys(state.plans).length}` : named
}

/** What a sound plan would say of the grids that it reserved: divided, merged, or with a building moved between them. */
function revision(state: GridMapState, { planId: plan, gridIds, effectiveOn }: GridReservation, aim: number): GridMapCommand {
  const { grids } = partitionAt(state.history, effectiveOn)
  const count = Object.keys(grids).length
  const [first, second] = gridIds.flatMap((id) => grids[id] ?? [])
  const changes = first === undefined ? []
    : aim % 3 === 0 && count < 5 ? [splitOf(first, state, effectiveOn)]
      : aim % 3 === 1 && second !== undefined && count > 2 ? [mergeOf(first, second, state, effectiveOn)]
        : second === undefined ? [] : [boundaryBetween(first, second, state, effectiveOn)]
  return aGridMapCommand.ReviseGridMap({ planId: plan, changes })
}

function splitOf(source: GridOnMap, state: GridMapState, effectiveOn: CalendarDate) {
  const half = Math.ceil(source.buildings.length / 2)
  const [left, right] = [newGrid(state, 0, source.buildings.slice(0, half)), newGrid(state, 1, source.buildings.slice(half))]
  return plannedChange({ root: `p${state.arrived}.0`, effectiveOn, closes: [{ gridId: source.gridId, reason: 'split' as const, successors: [left.gridId, right.gridId] }], sets: [left, right] })
}

function mergeOf(first: GridOnMap, second: GridOnMap, state: GridMapState, effectiveOn: CalendarDate) {
  const target = newGrid(state, 0, [...first.buildings, ...second.buildings])
  const closes = [first, second].map(({ gridId: closing }) => ({ gridId: closing, reason: 'merged' as const, successors: [target.gridId] }))
  return plannedChange({ root: `p${state.arrived}.0`, effectiveOn, closes, sets: [target] })
}

function boundaryBetween(first: GridOnMap, second: GridOnMap, state: GridMapState, effectiveOn: CalendarDate) {
  const sets = [{ ...first, buildings: first.buildings.slice(1) }, { ...second, buildings: [...second.buildings, ...first.buildings.slice(0, 1)] }]
  return plannedChange({ root: `p${state.arrived}.0`, effectiveOn, sets })
}

function newGrid(state: GridMapState, offset: number, buildings: ReadonlyArray<string>) {
  return gridOnMapNamed(`G${601 + 2 * Object.keys(state.plans).length + offset}`, buildings)
}

function ids(count: number): ReadonlyArray<string> {
  return ['G1', 'G2', 'G3', 'G4', 'G5', 'G6'].slice(0, count)
}
