/** One operation tried on the working copy: what it comes to as an absolute outcome, or everything that speaks against it. */

import * as E from 'fp-ts/lib/Either.js'
import { townOn } from '../../shared/division-structure.ts'
import type { BuildingId, CommunityId, GridId } from '../../shared/identifiers.ts'
import { gridOfBuilding } from '../../shared/structure.ts'
import type { BuildingDetails, GridOnMap } from '../../shared/vocabulary.ts'
import { applyCommunitySplit } from './apply-community-split.ts'
import {
  codesGivenTwice, codeSpent, communityFaults, gridFaults, keptCodeFaults, namedTwice, newCodeFaults, newNameFaults, notOnce, numberFaults, openGrid, townFaults, type Faults,
} from './operation-checks.ts'
import type { Operation } from './operations.ts'
import type { Outcome } from './outcomes.ts'
import type { WorkingCopy } from './working-copy.ts'

export type Applied = E.Either<Faults, Outcome>

/** Tries an operation; never throws, whatever it names. */
export const applyOperation = (copy: WorkingCopy, operation: Operation): Applied => {
  switch (operation.kind) {
    case 'split': return applySplit(copy, operation)
    case 'merge': return applyMerge(copy, operation)
    case 'boundary': return applyBoundary(copy, operation)
    case 'close': return applyClose(copy, operation)
    case 'reparentGrid': return applyReparentGrid(copy, operation)
    case 'reparentCommunity': return applyReparentCommunity(copy, operation)
    case 'communitySplit': return applyCommunitySplit(copy, operation)
  }
}

type OperationOf<Kind extends Operation['kind']> = Extract<Operation, { readonly kind: Kind }>

function applySplit(copy: WorkingCopy, { communityId, source, targets }: OperationOf<'split'>): Applied {
  const absent = first(communityFaults(copy, communityId), () => gridFaults(copy, communityId, source))
  if (absent.length > 0) return E.left(absent)
  const odd = notOnce(openGrid(copy, communityId, source)?.buildings ?? [], targets.flatMap((target) => target.buildings))
  const faults: Faults = [
    ...(targets.length >= 2 ? [] : [{ type: 'TooFewTargets', rule: 'I4', source, targets: targets.length } as const]),
    ...namedTwice(targets.map((target) => target.gridId)).map((target) => ({ type: 'TargetNamedTwice', rule: 'I4', target } as const)),
    ...targets.flatMap((target) => targetFaults(copy, communityId, 'I4', [source], target)),
    ...codesGivenTwice(targets.map((target) => target.code)),
    ...(odd === undefined ? [] : [{ type: 'BuildingsNotDisposedOnce', rule: 'I4', gridId: source, ...odd } as const]),
    ...targets.filter((target) => target.buildings.length === 0).map(({ gridId }) => ({ type: 'GridWouldBeEmpty', rule: 'I3', communityId, gridId } as const)),
  ]
  return verdict(faults, () => ({ type: 'GridSplit', data: { communityId, source, targets } }))
}

function applyMerge(copy: WorkingCopy, { communityId, sources, target }: OperationOf<'merge'>): Applied {
  const absent = first(communityFaults(copy, communityId), () => [...new Set(sources)].flatMap((gridId) => gridFaults(copy, communityId, gridId)))
  if (absent.length > 0) return E.left(absent)
  const faults: Faults = [
    ...(sources.length >= 2 ? [] : [{ type: 'TooFewSources', rule: 'I5', communityId, sources: sources.length } as const]),
    ...namedTwice(sources).map((gridId) => ({ type: 'SourceNamedTwice', rule: 'I5', gridId } as const)),
    ...targetFaults(copy, communityId, 'I5', sources, target),
  ]
  const buildings = sources.flatMap((gridId) => openGrid(copy, communityId, gridId)?.buildings ?? [])
  return verdict(faults, () => ({ type: 'GridsMerged', data: { communityId, sources, target: { ...target, buildings } } }))
}

/** A target is new in id and code, or it continues a source. */
function targetFaults(
  copy: WorkingCopy, communityId: CommunityId, rule: 'I4' | 'I5', sources: ReadonlyArray<GridId>,
  { gridId, code, continuing }: { readonly gridId: GridId, readonly code: string, readonly continuing: boolean },
): Faults {
  const isSource = sources.includes(gridId)
  if (continuing && !isSource) return [{ type: 'ContinuingIsNoSource', rule, target: gridId, sources }]
  if (continuing) return keptCodeFaults(copy, openGrid(copy, communityId, gridId), gridId, code)
  return isSource ? [{ type: 'SourceAmongTargets', rule, source: gridId }] : newNameFaults(copy, gridId, code)
}

function applyBoundary(copy: WorkingCopy, { communityId, moves }: OperationOf<'boundary'>): Applied {
  const gridIds = [...new Set(moves.flatMap(({ from, to }) => [from, to]))]
  const absent = first(communityFaults(copy, communityId), () => gridIds.flatMap((gridId) => gridFaults(copy, communityId, gridId)))
  if (absent.length > 0) return E.left(absent)
  const grids = afterMoves(copy, communityId, gridIds, moves)
  const faults: Faults = [
    ...(moves.length > 0 ? [] : [{ type: 'NothingMoves', rule: 'I3', communityId } as const]),
    ...namedTwice(moves.map((move) => move.buildingId)).map((buildingId) => ({ type: 'BuildingMovedTwice', rule: 'I3', buildingId } as const)),
    ...moves.flatMap((move) => moveFaults(copy, communityId, move)),
    ...grids.filter((grid) => grid.buildings.length === 0).map(({ gridId }) => ({ type: 'GridWouldBeEmpty', rule: 'I3', communityId, gridId } as const)),
  ]
  return verdict(faults, () => ({ type: 'GridBoundaryRedrawn', data: { communityId, grids, moved: moves } }))
}

interface Move {
  readonly buildingId: BuildingId
  readonly from: GridId
  readonly to: GridId
}

function moveFaults({ partitions }: WorkingCopy, communityId: CommunityId, { buildingId, from, to }: Move): Faults {
  const partition = partitions[communityId]
  const actual = partition && gridOfBuilding(partition, buildingId)
  if (actual === undefined) return [{ type: 'UnknownBuilding', rule: 'I3', communityId, buildingId }]
  if (actual.gridId !== from) return [{ type: 'BuildingNotInGrid', rule: 'I3', buildingId, named: from, actual: actual.gridId }]
  return from === to ? [{ type: 'BuildingMovesNowhere', rule: 'I3', buildingId, gridId: from }] : []
}

/** A grid is given up: all its buildings go to grids that stay. */
function applyClose(copy: WorkingCopy, { communityId, gridId, moves }: OperationOf<'close'>): Applied {
  const receivers = [...new Set(moves.map((move) => move.to))]
  const absent = first(communityFaults(copy, communityId), () => [gridId, ...receivers].flatMap((id) => gridFaults(copy, communityId, id)))
  if (absent.length > 0) return E.left(absent)
  const odd = notOnce(openGrid(copy, communityId, gridId)?.buildings ?? [], moves.map((move) => move.buildingId))
  const moved = moves.map(({ buildingId, to }) => ({ buildingId, from: gridId, to }))
  const faults: Faults = [
    ...(odd === undefined ? [] : [{ type: 'BuildingsNotDisposedOnce', rule: 'I4', gridId, ...odd } as const]),
    ...moves.filter(({ to }) => to === gridId).map(({ buildingId }) => ({ type: 'BuildingMovesNowhere', rule: 'I3', buildingId, gridId } as const)),
  ]
  return verdict(faults, () => ({
    type: 'GridClosed',
    data: { communityId, gridId, reason: 'abolished', successors: receivers, grids: afterMoves(copy, communityId, receivers, moved), moved },
  }))
}

function afterMoves(copy: WorkingCopy, communityId: CommunityId, gridIds: ReadonlyArray<GridId>, moves: ReadonlyArray<Move>): ReadonlyArray<GridOnMap> {
  return gridIds.flatMap((gridId) => {
    const grid = openGrid(copy, communityId, gridId)
    const gone = new Set(moves.filter((move) => move.from === gridId).map((move) => move.buildingId))
    const come = moves.filter((move) => move.to === gridId).map((move) => move.buildingId)
    return grid === undefined ? [] : [{ ...grid, buildings: [...grid.buildings.filter((building) => !gone.has(building)), ...come] }]
  })
}

function applyReparentGrid(copy: WorkingCopy, { gridId, from, to, code, numbers }: OperationOf<'reparentGrid'>): Applied {
  if (from === to) return E.left([{ type: 'GridMovesNowhere', rule: 'I1', gridId, communityId: from }])
  const absent = first([from, to].flatMap((communityId) => communityFaults(copy, communityId)), () => gridFaults(copy, from, gridId))
  const grid = openGrid(copy, from, gridId)
  if (absent.length > 0 || grid === undefined) return E.left(absent)
  const faults: Faults = [...movedCodeFaults(copy, grid, code), ...numberFaults(copy, from, to, [{ gridId, numbers }])]
  return verdict(faults, () => ({
    type: 'GridReparented',
    data: { fromCommunity: from, toCommunity: to, grid: { gridId, code, name: grid.name, buildings: renumbered(copy, from, grid, numbers) } },
  }))
}

/** A grid that goes to another community gets a new code: the old one names the community that it leaves. */
function movedCodeFaults(copy: WorkingCopy, grid: GridOnMap, code: string): Faults {
  return grid.code === code ? [codeSpent(code)] : newCodeFaults(copy, grid.gridId, code)
}

function renumbered(copy: WorkingCopy, from: CommunityId, grid: GridOnMap, numbers: OperationOf<'reparentGrid'>['numbers']): ReadonlyArray<BuildingDetails> {
  const details = copy.partitions[from]?.buildings ?? {}
  return grid.buildings.flatMap((buildingId) => {
    const building = details[buildingId]
    const number = numbers.find((one) => one.buildingId === buildingId)?.number
    return building === undefined || number === undefined ? [] : [{ ...building, number }]
  })
}

function applyReparentCommunity(copy: WorkingCopy, { communityId, from, to }: OperationOf<'reparentCommunity'>): Applied {
  if (from === to) return E.left([{ type: 'CommunityMovesNowhere', rule: 'I1', communityId, townId: from }])
  const actual = townOn(copy.divisions, communityId, copy.day)
  const faults: Faults = [
    ...communityFaults(copy, communityId),
    ...(actual === undefined || actual === from ? [] : [{ type: 'CommunityInAnotherTown', rule: 'I1', communityId, named: from, actual } as const]),
    ...townFaults(copy, to),
  ]
  return verdict(faults, () => ({ type: 'CommunityReparented', data: { communityId, fromTown: from, toTown: to } }))
}

/** Later checks make sense only where the earlier ones found nothing. */
function first(faults: Faults, then: () => Faults): Faults {
  return faults.length > 0 ? faults : then()
}

function verdict(faults: Faults, outcome: () => Outcome): Applied {
  return faults.length > 0 ? E.left(faults) : E.right(outcome())
}
