/** The split of a community: each of its grids goes to exactly one target, which may be the community itself (T29). */

import * as E from 'fp-ts/lib/Either.js'
import { codeOn, townOn } from '../../shared/division-structure.ts'
import type { BuildingDetails } from '../../shared/vocabulary.ts'
import {
  codesGivenTwice, codeSpent, communityFaults, keptCodeFaults, namedTwice, newCodeFaults, newNameFaults, notOnce, numberFaults, openGrid, townFaults, type Faults,
} from './operation-checks.ts'
import type { CommunitySplitOperation, Operation } from './operations.ts'
import type { Outcome } from './outcomes.ts'
import type { WorkingCopy } from './working-copy.ts'

type CommunitySplit = typeof CommunitySplitOperation._A
type Target = CommunitySplit['targets'][number]
type ArrivingGrid = Target['grids'][number]
type SplitOutcome = Extract<Outcome, { readonly type: 'CommunitySplit' }>

export const applyCommunitySplit = (copy: WorkingCopy, operation: CommunitySplit): E.Either<Faults, SplitOutcome> => {
  const { source, targets } = operation
  const absent = communityFaults(copy, source)
  if (absent.length > 0) return E.left(absent)
  const open = Object.values(copy.partitions[source]?.grids ?? {}).map((grid) => grid.gridId)
  const odd = notOnce(open, targets.flatMap((target) => target.grids.map((grid) => grid.gridId)))
  const faults: Faults = [
    ...(targets.length >= 2 ? [] : [{ type: 'TooFewTargets', rule: 'I4', source, targets: targets.length } as const]),
    ...namedTwice(targets.map((target) => target.communityId)).map((target) => ({ type: 'TargetNamedTwice', rule: 'I4', target } as const)),
    ...targets.flatMap((target) => targetFaults(copy, source, target)),
    ...codesGivenTwice(targets.flatMap((target) => [target.code, ...target.grids.map((grid) => grid.code)])),
    // The grids are told apart first: without that, numbers of buildings mean nothing.
    ...(odd === undefined ? targets.flatMap((target) => gridCodeFaults(copy, source, target)) : [{ type: 'GridsNotDisposedOnce', rule: 'I4', communityId: source, ...odd } as const]),
  ]
  return faults.length > 0 ? E.left(faults) : E.right({ type: 'CommunitySplit', data: { source, targets: targets.map((target) => arrivingTarget(copy, operation, target)) } })
}

/**
 * An operation of old as it is done anew: a community that continues keeps the code and the town that it has by then, whatever they were when
 * it was recorded. They are not the split's to say.
 */
export const followingCommunity = (copy: WorkingCopy, operation: Operation): Operation => operation.kind !== 'communitySplit' ? operation : {
  ...operation, targets: operation.targets.map((target) => target.continuing ? { ...target, ...placeOf(copy, target) } : target),
}

function placeOf({ divisions, day }: WorkingCopy, { communityId, code, townId }: Target): Pick<Target, 'code' | 'townId'> {
  // The codes of communities were community codes when they were given.
  const actual = codeOn(divisions.communities[communityId]?.codes ?? [], day) as Target['code'] | undefined
  return { code: actual ?? code, townId: townOn(divisions, communityId, day) ?? townId }
}

function targetFaults(copy: WorkingCopy, source: CommunitySplit['source'], target: Target): Faults {
  const { communityId, code, townId, continuing } = target
  if (!continuing) {
    return communityId === source
      ? [{ type: 'SourceAmongTargets', rule: 'I4', source }]
      : [...newNameFaults(copy, communityId, code), ...townFaults(copy, townId)]
  }
  if (communityId !== source) return [{ type: 'ContinuingIsNoSource', rule: 'I4', target: communityId, sources: [source] }]
  return [
    ...(codeOn(copy.divisions.communities[source]?.codes ?? [], copy.day) === code ? [] : [{ type: 'ContinuingCommunityChanged', rule: 'I4', communityId, field: 'code', named: code } as const]),
    ...(townOn(copy.divisions, communityId, copy.day) === townId ? [] : [{ type: 'ContinuingCommunityChanged', rule: 'I4', communityId, field: 'town', named: townId } as const]),
  ]
}

function gridCodeFaults(copy: WorkingCopy, source: CommunitySplit['source'], { communityId, continuing, grids }: Target): Faults {
  const codes = grids.flatMap(({ gridId, code }) => {
    const grid = openGrid(copy, source, gridId)
    if (continuing) return keptCodeFaults(copy, grid, gridId, code)
    return grid?.code === code ? [codeSpent(code)] : newCodeFaults(copy, gridId, code)
  })
  const numbered = continuing ? grids.filter((grid) => grid.numbers.length > 0) : grids
  return [...codes, ...numberFaults(copy, source, communityId, numbered)]
}

function arrivingTarget(copy: WorkingCopy, { source }: CommunitySplit, target: Target): SplitOutcome['data']['targets'][number] {
  return {
    ...target,
    grids: target.grids.flatMap((arriving) => {
      const grid = openGrid(copy, source, arriving.gridId)
      return grid === undefined ? [] : [{ gridId: grid.gridId, code: arriving.code, name: grid.name, buildings: numberedBuildings(copy, source, grid.buildings, arriving) }]
    }),
  }
}

/** With the new numbers; where none are given, in the community that continues, the old ones stay. */
function numberedBuildings(
  copy: WorkingCopy, source: CommunitySplit['source'], buildings: ReadonlyArray<BuildingDetails['buildingId']>, { numbers }: ArrivingGrid,
): ReadonlyArray<BuildingDetails> {
  const details = copy.partitions[source]?.buildings ?? {}
  return buildings.flatMap((buildingId) => {
    const building = details[buildingId]
    const number = numbers.find((one) => one.buildingId === buildingId)?.number ?? building?.number
    return building === undefined || number === undefined ? [] : [{ ...building, number }]
  })
}
