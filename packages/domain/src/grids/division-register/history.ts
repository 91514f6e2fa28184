/** The register's history as it stands: the life of every town and community, and what contradicts it. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import { livesOn, type CodeBorne, type CommunityLife, type Lifetime } from '../../shared/division-structure.ts'
import { byEffect, heldFacts, type EffectPlace, type EntryChains } from '../../shared/entry-chains.ts'
import type { CommunityId, TownId } from '../../shared/identifiers.ts'
import { plannedChanges, type PlanRevisions } from '../../shared/plan-revisions.ts'
import type { DivisionRegisterEvent, RegisterChange } from './events.ts'

type Undated = 'DivisionCodesReserved' | 'DivisionCodesReleased' | 'DivisionRegisterRevised' | 'EntryVoided'

/** A dated fact of the register. */
export type RegisterEntry = Exclude<DivisionRegisterEvent, { readonly type: Undated }>

/** A town, and the codes that it has had, in order of effect. */
export interface TownLife extends Lifetime {
  readonly codes: ReadonlyArray<CodeBorne>
}

/** A fact about a unit that does not live then: it changes nothing, and must not come about. */
export interface Dangling {
  readonly unit: TownId | CommunityId
  readonly root: EntryId
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
    case 'CommunityRegistered': telling.communities[data.communityId] = { from, to: null, towns: [{ from, townId: data.townId }], codes: [{ from, code: data.code }] }; return
    case 'TownRecoded': changeTown(telling, data.townId, from, root, (town) => ({ ...town, codes: [...town.codes, { from, code: data.code }] })); return
    case 'TownRenamed': changeTown(telling, data.townId, from, root, (town) => town); return
    case 'TownClosed': changeTown(telling, data.townId, from, root, (town) => ({ ...town, to: from })); return
    case 'CommunityRecoded':
      changeCommunity(telling, data.communityId, from, root, (community) => ({ ...community, codes: [...community.codes, { from, code: data.code }] }))
      return
    case 'CommunityRenamed': changeCommunity(telling, data.communityId, from, root, (community) => community)
  }
}

function tellChange(telling: Telling, { effectiveOn: from, root, opens, moves, closes }: RegisterChange): void {
  for (const { communityId, townId, code } of opens) telling.communities[communityId] = { from, to: null, towns: [{ from, townId }], codes: [{ from, code }] }
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
