/** Arbitrary commands and histories of a grid map. */

import fc from 'fast-check'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import { aimedChain, aimedCommands, arbitraryDating, arbitraryDay, arbitrarySteps, arbitraryTarget, namesEntry, ofChain, oneOfThese, play, type Played } from '../../shared/arbitraries.ts'
import { ruleSetOf } from '../../shared/builders.ts'
import type { GridReservation } from '../../shared/structure.ts'
import type { GridOnMap } from '../../shared/vocabulary.ts'
import { aGridMapCommand, buildingNamed, gridMapEvidence, gridNamed, gridOnMapNamed, plannedChange } from './builders.ts'
import { historyOf, type MapEntry } from './changes.ts'
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
    .map(([plan, gridIds, codes, effectiveOn]) => aGridMapCommand.ReserveGrids({ planId: plan, gridIds, codes, takesEffectOn: effectiveOn })) },
  planId().map((plan) => aGridMapCommand.ReleaseGrids({ planId: plan })),
  { weight: 2, arbitrary: planId().map((plan) => aGridMapCommand.ReviseGridMap({ planId: plan })) },
  { weight: 2, arbitrary: arbitraryTarget().map((target) => aGridMapCommand.VoidGridMapEntry(target)) },
)

/** Commands for a state, whose corrections mostly name what is there, and whose plans say what fits. */
export const gridMapCommandsFor: (state: GridMapState) => fc.Arbitrary<GridMapCommand> = aimedCommands(arbitraryGridMapCommand(), aimed)

/** Histories that came about by such commands under the rules of the case; plans split, merge and redraw the grids that they reserved. */
export const arbitraryGridMapHistory = (): fc.Arbitrary<Played<GridMapState, GridMapEvent>> => arbitrarySteps(arbitraryGridMapCommand()).map((steps) =>
  play(gridMapDecider, [{ command: aGridMapCommand.LayOutGrids(), aim: 0 }, ...steps], gridMapEvidence(ruleSetOf()), aimed))

/** Facts are aimed at what is there on their day, corrections at a chain, a plan's word at what the plan reserved. */
function aimed(command: GridMapCommand, state: GridMapState, aim: number): GridMapCommand {
  if (historyOf(state).changes.length === 0 && aim % 3 !== 0) return aGridMapCommand.LayOutGrids({ grids: ids(2 + aim % 4).map((id, place) => gridNamed(id, [`B${place + 1}`, `B${place + 11}`])) })
  const here = (day: string) => partitionAt(historyOf(state), day as CalendarDate)
  const grid = (day: string) => oneOfThese(Object.keys(here(day).grids), aim, 'G1')
  const building = (day: string) => oneOfThese(Object.keys(here(day).buildings), aim, 'B1')
  switch (command.type) {
    case 'LayOutGrids': return namesEntry(command) ? correctedGrid(command, state, aim) : command
    case 'RegisterBuilding': return atEntry(aGridMapCommand.RegisterBuilding({ ...command.data, ...registered(command, state, aim), gridId: grid(command.data.effectiveOn) }), state, aim, 'BuildingRegistered')
    case 'RemoveBuilding': return atEntry(aGridMapCommand.RemoveBuilding({ ...command.data, buildingId: building(command.data.effectiveOn) }), state, aim, 'BuildingRemoved')
    case 'RecordBuildingMetrics': {
      const buildingId = building(command.data.effectiveOn)
      const holder = Object.values(here(command.data.effectiveOn).grids).find((one) => one.buildings.some((each) => each === buildingId))?.gridId ?? 'G1'
      return atEntry(aGridMapCommand.RecordBuildingMetrics({ ...command.data, buildingId, gridId: holder, households: aim }), state, aim, 'BuildingMetricsRecorded')
    }
    case 'RenameGrid': return atEntry(aGridMapCommand.RenameGrid({ ...command.data, gridId: grid(command.data.effectiveOn), name: `虚构网格${aim}` }), state, aim, 'GridRenamed')
    case 'RecodeGrid': return atEntry(aGridMapCommand.RecodeGrid({ ...command.data, gridId: grid(command.data.effectiveOn) }), state, aim, 'GridRecoded')
    case 'GrantGridCountExemption': return atEntry(command, state, aim, 'GridCountExemptionGranted')
    case 'VoidGridMapEntry': return ofChain(command, aimedChain(state.entries, aim))
    case 'ReserveGrids': {
      const { planId: named, takesEffectOn: effectiveOn } = command.data
      const gridIds = aim % 10 === 9 ? command.data.gridIds : Object.keys(here(effectiveOn).grids).slice(aim % 3, aim % 3 + 2)
      return aGridMapCommand.ReserveGrids({ ...command.data, planId: freshPlan(state, named), gridIds })
    }
    case 'ReviseGridMap': {
      const reservation = state.reservations[aim % state.reservations.length]
      return reservation === undefined ? aGridMapCommand.ReleaseGrids() : revision(state, reservation, aim)
    }
    case 'HoldGrids': case 'ReleaseGrids': return command
  }
}

function atEntry(command: GridMapCommand, state: GridMapState, aim: number, type: MapEntry['type']): GridMapCommand {
  return namesEntry(command) ? ofChain(command, aimedChain(state.entries, aim, type)) : command
}

/** A building that is new, or the one that is to be corrected. */
function registered(command: GridMapCommand, state: GridMapState, aim: number): object {
  const fact = namesEntry(command) ? aimedChain(state.entries, aim, 'BuildingRegistered')?.entries[0]?.fact : undefined
  if (fact?.type === 'BuildingRegistered') return { building: { ...fact.data.building, households: aim } }
  return aim % 5 === 4 ? {} : { building: buildingNamed(`B${100 + state.arrived}`) }
}

/** The same grid again: with a building less, one more, or from another day. */
function correctedGrid(command: GridMapCommand, state: GridMapState, aim: number): GridMapCommand {
  const chain = aimedChain(state.entries, aim, 'GridEstablished')
  const fact = chain?.entries.findLast((entry) => entry.fact !== null)?.fact
  if (fact?.type !== 'GridEstablished') return command
  const { gridId: id, code, name, buildings } = fact.data
  const others = aim % 3 === 0 ? buildings : aim % 3 === 1 ? buildings.slice(1) : [...buildings, buildingNamed(`B${200 + state.arrived}`)]
  return ofChain(aGridMapCommand.LayOutGrids({ ...command.data, ...(aim % 2 === 0 ? { effectiveOn: fact.data.effectiveOn } : {}), grids: [{ gridId: id, code, name, buildings: others }] }), chain)
}

/** A plan is executed once. */
function freshPlan(state: GridMapState, named: string): string {
  return Object.hasOwn(state.plans, named) ? `P${3 + Object.keys(state.plans).length}` : named
}

/** What a sound plan would say of the grids that it reserved: divided, merged, or with a building moved between them. */
function revision(state: GridMapState, { planId: plan, gridIds, takesEffectOn: effectiveOn }: GridReservation, aim: number): GridMapCommand {
  const { grids } = partitionAt(historyOf(state), effectiveOn)
  const counts = [effectiveOn, ...historyOf(state).changes.map((change) => change.effectiveOn)].filter((day) => day >= effectiveOn)
    .map((day) => Object.keys(partitionAt(historyOf(state), day).grids).length)
  const [first, second] = gridIds.flatMap((id) => grids[id] ?? [])
  const changes = first === undefined ? []
    : aim % 3 === 0 && Math.max(...counts) < 5 ? [splitOf(first, state, effectiveOn)]
      : aim % 3 === 1 && second !== undefined && Math.min(...counts) > 2 ? [mergeOf(first, second, state, effectiveOn)]
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
