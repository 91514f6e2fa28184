/** The facts of the division register (区划登记): district, towns and communities. Stored format: never change a row, add a version. */

import type * as t from 'io-ts'
import { dated, EntryId, EntryVoidedData, fact, factMakers, line, list, shape, CalendarDate, type FactOf, wholeNumber } from '@grid-governance/event-sourcing'
import { CommunityCode, TownCode } from '../../shared/codes.ts'
import { CommunityId, DistrictId, PlanId, TownId } from '../../shared/identifiers.ts'
import { ClosingReason, EarlierHistory, Name } from '../../shared/vocabulary.ts'

/** What a plan changed in the register: communities opened, moved to another town, or closed. */
export const RegisterChange = shape({
  root: EntryId,
  effectiveOn: CalendarDate,
  opens: list(shape({ communityId: CommunityId, townId: TownId, code: CommunityCode, name: Name })),
  moves: list(shape({ communityId: CommunityId, townId: TownId })),
  closes: list(shape({ communityId: CommunityId, reason: ClosingReason, successors: list(CommunityId) })),
})
export type RegisterChange = t.TypeOf<typeof RegisterChange>

const document = { documentNumber: line }

export const divisionRegisterFacts = {
  DistrictRegistered:      fact(1, dated({ ...document, districtId: DistrictId, name: Name, earlierHistory: EarlierHistory })),
  TownRegistered:          fact(1, dated({ ...document, districtId: DistrictId, townId: TownId, code: TownCode, name: Name, earlierHistory: EarlierHistory })),
  CommunityRegistered:     fact(1, dated({ ...document, districtId: DistrictId, townId: TownId, communityId: CommunityId, code: CommunityCode, name: Name, earlierHistory: EarlierHistory })),
  TownRenamed:             fact(1, dated({ ...document, townId: TownId, name: Name })),
  TownRecoded:             fact(1, dated({ ...document, townId: TownId, code: TownCode })),
  TownClosed:              fact(1, dated({ ...document, townId: TownId, reason: ClosingReason, successors: list(TownId) })),
  CommunityRenamed:        fact(1, dated({ ...document, communityId: CommunityId, name: Name })),
  CommunityRecoded:        fact(1, dated({ ...document, communityId: CommunityId, code: CommunityCode })),
  DivisionCodesReserved:   fact(1, shape({ planId: PlanId, codes: list(CommunityCode), communityIds: list(CommunityId), takesEffectOn: CalendarDate })),
  DivisionCodesReleased:   fact(1, shape({ planId: PlanId })),
  DivisionRegisterRevised: fact(1, shape({ planId: PlanId, planVersion: wholeNumber, changes: list(RegisterChange) })),
  EntryVoided:             fact(1, EntryVoidedData),
}

export type DivisionRegisterEvent = FactOf<typeof divisionRegisterFacts>
export const divisionRegisterEvent = factMakers(divisionRegisterFacts)
