/** How each first fact of a unit is entered among the beginnings, in place. */

import type { Cases } from '@grid-governance/event-sourcing'
import type { GovernanceEvent } from '@grid-governance/domain'
import type { Beginnings } from './read-model.ts'

/** The first facts of units. Units that a plan makes begin with their sources' history, which lineage knows. */
export const beginningsFacts = ['DistrictRegistered', 'TownRegistered', 'CommunityRegistered', 'GridEstablished'] as const

export const beginningsCases: Cases<GovernanceEvent, typeof beginningsFacts[number], Beginnings> = {
  DistrictRegistered: (model, { data }) => {
    model.district = { name: data.name, from: data.effectiveOn, earlier: data.earlierHistory }
  },

  TownRegistered: (model, { data }) => {
    model.towns[data.townId] = { name: data.name, from: data.effectiveOn, earlier: data.earlierHistory }
  },

  CommunityRegistered: (model, { data }) => {
    model.communities[data.communityId] = { name: data.name, from: data.effectiveOn, earlier: data.earlierHistory, townId: data.townId }
  },

  GridEstablished: (model, { data }) => {
    const grids = model.grids[data.communityId] ??= {}
    grids[data.gridId] = { name: data.name, from: data.effectiveOn, earlier: data.earlierHistory }
  },
}
