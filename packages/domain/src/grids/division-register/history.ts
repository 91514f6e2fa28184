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
}

/** The history of these facts and plans. */
export const historyOf = ({ entries, plans }: {
  readonly entries: EntryChains<RegisterEntry>, readonly plans: PlanRevisions<RegisterChange>,
}): RegisterHistory => {
  const own = heldFacts(entries).map(({ fact, root, effectiveOn, arrived }): Step => ({ entry: fact, root, effectiveOn, arrived }))
  const planned = plannedChanges(plans)
  const steps = planned.length === 0 ? own : [...own, ...planned].sort(byEffect)
  const telling: Telling = { districtName: null, towns: {}, communities: {}, dangling: [] }
  for (const step of steps) {
    if ('entry' in step) tellEntry(telling, step.entry, step.root)
    else tellChange(telling, step.change)
  }
  return telling
}

/** The communities that lie in no living town on some day of their life (I1). */
export const communitiesAstray = ({ towns, communities }: Pick<RegisterHistory, 'towns' | 'communities'>): ReadonlyArray<Astray> =>
  Object.entries(communities).flatMap(([communityId, life]) =>
    life.towns.flatMap(({ from, townId }, stay) => {
      const astrayFrom = firstDayOutside(towns[townId], from, life.towns[stay + 1]?.from ?? life.to)
      return astrayFrom === undefined ? [] : [{ communityId: communityId as CommunityId, townId, from: astrayFrom }]
    }))

/** The code of a town on a day. */
export const townCodeOn = (town: TownLife, day: CalendarDate): string | undefined => town.codes.findLast(({ from }) => from <= day)?.code

type Step = EffectPlace & ({ readonly entry: RegisterEntry, readonly root: EntryId } | { readonly change: RegisterChange })

/** The history while it is being told, known to nobody else. */
interface Telling {
  districtName: string | null
  readonly towns: Record<string, TownLife>
  readonly communities: Record<string, CommunityLife>
  readonly dangling: Dangling[]
}

function tellEntry(telling: Telling, { type, data }: RegisterEntry, root: EntryId): void {
  const from = data.effectiveOn
  switch (type) {
    case 'DistrictRegistered': telling.districtName = data.name; return
    case 'TownRegistered': telling.towns[data.townId] = { from, to: null, codes: [{ from, code: data.code }] }; return
    case 'CommunityRegistered': telling.communities[data.communityId] = { from, to: null, towns: [{ from, townId: data.townId }] }; return
    case 'TownRecoded': changeTown(telling, data.townId, from, root, (town) => ({ ...town, codes: [...town.codes, { from, code: data.code }] })); return
    case 'TownRenamed': changeTown(telling, data.townId, from, root, (town) => town); return
    case 'TownClosed': changeTown(telling, data.townId, from, root, (town) => ({ ...town, to: from })); return
    case 'CommunityRenamed':
    case 'CommunityRecoded': changeCommunity(telling, data.communityId, from, root, (community) => community)
  }
}

function tellChange(telling: Telling, { effectiveOn: from, root, opens, moves, closes }: RegisterChange): void {
  for (const { communityId, townId } of opens) telling.communities[communityId] = { from, to: null, towns: [{ from, townId }] }
  for (const { communityId, townId } of moves) {
    changeCommunity(telling, communityId, from, root, (community) => ({ ...community, towns: [...community.towns, { from, townId }] }))
  }
  for (const { communityId } of closes) changeCommunity(telling, communityId, from, root, (community) => ({ ...community, to: from }))
}

function changeTown(telling: Telling, townId: TownId, day: CalendarDate, root: EntryId, next: (town: TownLife) => TownLife): void {
  const town = telling.towns[townId]
  if (town !== undefined && livesOn(town, day)) telling.towns[townId] = next(town)
  else telling.dangling.push({ unit: townId, root })
}

function changeCommunity(telling: Telling, communityId: CommunityId, day: CalendarDate, root: EntryId, next: (community: CommunityLife) => CommunityLife): void {
  const community = telling.communities[communityId]
  if (community !== undefined && livesOn(community, day)) telling.communities[communityId] = next(community)
  else telling.dangling.push({ unit: communityId, root })
}

/** The first day of `[from, to)` on which the town does not live. */
function firstDayOutside(town: Lifetime | undefined, from: CalendarDate, to: CalendarDate | null): CalendarDate | undefined {
  if (to !== null && to <= from) return undefined
  if (town === undefined || from < town.from) return from
  if (town.to === null || (to !== null && to <= town.to)) return undefined
  return laterOf(from, town.to)
}
