/** The register's history as it stands: the life of every town and community, and what contradicts it. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import { laterOf } from '../../shared/calendar-date.ts'
import { livesOn, type CommunityLife, type Lifetime } from '../../shared/division-structure.ts'
import { byEffect, heldFacts, type EffectPlace, type EntryChains } from '../../shared/entry-chains.ts'
import type { CommunityId, TownId } from '../../shared/identifiers.ts'
import { plannedChanges, type PlanRevisions } from '../../shared/plan-revisions.ts'
import type { DivisionRegisterEvent, RegisterChange } from './events.ts'

type Undated = 'DivisionCodesReserved' | 'DivisionCodesReleased' | 'DivisionRegisterRevised' | 'EntryVoided'

/** A dated fact of the register. */
export type RegisterEntry = Exclude<DivisionRegisterEvent, { readonly type: Undated }>

/** A town, and the codes that it has had, in order of effect. */
export interface TownLife extends Lifetime {
  readonly codes: ReadonlyArray<{ readonly from: CalendarDate, readonly code: string }>
}

/** A fact about a unit that does not live then: it changes nothing, and must not come about. */
export interface Dangling {
  readonly unit: TownId | CommunityId
  readonly root: EntryId
}

/** A community that lies in no living town from a day on (breaks I1). */
export interface Astray {
  readonly communityId: CommunityId
  readonly townId: TownId
  readonly from: CalendarDate
}

/** All facts that hold, told in the order in which they take effect. */
export interface RegisterHistory {
  readonly districtName: string | null
  readonly towns: { readonly [townId: string]: TownLife }
  readonly communities: { readonly [communityId: string]: CommunityLife }
  readonly dangling: ReadonlyArray<Dangling>
  /** The latest day on which something takes effect; null before the first fact. */
  readonly until: CalendarDate | null
}

/** One thing that takes effect on a day: a fact of the register, or a change that a plan decided. */
export type HistoryStep = { readonly entry: RegisterEntry, readonly root: EntryId } | { readonly change: RegisterChange }

export const nothingTold: RegisterHistory = { districtName: null, towns: {}, communities: {}, dangling: [], until: null }

/** The history of these facts and plans. */
export const historyOf = ({ entries, plans }: {
  readonly entries: EntryChains<RegisterEntry>, readonly plans: PlanRevisions<RegisterChange>,
}): RegisterHistory => {
  const own = heldFacts(entries).map(({ fact, root, arrived }): EffectPlace & HistoryStep => ({ entry: fact, root, arrived, effectiveOn: fact.data.effectiveOn }))
  const planned = plannedChanges(plans)
  const steps = planned.length === 0 ? own : [...own, ...planned].sort(byEffect)
  return steps.reduce<RegisterHistory>(tell, nothingTold)
}

/** The history with one more step, which takes effect last. */
export const tell = (history: RegisterHistory, step: HistoryStep): RegisterHistory =>
  'entry' in step ? tellEntry(history, step.entry, step.root) : tellChange(history, step.change)

/** The communities that lie in no living town on some day of their life (I1). */
export const communitiesAstray = ({ towns, communities }: Pick<RegisterHistory, 'towns' | 'communities'>): ReadonlyArray<Astray> =>
  Object.entries(communities).flatMap(([communityId, life]) =>
    life.towns.flatMap(({ from, townId }, stay) => {
      const astrayFrom = firstDayOutside(towns[townId], from, life.towns[stay + 1]?.from ?? life.to)
      return astrayFrom === undefined ? [] : [{ communityId: communityId as CommunityId, townId, from: astrayFrom }]
    }))

/** The code of a town on a day. */
export const townCodeOn = (town: TownLife, day: CalendarDate): string | undefined => town.codes.findLast(({ from }) => from <= day)?.code

function tellEntry(before: RegisterHistory, { type, data }: RegisterEntry, root: EntryId): RegisterHistory {
  const from = data.effectiveOn
  const history = { ...before, until: from }
  switch (type) {
    case 'DistrictRegistered': return { ...history, districtName: data.name }
    case 'TownRegistered': return withTown(history, data.townId, { from, to: null, codes: [{ from, code: data.code }] })
    case 'CommunityRegistered': return withCommunity(history, data.communityId, { from, to: null, towns: [{ from, townId: data.townId }] })
    case 'TownRecoded': return changeTown(history, data.townId, from, root, (town) => ({ ...town, codes: [...town.codes, { from, code: data.code }] }))
    case 'TownRenamed': return changeTown(history, data.townId, from, root, (town) => town)
    case 'TownClosed': return changeTown(history, data.townId, from, root, (town) => ({ ...town, to: from }))
    case 'CommunityRenamed':
    case 'CommunityRecoded': return changeCommunity(history, data.communityId, from, root, (community) => community)
  }
}

function tellChange(before: RegisterHistory, { effectiveOn: from, root, opens, moves, closes }: RegisterChange): RegisterHistory {
  let history: RegisterHistory = { ...before, until: from }
  for (const { communityId, townId } of opens) history = withCommunity(history, communityId, { from, to: null, towns: [{ from, townId }] })
  for (const { communityId, townId } of moves) {
    history = changeCommunity(history, communityId, from, root, (community) => ({ ...community, towns: [...community.towns, { from, townId }] }))
  }
  for (const { communityId } of closes) history = changeCommunity(history, communityId, from, root, (community) => ({ ...community, to: from }))
  return history
}

function changeTown(history: RegisterHistory, townId: TownId, day: CalendarDate, root: EntryId, next: (town: TownLife) => TownLife): RegisterHistory {
  const town = history.towns[townId]
  return town !== undefined && livesOn(town, day) ? withTown(history, townId, next(town)) : withDangling(history, townId, root)
}

function changeCommunity(
  history: RegisterHistory, communityId: CommunityId, day: CalendarDate, root: EntryId, next: (community: CommunityLife) => CommunityLife,
): RegisterHistory {
  const community = history.communities[communityId]
  return community !== undefined && livesOn(community, day)
    ? withCommunity(history, communityId, next(community))
    : withDangling(history, communityId, root)
}

function withTown(history: RegisterHistory, townId: TownId, town: TownLife): RegisterHistory {
  return history.towns[townId] === town ? history : { ...history, towns: { ...history.towns, [townId]: town } }
}

function withCommunity(history: RegisterHistory, communityId: CommunityId, community: CommunityLife): RegisterHistory {
  return history.communities[communityId] === community ? history : { ...history, communities: { ...history.communities, [communityId]: community } }
}

function withDangling(history: RegisterHistory, unit: TownId | CommunityId, root: EntryId): RegisterHistory {
  return { ...history, dangling: [...history.dangling, { unit, root }] }
}

/** The first day of `[from, to)` on which the town does not live. */
function firstDayOutside(town: Lifetime | undefined, from: CalendarDate, to: CalendarDate | null): CalendarDate | undefined {
  if (to !== null && to <= from) return undefined
  if (town === undefined || from < town.from) return from
  if (town.to === null || (to !== null && to <= town.to)) return undefined
  return laterOf(from, town.to)
}
