/** The keys under which models are kept; they name the district, since logs of several districts get merged. */

import type { Recording } from '@grid-governance/event-sourcing'
import { districtOf, type CommunityId, type DistrictId, type GovernanceEvent } from '@grid-governance/domain'

/** The key of a district's models. */
export const districtKey = (district: DistrictId): string => district

/** The key of a community's models: `440402.C001`. */
export const communityKey = (district: DistrictId, community: CommunityId): string => `${district}.${community}`

/** The community that a key names. */
export const communityOfKey = (key: string): CommunityId => key.slice(key.indexOf('.') + 1) as CommunityId

/** The district that a key names. */
export const districtOfKey = (key: string): DistrictId => key.split('.')[0] as DistrictId

/** The key of the district in whose stream a fact stands. */
export const districtKeys = (event: Recording): ReadonlyArray<string> => [districtOf(event.stream)]

/** The keys of the communities that a fact about grids names. */
export const communityKeys = (event: GovernanceEvent & Recording): ReadonlyArray<string> => {
  const district = districtOf(event.stream)
  switch (event.type) {
    case 'GridReparented':
      return distinct([communityKey(district, event.data.fromCommunity), communityKey(district, event.data.toCommunity)])
    case 'CommunitySplit':
      return distinct([event.data.source, ...event.data.targets.map((target) => target.communityId)].map((community) => communityKey(district, community)))
    default:
      return 'communityId' in event.data ? [communityKey(district, event.data.communityId)] : []
  }
}

function distinct(keys: ReadonlyArray<string>): ReadonlyArray<string> {
  return [...new Set(keys)]
}
