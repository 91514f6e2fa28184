/** What decisions on the division register lean on beside its own facts, gathered by the front door. */

import type { Evidence } from '@grid-governance/event-sourcing'
import { chainNamed } from '../../shared/entry-chains.ts'
import type { CommunityId } from '../../shared/identifiers.ts'
import type { CommunityStructure } from '../../shared/structure.ts'
import type { DivisionRegisterCommand } from './commands.ts'
import type { DivisionRegisterState } from './state.ts'

export interface DivisionRegisterEvidence {
  /** The maps of the communities whose life the command may shorten; one without a map is left out. */
  readonly maps: ReadonlyArray<Evidence<CommunityStructure>>
}

/** For commands that shorten no life. */
export const noMaps: DivisionRegisterEvidence = { maps: [] }

/** The communities whose life a command may shorten: a correction or a withdrawal of their registration. All else that ends one is a plan's. */
export const communitiesShortened = ({ type, data }: DivisionRegisterCommand, state: Pick<DivisionRegisterState, 'entries'>): ReadonlyArray<CommunityId> => {
  switch (type) {
    case 'RegisterDivisions': return data.root === undefined ? [] : data.communities.map((community) => community.communityId)
    case 'VoidDivisionEntry': {
      const fact = chainNamed(state.entries, data.root)?.entries[0]?.fact
      return fact?.type === 'CommunityRegistered' ? [fact.data.communityId] : []
    }
    case 'RenameTown': case 'RecodeTown': case 'CloseTown': case 'RenameCommunity': case 'RecodeCommunity':
    case 'ReserveDivisionCodes': case 'ReleaseDivisionCodes': case 'ReviseDivisionRegister': return []
  }
}
