/** Ids, codes and building numbers: which are still free to be given. */

import type { EntryId } from '@grid-governance/event-sourcing'
import type { CommunityId, GridId, PlanId } from '../../shared/identifiers.ts'
import { touchedGrids } from '../../shared/structure.ts'
import type { PlanEvidence } from './evidence.ts'
import { createdGrids, type Outcome } from './outcomes.ts'
import { versionsOf, type RestructurePlanState } from './state.ts'

/** Names with the one unit that bears each: codes and ids by themselves, building numbers by community. */
export interface NamesGiven {
  readonly gridIds: ReadonlySet<string>
  readonly communityIds: ReadonlySet<string>
  readonly codes: ReadonlyMap<string, string>
  readonly numbers: ReadonlyMap<string, string>
}

/** What may not be given any more, save by this plan to the units to which it gave it before. */
export interface NamesInUse {
  /** Spent by anybody; what this plan has reserved for itself is left out. */
  readonly spentIds: ReadonlySet<string>
  readonly spentCodes: ReadonlySet<string>
  readonly spentNumbers: ReadonlySet<string>
  /** Of ids and codes that another plan has reserved: that plan. */
  readonly heldBy: ReadonlyMap<string, PlanId>
  /** Given by this plan's own facts, in whatever version. */
  readonly own: NamesGiven
  /** Of the grids and communities that this plan brought into being: the root of the entry that did. No other may bring them back. */
  readonly bornOf: ReadonlyMap<string, EntryId>
}

export const noNames: NamesGiven = { gridIds: new Set(), communityIds: new Set(), codes: new Map(), numbers: new Map() }

/** All names that are in use according to the evidence and to the plan's own facts. */
export const namesInUse = (state: Pick<RestructurePlanState, 'identity' | 'chains'>, evidence: PlanEvidence): NamesInUse => {
  const own = state.chains.flatMap(versionsOf).reduce<NamesGiven>(withNamesOf, noNames)
  const planId = state.identity?.planId
  const maps = Object.values(evidence.maps).map((map) => map.state)
  const divisions = evidence.division.state
  const reservations: ReadonlyArray<Reservation> = [
    ...maps.flatMap((map) => map.reservations.map((reservation) => ({ ...reservation, ids: reservation.gridIds }))),
    ...divisions.reservations.map((reservation) => ({ ...reservation, ids: reservation.communityIds })),
  ]
  const mine = reservations.filter((reservation) => reservation.planId === planId)
  const others = reservations.filter((reservation) => reservation.planId !== planId)
  // What the plan reserved and had to give free again, since another map refused, is still its own.
  const isMine = (heldBy: { readonly [name: string]: PlanId }, name: string): boolean => planId !== undefined && heldBy[name] === planId
  const mineIds = new Set<string>([...mine.flatMap((reservation) => reservation.ids), ...own.communityIds])
  const mineCodes = new Set(mine.flatMap((reservation) => reservation.codes))
  return {
    spentIds: new Set<string>([
      ...maps.flatMap((map) => [...map.spentIds, ...map.changes.flatMap(touchedGrids), ...Object.keys(map.neverValid)]).filter((id) => !own.gridIds.has(id)),
      ...divisions.spentIds.filter((id) => !mineIds.has(id) && !isMine(divisions.heldBy, id)),
      ...others.flatMap((reservation) => reservation.ids),
    ]),
    spentCodes: new Set([
      ...maps.flatMap((map) => map.spentCodes.filter((code) => !isMine(map.heldBy, code))), ...divisions.spentCodes.filter((code) => !isMine(divisions.heldBy, code)),
    ].filter((code) => !mineCodes.has(code))),
    spentNumbers: new Set(maps.flatMap((map) => map.spentNumbers.map((number) => numberKey(map.communityId, number)))),
    heldBy: new Map(others.flatMap((reservation) => [...reservation.ids, ...reservation.codes].map((name) => [name, reservation.planId] as const))),
    own,
    bornOf: new Map(state.chains.flatMap((chain) => versionsOf(chain).flatMap((fact) => {
      const { gridIds, communityIds } = namesGivenBy(fact)
      return [...gridIds, ...communityIds].map((id) => [id, chain.root] as const)
    }))),
  }
}

interface Reservation {
  readonly planId: PlanId
  readonly ids: ReadonlyArray<string>
  readonly codes: ReadonlyArray<string>
}

/** With the names that an outcome gives. */
export const withNamesOf = (given: NamesGiven, outcome: Outcome): NamesGiven => {
  const named = namesGivenBy(outcome)
  return {
    gridIds: new Set([...given.gridIds, ...named.gridIds]),
    communityIds: new Set([...given.communityIds, ...named.communityIds]),
    codes: new Map([...given.codes, ...named.codes]),
    numbers: new Map([...given.numbers, ...named.numbers]),
  }
}

/**
 * Whether an id may no longer be given to a new unit; `given` are the names of the plan's entries as they stand in this decision, `root`
 * is the entry that would give it, where that is an old one.
 */
export const idTaken = (names: NamesInUse, given: NamesGiven, id: GridId | CommunityId, root: EntryId | undefined): boolean =>
  names.spentIds.has(id) || given.gridIds.has(id) || given.communityIds.has(id) || (names.bornOf.has(id) && names.bornOf.get(id) !== root)

/** Whether a code may no longer be given to this unit. */
export const codeTaken = (names: NamesInUse, given: NamesGiven, code: string, id: GridId | CommunityId): boolean => {
  const bearer = given.codes.get(code) ?? names.own.codes.get(code)
  return bearer === undefined ? names.spentCodes.has(code) : bearer !== id
}

/** Whether a number may no longer be given to this building of a community. */
export const numberTaken = (names: NamesInUse, given: NamesGiven, communityId: CommunityId, { buildingId, number }: { readonly buildingId: string, readonly number: string }): boolean => {
  const key = numberKey(communityId, number)
  const bearer = given.numbers.get(key) ?? names.own.numbers.get(key)
  return bearer === undefined ? names.spentNumbers.has(key) : bearer !== buildingId
}

type NamesListed = {
  readonly gridIds: ReadonlyArray<string>
  readonly communityIds: ReadonlyArray<string>
  readonly codes: ReadonlyArray<readonly [string, string]>
  readonly numbers: ReadonlyArray<readonly [string, string]>
}

function namesGivenBy(outcome: Outcome): NamesListed {
  const { type, data } = outcome
  const gridIds = createdGrids(outcome).map((grid) => grid.gridId)
  const none: NamesListed = { gridIds, communityIds: [], codes: [], numbers: [] }
  switch (type) {
    case 'GridSplit': return { ...none, codes: data.targets.map(({ code, gridId }) => [code, gridId]) }
    case 'GridsMerged': return { ...none, codes: [[data.target.code, data.target.gridId]] }
    case 'GridReparented': return {
      ...none, codes: [[data.grid.code, data.grid.gridId]],
      numbers: data.grid.buildings.map(({ number, buildingId }) => [numberKey(data.toCommunity, number), buildingId]),
    }
    case 'CommunitySplit': return {
      ...none,
      communityIds: data.targets.filter((target) => !target.continuing).map((target) => target.communityId),
      codes: data.targets.flatMap((target) => [[target.code, target.communityId] as const, ...target.grids.map(({ code, gridId }) => [code, gridId] as const)]),
      numbers: data.targets.flatMap((target) => target.grids.flatMap((grid) =>
        grid.buildings.map(({ number, buildingId }) => [numberKey(target.communityId, number), buildingId] as const))),
    }
    case 'GridBoundaryRedrawn': case 'GridClosed': case 'CommunityReparented': return none
  }
}

function numberKey(communityId: CommunityId, number: string): string {
  return `${communityId}/${number}`
}
