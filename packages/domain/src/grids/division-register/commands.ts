/** What can be asked of the division register. */

import { CalendarDate, dating, EntryId, list, Sealed, shape, type CommandOf, wholeNumber } from '@grid-governance/event-sourcing'
import { CommunityCode, TownCode } from '../../shared/codes.ts'
import { CommunityId, DistrictId, PlanId, TownId } from '../../shared/identifiers.ts'
import { ClosingReason, EarlierHistory, Name } from '../../shared/vocabulary.ts'
import { RegisterChange } from './events.ts'

const district = { districtId: DistrictId }
const TownEntry = shape({ townId: TownId, code: TownCode, name: Name })
const CommunityEntry = shape({ communityId: CommunityId, townId: TownId, code: CommunityCode, name: Name })

export const divisionRegisterCommands = {
  RegisterDivisions:      dating({ ...district, name: Name, towns: list(TownEntry), communities: list(CommunityEntry), earlierHistory: EarlierHistory }),
  RenameTown:             dating({ ...district, townId: TownId, name: Name }),
  RecodeTown:             dating({ ...district, townId: TownId, code: TownCode }),
  CloseTown:              dating({ ...district, townId: TownId, reason: ClosingReason, successors: list(TownId) }),
  RenameCommunity:        dating({ ...district, communityId: CommunityId, name: Name }),
  RecodeCommunity:        dating({ ...district, communityId: CommunityId, code: CommunityCode }),
  ReserveDivisionCodes:   shape({ ...district, planId: PlanId, codes: list(CommunityCode), communityIds: list(CommunityId), takesEffectOn: CalendarDate }),
  ReleaseDivisionCodes:   shape({ ...district, planId: PlanId }),
  ReviseDivisionRegister: shape({ ...district, planId: PlanId, planVersion: wholeNumber, changes: list(RegisterChange) }),
  VoidDivisionEntry:      shape({ ...district, root: EntryId, corrects: EntryId, reason: Sealed }),
}

export type DivisionRegisterCommand = CommandOf<typeof divisionRegisterCommands>
