/** How each fact changes a district's divisions, in place. */

import { copy, type Cases } from '@grid-governance/event-sourcing'
import type { GovernanceEvent } from '@grid-governance/domain'
import type { Divisions } from './read-model.ts'

/** The facts that say what towns and communities a district has. `DivisionRegisterRevised` is none of them: it serves deciding only. */
export const divisionsFacts = [
  'DistrictRegistered', 'TownRegistered', 'TownRenamed', 'TownRecoded', 'TownClosed',
  'CommunityRegistered', 'CommunityRenamed', 'CommunityRecoded', 'CommunityReparented', 'CommunitySplit',
] as const

export const divisionsCases: Cases<GovernanceEvent, typeof divisionsFacts[number], Divisions> = {
  DistrictRegistered: (model, { data }) => {
    model.name = data.name
  },

  TownRegistered: (model, { data }) => {
    model.towns[data.townId] = { code: data.code, name: data.name, since: data.effectiveOn, ended: null }
  },

  TownRenamed: (model, { data }) => {
    const town = model.towns[data.townId]
    if (town !== undefined) town.name = data.name
  },

  TownRecoded: (model, { data }) => {
    const town = model.towns[data.townId]
    if (town !== undefined) town.code = data.code
  },

  TownClosed: (model, { data }) => {
    const town = model.towns[data.townId]
    if (town !== undefined) town.ended = { on: data.effectiveOn, reason: data.reason, successors: copy(data.successors) }
  },

  CommunityRegistered: (model, { data }) => {
    model.communities[data.communityId] = { code: data.code, name: data.name, townId: data.townId, since: data.effectiveOn, ended: null }
  },

  CommunityRenamed: (model, { data }) => {
    const community = model.communities[data.communityId]
    if (community !== undefined) community.name = data.name
  },

  CommunityRecoded: (model, { data }) => {
    const community = model.communities[data.communityId]
    if (community !== undefined) community.code = data.code
  },

  CommunityReparented: (model, { data }) => {
    const community = model.communities[data.communityId]
    if (community !== undefined) community.townId = data.toTown
  },

  CommunitySplit: (model, { data }) => {
    const targets = data.targets.map((target) => target.communityId)
    const source = model.communities[data.source]
    if (source !== undefined && !targets.includes(data.source)) {
      source.ended = { on: data.effectiveOn, reason: 'split', successors: targets }
    }
    for (const { communityId, code, name, townId, continuing } of data.targets) {
      if (!continuing) model.communities[communityId] = { code, name, townId, since: data.effectiveOn, ended: null }
      // Code and town in the fact are what was known when it was decided; a community that continues keeps its own, also those learnt later (I4).
      else if (source !== undefined) source.name = name
    }
  },
}
