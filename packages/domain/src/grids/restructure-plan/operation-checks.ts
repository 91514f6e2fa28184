/** Checks that several operations share: units that must live, grids that must be open, names that must be free, things disposed once. */

import type { CommunityId, GridId, PlanId, TownId } from '../../shared/identifiers.ts'
import { livesOn, townOn } from '../../shared/division-structure.ts'
import type { CodeSpent } from '../../shared/rejections.ts'
import type { GridOnMap } from '../../shared/vocabulary.ts'
import { codeTaken, idTaken, numberTaken } from './names-in-use.ts'
import type { RestructurePlanRejection } from './rejections.ts'
import { communityOfGrid, type WorkingCopy } from './working-copy.ts'

export type Faults = ReadonlyArray<RestructurePlanRejection>

/** I1: the community and its town must live on the day. */
export const communityFaults = (copy: WorkingCopy, communityId: CommunityId): Faults => {
  const life = copy.divisions.communities[communityId]
  if (life === undefined || copy.partitions[communityId] === undefined) return [{ type: 'UnknownCommunity', rule: 'I1', communityId }]
  const town = townOn(copy.divisions, communityId, copy.day)
  return town === undefined ? [{ type: 'CommunityNotLiving', rule: 'I1', communityId, day: copy.day }] : townFaults(copy, town)
}

/** I1: a town must live on the day. */
export const townFaults = (copy: WorkingCopy, townId: TownId): Faults =>
  livesOn(copy.divisions.towns[townId], copy.day) ? [] : [{ type: 'TownNotLiving', rule: 'I1', townId, day: copy.day }]

/** The grid as it is open in a community; undefined where it is not. */
export const openGrid = (copy: WorkingCopy, communityId: CommunityId, gridId: GridId): GridOnMap | undefined =>
  copy.partitions[communityId]?.grids[gridId]

/** A grid must be open in the community; says what became of one that is not. */
export const gridFaults = (copy: WorkingCopy, communityId: CommunityId, gridId: GridId): Faults => {
  if (openGrid(copy, communityId, gridId) !== undefined) return []
  const map = copy.maps[communityId]
  const instead = map?.neverValid[gridId]
  if (instead !== undefined) return [{ type: 'GridNeverValid', rule: 'I6', communityId, gridId, instead }]
  const actual = communityOfGrid(copy, gridId)
  if (actual !== undefined) return [{ type: 'GridLiesElsewhere', rule: 'I5', gridId, named: communityId, actual }]
  const changes = map?.changes ?? []
  const known = changes.some((change) => change.sets.some((grid) => grid.gridId === gridId))
  if (!known) return [{ type: 'UnknownGrid', rule: 'I1', communityId, gridId }]
  const successors = changes.flatMap((change) => change.closes).findLast((closed) => closed.gridId === gridId)?.successors ?? []
  return [{ type: 'GridNotOpen', rule: 'I6', communityId, gridId, day: copy.day, successors }]
}

/** What a new unit is called by: its id and its code must be free. */
export const newNameFaults = (copy: WorkingCopy, id: GridId | CommunityId, code: string): Faults => [
  ...(idTaken(copy.names, copy.given, id, copy.root) ? [{ type: 'IdSpent', rule: '4.1', id, place: null, heldBy: copy.names.heldBy.get(id) ?? null } as const] : []),
  ...newCodeFaults(copy, id, code),
]

/** A new code of a unit must be free. */
export const newCodeFaults = (copy: WorkingCopy, id: GridId | CommunityId, code: string): Faults =>
  codeTaken(copy.names, copy.given, code, id) ? [codeSpent(code, copy.names.heldBy.get(code))] : []

/** The finding that a code is spent, with the plan that has reserved it, if one has. */
export const codeSpent = (code: string, heldBy: PlanId | null = null): CodeSpent => ({ type: 'CodeSpent', rule: 'T31', code, place: null, heldBy })

/** A grid that goes on keeps its code or gets a free one. */
export const keptCodeFaults = (copy: WorkingCopy, grid: GridOnMap | undefined, gridId: GridId, code: string): Faults =>
  grid?.code === code ? [] : newCodeFaults(copy, gridId, code)

/** The same code for two units of one operation. */
export const codesGivenTwice = (codes: ReadonlyArray<string>): Faults => namedTwice(codes).map((code) => codeSpent(code))

interface NumberedGrid {
  readonly gridId: GridId
  readonly numbers: ReadonlyArray<{ readonly buildingId: GridOnMap['buildings'][number], readonly number: string }>
}

/** Every building that comes with these grids gets one number that is free in the community; one that stays may keep its number. */
export const numberFaults = (copy: WorkingCopy, from: CommunityId, to: CommunityId, grids: ReadonlyArray<NumberedGrid>): Faults => {
  const kept = from === to ? copy.partitions[from]?.buildings ?? {} : {}
  const all = grids.flatMap((grid) => grid.numbers)
  const taken = all.filter((one) => kept[one.buildingId]?.number !== one.number && numberTaken(copy.names, copy.given, to, one)).map((one) => one.number)
  return [
    ...grids.flatMap(({ gridId, numbers }): Faults => {
      const odd = notOnce(openGrid(copy, from, gridId)?.buildings ?? [], numbers.map((one) => one.buildingId))
      return odd === undefined ? [] : [{ type: 'BuildingsNotNumberedOnce', rule: '1.1', gridId, ...odd }]
    }),
    ...[...new Set([...taken, ...namedTwice(all.map((one) => one.number))])].map((number) => ({ type: 'NumberSpent', rule: '1.1', number, place: null } as const)),
  ]
}

/** What is not named exactly once: left out, named twice, or not of this place; undefined where all is well. */
export const notOnce = <Id extends string>(expected: ReadonlyArray<Id>, named: ReadonlyArray<Id>):
  { readonly missing: ReadonlyArray<Id>, readonly twice: ReadonlyArray<Id>, readonly foreign: ReadonlyArray<Id> } | undefined => {
  const known = new Set(expected)
  const once = new Set(named)
  const missing = expected.filter((id) => !once.has(id))
  const twice = namedTwice(named)
  const foreign = [...once].filter((id) => !known.has(id))
  return missing.length + twice.length + foreign.length === 0 ? undefined : { missing, twice, foreign }
}

/** What a list names more than once. */
export const namedTwice = <Id extends string>(named: ReadonlyArray<Id>): ReadonlyArray<Id> => {
  const once = new Set<Id>()
  const twice = new Set<Id>()
  for (const id of named) (once.has(id) ? twice : once).add(id)
  return [...twice]
}
